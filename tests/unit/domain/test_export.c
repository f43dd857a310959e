/* Exports and a day's list. SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above */
#include <cmocka.h>

#include "domain/export.h"
#include "domain/liaison_day.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

static day_t thursday(void)
{
    return day_from_ymd((struct ymd){2026, 12, 3});
}

static struct opened_request some(const char *id, int minute, const char *name)
{
    struct opened_request r = {.received = thursday() - 9, .expires = thursday() + 81, .state = "answered"};
    snprintf(r.id, sizeof r.id, "%s", id);
    snprintf(r.request.name, sizeof r.request.name, "%s", name);
    snprintf(r.request.language, sizeof r.request.language, "so");
    r.request.topics = 1u << TOPIC_STOLEN | 1u << TOPIC_WORK;
    r.request.reach = REACH_PHONE;
    r.request.safe_parts = 1u << PART_EVENING;
    request_set_phone(&r.request, "+1 206 555 0142");
    r.answered = OPENED_READ;
    r.answer = answer_empty();
    r.answer.phrases = 1u << ANSWER_MEET | 1u << ANSWER_INTERPRETER;
    r.answer.day = thursday();
    r.answer.minute = minute;
    if (minute < 0)
        r.answer.part = PART_MIDDAY;
    snprintf(r.answer.place, sizeof r.answer.place, ANSWER_PLACE_CENTRE);
    snprintf(r.answer.officer, sizeof r.answer.officer, "rivera");
    return r;
}

static void export_of(enum export_format format, const struct opened_request *r, size_t n, struct export *x)
{
    static struct zone *zone;
    if (!zone)
        assert_true(zone_from_text(&zone, "PST8PDT,M3.2.0,M11.1.0", NULL));
    const struct export_settings settings = {
        .format = format, .zone = zone, .meeting_min = 30, .centre = "The Centre", .names = true};
    export_begin(x, &settings);
    for (size_t i = 0; i < n; i++)
        export_add(x, &r[i]);
    assert_true(export_end(x));
}

/* Nothing that a visitor wrote is run by a table program, and no cell breaks out of its row. */
static void a_cell_is_text(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"Amina", ",Amina,"},
        {"=HYPERLINK(\"http://x\")", ",\"'=HYPERLINK(\"\"http://x\"\")\","},
        {"+1", ",\"'+1\","},
        {"-1", ",\"'-1\","},
        {"@SUM", ",\"'@SUM\","},
        {"\t=1", ",\"'\t'=1\","},
        {"\r=1", ",\"'\r'=1\","},
        {"\uFF1D1", ",\"'\uFF1D1\","},
        {"a,b", ",\"a,b\","},
        {"a\nb", ",\"a\nb\","},
        {" a", ",\" a\","},
        {" =1", ",\" '=1\","},
        {"a;=1", ",\"a;'=1\","},
        {"a; @b;c", ",\"a; '@b;c\","},
        {"a\t-1|+2", ",\"a\t'-1|'+2\","},
        {"a\r\nb", ",\"a\r\nb\","},
        {"1+1-2=0", ",1+1-2=0,"},
        {"\"=1", ",\"\"\"'=1\","},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct export x;
        struct opened_request r = some("1a2b3c4d00000000000000000000000f", 630, cases[i][0]);
        export_of(EXPORT_CSV, &r, 1, &x);
        if (!strstr(x.out.s, cases[i][1]))
            fail_msg("%s", x.out.s);
        assert_non_null(strstr(x.out.s, ",\"'+12065550142\",")); /* a number is text too */
        assert_true(str_ends(x.out.s, ",given\r\n"));
        export_release(&x);
    }
}

static size_t cells(const char *line)
{
    size_t n = 1;
    for (; *line && *line != '\r'; line++)
        n += *line == ',';
    return n;
}

static void rows_are_as_long_as_the_head(void **state)
{
    (void)state;
    struct export x;
    struct opened_request r[2] = {some("1a", 630, "A"), {.state = "new", .answered = OPENED_FOREIGN}};
    export_of(EXPORT_CSV, r, 2, &x);
    const char *first = strstr(x.out.s, "\r\n") + 2, *second = strstr(first, "\r\n") + 2;
    assert_int_equal(cells(x.out.s), 27);
    assert_int_equal(cells(first), 27);
    assert_int_equal(cells(second), 27);
    assert_non_null(strstr(second, "not readable"));
    export_release(&x);
}

static void json_of_each_kind(void **state)
{
    (void)state;
    struct export x;
    struct opened_request r[3] = {some("1a", 630, "A \"quoted\" \\ name"), some("2b", -1, "B"), some("3c", 600, "C")};
    r[0].replied = OPENED_READ;
    r[0].reply.kind = REPLY_ACCEPT;
    r[1].answered = OPENED_FOREIGN;
    r[2].answered = OPENED_NOT_THERE;
    for (size_t n = 0; n <= 3; n++) {
        export_of(EXPORT_JSON, r, n, &x);
        json_t *all = json_loads(x.out.s, JSON_REJECT_DUPLICATES, NULL);
        assert_int_equal(json_array_size(all), n);
        if (n == 3) {
            const json_t *a = json_array_get(all, 0), *b = json_array_get(all, 1), *c = json_array_get(all, 2);
            assert_string_equal(json_string_value(json_object_get(json_object_get(a, "request"), "name")),
                                "A \"quoted\" \\ name");
            assert_string_equal(json_string_value(json_object_get(a, "promise")), "accepted");
            assert_true(json_is_null(json_object_get(b, "answer")));
            assert_null(json_object_get(c, "answer"));
        }
        json_decref(all);
        export_release(&x);
    }
}

static void calendar_says_what_it_is_worth(void **state)
{
    (void)state;
    struct export x;
    struct opened_request r = some("1a", 630, "Amina");
    export_of(EXPORT_ICS, &r, 1, &x);
    assert_non_null(strstr(x.out.s, "DTSTART:20261203T183000Z\r\nDTEND:20261203T190000Z"));
    assert_non_null(strstr(x.out.s, "SUMMARY:Meeting: Amina\r\nLOCATION:The Centre\r\nSTATUS:TENTATIVE"));
    export_release(&x);
    r.replied = OPENED_READ;
    r.reply.kind = REPLY_OTHER_TIME;
    export_of(EXPORT_ICS, &r, 1, &x);
    assert_non_null(strstr(x.out.s, "STATUS:CANCELLED"));
    export_release(&x);
    r.reply.kind = REPLY_ACCEPT;
    r.state = "closed"; /* somebody may come all the same */
    r.answer.phrases = 1u << ANSWER_WILL_CALL;
    r.answer.minute = ANSWER_NO_MINUTE;
    r.answer.part = PART_EVENING;
    export_of(EXPORT_ICS, &r, 1, &x);
    assert_non_null(strstr(x.out.s, "DTSTART;VALUE=DATE:20261203\r\nDTEND;VALUE=DATE:20261204"));
    assert_non_null(strstr(x.out.s, "SUMMARY:Phone call (evening): Amina\r\nSTATUS:CONFIRMED"));
    export_release(&x);
    r.answer = answer_empty();
    r.answer.phrases = 1u << ANSWER_THANKS; /* promises nothing */
    export_of(EXPORT_ICS, &r, 1, &x);
    assert_int_equal(x.count, 0);
    export_release(&x);
}

static void what_a_promise_is_worth(void **state)
{
    (void)state;
    struct opened_request r = some("1a", 630, "");
    const struct reply yes = {.kind = REPLY_ACCEPT}, other = {.kind = REPLY_OTHER_TIME};
    assert_int_equal(promise_state(&r.answer, NULL, false), PROMISE_GIVEN);
    assert_int_equal(promise_state(&r.answer, NULL, true), PROMISE_FREED);
    assert_int_equal(promise_state(&r.answer, &yes, false), PROMISE_ACCEPTED);
    assert_int_equal(promise_state(&r.answer, &yes, true), PROMISE_ACCEPTED);
    assert_int_equal(promise_state(&r.answer, &other, false), PROMISE_FREED);
    r.answer = answer_empty();
    assert_int_equal(promise_state(&r.answer, &yes, false), PROMISE_NONE);
}

static void a_day_in_order(void **state)
{
    (void)state;
    struct liaison_day l;
    struct opened_request r;
    liaison_day_init(&l, thursday());
    for (int i = 0; i < 20; i++) {
        r = some("1a2b3c4d5e", 1000 - i * 10, "x");
        liaison_day_add(&l, &r, "rivera");
    }
    r = some("ffffffff00", -1, "part"); /* midday */
    r.replied = OPENED_READ;
    r.reply.kind = REPLY_ACCEPT;
    liaison_day_add(&l, &r, "rivera");
    liaison_day_add(&l, &r, "haddad"); /* another's */
    r.answer.day++;
    liaison_day_add(&l, &r, "rivera"); /* another day */
    r.answer.day--;
    r.reply.kind = REPLY_OTHER_TIME;
    liaison_day_add(&l, &r, "rivera"); /* given back */
    assert_int_equal(l.count, 21);
    for (size_t i = 1; i < l.count; i++)
        if (l.v[i].minute >= 0 && l.v[i - 1].minute >= 0)
            assert_true(l.v[i - 1].minute <= l.v[i].minute);
    assert_int_equal(l.v[0].minute, SLOT_NO_MINUTE); /* midday begins before 13:30 */
    assert_true(l.v[0].accepted && !l.v[1].accepted && l.v[1].interpreter_arranged && !l.v[1].by_phone);
    assert_string_equal(l.v[1].short_id, "1a2b3c4d");
    assert_string_equal(l.v[1].phone, "+12065550142");
    assert_string_equal(l.v[1].place, ANSWER_PLACE_CENTRE);
    liaison_day_release(&l);
    assert_int_equal(l.count, 0);
    liaison_day_release(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cell_is_text),          cmocka_unit_test(rows_are_as_long_as_the_head),
        cmocka_unit_test(json_of_each_kind),       cmocka_unit_test(calendar_says_what_it_is_worth),
        cmocka_unit_test(what_a_promise_is_worth), cmocka_unit_test(a_day_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
