/* The stable words of the form: stored, exported and part of screen ids, so a word once given is never changed.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/form.h"

#include "base/err.h"
#include "base/str.h"

static const char *const topic_words[] = {
    [TOPIC_IN_PERSON] = "in_person",
    [TOPIC_QUESTION] = "question",
    [TOPIC_HURT_AT_HOME] = "hurt_at_home",
    [TOPIC_HURT_OUTSIDE] = "hurt_outside",
    [TOPIC_STOLEN] = "stolen",
    [TOPIC_WORK] = "work",
    [TOPIC_MONEY_TRICK] = "money_trick",
    [TOPIC_CHILDREN] = "children",
    [TOPIC_NEIGHBOURS] = "neighbours",
    [TOPIC_DRIVING] = "driving",
    [TOPIC_POLICE_TREATMENT] = "police_treatment",
    [TOPIC_BECOME_OFFICER] = "become_officer",
};

static const char *const interpreter_words[] = {
    [INTERPRETER_UNSAID] = "unsaid", [INTERPRETER_WOMAN] = "woman",           [INTERPRETER_MAN] = "man",
    [INTERPRETER_EITHER] = "either", [INTERPRETER_NOT_NEEDED] = "not_needed",
};

static const char *const place_words[] = {
    [PLACE_UNSAID] = "unsaid",       [PLACE_HERE] = "here",       [PLACE_PHONE] = "phone",
    [PLACE_COMMUNITY] = "community", [PLACE_STATION] = "station",
};

static const char *const reach_words[] = {
    [REACH_UNSAID] = "unsaid",
    [REACH_COME_BACK] = "come_back",
    [REACH_CENTRE] = "centre",
    [REACH_PHONE] = "phone",
};

static const char *const part_words[] = {
    [PART_MORNING] = "morning",
    [PART_MIDDAY] = "midday",
    [PART_EVENING] = "evening",
};

static const char *const step_words[] = {
    [STEP_TOPIC] = "topic", [STEP_LANGUAGE] = "language", [STEP_INTERPRETER] = "interpreter",
    [STEP_PLACE] = "place", [STEP_WHEN] = "when",         [STEP_REACH] = "reach",
    [STEP_PHONE] = "phone", [STEP_NAME] = "name",         [STEP_REVIEW] = "review",
};

#define COUNT_OF(a) (sizeof(a) / sizeof *(a))
_Static_assert(COUNT_OF(topic_words) == TOPIC_COUNT, "a word for each topic");
_Static_assert(COUNT_OF(interpreter_words) == INTERPRETER_COUNT, "a word for each answer about the interpreter");
_Static_assert(COUNT_OF(place_words) == PLACE_COUNT, "a word for each place");
_Static_assert(COUNT_OF(reach_words) == REACH_COUNT, "a word for each way to reach someone");
_Static_assert(COUNT_OF(part_words) == PART_COUNT, "a word for each part of the day");
_Static_assert(COUNT_OF(step_words) == STEP_COUNT, "a word for each step");

static const char *word_at(const char *const *words, size_t count, unsigned i, const char *what)
{
    if (i >= count || !words[i])
        BUG("no word for %s %u", what, i);
    return words[i];
}

static unsigned word_index(const char *const *words, size_t count, const char *w)
{
    unsigned i = 0;
    while (i < count && !str_eq(words[i], w))
        i++;
    return i;
}

const char *topic_word(enum topic t)
{
    return word_at(topic_words, TOPIC_COUNT, t, "topic");
}

const char *interpreter_word(enum interpreter i)
{
    return word_at(interpreter_words, INTERPRETER_COUNT, i, "interpreter");
}

const char *meet_place_word(enum meet_place p)
{
    return word_at(place_words, PLACE_COUNT, p, "place");
}

const char *reach_word(enum reach r)
{
    return word_at(reach_words, REACH_COUNT, r, "reach");
}

const char *day_part_word(enum day_part p)
{
    return word_at(part_words, PART_COUNT, p, "part of day");
}

const char *form_step_word(enum form_step s)
{
    return word_at(step_words, STEP_COUNT, s, "step");
}

enum topic topic_from_word(const char *w)
{
    return word_index(topic_words, TOPIC_COUNT, w);
}

enum interpreter interpreter_from_word(const char *w)
{
    return word_index(interpreter_words, INTERPRETER_COUNT, w);
}

enum meet_place meet_place_from_word(const char *w)
{
    return word_index(place_words, PLACE_COUNT, w);
}

enum reach reach_from_word(const char *w)
{
    return word_index(reach_words, REACH_COUNT, w);
}

enum day_part day_part_from_word(const char *w)
{
    return word_index(part_words, PART_COUNT, w);
}

enum form_step form_step_from_word(const char *w)
{
    return word_index(step_words, STEP_COUNT, w);
}
