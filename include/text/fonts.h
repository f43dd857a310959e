/* Which font file draws which script, by path, from fonts/fonts.yaml. A file of the same name in the
 * project's fonts folder wins over the system's. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_TEXT_FONTS_H
#define PORCHLIGHT_TEXT_FONTS_H

#include "base/err.h"
#include <stddef.h>

struct fonts;

/* Reads `dir`/fonts.yaml; font files are opened when first drawn. On false nothing is kept. A file that is
 * missing later costs a warning and a fallback face, never the start. */
bool fonts_open(struct fonts **out, const char *dir, struct err *e);
void fonts_free(struct fonts *f); /* accepts NULL; after every text_engine that uses it */

/* The faces that fonts.yaml names and the machine lacks, for doctor and the staff screen: fills at most `max`
 * borrowed paths and returns how many are missing. */
size_t fonts_missing(const struct fonts *f, const char **paths, size_t max);

#endif
