/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "paper_int.h"

#include "app_int.h"
#include "dots_int.h"
#include "ui/layout.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

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
    const struct dots_tools tools = {p->app->text, p->app->pictures, p->canvas};
    struct paint_list all = {0};
    draw(&p->ui, p->root, &all);
    bool ok = true;
    for (size_t i = 0; i < count && ok; i++) {
        ok = raster_init(&p->sheets[i], p->area.w, tops[i + 1] - tops[i], e);
        p->sheet_count += ok;
        if (ok)
            dots_paint(&tools, &all, tops[i], &p->sheets[i]);
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
