/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/raster.h"

#include <sodium.h>
#include <string.h>

bool raster_init(struct raster *r, int w, int h, struct err *e)
{
    *r = (struct raster){0};
    if (w < 1 || h < 1)
        return err_set(e, ERR_FAILED, "a raster of %d × %d dots", w, h);
    size_t stride = ((size_t)w + 7) / 8;
    if (w > RASTER_W_MAX || h > RASTER_H_MAX || stride * (size_t)h > RASTER_BYTES_MAX)
        return err_set(e, ERR_TOO_BIG, "a raster of %d × %d dots is too big", w, h);
    /* without this the guarded memory below is not guarded; any further call does nothing */
    uint8_t *bits = sodium_init() < 0 ? NULL : sodium_malloc(stride * (size_t)h);
    if (!bits)
        return err_set(e, ERR_FAILED, "no memory for a raster of %d × %d dots", w, h);
    memset(bits, 0, stride * (size_t)h);
    *r = (struct raster){.w = w, .h = h, .stride = stride, .bits = bits};
    return true;
}

void raster_release(struct raster *r)
{
    sodium_free(r->bits); /* wipes first; accepts NULL */
    *r = (struct raster){0};
}

void raster_fill(struct raster *r, int x, int y, int w, int h)
{
    int x0 = x < 0 ? 0 : x, y0 = y < 0 ? 0 : y;
    int x1 = w > r->w - x ? r->w : x + w, y1 = h > r->h - y ? r->h : y + h;
    for (int row = y0; row < y1; row++)
        for (int col = x0; col < x1; col++)
            raster_set(r, col, row);
}
