/* Calendar files, read back by libical. links: libical
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above */
#include <cmocka.h>

#include "domain/calendar.h"

#include <libical/ical.h>
#include <string.h>

/* 2026-12-03 10:30 in Los Angeles. */
static const struct calendar_event meeting = {.uid = "1a2b3c4d",
                                              .start_s = 1796322600,
                                              .end_s = 1796324400,
                                              .whole_day = DAY_NONE,
                                              .stamp_s = 1795500000,
                                              .summary = CALENDAR_MEETING,
                                              .location = "Riverside Library, 12 Main St",
                                              .status = CALENDAR_CONFIRMED};

/* The file as libical has it, which complains of nothing; icalcomponent_free. */
static icalcomponent *judged(const char *text)
{
    icalcomponent *c = icalparser_parse_string(text);
    assert_non_null(c);
    assert_int_equal(icalcomponent_count_errors(c), 0);
    return c;
}

static void test_code(void **state)
{
    (void)state;
    struct str out;
    str_init(&out);
    calendar_code(&meeting, &out);
    assert_string_equal(out.s, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Porchlight//EN\r\nBEGIN:VEVENT\r\n"
                               "UID:1a2b3c4d\r\nDTSTAMP:20261124T060000Z\r\nDTSTART:20261203T183000Z\r\n"
                               "DTEND:20261203T190000Z\r\nSUMMARY:Meeting\r\n"
                               "LOCATION:Riverside Library\\, 12 Main St\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
    assert_in_range(out.len, 1, CALENDAR_CODE_MAX);
    icalcomponent *c = judged(out.s);
    icalcomponent *ev = icalcomponent_get_first_component(c, ICAL_VEVENT_COMPONENT);
    assert_string_equal(icalcomponent_get_location(ev), "Riverside Library, 12 Main St");
    assert_true(icaltime_as_timet(icalcomponent_get_dtstart(ev)) == meeting.start_s);
    assert_true(icaltime_as_timet(icalcomponent_get_dtend(ev)) == meeting.end_s);
    icalcomponent_free(c);
    str_release(&out);
}

/* Where only a part of the day is promised, the day is; DTEND is not needed (RFC 5545, 3.6.1). */
static void test_code_of_a_day(void **state)
{
    (void)state;
    struct str out;
    str_init(&out);
    struct calendar_event ev = meeting;
    ev.uid = NULL;
    ev.whole_day = day_from_ymd((struct ymd){2026, 12, 3});
    calendar_code(&ev, &out);
    icalcomponent *c = judged(out.s), *event = icalcomponent_get_first_component(c, ICAL_VEVENT_COMPONENT);
    assert_non_null(strstr(out.s, "UID:20261203-meeting\r\n"));
    assert_non_null(strstr(out.s, "DTSTART;VALUE=DATE:20261203\r\n"));
    assert_null(strstr(out.s, "DTEND"));
    assert_int_equal(icalcomponent_get_dtstart(event).is_date, 1);
    icalcomponent_free(c);
    str_release(&out);
}

/* Whatever the words are, the code is small, and no character of them is cut through. */
static void test_code_fits(void **state)
{
    (void)state;
    struct str out, long_words;
    str_init(&out);
    str_init(&long_words);
    struct calendar_event ev = meeting;
    ev.uid = NULL;
    for (int i = 0; i < 100; i++) {
        str_add(&long_words, i % 7 ? "\xE1\x80\xAC" : "\xC3\xA9");
        ev.summary = long_words.s;
        for (int with = 0; with < 2; with++) {
            ev.location = with ? long_words.s : NULL;
            str_clear(&out);
            calendar_code(&ev, &out);
            assert_in_range(out.len, 1, CALENDAR_CODE_MAX);
            assert_true(utf8_valid(out.s, out.len, NULL));
            icalcomponent *c = judged(out.s);
            const char *said = icalcomponent_get_summary(icalcomponent_get_first_component(c, ICAL_VEVENT_COMPONENT));
            assert_true(strncmp(said, long_words.s, strlen(said)) == 0 && strlen(said) > 0);
            icalcomponent_free(c);
        }
    }
    str_release(&out);
    str_release(&long_words);
}

static void test_file(void **state)
{
    (void)state;
    static const char hostile[] =
        "a;b,c\\d\nEND:VEVENT\r\nBEGIN:VALARM \xE1\x80\xAC\xE1\x80\xAC\xE1\x80\xAC\xE1\x80\xAC"
        "\xE1\x80\xAC\xE1\x80\xAC\xE1\x80\xAC\xE1\x80\xAC\xE1\x80\xAC\xE1\x80\xAC 0123456789";
    struct str out;
    str_init(&out);
    struct calendar_event ev = meeting;
    calendar_begin(&out);
    calendar_add(&out, &ev);
    ev.uid = "2";
    ev.summary = hostile;
    ev.status = CALENDAR_CANCELLED;
    calendar_add(&out, &ev);
    ev.uid = "3";
    ev.whole_day = day_from_ymd((struct ymd){2026, 12, 31});
    ev.location = NULL;
    calendar_add(&out, &ev);
    calendar_end(&out);
    for (const char *line = out.s, *end; (end = strstr(line, "\r\n")); line = end + 2)
        assert_in_range(end - line, 1, 75);
    icalcomponent *c = judged(out.s);
    assert_int_equal(icalcomponent_get_method(c), ICAL_METHOD_PUBLISH);
    assert_int_equal(icalcomponent_count_components(c, ICAL_VEVENT_COMPONENT), 3);
    assert_int_equal(icalcomponent_count_components(c, ICAL_ANY_COMPONENT), 3);
    icalcomponent *one = icalcomponent_get_first_component(c, ICAL_VEVENT_COMPONENT);
    assert_int_equal(icalcomponent_get_status(one), ICAL_STATUS_CONFIRMED);
    one = icalcomponent_get_next_component(c, ICAL_VEVENT_COMPONENT);
    assert_int_equal(icalcomponent_get_status(one), ICAL_STATUS_CANCELLED);
    const char *said = icalcomponent_get_summary(one);
    assert_true(strstr(said, "a;b,c\\d\nEND:VEVENT \nBEGIN:VALARM ") == said && strstr(said, " 0123456789"));
    one = icalcomponent_get_next_component(c, ICAL_VEVENT_COMPONENT);
    assert_true(icalcomponent_get_dtstart(one).is_date && icalcomponent_get_dtend(one).day == 1);
    assert_true(icalrestriction_check(c));
    icalcomponent_free(c);
    str_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_code),
        cmocka_unit_test(test_code_of_a_day),
        cmocka_unit_test(test_code_fits),
        cmocka_unit_test(test_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
