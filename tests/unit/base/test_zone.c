/* Time zones: the C library is the judge, minute by minute around every change of the clocks from 2026 to 2030.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above */
#include <cmocka.h>

#include "base/clock.h"
#include "base/str.h"
#include "base/zone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *const zones[] = {
    "America/Boise", "America/New_York",  "America/Los_Angeles", "America/Phoenix", "Australia/Lord_Howe",
    "Asia/Kabul",    "Africa/Casablanca", "America/Santiago",    "Pacific/Chatham", "Europe/Dublin",
    "UTC",           "Asia/Gaza"};

static const int64_t from_s = 1767139200 /* 2025-12-31 */, to_s = 1925078400 /* 2031-01-02 */;

static void libc_zone(const char *name)
{
    setenv("TZ", name, 1);
    tzset();
}

static void libc_civil(int64_t at, day_t *day, int *minute)
{
    time_t t = (time_t)at;
    struct tm tm;
    localtime_r(&t, &tm);
    *day = day_from_ymd((struct ymd){tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday});
    *minute = tm.tm_hour * 60 + tm.tm_min;
}

static struct zone *zone_of(const char *name)
{
    struct zone *z = NULL;
    struct err e = {0};
    if (!zone_new(&z, name, &e))
        fail_msg("%s: %s", name, e.msg);
    return z;
}

/* Every civil minute of three days, counted by walking through the instants. */
static void around(const struct zone *z, int64_t turn)
{
    enum { DAYS = 3, MINUTES = DAYS * 1440 };
    static int64_t first[MINUTES];
    static int times[MINUTES];
    day_t start;
    int minute;
    memset(times, 0, sizeof times);
    assert_true(zone_civil(z, turn, &start, &minute));
    start--;
    for (int64_t at = turn - 4 * 86400LL; at < turn + 4 * 86400LL; at += 60) {
        day_t day;
        libc_civil(at, &day, &minute);
        int64_t i = ((int64_t)day - start) * 1440 + minute;
        if (i < 0 || i >= MINUTES)
            continue;
        if (!times[i]++)
            first[i] = at;
    }
    for (int i = 0; i < MINUTES; i++) {
        int64_t at = -1;
        enum zone_times said = zone_instant(z, start + i / 1440, i % 1440, &at);
        assert_int_equal(said, times[i] == 0 ? ZONE_NEVER : times[i] == 1 ? ZONE_ONCE : ZONE_TWICE);
        assert_int_equal(at, times[i] ? first[i] : -1);
    }
}

static void test_every_turn(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        struct zone *z = zone_of(zones[i]);
        int turns = 0, minute, wanted;
        day_t day, wanted_day;
        libc_zone(zones[i]);
        for (int64_t at = from_s; at < to_s; at += 900) {
            assert_true(zone_civil(z, at, &day, &minute));
            libc_civil(at, &wanted_day, &wanted);
            if (day != wanted_day || minute != wanted)
                fail_msg("%s: at %lld it is %d, not %d", zones[i], (long long)at, minute, wanted);
            if (zone_offset_s(z, at) != zone_offset_s(z, at + 900)) {
                turns++;
                around(z, at + 900);
            }
        }
        if (strcmp(zones[i], "America/Boise") == 0 || strcmp(zones[i], "America/New_York") == 0 ||
            strcmp(zones[i], "America/Los_Angeles") == 0 || strcmp(zones[i], "Australia/Lord_Howe") == 0)
            assert_int_equal(turns, 10);
        if (strcmp(zones[i], "America/Phoenix") == 0)
            assert_int_equal(turns, 0);
        zone_free(z);
    }
    libc_zone("UTC0");
}

/* The gap and the overlap of a night that everybody can look up. */
static void test_known_nights(void **state)
{
    (void)state;
    struct zone *z = zone_of("America/Boise");
    day_t spring = day_from_ymd((struct ymd){2026, 3, 8}), autumn = day_from_ymd((struct ymd){2026, 11, 1});
    int64_t at = 0;
    assert_int_equal(zone_instant(z, spring, 119, &at), ZONE_ONCE);
    assert_int_equal(at, 1772960340); /* 01:59 MST */
    assert_int_equal(zone_instant(z, spring, 120, &at), ZONE_NEVER);
    assert_int_equal(zone_instant(z, spring, 179, &at), ZONE_NEVER);
    assert_int_equal(at, 1772960340);
    assert_int_equal(zone_instant(z, spring, 180, &at), ZONE_ONCE);
    assert_int_equal(at, 1772960400); /* 03:00 MDT */
    assert_int_equal(zone_instant(z, autumn, 90, &at), ZONE_TWICE);
    assert_int_equal(at, 1793518200); /* 01:30 MDT, the first */
    assert_int_equal(zone_instant(z, autumn, 1440, &at), ZONE_ONCE);
    zone_free(z);
    z = zone_of("Australia/Lord_Howe"); /* half an hour, at 02:00 of 2026-10-04 */
    day_t spring_there = day_from_ymd((struct ymd){2026, 10, 4});
    assert_int_equal(zone_instant(z, spring_there, 129, &at), ZONE_NEVER);
    assert_int_equal(zone_instant(z, spring_there, 150, &at), ZONE_ONCE);
    zone_free(z);
}

/* All of tzdata, now and far ahead, where the file ends and its rule goes on. */
static void test_all_of_tzdata(void **state)
{
    (void)state;
    FILE *f = fopen("/usr/share/zoneinfo/tzdata.zi", "r");
    char line[512];
    int count = 0;
    assert_non_null(f);
    while (fgets(line, sizeof line, f)) {
        char name[ZONE_NAME_MAX];
        if (sscanf(line, "Z %63s", name) != 1)
            continue;
        struct zone *z = zone_of(name);
        libc_zone(name);
        count++;
        for (int64_t at = -4000000000; at < 6000000000; at += 40000007) {
            day_t day, wanted_day;
            int minute, wanted;
            assert_true(zone_civil(z, at, &day, &minute));
            libc_civil(at, &wanted_day, &wanted);
            if (day != wanted_day || minute != wanted)
                fail_msg("%s: at %lld it is %d, not %d", name, (long long)at, minute, wanted);
        }
        zone_free(z);
    }
    fclose(f);
    assert_in_range(count, 300, 1000);
    libc_zone("UTC0");
}

static void test_texts(void **state)
{
    (void)state;
    static const char *const good[] = {"UTC0",
                                       "PST8PDT",
                                       "PST8PDT,M3.2.0,M11.1.0",
                                       "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
                                       "IST-2IDT,M3.4.4/26,M10.5.0",
                                       "<-02>2<-01>,M3.5.0/-1,M10.5.0/0",
                                       "XYZ-13:45",
                                       "AAA5BBB,J60/0,J300/3",
                                       "AAA5BBB,59/0,299/3"};
    static const char *const bad[] = {"",
                                      "U0",
                                      "UTC",
                                      "UTC25",
                                      "PST8PDT,",
                                      "PST8PDT,M3.2.0",
                                      "<+10",
                                      "PST8PDT,M13.1.0,M1.1.0",
                                      "PST8PDT,M1.6.0,M2.1.0",
                                      "A1B",
                                      "UTC0 ",
                                      "PST8PDT,M3.2.0,M11.1.0,",
                                      "PST8PDT,J0,J3",
                                      "PST8PDT,M3.2.7,M11.1.0"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct zone *z = NULL;
        assert_true(zone_from_text(&z, good[i], NULL));
        libc_zone(good[i]);
        for (int64_t at = from_s; at < to_s; at += 3600) {
            day_t day, wanted_day;
            int minute, wanted;
            assert_true(zone_civil(z, at, &day, &minute));
            libc_civil(at, &wanted_day, &wanted);
            if (day != wanted_day || minute != wanted)
                fail_msg("%s: at %lld it is %d, not %d", good[i], (long long)at, minute, wanted);
        }
        zone_free(z);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct zone *z = NULL;
        struct err e = {0};
        if (zone_from_text(&z, bad[i], &e))
            fail_msg("'%s' is taken", bad[i]);
        assert_true(e.msg[0]);
    }
    libc_zone("UTC0");
}

static void test_names(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",         "America", "America/Atlantis", "../../../etc/passwd", "/etc/localtime",
        "zone.tab", "a b",     "right/UTC",        "America/Boise/",      "\xC3\xA9"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct zone *z = NULL;
        struct err e = {0};
        if (zone_new(&z, bad[i], &e))
            fail_msg("'%s' is taken", bad[i]);
        assert_true(e.msg[0]);
    }
}

/* A clock that has a zone goes by it, whatever the process says; the machine's zone is what TZ says. */
static void test_clock(void **state)
{
    (void)state;
    struct clock c = clock_fake(1772963999); /* 2026-03-08 01:59:59 in Los Angeles */
    struct zone *z = zone_of("America/Los_Angeles");
    libc_zone("Asia/Kabul");
    c.zone = z;
    assert_int_equal(clock_minute_of_day(&c), 119);
    clock_advance(&c, 1000);
    assert_int_equal(clock_minute_of_day(&c), 180);
    assert_int_equal(clock_today(&c), day_from_ymd((struct ymd){2026, 3, 8}));
    c.fake_unix_s = INT64_MAX / 2;
    assert_int_equal(clock_today(&c), DAY_NONE);
    assert_int_equal(clock_minute_of_day(&c), 0);
    zone_free(z);
    struct zone *here = zone_machine();
    assert_string_equal(zone_name(here), "Asia/Kabul");
    assert_int_equal(zone_offset_s(here, from_s), 4 * 3600 + 1800);
    zone_free(here);
    libc_zone("nonsense zone");
    here = zone_machine();
    assert_int_equal(zone_offset_s(here, from_s), 0);
    zone_free(here);
    unsetenv("TZ");
    here = zone_machine(); /* whatever it is, it is one */
    assert_non_null(here);
    zone_free(here);
    libc_zone("UTC0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_turn), cmocka_unit_test(test_known_nights), cmocka_unit_test(test_all_of_tzdata),
        cmocka_unit_test(test_texts),      cmocka_unit_test(test_names),        cmocka_unit_test(test_clock),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
