/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A liaison's day on paper, in the language of the desk: when, which language, how to reach and when it is safe, where.
 * It is for the liaison alone, and says so. */
#include "slip_int.h"

#include "base/str.h"
#include "content/dates.h"
#include "screens/form_words.h"

static const char *const parts[PART_COUNT + 1] = {N_("Morning"), N_("Midday"), N_("Evening"), N_("No time yet")};
static const char *const interpreters[INTERPRETER_COUNT] = {
    [INTERPRETER_UNSAID] = N_("Interpreter: not said"), [INTERPRETER_WOMAN] = N_("Interpreter: a woman"),
    [INTERPRETER_MAN] = N_("Interpreter: a man"),       [INTERPRETER_EITHER] = N_("Interpreter: woman or man"),
    [INTERPRETER_NOT_NEEDED] = N_("No interpreter"),
};
static const char *const reaches[REACH_COUNT] = {
    [REACH_UNSAID] = N_("How to reach them was not said"),
    [REACH_COME_BACK] = N_("No contact: they come back with their code"),
    [REACH_CENTRE] = N_("A message through the centre"),
    [REACH_PHONE] = N_("A call, but no number"),
};

static struct node *line(struct view *v, struct node *parent, const char *s)
{
    return slip_text(v, parent, s, TYPE_BODY, NULL);
}

static const char *hour(struct view *v, const struct day_list_row *r)
{
    if (r->minute >= 0)
        return arena_printf(v->ui->frame, "\u2066%d:%02d\u2069", r->minute / 60, r->minute % 60);
    return tr(v, parts[r->part <= PART_COUNT ? r->part : PART_COUNT]);
}

/* Nobody calls a number that has no safe hour beside it. */
static const char *reach(struct view *v, const struct day_list_row *r)
{
    if (r->reach != REACH_PHONE || !r->phone)
        return tr(v, reaches[r->reach < REACH_COUNT ? r->reach : REACH_UNSAID]);
    const char *number = arena_printf(v->ui->frame, "\u2066%s\u2069", r->phone);
    if (!(r->safe_parts & ((1U << PART_COUNT) - 1)))
        return tr_fill(v, "Number: {number}. When it is safe was not said: do not call first.", "number", number, NULL);
    struct str safe;
    str_init(&safe);
    for (int p = 0; p < PART_COUNT; p++)
        if (r->safe_parts >> p & 1)
            str_add_f(&safe, "%s%s", safe.len ? view_comma(v) : "", tr(v, parts[p]));
    const char *kept = tr_fill(v, "Call {number}. It is safe: {times}.", "number", number, "times", safe.s, NULL);
    str_release(&safe);
    return kept;
}

static void row_of(struct view *v, struct node *root, const struct day_list_row *r)
{
    struct ui *u = v->ui;
    slip_rule(v, root);
    struct node *row = w_column(u, root, 0.8F);
    const char *tag = r->tag ? arena_printf(u->frame, " (%s)", r->tag) : "";
    const char *language =
        r->language ? arena_printf(u->frame, "\u2068%s%s\u2069", r->language, tag) : tr(v, "The language was not said");
    slip_heading(v, row, arena_printf(u->frame, "%s · %s", hour(v, r), language), TYPE_HEADING, NULL);
    if (r->doubled)
        line(v, row, tr(v, "Somebody else has this hour too. Give one of them another time."));
    if (r->dialect)
        line(v, row, arena_printf(u->frame, "\u2068%s\u2069", r->dialect));
    if (r->name)
        line(v, row, arena_printf(u->frame, "\u2068%s\u2069", r->name))->text.bold = true;
    line(v, row, tr(v, interpreters[r->interpreter < INTERPRETER_COUNT ? r->interpreter : INTERPRETER_UNSAID]));
    if (r->place)
        line(v, row, tr_fill(v, "Where: {place}", "place", arena_printf(u->frame, "\u2068%s\u2069", r->place), NULL));
    line(v, row, reach(v, r));
    if (r->id)
        line(v, row, tr_fill(v, "Request {number}", "number", arena_printf(u->frame, "\u2066%s\u2069", r->id), NULL));
}

static bool there(struct view *v, const char *arg)
{
    return !*arg && v->day_list;
}

static const char *name(struct view *v, const char *arg)
{
    (void)arg;
    return tr(v, "The day's list");
}

static void build(struct view *v, const char *arg, bool codes, struct node *root)
{
    (void)arg;
    (void)codes;
    const struct day_list *list = v->day_list;
    struct ui *u = v->ui;
    char day[11];
    day_format(list->day, day);
    slip_heading(v, root, slip_day(v, list->day), TYPE_TITLE, NULL);
    line(v, root,
         tr_fill(v, "{date}. Meetings: {count}", "date", arena_printf(u->frame, "\u2066%s\u2069", day), "count",
                 date_number(v->session->lang, (int)list->count, u->frame), NULL));
    for (size_t i = 0; i < list->count; i++)
        row_of(v, root, &list->rows[i]);
    slip_rule(v, root);
    line(v, root,
         tr(v, "Private. For the liaison officer alone: keep it with you, and destroy it at the end of the day."));
}

const struct slip_kind slip_day_list = {.word = "day-list", .there = there, .name = name, .build = build};
