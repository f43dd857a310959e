/* The words and pictures for what a request's form stores: one table for the questions, the review and the receipt.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_SCREENS_FORM_WORDS_H
#define PORCHLIGHT_SCREENS_FORM_WORDS_H

#include "domain/form.h"

struct form_word {
    const char *icon;
    const char *label; /* a msgid */
};

struct form_word form_topic(enum topic t);
struct form_word form_interpreter(enum interpreter i);
struct form_word form_place(enum meet_place p);
struct form_word form_reach(enum reach r);
struct form_word form_part(enum day_part p);
struct form_word form_question(enum form_step s);

/* The msgid of a receipt picture: "tree". */
const char *form_picture(unsigned index);

#endif
