/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above */
#include <cmocka.h>

#include "domain/availability.h"

#include <stdio.h>

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
    return availability_parts(&a, NULL, tuesday());
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
    const struct day_range off[] = {{tuesday() + 7, tuesday() + 7}};
    const struct availability a = {.weekly = hours, .weekly_count = 3, .days_off = off, .day_off_count = 1};
    assert_int_equal(availability_parts(&a, NULL, tuesday()), MORNING | EVENING);
    assert_int_equal(availability_parts(&a, NULL, tuesday() + 1), 0);
    assert_int_equal(availability_parts(&a, NULL, tuesday() + 5), MIDDAY);
    assert_int_equal(availability_parts(&a, NULL, tuesday() + 7), 0);
    assert_int_equal(availability_parts(&a, NULL, tuesday() + 14), MORNING | EVENING);
    assert_int_equal(availability_parts(&a, NULL, DAY_NONE), 0);
}

static void same_openings(const struct availability *a, const struct availability *centre, day_t day,
                          const char *expected)
{
    struct opening o[OPENINGS_MAX];
    char said[400] = "";
    size_t n = availability_openings(a, centre, day, o), len = 0;
    for (size_t i = 0; i < n; i++)
        len += (size_t)snprintf(said + len, sizeof said - len, "%s%d-%d%s%s", i ? " " : "", o[i].from_min, o[i].to_min,
                                o[i].where ? "@" : "", o[i].where ? o[i].where : "");
    assert_string_equal(said, expected);
}

static void exceptions_and_ranges(void **state)
{
    (void)state;
    const struct weekly_hours hours[] = {{.weekday = 1, .from_min = 540, .to_min = 600}};
    const struct dated_hours dated[] = {{.day = tuesday(), .from_min = 700, .to_min = 800, .where = "L"},
                                        {.day = tuesday(), .from_min = 900, .to_min = 960},
                                        {.day = tuesday() + 1, .from_min = 60, .to_min = 120, .extra = true},
                                        {.day = tuesday() + 7, .from_min = 590, .to_min = 660, .extra = true},
                                        {.day = tuesday() + 21, .from_min = 590, .to_min = 660}};
    const struct day_range off[] = {{tuesday() + 20, tuesday() + 29}};
    struct availability a = {
        .weekly = hours, .weekly_count = 1, .dated = dated, .dated_count = 5, .days_off = off, .day_off_count = 1};
    same_openings(&a, NULL, tuesday(), "700-800@L 900-960"); /* in place of the weekly hours */
    same_openings(&a, NULL, tuesday() + 1, "60-120");        /* a day that the week does not have */
    same_openings(&a, NULL, tuesday() + 7, "540-660");       /* besides them; what touches is one */
    same_openings(&a, NULL, tuesday() + 14, "540-600");      /* the plan again */
    same_openings(&a, NULL, tuesday() + 21, "");             /* a day off goes before everything */
    same_openings(&a, NULL, tuesday() + 28, "");
    same_openings(&a, NULL, tuesday() + 35, "540-600");
    a.from = tuesday() + 36;
    same_openings(&a, NULL, tuesday() + 35, "");
    same_openings(&a, NULL, tuesday() + 42, "540-600");
    a.until = tuesday() + 42;
    same_openings(&a, NULL, tuesday() + 42, "540-600");
    same_openings(&a, NULL, tuesday() + 49, "");
}

/* 2026-11-24 is the fourth Tuesday of its month and the last. */
static void weeks_of_a_month(void **state)
{
    (void)state;
    static const struct {
        enum month_week week;
        const char *days; /* of 2026-11 and 2026-12 */
    } cases[] = {{WEEK_EVERY, "3 10 17 24 1 8 15 22 29"},
                 {WEEK_FIRST, "3 1"},
                 {WEEK_SECOND, "10 8"},
                 {WEEK_THIRD, "17 15"},
                 {WEEK_FOURTH, "24 22"},
                 {WEEK_FIFTH, "29"},
                 {WEEK_LAST, "24 29"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct weekly_hours h = {.weekday = 1, .from_min = 540, .to_min = 600, .week = cases[i].week};
        const struct availability a = {.weekly = &h, .weekly_count = 1};
        char said[80] = "";
        size_t len = 0;
        for (day_t d = day_from_ymd((struct ymd){2026, 11, 1}); d < day_from_ymd((struct ymd){2027, 1, 1}); d++)
            if (availability_parts(&a, NULL, d))
                len += (size_t)snprintf(said + len, sizeof said - len, "%s%d", len ? " " : "", day_to_ymd(d).day);
        assert_string_equal(said, cases[i].days);
    }
}

static void rows_that_overlap(void **state)
{
    (void)state;
    const struct weekly_hours hours[] = {{.weekday = 1, .from_min = 600, .to_min = 700, .where = "A"},
                                         {.weekday = 1, .from_min = 500, .to_min = 800, .where = "B"},
                                         {.weekday = 1, .from_min = 790, .to_min = 900, .where = "A"},
                                         {.weekday = 1, .from_min = 0, .to_min = 1440}};
    const struct availability a = {.weekly = hours, .weekly_count = 4};
    same_openings(&a, NULL, tuesday(), "0-500 500-600@B 600-700@A 700-800@B 800-900@A 900-1440");
}

/* What is at the centre is there only while the centre is open; a library has its own hours. */
static void with_the_centre(void **state)
{
    (void)state;
    const struct weekly_hours hours[] = {{.weekday = 1, .from_min = 480, .to_min = 1200},
                                         {.weekday = 1, .from_min = 1200, .to_min = 1260, .where = "L"}};
    const struct weekly_hours lobby[] = {{.weekday = 1, .from_min = 540, .to_min = 720},
                                         {.weekday = 1, .from_min = 780, .to_min = 1020}};
    const struct dated_hours early[] = {{.day = tuesday() + 7, .from_min = 600, .to_min = 660}};
    const struct day_range shut[] = {{tuesday() + 14, tuesday() + 14}};
    const struct availability a = {.weekly = hours, .weekly_count = 2};
    struct availability centre = {.days_off = shut, .day_off_count = 1};
    same_openings(&a, &centre, tuesday(), "480-1200 1200-1260@L"); /* no hours are told: open */
    same_openings(&a, &centre, tuesday() + 14, "1200-1260@L");
    centre.weekly = lobby;
    centre.weekly_count = 2;
    centre.dated = early;
    centre.dated_count = 1;
    same_openings(&a, &centre, tuesday(), "540-720 780-1020 1200-1260@L");
    same_openings(&a, &centre, tuesday() + 7, "600-660 1200-1260@L");
    same_openings(&a, &centre, tuesday() + 14, "1200-1260@L");
    assert_int_equal(availability_parts(&a, &centre, tuesday() + 7), MORNING | EVENING);
}

/* More rows than a day can have openings: some are left out, nothing is overrun. */
static void too_many_rows(void **state)
{
    (void)state;
    struct weekly_hours hours[200];
    for (int i = 0; i < 200; i++)
        hours[i] = (struct weekly_hours){.weekday = 1, .from_min = i * 7 % 1400, .to_min = i * 7 % 1400 + 3};
    const struct weekly_hours all = {.weekday = 1, .from_min = 0, .to_min = 1440};
    const struct availability a = {.weekly = hours, .weekly_count = 200}, centre = {.weekly = &all, .weekly_count = 1};
    struct opening o[OPENINGS_MAX];
    assert_int_equal(availability_openings(&a, &centre, tuesday(), o), OPENINGS_MAX);
    for (int i = 1; i < OPENINGS_MAX; i++)
        assert_true(o[i - 1].to_min <= o[i].from_min);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exceptions_and_ranges),   cmocka_unit_test(weeks_of_a_month),
        cmocka_unit_test(rows_that_overlap),       cmocka_unit_test(with_the_centre),
        cmocka_unit_test(too_many_rows),           cmocka_unit_test(half_an_hour_counts),
        cmocka_unit_test(other_days_and_days_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
