/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The promised meeting: day, time and place, and a code that puts them into a telephone's calendar. Neutral: it does
 * not say with whom, nor about what. */
#include "slip_int.h"

#include "base/str.h"
#include "base/zone.h"
#include "domain/calendar.h"
#include "screens/form_words.h"

static bool there(struct view *v, const char *arg)
{
    const struct told *t = &v->session->told;
    return !*arg && t->there && v->session->lookup == LOOKUP_ANSWERED && answer_offers_time(&t->answer) &&
           t->answer.day != DAY_NONE;
}

static const char *name(struct view *v, const char *arg)
{
    (void)arg;
    return tr(v, "Information");
}

static const char *place_of(const struct view *v, const struct answer *a)
{
    return str_eq(a->place, ANSWER_PLACE_CENTRE) ? v->site->centre : a->place[0] ? a->place : NULL;
}

static const char *payload(struct view *v, const char *arg, bool codes)
{
    (void)codes;
    enum { MEETING_S = 30 * 60, DAY_S = 86400 };
    const struct answer *a = &v->session->told.answer;
    struct calendar_event event = {.whole_day = a->day,
                                   .summary = name(v, arg),
                                   .location = place_of(v, a),
                                   .stamp_s = (int64_t)v->today * DAY_S,
                                   .status = CALENDAR_CONFIRMED};
    /* whole when only a day is promised, or the clocks leave that hour out */
    if (a->minute != ANSWER_NO_MINUTE && zone_instant(v->site->zone, a->day, a->minute, &event.start_s) != ZONE_NEVER) {
        event.whole_day = DAY_NONE;
        event.end_s = event.start_s + MEETING_S;
    }
    struct str out;
    str_init(&out);
    calendar_code(&event, &out);
    const char *kept = arena_strdup(v->ui->frame, out.s);
    str_release(&out);
    return kept;
}

static struct node *pictured(struct view *v, struct node *parent, const char *icon)
{
    struct node *row = w_row(v->ui, parent, 4);
    w_icon(v->ui, row, icon, 18);
    struct node *words = w_column(v->ui, row, 1);
    words->lay.grow = 1;
    return words;
}

static void when(struct view *v, struct node *parent, const struct answer *a)
{
    struct form_word part = form_part(answer_part(a));
    struct node *words = pictured(v, parent, part.icon);
    slip_heading(v, words, view_weekday(v, a->day), TYPE_TITLE, NULL);
    slip_heading(v, words, view_date(v, a->day), TYPE_TITLE, NULL);
    const char *hour = tr(v, part.label);
    if (a->minute != ANSWER_NO_MINUTE)
        hour = arena_printf(v->ui->frame, "%s\u00A0·\u00A0\u2066%d:%02d\u2069", hour, a->minute / 60, a->minute % 60);
    slip_heading(v, words, hour, TYPE_HEADING, NULL);
}

static void build(struct view *v, const char *arg, bool codes, struct node *root)
{
    const struct answer *a = &v->session->told.answer;
    const char *place = place_of(v, a);
    slip_heading(v, root, name(v, arg), TYPE_TITLE, NULL);
    slip_rule(v, root);
    struct node *columns = slip_columns(v, root), *first = slip_column(v, columns), *second = slip_column(v, columns);
    when(v, first, a);
    if (place)
        slip_proper(v, pictured(v, first, "icons/place-pin"), place, TYPE_HEADING)->text.bold = true;
    else if (answer_has(a, ANSWER_PHONE) || answer_has(a, ANSWER_WILL_CALL))
        slip_heading(v, pictured(v, first, "icons/phone"), tr(v, "By phone"), TYPE_HEADING, NULL);
    if (answer_has(a, ANSWER_INTERPRETER))
        slip_text(v, pictured(v, first, "icons/interpreter"), tr(v, "An interpreter will help you."), TYPE_BODY, NULL);
    slip_code(v, second, payload(v, arg, codes), 44, tr(v, "This day for your phone"), NULL);
    slip_foot(v, root, tr(v, "You cannot come? Tell us here:"), DAY_NONE);
}

const struct slip_kind slip_answer = {
    .word = "answer", .there = there, .name = name, .payload = payload, .build = build};
