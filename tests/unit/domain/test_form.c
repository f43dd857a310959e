/* The stable words. They are in files and on screens already, so the lists below are spelled out and not computed.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/form.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_words_never_change(void **state)
{
    (void)state;
    static const char *const topics[] = {"in_person",  "question", "hurt_at_home",     "hurt_outside",
                                         "stolen",     "work",     "money_trick",      "children",
                                         "neighbours", "driving",  "police_treatment", "become_officer"};
    static const char *const interpreters[] = {"unsaid", "woman", "man", "either", "not_needed"};
    static const char *const places[] = {"unsaid", "here", "phone", "community", "station"};
    static const char *const reaches[] = {"unsaid", "come_back", "centre", "phone"};
    static const char *const parts[] = {"morning", "midday", "evening"};
    static const char *const steps[] = {"topic", "language", "interpreter", "place", "when",
                                        "reach", "phone",    "name",        "review"};
    for (unsigned i = 0; i < TOPIC_COUNT; i++)
        assert_string_equal(topic_word(i), topics[i]);
    for (unsigned i = 0; i < INTERPRETER_COUNT; i++)
        assert_string_equal(interpreter_word(i), interpreters[i]);
    for (unsigned i = 0; i < PLACE_COUNT; i++)
        assert_string_equal(meet_place_word(i), places[i]);
    for (unsigned i = 0; i < REACH_COUNT; i++)
        assert_string_equal(reach_word(i), reaches[i]);
    for (unsigned i = 0; i < PART_COUNT; i++)
        assert_string_equal(day_part_word(i), parts[i]);
    for (unsigned i = 0; i < STEP_COUNT; i++)
        assert_string_equal(form_step_word(i), steps[i]);
}

static void test_words_lead_back(void **state)
{
    (void)state;
    for (unsigned i = 0; i < TOPIC_COUNT; i++)
        assert_int_equal(topic_from_word(topic_word(i)), i);
    for (unsigned i = 0; i < INTERPRETER_COUNT; i++)
        assert_int_equal(interpreter_from_word(interpreter_word(i)), i);
    for (unsigned i = 0; i < PLACE_COUNT; i++)
        assert_int_equal(meet_place_from_word(meet_place_word(i)), i);
    for (unsigned i = 0; i < REACH_COUNT; i++)
        assert_int_equal(reach_from_word(reach_word(i)), i);
    for (unsigned i = 0; i < PART_COUNT; i++)
        assert_int_equal(day_part_from_word(day_part_word(i)), i);
    for (unsigned i = 0; i < STEP_COUNT; i++)
        assert_int_equal(form_step_from_word(form_step_word(i)), i);
}

static void test_unknown_words(void **state)
{
    (void)state;
    static const char *const strange[] = {"", "Stolen", "stolen ", "unknown", "in_perso", "in_person2"};
    for (size_t i = 0; i < sizeof strange / sizeof *strange; i++) {
        assert_int_equal(topic_from_word(strange[i]), TOPIC_COUNT);
        assert_int_equal(interpreter_from_word(strange[i]), INTERPRETER_COUNT);
        assert_int_equal(meet_place_from_word(strange[i]), PLACE_COUNT);
        assert_int_equal(reach_from_word(strange[i]), REACH_COUNT);
        assert_int_equal(day_part_from_word(strange[i]), PART_COUNT);
        assert_int_equal(form_step_from_word(strange[i]), STEP_COUNT);
    }
    assert_int_equal(topic_from_word(NULL), TOPIC_COUNT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words_never_change),
        cmocka_unit_test(test_words_lead_back),
        cmocka_unit_test(test_unknown_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
