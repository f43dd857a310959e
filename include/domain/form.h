/* The questions of a meeting request, in order, and their answers as enums. Labels and pictures belong to the
 * screen; what is stored are the stable words below. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DOMAIN_FORM_H
#define PORCHLIGHT_DOMAIN_FORM_H

#include "base/clock.h"
#include <stddef.h>

enum form_step {
    STEP_TOPIC,
    STEP_LANGUAGE,
    STEP_INTERPRETER,
    STEP_PLACE,
    STEP_WHEN,
    STEP_REACH,
    STEP_PHONE, /* only after REACH_PHONE: number and when it is safe */
    STEP_NAME,
    STEP_REVIEW,
    STEP_COUNT
};

enum topic {
    TOPIC_IN_PERSON, /* "I'd rather say it in person" */
    TOPIC_QUESTION,  /* a question about police or the law */
    TOPIC_HURT_AT_HOME,
    TOPIC_HURT_OUTSIDE, /* someone hurt or threatened me, or hates me */
    TOPIC_STOLEN,
    TOPIC_WORK, /* not paid, forced, papers taken */
    TOPIC_MONEY_TRICK,
    TOPIC_CHILDREN,
    TOPIC_NEIGHBOURS,
    TOPIC_DRIVING,
    TOPIC_POLICE_TREATMENT, /* how an officer treated me */
    TOPIC_BECOME_OFFICER,
    TOPIC_COUNT
};

enum interpreter {
    INTERPRETER_UNSAID,
    INTERPRETER_WOMAN,
    INTERPRETER_MAN,
    INTERPRETER_EITHER,
    INTERPRETER_NOT_NEEDED,
    INTERPRETER_COUNT
};
enum meet_place { PLACE_UNSAID, PLACE_HERE, PLACE_PHONE, PLACE_COMMUNITY, PLACE_STATION, PLACE_COUNT };
enum reach { REACH_UNSAID, REACH_COME_BACK, REACH_CENTRE, REACH_PHONE, REACH_COUNT };
enum day_part { PART_MORNING, PART_MIDDAY, PART_EVENING, PART_COUNT };

enum { REQUEST_SLOTS_MAX = 21 /* seven days × three parts */ };

/* A time that suits: a day, and a part of it. */
struct request_slot {
    day_t day;
    enum day_part part;
};

/* Stable words for files and exports: "in_person", "hurt_at_home", … ; a value out of range is a BUG(). */
const char *topic_word(enum topic t);
const char *interpreter_word(enum interpreter i);
const char *meet_place_word(enum meet_place p);
const char *reach_word(enum reach r);
const char *day_part_word(enum day_part p);
const char *form_step_word(enum form_step s); /* "topic", "language", … as in screen ids request/topic */

/* The inverse; the enum's _COUNT when the word is unknown. */
enum topic topic_from_word(const char *w);
enum interpreter interpreter_from_word(const char *w);
enum meet_place meet_place_from_word(const char *w);
enum reach reach_from_word(const char *w);
enum day_part day_part_from_word(const char *w);
enum form_step form_step_from_word(const char *w);

#endif
