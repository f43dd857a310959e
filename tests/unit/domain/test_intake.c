/* Which limit turns a request away. SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/intake.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct intake_limits limits = {.a_session = 2, .an_hour = 4, .a_day = 8, .unread = 16, .free_mb = 32};

static void test_each_at_its_limit(void **state)
{
    (void)state;
    static const struct intake_now below = {.this_session = 1, .this_hour = 3, .today = 7, .unread = 15, .free_mb = 32};
    struct intake_now n = below;
    assert_int_equal(intake_stop(&limits, &n), INTAKE_OPEN);
    n.this_session = 2;
    assert_int_equal(intake_stop(&limits, &n), INTAKE_STOP_SESSION);
    n = below, n.this_hour = 4;
    assert_int_equal(intake_stop(&limits, &n), INTAKE_STOP_HOUR);
    n = below, n.today = 8;
    assert_int_equal(intake_stop(&limits, &n), INTAKE_STOP_DAY);
    n = below, n.unread = 16;
    assert_int_equal(intake_stop(&limits, &n), INTAKE_STOP_UNREAD);
    n = below, n.free_mb = 31;
    assert_int_equal(intake_stop(&limits, &n), INTAKE_STOP_DISK);
}

static void test_staff_lift_all_but_the_disk(void **state)
{
    (void)state;
    struct intake_now n = {
        .this_session = 99, .this_hour = 99, .today = 99, .unread = 99, .free_mb = 99, .lifted = true};
    assert_int_equal(intake_stop(&limits, &n), INTAKE_OPEN);
    n.free_mb = 0;
    assert_int_equal(intake_stop(&limits, &n), INTAKE_STOP_DISK);
}

static void test_none_set(void **state)
{
    (void)state;
    struct intake_limits none = {0}, usual = intake_limits_default();
    struct intake_now n = {.this_session = 99, .this_hour = 9999, .today = 9999, .unread = 9999};
    assert_int_equal(intake_stop(&none, &n), INTAKE_OPEN);
    assert_int_equal(intake_stop(&usual, &n), INTAKE_STOP_DISK);
    for (int i = 0; i < INTAKE_STOP_COUNT; i++)
        assert_non_null(intake_stop_words((enum intake_stop)i));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_at_its_limit),
        cmocka_unit_test(test_staff_lift_all_but_the_disk),
        cmocka_unit_test(test_none_set),
    };
    return cmocka_run_group_tests_name("domain/intake", tests, NULL, NULL);
}
