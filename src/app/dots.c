/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dots_int.h"

#include "base/err.h"
#include "device/qr.h"

#include <endian.h>
#include <sodium.h>
#include <string.h>

enum {
    BAND = 64, /* rows of a picture painted at a time: stays in the processor's cache */
    INK_FROM = 128,
    WHITE = 0xFFFFFF
};

/* ---- ink -----------------------------------------------------------------------------------------------------------
 */

/* Paper has no grey: what is darker than the middle is ink. Our drawings' fills are lighter than that in the theme for
 * paper, so they print as their lines. */
static bool dark(uint32_t rgb)
{
    return (rgb >> 8 & 0xFF) < INK_FROM;
}

/* The highest bits of eight bytes as one byte, the first on top: each is moved to its own of the product's top eight.
 */
static unsigned top_bits(const unsigned char *eight)
{
    uint64_t v;
    memcpy(&v, eight, sizeof v);
    return (unsigned)((le64toh(v) >> 7 & 0x0101010101010101ULL) * 0x8040201008040201ULL >> 56);
}

/* Dots [x0, x1) of a row whose columns count from `left`: where `coverage` is at least the half. */
static void ink_coverage(uint8_t *row, const unsigned char *coverage, int left, int x0, int x1)
{
    int x = x0;
    for (; x + 8 <= x1; x += 8) {
        unsigned bits = top_bits(coverage + (x - left)), down = (unsigned)x % 8;
        if (!bits) /* most of it is blank */
            continue;
        row[x / 8] |= (uint8_t)(bits >> down);
        if (down)
            row[x / 8 + 1] |= (uint8_t)(bits << (8 - down));
    }
    for (; x < x1; x++)
        row[x / 8] |= (uint8_t)((coverage[x - left] >> 7) << (7 - x % 8));
}
_Static_assert(INK_FROM == 1 << 7, "the highest bit of coverage is ink");

struct sheet {
    struct raster *r;
    int top;
};

static void take_run(void *context, const struct text_ink *ink)
{
    const struct sheet *s = context;
    int x0 = ink->x > 0 ? ink->x : 0, x1 = ink->x + ink->w < s->r->w ? ink->x + ink->w : s->r->w;
    int first = s->top > ink->y ? s->top - ink->y : 0;
    for (int y = first; y < ink->h && ink->y + y < s->top + s->r->h; y++)
        ink_coverage(s->r->bits + (size_t)(ink->y + y - s->top) * s->r->stride,
                     ink->coverage + (ptrdiff_t)y * ink->pitch, ink->x, x0, x1);
}

static void paint_code(const struct sheet *s, const struct paint *p)
{
    int size = p->qr->size, step = p->box.w / (size + 2 * QR_QUIET);
    int x0 = p->box.x + (p->box.w - step * size) / 2, y0 = p->box.y + (p->box.h - step * size) / 2 - s->top;
    for (int y = 0; y < size; y++)
        for (int x = 0, n = 1; x < size; x += n) {
            for (n = 1; x + n < size && p->qr->dark[y * size + x + n] == p->qr->dark[y * size + x];)
                n++;
            if (p->qr->dark[y * size + x])
                raster_fill(s->r, x0 + x * step, y0 + y * step, n * step, step);
        }
}

/* ---- what is painted as on the screen ------------------------------------------------------------------------------
 */

static void take_dark(const SDL_Surface *from, struct raster *r, int left, int y0, int rows)
{
    for (int y = 0; y < rows; y++) {
        const uint32_t *px =
            (const uint32_t *)(const void *)((const uint8_t *)from->pixels + (ptrdiff_t)y * from->pitch);
        uint8_t *row = r->bits + (size_t)(y0 + y) * r->stride;
        int x0 = left < 0 ? -left : 0, x1 = r->w - left < from->w ? r->w - left : from->w;
        for (int x = x0; x < x1; x++)
            if (dark(px[x]))
                row[(left + x) / 8] |= (uint8_t)(0x80 >> (left + x) % 8);
    }
}

/* The rows [y0, y1) of a box or a picture, of those that are on the sheet. */
static void paint_rows(const struct dots_tools *t, const struct sheet *s, const struct paint *p, int y0, int y1)
{
    y0 = y0 > s->top ? y0 : s->top;
    y1 = y1 < s->top + s->r->h ? y1 : s->top + s->r->h;
    if (y0 >= y1 || p->box.w < 1)
        return;
    SDL_Surface *band =
        SDL_CreateRGBSurfaceWithFormat(0, p->box.w, y1 - y0 < BAND ? y1 - y0 : BAND, 32, SDL_PIXELFORMAT_RGB888);
    if (!band)
        BUG("out of memory for %d × %d dots", p->box.w, BAND);
    size_t bytes = (size_t)band->pitch * (size_t)band->h;
    for (int y = y0; y < y1; y += band->h) {
        struct paint one = *p;
        one.box.x = 0;
        one.box.y -= y;
        int rows = y1 - y < band->h ? y1 - y : band->h;
        memset(band->pixels, 0xFF, bytes);
        canvas_put(t->canvas, band, &one);
        take_dark(band, s->r, p->box.x, y - s->top, rows);
    }
    sodium_memzero(band->pixels, bytes); /* it may have shown a picture of a receipt */
    SDL_FreeSurface(band);
}

/* A rule is filled; of a tile, only the corners need more than straight lines. */
static void paint_box(const struct dots_tools *t, const struct sheet *s, const struct paint *p)
{
    struct raster *r = s->r;
    const struct box *b = &p->box;
    int corner = p->radius > p->edge_w ? p->radius : p->edge_w, y = b->y - s->top;
    if (!p->no_fill && dark(p->fill) && corner == 0)
        raster_fill(r, b->x, y, b->w, b->h);
    if (corner == 0)
        return;
    if ((!p->no_fill && dark(p->fill)) || b->h <= 2 * corner + 2) {
        paint_rows(t, s, p, b->y, b->y + b->h);
        return;
    }
    paint_rows(t, s, p, b->y, b->y + corner + 1);
    paint_rows(t, s, p, b->y + b->h - corner - 1, b->y + b->h);
    if (p->edge_w && dark(p->edge)) {
        raster_fill(r, b->x, y + corner + 1, p->edge_w, b->h - 2 * corner - 2);
        raster_fill(r, b->x + b->w - p->edge_w, y + corner + 1, p->edge_w, b->h - 2 * corner - 2);
    }
}

void dots_paint(const struct dots_tools *t, const struct paint_list *all, int top, struct raster *r)
{
    struct sheet s = {r, top};
    for (size_t i = 0; i < all->list.len; i++) {
        const struct paint *p = &all->list.v[i];
        int air = p->kind == PAINT_TEXT ? (int)p->paragraph->pitch : 0; /* accents stand out of the box */
        if (p->box.y - air >= top + r->h || p->box.y + p->box.h + air <= top)
            continue;
        if (p->kind == PAINT_TEXT && dark(p->fill))
            text_each_ink(t->text, p->paragraph, p->box.x, p->box.y, take_run, &s);
        else if (p->kind == PAINT_QR)
            paint_code(&s, p);
        else if (p->kind == PAINT_BOX)
            paint_box(t, &s, p);
        else if (p->kind == PAINT_ICON)
            paint_rows(t, &s, p, p->box.y, p->box.y + p->box.h);
    }
}
