/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "visit.h"

#include "ui/keyboard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Noreturn void stop(const struct visit *v, const char *why, const char *what)
{
    fprintf(stderr, "%s '%s' on screen '%s'\n", why, what, v->app ? app_route(v->app) : "");
    abort();
}

void visit_begin_with(struct visit *v, const struct app_options *o)
{
    struct err e = {0};
    *v = (struct visit){0};
    if (!offscreen_open(&v->screen, o, &e))
        stop(v, "the kiosk does not start:", e.msg);
    v->app = v->screen.app;
    visit_wait(v, 0);
}

void visit_begin(struct visit *v, const char *site, const char *data, int w, int h)
{
    visit_begin_with(v, &(struct app_options){.site = site,
                                              .data = data,
                                              .w = w,
                                              .h = h,
                                              .lang = "en",
                                              .clock = clock_fake(VISIT_DAY_S),
                                              .at_once = true});
}

void visit_end(struct visit *v)
{
    offscreen_close(&v->screen);
    v->app = NULL;
}

void visit_wait(struct visit *v, int64_t ms)
{
    enum { AHEAD_STEPS_MAX = 10000 };
    clock_advance(app_clock(v->app), ms);
    app_tick(v->app);
    offscreen_paint(&v->screen);
    for (int i = 0; i < AHEAD_STEPS_MAX && app_tick(v->app) == 0; i++)
        continue;
}

bool visit_can_touch(struct visit *v, enum ui_kind kind, unsigned index)
{
    enum { PAGES_MAX = 600 };
    struct ui_id wanted = UI_ID(kind, index);
    while (stack_top(v->app)->page_at > 0 && app_tap(v->app, UI_ID(UI_LESS, 0)))
        app_root(v->app);
    for (int page = 0; page < PAGES_MAX; page++) {
        const struct node *n = node_find(app_root(v->app), wanted);
        if (n && n->focus)
            return input_hit(app_root(v->app), n->box.x + n->box.w / 2, n->box.y + n->box.h / 2) == n;
        if (!app_tap(v->app, UI_ID(UI_MORE, 0)))
            return false;
    }
    return false;
}

void visit_touch(struct visit *v, enum ui_kind kind, unsigned index)
{
    if (!visit_can_touch(v, kind, index))
        stop(v, "cannot touch", ui_kind_name(kind));
    clock_advance(app_clock(v->app), INPUT_REPEAT_MS);
    if (!app_tap(v->app, UI_ID(kind, index)))
        stop(v, "cannot touch", ui_kind_name(kind));
    visit_wait(v, INPUT_REPEAT_MS);
}

void visit_type(struct visit *v, char letter)
{
    for (const struct node *k = node_next(app_root(v->app), NULL); k; k = node_next(app_root(v->app), k))
        if (k->id.kind == UI_KEY && k->focus && k->label && k->label[0] == letter && !k->label[1]) {
            visit_touch(v, UI_KEY, k->id.index);
            return;
        }
    stop(v, "no key for", (char[]){letter, 0});
}
