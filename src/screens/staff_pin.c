/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The PIN of the staff: the old one, the new one twice. */
#include "screens/registry.h"

#include "base/str.h"
#include "screens/staff_kit.h"

#include <string.h>

enum { STEPS = 3, PIN_LEAST = 6 };

struct pin_state {
    int step;
    bool differ;
};

static struct command start_again(struct view *v, struct pin_state *s)
{
    explicit_bzero(staff_edit(v)->pin, sizeof staff_edit(v)->pin);
    *s = (struct pin_state){0};
    return command_of(COMMAND_REDRAW);
}

static struct command next(struct view *v, struct pin_state *s)
{
    struct staff_edit *e = staff_edit(v);
    if (strlen(e->pin[s->step]) < PIN_LEAST)
        return command_of(COMMAND_NONE);
    if (s->step + 1 < STEPS) {
        s->step++;
        return command_of(COMMAND_REDRAW);
    }
    if (strcmp(e->pin[1], e->pin[2]) != 0) {
        explicit_bzero(e->pin[1], sizeof e->pin[1]);
        explicit_bzero(e->pin[2], sizeof e->pin[2]);
        s->step = 1;
        s->differ = true;
        return command_of(COMMAND_REDRAW);
    }
    *s = (struct pin_state){0};
    return staff_do(EDIT_PIN);
}

static struct command update(struct view *v, void *state, struct ui_id act)
{
    struct pin_state *s = state;
    struct staff_edit *e = staff_edit(v);
    if (act.kind == UI_BACK) {
        start_again(v, s);
        return command_of(COMMAND_BACK);
    }
    if (act.kind == UI_CONFIRM)
        return next(v, s);
    if (act.kind == UI_KEY && act.index >= 10)
        return command_of(COMMAND_NONE);
    if (!number_pad_act(act, e->pin[s->step], sizeof e->pin[0]))
        return command_of(COMMAND_NONE);
    e->result = EDIT_NONE;
    s->differ = false;
    return command_of(COMMAND_REDRAW);
}

static const char *said(const struct view *v, const struct pin_state *s)
{
    const struct staff_edit *e = staff_edit(v);
    if (s->differ)
        return tr(v, "The two were not the same. Type the new PIN again.");
    switch (e->result) {
    case EDIT_KEPT:
        return tr(v, "The new PIN is kept. The old one does not work any more.");
    case EDIT_PIN_WRONG:
        return tr(v, "That was not right. Please try again.");
    case EDIT_PIN_WAIT:
        return tr_fill(v, "Too many tries. Please wait {seconds} seconds.", "seconds",
                       arena_printf(v->ui->frame, "%d", e->wait_s), NULL);
    case EDIT_PIN_EASY:
        return tr(v, "Not kept: this PIN is too easy to guess. Choose another.");
    case EDIT_NOT_KEPT:
        return tr_fill(v, "Not kept, nothing has changed: {why}", "why", desk_why(v, e->why, NULL), NULL);
    default:
        return NULL;
    }
}

static void build(struct view *v, void *state, struct node *content)
{
    static const char *const labels[STEPS] = {N_("The PIN of today"), N_("The new PIN: 6 to 12 numbers"),
                                              N_("The new PIN once more")};
    const struct pin_state *s = state;
    struct ui *u = v->ui;
    const struct staff_edit *e = staff_edit(v);
    const char *words = said(v, s);
    desk_near_keys(v, content);
    w_heading(u, content, tr(v, labels[s->step]), TYPE_BODY);
    desk_field(v, content, UI_ID(UI_FIELD, s->step), tr(v, labels[s->step]), e->pin[s->step], true, true);
    if (words)
        w_notice(u, content, e->result == EDIT_KEPT ? "icons/yes" : "icons/warning", words);
    if (!ui_portrait(u))
        w_spring(u, content);
    number_pad_build(u, content, false, tr(v, "Erase the last number"));
    staff_foot(v, content, s->step + 1 < STEPS ? "icons/next" : "icons/yes",
               s->step + 1 < STEPS ? tr(v, "Next") : tr(v, "Keep"))
        ->disabled = strlen(e->pin[s->step]) < PIN_LEAST;
}

static bool enter(struct view *v, void *state, const char *arg)
{
    (void)state;
    explicit_bzero(staff_enter(v)->pin, sizeof staff_edit(v)->pin);
    return !*arg;
}

static const char *title(struct view *v, void *state)
{
    (void)state;
    return tr(v, "A new PIN");
}

const struct screen screen_staff_pin = {.id = "staff-pin",
                                        .icon = "icons/lock",
                                        .access = ACCESS_STAFF,
                                        .state_size = sizeof(struct pin_state),
                                        .enter = enter,
                                        .update = update,
                                        .build = build,
                                        .title = title};
