/* What the slips have in common: slip.c has the parts, one file each the kinds.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_SCREENS_SLIP_INT_H
#define PORCHLIGHT_SCREENS_SLIP_INT_H

#include "screens/slip.h"
#include "ui/widgets.h"

enum { SLIP_KEY_MAX = 64 };

/* A kind's functions; `arg` is what follows its word: a slug, a key, or "". */
struct slip_kind {
    const char *word;
    bool (*there)(struct view *v, const char *arg);
    bool (*discreet)(struct view *v, const char *arg); /* NULL: never */
    const char *(*name)(struct view *v, const char *arg);
    const char *(*payload)(struct view *v, const char *arg, bool codes); /* NULL: has none */
    void (*build)(struct view *v, const char *arg, bool codes, struct node *root);
};
extern const struct slip_kind slip_page, slip_resource, slip_receipt, slip_answer, slip_speak_card, slip_day_list,
    slip_test;

/* Paper that has room for two columns; for a small code beside words. */
bool slip_wide(const struct ui *u);
bool slip_roomy(const struct ui *u);

/* English, or the visitor's language at a site that has none. */
const struct language *slip_english(const struct view *v);
bool slip_in_english(const struct view *v); /* the visitor reads English */

/* The words of a new slip; parts are added to what is returned. */
struct node *slip_root(struct view *v);

/* Words in a language of their own; NULL: the visitor's. */
struct node *slip_text(struct view *v, struct node *parent, const char *s, enum type_step step,
                       const struct language *lang);
struct node *slip_heading(struct view *v, struct node *parent, const char *s, enum type_step step,
                          const struct language *lang);
/* A proper name or a number: in Latin letters, at the side where the visitor's lines begin. */
struct node *slip_proper(struct view *v, struct node *parent, const char *s, enum type_step step);
void slip_rule(struct view *v, struct node *parent);

/* Side by side on wide paper, one below the other on a roll. */
struct node *slip_columns(struct view *v, struct node *parent);
struct node *slip_column(struct view *v, struct node *columns);

/* A code of at most side_mm with `label` under it and, when it is set, what it leads to; NULL when it does not fit the
 * paper with modules of MM_PRINT_MODULE. */
struct node *slip_code(struct view *v, struct node *parent, const char *payload, float side_mm, const char *label,
                       const char *words);

/* The last part: whom to ask, and when it was checked (DAY_NONE: not said). */
void slip_foot(struct view *v, struct node *root, const char *ask, day_t checked_on);

/* "Thursday, 3 December" in the visitor's language. */
const char *slip_day(struct view *v, day_t day);

#endif
