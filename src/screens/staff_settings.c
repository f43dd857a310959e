/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The few settings of the centre that are the staff's: its telephone, how long requests are kept, the loudness. */
#include "screens/registry.h"

#include "content/dates.h"
#include "screens/staff_kit.h"

#include <stdio.h>
#include <string.h>

enum number { KEEP_DAYS, WARN_DAYS, VOLUME, NUMBERS };

struct settings_state {
    bool typing;
    struct keyboard_state keyboard;
};

static const struct {
    const char *name, *label, *unit; /* in site.yaml; msgids */
    int step, low, high;
} numbers[NUMBERS] = {
    [KEEP_DAYS] = {"requests.keep_days", N_("Requests are erased after"), N_("{n} days"), 10, 10, 360},
    [WARN_DAYS] = {"requests.warn_uncollected_days", N_("Visitors are told when nobody collects for"), N_("{n} days"),
                   1, 1, 60},
    [VOLUME] = {"sound.volume_percent", N_("Loudness at the start of a visit"), N_("{n} %"), 10, 0, 100},
};

static int value_of(const struct view *v, int i)
{
    return i == KEEP_DAYS   ? v->site->retention_days
           : i == WARN_DAYS ? v->site->intake_warn_days
                            : v->site->volume_percent;
}

static void build(struct view *v, void *state, struct node *content)
{
    const struct settings_state *s = state;
    struct ui *u = v->ui;
    const struct staff_edit *e = staff_edit(v);
    if (s->typing) {
        staff_typing(v, content, tr(v, "Telephone of the centre"), tr(v, "Call it yourself. Then type it."), e->text,
                     &s->keyboard, false);
        staff_foot(v, content, "icons/yes", tr(v, "Keep"))->disabled = !*e->text;
        return;
    }
    staff_said(v, content);
    struct node *list = w_pager(u, content, AXIS_GRID, ui_portrait(u) ? 1 : 2, MM_GAP, tr(v, "Up"), tr(v, "More"));
    const char *phone = v->site->centre_phone;
    staff_line(v, list, UI_ID(UI_EDIT, 0), "icons/phone", tr(v, "Telephone of the centre"),
               phone ? arena_printf(u->frame, "\u2066%s\u2069", phone) : tr(v, "nothing"));
    for (int i = 0; i < NUMBERS; i++)
        staff_stepper(v, list, i, tr(v, numbers[i].label),
                      tr_fill(v, numbers[i].unit, "n", date_number(v->session->lang, value_of(v, i), u->frame), NULL));
    staff_foot(v, content, NULL, NULL);
}

static struct command step(struct view *v, size_t slot)
{
    struct staff_edit *e = staff_edit(v);
    size_t i = slot / 2;
    if (i >= NUMBERS)
        return command_of(COMMAND_NONE);
    int n = value_of(v, (int)i) + (slot % 2 ? numbers[i].step : -numbers[i].step);
    if (n < numbers[i].low || n > numbers[i].high)
        return command_of(COMMAND_NONE);
    staff_key(v, numbers[i].name);
    snprintf(e->text, sizeof e->text, "%d", n);
    return staff_do(EDIT_SETTING);
}

static struct command update(struct view *v, void *state, struct ui_id act)
{
    struct settings_state *s = state;
    struct staff_edit *e = staff_edit(v);
    switch (act.kind) {
    case UI_BACK:
        if (!s->typing)
            return command_of(COMMAND_BACK);
        s->typing = false;
        return command_of(COMMAND_REDRAW);
    case UI_EDIT:
        snprintf(e->text, sizeof e->text, "%s", v->site->centre_phone ? v->site->centre_phone : "");
        s->typing = true;
        return command_of(COMMAND_REDRAW);
    case UI_SLOT:
        return s->typing ? command_of(COMMAND_NONE) : step(v, act.index);
    case UI_CONFIRM:
        if (!s->typing || !*e->text)
            return command_of(COMMAND_NONE);
        s->typing = false;
        staff_key(v, "phone");
        return staff_do(EDIT_SETTING);
    case UI_CLEAR:
        return staff_do(EDIT_UNDO);
    default:
        return command_of(s->typing && staff_typed(v, &s->keyboard, false, act, e->text, sizeof e->text)
                              ? COMMAND_REDRAW
                              : COMMAND_NONE);
    }
}

static bool enter(struct view *v, void *state, const char *arg)
{
    (void)state;
    staff_enter(v);
    return !*arg;
}

static const char *title(struct view *v, void *state)
{
    (void)state;
    return tr(v, "Settings of the centre");
}

const struct screen screen_staff_settings = {.id = "staff-settings",
                                             .icon = "icons/office",
                                             .access = ACCESS_STAFF,
                                             .state_size = sizeof(struct settings_state),
                                             .enter = enter,
                                             .update = update,
                                             .build = build,
                                             .title = title};
