/* When liaisons are told, and of how many: with a clock that the test moves. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "domain/nudge.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
/* cmocka needs four of the above */
#include <cmocka.h>

enum { DAY_ONE = 20781 /* 2026-11-24 */, NINE = 9 * 60, FOUR = 16 * 60 };

static const struct nudge_rules twice_a_day = {
    .moments = {NINE, FOUR}, .moment_count = 2, .hours_apart = 4, .remind_days = 7};

static struct nudge_now at(int day, int hour, int minute)
{
    return (struct nudge_now){.day = DAY_ONE + day,
                              .minute = hour * 60 + minute,
                              .unix_s = ((int64_t)(DAY_ONE + day) * 1440 + hour * 60 + minute) * 60};
}

/* Looks when a moment has come; what would be told now. */
static int told(const struct nudge_rules *r, struct nudge_state *s, struct nudge_now now, int unread)
{
    if (nudge_moment_passed(r, s, &now))
        nudge_look(r, s, &now, unread, false);
    return nudge_may_try(r, s, &now) ? nudge_count(s, unread) : 0;
}

static void succeed(struct nudge_state *s, struct nudge_now now, int count)
{
    nudge_begin(s, &now, 0);
    nudge_succeeded(s, &now, count);
}

static void a_request_is_told_of_once_at_the_next_moment(void **state)
{
    (void)state;
    struct nudge_state s = {0};
    assert_int_equal(told(&twice_a_day, &s, at(0, 8, 0), 0), 0);
    s.untold = 1;                                                 /* somebody at half past nine */
    assert_int_equal(told(&twice_a_day, &s, at(0, 9, 30), 1), 1); /* nine had not been looked at yet */
    s = (struct nudge_state){0};
    assert_int_equal(told(&twice_a_day, &s, at(0, 9, 0), 0), 0);
    s.untold = 1;
    for (int minute = 1; minute < 7 * 60; minute++)
        assert_int_equal(told(&twice_a_day, &s, at(0, 9, minute), 1), 0);
    assert_int_equal(told(&twice_a_day, &s, at(0, 16, 0), 1), 1);
    succeed(&s, at(0, 16, 0), 1);
    for (int day = 1; day < 7; day++) {
        assert_int_equal(told(&twice_a_day, &s, at(day, 9, 0), 1), 0);
        assert_int_equal(told(&twice_a_day, &s, at(day, 15, 59), 1), 0);
    }
    assert_int_equal(told(&twice_a_day, &s, at(7, 16, 0), 1), 1); /* the reminder */
    succeed(&s, at(7, 16, 0), 1);
    assert_int_equal(told(&twice_a_day, &s, at(8, 16, 0), 1), 0);
    assert_int_equal(told(&twice_a_day, &s, at(14, 9, 0), 0), 0); /* collected: silence */
    assert_int_equal(told(&twice_a_day, &s, at(140, 9, 0), 0), 0);
}

static void new_ones_are_told_of_with_those_that_wait(void **state)
{
    (void)state;
    struct nudge_state s = {.untold = 2};
    assert_int_equal(told(&twice_a_day, &s, at(0, 9, 0), 2), 2);
    succeed(&s, at(0, 9, 0), 2);
    assert_int_equal(s.untold, 0);
    s.untold = 1;
    assert_int_equal(told(&twice_a_day, &s, at(0, 16, 0), 3), 3);
    succeed(&s, at(0, 16, 0), 3);
    /* two are collected and two come: as many as before, and yet new */
    s.untold = 2;
    assert_int_equal(told(&twice_a_day, &s, at(1, 9, 0), 3), 3);
}

static void what_came_after_the_moment_is_not_in_its_number(void **state)
{
    (void)state;
    struct nudge_state s = {.untold = 2};
    assert_int_equal(told(&twice_a_day, &s, at(0, 9, 0), 2), 2);
    struct nudge_now now = at(0, 9, 0);
    nudge_begin(&s, &now, 0);
    nudge_failed(&s, NUDGE_NO_CONNECT);
    s.untold++; /* somebody at 9:03 */
    assert_int_equal(told(&twice_a_day, &s, at(0, 9, 4), 3), 0);
    assert_int_equal(told(&twice_a_day, &s, at(0, 9, 5), 3), 2);
    assert_int_equal(told(&twice_a_day, &s, at(0, 9, 5), 1), 1); /* two of them collected */
    succeed(&s, at(0, 9, 5), 2);
    assert_int_equal(s.untold, 1);
    assert_int_equal(told(&twice_a_day, &s, at(0, 16, 0), 3), 3);
}

static void not_more_often_than_hours_apart(void **state)
{
    (void)state;
    struct nudge_state s = {.untold = 1};
    struct nudge_now now = at(0, 9, 0);
    told(&twice_a_day, &s, now, 1);
    nudge_begin(&s, &now, 0);
    succeed(&s, at(0, 15, 30), 1); /* it got through at last */
    s.untold = 1;
    assert_int_equal(told(&twice_a_day, &s, at(0, 16, 0), 2), 0);
    assert_int_equal(told(&twice_a_day, &s, at(1, 9, 0), 2), 2);
}

static void failures_back_off_and_a_restart_goes_on_with_it(void **state)
{
    (void)state;
    static const int minutes[] = {5, 10, 20, 40, 80, 160, 320, 360, 360};
    for (int i = 0; i < 9; i++) {
        assert_int_equal(nudge_retry_s(i + 1, 0), minutes[i] * 60);
        for (uint32_t random = 1; random != 0; random *= 3) {
            int wait = nudge_retry_s(i + 1, random);
            assert_true(wait <= minutes[i] * 60 && wait >= minutes[i] * 45);
            if (random > 1000000000)
                break;
        }
    }
    assert_int_equal(nudge_retry_s(INT32_MAX, 0), NUDGE_RETRY_MAX_S);
    /* a dead server for thirty days: the tries are counted as the kiosk would make them */
    struct nudge_state s = {.untold = 1};
    int tries = 0;
    struct nudge_now now = at(0, 9, 0);
    for (int64_t t = now.unix_s, end = t + 30 * 86400; t < end;) {
        int64_t minute = t / 60;
        now = (struct nudge_now){.day = (day_t)(minute / 1440), .minute = (int)(minute % 1440), .unix_s = t};
        if (told(&twice_a_day, &s, now, 1)) {
            nudge_begin(&s, &now, (uint32_t)tries);
            tries++;
            struct nudge_state kept = s; /* the power goes, and comes again */
            s = kept;
            assert_int_equal(told(&twice_a_day, &s, now, 1), 0);
        }
        int wait = nudge_wait_s(&twice_a_day, &s, &now);
        assert_true(wait >= 1);
        t += wait;
    }
    assert_in_range(tries, 100, 140); /* some four a day */
    assert_int_equal(s.failures, tries);
}

static void quiet_hours(void **state)
{
    (void)state;
    struct nudge_rules r = twice_a_day;
    r.quiet_from = 20 * 60;
    r.quiet_to = 7 * 60;
    struct nudge_state s = {.untold = 1, .moment = (int64_t)DAY_ONE * 1440 + FOUR, .owed = 1, .owed_untold = 1};
    assert_int_equal(told(&r, &s, at(0, 19, 59), 1), 1);
    assert_int_equal(told(&r, &s, at(0, 20, 0), 1), 0);
    assert_int_equal(told(&r, &s, at(0, 23, 59), 1), 0);
    struct nudge_now now = at(0, 23, 0);
    assert_int_equal(nudge_wait_s(&r, &s, &now), 8 * 3600);
    assert_int_equal(told(&r, &s, at(1, 6, 59), 1), 0);
    assert_int_equal(told(&r, &s, at(1, 7, 0), 1), 1);
}

static void a_clock_that_was_wrong_silences_nothing(void **state)
{
    (void)state;
    struct nudge_state s = {.untold = 1};
    assert_int_equal(told(&twice_a_day, &s, at(4000, 9, 0), 1), 1);
    succeed(&s, at(4000, 9, 0), 1);
    s.untold = 1;
    assert_int_equal(told(&twice_a_day, &s, at(0, 9, 0), 2), 2); /* set right */
    struct nudge_now ahead = at(4000, 9, 0);
    nudge_begin(&s, &ahead, 0);
    assert_int_equal(told(&twice_a_day, &s, at(0, 9, 1), 2), 2);
    /* an hour back in autumn: the same moment is not looked at twice */
    struct nudge_state t = {0};
    told(&twice_a_day, &t, at(0, 16, 0), 0);
    struct nudge_now again = at(0, 15, 30);
    assert_false(nudge_moment_passed(&twice_a_day, &t, &again));
}

static void a_file_is_taken_away_when_all_is_collected(void **state)
{
    (void)state;
    struct nudge_state s = {.untold = 1};
    struct nudge_now now = at(0, 9, 0);
    nudge_look(&twice_a_day, &s, &now, 1, true);
    assert_int_equal(nudge_count(&s, 1), 1);
    succeed(&s, now, 1);
    now = at(0, 16, 0);
    nudge_look(&twice_a_day, &s, &now, 0, true);
    assert_true(nudge_may_try(&twice_a_day, &s, &now));
    assert_int_equal(nudge_count(&s, 0), NUDGE_OWES_CLEARING);
    assert_int_equal(nudge_count(&s, 1), NUDGE_OWES_NOTHING); /* another came meanwhile */
    int64_t told_at = s.told_at;
    succeed(&s, now, NUDGE_OWES_CLEARING);
    assert_int_equal(s.told, 0);
    assert_int_equal(s.told_at, told_at);
    now = at(1, 9, 0);
    nudge_look(&twice_a_day, &s, &now, 0, true);
    assert_false(nudge_may_try(&twice_a_day, &s, &now));
}

static void how_long_to_sleep(void **state)
{
    (void)state;
    struct nudge_state s = {0};
    struct nudge_now now = at(0, 8, 59);
    now.unix_s += 30;
    assert_int_equal(nudge_wait_s(&twice_a_day, &s, &now), 30);
    now = at(0, 9, 0);
    assert_int_equal(nudge_wait_s(&twice_a_day, &s, &now), 7 * 3600);
    now = at(0, 16, 0);
    assert_int_equal(nudge_wait_s(&twice_a_day, &s, &now), 17 * 3600);
    nudge_begin(&s, &now, 0);
    s.owed = 1;
    assert_int_equal(nudge_wait_s(&twice_a_day, &s, &now), 300);
    struct nudge_rules never = {.moment_count = 0};
    assert_true(nudge_wait_s(&never, &s, &now) > 86400);
    assert_false(nudge_moment_passed(&never, &s, &now));
    assert_false(nudge_may_try(&never, &s, &now));
}

static void words_hold_a_number_and_a_name(void **state)
{
    (void)state;
    char out[NUDGE_WORDS_MAX], name[1200];
    nudge_words(3, "Riverside", out);
    assert_string_equal(out, "3 new at Riverside");
    nudge_words(0, "Riverside", out);
    assert_string_equal(out, "test from Riverside");
    nudge_words(1,
                "A\r\nBcc: x@y\tZ\x7f\xc2\x85"
                "B\xe2\x80\xa8"
                "C",
                out);
    assert_string_equal(out, "1 new at A  Bcc: x@y Z   B   C");
    nudge_words(INT32_MAX, "R", out);
    assert_string_equal(out, "9999 new at R");
    memset(name, 0, sizeof name);
    for (int i = 0; i < 1000; i += 2) /* é, cut between two of them */
        memcpy(name + i, "\xc3\xa9", 2);
    nudge_words(3, name, out);
    assert_true(strlen(out) < NUDGE_WORDS_MAX);
    assert_int_equal((unsigned char)out[strlen(out) - 1], 0xA9);
    for (int t = 0; t <= NUDGE_TROUBLE_COUNT; t++)
        assert_true(strlen(nudge_trouble_words((enum nudge_trouble)t)) > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_request_is_told_of_once_at_the_next_moment),
        cmocka_unit_test(new_ones_are_told_of_with_those_that_wait),
        cmocka_unit_test(what_came_after_the_moment_is_not_in_its_number),
        cmocka_unit_test(not_more_often_than_hours_apart),
        cmocka_unit_test(failures_back_off_and_a_restart_goes_on_with_it),
        cmocka_unit_test(quiet_hours),
        cmocka_unit_test(a_clock_that_was_wrong_silences_nothing),
        cmocka_unit_test(a_file_is_taken_away_when_all_is_collected),
        cmocka_unit_test(how_long_to_sleep),
        cmocka_unit_test(words_hold_a_number_and_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
