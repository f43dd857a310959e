/* What visitors will read when a local fact is signed, before it is. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_CONTENT_PREVIEW_H
#define PORCHLIGHT_CONTENT_PREVIEW_H

#include "content/site.h"

/* The sentences of a page, in `tag` or where it has no such text in English, that are there because the fact has this
 * value: those of cards that ask for it, and those that it is written into. At most `max`, in the arena. Reads the
 * page's file. */
size_t preview_sentences(const struct site *s, const char *slug, const char *tag, const char *key, const char *value,
                         struct arena *a, const char **out, size_t max);

#endif
