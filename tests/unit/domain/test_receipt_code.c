/* Codes: never two alike on one receipt, none likelier than another, readable back however staff type them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/receipt_code.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void bytes_of(uint64_t v, uint8_t out[RECEIPT_RANDOM_BYTES])
{
    for (int i = 0; i < RECEIPT_RANDOM_BYTES; i++, v >>= 8)
        out[i] = (uint8_t)v;
}

static struct receipt_code code_of(uint64_t v)
{
    uint8_t bytes[RECEIPT_RANDOM_BYTES];
    bytes_of(v, bytes);
    return receipt_code_from_random(bytes);
}

/* splitmix64: the same numbers on every run */
static uint64_t next(uint64_t *x)
{
    uint64_t z = *x += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

static void test_picture_names_never_change(void **state)
{
    (void)state;
    static const char all[] =
        "tree boat sun moon star house key fish bird cat horse cow goat chicken elephant rabbit turtle butterfly bee "
        "flower leaf apple banana grapes lemon bread egg carrot corn onion watermelon pot cup spoon kettle lamp candle "
        "chair table bed clock bell drum guitar ball kite book pencil scissors button shoe hat shirt umbrella basket "
        "bucket ladder bicycle bus train aeroplane mountain cloud camel ";
    char got[sizeof all + 64] = "";
    for (unsigned i = 0; i < RECEIPT_PICTURE_COUNT; i++) {
        strcat(got, receipt_picture_name(i));
        strcat(got, " ");
    }
    assert_string_equal(got, all);
}

static void test_every_code_is_valid(void **state)
{
    (void)state;
    uint64_t x = 1;
    for (int i = 0; i < 200000; i++) {
        struct receipt_code c = code_of(next(&x));
        assert_true(receipt_code_valid(&c));
    }
    static const uint64_t ends[] = {0, 1, UINT64_MAX, UINT64_MAX - 1, 249983999999u, 249984000000u};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        struct receipt_code c = code_of(ends[i]);
        assert_true(receipt_code_valid(&c));
    }
}

/* Every picture in every place and every digit in every place comes as often as it should: chi-squared with 63 and 9
 * degrees of freedom stays under the 1-in-a-million bound (130 and 44.8). */
static void test_evenly_drawn(void **state)
{
    (void)state;
    enum { DRAWS = 640000 };
    static unsigned pictures[RECEIPT_PICTURES][RECEIPT_PICTURE_COUNT], digits[RECEIPT_DIGITS][10];
    uint64_t x = 7;
    for (int i = 0; i < DRAWS; i++) {
        struct receipt_code c = code_of(next(&x));
        for (int p = 0; p < RECEIPT_PICTURES; p++)
            pictures[p][c.picture[p]]++;
        for (int d = 0; d < RECEIPT_DIGITS; d++)
            digits[d][c.digit[d]]++;
    }
    for (int p = 0; p < RECEIPT_PICTURES; p++) {
        double chi = 0, want = (double)DRAWS / RECEIPT_PICTURE_COUNT;
        for (int i = 0; i < RECEIPT_PICTURE_COUNT; i++)
            chi += (pictures[p][i] - want) * (pictures[p][i] - want) / want;
        assert_true(chi < 130);
    }
    for (int d = 0; d < RECEIPT_DIGITS; d++) {
        double chi = 0, want = DRAWS / 10.0;
        for (int i = 0; i < 10; i++)
            chi += (digits[d][i] - want) * (digits[d][i] - want) / want;
        assert_true(chi < 44.8);
    }
}

/* All 249,984 triples of different pictures appear once in one round of the pictures' part of the number. */
static void test_every_triple_once(void **state)
{
    (void)state;
    static uint8_t seen[64][64][64];
    memset(seen, 0, sizeof seen);
    for (uint64_t i = 0; i < 64 * 63 * 62; i++) {
        struct receipt_code c = code_of(i * 1000000);
        assert_int_equal(seen[c.picture[0]][c.picture[1]][c.picture[2]]++, 0);
    }
}

static void test_unfair_bytes_are_drawn_again(void **state)
{
    (void)state;
    uint8_t bytes[RECEIPT_RANDOM_BYTES];
    const uint64_t codes = 249984000000u, fair = UINT64_MAX / codes * codes;
    bytes_of(fair - 1, bytes);
    assert_true(receipt_random_fair(bytes));
    bytes_of(fair, bytes);
    assert_false(receipt_random_fair(bytes));
    bytes_of(0, bytes);
    assert_true(receipt_random_fair(bytes));
}

static void test_there_and_back(void **state)
{
    (void)state;
    uint64_t x = 3;
    char text[RECEIPT_TEXT_MAX];
    for (int i = 0; i < 20000; i++) {
        struct receipt_code c = code_of(next(&x)), back;
        receipt_code_format(&c, text);
        assert_true(receipt_code_parse(text, &back));
        assert_memory_equal(&c, &back, sizeof c);
    }
    /* the longest names fit */
    struct receipt_code longest = {.picture = {30, 17, 60}, .digit = {9, 9, 9, 9, 9, 9}};
    receipt_code_format(&longest, text);
    assert_string_equal(text, "watermelon-butterfly-aeroplane-999999");
}

static void test_as_staff_type_it(void **state)
{
    (void)state;
    static const char *const same[] = {"tree-boat-sun-123456", "tree boat sun 123456", "TREE BOAT SUN 123456",
                                       " Tree - Boat - Sun - 123 456 ", "tree boat sun 12-34-56"};
    struct receipt_code c;
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        assert_true(receipt_code_parse(same[i], &c));
        assert_memory_equal(c.picture, ((uint8_t[]){0, 1, 2}), 3);
        assert_memory_equal(c.digit, ((uint8_t[]){1, 2, 3, 4, 5, 6}), 6);
    }
}

static void test_what_is_no_code(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",
                                        "tree",
                                        "tree-boat-sun",
                                        "tree-boat-sun-12345",
                                        "tree-boat-sun-1234567",
                                        "tree-boat-sun-12345x",
                                        "tree-tree-sun-123456",
                                        "tree-boat-dragon-123456",
                                        "tree-boat-123456",
                                        "treeboatsun123456",
                                        "tree-boat-sun-123456 x",
                                        "tre-boat-sun-123456",
                                        "trees-boat-sun-123456",
                                        ("tree-boat-sun-\xff\xfe"
                                         "3456"),
                                        "tree\nboat\nsun\n123456"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct receipt_code c = {.picture = {9, 9, 9}};
        assert_false(receipt_code_parse(wrong[i], &c));
        assert_int_equal(c.picture[0], 9); /* left alone */
    }
    struct receipt_code bad = {.picture = {0, 1, 64}};
    assert_false(receipt_code_valid(&bad));
    bad = (struct receipt_code){.picture = {5, 1, 5}};
    assert_false(receipt_code_valid(&bad));
    bad = (struct receipt_code){.picture = {0, 1, 2}, .digit = {0, 0, 10}};
    assert_false(receipt_code_valid(&bad));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_picture_names_never_change),
        cmocka_unit_test(test_every_code_is_valid),
        cmocka_unit_test(test_evenly_drawn),
        cmocka_unit_test(test_every_triple_once),
        cmocka_unit_test(test_unfair_bytes_are_drawn_again),
        cmocka_unit_test(test_there_and_back),
        cmocka_unit_test(test_as_staff_type_it),
        cmocka_unit_test(test_what_is_no_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
