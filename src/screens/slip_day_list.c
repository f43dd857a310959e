/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A liaison's day on paper, in English: when, which language, how to reach and when it is safe, where. It is for the
 * liaison alone, and says so. */
#include "slip_int.h"

#include "base/str.h"
#include "content/dates.h"

static const char *const parts[PART_COUNT + 1] = {"Morning", "Midday", "Evening", "No time yet"};
static const char *const interpreters[INTERPRETER_COUNT] = {[INTERPRETER_UNSAID] = "Interpreter: not said",
                                                            [INTERPRETER_WOMAN] = "Interpreter: a woman",
                                                            [INTERPRETER_MAN] = "Interpreter: a man",
                                                            [INTERPRETER_EITHER] = "Interpreter: woman or man",
                                                            [INTERPRETER_NOT_NEEDED] = "No interpreter"};
static const char *const reaches[REACH_COUNT] = {[REACH_UNSAID] = "Reach: not said",
                                                 [REACH_COME_BACK] = "No contact: comes back with the code",
                                                 [REACH_CENTRE] = "Message through the centre",
                                                 [REACH_PHONE] = "Call"};

static struct node *line(struct view *v, struct node *parent, const char *s)
{
    return slip_text(v, parent, s, TYPE_BODY, slip_english(v));
}

static const char *hour(struct view *v, const struct day_list_row *r)
{
    if (r->minute >= 0)
        return arena_printf(v->ui->frame, "%d:%02d", r->minute / 60, r->minute % 60);
    return parts[r->part <= PART_COUNT ? r->part : PART_COUNT];
}

/* Nobody calls a number that has no safe hour beside it. */
static const char *reach(struct view *v, const struct day_list_row *r)
{
    if (r->reach != REACH_PHONE || !r->phone)
        return reaches[r->reach < REACH_COUNT ? r->reach : REACH_UNSAID];
    struct str out;
    str_init(&out);
    str_add_f(&out, "Call %s", r->phone);
    for (int p = 0, n = 0; p < PART_COUNT; p++)
        if (r->safe_parts >> p & 1)
            str_add_f(&out, "%s%s", n++ ? ", " : ". Safe: ", parts[p]);
    if (!(r->safe_parts & ((1U << PART_COUNT) - 1)))
        str_add(&out, ". Not said when it is safe: do not call first");
    const char *kept = arena_strdup(v->ui->frame, out.s);
    str_release(&out);
    return kept;
}

static void row_of(struct view *v, struct node *root, const struct day_list_row *r)
{
    struct ui *u = v->ui;
    slip_rule(v, root);
    struct node *row = w_column(u, root, 0.8F);
    const char *tag = r->tag ? arena_printf(u->frame, " (%s)", r->tag) : "";
    slip_heading(v, row,
                 arena_printf(u->frame, "%s · %s%s", hour(v, r), r->language ? r->language : "Language not said", tag),
                 TYPE_HEADING, slip_english(v));
    if (r->dialect)
        line(v, row, r->dialect)->text.lang = NULL;
    if (r->name)
        line(v, row, arena_printf(u->frame, "\u2068%s\u2069", r->name))->text.bold = true;
    line(v, row, interpreters[r->interpreter < INTERPRETER_COUNT ? r->interpreter : INTERPRETER_UNSAID]);
    if (r->place)
        line(v, row, arena_printf(u->frame, "Where: \u2068%s\u2069", r->place));
    line(v, row, reach(v, r));
    if (r->id)
        line(v, row, arena_printf(u->frame, "Request %s", r->id));
}

static bool there(struct view *v, const char *arg)
{
    return !*arg && v->day_list;
}

static const char *name(struct view *v, const char *arg)
{
    (void)v;
    (void)arg;
    return "The day's list";
}

static void build(struct view *v, const char *arg, bool codes, struct node *root)
{
    (void)arg;
    (void)codes;
    const struct day_list *list = v->day_list;
    struct ui *u = v->ui;
    char day[11];
    day_format(list->day, day);
    const struct language *en = slip_english(v);
    slip_heading(v, root,
                 arena_printf(u->frame, "%s, %s", date_weekday(en, list->day, u->frame),
                              date_day_month(en, list->day, u->frame)),
                 TYPE_TITLE, en);
    line(v, root, arena_printf(u->frame, "%s · %zu %s", day, list->count, list->count == 1 ? "meeting" : "meetings"));
    for (size_t i = 0; i < list->count; i++)
        row_of(v, root, &list->rows[i]);
    slip_rule(v, root);
    line(v, root, "Private. For the liaison officer alone: keep it with you, and destroy it at the end of the day.");
}

const struct slip_kind slip_day_list = {.word = "day-list", .there = there, .name = name, .build = build};
