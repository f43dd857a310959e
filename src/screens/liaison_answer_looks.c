/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How answering looks. */
#include "liaison_answer_int.h"

#include "base/str.h"
#include "content/dates.h"
#include "my_answer_int.h"
#include "screens/answer_words.h"
#include "screens/form_words.h"
#include "ui/widgets.h"

#include <stdio.h>
#include <string.h>

enum { ROWS_A_DAY = 3 }; /* of times, before its name stands there again */

static struct node *pager(struct view *v, struct node *content, float gap)
{
    return w_pager(v->ui, content, AXIS_COLUMN, 0, gap, tr(v, "Up"), tr(v, "More"));
}

static struct node *option(struct view *v, struct node *list, struct ui_id id, const char *icon, const char *label,
                           bool chosen)
{
    struct node *n = w_button(v->ui, list, id, LOOK_TILE, icon, label);
    n->lay.justify = PLACE_START;
    n->last->lay.grow = 1;
    n->last->text.fit = false;
    n->selected = chosen;
    return n;
}

static void build_what(struct view *v, struct node *content)
{
    const struct liaison_desk *d = v->desk->liaison;
    struct node *list = pager(v, content, 4);
    if (d->item.state >= STATE_ANSWERED)
        w_notice(v->ui, list, "icons/information",
                 tr(v, "There is an answer already. The visitor will see the new one in its place."));
    for (unsigned i = 0; i < ANSWER_PHRASE_COUNT; i++) {
        struct form_word w = answer_word((enum answer_phrase)i);
        option(v, list, UI_ID(UI_OPTION, i), w.icon, tr(v, w.label), answer_has(&d->draft, (enum answer_phrase)i))
            ->disabled = !liaison_answer_can_choose(d, (enum answer_phrase)i);
    }
}

/* ---- when -------------------------------------------------------------------------------------------------------- */

/* What the visitor asks for now: in the reply, else in the request. */
static bool asked_for(const struct liaison_item *it, const struct slot *t)
{
    bool reply = it->reply.kind == REPLY_OTHER_TIME && it->reply.slot_count;
    const struct request_slot *slots = reply ? it->reply.slots : it->request.slots;
    size_t count = reply ? it->reply.slot_count : it->request.slot_count;
    for (size_t i = 0; i < count; i++)
        if (slots[i].day == t->day && slots[i].part == slot_part(t->minute))
            return true;
    return false;
}

/* Its day stands beside each: a page may end between two of a long day. */
static struct node *new_row(struct view *v, struct node *list, const struct slot *t, int columns)
{
    struct ui *u = v->ui;
    struct node *row = w_row(u, list, 4);
    row->lay.align = PLACE_STRETCH;
    struct node *name = w_column(u, row, 0.5F);
    name->lay.grow = 2;
    name->lay.justify = PLACE_START;
    name->lay.pad_block = ui_mm(u, 2);
    struct node *day = w_text(u, name, view_weekday(v, t->day), TYPE_BODY);
    day->text.bold = true;
    day->text.fit = true;
    w_text(u, name, view_date(v, t->day), TYPE_LABEL)->text.fit = true;
    if (t->where)
        w_text(u, name, t->where, TYPE_LABEL)->text.fit = true;
    struct node *times = w_grid(u, row, columns, 4);
    times->lay.grow = 5;
    return times;
}

/* The free times that were asked for, or the others: a day's together, of as many as fit beside each other. */
static size_t times(struct view *v, struct node *list, bool asked, const char *heading)
{
    struct ui *u = v->ui;
    const struct liaison_desk *d = v->desk->liaison;
    int columns = u->size >= SIZE_LARGE ? 3 : 4, in_row = 0;
    size_t shown = 0;
    day_t day = DAY_NONE;
    const char *where = NULL;
    struct node *row = NULL;
    for (size_t i = 0; i < d->times.count; i++) {
        const struct slot *t = &d->times.free[i];
        if (asked_for(&d->item, t) != asked)
            continue;
        if (!shown++)
            w_heading(u, list, heading, TYPE_BODY);
        bool first = t->day != day || !str_eq(t->where, where);
        if (first || in_row == ROWS_A_DAY * columns) {
            row = new_row(v, list, t, columns);
            in_row = 0;
        }
        day = t->day;
        where = t->where;
        in_row++;
        const char *hour = arena_printf(u->frame, "%d:%02d", t->minute / 60, t->minute % 60);
        struct node *n =
            w_button(u, row, UI_ID(UI_SLOT, i), LOOK_TILE, NULL, arena_printf(u->frame, "\u2066%s\u2069", hour));
        n->label = hour;
        n->selected = d->draft.day == t->day && d->draft.minute == t->minute;
        n->lay.pad = ui_mm(u, 1);
    }
    return shown;
}

/* What they promise is not known: the liaison says that they know before any time is shown. */
static void build_unread(struct view *v, struct node *list)
{
    const struct liaison_times *t = &v->desk->liaison->times;
    w_notice(v->ui, list, "icons/warning",
             tr_fill(v,
                     "Answers that your key cannot open: {count}. They may have promised some of your times. A "
                     "colleague who can open them can let you read them, on their page My key.",
                     "count", date_number(v->session->lang, (int)t->unread, v->ui->frame), NULL))
        ->last->text.fit_lines = 0;
    option(v, list, UI_ID(UI_CONFIRM, 0), "icons/calendar", tr(v, "I know that. Show my times"), false);
}

static void build_when(struct view *v, struct node *content)
{
    const struct liaison_desk *d = v->desk->liaison;
    struct node *list = pager(v, content, 4);
    if (d->times.looking) {
        w_text(v->ui, list, tr(v, "One moment: what was promised before is read, so that no time is given twice."),
               TYPE_HEADING);
        return;
    }
    if (liaison_answer_asks(d)) {
        build_unread(v, list);
        return;
    }
    size_t shown = times(v, list, true, tr(v, "Times that the visitor asks for"));
    shown += times(v, list, false, shown ? tr(v, "Other times") : tr(v, "Your free times"));
    if (!shown)
        w_text(v->ui, list,
               tr(v, "You have no free time in the next weeks. Staff can add hours for you, or answer without a time."),
               TYPE_HEADING);
}

/* ---- where, which ------------------------------------------------------------------------------------------------ */

static void build_where(struct view *v, struct node *content)
{
    const struct answer *a = &v->desk->liaison->draft;
    struct node *list = pager(v, content, 4);
    option(v, list, UI_ID(UI_TILE, 0), "icons/here", tr(v, form_place(PLACE_HERE).label),
           str_eq(a->place, ANSWER_PLACE_CENTRE));
    for (size_t i = 0; i < v->site->place_count; i++)
        option(v, list, UI_ID(UI_TILE, i + 1), "icons/place-pin", v->site->places[i].name,
               str_eq(a->place, v->site->places[i].name));
    if (!answer_has(a, ANSWER_MEET))
        option(v, list, UI_ID(UI_TILE, v->site->place_count + 1), "icons/phone", tr(v, form_place(PLACE_PHONE).label),
               !a->place[0]);
}

static void build_which(struct view *v, struct node *content)
{
    const struct answer *a = &v->desk->liaison->draft;
    struct node *list = pager(v, content, 4);
    for (unsigned i = 0; i < v->site->resource_count; i++) {
        const struct resource *r = liaison_answer_resource(v, i);
        if (r)
            option(v, list, UI_ID(UI_RESOURCE, i),
                   arena_printf(v->ui->frame, "icons/%s", r->icon ? r->icon : "hotline"),
                   arena_printf(v->ui->frame, "%s · \u2068%s\u2069", tr(v, r->about), r->name),
                   str_eq(a->resource, r->key));
    }
}

/* ---- the look of it ---------------------------------------------------------------------------------------------- */

/* All from `first` on, with what is below it, speaks `l`, and nothing of it is touched. */
static void speak_as(struct node *first, const struct language *l)
{
    for (struct node *n = first; n; n = n->next) {
        n->text.lang = &l->text;
        n->target = false;
        speak_as(n->first, l);
    }
}

/* The visitor's own screen, made by what makes it for them, in a language. */
static void as_seen(struct view *v, struct node *list, const struct language *l)
{
    const struct language *own = v->session->lang;
    struct told *t = &v->session->told;
    struct node *before = list->last;
    const char *me = v->desk->person->key;
    v->session->lang = l;
    t->answer = v->desk->liaison->draft;
    if (answer_offers_time(&t->answer) && strlen(me) < sizeof t->answer.officer)
        memcpy(t->answer.officer, me, strlen(me) + 1);
    my_answer_build(v, list);
    explicit_bzero(t, sizeof *t);
    v->session->lang = own;
    speak_as(before ? before->next : list->first, l);
}

/* With the name of its language above, where all of it fits a page; else part by part. */
static void in_language(struct view *v, struct node *list, const struct language *l, const char *name)
{
    if (v->ui->size <= SIZE_MEDIUM && name) {
        list = w_column(v->ui, list, 4);
        w_heading(v->ui, list, name, TYPE_LABEL)->text.color = COLOR_QUIET;
    }
    as_seen(v, list, l);
}

static void build_look(struct view *v, struct node *content)
{
    struct ui *u = v->ui;
    const struct language *own = v->session->lang, *theirs = liaison_language(v, &v->desk->liaison->item.request);
    struct node *list = pager(v, content, 6);
    if (!theirs)
        w_notice(u, list, "icons/language", tr(v, "Their language is not one of this machine's. They choose one."));
    bool two = theirs && theirs != own;
    if (two)
        in_language(v, list, theirs, theirs->english);
    in_language(v, list, own, two ? own->autonym : NULL);
}

static void (*const builds[ANSWERING_COUNT])(struct view *v, struct node *content) = {
    [ANSWERING_WHAT] = build_what,   [ANSWERING_WHEN] = build_when, [ANSWERING_WHERE] = build_where,
    [ANSWERING_WHICH] = build_which, [ANSWERING_LOOK] = build_look,
};

void liaison_answer_build(struct view *v, void *state, struct node *content)
{
    struct ui *u = v->ui;
    const struct answer_view *s = state;
    const struct liaison_desk *d = v->desk->liaison;
    liaison_notice(v, content);
    if (d->item.opening == OPENING_OPEN) {
        builds[s->step](v, content);
    } else {
        w_text(u, content, tr(v, "This request is not here any more, or cannot be opened."), TYPE_HEADING);
        w_spring(u, content);
    }
    struct node *row = w_grid(u, content, 2, MM_GAP);
    w_button(u, row, UI_ID(UI_BACK, 0), LOOK_QUIET, "icons/back", tr(v, "Back"))->first->mirror = true;
    if (d->item.opening != OPENING_OPEN)
        return;
    bool look = s->step == ANSWERING_LOOK;
    struct node *next = w_button(u, row, UI_ID(look ? UI_SEND : UI_NEXT, 0), LOOK_PRIMARY,
                                 look ? "icons/send" : "icons/next", look ? tr(v, "Send") : tr(v, "Next"));
    next->first->mirror = true;
    next->disabled = !liaison_answer_done(&d->draft, s->step) || (s->step == ANSWERING_WHEN && liaison_answer_asks(d));
}
