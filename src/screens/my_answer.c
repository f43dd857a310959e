/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "my_answer_int.h"

#include "base/str.h"
#include "screens/answer_words.h"
#include "ui/widgets.h"

/* A picture beside words; the words' column is returned. */
static struct node *pictured(struct view *v, struct node *parent, enum look look, const char *icon, float mm)
{
    struct ui *u = v->ui;
    struct node *row = w_row(u, parent, 6);
    row->look = look;
    row->lay.pad = look == LOOK_NONE ? 0 : ui_mm(u, 6);
    row->lay.pad_block = look == LOOK_NONE ? 0 : ui_mm(u, 4);
    w_icon(u, row, icon, mm);
    struct node *words = w_column(u, row, 1);
    words->lay.grow = 1;
    words->lay.justify = PLACE_CENTER;
    return words;
}

/* Pictures leave room where letters are big or the glass lies. */
static float picture_mm(const struct view *v, float mm)
{
    return v->ui->size >= SIZE_LARGE || !ui_portrait(v->ui) ? mm / 2 : mm;
}

/* "Thursday", "3 December", "Morning · 10:30", beside the sun where it stands then. */
static void time_card(struct view *v, struct node *parent, const struct answer *a)
{
    struct ui *u = v->ui;
    struct form_word part = form_part(answer_part(a));
    struct node *words = pictured(v, parent, LOOK_CARD, part.icon, picture_mm(v, 56));
    /* on low glass the biggest letters leave room for two bigger lines no more */
    bool low = !ui_portrait(u) && u->size == SIZE_XLARGE;
    enum type_step rest = low ? TYPE_BODY : TYPE_HEADING;
    struct node *day = w_heading(u, words, view_weekday(v, a->day), low ? TYPE_HEADING : TYPE_TITLE);
    day->text.fit = true;
    w_text(u, words, view_date(v, a->day), rest)->text.bold = true;
    const char *hour = tr(v, part.label);
    if (a->minute != ANSWER_NO_MINUTE)
        hour = arena_printf(u->frame, "%s · \u2066%d:%02d\u2069", hour, a->minute / 60, a->minute % 60);
    w_text(u, words, hour, rest);
}

static void place_card(struct view *v, struct node *parent, const struct answer *a)
{
    bool here = str_eq(a->place, ANSWER_PLACE_CENTRE);
    const char *name =
        here ? tr(v, form_place(PLACE_HERE).label) : arena_printf(v->ui->frame, "\u2068%s\u2069", a->place);
    struct node *words = pictured(v, parent, LOOK_CARD, here ? "icons/here" : "icons/place-pin", picture_mm(v, 34));
    w_text(v->ui, words, name, TYPE_HEADING)->text.bold = true;
}

static void officer_card(struct view *v, struct node *parent, const struct answer *a)
{
    for (size_t i = 0; i < v->site->person_count; i++) {
        const struct person *p = &v->site->people[i];
        if (!str_eq(p->key, a->officer))
            continue;
        struct node *words = pictured(v, parent, LOOK_CARD,
                                      p->photo ? arena_printf(v->ui->frame, "site:%s", p->photo) : "icons/meet-liaison",
                                      picture_mm(v, 34));
        w_text(v->ui, words, p->name, TYPE_BODY);
        return;
    }
}

/* One below the other, so that a page may end between them; side by side on lying glass with room for it. */
static void cards(struct view *v, struct node *list, const struct answer *a)
{
    struct ui *u = v->ui;
    bool beside = !ui_portrait(u) && u->size < SIZE_XLARGE;
    int count = 1 + (a->place[0] != 0) + (a->officer[0] != 0);
    if (beside)
        list = w_grid(u, list, u->size == SIZE_LARGE && count > 2 ? 2 : count, 4);
    time_card(v, list, a);
    if (a->place[0])
        place_card(v, list, a);
    if (a->officer[0])
        officer_card(v, list, a);
}

static void resource_button(struct view *v, struct node *list, const struct answer *a)
{
    const struct resource *r = site_resource(v->site, a->resource);
    if (r && (r->expires == DAY_NONE || v->today <= r->expires))
        w_button(v->ui, list, UI_ID(UI_RESOURCE, 0), LOOK_TILE,
                 arena_printf(v->ui->frame, "icons/%s", r->icon ? r->icon : "hotline"), tr(v, r->about));
}

/* Sentence by sentence; what a sentence speaks of stands below it. */
static void phrases(struct view *v, struct node *list, const struct answer *a)
{
    struct ui *u = v->ui;
    bool first = true;
    for (int i = 0; i < ANSWER_PHRASE_COUNT; i++) {
        if (!answer_has(a, (enum answer_phrase)i))
            continue;
        struct form_word w = answer_word((enum answer_phrase)i);
        struct node *words = pictured(v, list, LOOK_NONE, w.icon, first ? picture_mm(v, 60) : 16);
        w_heading(u, words, tr(v, w.label), first ? TYPE_HEADING : TYPE_BODY);
        if (first && a->day != DAY_NONE) {
            cards(v, list, a);
        }
        if (i == ANSWER_RESOURCE)
            resource_button(v, list, a);
        first = false;
    }
}

void my_answer_build(struct view *v, struct node *list)
{
    const struct told *t = &v->session->told;
    if (t->not_sent)
        w_notice(v->ui, list, "icons/warning", tr(v, "It was not sent. Please look at the answer again."));
    else if (t->reply.kind != REPLY_NONE)
        w_notice(v->ui, list, answer_reply(t->reply.kind).icon, tr(v, answer_reply(t->reply.kind).label));
    phrases(v, list, &t->answer);
}

void my_answer_buttons(struct view *v, struct node *list)
{
    struct ui *u = v->ui;
    const struct told *t = &v->session->told;
    if (!answer_offers_time(&t->answer))
        return;
    bool may_accept = t->reply.kind != REPLY_ACCEPT && t->answer.day >= v->today;
    struct node *row = w_grid(u, list, !may_accept || (u->size == SIZE_XLARGE && ui_portrait(u)) ? 1 : 2, MM_GAP);
    struct form_word accept = answer_accept(&t->answer);
    if (may_accept)
        w_button(u, row, UI_ID(UI_ACCEPT, 0), LOOK_PRIMARY, accept.icon, tr(v, accept.label));
    w_button(u, row, UI_ID(UI_OTHER_TIME, 0), LOOK_QUIET, "icons/calendar", tr(v, "Ask for another time"));
    if (t->answer.day >= v->today)
        w_button(u, list, UI_ID(UI_PRINT, 0), LOOK_TILE, "icons/print", tr(v, "Take it with you"));
}
