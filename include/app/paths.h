/* Where the kiosk's own files are. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_APP_PATHS_H
#define PORCHLIGHT_APP_PATHS_H

#include "base/err.h"
#include <stdbool.h>

/* The folder that holds assets/ and fonts/: PORCHLIGHT_SHARE, or ../share/porchlight beside the program, or the source
 * tree two or more levels above it. `out` takes PATHS_MAX bytes. NOT_FOUND with what was tried. */
enum { PATHS_MAX = 4096 };
bool paths_share(char out[PATHS_MAX], struct err *e);

#endif
