/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A liaison's day: who comes when, on paper where there is a printer; all requests as a file where there is a stick. */
#include "screens/registry.h"

#include "base/str.h"
#include "screens/form_words.h"
#include "screens/liaison.h"
#include "ui/widgets.h"

enum { BEFORE, AFTER };

struct day_view {
    int asking; /* an enum export_format + 1; 0: nothing */
};

static bool enter(struct view *v, void *state, const char *arg)
{
    (void)state;
    if (v->desk->liaison->today.day < v->today)
        v->desk->liaison->today.day = v->today;
    return !*arg;
}

static bool can_print(const struct view *v)
{
    return v->health.printer.paper == PAPER_READY || v->health.printer.paper == PAPER_LOW;
}

static struct command update(struct view *v, void *state, struct ui_id act)
{
    struct day_view *s = state;
    struct liaison_desk *d = v->desk->liaison;
    int asked = s->asking;
    s->asking = 0;
    switch (act.kind) {
    case UI_BACK:
        return command_of(asked ? COMMAND_REDRAW : COMMAND_BACK);
    case UI_CANCEL:
        return command_of(COMMAND_REDRAW);
    case UI_TURN:
        d->today.day += act.index == AFTER ? 1 : -1;
        return liaison_order(LIAISON_DAY_TURN);
    case UI_PRINT:
        return can_print(v) && d->today.meetings.count ? command_go(COMMAND_GO, "print/day-list")
                                                       : command_of(COMMAND_NONE);
    case UI_TAKE:
        s->asking = act.index < EXPORT_FORMAT_COUNT && d->keys.stick && !d->today.saving ? act.index + 1 : 0;
        return command_of(COMMAND_REDRAW);
    case UI_CONFIRM:
        return asked ? liaison_order((int)LIAISON_DAY_SAVE + asked - 1) : command_of(COMMAND_NONE);
    default:
        s->asking = asked;
        return command_of(COMMAND_NONE);
    }
}

static const char *hour(struct view *v, const struct liaison_meeting *m)
{
    return m->minute == SLOT_NO_MINUTE
               ? tr(v, form_part(m->part).label)
               : arena_printf(v->ui->frame, "\u2066%d:%02d\u2069", m->minute / 60, m->minute % 60);
}

static void line(struct view *v, struct node *words, const char *icon, const char *text, bool typed)
{
    struct node *row = w_row(v->ui, words, 2);
    w_icon(v->ui, row, icon, 7);
    struct node *t = w_text(v->ui, row, text, TYPE_LABEL);
    t->lay.grow = 1;
    t->is_private = typed;
}

static void meeting(struct view *v, struct node *list, const struct liaison_day *day, size_t i)
{
    const struct liaison_meeting *m = &day->v[i];
    struct ui *u = v->ui;
    struct node *row = w_row(u, list, 5);
    row->look = LOOK_CARD;
    row->lay.pad = ui_mm(u, 5);
    row->lay.pad_block = ui_mm(u, 2);
    w_icon(u, row, form_part(m->part).icon, 14);
    struct node *words = w_column(u, row, 1);
    words->lay.grow = 1;
    const struct language *l = m->language[0] ? site_language(v->site, m->language) : NULL;
    const char *language = l ? l->english : m->language;
    w_text(u, words, *language ? arena_printf(u->frame, "%s · %s", hour(v, m), language) : hour(v, m), TYPE_BODY)
        ->text.bold = true;
    if (liaison_day_doubled(day, i))
        line(v, words, "icons/warning", tr(v, "Somebody else has this hour too. Give one of them another time."),
             false);
    line(v, words, m->accepted ? "icons/yes" : "icons/question",
         m->accepted ? tr(v, "They said yes") : tr(v, "They have not said yes yet"), false);
    if (m->interpreter)
        line(v, words, "icons/interpreter", tr(v, form_interpreter(m->interpreter).label), false);
    line(v, words, m->by_phone ? "icons/phone" : "icons/place-pin",
         m->by_phone                             ? tr(v, form_place(PLACE_PHONE).label)
         : str_eq(m->place, ANSWER_PLACE_CENTRE) ? tr(v, form_place(PLACE_HERE).label)
         : m->place[0]                           ? m->place
                                                 : tr(v, "Not said"),
         false);
    if (m->phone[0])
        line(v, words, "icons/phone", arena_printf(u->frame, "\u2066%s\u2069", m->phone), true);
    if (m->name[0])
        line(v, words, "icons/name", arena_printf(u->frame, "\u2068%s\u2069", m->name), true);
}

static void files(struct view *v, struct node *list)
{
    static const char *const words[EXPORT_FORMAT_COUNT] = {[EXPORT_ICS] = N_("Calendar (iCalendar)"),
                                                           [EXPORT_CSV] = N_("Table (CSV)"),
                                                           [EXPORT_JSON] = N_("For a program (JSON)")};
    struct ui *u = v->ui;
    const struct liaison_today *t = &v->desk->liaison->today;
    if (t->name[0])
        w_notice(u, list, "icons/yes", tr_fill(v, "On the stick: {file}", "file", t->name, NULL));
    w_heading(u, list, tr(v, "Save on the stick"), TYPE_BODY);
    struct node *row = w_grid(u, list, ui_portrait(u) && u->size >= SIZE_LARGE ? 1 : EXPORT_FORMAT_COUNT, 4);
    for (unsigned i = 0; i < EXPORT_FORMAT_COUNT; i++)
        w_button(u, row, UI_ID(UI_TAKE, i), LOOK_QUIET, NULL, tr(v, words[i]))->disabled = t->saving;
}

static void build_day(struct view *v, struct node *content)
{
    struct ui *u = v->ui;
    const struct liaison_today *t = &v->desk->liaison->today;
    struct node *turns = w_grid(u, content, 2, MM_GAP);
    w_button(u, turns, UI_ID(UI_TURN, BEFORE), LOOK_QUIET, "icons/back", tr(v, "Day before"))->first->mirror = true;
    w_button(u, turns, UI_ID(UI_TURN, AFTER), LOOK_QUIET, "icons/next", tr(v, "Day after"))->first->mirror = true;
    struct node *list = w_pager(u, content, AXIS_COLUMN, 0, 4, tr(v, "Up"), tr(v, "More"));
    w_heading(u, list, arena_printf(u->frame, "%s %s", view_weekday(v, t->day), view_date(v, t->day)), TYPE_HEADING);
    if (t->looking)
        w_text(u, list, tr(v, "One moment: what was promised is read."), TYPE_BODY);
    else if (!t->meetings.count)
        w_text(u, list, tr(v, "Nothing is promised on this day."), TYPE_BODY);
    for (size_t i = 0; i < t->meetings.count; i++)
        meeting(v, list, &t->meetings, i);
    if (v->desk->liaison->keys.stick)
        files(v, list);
}

static void build_confirm(struct view *v, struct node *content, enum export_format format)
{
    struct ui *u = v->ui;
    struct node *list = w_column(u, content, 8);
    list->lay.grow = 1;
    list->lay.justify = PLACE_CENTER;
    w_icon(u, list, "icons/warning", 40)->lay.w = 0;
    w_heading(u, list,
              format == EXPORT_ICS
                  ? tr(v, "The calendar has days, hours and places, and nothing about the visitors. Save it?")
                  : tr(v, "The file has what visitors told you, and it is not locked: whoever has the stick can read "
                          "it. Save it?"),
              TYPE_BODY)
        ->text.align = TEXT_CENTER;
    struct node *row = w_grid(u, list, 2, MM_GAP);
    w_button(u, row, UI_ID(UI_CANCEL, 0), LOOK_QUIET, "icons/no", tr(v, "No"));
    w_button(u, row, UI_ID(UI_CONFIRM, 0), LOOK_PRIMARY, "icons/yes", tr(v, "Yes"));
}

static void build(struct view *v, void *state, struct node *content)
{
    struct ui *u = v->ui;
    const struct day_view *s = state;
    const struct liaison_today *t = &v->desk->liaison->today;
    liaison_notice(v, content);
    if (s->asking) {
        build_confirm(v, content, (enum export_format)(s->asking - 1));
        return;
    }
    build_day(v, content);
    if (!can_print(v) || !t->meetings.count) {
        w_back(u, content, tr(v, "Back"));
        return;
    }
    struct node *row = w_grid(u, content, 2, MM_GAP);
    w_button(u, row, UI_ID(UI_BACK, 0), LOOK_QUIET, "icons/back", tr(v, "Back"))->first->mirror = true;
    w_button(u, row, UI_ID(UI_PRINT, 0), LOOK_PRIMARY, "icons/print", tr(v, "Print the day's list"));
}

static const char *title(struct view *v, void *state)
{
    (void)state;
    return tr(v, "My days");
}

const struct screen screen_liaison_day = {.id = "liaison-day",
                                          .icon = "icons/calendar",
                                          .access = ACCESS_LIAISON,
                                          .state_size = sizeof(struct day_view),
                                          .enter = enter,
                                          .update = update,
                                          .build = build,
                                          .title = title};
