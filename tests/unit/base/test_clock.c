/* clock: days against the C library's own calendar, dates that don't exist. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

/* Every day of the years 0000–9999 against gmtime_r, which is another's calendar. */
static void test_every_day(void **state)
{
    (void)state;
    day_t first = day_from_ymd((struct ymd){0, 1, 1}), last = day_from_ymd((struct ymd){9999, 12, 31});
    assert_int_equal(last - first + 1, 3652425);
    for (day_t d = first; d <= last; d++) {
        time_t t = (time_t)d * 86400;
        struct tm tm;
        gmtime_r(&t, &tm);
        struct ymd y = day_to_ymd(d);
        if (y.year != tm.tm_year + 1900 || y.month != tm.tm_mon + 1 || y.day != tm.tm_mday || day_from_ymd(y) != d ||
            (day_weekday(d) + 1) % 7 != tm.tm_wday)
            fail_msg("day %d is %d-%d-%d", d, y.year, y.month, y.day);
    }
}

static void test_dates_that_do_not_exist(void **state)
{
    (void)state;
    static const struct ymd bad[] = {
        {2023, 2, 29}, {1900, 2, 29}, {2100, 2, 29}, {2024, 2, 30},       {2024, 4, 31},      {2024, 0, 1},
        {2024, 13, 1}, {2024, 1, 0},  {2024, 1, 32}, {-1, 12, 31},        {10000, 1, 1},      {2024, -3, 1},
        {2024, 1, -1}, {2024, 99, 9}, {2024, 9, 99}, {-2147483647, 1, 1}, {2147483647, 1, 1},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(day_from_ymd(bad[i]), DAY_NONE);
    assert_int_not_equal(day_from_ymd((struct ymd){2000, 2, 29}), DAY_NONE);
    assert_int_not_equal(day_from_ymd((struct ymd){2024, 2, 29}), DAY_NONE);
}

static void test_parse(void **state)
{
    (void)state;
    day_t d = 5;
    assert_true(day_parse("1970-01-01", &d));
    assert_int_equal(d, 0);
    assert_true(day_parse("2026-03-01", &d));
    assert_int_equal(d, 20513);
    static const char *const bad[] = {
        "",
        "2026",
        "2026-3-1",
        "2026-03-1",
        "2026-03-011",
        "2026-03-01 ",
        " 2026-03-01",
        "2026/03/01",
        "+026-03-01",
        "20260301",
        "2026-02-29",
        "2026-00-10",
        "2026-13-01",
        "-026-03-01",
        "2O26-03-01",
        "2026-03-01T",
        "2026-03-1\x80",
        "\xD9\xA2\xD9\xA0\xD9\xA2\xD9\xA6-03-01",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        d = 77;
        assert_false(day_parse(bad[i], &d));
        assert_int_equal(d, 77);
    }
}

static void test_format(void **state)
{
    (void)state;
    char out[11];
    day_format(0, out);
    assert_string_equal(out, "1970-01-01");
    day_format(-1, out);
    assert_string_equal(out, "1969-12-31");
    day_format(day_from_ymd((struct ymd){9, 8, 7}), out);
    assert_string_equal(out, "0009-08-07");
    /* out of the stated range it may be wrong but stays in its buffer */
    day_format(INT32_MAX, out);
    assert_int_equal(strlen(out), 10);
    day_format(DAY_NONE, out);
    assert_int_equal(strlen(out), 10);
}

static void test_fake(void **state)
{
    (void)state;
    struct clock c = clock_fake(1000);
    assert_int_equal(c.unix_s(&c), 1000);
    assert_int_equal(c.mono_ms(&c), 0);
    clock_advance(&c, 2500);
    assert_int_equal(c.mono_ms(&c), 2500);
    assert_int_equal(c.unix_s(&c), 1002);
}

static void test_system(void **state)
{
    (void)state;
    struct clock c = clock_system();
    int64_t before = c.mono_ms(&c), now = c.unix_s(&c);
    assert_true(now > 1700000000);
    clock_advance(&c, 1000000);
    assert_in_range(c.mono_ms(&c) - before, 0, 60000);
    assert_in_range(c.unix_s(&c) - now, 0, 60);
}

static void set_zone(const char *tz)
{
    setenv("TZ", tz, 1);
    tzset();
}

/* The day and minute are those of the kiosk's own wall clock, on both sides of midnight and of summer time. */
static void test_local_time(void **state)
{
    (void)state;
    struct clock c = clock_fake(1772323200); /* 2026-03-01 00:00 UTC */
    set_zone("UTC0");
    assert_int_equal(clock_today(&c), 20513);
    assert_int_equal(clock_minute_of_day(&c), 0);
    set_zone("PST8PDT,M3.2.0,M11.1.0");
    assert_int_equal(clock_today(&c), 20512);
    assert_int_equal(clock_minute_of_day(&c), 16 * 60);
    set_zone("XYZ-13:45");
    assert_int_equal(clock_today(&c), 20513);
    assert_int_equal(clock_minute_of_day(&c), 13 * 60 + 45);
    /* 2026-03-08: 01:59 is followed by 03:00 */
    set_zone("PST8PDT,M3.2.0,M11.1.0");
    c = clock_fake(1772963999);
    assert_int_equal(clock_minute_of_day(&c), 119);
    clock_advance(&c, 1000);
    assert_int_equal(clock_minute_of_day(&c), 180);
    set_zone("UTC0");
}

/* A clock whose battery is dead, or that was set by a joker. */
static void test_odd_times(void **state)
{
    (void)state;
    set_zone("PST8PDT,M3.2.0,M11.1.0");
    struct clock c = clock_fake(0);
    assert_int_equal(clock_today(&c), -1);
    c = clock_fake(-86400LL * 365 * 300);
    assert_int_not_equal(clock_today(&c), DAY_NONE);
    c = clock_fake(INT64_MAX / 2);
    assert_int_equal(clock_today(&c), DAY_NONE);
    assert_in_range(clock_minute_of_day(&c), 0, 1439);
    set_zone("UTC0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_day),  cmocka_unit_test(test_dates_that_do_not_exist),
        cmocka_unit_test(test_parse),      cmocka_unit_test(test_format),
        cmocka_unit_test(test_fake),       cmocka_unit_test(test_system),
        cmocka_unit_test(test_local_time), cmocka_unit_test(test_odd_times),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
