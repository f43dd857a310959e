/* From a touch to changed pixels at 1080 × 1920, in every language of the demonstration: a visitor who touches
 * everything, another language, and every screen by its name with nothing made ready before. What is timed is this
 * thread's work, from the event to the last pixel of the surface, so that a busy machine measures the same; nothing
 * here waits. DESIGN section 8. SPDX-License-Identifier: GPL-3.0-or-later */
#include "kit.h"
#include "made_site.h"

#include "app/offscreen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { REACH_MS = 16, TOUCHES = 1500, LANGUAGE_ROUNDS = 8, REPAINTS = 20 };

/* Many times of one thing, and where the longest was. */
struct times {
    VEC(double) list; /* ms */
    double longest;
    char where[ROUTE_MAX + 40];
};

static void keep(struct times *t, struct offscreen *f, double ms)
{
    VEC_PUSH(&t->list, ms);
    if (ms <= t->longest)
        return;
    t->longest = ms;
    snprintf(t->where, sizeof t->where, "%s in %s", app_route(f->app), app_session(f->app)->lang->text.tag);
}

/* `reach` false: only to compare. */
static void row(const char *what, bool reach, struct times *t)
{
    double p50 = kit_percentile(t->list.v, t->list.len, 50), p99 = kit_percentile(t->list.v, t->list.len, 99);
    kit_row(what, reach ? "p99 <= 16 ms" : "",
            !reach            ? KIT_COMPARES
            : p99 <= REACH_MS ? KIT_OK
                              : KIT_OVER,
            "p50 %.1f p99 %.1f max %.1f ms (%s)", p50, p99, t->longest, t->where);
    VEC_RELEASE(&t->list);
}

/* What the loop does while a visitor looks: the likely next screens are made ready. */
static void look(struct offscreen *f)
{
    do
        offscreen_paint(f);
    while (app_tick(f->app) == 0);
}

/* ---- by name ---- */

static void visit(struct offscreen *f, const char *route, struct times *t)
{
    double start = kit_cpu_ms();
    if (!app_go(f->app, route))
        return; /* not in this language */
    offscreen_paint(f);
    keep(t, f, kit_cpu_ms() - start);
}

static void every_screen(struct offscreen *f, const struct routes *r, struct times *t)
{
    for (size_t i = 0; i < r->list.len; i++)
        visit(f, r->list.v[i], t);
}

static void repaint(struct offscreen *f, struct times *t)
{
    for (int i = 0; i < REPAINTS; i++) {
        double start = kit_cpu_ms();
        app_expose(f->app);
        offscreen_paint(f);
        keep(t, f, kit_cpu_ms() - start);
    }
}

/* ---- by touch ---- */

static void touch(struct offscreen *f, const struct node *n, struct times *t)
{
    int x = n->box.x + n->box.w / 2, y = n->box.y + n->box.h / 2;
    double start = kit_cpu_ms();
    app_press(f->app, x, y);
    offscreen_paint(f);
    double down = kit_cpu_ms() - start;
    start = kit_cpu_ms();
    app_release(f->app, x, y);
    offscreen_paint(f);
    double up = kit_cpu_ms() - start;
    keep(t, f, down > up ? down : up);
}

static bool is_reachable(struct offscreen *f, const struct node *n)
{
    static const enum ui_kind kept_out[] = {UI_LEAVE, UI_SEND, UI_LISTEN};
    for (size_t i = 0; i < sizeof kept_out / sizeof *kept_out; i++)
        if (n->id.kind == kept_out[i])
            return false;
    return n->focus && input_hit(app_root(f->app), n->box.x + n->box.w / 2, n->box.y + n->box.h / 2) == n;
}

/* A visitor who touches whatever is there, one thing after another; the same every time. Who does not look at it first
 * leaves no time to make anything ready; only before the visit, as always, the machine stood there for a while. */
static void wander(struct offscreen *f, bool looks, struct times *t)
{
    unsigned seed = 1;
    app_end_session(f->app);
    look(f);
    for (int i = 0; i < TOUCHES; i++) {
        offscreen_paint(f);
        if (looks)
            look(f);
        const struct node *list[256], *root = app_root(f->app);
        size_t n = 0;
        for (const struct node *c = node_next(root, NULL); c && n < 256; c = node_next(root, c))
            if (is_reachable(f, c))
                list[n++] = c;
        if (!n)
            kit_give_up("%s has nothing to touch", app_route(f->app));
        seed = seed * 1664525U + 1013904223U;
        touch(f, list[(seed >> 8) % n], t);
    }
}

/* Each visitor chooses a language on the wall, as soon as it is shown or after a look at it. */
static size_t choose_each(struct offscreen *f, bool looks, struct times *t)
{
    for (size_t i = 0;; i++) {
        app_end_session(f->app);
        offscreen_paint(f);
        if (looks)
            look(f);
        const struct node *tile = node_find(app_root(f->app), UI_ID(UI_TILE, i));
        if (!tile)
            return i;
        touch(f, tile, t);
    }
}

int main(void)
{
    struct app_options o = {.site = "kiosk-config", .w = 1080, .h = 1920, .clock = clock_system(), .at_once = true};
    struct times unseen = {0}, again = {0}, still = {0}, language = {0}, at_once = {0}, wandering = {0}, hasty = {0};
    struct offscreen f;
    struct routes routes;
    struct err e = {0};
    app_tune_heap();
    routes_of(o.site, &routes);
    if (!offscreen_open(&f, &o, &e))
        kit_give_up("%s", e.msg);
    size_t count = choose_each(&f, false, &at_once);
    for (int i = 1; i < LANGUAGE_ROUNDS; i++)
        choose_each(&f, false, &at_once);
    for (int i = 0; i < LANGUAGE_ROUNDS; i++)
        choose_each(&f, true, &language);
    for (size_t l = 0; l < count; l++) {
        app_end_session(f.app);
        app_tap(f.app, UI_ID(UI_TILE, l));
        app_sample_receipt(f.app);
        every_screen(&f, &routes, &unseen);
        every_screen(&f, &routes, &again);
        repaint(&f, &still);
    }
    wander(&f, true, &wandering);
    wander(&f, false, &hasty);
    row("touch to pixels, a visitor touching everything", true, &wandering);
    row("  a hasty one: touches in all contrasts, nothing made ready", false, &hasty);
    row("touch to pixels, a language chosen", true, &language);
    row("  chosen before anything could be made ready", true, &at_once);
    row("every screen in every language, come to by its name", true, &unseen);
    row("  the same a second time", true, &again);
    row("  all of a still page painted again", true, &still);
    routes_release(&routes);
    offscreen_close(&f);
    return 0;
}
