/* How the kiosk is, in the words of the staff's screens. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_SCREENS_STAFF_TODAY_KIT_H
#define PORCHLIGHT_SCREENS_STAFF_TODAY_KIT_H

#include "screens/staff_kit.h"
#include "screens/staff_today.h"

static inline struct staff_today *staff_today(const struct view *v)
{
    return v->desk->staff->today;
}

/* For screens that give an order of the day: how it is, is looked at anew, and what was done before is not told again.
 */
bool staff_today_enter(struct view *v, void *state, const char *arg);

/* "Look here": a state is said in words and drawn with a picture of its own, never by colour alone. */
const char *ready_verdict_words(const struct view *v, enum ready_verdict verdict);
const char *ready_verdict_icon(enum ready_verdict verdict);
/* A sentence on a part. */
const char *ready_words(const struct view *v, const struct ready *r);

/* One line on all of it: that all is well, or the first thing to mend. */
void ready_summary(struct view *v, struct node *content, struct ui_id id);

#endif
