/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The liaison officers as people: face, name, languages, where and when they are to be found. */
#include "screens/registry.h"

#include "base/str.h"
#include "domain/slots.h"
#include "screens/form_words.h"
#include "ui/widgets.h"

enum { HOURS_SHOWN = 3, HOURS_DAYS = 28 };

static bool enter(struct view *v, void *state, const char *arg)
{
    (void)v;
    (void)state;
    return !*arg;
}

static struct command update(struct view *v, void *state, struct ui_id act)
{
    (void)v;
    (void)state;
    switch (act.kind) {
    case UI_ASK:
        return command_go(COMMAND_GO, "request");
    case UI_ABOUT:
        return command_go(COMMAND_GO, "page/liaison");
    case UI_BACK:
        return command_of(COMMAND_BACK);
    default:
        return command_of(COMMAND_NONE);
    }
}

static const char *spoken(struct view *v, const struct person *p)
{
    struct str s;
    str_init(&s);
    for (size_t i = 0; i < p->language_count; i++) {
        const struct language *l = site_language(v->site, p->languages[i]);
        if (l)
            str_add_f(&s, "%s\u2068%s\u2069", s.len ? " · " : "", l->autonym);
    }
    const char *out = arena_strdup(v->ui->frame, s.s);
    str_release(&s);
    return out;
}

/* "Thursday, December 3, Afternoon": a part of the day with its picture, because clocks are read differently. */
static void hours(struct view *v, struct node *words, day_t day, const struct opening *o)
{
    struct ui *u = v->ui;
    enum day_part part = slot_part(o->from_min);
    struct node *row = w_row(u, words, 3);
    w_icon(u, row, form_part(part).icon, 11);
    const char *when =
        arena_printf(u->frame, "%s%s%s%s%s · \u2066%d:%02d–%d:%02d\u2069%s%s", view_weekday(v, day), view_comma(v),
                     view_date(v, day), view_comma(v), tr(v, form_part(part).label), o->from_min / 60, o->from_min % 60,
                     o->to_min / 60, o->to_min % 60, o->where ? " · " : "", o->where ? o->where : "");
    w_text(u, row, when, u->size >= SIZE_LARGE ? TYPE_LABEL : TYPE_BODY)->lay.grow = 1;
}

/* The next times when the officer is to be found, days off and a closed centre left out: not the plan as it is written,
 * which would send somebody here on a holiday. */
static void next_hours(struct view *v, struct node *words, const struct person *p)
{
    struct opening openings[OPENINGS_MAX];
    /* with everything in the lower half there is room for the next time alone */
    int shown = 0, most = v->session->lower && ui_portrait(v->ui) ? 1 : HOURS_SHOWN;
    for (int d = 0; d < HOURS_DAYS && shown < most; d++) {
        size_t n = availability_openings(&p->hours, &v->site->opening, v->today + d, openings);
        for (size_t i = 0; i < n && shown < most; i++) {
            if (d == 0 && openings[i].to_min <= v->minute)
                continue;
            hours(v, words, v->today + d, &openings[i]);
            shown++;
        }
    }
}

static void person(struct view *v, struct node *list, const struct person *p, size_t i)
{
    struct ui *u = v->ui;
    struct node *card = w_row(u, list, 8);
    card->id = UI_ID(UI_PERSON, i);
    card->look = LOOK_CARD;
    card->lay.pad = ui_mm(u, 8);
    card->lay.pad_block = ui_mm(u, ui_portrait(u) ? 6 : 3);
    w_icon(u, card, p->photo ? arena_printf(u->frame, "site:%s", p->photo) : "icons/meet-liaison",
           u->size == SIZE_XLARGE ? 30 : 56);
    struct node *words = w_column(u, card, 3);
    words->lay.grow = 1;
    bool big = u->size >= SIZE_LARGE;
    w_heading(u, words, p->name, big ? TYPE_HEADING : TYPE_TITLE);
    struct node *langs = w_row(u, words, 3);
    w_icon(u, langs, "icons/language", 11);
    w_text(u, langs, spoken(v, p), big ? TYPE_LABEL : TYPE_BODY)->lay.grow = 1;
    next_hours(v, words, p);
}

static void build(struct view *v, void *state, struct node *content)
{
    (void)state;
    struct ui *u = v->ui;
    struct node *list = w_pager(u, content, AXIS_COLUMN, 0, 5, tr(v, "Up"), tr(v, "More"));
    list->lay.justify = PLACE_CENTER;
    if (ui_portrait(u) && !v->session->lower)
        w_picture(u, list, "scenes/meeting", NULL, 30, 110);
    w_text(u, list,
           tr(v, "Liaison officers meet people who are new here. They answer questions. Meeting them is free."),
           TYPE_BODY);
    view_nobody_collects(v, list);
    for (size_t i = 0; i < v->site->person_count; i++)
        person(v, list, &v->site->people[i], i);
    struct node *grid = w_grid(u, content, u->size == SIZE_XLARGE && ui_portrait(u) ? 1 : 2, MM_GAP);
    if (view_page_shown(v, "liaison"))
        w_button(u, grid, UI_ID(UI_ABOUT, 0), LOOK_TILE, "icons/information", tr(v, "What do they do?"));
    w_button(u, grid, UI_ID(UI_ASK, 0), LOOK_PRIMARY, "icons/in-person", tr(v, "Ask for a meeting"));
    w_back(u, content, tr(v, "Back"));
}

static const char *title(struct view *v, void *state)
{
    (void)state;
    return tr(v, "Meet the liaison officer");
}

const struct screen screen_meet = {
    .id = "meet", .icon = "icons/meet-liaison", .enter = enter, .update = update, .build = build, .title = title};
