/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above */
#include <cmocka.h>

#include "domain/rules.h"

static const char *const needs[] = {"a", "b"};

static struct local_fact fact(const char *key, day_t expires)
{
    return (struct local_fact){.key = key, .value = "yes", .by = "A Person", .on = 0, .expires = expires};
}

static struct page page(void)
{
    return (struct page){.slug = "p", .needs = needs, .need_count = 2, .checked_on = 100, .shelf_life_days = 30};
}

static void fact_is_good_through_its_last_day(void **state)
{
    (void)state;
    struct local_fact f = fact("a", 100);
    assert_true(local_fact_good(&f, 99));
    assert_true(local_fact_good(&f, 100));
    assert_false(local_fact_good(&f, 101));
    assert_false(local_fact_good(NULL, 0));
}

static void fact_without_value_signer_or_end_is_not_good(void **state)
{
    (void)state;
    struct local_fact f = fact("a", 100);
    f.value = "";
    assert_false(local_fact_good(&f, 1));
    f = fact("a", 100);
    f.by = NULL;
    assert_false(local_fact_good(&f, 1));
    f = fact("a", DAY_NONE);
    assert_false(local_fact_good(&f, 1));
}

static void page_needs_all_its_facts(void **state)
{
    (void)state;
    struct page p = page();
    struct local_fact facts[] = {fact("a", 200), fact("b", 120)};
    assert_int_equal(page_facts_status(&p, facts, 2, 110), PAGE_SHOWN);
    assert_int_equal(page_facts_status(&p, facts, 1, 110), PAGE_FACT_MISSING);
    assert_int_equal(page_facts_status(&p, facts, 2, 121), PAGE_FACT_EXPIRED);
    /* a missing one is the harder word than an expired one */
    facts[0].expires = 0;
    assert_int_equal(page_facts_status(&p, facts, 1, 110), PAGE_FACT_MISSING);
}

static void shelf_life_counts_its_last_day(void **state)
{
    (void)state;
    struct page p = page();
    p.need_count = 0;
    assert_int_equal(page_facts_status(&p, NULL, 0, 130), PAGE_SHOWN);
    assert_int_equal(page_facts_status(&p, NULL, 0, 131), PAGE_PAST_SHELF_LIFE);
    p.checked_on = DAY_NONE;
    assert_int_equal(page_facts_status(&p, NULL, 0, 0), PAGE_PAST_SHELF_LIFE);
    /* no overflow at the ends of the calendar */
    p.checked_on = INT32_MAX;
    p.shelf_life_days = INT32_MAX;
    assert_int_equal(page_facts_status(&p, NULL, 0, INT32_MAX), PAGE_SHOWN);
}

static void translations(void **state)
{
    (void)state;
    struct page_text t = {.state = TRANSLATION_REVIEWED};
    assert_int_equal(translation_status(NULL, PUBLISH_DRAFT), PAGE_NOT_TRANSLATED);
    assert_int_equal(translation_status(&t, PUBLISH_REVIEWED), PAGE_SHOWN);
    t.stale = true;
    assert_int_equal(translation_status(&t, PUBLISH_REVIEWED), PAGE_NOT_REVIEWED);
    assert_int_equal(translation_status(&t, PUBLISH_DRAFT), PAGE_SHOWN_AS_DRAFT);
    t = (struct page_text){.state = TRANSLATION_DRAFT};
    assert_int_equal(translation_status(&t, PUBLISH_REVIEWED), PAGE_NOT_REVIEWED);
    assert_int_equal(translation_status(&t, PUBLISH_DRAFT), PAGE_SHOWN_AS_DRAFT);
    t = (struct page_text){.state = TRANSLATION_ORIGINAL};
    assert_int_equal(translation_status(&t, PUBLISH_REVIEWED), PAGE_SHOWN);
}

static void immigration(void **state)
{
    (void)state;
    assert_int_equal(immigration_from_word("no_ask_law"), IMMIGRATION_NO_ASK_LAW);
    assert_int_equal(immigration_from_word("task_force_287g"), IMMIGRATION_STREET);
    assert_int_equal(immigration_from_word("state_mandate"), IMMIGRATION_STREET);
    assert_int_equal(immigration_from_word("No_Ask_Law"), IMMIGRATION_COUNT);
    assert_int_equal(immigration_from_word(""), IMMIGRATION_COUNT);
    assert_int_equal(immigration_from_word(NULL), IMMIGRATION_COUNT);
    uint32_t seen = 0;
    for (size_t i = 0; i < IMMIGRATION_WORD_COUNT; i++)
        seen |= 1u << immigration_from_word(immigration_words[i]);
    assert_int_equal(seen, (1u << IMMIGRATION_COUNT) - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fact_is_good_through_its_last_day),
        cmocka_unit_test(fact_without_value_signer_or_end_is_not_good),
        cmocka_unit_test(page_needs_all_its_facts),
        cmocka_unit_test(shelf_life_counts_its_last_day),
        cmocka_unit_test(translations),
        cmocka_unit_test(immigration),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
