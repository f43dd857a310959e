/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Liaison officers and the lobby: the week, days off and other hours, and what visitors are offered from it. */
#include "screens/registry.h"

#include "base/str.h"
#include "screens/staff_people_int.h"

#include <string.h>

enum { TABS = 3, MONTHS_AHEAD = 18, DAYS_MONTH_MAX = 31, NEW_FROM = 9 * 60, NEW_TO = 12 * 60 };

bool people_lobby(const struct people_state *s)
{
    return str_eq(s->key, "*");
}

const struct availability *people_plan(const struct view *v, const struct people_state *s)
{
    const struct person *p = people_lobby(s) ? NULL : site_person(v->site, s->key);
    return people_lobby(s) ? &v->site->opening : p ? &p->hours : NULL;
}

static const struct {
    const char *icon, *label;
} tabs[TABS] = {
    {"icons/clock", N_("The week")}, {"icons/calendar", N_("Days")}, {"icons/review", N_("What visitors see")}};

static const char *languages_of(const struct view *v, const struct person *p)
{
    const char *all = "";
    for (size_t i = 0; i < p->language_count; i++) {
        const struct language *l = site_language(v->site, p->languages[i]);
        if (l)
            all = arena_printf(v->ui->frame, "%s%s\u2068%s\u2069", all, *all ? " · " : "", l->autonym);
    }
    return all;
}

static void build_list(struct view *v, struct node *content)
{
    struct ui *u = v->ui;
    struct node *list = w_pager(u, content, AXIS_GRID, ui_portrait(u) ? 1 : 2, 4, tr(v, "Up"), tr(v, "More"));
    staff_line(v, list, UI_ID(UI_OPTION, 0), "icons/office", tr(v, "The centre's opening hours"), NULL);
    for (size_t i = 0; i < v->site->person_count; i++) {
        const struct person *p = &v->site->people[i];
        const char *face = p->photo ? arena_printf(u->frame, "site:%s", p->photo) : "icons/meet-liaison";
        struct node *n = staff_line(v, list, UI_ID(UI_OPTION, i + 1), face, p->name, languages_of(v, p));
        n->first->lay.w = n->first->lay.h = ui_mm(u, 20);
    }
    staff_foot(v, content, NULL, NULL);
}

static void build_tabs(struct view *v, const struct people_state *s, struct node *content)
{
    struct ui *u = v->ui;
    struct node *row = w_grid(u, content, TABS, MM_GAP);
    for (int i = 0; i < TABS; i++) {
        struct node *n =
            w_tile(u, row, UI_ID(UI_TURN, i), ui_portrait(u) ? tabs[i].icon : NULL, 12, tr(v, tabs[i].label));
        n->selected = (int)s->step == i;
    }
}

static void build(struct view *v, void *state, struct node *content)
{
    struct people_state *s = state;
    if (!*s->key) {
        build_list(v, content);
        return;
    }
    if ((int)s->step < TABS) {
        build_tabs(v, s, content);
        staff_said(v, content);
    }
    switch (s->step) {
    case PEOPLE_WEEK:
        people_build_week(v, s, content);
        break;
    case PEOPLE_LOOK:
        people_build_look(v, s, content);
        break;
    case PEOPLE_MONTH:
    case PEOPLE_UNTIL:
        people_build_month(v, s, content);
        break;
    case PEOPLE_DAY:
        people_build_day(v, s, content);
        return;
    default:
        people_build_row(v, s, content);
        return;
    }
    staff_foot(v, content, NULL, NULL);
}

static struct command turn(struct people_state *s, enum people_step step)
{
    s->step = step;
    return command_of(COMMAND_REDRAW);
}

/* Makes the row that is being looked at the one that is edited. */
static struct command edit_row(struct view *v, struct people_state *s, size_t i)
{
    const struct availability *plan = people_plan(v, s);
    if (!plan || i >= plan->weekly_count)
        return command_of(COMMAND_NONE);
    const struct weekly_hours *w = &plan->weekly[i];
    int place = EDIT_CENTRE;
    for (size_t k = 0; k < v->site->place_count; k++)
        if (str_eq(v->site->places[k].name, w->where))
            place = (int)k;
    staff_edit(v)->hours = (struct edit_hours){.index = (int)i,
                                               .weekday = w->weekday,
                                               .from_min = w->from_min,
                                               .to_min = w->to_min,
                                               .place = place,
                                               .week = w->week};
    staff_edit(v)->result = EDIT_NONE;
    return turn(s, PEOPLE_ROW);
}

static struct command new_row(struct view *v, struct people_state *s, int weekday, enum people_step step)
{
    staff_edit(v)->hours = (struct edit_hours){
        .index = -1, .weekday = weekday, .from_min = NEW_FROM, .to_min = NEW_TO, .place = EDIT_CENTRE};
    staff_edit(v)->result = EDIT_NONE;
    return turn(s, step);
}

static struct command order(struct view *v, struct people_state *s, enum edit_order what, enum people_step then)
{
    staff_key(v, people_lobby(s) ? "" : s->key);
    staff_edit(v)->day = s->day;
    if (what != EDIT_DAY_OFF)
        staff_edit(v)->until = s->day;
    s->step = then;
    return staff_do(what);
}

static struct command choose(struct view *v, struct people_state *s, size_t i)
{
    if (!*s->key) {
        bool there = i <= v->site->person_count;
        return !there ? command_of(COMMAND_NONE)
                      : command_go(COMMAND_GO, "staff-people/%s", i ? v->site->people[i - 1].key : "*");
    }
    if (s->step == PEOPLE_WEEK)
        return edit_row(v, s, i);
    if (s->step != PEOPLE_DAY)
        return command_of(COMMAND_NONE);
    staff_edit(v)->until = s->day;
    switch (i) {
    case 0:
        return order(v, s, EDIT_DAY_AS_WEEK, PEOPLE_MONTH);
    case 1:
        return order(v, s, EDIT_DAY_OFF, PEOPLE_MONTH);
    case 2:
        return turn(s, PEOPLE_UNTIL);
    default:
        return new_row(v, s, day_weekday(s->day), PEOPLE_HOURS);
    }
}

static struct command touch_day(struct view *v, struct people_state *s, size_t number)
{
    day_t day = s->month + (day_t)number - 1;
    if (number < 1 || number > DAYS_MONTH_MAX || day < v->today)
        return command_of(COMMAND_NONE);
    if (s->step == PEOPLE_UNTIL) {
        if (day < s->day)
            return command_of(COMMAND_NONE);
        staff_edit(v)->until = day;
        return order(v, s, EDIT_DAY_OFF, PEOPLE_MONTH);
    }
    s->day = day;
    staff_edit(v)->result = EDIT_NONE;
    return turn(s, PEOPLE_DAY);
}

static struct command turn_to(struct view *v, struct people_state *s, size_t i)
{
    if (i < TABS && (int)s->step < TABS) {
        staff_edit(v)->result = EDIT_NONE;
        return turn(s, (enum people_step)i);
    }
    struct ymd m = day_to_ymd(s->month);
    int at = m.year * 12 + m.month - 1 + (i == 10 ? -1 : 1);
    day_t month = day_from_ymd((struct ymd){at / 12, at % 12 + 1, 1});
    if (i < 10 || month + DAYS_MONTH_MAX < v->today || month > v->today + MONTHS_AHEAD * DAYS_MONTH_MAX)
        return command_of(COMMAND_NONE);
    s->month = month;
    return command_of(COMMAND_REDRAW);
}

static struct command back(struct people_state *s)
{
    static const enum people_step to[] = {[PEOPLE_ROW] = PEOPLE_WEEK,
                                          [PEOPLE_DAY] = PEOPLE_MONTH,
                                          [PEOPLE_UNTIL] = PEOPLE_MONTH,
                                          [PEOPLE_HOURS] = PEOPLE_MONTH};
    return (int)s->step < TABS ? command_of(COMMAND_BACK) : turn(s, to[s->step]);
}

static struct command update(struct view *v, void *state, struct ui_id act)
{
    struct people_state *s = state;
    bool row = s->step == PEOPLE_ROW || s->step == PEOPLE_HOURS;
    const struct edit_hours *h = &staff_edit(v)->hours;
    switch (act.kind) {
    case UI_BACK:
        return back(s);
    case UI_OPTION:
        return choose(v, s, act.index);
    case UI_EDIT:
        return s->step == PEOPLE_WEEK && *s->key && act.index < 7 ? new_row(v, s, act.index, PEOPLE_ROW)
                                                                  : command_of(COMMAND_NONE);
    case UI_TURN:
        return turn_to(v, s, act.index);
    case UI_SLOT:
        if (!row)
            return touch_day(v, s, act.index);
        people_step_hours(v, s, act.index);
        return command_of(COMMAND_REDRAW);
    case UI_CONFIRM:
        if (!row || h->to_min <= h->from_min)
            return command_of(COMMAND_NONE);
        return s->step == PEOPLE_ROW ? order(v, s, EDIT_HOURS_PUT, PEOPLE_WEEK)
                                     : order(v, s, EDIT_DAY_HOURS, PEOPLE_MONTH);
    case UI_WITHDRAW:
        return s->step == PEOPLE_ROW && h->index >= 0 ? order(v, s, EDIT_HOURS_REMOVE, PEOPLE_WEEK)
                                                      : command_of(COMMAND_NONE);
    case UI_CLEAR:
        return staff_do(EDIT_UNDO);
    default:
        return command_of(COMMAND_NONE);
    }
}

static bool enter(struct view *v, void *state, const char *arg)
{
    struct people_state *s = state;
    if (strlen(arg) >= sizeof s->key)
        return false;
    memcpy(s->key, arg, strlen(arg) + 1);
    struct ymd m = day_to_ymd(v->today);
    m.day = 1;
    s->month = day_from_ymd(m);
    staff_enter(v);
    return !*arg || people_plan(v, s);
}

static const char *title(struct view *v, void *state)
{
    const struct people_state *s = state;
    const struct person *p = site_person(v->site, s->key);
    return !*s->key          ? tr(v, "People and hours")
           : people_lobby(s) ? tr(v, "The centre's opening hours")
           : p               ? p->name
                             : tr(v, "People and hours");
}

const struct screen screen_staff_people = {.id = "staff-people",
                                           .icon = "icons/meet-liaison",
                                           .access = ACCESS_STAFF,
                                           .state_size = sizeof(struct people_state),
                                           .enter = enter,
                                           .update = update,
                                           .build = build,
                                           .title = title};
