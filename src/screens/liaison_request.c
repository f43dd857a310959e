/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request: all that the visitor said, what was answered, what they said to it, and who can read it. */
#include "screens/registry.h"

#include "base/str.h"
#include "content/dates.h"
#include "screens/answer_words.h"
#include "screens/form_words.h"
#include "screens/liaison.h"
#include "ui/widgets.h"

#include <string.h>

enum asking { ASK_NOTHING, ASK_CLOSE, ASK_SHARE };
enum { BUTTON_CLOSE, BUTTON_SHARE };

struct request_view {
    enum asking asking;
};

static bool enter(struct view *v, void *state, const char *arg)
{
    (void)v;
    (void)state;
    return !*arg;
}

static struct command update(struct view *v, void *state, struct ui_id act)
{
    struct request_view *s = state;
    enum asking asked = s->asking;
    bool open = v->desk->liaison->item.opening == OPENING_OPEN;
    s->asking = ASK_NOTHING;
    switch (act.kind) {
    case UI_BACK:
        return command_of(COMMAND_BACK);
    case UI_OPTION:
        s->asking = !open ? ASK_NOTHING : act.index == BUTTON_CLOSE ? ASK_CLOSE : ASK_SHARE;
        return command_of(COMMAND_REDRAW);
    case UI_CANCEL:
        return command_of(COMMAND_REDRAW);
    case UI_CONFIRM:
        return asked == ASK_NOTHING || !open ? command_of(COMMAND_NONE)
                                             : liaison_order(asked == ASK_CLOSE ? LIAISON_CLOSE : LIAISON_SHARE);
    case UI_EDIT:
        return open ? command_go(COMMAND_GO, "liaison-answer") : command_of(COMMAND_NONE);
    default:
        s->asking = asked;
        return command_of(COMMAND_NONE);
    }
}

/* A question of the form, or of ours, and what is said to it. */
static void fact(struct view *v, struct node *list, const char *icon, const char *question, const char *said,
                 bool typed)
{
    struct ui *u = v->ui;
    struct node *row = w_row(u, list, 5);
    row->look = LOOK_CARD;
    row->lay.pad = ui_mm(u, 5);
    row->lay.pad_block = ui_mm(u, 2);
    w_icon(u, row, icon, 11);
    struct node *words = w_column(u, row, 1);
    words->lay.grow = 1;
    w_text(u, words, question, TYPE_LABEL)->text.color = COLOR_QUIET;
    struct node *t = w_text(u, words, *said ? said : tr(v, "Not said"), TYPE_BODY);
    t->text.bold = true;
    t->is_private = typed;
}

static void asked_for(struct view *v, struct node *list, const struct request *r)
{
    for (int i = 0; i < STEP_REVIEW; i++) {
        enum form_step step = (enum form_step)i;
        struct form_word q = form_question(step);
        const char *said = liaison_said(v, r, step);
        if (step == STEP_PHONE && !r->phone[0])
            continue;
        if (step == STEP_PHONE)
            q.label = N_("Telephone number");
        fact(v, list, q.icon, tr(v, q.label), said, step == STEP_PHONE || step == STEP_NAME);
        if (step == STEP_LANGUAGE && r->dialect[0])
            fact(v, list, "icons/speak-card", tr(v, "Another language or my dialect"), r->dialect, true);
    }
    if (r->assisted)
        fact(v, list, "icons/hands-together", tr(v, "Filled in"), tr(v, "With the help of staff"), false);
}

/* "The liaison officer can meet you. Thursday, December 3 · 10:30 · Riverside Library", in the liaison's words. */
static const char *answer_said(struct view *v, const struct answer *a)
{
    struct str s;
    str_init(&s);
    for (int i = 0; i < ANSWER_PHRASE_COUNT; i++)
        if (answer_has(a, (enum answer_phrase)i))
            str_add_f(&s, "%s%s", s.len ? " " : "", tr(v, answer_word((enum answer_phrase)i).label));
    if (a->day != DAY_NONE) {
        struct request_slot slot = {a->day, answer_part(a)};
        str_add_f(&s, " %s", liaison_slots(v, &slot, 1, 1));
    }
    if (a->minute != ANSWER_NO_MINUTE)
        str_add_f(&s, " · \u2066%d:%02d\u2069", a->minute / 60, a->minute % 60);
    if (str_eq(a->place, ANSWER_PLACE_CENTRE))
        str_add_f(&s, " · %s", tr(v, form_place(PLACE_HERE).label));
    else if (a->place[0])
        str_add_f(&s, " · \u2068%s\u2069", a->place);
    const struct resource *r = a->resource[0] ? site_resource(v->site, a->resource) : NULL;
    if (r)
        str_add_f(&s, " \u2068%s\u2069", r->name);
    const char *said = arena_strdup(v->ui->frame, s.s);
    str_release(&s);
    return said;
}

static void answered(struct view *v, struct node *list, const struct liaison_item *it)
{
    if (it->state < STATE_ANSWERED)
        return;
    const char *by = it->by ? it->by->name : NULL;
    fact(v, list, "icons/answer",
         by ? tr_fill(v, "Answered by {name}", "name", by, NULL) : tr(v, liaison_state_word(it->state)),
         it->answered ? answer_said(v, &it->answer) : tr(v, "Your key does not open the answer."), false);
    if (it->reply.kind == REPLY_NONE)
        return;
    const char *said = it->reply.kind == REPLY_ACCEPT ? tr(v, "They said yes") : tr(v, "They ask for another time");
    if (it->reply.slot_count)
        said = arena_printf(v->ui->frame, "%s: %s", said,
                            liaison_slots(v, it->reply.slots, it->reply.slot_count, REQUEST_SLOTS_MAX));
    fact(v, list, answer_reply(it->reply.kind).icon, tr(v, "What the visitor says to it"), said, false);
}

static const struct person *holder(const struct view *v, const uint8_t mark[REQUEST_READER_MARK])
{
    for (size_t i = 0; i < v->site->person_count; i++)
        if (v->site->people[i].has_key && memcmp(v->site->people[i].public_key, mark, REQUEST_READER_MARK) == 0)
            return &v->site->people[i];
    return NULL;
}

static bool reads(const struct request *r, const struct person *p)
{
    for (size_t i = 0; i < r->reader_count; i++)
        if (memcmp(r->readers[i], p->public_key, REQUEST_READER_MARK) == 0)
            return true;
    return false;
}

/* Some liaison of today is not among them. */
static bool somebody_lacks(const struct view *v, const struct request *r)
{
    for (size_t i = 0; i < v->site->person_count; i++)
        if (v->site->people[i].has_key && !reads(r, &v->site->people[i]))
            return true;
    return false;
}

static void readers(struct view *v, struct node *list, const struct request *r)
{
    struct str s;
    str_init(&s);
    size_t strange = 0;
    for (size_t i = 0; i < r->reader_count; i++) {
        const struct person *p = holder(v, r->readers[i]);
        strange += !p;
        if (p)
            str_add_f(&s, "%s\u2068%s\u2069", s.len ? " · " : "", p->name);
    }
    if (strange)
        str_add_f(&s, "%s%s", s.len ? " · " : "",
                  tr_fill(v, "keys that nobody here has now: {count}", "count",
                          date_number(v->session->lang, (int)strange, v->ui->frame), NULL));
    if (!r->reader_count)
        str_add(&s, tr(v, "An older version of this program did not write it down."));
    fact(v, list, "icons/who-reads", tr(v, "Who can read this"), arena_strdup(v->ui->frame, s.s), false);
    str_release(&s);
}

static void received(struct view *v, struct node *list, const struct liaison_item *it)
{
    const char *days =
        tr_fill(v, "kept for {days} more days", "days",
                date_number(v->session->lang, it->expires > v->today ? it->expires - v->today : 0, v->ui->frame), NULL);
    fact(v, list, "icons/days-kept", tr(v, liaison_state_word(it->state)),
         arena_printf(v->ui->frame, "%s %s · %s", view_weekday(v, it->received), view_date(v, it->received), days),
         false);
}

static void confirm(struct view *v, struct node *content, const struct request_view *s)
{
    struct ui *u = v->ui;
    struct node *list = w_column(u, content, 8);
    list->lay.grow = 1;
    list->lay.justify = PLACE_CENTER;
    bool closing = s->asking == ASK_CLOSE;
    w_icon(u, list, closing ? "icons/kept-it" : "icons/who-reads", 40)->lay.w = 0;
    const char *words = closing ? tr(v, "Close this request? The visitor is told that it is finished. You can answer "
                                        "it again later.")
                                : tr(v, "Let all liaison officers of today read it? Who is one of them no more can "
                                        "then not open it here.");
    w_heading(u, list, words, TYPE_BODY)->text.align = TEXT_CENTER;
    struct node *row = w_grid(u, list, 2, MM_GAP);
    w_button(u, row, UI_ID(UI_CANCEL, 0), LOOK_QUIET, "icons/no", tr(v, "No"));
    w_button(u, row, UI_ID(UI_CONFIRM, 0), LOOK_PRIMARY, "icons/yes", tr(v, "Yes"));
}

static void build_open(struct view *v, struct node *content, const struct liaison_item *it)
{
    struct ui *u = v->ui;
    struct node *list = w_pager(u, content, AXIS_COLUMN, 0, 3, tr(v, "Up"), tr(v, "More"));
    answered(v, list, it);
    asked_for(v, list, &it->request);
    received(v, list, it);
    readers(v, list, &it->request);
    if (somebody_lacks(v, &it->request))
        w_button(u, list, UI_ID(UI_OPTION, BUTTON_SHARE), LOOK_QUIET, "icons/who-reads",
                 tr(v, "Let all liaison officers of today read it"));
    if (it->state != STATE_CLOSED)
        w_button(u, list, UI_ID(UI_OPTION, BUTTON_CLOSE), LOOK_QUIET, "icons/kept-it", tr(v, "Close this request"));
}

static void build(struct view *v, void *state, struct node *content)
{
    struct ui *u = v->ui;
    const struct request_view *s = state;
    const struct liaison_item *it = &v->desk->liaison->item;
    if (s->asking != ASK_NOTHING) {
        confirm(v, content, s);
        return;
    }
    liaison_notice(v, content);
    if (it->opening == OPENING_OPEN) {
        build_open(v, content, it);
    } else {
        w_text(u, content,
               it->opening == OPENING_NOT_MINE ? tr(v, "Sealed to other liaison officers: your key does not open it.")
                                               : tr(v, "This request is not here any more, or cannot be opened."),
               TYPE_HEADING);
        w_spring(u, content);
    }
    struct node *row = w_grid(u, content, 2, MM_GAP);
    w_button(u, row, UI_ID(UI_BACK, 0), LOOK_QUIET, "icons/back", tr(v, "Back"))->first->mirror = true;
    if (it->opening == OPENING_OPEN)
        w_button(u, row, UI_ID(UI_EDIT, 0), LOOK_PRIMARY, "icons/answer",
                 it->state < STATE_ANSWERED ? tr(v, "Answer") : tr(v, "Answer anew"));
}

static const char *title(struct view *v, void *state)
{
    (void)state;
    return tr(v, "One request");
}

const struct screen screen_liaison_request = {.id = "liaison-request",
                                              .icon = "icons/my-request",
                                              .access = ACCESS_LIAISON,
                                              .state_size = sizeof(struct request_view),
                                              .enter = enter,
                                              .update = update,
                                              .build = build,
                                              .title = title};
