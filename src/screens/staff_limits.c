/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many requests are taken, and lifting that for today: a class comes in, or a whole bus. */
#include "screens/registry.h"

#include "screens/staff_today_kit.h"

static const char *said(const struct view *v)
{
    const struct staff_today *t = staff_today(v);
    switch (t->result) {
    case TODAY_LIFTED:
        return tr(v, "The limits are lifted for today.");
    case TODAY_RESTORED:
        return tr(v, "The limits hold again.");
    case TODAY_FAILED:
        return tr_fill(v, "Not kept, nothing has changed: {why}", "why", desk_why(v, t->why, NULL), NULL);
    default:
        return NULL;
    }
}

static void line(struct view *v, struct node *parent, const char *icon, const char *words, const char *number)
{
    struct ui *u = v->ui;
    struct node *row = w_row(u, parent, 5);
    w_icon(u, row, icon, 12);
    struct node *t = w_text(u, row, words, TYPE_BODY);
    t->lay.grow = 1;
    t->text.fit = true;
    w_text(u, row, number, TYPE_HEADING)->text.bold = true;
}

static void build(struct view *v, void *state, struct node *content)
{
    struct ui *u = v->ui;
    const struct staff_today *t = staff_today(v);
    const struct intake_limits *l = &v->site->intake;
    const char *words = said(v);
    (void)state;
    if (words)
        w_notice(u, content, t->result == TODAY_FAILED ? "icons/warning" : "icons/yes", words);
    line(v, content, "icons/send", tr(v, "Requests today, and how many are taken in a day"),
         arena_printf(u->frame, "\u2066%d / %d\u2069", t->taken_today, l->a_day));
    line(v, content, "icons/who-reads", tr(v, "New requests that nobody has read, and how many are kept"),
         arena_printf(u->frame, "\u2066%d / %d\u2069", t->unread, l->unread));
    line(v, content, "icons/people-group", tr(v, "By one visitor, and in one hour"),
         arena_printf(u->frame, "\u2066%d, %d\u2069", l->a_session, l->an_hour));
    if (!words) /* what was just done says the same */
        w_notice(u, content, t->lifted == DAY_NONE ? "icons/lock" : "icons/warning",
                 t->lifted == DAY_NONE
                     ? tr(v, "The limits hold. They keep one person from filling the box.")
                     : tr_fill(v, "There are no limits until {day}.", "day", staff_date(v, t->lifted), NULL));
    w_spring(u, content);
    staff_foot(v, content, t->lifted == DAY_NONE ? "icons/people-group" : "icons/lock",
               t->lifted == DAY_NONE ? tr(v, "Lift the limits today") : tr(v, "Put the limits back"));
}

static struct command update(struct view *v, void *state, struct ui_id act)
{
    (void)state;
    if (act.kind == UI_BACK)
        return command_of(COMMAND_BACK);
    if (act.kind == UI_CONFIRM)
        return staff_order(STAFF_TODAY, staff_today(v)->lifted == DAY_NONE ? TODAY_LIFT : TODAY_RESTORE);
    return command_of(COMMAND_NONE);
}

static const char *title(struct view *v, void *state)
{
    (void)state;
    return tr(v, "Limits on requests");
}

const struct screen screen_staff_limits = {.id = "staff-limits",
                                           .icon = "icons/send",
                                           .access = ACCESS_STAFF,
                                           .enter = staff_today_enter,
                                           .update = update,
                                           .build = build,
                                           .title = title};
