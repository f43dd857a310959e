/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Telephone numbers and offices: called again, corrected, or turned off. */
#include "screens/registry.h"

#include "base/str.h"
#include "screens/staff_kit.h"

#include <stdio.h>
#include <string.h>

/* The shelf life of a telephone number: facts.md. */
enum { SOON_DAYS = 30, CHECKED_DAYS = 180, OFF_MAX = 100 };
enum resource_step {
    RESOURCE_STEP_LOOK,
    RESOURCE_STEP_NAME,
    RESOURCE_STEP_PHONE,
    RESOURCE_STEP_HOURS,
    RESOURCE_STEP_OFF
};

struct resources_state {
    char key[EDIT_KEY_MAX]; /* "": all */
    enum resource_step step;
    struct keyboard_state keyboard;
};

/* Those that staff have turned off are not in the site: the changes tell of them. */
static const struct change *off_at(const struct view *v, size_t i)
{
    const struct changes *c = staff_edit(v)->changes;
    for (size_t k = 0; c && k < c->rows.len; k++)
        if (c->rows.v[k].file == CHANGE_RESOURCES && str_eq(c->rows.v[k].field, "off") && i-- == 0)
            return &c->rows.v[k];
    return NULL;
}

static const char *standing(const struct view *v, const struct resource *r, const char **icon)
{
    *icon = "icons/warning";
    if (r->expires == DAY_NONE)
        return tr(v, "Nobody has said how long it may be believed.");
    if (r->expires < v->today)
        return tr_fill(v, "Past its day: {day}", "day", staff_date(v, r->expires), NULL);
    bool soon = r->expires - v->today <= SOON_DAYS;
    *icon = soon ? "icons/clock" : "icons/yes";
    return tr_fill(v, soon ? N_("Only until {day}. Please call it.") : N_("Good until {day}"), "day",
                   staff_date(v, r->expires), NULL);
}

static void build_list(struct view *v, struct node *content)
{
    struct ui *u = v->ui;
    staff_said(v, content);
    struct node *list = w_pager(u, content, AXIS_GRID, ui_portrait(u) ? 1 : 2, 4, tr(v, "Up"), tr(v, "More"));
    const struct change *off;
    for (size_t i = 0; i < OFF_MAX && (off = off_at(v, i)); i++)
        staff_line(v, list, UI_ID(UI_CANCEL, i), "icons/no", off->key, tr(v, "Turned off. Touch it to turn it on."));
    for (size_t i = 0; i < v->site->resource_count; i++) {
        const struct resource *r = &v->site->resources[i];
        const char *icon, *stands = standing(v, r, &icon);
        staff_line(v, list, UI_ID(UI_RESOURCE, i), icon, r->name, stands);
    }
    staff_foot(v, content, NULL, NULL);
}

static void build_look(struct view *v, const struct resource *r, struct node *content)
{
    struct ui *u = v->ui;
    const char *icon, *stands = standing(v, r, &icon), *name = staff_edit(v)->by;
    staff_said(v, content);
    struct node *list = w_pager(u, content, AXIS_COLUMN, 0, 4, tr(v, "Up"), tr(v, "More"));
    w_heading(u, list, r->name, TYPE_HEADING);
    if (r->phone)
        w_heading(u, list, arena_printf(u->frame, "\u2066%s\u2069", r->phone), TYPE_TITLE);
    if (r->hours)
        w_text(u, list, tr_fill(v, "Open: {hours}", "hours", r->hours, NULL), TYPE_BODY);
    struct node *n = w_notice(u, list, icon, stands);
    n->last->text.fit_lines = 0;
    if (r->checked_by && r->checked_on != DAY_NONE)
        w_text(
            u, list,
            tr_fill(v, "Checked by {name} on {day}", "name", r->checked_by, "day", staff_date(v, r->checked_on), NULL),
            TYPE_LABEL);
    if (r->caution)
        w_text(u, list, r->caution, TYPE_LABEL);
    w_button(u, content, UI_ID(UI_CONFIRM, 0), LOOK_PRIMARY, "icons/phone",
             *name ? tr_fill(v, "I called it today and it is right. {name}", "name", name, NULL)
                   : tr(v, "I called it today and it is right"));
    bool tall = ui_portrait(u);
    struct node *row = w_grid(u, content, tall ? 2 : 4, MM_GAP);
    w_button(u, row, UI_ID(UI_BACK, 0), LOOK_QUIET, "icons/back", tr(v, "Back"))->first->mirror = true;
    w_button(u, row, UI_ID(UI_EDIT, 0), LOOK_QUIET, "icons/pencil", tr(v, "Number"));
    w_button(u, row, UI_ID(UI_EDIT, 1), LOOK_QUIET, "icons/clock", tr(v, "Hours"));
    w_button(u, row, UI_ID(UI_WITHDRAW, 0), LOOK_QUIET, "icons/no", tr(v, "Turn it off"));
}

static void build(struct view *v, void *state, struct node *content)
{
    struct resources_state *s = state;
    const struct resource *r = site_resource(v->site, s->key);
    const struct staff_edit *e = staff_edit(v);
    if (!*s->key || (!r && s->step == RESOURCE_STEP_LOOK)) {
        build_list(v, content);
        return;
    }
    switch (s->step) {
    case RESOURCE_STEP_LOOK:
        build_look(v, r, content);
        return;
    case RESOURCE_STEP_NAME:
        staff_typing(v, content, tr(v, "Your name"), tr(v, "Who signs? Staff and the next pack see this name."), e->by,
                     &s->keyboard, false);
        break;
    case RESOURCE_STEP_PHONE:
        staff_typing(v, content, tr(v, "Telephone number"), tr(v, "Call it yourself. Then type it."), e->text,
                     &s->keyboard, false);
        break;
    case RESOURCE_STEP_HOURS:
        staff_typing(v, content, tr(v, "Hours"), tr(v, "As visitors should read it, for example Mon-Fri 9:00-17:00"),
                     e->text, &s->keyboard, false);
        break;
    default:
        w_text(v->ui, content, tr(v, "Visitors do not see it any more. You can turn it on again in the list."),
               TYPE_BODY);
        w_spring(v->ui, content);
        staff_foot(v, content, "icons/no", tr(v, "Turn it off"));
        return;
    }
    staff_foot(v, content, "icons/yes", tr(v, "Keep"))->disabled = s->step == RESOURCE_STEP_NAME ? !*e->by : !*e->text;
}

static struct command checked(struct view *v, struct resources_state *s)
{
    struct staff_edit *e = staff_edit(v);
    if (!*e->by) {
        s->step = RESOURCE_STEP_NAME;
        return command_of(COMMAND_REDRAW);
    }
    staff_key(v, s->key);
    e->until = v->today + CHECKED_DAYS;
    s->step = RESOURCE_STEP_LOOK;
    return staff_do(EDIT_CHECKED);
}

static struct command confirm(struct view *v, struct resources_state *s)
{
    const struct staff_edit *e = staff_edit(v);
    enum resource_step step = s->step;
    if (!*s->key || (step == RESOURCE_STEP_NAME && !*e->by) ||
        ((step == RESOURCE_STEP_PHONE || step == RESOURCE_STEP_HOURS) && !*e->text))
        return command_of(COMMAND_NONE);
    if (step == RESOURCE_STEP_LOOK || step == RESOURCE_STEP_NAME)
        return checked(v, s);
    staff_key(v, s->key);
    s->step = RESOURCE_STEP_LOOK;
    return staff_do(step == RESOURCE_STEP_PHONE   ? EDIT_RESOURCE_PHONE
                    : step == RESOURCE_STEP_HOURS ? EDIT_RESOURCE_HOURS
                                                  : EDIT_RESOURCE_TURN);
}

static struct command begin(struct view *v, struct resources_state *s, bool hours)
{
    const struct resource *r = site_resource(v->site, s->key);
    const char *now = r ? (hours ? r->hours : r->phone) : NULL;
    if (s->step != RESOURCE_STEP_LOOK || !r)
        return command_of(COMMAND_NONE);
    snprintf(staff_edit(v)->text, EDIT_TEXT_MAX, "%s", now ? now : "");
    s->step = hours ? RESOURCE_STEP_HOURS : RESOURCE_STEP_PHONE;
    return command_of(COMMAND_REDRAW);
}

static struct command update(struct view *v, void *state, struct ui_id act)
{
    struct resources_state *s = state;
    struct staff_edit *e = staff_edit(v);
    const struct change *off;
    switch (act.kind) {
    case UI_BACK:
        if (s->step == RESOURCE_STEP_LOOK)
            return command_of(COMMAND_BACK);
        s->step = RESOURCE_STEP_LOOK;
        return command_of(COMMAND_REDRAW);
    case UI_RESOURCE:
        return *s->key || act.index >= v->site->resource_count
                   ? command_of(COMMAND_NONE)
                   : command_go(COMMAND_GO, "staff-resources/%s", v->site->resources[act.index].key);
    case UI_CANCEL:
        off = *s->key && site_resource(v->site, s->key) ? NULL : off_at(v, act.index);
        if (!off)
            return command_of(COMMAND_NONE);
        staff_key(v, off->key);
        return staff_do(EDIT_RESOURCE_TURN);
    case UI_CONFIRM:
        return confirm(v, s);
    case UI_EDIT:
        return begin(v, s, act.index == 1);
    case UI_WITHDRAW:
        s->step = *s->key && s->step == RESOURCE_STEP_LOOK ? RESOURCE_STEP_OFF : s->step;
        return command_of(COMMAND_REDRAW);
    case UI_CLEAR:
        return staff_do(EDIT_UNDO);
    default:
        break;
    }
    bool typed = s->step == RESOURCE_STEP_NAME ? staff_typed(v, &s->keyboard, false, act, e->by, sizeof e->by)
                 : s->step == RESOURCE_STEP_PHONE || s->step == RESOURCE_STEP_HOURS
                     ? staff_typed(v, &s->keyboard, false, act, e->text, sizeof e->text)
                     : false;
    return command_of(typed ? COMMAND_REDRAW : COMMAND_NONE);
}

static bool enter(struct view *v, void *state, const char *arg)
{
    struct resources_state *s = state;
    if (strlen(arg) >= sizeof s->key || (*arg && !site_resource(v->site, arg)))
        return false;
    memcpy(s->key, arg, strlen(arg) + 1);
    staff_enter(v);
    return true;
}

static const char *title(struct view *v, void *state)
{
    (void)state;
    return tr(v, "Phone numbers and help");
}

const struct screen screen_staff_resources = {.id = "staff-resources",
                                              .icon = "icons/hotline",
                                              .access = ACCESS_STAFF,
                                              .state_size = sizeof(struct resources_state),
                                              .enter = enter,
                                              .update = update,
                                              .build = build,
                                              .title = title};
