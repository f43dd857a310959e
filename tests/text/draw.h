/* Pictures of paragraphs, for judges and for eyes. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_TESTS_TEXT_DRAW_H
#define PORCHLIGHT_TESTS_TEXT_DRAW_H

#include "text/paint.h"

/* The paragraph on paper with a margin, as PNG. */
bool draw_paragraph(struct text_engine *t, const struct paragraph *p, const char *path);

/* The text as a naive program draws it: one character at a time, from left to right, unshaped. */
bool draw_broken(struct text_engine *t, const char *text, const struct text_style *style, const char *path);

#endif
