/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "screens/answer_words.h"

#include "screens/screen.h"

static const struct form_word phrases[] = {
    [ANSWER_MEET] = {"icons/in-person", N_("The liaison officer can meet you.")},
    [ANSWER_PHONE] = {"icons/phone", N_("The liaison officer can talk with you by phone.")},
    [ANSWER_CANNOT_THEN] = {"icons/calendar", N_("The time you chose is not possible. This time is possible:")},
    [ANSWER_WILL_CALL] = {"icons/phone", N_("The liaison officer will call the number you gave.")},
    [ANSWER_INTERPRETER] = {"icons/interpreter", N_("An interpreter will help you.")},
    [ANSWER_DESK] = {"icons/here", N_("Please come to the desk of this centre.")},
    [ANSWER_OTHER_WAY] = {"icons/message", N_("We need another way to reach you. Please tell the staff at the desk.")},
    [ANSWER_RESOURCE] = {"icons/hands-together", N_("Someone else can help you better with this:")},
    [ANSWER_THANKS] = {"icons/thank-you", N_("Thank you. There is nothing more that you need to do.")},
};
_Static_assert(sizeof phrases / sizeof *phrases == ANSWER_PHRASE_COUNT, "a sentence for each phrase");

static const struct form_word replies[] = {
    [REPLY_NONE] = {"icons/question", ""},
    [REPLY_ACCEPT] = {"icons/yes", N_("You said yes. The liaison officer can read it.")},
    [REPLY_OTHER_TIME] = {"icons/calendar", N_("You asked for another time. Come back for the new answer.")},
};
_Static_assert(sizeof replies / sizeof *replies == REPLY_COUNT, "a sentence for each reply");

struct form_word answer_word(enum answer_phrase p)
{
    return phrases[p];
}

struct form_word answer_reply(enum reply_kind k)
{
    return replies[k];
}

struct form_word answer_accept(const struct answer *a)
{
    static const struct form_word come = {"icons/yes", N_("I will come")},
                                  call = {"icons/yes", N_("This time is good")};
    return answer_has(a, ANSWER_MEET) || a->place[0] ? come : call;
}
