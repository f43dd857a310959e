/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above */
#include <cmocka.h>

#include "domain/availability.h"

enum { MORNING = 1u << PART_MORNING, MIDDAY = 1u << PART_MIDDAY, EVENING = 1u << PART_EVENING };

/* 2026-11-24 is a Tuesday. */
static day_t tuesday(void)
{
    return day_from_ymd((struct ymd){2026, 11, 24});
}

static uint32_t parts(int from_min, int to_min)
{
    const struct weekly_hours hours = {.weekday = 1, .from_min = from_min, .to_min = to_min};
    const struct availability a = {.weekly = &hours, .weekly_count = 1};
    return availability_parts(&a, tuesday());
}

static void half_an_hour_counts(void **state)
{
    (void)state;
    assert_int_equal(parts(9 * 60, 12 * 60), MORNING);
    assert_int_equal(parts(9 * 60, 12 * 60 + 29), MORNING);
    assert_int_equal(parts(9 * 60, 12 * 60 + 30), MORNING | MIDDAY);
    assert_int_equal(parts(11 * 60 + 31, 17 * 60 + 30), MIDDAY | EVENING);
    assert_int_equal(parts(0, 24 * 60), MORNING | MIDDAY | EVENING);
    assert_int_equal(parts(22 * 60, 24 * 60), 0);
    assert_int_equal(parts(0, 6 * 60), 0);
    assert_int_equal(parts(12 * 60, 9 * 60), 0); /* backwards */
}

static void other_days_and_days_off(void **state)
{
    (void)state;
    const struct weekly_hours hours[] = {{.weekday = 1, .from_min = 540, .to_min = 600},
                                         {.weekday = 1, .from_min = 1080, .to_min = 1200},
                                         {.weekday = 6, .from_min = 720, .to_min = 900}};
    const day_t off[] = {tuesday() + 7};
    const struct availability a = {.weekly = hours, .weekly_count = 3, .days_off = off, .day_off_count = 1};
    assert_int_equal(availability_parts(&a, tuesday()), MORNING | EVENING);
    assert_int_equal(availability_parts(&a, tuesday() + 1), 0);
    assert_int_equal(availability_parts(&a, tuesday() + 5), MIDDAY);
    assert_int_equal(availability_parts(&a, tuesday() + 7), 0);
    assert_int_equal(availability_parts(&a, tuesday() + 14), MORNING | EVENING);
    assert_int_equal(availability_parts(&a, DAY_NONE), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(half_an_hour_counts),
        cmocka_unit_test(other_days_and_days_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
