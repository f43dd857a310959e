/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "escpos_bytes_int.h"

#include <string.h>

/* Makes a row's bytes harmless to a printer that looks for real-time commands before it knows that it reads a picture.
 * The second byte gets the dot beside one it has: 04 → 0C, 05 → 07, 14 → 1C. */
static void disarm(uint8_t *bytes, size_t len)
{
    enum { DLE = 0x10, EOT = 0x04, ENQ = 0x05, DC4 = 0x14 };
    for (size_t i = 0; i + 1 < len; i++) {
        if (bytes[i] != DLE)
            continue;
        if (bytes[i + 1] == EOT || bytes[i + 1] == DC4)
            bytes[i + 1] |= 0x08;
        else if (bytes[i + 1] == ENQ)
            bytes[i + 1] |= 0x02;
    }
}

static size_t header(uint8_t *out, size_t stride, int rows)
{
    const uint8_t head[8] = {0x1d, 'v', '0', 0, (uint8_t)(stride & 0xff), (uint8_t)(stride >> 8), (uint8_t)rows, 0};
    memcpy(out, head, sizeof head);
    return sizeof head;
}

size_t escpos_band(uint8_t out[ESCPOS_BAND_MAX], const struct raster *r, int y, int *rows)
{
    int n = r->h - y < ESCPOS_BAND_ROWS ? r->h - y : ESCPOS_BAND_ROWS;
    size_t at = header(out, r->stride, n), len = r->stride * (size_t)n;
    memcpy(out + at, r->bits + (size_t)y * r->stride, len);
    disarm(out + at, len);
    *rows = n;
    return at + len;
}

size_t escpos_white(uint8_t out[ESCPOS_BAND_MAX], int rows)
{
    int n = rows < ESCPOS_BAND_ROWS ? rows : ESCPOS_BAND_ROWS;
    size_t at = header(out, 1, n);
    memset(out + at, 0, (size_t)n);
    return at + (size_t)n;
}

size_t escpos_padding(uint8_t out[ESCPOS_BAND_MAX], int w)
{
    size_t len = 8 + ESCPOS_BAND_ROWS * (((size_t)w + 7) / 8);
    memset(out, 0, len);
    return len;
}
