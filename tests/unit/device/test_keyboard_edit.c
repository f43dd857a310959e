/* Typing and Backspace on real words. SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/str.h"
#include "device/keyboard_layout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- Backspace -----------------------------------------------------------------------------------------------------
 */

static void check_steps(const char *text, const char *const *after, size_t count)
{
    char left[256];
    snprintf(left, sizeof left, "%s", text);
    for (size_t i = 0; i < count; i++) {
        size_t cut = keyboard_backspace(left, strlen(left));
        assert_in_range(cut, 1, strlen(left));
        left[strlen(left) - cut] = 0;
        assert_string_equal(left, after[i]);
    }
}
#define STEPS(text, ...)                                                                                               \
    check_steps(text, (const char *const[]){__VA_ARGS__},                                                              \
                sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

static void test_backspace_by_cluster(void **state)
{
    (void)state;
    STEPS("Ana", "An", "A", "");
    STEPS("Jose\u0301", "Jos");          /* a combining acute goes with its letter */
    STEPS("José", "Jos");                /* and so does the composed letter */
    STEPS("сім'я\u0301", "сім'", "сім"); /* Ukrainian with the stress mark */
    STEPS("a👩‍👩‍👧", "a");   /* a family of three: seven code points */
    STEPS("a👍🏽", "a");             /* with a skin tone */
    STEPS("a🇺🇦", "a");                   /* two letters make one flag */
    STEPS("ng'ombe", "ng'omb");
    STEPS("a\r\n", "a");
}

static void test_backspace_by_code_point(void **state)
{
    (void)state;
    STEPS("كتابٌ", "كتاب", "كتا");                                      /* Arabic: the tanwin first */
    STEPS("می\u200cروم", "می\u200cرو", "می\u200cر", "می\u200c", "می"); /* Dari: ZWNJ is a step */
    STEPS("ကျွန်", "ကျွန", "ကျွ", "ကျ", "က", "");                          /* Burmese */
    STEPS("ខ្ញុំ", "ខ្ញុ", "ខ្ញ", "ខ\u17D2", "ខ");                           /* Khmer: the coeng is a step */
    STEPS("हिन्दी", "हिन्द", "हिन्", "हिन", "हि", "ह");                   /* Hindi */
    STEPS("สวัสดี", "สวัสด", "สวัส");                                      /* Thai */
    STEPS("\u05E9\u05C1\u05B8", "\u05E9\u05C1", "\u05E9");             /* Hebrew points */
}

static void test_backspace_on_nonsense(void **state)
{
    (void)state;
    assert_int_equal(keyboard_backspace("", 0), 0);
    assert_int_equal(keyboard_backspace("a\xFF", 2), 1);
    assert_int_equal(keyboard_backspace("\xE1\x80", 2), 1); /* half a letter */
    assert_int_equal(keyboard_backspace("\x80\x80\x80", 3), 1);
    assert_int_equal(keyboard_backspace("\u0301", 2), 2); /* a mark with nothing under it */
    char many[2 + 2 * 5000] = "a";
    for (size_t i = 0; i < 5000; i++)
        memcpy(many + 1 + 2 * i, "\u0301", 2);
    size_t cut = keyboard_backspace(many, 1 + 2 * 5000);
    assert_in_range(cut, 2, 256); /* bounded, and between code points */
    assert_int_equal(cut % 2, 0);
}

/* ---- typing --------------------------------------------------------------------------------------------------------
 */

/* Types each code point of `keys` at the end and gives what is there. */
static void check_typing(const char *tag, const char *keys, const char *expected)
{
    char text[256] = "";
    size_t caret = 0, n = strlen(keys);
    for (size_t i = 0, from = 0; i < n; from = i) {
        char key[8] = "";
        utf8_next(keys, n, &i);
        memcpy(key, keys + from, i - from);
        assert_true(keyboard_insert(tag, text, sizeof text, &caret, key));
        assert_true(utf8_valid(text, strlen(text), NULL));
        assert_int_equal(caret, strlen(text));
    }
    keyboard_finish(tag, text);
    if (strcmp(text, expected) != 0)
        fail_msg("%s: typed %s, have %s, want %s", tag, keys, text, expected);
}

/* Visual order: what a Burmese hand does on a phone. The right sides are dictionary spellings. */
static void test_burmese_in_visual_order(void **state)
{
    (void)state;
    check_typing("my", "ေန", "နေ");         /* sun, day */
    check_typing("my", "ေမေမ", "မေမေ");     /* mother */
    check_typing("my", "ေကျာင်း", "ကျောင်း"); /* school: the medial comes after the consonant */
    check_typing("my", "ေခြ", "ခြေ");       /* foot */
    check_typing("my", "ေရွှ", "ရွှေ");         /* gold: two medials */
    check_typing("my", "ေပျာ်", "ပျော်");     /* glad */
    check_typing("my", "ေရာဂါ", "ရောဂါ");   /* illness */
    check_typing("my", "ေခါ်", "ခေါ်");       /* call */
    check_typing("my", "ပေစ္စ", "ပစ္စေ");     /* stacked under the vowel's consonant */
    check_typing("my", "အင်္ေဂ", "အင်္ဂေ");     /* kinzi before it */
    check_typing("my", "မြန်မာ", "မြန်မာ");   /* no such vowel: nothing moves */
    check_typing("my", "ဥပေဒ", "ဥပဒေ");     /* law */
    check_typing("my", "ရဲေတွ", "ရဲတွေ");       /* the police, plural */
}

/* Spoken order (as Windows' phonetic layout has it) is right too, unless a consonant follows at once. */
static void test_burmese_in_spoken_order(void **state)
{
    (void)state;
    check_typing("my", "နေ", "နေ");
    check_typing("my", "ကျောင်း", "ကျောင်း");
    check_typing("my", "ခေါ်", "ခေါ်");
    check_typing("my", "နေ့", "နေ့");
    check_typing("my", "ရေ ", "ရေ ");
}

static void test_burmese_waiting_vowel(void **state)
{
    (void)state;
    char text[64] = "";
    size_t caret = 0;
    assert_true(keyboard_insert("my", text, sizeof text, &caret, "\u1031"));
    assert_string_equal(text, "\u200B\u1031");
    assert_true(keyboard_insert("my", text, sizeof text, &caret, "\u1031")); /* touched twice */
    assert_string_equal(text, "\u200B\u1031");
    assert_int_equal(keyboard_backspace(text, caret), 6); /* one touch takes it back whole */
    assert_true(keyboard_insert("my", text, sizeof text, &caret, "န"));
    assert_string_equal(text, "နေ");
    assert_true(keyboard_insert("my", text, sizeof text, &caret, "က")); /* the next syllable */
    assert_string_equal(text, "နေက");
    /* with no consonant anywhere it ends bare, without the space */
    char bare[16] = "\u200B\u1031";
    keyboard_finish("my", bare);
    assert_string_equal(bare, "\u1031");
    /* the Latin page under the same tag */
    check_typing("my", "Ko Aung", "Ko Aung");
}

static void test_burmese_medials_sort_themselves(void **state)
{
    (void)state;
    check_typing("my", "လ\u103E\u103Bာ", "လ\u103B\u103Eာ"); /* ha typed before ya */
    check_typing("my", "က\u103D\u103Cေ", "က\u103C\u103Dေ");
}

static void test_typing_composes(void **state)
{
    (void)state;
    check_typing("vi", "e\u0302\u0301", "ế");
    check_typing("ar", "ا\u0654", "أ");
    check_typing("fa-AF", "ا\u0653", "آ");
    check_typing("my", "ဥ\u102E", "ဦ");
    check_typing("ko", "\u1112\u1161\u11AB", "한");
    check_typing("uk", "п'ять", "п'ять");
    check_typing("ar", "كتابٌ", "كتابٌ");
}

static void test_typing_in_the_middle(void **state)
{
    (void)state;
    char text[64] = "နက";
    size_t caret = 3;
    assert_true(keyboard_insert("my", text, sizeof text, &caret, "\u1031"));
    assert_true(keyboard_insert("my", text, sizeof text, &caret, "မ"));
    assert_string_equal(text, "နမေက");
    assert_int_equal(caret, 9);
    char en[16] = "ac";
    caret = 1;
    assert_true(keyboard_insert("en", en, sizeof en, &caret, "b"));
    assert_string_equal(en, "abc");
    assert_int_equal(caret, 2);
    char ar[32] = "سم";
    caret = 2;
    assert_true(keyboard_insert("ar", ar, sizeof ar, &caret, "لا")); /* a key of two letters */
    assert_string_equal(ar, "سلام");
    assert_int_equal(caret, 6);
}

static void test_a_full_field_stays_as_it_is(void **state)
{
    (void)state;
    char text[4] = "abc";
    size_t caret = 3;
    assert_false(keyboard_insert("en", text, sizeof text, &caret, "d"));
    assert_string_equal(text, "abc");
    assert_int_equal(caret, 3);
    char my[10] = "န\u200B\u1031"; /* nine bytes and the NUL: a tall aa does not fit although the space would go */
    caret = 9;
    assert_false(keyboard_insert("my", my, sizeof my, &caret, "\u102C"));
    assert_string_equal(my, "န\u200B\u1031");
    assert_true(keyboard_insert("my", my, sizeof my, &caret, "က")); /* a consonant takes the space's place */
    assert_string_equal(my, "နကေ");
    char one[1] = "";
    caret = 0;
    assert_false(keyboard_insert("en", one, sizeof one, &caret, "a"));
    caret = 99; /* beyond the end means the end */
    char two[3] = "a";
    assert_true(keyboard_insert("en", two, sizeof two, &caret, "b"));
    assert_string_equal(two, "ab");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_backspace_by_cluster),
        cmocka_unit_test(test_backspace_by_code_point),
        cmocka_unit_test(test_backspace_on_nonsense),
        cmocka_unit_test(test_burmese_in_visual_order),
        cmocka_unit_test(test_burmese_in_spoken_order),
        cmocka_unit_test(test_burmese_waiting_vowel),
        cmocka_unit_test(test_burmese_medials_sort_themselves),
        cmocka_unit_test(test_typing_composes),
        cmocka_unit_test(test_typing_in_the_middle),
        cmocka_unit_test(test_a_full_field_stays_as_it_is),
    };
    return cmocka_run_group_tests_name("device/keyboard_edit", tests, NULL, NULL);
}
