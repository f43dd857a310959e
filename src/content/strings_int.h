/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_CONTENT_STRINGS_INT_H
#define PORCHLIGHT_CONTENT_STRINGS_INT_H

#include "content/strings.h"

/* Whether the file has this msgid, without a context, translated or not. */
bool strings_has(struct strings *s, const char *tag, const char *msgid);

#endif
