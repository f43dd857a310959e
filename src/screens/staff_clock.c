/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is the date right? Requests are erased by it, so after a jump staff are asked first. */
#include "screens/registry.h"

#include "screens/staff_today_kit.h"

static bool asked(const struct view *v)
{
    const struct ready *r = &staff_today(v)->parts[READY_CLOCK];
    return r->says == SAYS_CLOCK_AHEAD || r->says == SAYS_CLOCK_BEHIND;
}

static void build(struct view *v, void *state, struct node *content)
{
    struct ui *u = v->ui;
    const struct staff_today *t = staff_today(v);
    const struct ready *r = &t->parts[READY_CLOCK];
    (void)state;
    if (t->result == TODAY_DATE_KEPT)
        w_notice(u, content, "icons/yes", tr(v, "The date is right from now on."));
    if (t->result == TODAY_FAILED)
        w_notice(u, content, "icons/warning",
                 tr_fill(v, "Not kept, nothing has changed: {why}", "why", desk_why(v, t->why, NULL), NULL));
    struct node *list = w_column(u, content, 8);
    list->lay.grow = 1;
    list->lay.justify = PLACE_CENTER;
    w_icon(u, list, "icons/clock", 40)->lay.w = 0;
    w_heading(u, list, ready_words(v, r), TYPE_BODY)->text.align = TEXT_CENTER;
    if (asked(v))
        w_text(u, list,
               tr(v, "Look at another clock. If this date is wrong, do not touch: ask who looks after this machine to "
                     "set it. If it is right, say so; then requests past their last day are erased."),
               TYPE_BODY)
            ->text.align = TEXT_CENTER;
    staff_foot(v, content, asked(v) ? "icons/yes" : NULL, asked(v) ? tr(v, "The date is right") : NULL);
}

static struct command update(struct view *v, void *state, struct ui_id act)
{
    (void)state;
    if (act.kind == UI_BACK)
        return command_of(COMMAND_BACK);
    if (act.kind == UI_CONFIRM && asked(v))
        return staff_order(STAFF_TODAY, TODAY_DATE_IS_RIGHT);
    return command_of(COMMAND_NONE);
}

static const char *title(struct view *v, void *state)
{
    (void)state;
    return tr(v, "Date and time");
}

const struct screen screen_staff_clock = {.id = "staff-clock",
                                          .icon = "icons/clock",
                                          .access = ACCESS_STAFF,
                                          .enter = staff_today_enter,
                                          .update = update,
                                          .build = build,
                                          .title = title};
