/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a plan looks: the week, one row of it, the month, one day, and what visitors are offered. */
#include "screens/staff_people_int.h"

#include "base/str.h"
#include "content/dates.h"

#include <string.h>

enum { WEEK = 7, LOOK_DAYS = 14, MINUTES = 15, DAY_MIN = 24 * 60, MONTH_DAYS = 42 };

/* Which of a month's weekdays; every one has no words of its own. */
static const char *const weeks[WEEK_COUNT] = {N_("Every week"),
                                              N_("The first of the month"),
                                              N_("The second of the month"),
                                              N_("The third of the month"),
                                              N_("The fourth of the month"),
                                              N_("The fifth of the month"),
                                              N_("The last of the month")};

static const char *weekday_name(const struct view *v, int weekday)
{
    return view_weekday(v, 4 + weekday); /* day 4 was a Monday */
}

static const char *row_words(const struct view *v, const struct weekly_hours *h)
{
    return arena_printf(v->ui->frame, "%s%s%s%s%s", staff_hours(v, h->from_min, h->to_min), h->where ? " · " : "",
                        h->where ? h->where : "", h->week != WEEK_EVERY ? " · " : "",
                        h->week != WEEK_EVERY ? tr(v, weeks[h->week]) : "");
}

void people_build_week(struct view *v, const struct people_state *s, struct node *content)
{
    struct ui *u = v->ui;
    const struct availability *plan = people_plan(v, s);
    struct node *list = w_pager(u, content, AXIS_COLUMN, 0, 3, tr(v, "Up"), tr(v, "More"));
    for (int day = 0; plan && day < WEEK; day++) {
        struct node *row = w_row(u, list, MM_GAP);
        struct node *name = w_text(u, row, weekday_name(v, day), TYPE_BODY);
        name->lay.w = ui_mm(u, u->size >= SIZE_LARGE ? 76 : 54);
        name->text.bold = true;
        name->text.fit = true;
        struct node *rows = w_column(u, row, 3);
        rows->lay.grow = 1;
        for (size_t i = 0; i < plan->weekly_count; i++) {
            if (plan->weekly[i].weekday != day)
                continue;
            struct node *b = w_button(u, rows, UI_ID(UI_OPTION, i), LOOK_TILE, NULL, row_words(v, &plan->weekly[i]));
            b->label =
                arena_printf(u->frame, "%s%s%s", weekday_name(v, day), view_comma(v), row_words(v, &plan->weekly[i]));
            b->lay.min_h = ui_mm(u, 15);
            b->lay.pad_block = ui_mm(u, 1.5F);
        }
        struct node *add = w_button(u, row, UI_ID(UI_EDIT, day), LOOK_QUIET, NULL, "+");
        add->label = tr_fill(v, "Add hours: {day}", "day", weekday_name(v, day), NULL);
        add->lay.min_h = ui_mm(u, 15);
        add->lay.pad_block = ui_mm(u, 1);
    }
}

static const char *place_name(const struct view *v, int place)
{
    return place >= 0 && (size_t)place < v->site->place_count ? v->site->places[place].name : tr(v, "At the centre");
}

/* A step of a time, as its button says it: "−15". */
static void time_step(struct view *v, struct node *row, int slot, int minutes, const char *label)
{
    struct ui *u = v->ui;
    const char *n = date_number(v->session->lang, minutes < 0 ? -minutes : minutes, u->frame);
    struct node *b = w_button(u, row, UI_ID(UI_SLOT, slot), LOOK_TILE, NULL,
                              arena_printf(u->frame, "\u2066%s%s\u2069", minutes < 0 ? "\u2212" : "+", n));
    b->label = arena_printf(u->frame, "%s: %s", label, minutes < 0 ? tr(v, "less") : tr(v, "more"));
    b->lay.w = ui_mm(u, 27);
    b->lay.pad = ui_mm(u, 1);
}

/* A time between its four steps: an hour and a quarter of one back, a quarter and an hour on. UI_SLOT as
 * people_step_hours takes it: 2i and 2i + 1 by the hour, 2i + 2 and 2i + 3 by the quarter. */
static void time_row(struct view *v, struct node *list, int i, const char *label, int minute)
{
    struct ui *u = v->ui;
    const char *hour = i ? tr(v, "To, by the hour") : tr(v, "From, by the hour");
    const char *quarter = i ? tr(v, "To, by 15 minutes") : tr(v, "From, by 15 minutes");
    struct node *box = staff_card(v, list);
    w_text(u, box, label, TYPE_LABEL)->text.color = COLOR_QUIET;
    struct node *row = w_row(u, box, 4);
    time_step(v, row, 2 * i, -60, hour);
    time_step(v, row, 2 * i + 2, -MINUTES, quarter);
    struct node *t =
        w_text(u, row, arena_printf(u->frame, "\u2066%d:%02d\u2069", minute / 60, minute % 60), TYPE_HEADING);
    t->lay.grow = 1;
    t->text.align = TEXT_CENTER;
    t->text.bold = true;
    t->text.fit = true;
    time_step(v, row, 2 * i + 3, MINUTES, quarter);
    time_step(v, row, 2 * i + 1, 60, hour);
}

void people_build_row(struct view *v, const struct people_state *s, struct node *content)
{
    struct ui *u = v->ui;
    const struct edit_hours *h = &staff_edit(v)->hours;
    bool dated = s->step == PEOPLE_HOURS, fresh = h->index < 0;
    staff_said(v, content);
    w_heading(u, content,
              dated ? arena_printf(u->frame, "%s%s%s", view_weekday(v, s->day), view_comma(v), staff_date(v, s->day))
                    : weekday_name(v, h->weekday),
              TYPE_HEADING);
    struct node *list = w_pager(u, content, AXIS_GRID, ui_portrait(u) ? 1 : 2, MM_GAP, tr(v, "Up"), tr(v, "More"));
    time_row(v, list, 0, tr(v, "From, in steps of minutes"), h->from_min);
    time_row(v, list, 2, tr(v, "To, in steps of minutes"), h->to_min);
    if (!people_lobby(s) && v->site->place_count)
        staff_stepper(v, list, 4, tr(v, "Where"), place_name(v, h->place));
    if (!dated)
        staff_stepper(v, list, 5, tr(v, "Which weeks"), tr(v, weeks[h->week]));
    if (!dated && !fresh)
        w_button(u, content, UI_ID(UI_WITHDRAW, 0), LOOK_QUIET, "icons/erase", tr(v, "Take these hours away"));
    staff_foot(v, content, "icons/yes", tr(v, "Keep"))->disabled = h->to_min <= h->from_min;
}

static int within(int n, int low, int high)
{
    return n < low ? low : n > high ? high : n;
}

void people_step_hours(struct view *v, const struct people_state *s, size_t slot)
{
    struct edit_hours *h = &staff_edit(v)->hours;
    int by = slot % 2 ? 1 : -1, places = people_lobby(s) ? 0 : (int)v->site->place_count;
    switch (slot / 2) {
    case 0:
        h->from_min = within(h->from_min + 60 * by, 0, DAY_MIN - MINUTES);
        break;
    case 1:
        h->from_min = within(h->from_min + MINUTES * by, 0, DAY_MIN - MINUTES);
        break;
    case 2:
        h->to_min = within(h->to_min + 60 * by, MINUTES, DAY_MIN);
        break;
    case 3:
        h->to_min = within(h->to_min + MINUTES * by, MINUTES, DAY_MIN);
        break;
    case 4:
        h->place = within(h->place + by, EDIT_CENTRE, places - 1);
        break;
    default:
        h->week = (enum month_week)within((int)h->week + by, WEEK_EVERY, WEEK_COUNT - 1);
    }
}

/* ---- days ---------------------------------------------------------------------------------------------------------
 */

static bool is_off(const struct availability *a, day_t day)
{
    for (size_t i = 0; i < a->day_off_count; i++)
        if (day >= a->days_off[i].first && day <= a->days_off[i].last)
            return true;
    return false;
}

static bool has_own_hours(const struct availability *a, day_t day)
{
    for (size_t i = 0; i < a->dated_count; i++)
        if (a->dated[i].day == day)
            return true;
    return false;
}

/* Not by colour alone: a day off has a cross, one with its own hours a clock. */
static void day_cell(struct view *v, struct node *grid, const struct availability *plan, day_t day)
{
    struct ui *u = v->ui;
    struct opening open[OPENINGS_MAX];
    bool off = is_off(plan, day), own = has_own_hours(plan, day);
    bool met = availability_openings(plan, plan == &v->site->opening ? NULL : &v->site->opening, day, open) > 0;
    struct node *n = node_add(u, grid, ROLE_BUTTON, UI_ID(UI_SLOT, day_to_ymd(day).day));
    n->look = LOOK_TILE;
    n->target = true;
    n->disabled = day < v->today;
    n->label = arena_printf(u->frame, "%s%s%s. %s", view_weekday(v, day), view_comma(v), view_date(v, day),
                            off   ? tr(v, "Day off")
                            : own ? tr(v, "Other hours")
                            : met ? tr(v, "As every week")
                                  : tr(v, "Nobody is here"));
    n->lay.min_h = ui_mm(u, ui_portrait(u) ? 20 : 13);
    n->lay.max_h = ui_mm(u, 28);
    n->lay.min_w = ui_mm(u, 13);
    n->lay.axis = ui_portrait(u) ? AXIS_COLUMN : AXIS_ROW;
    n->lay.justify = PLACE_CENTER;
    n->lay.align = PLACE_CENTER;
    struct node *t = w_text(u, n, date_number(v->session->lang, day_to_ymd(day).day, u->frame), TYPE_LABEL);
    t->text.align = TEXT_CENTER;
    t->text.bold = met && !off;
    t->text.color = met ? COLOR_INK : COLOR_QUIET;
    if (off || own)
        w_icon(u, n, off ? "icons/no" : "icons/clock", ui_portrait(u) ? 9 : 7);
}

void people_build_month(struct view *v, const struct people_state *s, struct node *content)
{
    struct ui *u = v->ui;
    const struct availability *plan = people_plan(v, s);
    struct ymd m = day_to_ymd(s->month);
    if (!plan)
        return;
    struct node *head = w_row(u, content, MM_GAP);
    struct node *less = w_button(u, head, UI_ID(UI_TURN, 10), LOOK_TILE, "icons/back", NULL);
    less->label = tr(v, "The month before");
    less->first->mirror = true;
    day_t last = s->month;
    while (day_to_ymd(last + 1).month == m.month)
        last++;
    const char *days =
        arena_printf(u->frame, "\u2068%s\u2069 – \u2068%s\u2069", view_date(v, s->month), view_date(v, last));
    struct node *name = w_heading(u, head, days, TYPE_HEADING);
    name->lay.grow = 1;
    name->text.align = TEXT_CENTER;
    name->text.fit = true;
    struct node *more = w_button(u, head, UI_ID(UI_TURN, 11), LOOK_TILE, "icons/next", NULL);
    more->label = tr(v, "The month after");
    more->first->mirror = true;
    w_text(u, content,
           s->step == PEOPLE_UNTIL ? tr(v, "Touch the last day away.")
                                   : tr(v, "Touch a day. A cross is a day off, a clock is other hours."),
           TYPE_LABEL);
    int first = v->session->lang->first_weekday;
    struct node *names = w_grid(u, content, WEEK, 3);
    for (int i = 0; i < WEEK; i++) {
        struct node *t = w_text(u, names, weekday_name(v, (first + i) % WEEK), TYPE_LABEL);
        t->text.align = TEXT_CENTER;
        t->text.fit = true;
        t->text.fit_lines = 1;
        t->speech = "";
    }
    struct node *grid = w_pager(u, content, AXIS_GRID, WEEK, 3, tr(v, "Up"), tr(v, "More"));
    /* weeks that are over take no room */
    day_t d = s->month;
    while (d + WEEK - (day_weekday(d) - first + WEEK) % WEEK <= v->today && d < last)
        d += WEEK - (day_weekday(d) - first + WEEK) % WEEK;
    for (int i = 0; i < (day_weekday(d) - first + WEEK) % WEEK; i++)
        w_column(u, grid, 0);
    for (; d <= last; d++)
        day_cell(v, grid, plan, d);
}

void people_build_day(struct view *v, const struct people_state *s, struct node *content)
{
    struct ui *u = v->ui;
    const struct availability *plan = people_plan(v, s);
    bool off = plan && is_off(plan, s->day), own = plan && has_own_hours(plan, s->day);
    w_heading(u, content,
              arena_printf(u->frame, "%s%s%s", view_weekday(v, s->day), view_comma(v), staff_date(v, s->day)),
              TYPE_HEADING);
    struct node *list = w_pager(u, content, AXIS_GRID, ui_portrait(u) ? 1 : 2, 4, tr(v, "Up"), tr(v, "More"));
    staff_line(v, list, UI_ID(UI_OPTION, 0), "icons/calendar", tr(v, "As every week"), NULL)->selected = !off && !own;
    staff_line(v, list, UI_ID(UI_OPTION, 1), "icons/no", tr(v, "Day off"), NULL)->selected = off;
    staff_line(v, list, UI_ID(UI_OPTION, 2), "icons/skip", tr(v, "Away from this day until another"), NULL);
    staff_line(v, list, UI_ID(UI_OPTION, 3), "icons/clock", tr(v, "Other hours on this day"), NULL)->selected =
        own && !off;
    staff_foot(v, content, NULL, NULL);
}

/* ---- what visitors are offered --------------------------------------------------------------------------------------
 */

void people_build_look(struct view *v, const struct people_state *s, struct node *content)
{
    struct ui *u = v->ui;
    const struct availability *plan = people_plan(v, s);
    struct node *list = w_pager(u, content, AXIS_GRID, ui_portrait(u) ? 1 : 2, 3, tr(v, "Up"), tr(v, "More"));
    for (day_t d = v->today; plan && d < v->today + LOOK_DAYS; d++) {
        struct opening open[OPENINGS_MAX];
        size_t n = availability_openings(plan, people_lobby(s) ? NULL : &v->site->opening, d, open);
        struct node *row = w_row(u, list, MM_GAP);
        row->look = LOOK_CARD;
        row->lay.pad = ui_mm(u, 5);
        row->lay.pad_block = ui_mm(u, 2);
        w_icon(u, row, n ? "icons/yes" : "icons/no", 8);
        struct node *words = w_column(u, row, 1);
        words->lay.grow = 1;
        struct node *name = w_text(
            u, words, arena_printf(u->frame, "%s%s%s", view_weekday(v, d), view_comma(v), view_date(v, d)), TYPE_BODY);
        name->text.bold = true;
        for (size_t i = 0; i < n; i++)
            w_text(u, words,
                   arena_printf(u->frame, "%s%s%s", staff_hours(v, open[i].from_min, open[i].to_min),
                                open[i].where ? " · " : "", open[i].where ? open[i].where : ""),
                   TYPE_LABEL);
        if (!n)
            w_text(u, words, people_lobby(s) ? tr(v, "Closed") : tr(v, "Nobody is here"), TYPE_LABEL);
    }
}
