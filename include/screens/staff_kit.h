/* The parts that the staff's screens are made of. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_SCREENS_STAFF_KIT_H
#define PORCHLIGHT_SCREENS_STAFF_KIT_H

#include "screens/staff_edit.h"
#include "ui/keyboard.h"
#include "ui/widgets.h"

/* A screen is entered: what became of the order before is forgotten. */
struct staff_edit *staff_enter(struct view *v);
static inline struct staff_edit *staff_edit(const struct view *v)
{
    return v->desk->staff->edit;
}

/* Sets the argument `key`. */
void staff_key(struct view *v, const char *key);
static inline struct command staff_do(enum edit_order order)
{
    return staff_order(STAFF_EDIT, (int)order);
}

/* Says what became of the last order, with Undo (UI_CLEAR) where there is something to undo. Nothing before an order.
 */
void staff_said(struct view *v, struct node *content);

/* A line of a list: picture, words, quieter words below (NULL: none). */
struct node *staff_line(struct view *v, struct node *list, struct ui_id id, const char *icon, const char *words,
                        const char *quiet);

/* "31 October 2027" */
const char *staff_date(const struct view *v, day_t day);
/* "9:00–12:00" */
const char *staff_hours(const struct view *v, int from_min, int to_min);

/* A white card for things that belong together, such as a name and its buttons. */
struct node *staff_card(struct view *v, struct node *parent);

/* A value with less and more on its sides: UI_SLOT 2i and 2i + 1. */
void staff_stepper(struct view *v, struct node *parent, int i, const char *label, const char *value);

/* The way back (UI_BACK) and beside it one way on (UI_CONFIRM); `label` NULL: only back. Returns the way on. */
struct node *staff_foot(struct view *v, struct node *content, const char *icon, const char *label);

/* A field and a keyboard on a screen of its own, for a text of the staff's; `numbers`: a number pad. */
void staff_typing(struct view *v, struct node *content, const char *label, const char *hint, const char *text,
                  const struct keyboard_state *k, bool numbers);
bool staff_typed(struct view *v, struct keyboard_state *k, bool numbers, struct ui_id act, char *text, size_t size);

#endif
