/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "screens/form_words.h"

#include "domain/receipt_code.h"
#include "screens/screen.h"

static const struct form_word topics[TOPIC_COUNT] = {
    [TOPIC_IN_PERSON] = {"icons/in-person", N_("I'd rather say it in person")},
    [TOPIC_QUESTION] = {"icons/question", N_("I have a question")},
    [TOPIC_HURT_AT_HOME] = {"icons/hurt-at-home", N_("Someone hurts me at home")},
    [TOPIC_HURT_OUTSIDE] = {"icons/hurt-outside", N_("Someone hurt or threatened me")},
    [TOPIC_STOLEN] = {"icons/stolen", N_("Something was stolen")},
    [TOPIC_WORK] = {"icons/work", N_("A problem at work")},
    [TOPIC_MONEY_TRICK] = {"icons/money-trick", N_("I was tricked out of money")},
    [TOPIC_CHILDREN] = {"icons/child", N_("About children")},
    [TOPIC_NEIGHBOURS] = {"icons/neighbours", N_("Neighbours or noise")},
    [TOPIC_DRIVING] = {"icons/driving", N_("Driving and cars")},
    [TOPIC_POLICE_TREATMENT] = {"icons/police-treatment", N_("How an officer treated me")},
    [TOPIC_BECOME_OFFICER] = {"icons/become-officer", N_("Working for the police")},
};

static const struct form_word interpreters[INTERPRETER_COUNT] = {
    [INTERPRETER_UNSAID] = {"icons/skip", N_("Not said")},
    [INTERPRETER_WOMAN] = {"icons/woman", N_("A woman")},
    [INTERPRETER_MAN] = {"icons/man", N_("A man")},
    [INTERPRETER_EITHER] = {"icons/either", N_("Either is fine")},
    [INTERPRETER_NOT_NEEDED] = {"icons/no-interpreter", N_("I do not need one")},
};

static const struct form_word places[PLACE_COUNT] = {
    [PLACE_UNSAID] = {"icons/skip", N_("Not said")},
    [PLACE_HERE] = {"icons/here", N_("Here, at this centre")},
    [PLACE_PHONE] = {"icons/phone", N_("By phone")},
    [PLACE_COMMUNITY] = {"icons/community-place", N_("A place in my neighbourhood")},
    [PLACE_STATION] = {"icons/station", N_("At the police station")},
};

static const struct form_word reaches[REACH_COUNT] = {
    [REACH_UNSAID] = {"icons/skip", N_("Not said")},
    [REACH_COME_BACK] = {"icons/come-back", N_("No contact. I will come back with my code.")},
    [REACH_CENTRE] = {"icons/message", N_("Tell the staff of this centre")},
    [REACH_PHONE] = {"icons/phone", N_("Call or text me")},
};

static const struct form_word parts[PART_COUNT] = {
    [PART_MORNING] = {"icons/morning", N_("Morning")},
    [PART_MIDDAY] = {"icons/midday", N_("Afternoon")},
    [PART_EVENING] = {"icons/evening", N_("Evening")},
};

static const struct form_word questions[STEP_COUNT] = {
    [STEP_TOPIC] = {"icons/question", N_("What is it about?")},
    [STEP_LANGUAGE] = {"icons/language", N_("Which language do you want to speak?")},
    [STEP_INTERPRETER] = {"icons/interpreter", N_("Who should interpret?")},
    [STEP_PLACE] = {"icons/place-pin", N_("Where do you want to meet?")},
    [STEP_WHEN] = {"icons/calendar", N_("When can you come?")},
    [STEP_REACH] = {"icons/message", N_("How can we answer you?")},
    [STEP_PHONE] = {"icons/phone", N_("Which number? When is it safe?")},
    [STEP_NAME] = {"icons/name", N_("What name should we use?")},
    [STEP_REVIEW] = {"icons/review", N_("Is this right?")},
};

/* In the order of receipt_picture_name. */
static const char *const pictures[] = {
    N_("tree"),     N_("boat"),    N_("sun"),        N_("moon"),      N_("star"),      N_("house"),    N_("key"),
    N_("fish"),     N_("bird"),    N_("cat"),        N_("horse"),     N_("cow"),       N_("goat"),     N_("chicken"),
    N_("elephant"), N_("rabbit"),  N_("turtle"),     N_("butterfly"), N_("bee"),       N_("flower"),   N_("leaf"),
    N_("apple"),    N_("banana"),  N_("grapes"),     N_("lemon"),     N_("bread"),     N_("egg"),      N_("carrot"),
    N_("corn"),     N_("onion"),   N_("watermelon"), N_("pot"),       N_("cup"),       N_("spoon"),    N_("kettle"),
    N_("lamp"),     N_("candle"),  N_("chair"),      N_("table"),     N_("bed"),       N_("clock"),    N_("bell"),
    N_("drum"),     N_("guitar"),  N_("ball"),       N_("kite"),      N_("book"),      N_("pencil"),   N_("scissors"),
    N_("button"),   N_("shoe"),    N_("hat"),        N_("shirt"),     N_("umbrella"),  N_("basket"),   N_("bucket"),
    N_("ladder"),   N_("bicycle"), N_("bus"),        N_("train"),     N_("aeroplane"), N_("mountain"), N_("cloud"),
    N_("camel"),
};
_Static_assert(sizeof pictures / sizeof *pictures == RECEIPT_PICTURE_COUNT, "a word for every receipt picture");

struct form_word form_topic(enum topic t)
{
    return topics[t];
}

struct form_word form_interpreter(enum interpreter i)
{
    return interpreters[i];
}

struct form_word form_place(enum meet_place p)
{
    return places[p];
}

struct form_word form_reach(enum reach r)
{
    return reaches[r];
}

struct form_word form_part(enum day_part p)
{
    return parts[p];
}

struct form_word form_question(enum form_step s)
{
    return questions[s];
}

const char *form_picture(unsigned index)
{
    return pictures[index];
}
