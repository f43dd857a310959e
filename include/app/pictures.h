/* SVG and photographs at the size and in the colours wanted, kept while they are used.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_APP_PICTURES_H
#define PORCHLIGHT_APP_PICTURES_H

#include "app/runs.h"
#include "base/fs.h"
#include "ui/theme.h"
#include <stdbool.h>
#include <stddef.h>

struct pictures;

/* A name that begins with "site:" is a photograph's path below `site`, PNG or JPEG; any other is a drawing below
 * `assets`, with ".svg" added. Both are borrowed. */
struct pictures *pictures_new(const struct fs_root *assets, const struct fs_root *site);
void pictures_free(struct pictures *p); /* accepts NULL */

/* Fitted into w × h with its proportions. Borrowed until pictures_trim. A picture that is missing or broken is a plain
 * frame, and is reported once in the log. */
const struct runs *pictures_get(struct pictures *p, const char *name, int w, int h, enum theme theme, enum tone tone,
                                bool mirror);

/* Drops the longest unused until at most `bytes` are kept. */
void pictures_trim(struct pictures *p, size_t bytes);

#endif
