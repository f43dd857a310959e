/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above */
#include <cmocka.h>

#include "domain/language.h"
#include "domain/page.h"

static const struct language en_us = {.text = {.tag = "en-US"}}, es = {.text = {.tag = "es"}},
                             fa = {.text = {.tag = "fa"}}, fa_af = {.text = {.tag = "fa-AF"}};
static const struct language *const list[] = {&en_us, &es, &fa_af, &fa};
enum { COUNT = sizeof list / sizeof *list };

static void finds(void **state)
{
    (void)state;
    assert_ptr_equal(language_find(list, COUNT, "es"), &es);
    assert_ptr_equal(language_find(list, COUNT, "es-419"), &es);
    assert_ptr_equal(language_find(list, COUNT, "en"), &en_us);
    assert_ptr_equal(language_find(list, COUNT, "fa"), &fa); /* exact before the first that shares its start */
    assert_ptr_equal(language_find(list, COUNT, "fa-IR"), &fa_af);
}

static void finds_nothing(void **state)
{
    (void)state;
    assert_null(language_find(list, COUNT, "e"));
    assert_null(language_find(list, COUNT, "est"));
    assert_null(language_find(list, COUNT, ""));
    assert_null(language_find(list, COUNT, "-"));
    assert_null(language_find(list, COUNT, NULL));
    assert_null(language_find(NULL, 0, "en"));
}

static void slugs(void **state)
{
    (void)state;
    assert_true(page_slug_valid("call-911"));
    assert_true(page_slug_valid("abcdefghijklmnopqrstuvwxyzabcdefghijklmn")); /* 40 */
    assert_false(page_slug_valid("abcdefghijklmnopqrstuvwxyzabcdefghijklmno"));
    assert_false(page_slug_valid(""));
    assert_false(page_slug_valid("Call"));
    assert_false(page_slug_valid("a_b"));
    assert_false(page_slug_valid("../a"));
    assert_string_equal(page_group_word(PAGE_HURT), "hurt");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds),
        cmocka_unit_test(finds_nothing),
        cmocka_unit_test(slugs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
