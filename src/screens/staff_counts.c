/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was counted in a month: never who, never when, and no number under five. */
#include "screens/registry.h"

#include "base/str.h"
#include "content/dates.h"
#include "screens/staff_kit.h"
#include "screens/staff_records.h"

static struct staff_records *records(const struct view *v)
{
    return v->desk->staff->records;
}

static const struct {
    const char *icon, *heading;
} kinds[COUNTS_KIND_COUNT] = {
    [COUNTS_LANGUAGE] = {"icons/language", N_("Languages that were chosen")},
    [COUNTS_PAGE] = {"icons/papers", N_("Pages that were opened")},
    [COUNTS_HELPED] = {"icons/face-happy", N_("Pages that helped")},
    [COUNTS_NOT_HELPED] = {"icons/face-unsure", N_("Pages that did not really help")},
    [COUNTS_REQUEST] = {"icons/send", N_("Requests")},
    [COUNTS_ANSWERED] = {"icons/answer", N_("Requests that were answered")},
    [COUNTS_WAITED] = {"icons/clock", N_("Days until the answer")},
};

static const char *subject(const struct view *v, const struct count_row *r)
{
    struct arena *a = v->ui->frame;
    const struct language *l = site_language(v->site, r->kind == COUNTS_LANGUAGE ? r->subject : r->tag);
    const char *name = r->subject;
    if (r->kind == COUNTS_LANGUAGE)
        return l ? arena_printf(a, "\u2068%s\u2069", l->autonym) : name;
    if (r->kind == COUNTS_REQUEST || r->kind == COUNTS_ANSWERED)
        return tr(v, "In all");
    if (r->kind == COUNTS_WAITED)
        return arena_printf(a, "\u2066%s\u2069", name);
    const struct page *p = catalogue_find(v->catalogue, name);
    const struct page_text *t = p ? catalogue_translation(v->catalogue, p, v->session->lang->text.tag, v->today) : NULL;
    t = p && !t ? catalogue_translation(v->catalogue, p, "en", v->today) : t;
    name = t ? t->title : name;
    return l ? arena_printf(a, "\u2068%s\u2069 · \u2068%s\u2069", name, l->autonym)
             : arena_printf(a, "\u2068%s\u2069", name);
}

static int most_of(const struct staff_records *s, enum counted_kind kind)
{
    int most = 1;
    for (size_t i = 0; i < s->row_count; i++)
        if (s->rows[i].kind == kind && s->rows[i].count > most)
            most = s->rows[i].count;
    return most;
}

static void line(struct view *v, struct node *list, const struct count_row *r, int most)
{
    struct ui *u = v->ui;
    struct node *box = w_column(u, list, 1), *row = w_row(u, box, 4);
    w_icon(u, row, kinds[r->kind].icon, 9);
    struct node *t = w_text(u, row, subject(v, r), TYPE_BODY);
    t->lay.grow = 1;
    t->text.fit = true;
    const char *number =
        r->count == COUNTS_HIDDEN ? tr(v, "fewer than 5") : date_number(v->session->lang, r->count, u->frame);
    w_text(u, row, number, TYPE_BODY)->text.bold = true;
    struct node *bar = w_row(u, box, 0), *ink;
    int length = r->count == COUNTS_HIDDEN ? 0 : r->count * 100 / most;
    if (length > 0) {
        ink = node_add(u, bar, ROLE_GROUP, UI_ID(UI_NONE, 0));
        ink->look = LOOK_INK;
        ink->lay.h = ui_mm(u, 2);
        ink->lay.grow = length;
    }
    if (length < 100) {
        struct node *rest = node_add(u, bar, ROLE_GROUP, UI_ID(UI_NONE, 0));
        rest->lay.h = ui_mm(u, 2);
        rest->lay.grow = 100 - length;
    }
}

static const char *month_words(const struct view *v, day_t first)
{
    struct ymd d = day_to_ymd(first);
    return arena_printf(v->ui->frame, "\u2066%02d / %d\u2069", d.month, d.year);
}

static void build(struct view *v, void *state, struct node *content)
{
    struct ui *u = v->ui;
    const struct staff_records *s = records(v);
    (void)state;
    staff_stepper(v, content, 0, tr(v, "Month"), month_words(v, s->first));
    if (s->failed)
        w_notice(u, content, "icons/warning",
                 tr_fill(v, "It cannot be read now: {why}", "why", desk_why(v, s->why, NULL), NULL));
    struct node *list = w_pager(u, content, AXIS_COLUMN, 0, 4, tr(v, "Up"), tr(v, "More"));
    for (size_t i = 0; i < s->row_count; i++) {
        const struct count_row *r = &s->rows[i];
        if (i == 0 || s->rows[i - 1].kind != r->kind)
            w_heading(u, list, tr(v, kinds[r->kind].heading), TYPE_BODY);
        line(v, list, r, most_of(s, r->kind));
    }
    if (!s->row_count)
        w_text(u, list, tr(v, "Nothing was counted. The numbers of today come tomorrow."), TYPE_BODY);
    staff_foot(v, content, NULL, NULL);
}

static struct command update(struct view *v, void *state, struct ui_id act)
{
    struct staff_records *s = records(v);
    (void)state;
    if (act.kind == UI_BACK)
        return command_of(COMMAND_BACK);
    int month = s->month + (act.index == 0 ? 1 : -1); /* less is earlier */
    if (act.kind != UI_SLOT || act.index > 1 || month < 0 || month > COUNTS_BACK)
        return command_of(COMMAND_NONE);
    s->month = month;
    return staff_order(STAFF_RECORDS, RECORDS_COUNTS);
}

static bool enter(struct view *v, void *state, const char *arg)
{
    (void)state;
    records(v)->month = 0;
    records(v)->stale = true;
    return !*arg;
}

static const char *title(struct view *v, void *state)
{
    (void)state;
    return tr(v, "Counts");
}

const struct screen screen_staff_counts = {.id = "staff-counts",
                                           .icon = "icons/people-group",
                                           .access = ACCESS_STAFF,
                                           .enter = enter,
                                           .update = update,
                                           .build = build,
                                           .title = title};
