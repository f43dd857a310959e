/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/runs.h"

#include "base/err.h"
#include "base/vec.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* A row is a list of words. A head is length << 2 | kind; SOLID is followed by its colour, PIXELS by their colours. */
enum kind { CLEAR, SOLID, PIXELS };
enum { SOLID_MIN = 3 /* shorter runs of one colour stand among the pixels */ };

struct runs {
    int w, h;
    size_t words;
    uint32_t *data; /* all rows one after the other */
    size_t *row_at; /* h + 1 offsets into data */
};

/* A row of the surface, whose channels have eight bits each, as ARGB; clear pixels are 0. Most pixels are as the one
 * before. */
static void read_row(const SDL_Surface *s, int y, uint32_t *px)
{
    const uint32_t *row = (const uint32_t *)(const void *)((const uint8_t *)s->pixels + (ptrdiff_t)y * s->pitch);
    const SDL_PixelFormat *f = s->format;
    for (int x = 0; x < s->w; x++) {
        if (x > 0 && row[x] == row[x - 1]) {
            px[x] = px[x - 1];
            continue;
        }
        uint32_t a = f->Amask ? row[x] >> f->Ashift & 0xFF : 0xFF;
        uint32_t rgb =
            (row[x] >> f->Rshift & 0xFF) << 16 | (row[x] >> f->Gshift & 0xFF) << 8 | (row[x] >> f->Bshift & 0xFF);
        px[x] = a ? a << 24 | rgb : 0;
    }
}

struct words {
    VEC(uint32_t) list;
};

/* One row: `px` holds its w colours; clear ones are 0. */
static void encode(struct words *out, const uint32_t *px, int w)
{
    for (int x = 0; x < w;) {
        int n = 1;
        while (x + n < w && px[x + n] == px[x])
            n++;
        bool opaque = px[x] >> 24 == 0xFF;
        if (px[x] == 0 || (opaque && n >= SOLID_MIN)) {
            VEC_PUSH(&out->list, (uint32_t)n << 2 | (px[x] ? SOLID : CLEAR));
            if (px[x])
                VEC_PUSH(&out->list, px[x]);
            x += n;
            continue;
        }
        /* pixels up to the next long run */
        int end = x;
        for (int same = 1; end < w && px[end] != 0; end++) {
            same = end > x && px[end] == px[end - 1] ? same + 1 : 1;
            if (same == SOLID_MIN && px[end] >> 24 == 0xFF) {
                end -= SOLID_MIN - 1;
                break;
            }
        }
        VEC_PUSH(&out->list, (uint32_t)(end - x) << 2 | PIXELS);
        for (; x < end; x++)
            VEC_PUSH(&out->list, px[x]);
    }
}

struct runs *runs_new(const SDL_Surface *s)
{
    struct runs *r = calloc(1, sizeof *r);
    uint32_t *px = calloc((size_t)s->w + 1, sizeof *px);
    size_t *row_at = calloc((size_t)s->h + 1, sizeof *row_at);
    if (!r || !px || !row_at)
        BUG("out of memory");
    struct words words = {0};
    for (int y = 0; y < s->h; y++) {
        row_at[y] = words.list.len;
        read_row(s, y, px);
        encode(&words, px, s->w);
    }
    row_at[s->h] = words.list.len;
    free(px);
    *r = (struct runs){.w = s->w, .h = s->h, .words = words.list.len, .row_at = row_at};
    r->data =
        malloc((words.list.len + 1) * sizeof *r->data); /* exactly as long as it is: the list has grown by doubling */
    if (!r->data)
        BUG("out of memory");
    if (words.list.len)
        memcpy(r->data, words.list.v, words.list.len * sizeof *r->data);
    VEC_RELEASE(&words.list);
    return r;
}

void runs_free(struct runs *r)
{
    if (!r)
        return;
    free(r->data);
    free(r->row_at);
    free(r);
}

int runs_w(const struct runs *r)
{
    return r->w;
}

int runs_h(const struct runs *r)
{
    return r->h;
}

size_t runs_bytes(const struct runs *r)
{
    return sizeof *r + r->words * sizeof *r->data + ((size_t)r->h + 1) * sizeof *r->row_at;
}

static uint32_t blend(uint32_t under, uint32_t over)
{
    uint32_t a = (over >> 24) + (over >> 31); /* 0–256 */
    uint32_t rb = ((under & 0xFF00FF) * (256 - a) + (over & 0xFF00FF) * a) >> 8 & 0xFF00FF;
    uint32_t g = ((under & 0x00FF00) * (256 - a) + (over & 0x00FF00) * a) >> 8 & 0x00FF00;
    return rb | g;
}

/* The columns [from, to) of the drawing onto `row`, which is where its column 0 would be. */
static void paint_row(const uint32_t *at, const uint32_t *end, uint32_t *row, int from, int to)
{
    for (int x = 0; at < end && x < to;) {
        int n = (int)(*at >> 2);
        enum kind kind = (enum kind)(*at & 3);
        int a = x > from ? x : from, b = x + n < to ? x + n : to;
        at++;
        if (kind == SOLID) {
            uint32_t c = *at++ & 0xFFFFFF;
            for (int k = a; k < b; k++)
                row[k] = c;
        } else if (kind == PIXELS) {
            for (int k = a; k < b; k++)
                row[k] = blend(row[k], at[k - x]);
            at += n;
        }
        x += n;
    }
}

void runs_paint(const struct runs *r, SDL_Surface *dst, int x, int y, const SDL_Rect *clip)
{
    SDL_Rect at = {x, y, r->w, r->h}, seen;
    if (!SDL_IntersectRect(&at, clip, &seen))
        return;
    for (int row = seen.y; row < seen.y + seen.h; row++) {
        uint32_t *pixels = (uint32_t *)(void *)((uint8_t *)dst->pixels + (ptrdiff_t)row * dst->pitch);
        const uint32_t *from = r->data + r->row_at[row - y], *end = r->data + r->row_at[row - y + 1];
        paint_row(from, end, pixels + x, seen.x - x, seen.x - x + seen.w);
    }
}
