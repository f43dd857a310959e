/* Where a session begins and ends: the warning, the wipe, what the next visitor finds.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "../store/folder.h"
#include "visit.h"

#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/resource.h>

#include <cmocka.h>

static int64_t warn_ms(const struct visit *v)
{
    return (int64_t)v->app->site->idle_warn_s * 1000;
}

static int64_t reset_ms(const struct visit *v)
{
    return (int64_t)v->app->site->idle_reset_s * 1000;
}

static bool warned(struct visit *v)
{
    return node_find(app_root(v->app), UI_ID(UI_STAY, 0)) != NULL;
}

/* ---- the start --------------------------------------------------------------------------------------------------- */

/* Checking a large database takes its time: the first frame doesn't wait for it, but whoever touches something does. */
static void requests_are_opened_after_the_first_frame(void **state)
{
    (void)state;
    struct app_options o = {.site = "kiosk-config",
                            .data = below("later"),
                            .w = 540,
                            .h = 960,
                            .clock = clock_fake(VISIT_DAY_S),
                            .at_once = true};
    struct err e = {0};
    for (int touches = 0; touches < 2; touches++) {
        struct visit v = {0};
        assert_true(offscreen_open(&v.screen, &o, &e));
        v.app = v.screen.app;
        assert_int_equal(app_tick(v.app), 0); /* it wants to be called again at once */
        assert_true(offscreen_paint(&v.screen) > 0);
        assert_null(v.app->store);
        assert_true(v.app->view.health.vault); /* nobody is told that nothing can be kept */
        if (touches)
            app_press(v.app, 0, 0);
        else
            app_tick(v.app);
        assert_non_null(v.app->store);
        assert_int_equal(offscreen_paint(&v.screen), 0); /* nothing on the screen has changed */
        visit_end(&v);
    }
}

/* ---- the idle warning -------------------------------------------------------------------------------------------- */

/* What the warning itself says aloud is no sign that somebody is here. */
static void warning_that_speaks(void **state)
{
    (void)state;
    struct visit v;
    visit_begin_with(&v, &(struct app_options){.site = "kiosk-config",
                                               .w = 540,
                                               .h = 960,
                                               .lang = "en",
                                               .clock = clock_fake(VISIT_DAY_S),
                                               .at_once = true,
                                               .sound = true});
    assert_non_null(v.app->speech); /* SDL_AUDIODRIVER=dummy */
    visit_touch(&v, UI_TILE, 0);
    say_stop(v.app);
    visit_wait(&v, warn_ms(&v));
    assert_true(warned(&v));
    assert_true(speech_current(v.app->speech) >= 0);
    visit_wait(&v, 1000); /* while it speaks */
    say_stop(v.app);      /* and has spoken */
    visit_wait(&v, reset_ms(&v) - 1000);
    assert_false(app_session(v.app)->chosen);
    assert_false(warned(&v));
    visit_end(&v);
}

/* Who listens to a page is here, however long the page is. */
static void listening_is_being_here(void **state)
{
    (void)state;
    struct visit v;
    visit_begin_with(&v, &(struct app_options){.site = "kiosk-config",
                                               .w = 540,
                                               .h = 960,
                                               .lang = "en",
                                               .clock = clock_fake(VISIT_DAY_S),
                                               .at_once = true,
                                               .sound = true});
    visit_touch(&v, UI_TILE, 0);
    say_stop(v.app); /* "Welcome" */
    visit_wait(&v, 0);
    visit_touch(&v, UI_LISTEN, 0);
    assert_true(speech_current(v.app->speech) >= 0);
    visit_wait(&v, warn_ms(&v) - 1000);
    visit_wait(&v, 2000);
    assert_false(warned(&v));
    visit_end(&v);
}

/* A change that shows nothing, loudness, ends with the session too. */
static void loudness_is_not_left_behind(void **state)
{
    (void)state;
    struct visit v;
    visit_begin(&v, "kiosk-config", NULL, 540, 960);
    visit_touch(&v, UI_ACCESS, 0);
    app_session(v.app)->volume = 0;
    visit_touch(&v, UI_BACK, 0);
    assert_string_equal(app_route(v.app), "welcome");
    visit_wait(&v, warn_ms(&v));
    visit_wait(&v, reset_ms(&v));
    assert_int_equal(app_session(v.app)->volume, v.app->site->volume_percent);
    app_session(v.app)->rate = 50;
    visit_wait(&v, warn_ms(&v));
    visit_wait(&v, reset_ms(&v));
    assert_int_equal(app_session(v.app)->rate, 100);
    visit_end(&v);
}

/* ---- the vault at work while a visitor leaves -------------------------------------------------------------------- */

static void begin_with_thread(struct visit *v, const char *data)
{
    visit_begin_with(
        v,
        &(struct app_options){
            .site = "kiosk-config", .data = data, .w = 540, .h = 960, .lang = "en", .clock = clock_fake(VISIT_DAY_S)});
}

static void ask_something(struct visit *v)
{
    visit_touch(v, UI_TILE, 0);
    app_go(v->app, "request/topic");
    visit_touch(v, UI_OPTION, TOPIC_QUESTION);
    app_go(v->app, "request/review");
}

static size_t kept(struct visit *v)
{
    struct request_row rows[8];
    size_t count, total = 0;
    struct err e = {0};
    assert_true(store_list(v->app->store, 0, 8, rows, &count, &total, &e));
    return total;
}

/* Who leaves before the code is shown has sent nothing: without the code nobody could take it back. The secrets of the
 * abandoned code must not wait for the next touch to be wiped. */
static void leaving_while_it_is_sent(void **state)
{
    (void)state;
    struct visit v;
    begin_with_thread(&v, below("leaving"));
    ask_something(&v);
    app_tap(v.app, UI_ID(UI_SEND, 0));
    assert_true(job_running(v.app->job));
    app_end_session(v.app);
    assert_string_equal(app_route(v.app), "welcome");
    int wait = app_tick(v.app);
    while (job_pending(v.app->job)) {
        assert_in_range(wait, 0, 1000); /* it wants to be called again without a touch */
        sched_yield();
        wait = app_tick(v.app);
    }
    assert_int_equal(kept(&v), 0);
    assert_false(app_session(v.app)->has_receipt);
    assert_string_equal(app_route(v.app), "welcome");

    /* and the next visitor sends as if nothing had been */
    ask_something(&v);
    clock_advance(app_clock(v.app), INPUT_REPEAT_MS);
    assert_true(app_tap(v.app, UI_ID(UI_SEND, 0)));
    while (job_pending(v.app->job)) {
        sched_yield();
        app_tick(v.app);
    }
    assert_int_equal(kept(&v), 1);
    assert_string_equal(app_route(v.app), "receipt");
    visit_end(&v);
}

/* A visitor who is quick after one who left in the middle: the touch is not lost. */
static void sending_right_after_somebody_left(void **state)
{
    (void)state;
    struct visit v;
    begin_with_thread(&v, below("quick"));
    ask_something(&v);
    app_tap(v.app, UI_ID(UI_SEND, 0));
    app_end_session(v.app);
    ask_something(&v);
    clock_advance(app_clock(v.app), INPUT_REPEAT_MS);
    assert_true(app_tap(v.app, UI_ID(UI_SEND, 0)));
    while (job_pending(v.app->job)) {
        sched_yield();
        app_tick(v.app);
    }
    assert_string_equal(app_route(v.app), "receipt");
    assert_int_equal(kept(&v), 1);
    visit_end(&v);
}

/* ---- what is kept, and for how long -------------------------------------------------------------------------------
 */

static void send_something(struct visit *v)
{
    ask_something(v);
    visit_touch(v, UI_SEND, 0);
    assert_string_equal(app_route(v->app), "receipt");
    visit_touch(v, UI_LEAVE, 0);
}

enum { DAY_MS = 86400 * 1000 };

/* Nobody touches the machine meanwhile, and it is never started afresh. */
static void erased_after_its_days(void **state)
{
    (void)state;
    struct visit v;
    visit_begin(&v, "kiosk-config", below("days"), 540, 960);
    send_something(&v);
    assert_int_equal(kept(&v), 1);
    for (int day = 0; day < v.app->site->retention_days; day++) /* in one stride it would be a clock that jumped */
        visit_wait(&v, DAY_MS);
    assert_int_equal(kept(&v), 1);
    visit_wait(&v, DAY_MS);
    assert_int_equal(kept(&v), 0);
    visit_end(&v);
}

/* Also where nobody has ever collected anything. */
static void nobody_collects(void **state)
{
    (void)state;
    struct visit v;
    visit_begin(&v, "kiosk-config", below("nobody"), 540, 960);
    visit_wait(&v, (int64_t)100 * DAY_MS);
    assert_false(v.app->view.health.nobody_collects); /* there is nothing to collect */
    send_something(&v);
    visit_wait(&v, (int64_t)v.app->site->intake_warn_days * DAY_MS);
    assert_false(v.app->view.health.nobody_collects);
    visit_wait(&v, DAY_MS);
    assert_true(v.app->view.health.nobody_collects);
    visit_end(&v);
}

/* The disk is full while it is sent: said so, nothing is lost, and it can be sent when there is room again. */
static void full_disk(void **state)
{
    (void)state;
    struct visit v;
    struct rlimit was;
    visit_begin(&v, "kiosk-config", below("full"), 540, 960);
    ask_something(&v);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &(struct rlimit){0, was.rlim_max}), 0);
    visit_touch(&v, UI_SEND, 0);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
    assert_string_equal(app_route(v.app), "request/review");
    assert_non_null(node_find(app_root(v.app), UI_ID(UI_NOTICE, 0)));
    assert_true(app_session(v.app)->send_failed);
    assert_int_equal(app_session(v.app)->request.topics, 1U << TOPIC_QUESTION);
    assert_int_equal(kept(&v), 0);
    visit_touch(&v, UI_SEND, 0);
    assert_string_equal(app_route(v.app), "receipt");
    assert_int_equal(kept(&v), 1);
    visit_end(&v);
}

/* A damaged database is left as it is; the kiosk informs, and the request offers the paper way. */
static void damaged_database(void **state)
{
    (void)state;
    static const char nonsense[] = "SQLite format 3 was here";
    struct visit v;
    char path[4400], found[sizeof nonsense] = "";
    snprintf(path, sizeof path, "%s/porchlight.db", below("damaged"));
    assert_int_equal(mkdir(below("damaged"), 0700), 0);
    FILE *f = fopen(path, "wb");
    assert_int_equal(fwrite(nonsense, sizeof nonsense, 1, f), 1);
    fclose(f);
    visit_begin(&v, "kiosk-config", below("damaged"), 540, 960);
    visit_touch(&v, UI_TILE, 0);
    assert_true(app_go(v.app, "request"));
    assert_true(visit_can_touch(&v, UI_HOME, 1));
    assert_null(node_find(app_root(v.app), UI_ID(UI_NEXT, 0)));
    visit_end(&v);
    f = fopen(path, "rb");
    assert_int_equal(fread(found, 1, sizeof found, f), sizeof found);
    assert_int_equal(fgetc(f), EOF);
    fclose(f);
    assert_memory_equal(found, nonsense, sizeof found);
}

/* ---- no dump of the memory, store or not ------------------------------------------------------------------------- */

static void no_core_without_a_store(void **state)
{
    (void)state;
    struct rlimit now;
    assert_int_equal(getrlimit(RLIMIT_CORE, &now), 0);
    if (now.rlim_max == 0)
        skip(); /* this machine forbids dumps to everybody */
    assert_int_equal(setrlimit(RLIMIT_CORE, &(struct rlimit){now.rlim_max, now.rlim_max}), 0);
    struct visit v;
    visit_begin(&v, "kiosk-config", NULL, 540, 960);
    assert_int_equal(getrlimit(RLIMIT_CORE, &now), 0);
    assert_int_equal(now.rlim_max, 0);
    visit_end(&v);
}

int main(void)
{
    /* by itself and first: the other tests' folder switches dumps off too, and that cannot be taken back */
    const struct CMUnitTest alone[] = {cmocka_unit_test(no_core_without_a_store)};
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requests_are_opened_after_the_first_frame),
        cmocka_unit_test(warning_that_speaks),
        cmocka_unit_test(listening_is_being_here),
        cmocka_unit_test(loudness_is_not_left_behind),
        cmocka_unit_test(leaving_while_it_is_sent),
        cmocka_unit_test(sending_right_after_somebody_left),
        cmocka_unit_test(erased_after_its_days),
        cmocka_unit_test(nobody_collects),
        cmocka_unit_test(full_disk),
        cmocka_unit_test(damaged_database),
    };
    int failed = cmocka_run_group_tests(alone, NULL, NULL);
    return cmocka_run_group_tests(tests, make_folder, drop_folder) + failed;
}
