/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a touch to changed pixels: every screen in every language that languages.yaml offers, at 1080 × 1920, first seen
 * and seen again; changing the language; and what all that leaves in memory. DESIGN section 8. */
#include "app/offscreen.h"
#include "base/fs.h"
#include "base/vec.h"
#include "content/catalogue.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUTES = 512 };
static char *routes[ROUTES];
static size_t route_count;

struct times {
    VEC(double) list; /* milliseconds */
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t); /* so that a busy machine measures the same; nothing here waits */
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static void row(const char *what, struct times *t, double reach)
{
    qsort(t->list.v, t->list.len, sizeof *t->list.v, by_size);
    double p50 = t->list.v[t->list.len / 2], p99 = t->list.v[t->list.len * 99 / 100], max = t->list.v[t->list.len - 1];
    printf("%s\tp50 %.1f p99 %.1f max %.1f ms\tp99 <= %.0f ms\t%s\n", what, p50, p99, max, reach,
           p99 <= reach ? "ok" : "over");
    VEC_RELEASE(&t->list);
}

static void all_routes(const char *site_dir)
{
    struct faults f;
    faults_init(&f);
    struct site *site;
    if (!site_open(&site, site_dir, &f, NULL))
        exit(1);
    struct catalogue *c = catalogue_new(site, &f);
    static const char *const fixed[] = {
        "home",           "meet",         "request",       "request/language", "request/interpreter",
        "request/place",  "request/when", "request/reach", "request/phone",    "request/name",
        "request/review", "receipt",      "my-request",    "resources",        "speak-card",
        "emergency",      "access",       "about"};
    char route[ROUTE_MAX];
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        routes[route_count++] = strdup(fixed[i]);
    for (size_t i = 0; i < catalogue_count(c); i++)
        for (int k = 1; k < 9 && route_count < ROUTES; k++) {
            snprintf(route, sizeof route, "page/%s/%d", catalogue_page(c, i)->slug, k);
            routes[route_count++] = strdup(route);
        }
    for (size_t i = 0; i < site->resource_count && route_count < ROUTES; i++) {
        snprintf(route, sizeof route, "resource/%s", site->resources[i].key);
        routes[route_count++] = strdup(route);
    }
    catalogue_free(c);
    site_free(site);
    faults_release(&f);
}

static long rss_kb(void)
{
    long kb = 0;
    char line[256];
    FILE *f = fopen("/proc/self/status", "r");
    while (f && fgets(line, sizeof line, f))
        if (sscanf(line, "VmRSS: %ld", &kb) == 1)
            break;
    if (f)
        fclose(f);
    return kb;
}

static void visit(struct offscreen *f, const char *route, struct times *t)
{
    double start = now();
    if (!app_go(f->app, route))
        return;
    offscreen_paint(f);
    VEC_PUSH(&t->list, now() - start);
}

/* What the loop does while a visitor looks. */
static void look(struct offscreen *f)
{
    while (app_tick(f->app) == 0)
        offscreen_paint(f);
}

static void touch(struct offscreen *f, const struct node *n, struct times *t)
{
    int x = n->box.x + n->box.w / 2, y = n->box.y + n->box.h / 2;
    double start = now();
    app_press(f->app, x, y);
    offscreen_paint(f);
    double down = now() - start;
    start = now();
    app_release(f->app, x, y);
    offscreen_paint(f);
    double up = now() - start;
    VEC_PUSH(&t->list, down > up ? down : up);
}

/* A visitor who touches whatever is there, one thing after another; the same every time. */
static void wander(struct offscreen *f, unsigned seed, int touches, struct times *t)
{
    for (int i = 0; i < touches; i++) {
        look(f);
        const struct node *list[256], *root = app_root(f->app);
        size_t n = 0;
        for (const struct node *c = node_next(root, NULL); c && n < 256; c = node_next(root, c))
            if (c->focus && c->id.kind != UI_LEAVE && c->id.kind != UI_SEND && c->id.kind != UI_LISTEN &&
                input_hit(root, c->box.x + c->box.w / 2, c->box.y + c->box.h / 2) == c)
                list[n++] = c;
        if (!n)
            return;
        seed = seed * 1664525U + 1013904223U;
        touch(f, list[(seed >> 8) % n], t);
    }
}

int main(void)
{
    struct app_options o = {.site = "kiosk-config", .w = 1080, .h = 1920, .clock = clock_system(), .at_once = true};
    struct err e = {0};
    struct offscreen f;
    mallopt(M_MMAP_THRESHOLD, 128 * 1024); /* as main_kiosk.c does */
    all_routes(o.site);
    double start = now();
    if (!offscreen_open(&f, &o, &e)) {
        fprintf(stderr, "%s\n", e.msg);
        return 1;
    }
    offscreen_paint(&f);
    double first = now() - start;
    printf("first frame, in the process\t%.1f ms\t<= 60 ms\t%s\n", first, first <= 60 ? "ok" : "over");
    struct times new_screen = {0}, again = {0}, language = {0}, still = {0}, wandering = {0};
    struct faults faults;
    faults_init(&faults);
    struct site *site;
    if (!site_open(&site, o.site, &faults, &e))
        return 1;
    app_sample_receipt(f.app);
    for (size_t l = 0; l < site->offered_count; l++) {
        char tile[32];
        snprintf(tile, sizeof tile, "tile.%zu", l);
        struct ui_id id;
        ui_id_parse(tile, &id);
        app_go(f.app, "welcome");
        offscreen_paint(&f);
        look(&f);
        start = now();
        bool chosen = app_tap(f.app, id);
        offscreen_paint(&f);
        if (chosen)
            VEC_PUSH(&language.list, now() - start);
        for (size_t i = 0; i < route_count; i++)
            visit(&f, routes[i], &new_screen);
        for (size_t i = 0; i < route_count; i++)
            visit(&f, routes[i], &again);
        for (int i = 0; i < 20; i++) {
            start = now();
            app_expose(f.app);
            offscreen_paint(&f);
            VEC_PUSH(&still.list, now() - start);
        }
    }
    app_go(f.app, "welcome");
    wander(&f, 1, 4000, &wandering);
    row("touch to pixels, a visitor touching everything", &wandering, 16);
    row("any screen by its name, never seen, nothing ready", &new_screen, 16);
    row("any screen by its name, a second time", &again, 16);
    row("touch to pixels, another language", &language, 16);
    row("a full repaint of a still page", &still, 16);
    long kb = rss_kb();
    printf("memory after all screens in %zu languages\t%.1f MB\t<= 64 MB\t%s\n", site->offered_count, (double)kb / 1024,
           kb <= 64 * 1024 ? "ok" : "over");
    site_free(site);
    faults_release(&faults);
    offscreen_close(&f);
    for (size_t i = 0; i < route_count; i++)
        free(routes[i]);
    return 0;
}
