/* What a visitor typed and the code of their receipt are nowhere in the program's memory once the session has ended:
 * every page that the program can write is read. Not under the sanitizers: their memory is not the program's.
 * modes: debug
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "../store/folder.h"
#include "memory.h"
#include "visit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { MASK = MEMORY_MASK };

/* ---- a visit ----------------------------------------------------------------------------------------------------- */

/* Letters in an order that no word has; masked here too. */
static const struct memory_needle name = {
    {'q' ^ MASK, 'x' ^ MASK, 'z' ^ MASK, 'w' ^ MASK, 'v' ^ MASK, 'k' ^ MASK, 'j' ^ MASK, 'q' ^ MASK}, 8};
static const struct memory_needle number = {{'2' ^ MASK, '0' ^ MASK, '6' ^ MASK, '9' ^ MASK, '1' ^ MASK, '8' ^ MASK,
                                             '3' ^ MASK, '4' ^ MASK, '7' ^ MASK, '5' ^ MASK},
                                            10};

static void type_number(struct visit *v)
{
    for (size_t i = 0; i < number.len; i++)
        visit_touch(v, UI_KEY, (unsigned)((number.masked[i] ^ MASK) - '0'));
}

static void type_name(struct visit *v)
{
    for (size_t i = 0; i < name.len; i++)
        visit_type(v, (char)(name.masked[i] ^ MASK));
}

/* From the wall to the review, with a number and a name. */
static void fill_in(struct visit *v)
{
    visit_touch(v, UI_TILE, 0);
    app_go(v->app, "request/reach");
    visit_touch(v, UI_OPTION, REACH_PHONE);
    visit_touch(v, UI_NEXT, 0);
    type_number(v);
    visit_touch(v, UI_NEXT, 0);
    type_name(v);
    visit_touch(v, UI_NEXT, 0);
    assert_string_equal(app_route(v->app), "request/review");
}

static void leave(struct visit *v)
{
    clock_advance(app_clock(v->app), INPUT_REPEAT_MS);
    assert_true(app_tap(v->app, UI_ID(UI_LEAVE, 0))); /* at once: no later frame may have to do the wiping */
    assert_string_equal(app_route(v->app), "welcome");
}

static void begin(struct visit *v)
{
    visit_begin(v, "kiosk-config", below("data"), 1080, 1920);
}

static void left_without_sending(void **state)
{
    (void)state;
    struct visit v;
    begin(&v);
    assert_int_equal(memory_count(&name, true), 0);
    fill_in(&v);
    assert_true(memory_count(&name, false) > 0);
    assert_true(memory_count(&number, false) > 0);
    leave(&v);
    assert_int_equal(memory_count(&name, true), 0);
    assert_int_equal(memory_count(&number, true), 0);
    visit_end(&v);
}

/* While the name is typed, the screen after it is got ready with it, out of sight. */
static void left_in_the_middle(void **state)
{
    (void)state;
    enum { STEPS_MAX = 200 };
    struct visit v;
    begin(&v);
    visit_touch(&v, UI_TILE, 0);
    app_go(v.app, "request/name");
    type_name(&v);
    assert_true(app_tap(v.app, UI_ID(UI_KEY_SHIFT, 0))); /* what is likely next begins afresh */
    offscreen_paint(&v.screen);
    size_t shown = memory_count(&name, false), ready = shown;
    for (int i = 0; i < STEPS_MAX && ready <= shown; i++) {
        assert_int_equal(app_tick(v.app), 0);
        ready = memory_count(&name, false);
    }
    assert_true(ready > shown);
    leave(&v);
    assert_int_equal(memory_count(&name, true), 0);
    visit_end(&v);
}

static void left_after_sending(void **state)
{
    (void)state;
    struct visit v;
    begin(&v);
    fill_in(&v);
    visit_touch(&v, UI_SEND, 0);
    assert_string_equal(app_route(v.app), "receipt");
    char digits[16];
    const uint8_t *d = app_session(v.app)->receipt.digit;
    snprintf(digits, sizeof digits, "%d%d%d %d%d%d", d[0], d[1], d[2], d[3], d[4], d[5]);
    struct memory_needle code = memory_needle(digits);
    explicit_bzero(digits, sizeof digits);
    assert_true(memory_count(&code, false) > 0);
    leave(&v);
    assert_int_equal(memory_count(&name, true), 0);
    assert_int_equal(memory_count(&number, true), 0);
    assert_int_equal(memory_count(&code, true), 0);
    visit_end(&v);
}

/* Nobody says "Leave now": the clock does. */
static void left_to_itself(void **state)
{
    (void)state;
    struct visit v;
    begin(&v);
    fill_in(&v);
    visit_touch(&v, UI_LANGUAGE, 0);
    visit_touch(&v, UI_TILE, 2);
    visit_wait(&v, (int64_t)v.app->site->idle_warn_s * 1000);
    visit_wait(&v, (int64_t)v.app->site->idle_reset_s * 1000);
    assert_false(app_session(v.app)->chosen);
    assert_int_equal(memory_count(&name, true), 0);
    assert_int_equal(memory_count(&number, true), 0);
    visit_end(&v);
}

int main(void)
{
    memory_open();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(left_without_sending),
        cmocka_unit_test(left_in_the_middle),
        cmocka_unit_test(left_after_sending),
        cmocka_unit_test(left_to_itself),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
