/* What is sent to an ESC/POS printer, as bytes. Pure. Commands of Epson's reference that every maker has.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DEVICE_ESCPOS_BYTES_INT_H
#define PORCHLIGHT_DEVICE_ESCPOS_BYTES_INT_H

#include "device/raster.h"

#include <stddef.h>
#include <stdint.h>

enum {
    ESCPOS_BAND_ROWS = 32, /* 4 mm: what one command prints, and so what cannot be called back once it is sent */
    ESCPOS_W_MAX = 640,    /* dots: no roll is wider */
    ESCPOS_BAND_MAX = 8 + ESCPOS_BAND_ROWS * ESCPOS_W_MAX / 8
};

/* One band, as GS v 0, from row `y` on; returns its bytes. `rows` gets how many of the raster it has. A row's dots are
 * as in the raster, but for a dot or two that are added where the bytes would otherwise be one of the commands that a
 * printer obeys even in the middle of a picture (DLE EOT, DLE ENQ, DLE DC4). */
size_t escpos_band(uint8_t out[ESCPOS_BAND_MAX], const struct raster *r, int y, int *rows);

/* White paper: at most ESCPOS_BAND_ROWS dots of it; returns the bytes. */
size_t escpos_white(uint8_t out[ESCPOS_BAND_MAX], int rows);

/* As long as what may be missing of a band `w` dots wide whose end has not arrived. A printer that waits for it takes
 * these for white dots, one that does not passes over them: NUL means nothing to it. */
size_t escpos_padding(uint8_t out[ESCPOS_BAND_MAX], int w);

#define ESCPOS_RESET                                                                                                   \
    "\x1b@\x1d"                                                                                                        \
    "a\x00"                          /* ESC @, GS a 0: as switched on, and speaking only when asked */
#define ESCPOS_CUT "\x1dV\x01"       /* GS V 1: the paper stays hanging by a point and does not fall */
#define ESCPOS_ASK_PAPER "\x1dr\x01" /* GS r 1: answered when all before it has been worked off */
#define ESCPOS_CLEAR "\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08" /* DLE DC4 8: forget what waits, at once */

#endif
