/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/canvas.h"

#include "base/err.h"
#include "device/qr.h"
#include "device/raster.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

/* Cells of 64 px: a button is a few, a full 1080 × 1920 page 510. A cell's number mixes the hashes of what touches it.
 */
enum { CELL = 64, CORNERS = 8 };

/* How much of a pixel lies inside a box, and inside its edge. */
struct cover {
    float outer, inner;
};

/* A kind of corner: pixels by their distance from the box's two nearest sides. */
struct corner {
    int radius, edge_w;
    struct cover *cover; /* a square of max(radius, edge_w) + 1; NULL: none yet */
};

struct canvas {
    struct text_engine *text;
    struct pictures *pictures;
    uint64_t *was, *now;
    int cols, rows;
    bool forget;
    struct corner corners[CORNERS];
    size_t corner_next; /* the one that is given up next */
};

struct canvas *canvas_new(struct text_engine *text, struct pictures *pictures)
{
    struct canvas *c = calloc(1, sizeof *c);
    if (!c)
        BUG("out of memory");
    c->text = text;
    c->pictures = pictures;
    c->forget = true;
    return c;
}

void canvas_free(struct canvas *c)
{
    if (!c)
        return;
    for (size_t i = 0; i < CORNERS; i++)
        free(c->corners[i].cover);
    free(c->was);
    free(c->now);
    free(c);
}

void canvas_forget(struct canvas *c)
{
    c->forget = true;
}

static void size_cells(struct canvas *c, const SDL_Surface *dst)
{
    int cols = (dst->w + CELL - 1) / CELL, rows = (dst->h + CELL - 1) / CELL;
    if (cols == c->cols && rows == c->rows)
        return;
    free(c->was);
    free(c->now);
    c->was = calloc((size_t)cols * (size_t)rows, sizeof *c->was);
    c->now = calloc((size_t)cols * (size_t)rows, sizeof *c->now);
    if (!c->was || !c->now)
        BUG("out of memory");
    c->cols = cols;
    c->rows = rows;
    c->forget = true;
}

static uint32_t *row_at(SDL_Surface *s, int y)
{
    return (uint32_t *)(void *)((uint8_t *)s->pixels + (ptrdiff_t)y * s->pitch);
}

static uint32_t blend(uint32_t under, uint32_t over, float a)
{
    unsigned k = (unsigned)(a * 256 + 0.5F);
    uint32_t rb = ((under & 0xFF00FF) * (256 - k) + (over & 0xFF00FF) * k) >> 8 & 0xFF00FF;
    uint32_t g = ((under & 0x00FF00) * (256 - k) + (over & 0x00FF00) * k) >> 8 & 0x00FF00;
    return rb | g;
}

/* How much of the pixel centred at (x, y) lies inside a rounded box of w × h at (0, 0): the distance to its outline,
 * one pixel soft. */
static float inside(float x, float y, float w, float h, float radius, float inset)
{
    float hw = w / 2 - inset, hh = h / 2 - inset, r = radius - inset > 0 ? radius - inset : 0;
    float dx = fabsf(x - w / 2) - (hw - r), dy = fabsf(y - h / 2) - (hh - r);
    float d = hypotf(dx > 0 ? dx : 0, dy > 0 ? dy : 0) + fminf(fmaxf(dx, dy), 0) - r;
    return d <= -0.5F ? 1 : d >= 0.5F ? 0 : 0.5F - d;
}

static int max_int(int a, int b)
{
    return a > b ? a : b;
}

static int min_int(int a, int b)
{
    return a < b ? a : b;
}

/* The table for a box's corners: what a pixel is covered depends only on how far it is from the two nearest sides. A
 * screen has a few kinds of corners, and some hundred of each. */
static const struct cover *corner_of(struct canvas *c, const struct paint *p, int *size)
{
    struct corner *k = &c->corners[0];
    *size = max_int(p->radius, p->edge_w) + 1;
    for (size_t i = 0; i < CORNERS; i++) {
        k = &c->corners[i];
        if (k->cover && k->radius == p->radius && k->edge_w == p->edge_w)
            return k->cover;
        if (!k->cover)
            break;
    }
    if (k->cover)
        k = &c->corners[c->corner_next++ % CORNERS];
    free(k->cover);
    *k = (struct corner){.radius = p->radius, .edge_w = p->edge_w};
    k->cover = calloc((size_t)*size * (size_t)*size, sizeof *k->cover);
    if (!k->cover)
        BUG("out of memory");
    float side = (float)(2 * *size), radius = (float)p->radius;
    for (int v = 0; v < *size; v++)
        for (int u = 0; u < *size; u++) {
            float x = (float)u + 0.5F, y = (float)v + 0.5F, outer = inside(x, y, side, side, radius, 0);
            float inner = p->edge_w ? inside(x, y, side, side, radius, (float)p->edge_w) : 1;
            k->cover[v * *size + u] = (struct cover){outer, inner};
        }
    return k->cover;
}

/* The columns [x0, x1) of a row through corners; all lie less than `size` from a side. */
static void corner_pixels(uint32_t *row, const struct cover *line, int x0, int x1, const struct paint *p)
{
    int left = p->box.x, right = left + p->box.w;
    for (int x = x0; x < x1; x++) {
        struct cover k = line[min_int(x - left, right - 1 - x)];
        if (k.outer <= 0)
            continue;
        if (p->edge_w && k.outer > k.inner)
            row[x] = blend(row[x], p->edge, p->no_fill ? k.outer - k.inner : k.outer);
        if (!p->no_fill && k.inner > 0)
            row[x] = blend(row[x], p->fill, p->edge_w ? k.inner : k.outer);
    }
}

/* SDL_FillRect goes round the cache, where the text that stands on the box must then be fetched from. */
static void fill(SDL_Surface *dst, const SDL_Rect *clip, int x0, int y0, int x1, int y1, uint32_t color)
{
    x0 = max_int(x0, clip->x);
    x1 = min_int(x1, clip->x + clip->w);
    y0 = max_int(y0, clip->y);
    y1 = min_int(y1, clip->y + clip->h);
    for (int y = y0; x0 < x1 && y < y1; y++)
        wmemset((wchar_t *)(void *)(row_at(dst, y) + x0), (wchar_t)color, (size_t)(x1 - x0));
}
_Static_assert(sizeof(wchar_t) == sizeof(uint32_t), "wmemset writes pixels");

/* The rows [y0, y1) of a box's corners. */
static void paint_corners(struct canvas *c, SDL_Surface *dst, const struct paint *p, const SDL_Rect *clip, int y0,
                          int y1)
{
    int size, left = p->box.x, right = left + p->box.w, top = p->box.y, bottom = top + p->box.h;
    const struct cover *cover = corner_of(c, p, &size);
    int x0 = max_int(left, clip->x), x1 = min_int(right, clip->x + clip->w);
    int a = min_int(max_int(left + size, x0), x1), b = max_int(min_int(right - size, x1), a);
    y0 = max_int(y0, clip->y);
    y1 = min_int(y1, clip->y + clip->h);
    for (int y = y0; x0 < x1 && y < y1; y++) {
        const struct cover *line = cover + min_int(y - top, bottom - 1 - y) * size;
        corner_pixels(row_at(dst, y), line, x0, a, p);
        corner_pixels(row_at(dst, y), line, b, x1, p);
    }
}

static void paint_box(struct canvas *c, SDL_Surface *dst, const struct paint *p, const SDL_Rect *clip)
{
    int left = p->box.x, right = left + p->box.w, top = p->box.y, bottom = top + p->box.h, edge = p->edge_w;
    int corner = max_int(p->radius, edge) + 1;
    if (p->radius == 0 && edge == 0 && !p->no_fill) {
        fill(dst, clip, left, top, right, bottom, p->fill);
        return;
    }
    /* between the corners: columns [l, r), rows [t, b); in a small box nothing is left there */
    int l = left + corner, r = max_int(right - corner, l), t = top + corner, b = max_int(bottom - corner, t);
    paint_corners(c, dst, p, clip, top, min_int(t, bottom));
    paint_corners(c, dst, p, clip, min_int(b, bottom), bottom);
    fill(dst, clip, l, top, r, top + edge, p->edge);
    fill(dst, clip, l, bottom - edge, r, bottom, p->edge);
    fill(dst, clip, left, t, min_int(left + edge, right), b, p->edge);
    fill(dst, clip, max_int(right - edge, left), t, right, b, p->edge);
    if (p->no_fill)
        return;
    fill(dst, clip, l, top + edge, r, t, p->fill);
    fill(dst, clip, left + edge, t, right - edge, b, p->fill);
    fill(dst, clip, l, b, r, bottom - edge, p->fill);
}

static void paint_shade(SDL_Surface *dst, const struct paint *p, const SDL_Rect *clip)
{
    for (int y = clip->y; y < clip->y + clip->h; y++) {
        uint32_t *row = row_at(dst, y);
        for (int x = clip->x; x < clip->x + clip->w; x++)
            row[x] = blend(row[x], p->fill, 0.6F);
    }
}

static void paint_qr(SDL_Surface *dst, const struct paint *p)
{
    SDL_Rect all = {p->box.x, p->box.y, p->box.w, p->box.h};
    SDL_FillRect(dst, &all, 0xFFFFFF);
    int step = p->box.w / (p->qr->size + 2 * QR_QUIET);
    int x0 = p->box.x + (p->box.w - step * p->qr->size) / 2, y0 = p->box.y + (p->box.h - step * p->qr->size) / 2;
    for (int y = 0; y < p->qr->size; y++)
        for (int x = 0; x < p->qr->size; x++)
            if (p->qr->dark[y * p->qr->size + x]) {
                SDL_Rect m = {x0 + x * step, y0 + y * step, step, step};
                SDL_FillRect(dst, &m, 0x000000);
            }
}

/* Each pixel is as dark as the share of the dots under it. */
static void paint_paper(SDL_Surface *dst, const struct paint *p, const SDL_Rect *clip)
{
    const struct raster *r = p->strip.raster;
    int x0 = max_int(p->box.x, clip->x), x1 = min_int(p->box.x + p->box.w, clip->x + clip->w);
    int y0 = max_int(p->box.y, clip->y), y1 = min_int(p->box.y + p->box.h, clip->y + clip->h);
    for (int y = y0; y < y1; y++) {
        int64_t row = y - p->box.y;
        int from = p->strip.y + (int)(row * p->strip.h / p->box.h);
        int to = max_int(p->strip.y + (int)((row + 1) * p->strip.h / p->box.h), from + 1);
        for (int x = x0; x < x1; x++) {
            int64_t col = x - p->box.x;
            int a = (int)(col * r->w / p->box.w), b = max_int((int)((col + 1) * r->w / p->box.w), a + 1), dark = 0;
            for (int v = from; v < to; v++)
                for (int u = a; u < b; u++)
                    dark += raster_get(r, u, v);
            uint32_t grey = 255 - (uint32_t)(dark * 255 / ((to - from) * (b - a)));
            row_at(dst, y)[x] = grey << 16 | grey << 8 | grey;
        }
    }
}

static void paint_icon(struct canvas *c, SDL_Surface *dst, const struct paint *p, const SDL_Rect *clip)
{
    const struct runs *r = pictures_get(c->pictures, p->icon, p->box.w, p->box.h, p->theme, p->tone, p->mirror);
    if (r)
        runs_paint(r, dst, p->box.x + (p->box.w - runs_w(r)) / 2, p->box.y + (p->box.h - runs_h(r)) / 2, clip);
}

static bool touches(const struct box *b, const SDL_Rect *r)
{
    return b->x < r->x + r->w && r->x < b->x + b->w && b->y < r->y + r->h && r->y < b->y + b->h;
}

/* Text may stand out of its box by an accent; it is small, so the cell test gets a margin. */
static struct box reach(const struct paint *p)
{
    struct box b = p->box;
    if (p->kind == PAINT_TEXT) {
        int air = (int)p->paragraph->pitch / 3;
        b = (struct box){b.x - air, b.y - air, b.w + 2 * air, b.h + 2 * air};
    }
    return b;
}

static void put(struct canvas *c, SDL_Surface *dst, const struct paint *p, const SDL_Rect *clip)
{
    switch (p->kind) {
    case PAINT_BOX:
        paint_box(c, dst, p, clip);
        break;
    case PAINT_TEXT:
        text_paint(c->text, dst, p->paragraph, p->box.x, p->box.y, p->fill, clip);
        break;
    case PAINT_ICON:
        paint_icon(c, dst, p, clip);
        break;
    case PAINT_QR:
        paint_qr(dst, p);
        break;
    case PAINT_PAPER:
        paint_paper(dst, p, clip);
        break;
    case PAINT_SHADE:
        paint_shade(dst, p, clip);
        break;
    case PAINT_KIND_COUNT:
        BUG("no such paint");
    }
}

static void repaint(struct canvas *c, SDL_Surface *dst, const struct paint_list *list, const SDL_Rect *clip)
{
    SDL_SetClipRect(dst, clip);
    for (size_t i = 0; i < list->list.len; i++) {
        struct box b = reach(&list->list.v[i]);
        if (touches(&b, clip))
            put(c, dst, &list->list.v[i], clip);
    }
    SDL_SetClipRect(dst, NULL);
}

void canvas_put(struct canvas *c, SDL_Surface *dst, const struct paint *p)
{
    SDL_Rect all = {0, 0, dst->w, dst->h};
    put(c, dst, p, &all);
}

static void mark(struct canvas *c, const struct paint_list *list)
{
    memset(c->now, 0, (size_t)c->cols * (size_t)c->rows * sizeof *c->now);
    for (size_t i = 0; i < list->list.len; i++) {
        struct box b = reach(&list->list.v[i]);
        uint64_t h = paint_hash(&list->list.v[i]);
        int c0 = max_int(b.x / CELL, 0), c1 = min_int((b.x + b.w - 1) / CELL, c->cols - 1);
        int r0 = max_int(b.y / CELL, 0), r1 = min_int((b.y + b.h - 1) / CELL, c->rows - 1);
        for (int r = r0; r <= r1; r++)
            for (int k = c0; k <= c1; k++) {
                uint64_t *cell = &c->now[r * c->cols + k];
                *cell = (*cell ^ h) * 0x100000001B3ULL; /* order counts: what lies above what */
            }
    }
}

/* Changed cells as few rectangles: runs in a row, joined with the same run in the row above. */
static int collect(const struct canvas *c, const SDL_Surface *dst, SDL_Rect dirty[CANVAS_RECTS_MAX])
{
    int n = 0;
    for (int r = 0; r < c->rows; r++)
        for (int k = 0; k < c->cols; k++) {
            if (!c->forget && c->was[r * c->cols + k] == c->now[r * c->cols + k])
                continue;
            int end = k;
            while (end + 1 < c->cols && (c->forget || c->was[r * c->cols + end + 1] != c->now[r * c->cols + end + 1]))
                end++;
            SDL_Rect run = {k * CELL, r * CELL, (end - k + 1) * CELL, CELL};
            bool joined = false;
            for (int i = 0; i < n && !joined; i++)
                if (dirty[i].x == run.x && dirty[i].w == run.w && dirty[i].y + dirty[i].h == run.y) {
                    dirty[i].h += CELL;
                    joined = true;
                }
            if (!joined && n == CANVAS_RECTS_MAX) {
                dirty[0] = (SDL_Rect){0, 0, dst->w, dst->h};
                return 1;
            }
            if (!joined)
                dirty[n++] = run;
            k = end;
        }
    SDL_Rect all = {0, 0, dst->w, dst->h};
    for (int i = 0; i < n; i++)
        SDL_IntersectRect(&dirty[i], &all, &dirty[i]);
    return n;
}

int canvas_paint(struct canvas *c, SDL_Surface *dst, const struct paint_list *list, SDL_Rect dirty[CANVAS_RECTS_MAX])
{
    size_cells(c, dst);
    mark(c, list);
    int n = collect(c, dst, dirty);
    for (int i = 0; i < n; i++)
        repaint(c, dst, list, &dirty[i]);
    uint64_t *t = c->was;
    c->was = c->now;
    c->now = t;
    c->forget = false;
    return n;
}
