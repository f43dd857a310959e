/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/canvas.h"

#include "base/err.h"
#include "device/qr.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Cells of 64 px: a button is a few, a full 1080 × 1920 page 510. A cell's number mixes the hashes of what touches it.
 */
enum { CELL = 64 };

struct canvas {
    struct text_engine *text;
    struct pictures *pictures;
    uint64_t *was, *now;
    int cols, rows;
    bool forget;
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

/* How much of the pixel centred at (x, y) lies inside the rounded box: the distance to its outline, one pixel soft. */
static float inside(float x, float y, const struct box *b, float radius, float inset)
{
    float hw = (float)b->w / 2 - inset, hh = (float)b->h / 2 - inset, r = radius - inset > 0 ? radius - inset : 0;
    float dx = fabsf(x - ((float)b->x + (float)b->w / 2)) - (hw - r),
          dy = fabsf(y - ((float)b->y + (float)b->h / 2)) - (hh - r);
    float d = hypotf(dx > 0 ? dx : 0, dy > 0 ? dy : 0) + fminf(fmaxf(dx, dy), 0) - r;
    return d <= -0.5F ? 1 : d >= 0.5F ? 0 : 0.5F - d;
}

static void box_pixels(uint32_t *row, int y, int x0, int x1, const struct paint *p)
{
    for (int x = x0; x < x1; x++) {
        float fx = (float)x + 0.5F, fy = (float)y + 0.5F;
        float outer = inside(fx, fy, &p->box, (float)p->radius, 0);
        if (outer <= 0)
            continue;
        float inner = p->edge_w ? inside(fx, fy, &p->box, (float)p->radius, (float)p->edge_w) : 1;
        if (p->edge_w && outer > inner)
            row[x] = blend(row[x], p->edge, p->no_fill ? outer - inner : outer);
        if (!p->no_fill && inner > 0)
            row[x] = blend(row[x], p->fill, p->edge_w ? inner : outer);
    }
}

/* SDL's fill writes sixteen bytes at a time. */
static void fill(SDL_Surface *dst, int x0, int y0, int x1, int y1, uint32_t color)
{
    if (x0 < x1 && y0 < y1)
        SDL_FillRect(dst, &(SDL_Rect){x0, y0, x1 - x0, y1 - y0}, color);
}

static int max_int(int a, int b)
{
    return a > b ? a : b;
}

static int min_int(int a, int b)
{
    return a < b ? a : b;
}

/* A row through the corners: pixel by pixel near the sides, spans between. */
static void corner_row(SDL_Surface *dst, const struct paint *p, int y, int x0, int x1)
{
    int corner = max_int(p->radius, p->edge_w) + 1, left = p->box.x, right = p->box.x + p->box.w;
    int a = min_int(max_int(left + corner, x0), x1), b = max_int(min_int(right - corner, x1), a);
    int from_end = min_int(y - p->box.y, p->box.y + p->box.h - 1 - y);
    box_pixels(row_at(dst, y), y, x0, a, p);
    box_pixels(row_at(dst, y), y, b, x1, p);
    if (from_end < p->edge_w)
        fill(dst, a, y, b, y + 1, p->edge);
    else if (!p->no_fill)
        fill(dst, a, y, b, y + 1, p->fill);
}

static void paint_box(SDL_Surface *dst, const struct paint *p, const SDL_Rect *clip)
{
    int left = p->box.x, right = left + p->box.w, top = p->box.y, bottom = top + p->box.h;
    int x0 = max_int(left, clip->x), x1 = min_int(right, clip->x + clip->w);
    int y0 = max_int(top, clip->y), y1 = min_int(bottom, clip->y + clip->h);
    int corner = max_int(p->radius, p->edge_w) + 1;
    if (p->radius == 0 && p->edge_w == 0 && !p->no_fill) {
        fill(dst, x0, y0, x1, y1, p->fill);
        return;
    }
    for (int y = y0; x0 < x1 && y < min_int(top + corner, y1); y++)
        corner_row(dst, p, y, x0, x1);
    for (int y = max_int(bottom - corner, max_int(y0, top + corner)); x0 < x1 && y < y1; y++)
        corner_row(dst, p, y, x0, x1);
    int m0 = max_int(y0, top + corner), m1 = min_int(y1, bottom - corner);
    int a = min_int(max_int(left + p->edge_w, x0), x1), b = max_int(min_int(right - p->edge_w, x1), a);
    fill(dst, x0, m0, a, m1, p->edge);
    fill(dst, b, m0, x1, m1, p->edge);
    if (!p->no_fill)
        fill(dst, a, m0, b, m1, p->fill);
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

static void repaint(struct canvas *c, SDL_Surface *dst, const struct paint_list *list, const SDL_Rect *clip)
{
    SDL_SetClipRect(dst, clip);
    for (size_t i = 0; i < list->list.len; i++) {
        const struct paint *p = &list->list.v[i];
        struct box b = reach(p);
        if (!touches(&b, clip))
            continue;
        switch (p->kind) {
        case PAINT_BOX:
            paint_box(dst, p, clip);
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
        case PAINT_SHADE:
            paint_shade(dst, p, clip);
            break;
        case PAINT_KIND_COUNT:
            BUG("no such paint");
        }
    }
    SDL_SetClipRect(dst, NULL);
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
