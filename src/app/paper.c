/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "paper_int.h"

#include "app_int.h"
#include "ui/layout.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { BAND = 256 /* rows painted at a time: a sheet at 300 dpi would need 30 MB */, INK_BELOW = 128 };
#define MM_PER_INCH 25.4F

struct paper {
    struct app *app;
    struct app_services *codes; /* its own: a screen forgets its codes when it is left, a slip when it is forgotten */
    struct canvas *canvas;
    struct arena frame;
    struct ui ui;
    struct node *root;
    struct raster sheets[PRINT_PAGES_MAX];
    size_t sheet_count;
    struct slip_picture picture;
    char what[ROUTE_MAX]; /* "" when there is none */
    const struct language *lang;
    struct print_area area;
    day_t day;
};

struct paper *paper_new(struct app *a)
{
    struct paper *p = calloc(1, sizeof *p);
    if (!p)
        BUG("out of memory");
    p->app = a;
    p->codes = services_new(NULL);
    p->canvas = canvas_new(a->text, a->pictures);
    arena_init(&p->frame, true);
    return p;
}

void paper_forget(struct paper *p)
{
    for (size_t i = 0; i < p->sheet_count; i++)
        raster_release(&p->sheets[i]);
    p->sheet_count = 0;
    p->picture = (struct slip_picture){0};
    p->root = NULL;
    services_forget(p->codes);
    arena_reset(&p->frame);
    sodium_memzero(p->what, sizeof p->what);
}

void paper_free(struct paper *p)
{
    if (!p)
        return;
    paper_forget(p);
    services_free(p->codes);
    canvas_free(p->canvas);
    arena_release(&p->frame);
    free(p);
}

/* ---- from nodes to dots --------------------------------------------------------------------------------------------
 */

/* Paper has no grey: what is darker than the middle is ink. Our drawings' fills are lighter than that in the theme for
 * paper, so they print as their lines. */
static void take_ink(const SDL_Surface *s, struct raster *r, int y0, int rows)
{
    for (int y = 0; y < rows; y++) {
        const uint32_t *px = (const uint32_t *)(const void *)((const uint8_t *)s->pixels + (ptrdiff_t)y * s->pitch);
        uint8_t *out = r->bits + (size_t)(y0 + y) * r->stride;
        for (int x = 0; x < r->w; x++)
            if ((px[x] >> 8 & 0xFF) < INK_BELOW)
                out[x / 8] |= (uint8_t)(0x80 >> x % 8);
    }
}

static bool touches_rows(const struct paint *p, int y0, int y1)
{
    int air = p->kind == PAINT_TEXT ? (int)p->paragraph->pitch : 0;
    return p->box.y - air < y1 && y0 < p->box.y + p->box.h + air;
}

/* The rows of `all` from `top` on, as many as the raster has, band by band. */
static bool paint_rows(struct paper *p, const struct paint_list *all, int top, struct raster *r, struct err *e)
{
    SDL_Surface *s = SDL_CreateRGBSurfaceWithFormat(0, r->w, r->h < BAND ? r->h : BAND, 32, SDL_PIXELFORMAT_RGB888);
    if (!s)
        return err_set(e, ERR_FAILED, "no surface for a slip: %s", SDL_GetError());
    size_t bytes = (size_t)s->pitch * (size_t)s->h;
    struct paint_list band = {0};
    for (int y = 0; y < r->h; y += s->h) {
        int rows = r->h - y < s->h ? r->h - y : s->h;
        band.list.len = 0;
        for (size_t i = 0; i < all->list.len; i++) {
            struct paint one = all->list.v[i];
            if (!touches_rows(&one, top + y, top + y + rows))
                continue;
            one.box.y -= top + y;
            VEC_PUSH(&band.list, one);
        }
        SDL_Rect dirty[CANVAS_RECTS_MAX];
        memset(s->pixels, 0xFF, bytes);
        canvas_forget(p->canvas);
        canvas_paint(p->canvas, s, &band, dirty);
        take_ink(s, r, y, rows);
    }
    VEC_RELEASE(&band.list);
    sodium_memzero(s->pixels, bytes); /* it may have shown a receipt */
    SDL_FreeSurface(s);
    return true;
}

/* ---- sheets and parts ----------------------------------------------------------------------------------------------
 */

/* A sheet ends between two parts; a part that is longer than a whole sheet goes on over the next. */
static bool cut(const struct paper *p, int tops[PRINT_PAGES_MAX + 1], size_t *count, struct err *e)
{
    int room = p->area.h ? p->area.h : RASTER_H_MAX, end = p->ui.h;
    size_t n = 0;
    tops[n] = 0;
    for (const struct node *c = p->root->first; c; c = c->next) {
        int bottom = c->next ? c->box.y + c->box.h : end;
        if (bottom - tops[n] <= room)
            continue;
        for (int next = c->box.y > tops[n] ? c->box.y : tops[n] + room; bottom - tops[n] > room;
             next = tops[n] + room) {
            if (++n == PRINT_PAGES_MAX)
                return err_set(e, ERR_FAILED, "the slip is longer than %d sheets", PRINT_PAGES_MAX);
            tops[n] = next;
        }
    }
    *count = n + 1;
    tops[n + 1] = end;
    return true;
}

static const struct slip_word *words_of(struct paper *p, const struct node *part, size_t *count)
{
    size_t n = 0;
    for (const struct node *c = node_next(part, NULL); c; c = node_next(part, c))
        n += c->spoken >= 0;
    struct slip_word *words = ARENA_ARRAY(&p->frame, struct slip_word, n + 1);
    *count = 0;
    for (const struct node *c = node_next(part, NULL); c; c = node_next(part, c))
        if (c->spoken >= 0)
            words[(*count)++] = (struct slip_word){.s = c->speech  ? c->speech
                                                        : c->label ? c->label
                                                                   : c->text.s,
                                                   .lang = c->text.lang ? c->text.lang : p->ui.lang};
    return words;
}

/* From the top of one part to the top of the next; a part that goes on over the end of a sheet is two. */
static void name_parts(struct paper *p, const int *tops)
{
    size_t n = 0;
    for (const struct node *c = p->root->first; c; c = c->next)
        n++;
    struct slip_part *parts = ARENA_ARRAY(&p->frame, struct slip_part, n + p->sheet_count);
    size_t count = 0, sheet = 0;
    for (const struct node *c = p->root->first; c; c = c->next) {
        int from = c == p->root->first ? 0 : c->box.y, to = c->next ? c->next->box.y : p->ui.h;
        for (bool first = true; from < to; first = false) {
            while (from >= tops[sheet + 1])
                sheet++;
            int end = to < tops[sheet + 1] ? to : tops[sheet + 1];
            struct slip_part *part = &parts[count++];
            part->strip = (struct node_strip){&p->sheets[sheet], from - tops[sheet], end - from};
            if (first)
                part->words = words_of(p, c, &part->word_count);
            from = end;
        }
    }
    p->picture =
        (struct slip_picture){.w = p->area.w, .mm_per_dot = p->ui.mm_per_px, .parts = parts, .part_count = count};
}

static bool paint_sheets(struct paper *p, struct err *e)
{
    int tops[PRINT_PAGES_MAX + 1] = {0};
    size_t count = 0;
    if (!cut(p, tops, &count, e))
        return false;
    struct paint_list all = {0};
    draw(&p->ui, p->root, &all);
    bool ok = true;
    for (size_t i = 0; i < count && ok; i++) {
        ok = raster_init(&p->sheets[i], p->area.w, tops[i + 1] - tops[i], e);
        p->sheet_count += ok;
        ok = ok && paint_rows(p, &all, tops[i], &p->sheets[i], e);
    }
    VEC_RELEASE(&all.list);
    if (ok)
        name_parts(p, tops);
    return ok;
}

bool paper_make(struct paper *p, const char *what, struct print_area area, struct err *e)
{
    struct app *a = p->app;
    day_t today = clock_today(&a->options.clock);
    if (p->what[0] && strcmp(p->what, what) == 0 && p->lang == a->session.lang && p->day == today &&
        p->area.w == area.w && p->area.h == area.h && p->area.dpi == area.dpi)
        return true;
    paper_forget(p);
    if (strlen(what) >= sizeof p->what)
        return err_set(e, ERR_NOT_FOUND, "there is no such slip");
    p->lang = a->session.lang;
    p->area = area;
    p->day = today;
    p->ui = (struct ui){.frame = &p->frame,
                        .text = a->text,
                        .lang = &p->lang->text,
                        .theme = THEME_WHITE,
                        .size = SIZE_MEDIUM,
                        .w = area.w,
                        .mm_per_px = MM_PER_INCH / (float)area.dpi,
                        .paper = true,
                        .lit = -1};
    struct view v = a->view;
    v.ui = &p->ui;
    v.today = today;
    v.services = p->codes;
    p->root = slip_build(&v, what);
    if (!p->root)
        return err_set(e, ERR_NOT_FOUND, "there is no slip '%s' in this language today", what);
    p->ui.h = layout_height(&p->ui, p->root);
    layout(&p->ui, p->root);
    if (!paint_sheets(p, e)) {
        paper_forget(p);
        return err_wrap(e, "cannot make the slip");
    }
    memcpy(p->what, what, strlen(what) + 1);
    return true;
}

const struct slip_picture *paper_picture(const struct paper *p)
{
    return &p->picture;
}

size_t paper_sheets(const struct paper *p, const struct raster **sheets)
{
    *sheets = p->sheets;
    return p->sheet_count;
}

const struct node *paper_tree(const struct paper *p, const struct ui **u)
{
    *u = &p->ui;
    return p->root;
}

bool paper_copy(const struct paper *p, struct raster out[PRINT_PAGES_MAX], size_t *count, struct err *e)
{
    for (*count = 0; *count < p->sheet_count; ++*count) {
        const struct raster *from = &p->sheets[*count];
        if (!raster_init(&out[*count], from->w, from->h, e))
            break;
        memcpy(out[*count].bits, from->bits, raster_bytes(from));
    }
    if (*count == p->sheet_count)
        return true;
    while (*count)
        raster_release(&out[--*count]);
    return false;
}
