/* A picture for paper: one bit a dot. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DEVICE_RASTER_H
#define PORCHLIGHT_DEVICE_RASTER_H

#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    RASTER_W_MAX = 5120,  /* 17 inches at 300 dpi */
    RASTER_H_MAX = 16384, /* two metres of roll at 203 dpi */
    RASTER_BYTES_MAX = 4 << 20
};

/* Rows from the top, `stride` bytes each; in a byte the highest bit is the first dot; 1 is black. The bits of a row
 * beyond `w` are 0. It may show a receipt's code, so it lies in memory that is locked where the system lets it (not in
 * swap, never in a core dump), and is wiped when released. */
struct raster {
    int w, h; /* dots */
    size_t stride;
    uint8_t *bits; /* owned */
};

/* All white. TOO_BIG beyond the limits above; FAILED when a side is not positive or memory is short. On false `r` is
 * empty and may be released. */
bool raster_init(struct raster *r, int w, int h, struct err *e);
void raster_release(struct raster *r); /* wipes; accepts one that is zeroed or released */

static inline size_t raster_bytes(const struct raster *r)
{
    return r->stride * (size_t)r->h;
}

static inline bool raster_get(const struct raster *r, int x, int y)
{
    return r->bits[(size_t)y * r->stride + (size_t)x / 8] >> (7 - x % 8) & 1;
}

/* x and y must lie inside. */
static inline void raster_set(struct raster *r, int x, int y)
{
    r->bits[(size_t)y * r->stride + (size_t)x / 8] |= (uint8_t)(0x80 >> x % 8);
}

/* A rectangle made black, as much of it as lies inside. */
void raster_fill(struct raster *r, int x, int y, int w, int h);

#endif
