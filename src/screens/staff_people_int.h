/* People and hours: what the screen's parts share. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_SCREENS_STAFF_PEOPLE_INT_H
#define PORCHLIGHT_SCREENS_STAFF_PEOPLE_INT_H

#include "screens/staff_kit.h"

enum people_step {
    PEOPLE_WEEK,
    PEOPLE_MONTH,
    PEOPLE_LOOK,  /* these three are turned to with the tabs */
    PEOPLE_ROW,   /* one row of the week */
    PEOPLE_DAY,   /* what a day is */
    PEOPLE_UNTIL, /* the month again: the last day away */
    PEOPLE_HOURS  /* the hours of one day */
};

struct people_state {
    char key[EDIT_KEY_MAX]; /* a person's; "": the list; "*": the lobby */
    enum people_step step;
    day_t month; /* its first day */
    day_t day;
};

bool people_lobby(const struct people_state *s);
/* NULL when the person is not there any more. */
const struct availability *people_plan(const struct view *v, const struct people_state *s);

void people_build_week(struct view *v, const struct people_state *s, struct node *content);
void people_build_row(struct view *v, const struct people_state *s, struct node *content);
void people_build_month(struct view *v, const struct people_state *s, struct node *content);
void people_build_day(struct view *v, const struct people_state *s, struct node *content);
void people_build_look(struct view *v, const struct people_state *s, struct node *content);

/* A step of 15 minutes or an hour, or another place: UI_SLOT of the row's steppers. */
void people_step_hours(struct view *v, const struct people_state *s, size_t slot);

#endif
