/* SPDX-License-Identifier: GPL-3.0-or-later */
/* While a visitor looks at a screen, the ones they are likely to go to are built without being shown: their pictures
 * are drawn from SVG and their words are shaped into the caches, a few milliseconds at a time, so that a touch never
 * waits for it. */
#include "app_int.h"

#include "ui/layout.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct ahead {
    struct arena frame;
    struct paint_list paints;
    size_t always; /* which of the places that are always near */
    size_t place;  /* which of the screen's likely next places */
    size_t at;     /* paints of it done */
    bool finished;
};

struct ahead *ahead_new(void)
{
    struct ahead *h = calloc(1, sizeof *h);
    if (!h)
        BUG("out of memory");
    arena_init(&h->frame, true);
    return h;
}

void ahead_free(struct ahead *h)
{
    if (!h)
        return;
    VEC_RELEASE(&h->paints.list);
    arena_release(&h->frame);
    free(h);
}

void ahead_restart(struct app *a)
{
    a->ahead->place = a->ahead->always = a->ahead->at = 0;
    a->ahead->paints.list.len = 0;
    a->ahead->finished = false;
    arena_reset(&a->ahead->frame); /* it may hold what was typed: wiped now, not at the next step */
}

/* A code belongs to the screen that is shown; none is made ahead. */
static const struct qr *no_code(void *services, const char *payload)
{
    (void)services;
    (void)payload;
    return NULL;
}

/* A slip belongs to the one who looks at it. */
static const struct slip_picture *no_slip(void *services, const char *what)
{
    (void)services;
    (void)what;
    return NULL;
}

/* Builds and lays out a place as if it were shown. What its enter() does to the session is undone. */
static void build(struct app *a, const char *route, const struct language *lang)
{
    struct ahead *h = a->ahead;
    const struct screen *s = screen_find(route);
    size_t n = s ? strlen(s->id) : 0;
    struct session kept = a->session;
    struct ui ui = a->ui;
    struct view v = a->view;
    arena_reset(&h->frame);
    ui.frame = &h->frame;
    ui.page_at = 0;
    ui.lit = -1;
    ui.focus = ui.pressed = UI_ID(UI_NONE, 0);
    v.ui = &ui;
    v.qr = no_code;
    v.slip = no_slip;
    if (lang) {
        a->session.lang = lang;
        ui.lang = &lang->text;
    }
    void *state = s && s->state_size ? calloc(1, s->state_size) : NULL;
    if (s && (state || !s->state_size) && s->enter(&v, state, route[n] == '/' ? route + n + 1 : "")) {
        struct node *root = screen_build(&v, s, state, NULL, 0);
        layout(&ui, root);
        draw(&ui, root, &h->paints);
    }
    if (state)
        sodium_memzero(state, s->state_size);
    free(state);
    a->session = kept;
    sodium_memzero(&kept, sizeof kept);
}

/* First what the screen names, then what is one touch away on every screen. */
static bool next_place(struct app *a, const struct place_shown *top, char route[ROUTE_MAX],
                       const struct language **lang)
{
    static const char *const always[] = {"home", "welcome", "emergency", "access"};
    struct ahead *h = a->ahead;
    if (h->always == 0 && top->screen->ahead && top->screen->ahead(&a->view, top->state, h->place, route, lang))
        return true;
    if (h->always == sizeof always / sizeof *always)
        return false;
    *lang = NULL;
    snprintf(route, ROUTE_MAX, "%s", always[h->always++]);
    return true;
}

bool ahead_step(struct app *a)
{
    struct ahead *h = a->ahead;
    struct place_shown *top = stack_top(a);
    if (h->finished || duo_on(a)) /* who helps does not mind a moment; and trees for half a glass are others */
        return false;
    if (h->at >= h->paints.list.len) { /* the next place */
        char route[ROUTE_MAX];
        const struct language *lang = NULL;
        h->at = 0;
        h->paints.list.len = 0;
        h->finished = !next_place(a, top, route, &lang);
        h->place++;
        if (!h->finished)
            build(a, route, lang);
        return !h->finished;
    }
    enum { SLICE_MS = 3 };
    int64_t end = a->options.clock.mono_ms(&a->options.clock) + SLICE_MS;
    do {
        const struct paint *p = &h->paints.list.v[h->at++];
        if (p->kind == PAINT_TEXT)
            text_warm(a->text, p->paragraph);
        else if (p->kind == PAINT_ICON)
            pictures_get(a->pictures, p->icon, p->box.w, p->box.h, p->theme, p->tone, p->mirror);
    } while (h->at < h->paints.list.len && a->options.clock.mono_ms(&a->options.clock) < end);
    return true;
}
