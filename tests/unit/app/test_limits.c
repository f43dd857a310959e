/* When no more requests are taken, and when nobody collects them: what a visitor is told, and that nothing typed is
 * lost. SPDX-License-Identifier: GPL-3.0-or-later */
#include "../store/folder.h"
#include "store/intake.h"
#include "ui/input.h"
#include "ui/tree.h"
#include "visit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { DAY_MS = 86400 * 1000 };

static const char nobody[] = "Nobody has read requests here for some time.";

static bool says(struct visit *v, const char *words)
{
    struct str tree;
    str_init(&tree);
    app_tree(v->app, &tree);
    bool found = strstr(tree.s, words) != NULL;
    str_release(&tree);
    return found;
}

static void fill_in(struct visit *v)
{
    app_go(v->app, "request/topic");
    visit_touch(v, UI_OPTION, TOPIC_QUESTION);
    app_go(v->app, "request/review");
}

static struct receipt_code send_one(struct visit *v)
{
    fill_in(v);
    visit_touch(v, UI_SEND, 0);
    assert_string_equal(app_route(v->app), "receipt");
    return app_session(v->app)->receipt;
}

static size_t kept(struct visit *v)
{
    struct store_status st;
    assert_true(store_status(v->app->store, clock_today(app_clock(v->app)), &st, NULL));
    return st.kept;
}

/* Said before anybody answers a question, with somewhere to go; the next visitor is not held to it. */
static void one_visitor(void **state)
{
    (void)state;
    struct visit v;
    visit_begin(&v, "kiosk-config", below("one"), 540, 960);
    visit_touch(&v, UI_TILE, 0);
    for (int i = 0; i < v.app->site->intake.a_session; i++) {
        send_one(&v);
        visit_touch(&v, UI_KEPT, 0);
    }
    app_go(v.app, "request");
    assert_true(says(&v, "This machine cannot take requests now."));
    assert_null(node_find(app_root(v.app), UI_ID(UI_NEXT, 0)));
    visit_touch(&v, UI_TAKE, 0);
    assert_string_equal(app_route(v.app), "resources");
    visit_touch(&v, UI_LEAVE, 0);
    visit_touch(&v, UI_TILE, 0);
    send_one(&v);
    assert_int_equal(kept(&v), (size_t)v.app->site->intake.a_session + 1);
    visit_end(&v);
}

/* A limit that is met while somebody answers: what they said stays, and is sent when staff lift it. */
static void while_answering(void **state)
{
    (void)state;
    struct visit v;
    visit_begin(&v, "kiosk-config", below("while"), 540, 960);
    visit_touch(&v, UI_TILE, 0);
    send_one(&v);
    visit_touch(&v, UI_LEAVE, 0);
    visit_touch(&v, UI_TILE, 0);
    fill_in(&v);
    store_set_limits(v.app->store, &(struct intake_limits){.a_day = 1});
    visit_touch(&v, UI_SEND, 0);
    assert_string_equal(app_route(v.app), "request/review");
    assert_true(says(&v, "this machine has too many requests now"));
    assert_int_equal(app_session(v.app)->request.topics, 1U << TOPIC_QUESTION);
    assert_int_equal(kept(&v), 1);
    assert_true(store_lift_limits(v.app->store, "staff", clock_today(app_clock(v.app)), NULL));
    visit_touch(&v, UI_SEND, 0);
    assert_string_equal(app_route(v.app), "receipt");
    assert_int_equal(kept(&v), 2);
    visit_end(&v);
}

/* Everywhere it matters: where one meets the officer, asks, keeps the code, and comes back. */
static void nobody_collects(void **state)
{
    (void)state;
    struct visit v;
    visit_begin(&v, "kiosk-config", below("nobody"), 540, 960);
    visit_touch(&v, UI_TILE, 0);
    struct receipt_code code = send_one(&v);
    assert_false(says(&v, nobody));
    visit_touch(&v, UI_LEAVE, 0);
    visit_wait(&v, (int64_t)(v.app->site->intake_warn_days + 1) * DAY_MS);
    assert_int_equal(v.app->view.health.uncollected_days, v.app->site->intake_warn_days + 1);
    assert_int_equal(v.app->view.health.unread, 1);
    visit_touch(&v, UI_TILE, 0);
    app_go(v.app, "meet");
    assert_true(says(&v, nobody));
    app_go(v.app, "request");
    assert_true(says(&v, nobody));
    app_go(v.app, "my-request");
    app_session(v.app)->entered = code;
    job_start(v.app, JOB_FIND, "");
    assert_int_equal(app_session(v.app)->lookup, LOOKUP_NEW);
    assert_true(says(&v, nobody));
    visit_touch(&v, UI_TAKE, 0);
    assert_string_equal(app_route(v.app), "resources");
    send_one(&v);
    assert_true(says(&v, nobody));
    visit_end(&v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_visitor),
        cmocka_unit_test(while_answering),
        cmocka_unit_test(nobody_collects),
    };
    return cmocka_run_group_tests_name("app/limits", tests, make_folder, drop_folder);
}
