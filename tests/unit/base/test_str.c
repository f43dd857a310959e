/* str and vec: growing, wiping, UTF-8 by the book. SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/str.h"
#include "base/vec.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void test_grows(void **state)
{
    (void)state;
    struct str b;
    str_init(&b);
    assert_string_equal(b.s, "");
    for (int i = 0; i < 5000; i++)
        str_add_c(&b, (char)('a' + i % 26));
    assert_int_equal(b.len, 5000);
    for (int i = 0; i < 5000; i++)
        assert_int_equal(b.s[i], 'a' + i % 26);
    assert_int_equal(b.s[5000], 0);
    assert_false(b.failed);
    str_release(&b);
    assert_string_equal(b.s, "");
    str_release(&b);
    str_release(NULL);
}

static void test_appends(void **state)
{
    (void)state;
    struct str b;
    str_init(&b);
    str_add(&b, "");
    str_add_n(&b, "xyz", 0);
    assert_int_equal(b.cap, 0);
    str_add(&b, "one ");
    str_add_n(&b, "two!", 3);
    str_add_f(&b, " %s %d", "three", 4);
    assert_string_equal(b.s, "one two three 4");
    str_add_f(&b, "%s", "");
    assert_string_equal(b.s, "one two three 4");
    str_add_n(&b, "\0z", 2);
    assert_int_equal(b.len, 17);
    str_clear(&b);
    assert_int_equal(b.len, 0);
    assert_string_equal(b.s, "");
    str_add(&b, "again");
    assert_string_equal(b.s, "again");
    str_release(&b);
}

/* A cleared string keeps its memory but nothing of what was written in it. */
static void test_clear_wipes(void **state)
{
    (void)state;
    struct str b;
    str_init(&b);
    str_add(&b, "a visitor's words");
    char *memory = b.s;
    str_clear(&b);
    assert_ptr_equal(b.s, memory);
    for (size_t i = 0; i < b.cap; i++)
        assert_int_equal(memory[i], 0);
    str_release(&b);
}

static void test_formatted_onto_the_edge(void **state)
{
    (void)state;
    for (size_t n = 55; n < 75; n++) {
        struct str b;
        str_init(&b);
        str_add_f(&b, "%*s", (int)n, "x");
        assert_int_equal(b.len, n);
        assert_int_equal(strlen(b.s), n);
        str_add_f(&b, "%s", "y");
        assert_int_equal(b.s[n], 'y');
        str_release(&b);
    }
}

/* Sizes no machine has set `failed`; nothing is written and later appends do nothing. */
static void test_out_of_memory_is_remembered(void **state)
{
    (void)state;
    struct str b;
    str_init(&b);
    str_add(&b, "kept");
    volatile size_t too_much = SIZE_MAX / 2;
    str_add_n(&b, "", too_much);
    assert_true(b.failed);
    assert_string_equal(b.s, "kept");
    str_add(&b, "not added");
    str_add_f(&b, "%d", 1);
    assert_string_equal(b.s, "kept");
    str_release(&b);
    str_init(&b);
    too_much = SIZE_MAX;
    str_add_n(&b, "", too_much);
    assert_true(b.failed);
    str_release(&b);
}

static void test_code_points(void **state)
{
    (void)state;
    static const struct {
        uint32_t cp;
        const char *utf8;
    } rows[] = {
        {0x41, "A"},
        {0x7F, "\x7F"},
        {0x80, "\xC2\x80"},
        {0x7FF, "\xDF\xBF"},
        {0x800, "\xE0\xA0\x80"},
        {0xD7FF, "\xED\x9F\xBF"},
        {0xE000, "\xEE\x80\x80"},
        {0xFFFF, "\xEF\xBF\xBF"},
        {0x10000, "\xF0\x90\x80\x80"},
        {0x10FFFF, "\xF4\x8F\xBF\xBF"},
        {0xD800, "\xEF\xBF\xBD"},
        {0xDFFF, "\xEF\xBF\xBD"},
        {0x110000, "\xEF\xBF\xBD"},
        {UINT32_MAX, "\xEF\xBF\xBD"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str b;
        str_init(&b);
        str_add_cp(&b, rows[i].cp);
        assert_string_equal(b.s, rows[i].utf8);
        assert_true(utf8_valid(b.s, b.len, NULL));
        size_t at = 0;
        uint32_t back = utf8_next(b.s, b.len, &at);
        assert_int_equal(at, b.len);
        assert_int_equal(back, strcmp(rows[i].utf8, "\xEF\xBF\xBD") ? rows[i].cp : 0xFFFD);
        str_release(&b);
    }
}

/* Every code point there and back. */
static void test_round_trip(void **state)
{
    (void)state;
    struct str b;
    str_init(&b);
    for (uint32_t cp = 1; cp <= 0x10FFFF; cp += cp < 0x3000 ? 1 : 61) {
        str_clear(&b);
        str_add_cp(&b, cp);
        size_t at = 0;
        bool surrogate = cp >= 0xD800 && cp <= 0xDFFF;
        assert_int_equal(utf8_next(b.s, b.len, &at), surrogate ? 0xFFFD : cp);
        assert_int_equal(utf8_count(b.s), 1);
    }
    str_release(&b);
}

/* Bytes that no well-formed text has (Unicode 15, table 3-7), each after two good bytes. */
static void test_ill_formed(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "\x80",
        "\xBF",
        "\xC0\x80",
        "\xC1\xBF",
        "\xC2",
        "\xC2\x41",
        "\xE0\x80\x80",
        "\xE0\x9F\xBF",
        "\xE1\x80",
        "\xE1\x80\x41",
        "\xED\xA0\x80",
        "\xED\xBF\xBF",
        "\xF0\x80\x80\x80",
        "\xF0\x8F\xBF\xBF",
        "\xF1\x80\x80",
        "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80",
        "\xFE",
        "\xFF",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char text[16] = "ok";
        size_t n = 2 + strlen(bad[i]), where = 99;
        memcpy(text + 2, bad[i], n - 2);
        assert_false(utf8_valid(text, n, &where));
        assert_int_equal(where, 2);
        size_t at = 2;
        assert_int_equal(utf8_next(text, n, &at), 0xFFFD);
        assert_int_equal(at, 3);
        while (at < n)
            utf8_next(text, n, &at);
        assert_int_equal(at, n);
    }
}

static void test_utf8_ends(void **state)
{
    (void)state;
    size_t at = 0;
    assert_true(utf8_valid("", 0, NULL));
    assert_int_equal(utf8_next("", 0, &at), 0);
    assert_int_equal(at, 0);
    /* the length counts, not the NUL: a sequence cut by it is bad, a NUL before it is a character */
    assert_false(utf8_valid("\xE1\x80\x80", 2, NULL));
    assert_true(utf8_valid("a\0b", 3, NULL));
    assert_int_equal(utf8_count(""), 0);
    assert_int_equal(utf8_count("a\xD8\xB1\xE1\x80\x80\xF0\x9F\x98\x80"), 4);
}

static void test_cut(void **state)
{
    (void)state;
    assert_int_equal(utf8_cut("", 0), 0);
    assert_int_equal(utf8_cut("abc", 2), 2);
    const char *text = "a\xD8\xB1\xE1\x80\x80\xF0\x9F\x98\x80";
    static const size_t want[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10};
    for (size_t n = 0; n <= 10; n++)
        assert_int_equal(utf8_cut(text, n), want[n]);
    /* bytes that are no text at all: it stays inside */
    for (size_t n = 0; n <= 6; n++)
        assert_true(utf8_cut("\x80\x80\x80\x80\x80\x80", n) <= n);
}

static void test_compare(void **state)
{
    (void)state;
    assert_true(str_eq("a", "a"));
    assert_false(str_eq("a", "b"));
    assert_true(str_eq(NULL, NULL));
    assert_false(str_eq(NULL, ""));
    assert_false(str_eq("", NULL));
    assert_true(str_starts("media/x", "media/"));
    assert_true(str_starts("x", ""));
    assert_false(str_starts("me", "media/"));
    assert_true(str_ends("x.svg", ".svg"));
    assert_true(str_ends("x", ""));
    assert_false(str_ends("svg", ".svg"));
}

static void test_vec(void **state)
{
    (void)state;
    VEC(int) numbers = {0};
    for (int i = 0; i < 1000; i++)
        VEC_PUSH(&numbers, i * 3);
    assert_int_equal(numbers.len, 1000);
    assert_true(numbers.cap >= 1000);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(numbers.v[i], i * 3);
    VEC_RELEASE(&numbers);
    assert_null(numbers.v);
    assert_int_equal(numbers.len + numbers.cap, 0);
    VEC_PUSH(&numbers, 7);
    assert_int_equal(numbers.v[0], 7);
    VEC_RELEASE(&numbers);
    VEC_RELEASE(&numbers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_grows),
        cmocka_unit_test(test_appends),
        cmocka_unit_test(test_clear_wipes),
        cmocka_unit_test(test_formatted_onto_the_edge),
        cmocka_unit_test(test_out_of_memory_is_remembered),
        cmocka_unit_test(test_code_points),
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_ill_formed),
        cmocka_unit_test(test_utf8_ends),
        cmocka_unit_test(test_cut),
        cmocka_unit_test(test_compare),
        cmocka_unit_test(test_vec),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
