/* QR codes by libqrencode. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DEVICE_QR_H
#define PORCHLIGHT_DEVICE_QR_H

#include "base/err.h"
#include <stdbool.h>
#include <stdint.h>

enum { QR_SIZE_MAX = 177, QR_QUIET = 4 /* modules of white around it, ISO/IEC 18004 */ };

struct qr {
    int size;                                /* modules a side, without the quiet zone */
    uint8_t dark[QR_SIZE_MAX * QR_SIZE_MAX]; /* row by row (stride `size`), 1 is dark */
};

/* UTF-8 bytes at level M, or Q when that costs no bigger version. A payload beyond ASCII begins with the mark "UTF-8"
 * (ECI 26, ISO/IEC 18004 7.3.2): readers otherwise guess, and "café" comes back as Japanese. TOO_BIG when it does not
 * fit version 40 (2,331 bytes of ASCII at level M); FAILED for an empty payload or one that is not UTF-8. */
bool qr_encode(const char *payload, struct qr *out, struct err *e);

#endif
