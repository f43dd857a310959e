/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests out and answers in, on a stick that staff carry to a liaison or back. */
#include "screens/registry.h"

#include "screens/staff_kit.h"
#include "screens/staff_pouch.h"

static struct staff_pouch *pouch(const struct view *v)
{
    return v->desk->staff->pouch;
}

static const struct {
    const char *icon, *words;
} results[POUCH_RESULT_COUNT] = {
    [POUCH_WRITTEN] = {"icons/yes", N_("Written: {requests} sealed requests.")},
    [POUCH_TAKEN_IN] = {"icons/yes", N_("Brought in. Answers: {answered}. Read: {collected}. Closed: {closed}.")},
    [POUCH_IN_PART] = {"icons/warning", N_("Some was brought in, but not all: {why}")},
    [POUCH_FULL] = {"icons/warning", N_("Nothing was written. The stick is full, or it cannot be written on.")},
    [POUCH_GONE] = {"icons/warning",
                    N_("The stick was taken out too early, or it is broken. Put it in and try again.")},
    [POUCH_EMPTY] = {"icons/question", N_("There are no answers for this kiosk on the stick.")},
    [POUCH_FOREIGN] = {"icons/warning", N_("What is on it is not for this kiosk. Nothing has changed.")},
    [POUCH_DAMAGED] = {"icons/warning", N_("What is on it is damaged. Nothing has changed. Ask for it again.")},
    [POUCH_FAILED] = {"icons/warning", N_("Not done, nothing has changed: {why}")},
};

static void said(struct view *v, struct node *content)
{
    struct ui *u = v->ui;
    const struct staff_pouch *s = pouch(v);
    if (s->result == POUCH_NONE)
        return;
    struct arena *a = u->frame;
    w_notice(u, content, results[s->result].icon,
             tr_fill(v, results[s->result].words, "requests", arena_printf(a, "%d", s->requests), "answered",
                     arena_printf(a, "%d", s->answered), "collected", arena_printf(a, "%d", s->collected), "closed",
                     arena_printf(a, "%d", s->closed), "why", desk_why(v, s->why, NULL), NULL))
        ->last->text.fit_lines = 0;
    if (s->not_used)
        w_notice(u, content, "icons/warning",
                 tr_fill(v, "Not used, because the request is gone or it was not proven: {number}", "number",
                         arena_printf(a, "%d", s->not_used), NULL));
    if (s->result != POUCH_GONE)
        w_notice(u, content, s->not_taken_off ? "icons/warning" : "icons/yes",
                 s->not_taken_off ? tr(v, "Wait: the stick is still in use.")
                                  : tr(v, "You may take the stick out now."));
}

static void build(struct view *v, void *state, struct node *content)
{
    struct ui *u = v->ui;
    const struct staff_pouch *s = pouch(v);
    (void)state;
    struct node *list = w_pager(u, content, AXIS_COLUMN, 0, MM_GAP, tr(v, "Up"), tr(v, "More"));
    said(v, list); /* a reason may be long: the sticks then come on the next page */
    w_heading(u, list, s->count ? tr(v, "Which stick?") : tr(v, "Put in a stick."), TYPE_BODY);
    if (s->unreadable)
        w_text(u, list, tr(v, "A stick is there that cannot be read."), TYPE_LABEL);
    for (size_t i = 0; i < s->count; i++) {
        const char *room =
            tr_fill(v, "Room: {number} MB", "number", arena_printf(u->frame, "%d", s->sticks[i].free_mb), NULL);
        struct node *n = staff_line(v, list, UI_ID(UI_OPTION, i), "icons/link",
                                    arena_printf(u->frame, "\u2068%s\u2069", s->sticks[i].name),
                                    s->sticks[i].read_only ? tr(v, "It cannot be written on.") : room);
        n->selected = i == s->which;
    }
    if (s->count) {
        struct node *row = w_grid(u, content, 2, MM_GAP);
        w_button(u, row, UI_ID(UI_TAKE, 0), LOOK_PRIMARY, "icons/send", tr(v, "Write requests on it"))->disabled =
            s->which < s->count && s->sticks[s->which].read_only;
        w_button(u, row, UI_ID(UI_TAKE, 1), LOOK_PRIMARY, "icons/answer", tr(v, "Bring answers in"));
    }
    staff_foot(v, content, NULL, NULL);
}

static struct command update(struct view *v, void *state, struct ui_id act)
{
    struct staff_pouch *s = pouch(v);
    (void)state;
    switch (act.kind) {
    case UI_BACK:
        return command_of(COMMAND_BACK);
    case UI_OPTION:
        s->which = act.index < s->count ? act.index : s->which;
        s->result = POUCH_NONE;
        return command_of(COMMAND_REDRAW);
    case UI_TAKE:
        s->result = POUCH_NONE;
        return staff_order(STAFF_POUCH, act.index == 0 ? (int)POUCH_WRITE : (int)POUCH_READ);
    default:
        return command_of(COMMAND_NONE);
    }
}

static bool enter(struct view *v, void *state, const char *arg)
{
    (void)state;
    pouch(v)->result = POUCH_NONE;
    pouch(v)->which = 0;
    return !*arg;
}

static const char *title(struct view *v, void *state)
{
    (void)state;
    return tr(v, "Requests and answers on a stick");
}

const struct screen screen_staff_pouch = {.id = "staff-pouch",
                                          .icon = "icons/send",
                                          .access = ACCESS_STAFF,
                                          .enter = enter,
                                          .update = update,
                                          .build = build,
                                          .title = title};
