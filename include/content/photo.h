/* Photographs of a site, looked at before they are decoded: a file of a few kilobytes can claim a picture that fills
 * the memory. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_CONTENT_PHOTO_H
#define PORCHLIGHT_CONTENT_PHOTO_H

#include "base/err.h"
#include <stddef.h>

/* The largest file in bytes, and the most pixels: those of a telephone's camera, 100 MB when decoded. */
enum { PHOTO_BYTES_MAX = 8 << 20, PHOTO_PIXELS_MAX = 25000000 };

/* True for a PNG or JPEG file whose head says a size that can be shown. FAILED, or TOO_BIG. */
bool photo_ok(const char *bytes, size_t len, struct err *e);

#endif
