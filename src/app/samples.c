/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a receipt, an answer and a liaison's day look like when they are plainly nobody's: for pictures, tests, numbers.
 */
#include "app_int.h"

#include "screens/slip.h"

#include <stdio.h>

static const struct day_list_row meetings[] = {
    {.minute = 570,
     .part = PART_MORNING,
     .language = "Dari",
     .tag = "fa-AF",
     .interpreter = INTERPRETER_WOMAN,
     .reach = REACH_PHONE,
     .phone = "206-555-0142",
     .safe_parts = 1U << PART_MORNING | 1U << PART_MIDDAY,
     .place = "At this centre",
     .id = "7f3a"},
    {.minute = ANSWER_NO_MINUTE,
     .part = PART_MIDDAY,
     .language = "Arabic",
     .tag = "ar",
     .dialect = "Sudanese",
     .interpreter = INTERPRETER_EITHER,
     .reach = REACH_COME_BACK,
     .place = "Riverside Library",
     .id = "c019"},
    {.minute = 1020,
     .part = PART_EVENING,
     .language = "English",
     .tag = "en",
     .interpreter = INTERPRETER_NOT_NEEDED,
     .reach = REACH_PHONE,
     .phone = "206-555-0199",
     .place = "By phone",
     .id = "41dd",
     .name = "Ann Other"},
};

void app_sample_receipt(struct app *a)
{
    a->session.receipt = (struct receipt_code){.picture = {0, 1, 2}, .digit = {1, 2, 3, 4, 5, 6}};
    a->session.has_receipt = true;
}

void app_sample_answer(struct app *a)
{
    struct told *t = &a->session.told;
    *t = (struct told){.there = true, .answer = answer_empty()};
    t->answer.phrases = 1U << ANSWER_MEET | 1U << ANSWER_INTERPRETER;
    t->answer.day = a->view.today + 7 - (day_weekday(a->view.today) + 4) % 7;
    t->answer.minute = 10 * 60 + 30;
    snprintf(t->answer.place, sizeof t->answer.place, "%s", ANSWER_PLACE_CENTRE);
    a->session.lookup = LOOKUP_ANSWERED;
}

void app_sample_slips(struct app *a)
{
    static struct day_list list;
    app_sample_receipt(a);
    app_sample_answer(a);
    list = (struct day_list){.day = a->view.today, .rows = meetings, .count = sizeof meetings / sizeof *meetings};
    a->view.day_list = &list;
}
