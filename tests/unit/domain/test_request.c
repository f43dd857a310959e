/* Requests: what is said survives the journey, what is hostile does not get in.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/request.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const day_t today = 20600; /* 2026-05-27 */

static struct request full(void)
{
    struct request r = {
        .topics = 1u << TOPIC_HURT_AT_HOME | 1u << TOPIC_CHILDREN,
        .language = "fa-AF",
        .dialect = "Hazāragi \"من\"",
        .interpreter = INTERPRETER_WOMAN,
        .interpreter_not_from_my_community = true,
        .place = PLACE_COMMUNITY,
        .slots = {{20610, PART_MIDDAY}, {20611, PART_EVENING}},
        .slot_count = 2,
        .reach = REACH_PHONE,
        .phone = "+12065550199",
        .safe_parts = 1u << PART_MORNING,
        .safe_voicemail = false,
        .safe_text = true,
        .name = "گلنار",
        .assisted = true,
    };
    return r;
}

static bool parse(const char *json, struct request *r, struct err *e)
{
    day_t day;
    return request_from_json(json, strlen(json), r, &day, e);
}

static void test_there_and_back(void **state)
{
    (void)state;
    struct request r = full(), back;
    struct str json;
    day_t day;
    struct err e = {0};
    str_init(&json);
    request_to_json(&r, today, &json);
    assert_false(json.failed);
    assert_true(request_from_json(json.s, json.len, &back, &day, &e));
    assert_int_equal(day, today);
    struct str again;
    str_init(&again);
    request_to_json(&back, day, &again);
    assert_string_equal(again.s, json.s);
    assert_string_equal(back.name, r.name);
    assert_string_equal(back.dialect, r.dialect);
    assert_string_equal(back.phone, r.phone);
    assert_int_equal(back.topics, r.topics);
    assert_int_equal(back.slot_count, 2);
    assert_int_equal(back.slots[1].day, 20611);
    assert_int_equal(back.slots[1].part, PART_EVENING);
    assert_true(back.interpreter_not_from_my_community && back.safe_text && back.assisted && !back.safe_voicemail);
    str_release(&again);
    str_release(&json);
}

static void test_exact_json(void **state)
{
    (void)state;
    struct request r = {.topics = 1u << TOPIC_STOLEN, .reach = REACH_COME_BACK};
    struct str json;
    str_init(&json);
    request_to_json(&r, today, &json);
    assert_string_equal(json.s,
                        "{\"version\":1,\"received\":\"2026-05-27\",\"topics\":[\"stolen\"],\"reach\":\"come_back\"}");
    str_release(&json);
}

static void test_text_is_always_storable(void **state)
{
    (void)state;
    struct request r = {.name = "a\x1b[31m\xff"
                                "b\xc3",
                        .dialect = "x\ty"},
                   back;
    struct str json;
    day_t day;
    str_init(&json);
    request_to_json(&r, today, &json);
    assert_true(utf8_valid(json.s, json.len, NULL));
    assert_true(request_from_json(json.s, json.len, &back, &day, NULL));
    assert_string_equal(back.name, "a [31m\uFFFD"
                                   "b\uFFFD");
    assert_string_equal(back.dialect, "x y");
    str_release(&json);
}

/* However much was typed, the payload is one block: its length says nothing. */
static void test_fullest_request_is_one_block(void **state)
{
    (void)state;
    struct request r = {
        .topics = (1u << TOPIC_COUNT) - 1,
        .interpreter = INTERPRETER_NOT_NEEDED,
        .interpreter_not_from_my_community = true,
        .place = PLACE_COMMUNITY,
        .slot_count = REQUEST_SLOTS_MAX,
        .reach = REACH_COME_BACK,
        .phone = "+123456789012345",
        .safe_parts = 7,
        .safe_voicemail = true,
        .safe_text = true,
        .assisted = true,
    };
    memset(r.language, 'x', sizeof r.language - 1);
    memset(r.name, '"', sizeof r.name - 1); /* each is escaped: twice as long */
    memset(r.dialect, '\\', sizeof r.dialect - 1);
    for (size_t i = 0; i < REQUEST_SLOTS_MAX; i++)
        r.slots[i] = (struct request_slot){today, PART_MORNING};
    struct str json;
    str_init(&json);
    request_to_json(&r, today, &json);
    assert_in_range(json.len, 1000, 2047);
    request_pad(&json);
    assert_int_equal(json.len, 2048);
    str_release(&json);
}

static void test_padding(void **state)
{
    (void)state;
    static const size_t lengths[] = {0, 1, 2046, 2047, 2048, 2049, 4095, 4096};
    static const size_t padded[] = {2048, 2048, 2048, 2048, 4096, 4096, 4096, 6144};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        struct str b;
        size_t len = 99;
        str_init(&b);
        for (size_t n = 0; n < lengths[i]; n++)
            str_add_c(&b, '\0' + (n % 2 ? 'x' : 'y'));
        request_pad(&b);
        assert_int_equal(b.len, padded[i]);
        assert_true(request_unpad(b.s, b.len, &len));
        assert_int_equal(len, lengths[i]);
        str_release(&b);
    }
}

static void test_broken_padding(void **state)
{
    (void)state;
    char block[4096] = {0};
    size_t len;
    assert_false(request_unpad(block, 0, &len));
    assert_false(request_unpad(block, 2048, &len)); /* no mark */
    assert_false(request_unpad(block, 2047, &len));
    block[0] = (char)0x80;
    assert_true(request_unpad(block, 2048, &len));
    assert_int_equal(len, 0);
    assert_false(request_unpad(block, 4096, &len)); /* the mark belongs into the last block */
    block[2047] = 1;
    assert_false(request_unpad(block, 2048, &len));
}

static void test_valid(void **state)
{
    (void)state;
    struct err e = {0};
    struct request r = {0};
    assert_false(request_valid(&r, &e));
    assert_int_equal(e.code, ERR_REFUSED);
    r.interpreter_not_from_my_community = true; /* alone it says nothing */
    assert_false(request_valid(&r, NULL));
    struct request said[] = {{.topics = 1},
                             {.language = "so"},
                             {.place = PLACE_HERE},
                             {.slot_count = 1},
                             {.reach = REACH_CENTRE},
                             {.name = "A"},
                             full()};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        assert_true(request_valid(&said[i], &e));
    struct request bad[] = {{.topics = 1u << TOPIC_COUNT},
                            {.topics = 1, .safe_parts = 8},
                            {.topics = 1, .slot_count = REQUEST_SLOTS_MAX + 1},
                            {.topics = 1, .slot_count = 1, .slots = {{today, PART_COUNT}}},
                            {.topics = 1, .interpreter = INTERPRETER_COUNT},
                            {.topics = 1, .place = PLACE_COUNT},
                            {.topics = 1, .reach = REACH_COUNT},
                            {.name = "\xff"},
                            {.topics = 1}};
    memset(bad[8].name, 'x', sizeof bad[8].name); /* no end */
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(request_valid(&bad[i], &e));
}

static void test_phone(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *kept;
    } rows[] = {
        {"911", "911"},
        {"+1 (206) 555-0199", "+12065550199"},
        {"206.555.0199", "2065550199"},
        {"٢٠٦ ٥٥٥ ٠١٩٩", "2065550199"}, /* Arabic-Indic */
        {"۲۰۶۵۵۵۰۱۹۹", "2065550199"},   /* Persian */
        {"၂၀၆၅၅၅၀၁၉၉", "2065550199"},   /* Burmese */
        {"+123456789012345", "+123456789012345"},
        {"12+34", "1234"}, /* a plus leads or is nothing */
        {"", NULL},
        {"12", NULL},
        {"+", NULL},
        {"call me", NULL},
        {"1234567890123456", NULL},
        {"\xff\xff", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct request r = {.phone = "before"};
        assert_int_equal(request_set_phone(&r, rows[i].typed), rows[i].kept != NULL);
        assert_string_equal(r.phone, rows[i].kept ? rows[i].kept : "before");
    }
}

#define HEAD "{\"version\":1,\"received\":\"2026-05-27\""

static void test_hostile_json(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "null",
        "[]",
        "{}",
        "{\"version\":1}",
        "{\"version\":2,\"received\":\"2026-05-27\"}",
        "{\"version\":\"1\",\"received\":\"2026-05-27\"}",
        "{\"version\":1,\"received\":\"2026-02-30\"}",
        "{\"version\":1,\"received\":\"2026-05-27 \"}",
        "{\"version\":1,\"received\":20600}",
        HEAD ",\"received\":\"2026-05-28\"}", /* twice */
        HEAD ",\"topics\":\"stolen\"}",
        HEAD ",\"topics\":[\"theft\"]}",
        HEAD ",\"topics\":[1]}",
        HEAD ",\"topics\":{\"0\":\"stolen\"}}",
        HEAD ",\"interpreter\":3}",
        HEAD ",\"interpreter\":\"robot\"}",
        HEAD ",\"place\":null}",
        HEAD ",\"reach\":[]}",
        HEAD ",\"name\":1}",
        HEAD ",\"name\":\"\\u0000\"}",
        HEAD ",\"name\":\"\xff\"}",
        HEAD ",\"name\":\"\\ud800\"}",
        HEAD ",\"phone\":\"call me\"}",
        HEAD ",\"safe_text\":\"yes\"}",
        HEAD ",\"when\":{}}",
        HEAD ",\"when\":[1]}",
        HEAD ",\"when\":[{\"day\":\"2026-05-27\"}]}",
        HEAD ",\"when\":[{\"day\":\"soon\",\"part\":\"morning\"}]}",
        HEAD ",\"when\":[{\"day\":\"2026-05-27\",\"part\":\"night\"}]}",
        HEAD "",
        HEAD "} x",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct request r = {.name = "before"};
        struct err e = {0};
        assert_false(parse(wrong[i], &r, &e));
        assert_string_not_equal(e.msg, "");
        assert_string_equal(r.name, "before"); /* nothing half parsed comes out */
    }
    struct request r;
    assert_true(parse(HEAD ",\"new_field\":{\"a\":[1,2]},\"topics\":[]}", &r, NULL));
}

static void test_faults_do_not_quote(void **state)
{
    (void)state;
    struct request r;
    struct err e = {0};
    assert_false(parse(HEAD ",\"name\":\"Secretname\" 5}", &r, &e));
    assert_null(strstr(e.msg, "Secretname"));
    e = (struct err){0};
    assert_false(parse(HEAD ",\"phone\":\"Secretname\"}", &r, &e));
    assert_null(strstr(e.msg, "Secretname"));
}

static void test_long_text_is_cut_at_a_code_point(void **state)
{
    (void)state;
    struct str json;
    struct request r;
    str_init(&json);
    str_add(&json, HEAD ",\"name\":\"");
    for (int i = 0; i < 100; i++)
        str_add(&json, "ب"); /* two bytes each: 119 does not divide */
    str_add(&json, "\",\"when\":[]}");
    assert_true(parse(json.s, &r, NULL));
    assert_int_equal(strlen(r.name), 118);
    assert_true(utf8_valid(r.name, 118, NULL));
    str_clear(&json);
    str_add(&json, HEAD ",\"when\":[");
    for (int i = 0; i <= REQUEST_SLOTS_MAX; i++)
        str_add_f(&json, "%s{\"day\":\"2026-05-27\",\"part\":\"morning\"}", i ? "," : "");
    str_add(&json, "]}");
    assert_false(parse(json.s, &r, NULL));
    str_release(&json);
}

static void test_deep_json(void **state)
{
    (void)state;
    static char deep[200001];
    memset(deep, '[', sizeof deep - 1);
    struct request r;
    struct err e = {0};
    assert_false(parse(deep, &r, &e));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_there_and_back),
        cmocka_unit_test(test_exact_json),
        cmocka_unit_test(test_text_is_always_storable),
        cmocka_unit_test(test_fullest_request_is_one_block),
        cmocka_unit_test(test_padding),
        cmocka_unit_test(test_broken_padding),
        cmocka_unit_test(test_valid),
        cmocka_unit_test(test_phone),
        cmocka_unit_test(test_hostile_json),
        cmocka_unit_test(test_faults_do_not_quote),
        cmocka_unit_test(test_long_text_is_cut_at_a_code_point),
        cmocka_unit_test(test_deep_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
