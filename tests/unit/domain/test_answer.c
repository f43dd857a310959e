/* Answers and replies: what is said survives the journey, what is hostile or makes no sense does not get in.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/answer.h"
#include "domain/request.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const day_t thursday = 20790; /* 2026-12-03 */

static struct answer meeting(void)
{
    struct answer a = answer_empty();
    a.phrases = 1u << ANSWER_MEET | 1u << ANSWER_INTERPRETER;
    a.day = thursday;
    a.minute = 10 * 60 + 30;
    snprintf(a.place, sizeof a.place, "%s", ANSWER_PLACE_CENTRE);
    snprintf(a.officer, sizeof a.officer, "rivera");
    return a;
}

static void refused(const struct answer *a, const char *why)
{
    struct err e = {0};
    assert_false(answer_valid(a, &e));
    assert_non_null(strstr(e.msg, why));
}

static void test_words(void **state)
{
    (void)state;
    for (int p = 0; p < ANSWER_PHRASE_COUNT; p++)
        assert_int_equal(answer_phrase_from_word(answer_phrase_word((enum answer_phrase)p)), p);
    for (int k = 0; k < REPLY_COUNT; k++)
        assert_int_equal(reply_from_word(reply_word((enum reply_kind)k)), k);
    assert_int_equal(answer_phrase_from_word("Meet"), ANSWER_PHRASE_COUNT);
    assert_int_equal(reply_from_word(""), REPLY_COUNT);
    /* kept in sealed answers for months: not to be renamed */
    assert_string_equal(answer_phrase_word(ANSWER_MEET), "meet");
    assert_string_equal(answer_phrase_word(ANSWER_CANNOT_THEN), "cannot-then-but");
    assert_string_equal(answer_phrase_word(ANSWER_THANKS), "thanks");
}

static void test_there_and_back(void **state)
{
    (void)state;
    struct answer a = meeting(), back = answer_empty();
    struct str json;
    struct err e = {0};
    str_init(&json);
    snprintf(a.place, sizeof a.place, "كتبخانه \"Riverside\" \\");
    assert_true(answer_valid(&a, &e));
    answer_to_json(&a, &json);
    assert_true(answer_from_json(json.s, json.len, &back, &e));
    assert_int_equal(back.phrases, a.phrases);
    assert_int_equal(back.day, thursday);
    assert_int_equal(back.minute, 630);
    assert_int_equal(back.part, PART_COUNT);
    assert_string_equal(back.place, a.place);
    assert_string_equal(back.officer, "rivera");
    str_release(&json);
}

/* However much is said, padded it is as long as any other. */
static void test_one_length(void **state)
{
    (void)state;
    struct answer full = meeting(), least = answer_empty();
    struct reply r = {.kind = REPLY_OTHER_TIME, .slot_count = REQUEST_SLOTS_MAX};
    struct str a, b, c;
    str_init(&a);
    str_init(&b);
    str_init(&c);
    least.phrases = 1u << ANSWER_THANKS;
    full.phrases = (1u << ANSWER_PHRASE_COUNT) - 1; /* more than may be said */
    memset(full.place, '"', sizeof full.place - 1);
    memset(full.officer, 'x', sizeof full.officer - 1);
    memset(full.resource, 'x', sizeof full.resource - 1);
    for (size_t i = 0; i < REQUEST_SLOTS_MAX; i++)
        r.slots[i] = (struct request_slot){thursday, PART_MORNING};
    answer_to_json(&full, &a);
    answer_to_json(&least, &b);
    reply_to_json(&r, &c);
    request_pad(&a);
    request_pad(&b);
    request_pad(&c);
    assert_int_equal(a.len, 2048);
    assert_int_equal(b.len, 2048);
    assert_int_equal(c.len, 2048);
    str_release(&a);
    str_release(&b);
    str_release(&c);
}

static void test_slots_and_phrases(void **state)
{
    (void)state;
    struct answer a = answer_empty();
    refused(&a, "no phrase");
    a = meeting();
    a.day = DAY_NONE;
    refused(&a, "a day");
    a = meeting();
    a.minute = ANSWER_NO_MINUTE;
    refused(&a, "a time");
    a.part = PART_EVENING;
    assert_true(answer_valid(&a, NULL));
    assert_int_equal(answer_part(&a), PART_EVENING);
    a.minute = 600;
    refused(&a, "one of them");
    a = meeting();
    a.place[0] = 0;
    refused(&a, "a place");
    a = meeting();
    a.phrases |= 1u << ANSWER_WILL_CALL;
    refused(&a, "two times");
    a = answer_empty();
    a.phrases = 1u << ANSWER_THANKS;
    assert_true(answer_valid(&a, NULL));
    assert_false(answer_offers_time(&a));
    a.day = thursday;
    refused(&a, "speaks of a day");
    a.day = DAY_NONE;
    snprintf(a.resource, sizeof a.resource, "legal-aid");
    refused(&a, "speaks of a resource");
    a.phrases = 1u << ANSWER_RESOURCE;
    assert_true(answer_valid(&a, NULL));
    a.resource[0] = 0;
    refused(&a, "a resource");
}

static void test_bounds(void **state)
{
    (void)state;
    static const char *const bad[] = {"a\nb", "\x1b[2J", "\u202Eabc", "\u2066", "\xC3", "\xC2\x85"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct answer a = meeting();
        snprintf(a.place, sizeof a.place, "%s", bad[i]);
        refused(&a, "out of bounds");
    }
    struct answer a = meeting();
    memset(a.place, 'x', sizeof a.place);
    refused(&a, "out of bounds");
    a = meeting();
    a.minute = 24 * 60;
    refused(&a, "out of bounds");
    a = meeting();
    a.phrases |= 1u << ANSWER_PHRASE_COUNT;
    refused(&a, "out of bounds");
    a = meeting();
    snprintf(a.officer, sizeof a.officer, "../etc");
    refused(&a, "out of bounds");
    assert_int_equal(answer_part(&a), PART_MORNING);
    a.minute = 12 * 60;
    assert_int_equal(answer_part(&a), PART_MIDDAY);
    a.minute = 17 * 60;
    assert_int_equal(answer_part(&a), PART_EVENING);
}

static void test_minutes(void **state)
{
    (void)state;
    int m = -7;
    assert_true(answer_parse_minute("00:00", &m) && m == 0);
    assert_true(answer_parse_minute("23:59", &m) && m == 1439);
    static const char *const bad[] = {"", "9:30", "24:00", "12:60", "12:3", "12:300", "12-30", " 9:30", "+9:30"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(answer_parse_minute(bad[i], &m));
}

static void test_hostile_json(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "[]",
        "{}",
        "{\"version\":2,\"phrases\":[\"thanks\"]}",
        "{\"version\":1}",
        "{\"version\":1,\"phrases\":\"thanks\"}",
        "{\"version\":1,\"phrases\":[]}",
        "{\"version\":1,\"phrases\":[7]}",
        "{\"version\":1,\"phrases\":[\"shout\"]}",
        "{\"version\":1,\"phrases\":[\"thanks\"],\"phrases\":[\"thanks\"]}",
        "{\"version\":1,\"phrases\":[\"thanks\"],\"day\":\"2026-02-30\"}",
        "{\"version\":1,\"phrases\":[\"will-call\"],\"day\":\"2026-12-03\",\"time\":\"25:00\"}",
        "{\"version\":1,\"phrases\":[\"will-call\"],\"day\":\"2026-12-03\",\"time\":900}",
        "{\"version\":1,\"phrases\":[\"will-call\"],\"day\":\"2026-12-03\",\"part\":\"night\"}",
        "{\"version\":1,\"phrases\":[\"meet\"],\"day\":\"2026-12-03\",\"part\":\"morning\",\"place\":[]}",
        "{\"version\":1,\"phrases\":[\"meet\"],\"day\":\"2026-12-03\",\"part\":\"morning\",\"place\":\"\\u202e\"}",
        "{\"version\":1,\"phrases\":[\"see-resource\"],\"resource\":\"/etc/passwd\"}",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct answer a = {.minute = 77};
        struct err e = {0};
        if (answer_from_json(bad[i], strlen(bad[i]), &a, &e))
            fail_msg("taken: %s", bad[i]);
        assert_int_equal(a.minute, 77); /* untouched */
        assert_true(str_starts(e.msg, "answer: "));
    }
    struct answer a;
    static const char nul[] = "{\"version\":1,\"phrases\":[\"thanks\\u0000\"]}";
    assert_false(answer_from_json(nul, sizeof nul - 1, &a, NULL));
}

static void test_replies(void **state)
{
    (void)state;
    struct reply r = {.kind = REPLY_OTHER_TIME, .slots = {{thursday, PART_MIDDAY}}, .slot_count = 1}, back;
    struct str json;
    struct err e = {0};
    str_init(&json);
    reply_to_json(&r, &json);
    assert_true(reply_from_json(json.s, json.len, &back, &e));
    assert_int_equal(back.kind, REPLY_OTHER_TIME);
    assert_int_equal(back.slot_count, 1);
    assert_int_equal(back.slots[0].day, thursday);
    assert_int_equal(back.slots[0].part, PART_MIDDAY);
    str_release(&json);
    static const char *const bad[] = {
        "null",
        "{\"version\":1}",
        "{\"version\":1,\"reply\":\"none\"}",
        "{\"version\":1,\"reply\":\"perhaps\"}",
        "{\"version\":1,\"reply\":\"accept\",\"when\":[{\"day\":\"2026-12-03\",\"part\":\"morning\"}]}",
        "{\"version\":1,\"reply\":\"other-time\",\"when\":[{\"day\":\"1026-12-03\",\"part\":\"morning\"}]}",
        "{\"version\":1,\"reply\":\"other-time\",\"when\":[{\"day\":\"2026-12-03\"}]}",
        "{\"version\":1,\"reply\":\"other-time\",\"when\":{}}",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (reply_from_json(bad[i], strlen(bad[i]), &back, &e))
            fail_msg("taken: %s", bad[i]);
    r.slot_count = REQUEST_SLOTS_MAX + 1;
    assert_false(reply_valid(&r, &e));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),   cmocka_unit_test(test_there_and_back),    cmocka_unit_test(test_one_length),
        cmocka_unit_test(test_bounds),  cmocka_unit_test(test_slots_and_phrases), cmocka_unit_test(test_minutes),
        cmocka_unit_test(test_replies), cmocka_unit_test(test_hostile_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
