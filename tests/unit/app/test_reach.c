/* The hardest case, low glass and the largest letters of the widest script: no control lies over another, and none
 * leaves the screen. tests/screen/test_geometry.c measures the rest. SPDX-License-Identifier: GPL-3.0-or-later */
#include "visit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static bool overlap(const struct box *a, const struct box *b)
{
    return a->x < b->x + b->w && b->x < a->x + a->w && a->y < b->y + b->h && b->y < a->y + a->h;
}

/* What can be touched now; behind a dialog nothing can. */
static void all_apart(struct visit *v)
{
    const struct node *root = app_root(v->app), *dialog = node_find(root, UI_ID(UI_DIALOG, 0));
    const struct node *top = dialog ? dialog : root;
    for (const struct node *a = node_next(top, NULL); a; a = node_next(top, a)) {
        if (!a->focus && a->role != ROLE_DIALOG)
            continue;
        if (a->box.x < 0 || a->box.y < 0 || a->box.x + a->box.w > root->box.w || a->box.y + a->box.h > root->box.h)
            fail_msg("%s: %s.%d leaves the screen", app_route(v->app), ui_kind_name(a->id.kind), a->id.index);
        for (const struct node *b = node_next(top, a); b && a->focus; b = node_next(top, b))
            if (b->focus && overlap(&a->box, &b->box))
                fail_msg("%s: %s.%d lies over %s.%d", app_route(v->app), ui_kind_name(b->id.kind), b->id.index,
                         ui_kind_name(a->id.kind), a->id.index);
    }
}

static void begin(struct visit *v, int w, int h)
{
    visit_begin_with(
        v,
        &(struct app_options){
            .site = "kiosk-config", .w = w, .h = h, .lang = "my", .clock = clock_fake(VISIT_DAY_S), .at_once = true});
    app_session(v->app)->size = SIZE_XLARGE;
    app_changed(v->app);
}

static void low_glass(void **state)
{
    (void)state;
    static const int glasses[][2] = {{1280, 720}, {1920, 1080}, {1366, 768}};
    static const char *const routes[] = {"request/name", "request/phone", "request/when", "my-request", "emergency"};
    for (size_t g = 0; g < sizeof glasses / sizeof *glasses; g++) {
        struct visit v;
        begin(&v, glasses[g][0], glasses[g][1]);
        for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
            assert_true(app_go(v.app, routes[i]));
            all_apart(&v);
        }
        assert_true(app_go(v.app, "my-request"));
        for (unsigned i = 0; i < RECEIPT_PICTURES; i++)
            visit_touch(&v, UI_RECEIPT_PICTURE, i);
        all_apart(&v);
        visit_wait(&v, (int64_t)v.app->site->idle_warn_s * 1000);
        assert_non_null(node_find(app_root(v.app), UI_ID(UI_STAY, 0)));
        all_apart(&v);
        visit_end(&v);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(low_glass)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
