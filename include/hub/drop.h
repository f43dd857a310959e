/* The same words as a file, for a folder that something else carries on: a share, a sync program, a lamp.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_HUB_DROP_H
#define PORCHLIGHT_HUB_DROP_H

#include "base/err.h"

#define DROP_NAME "porchlight.txt"

/* Replaces folder/porchlight.txt by one line, at once and for everyone to read; the folder must be there. */
bool drop_write(const char *folder, const char *words, struct err *e);

/* Takes it away; that there is none is fine. */
bool drop_clear(const char *folder, struct err *e);

#endif
