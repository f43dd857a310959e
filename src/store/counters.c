/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/counters.h"

#include "base/str.h"
#include "counters_int.h"

#include <stdio.h>
#include <string.h>

static const char *const words[COUNTED_COUNT] = {
    [COUNTED_LANGUAGE] = "language",     [COUNTED_PAGE] = "page",       [COUNTED_HELPED] = "helped",
    [COUNTED_NOT_HELPED] = "not-helped", [COUNTED_REQUEST] = "request", [COUNTED_ANSWERED] = "answered",
    [COUNTED_WAITED] = "waited"};

/* As they stand in the database: never changed, never used again. */
static const int codes[COUNTED_COUNT] = {
    [COUNTED_LANGUAGE] = 1, [COUNTED_PAGE] = 2,     [COUNTED_HELPED] = 3, [COUNTED_NOT_HELPED] = 4,
    [COUNTED_REQUEST] = 5,  [COUNTED_ANSWERED] = 6, [COUNTED_WAITED] = 7};
enum { NO_DAY = 0 /* 1970-01-01: only the month is kept */ };

const char *counted_word(enum counted what)
{
    return words[what];
}

/* ---- in memory -------------------------------------------------------------------------------------------------- */

void tally_add(struct tally *t, day_t today, enum counted what, const char *subject, const char *tag)
{
    struct tally_cell new = {.what = what, .day = today};
    snprintf(new.subject, sizeof new.subject, "%s", subject);
    snprintf(new.tag, sizeof new.tag, "%s", tag);
    size_t i = 0;
    while (i < t->used &&
           !(t->cells[i].what == what && str_eq(t->cells[i].subject, new.subject) && str_eq(t->cells[i].tag, new.tag)))
        i++;
    if (i == TALLY_MAX || tally_due(t, today))
        return;
    if (i == t->used)
        t->cells[t->used++] = new;
    t->cells[i].count++;
}

bool tally_due(const struct tally *t, day_t today)
{
    return t->used && t->cells[0].day != today;
}

/* ---- on the disk ------------------------------------------------------------------------------------------------ */

static bool add_cell(struct store *s, const struct tally_cell *c, struct err *e)
{
    sqlite3_stmt *st = NULL;
    if (!db_prepare(s->db, &st,
                    "INSERT INTO counted(month, day, what, subject, tag, count) VALUES(?1, ?2, ?3, ?4, ?5, ?6) "
                    "ON CONFLICT DO UPDATE SET count = count + excluded.count",
                    e))
        return false;
    struct ymd first = day_to_ymd(c->day);
    first.day = 1;
    sqlite3_bind_int(st, 1, day_from_ymd(first));
    sqlite3_bind_int(st, 2, c->count < COUNT_LEAST ? NO_DAY : c->day);
    sqlite3_bind_int(st, 3, codes[c->what]);
    sqlite3_bind_text(st, 4, c->subject, -1, SQLITE_STATIC);
    sqlite3_bind_text(st, 5, c->tag, -1, SQLITE_STATIC);
    sqlite3_bind_int(st, 6, c->count);
    return db_finish(s->db, st, "cannot write the counts", e);
}

/* How long a visitor waited, as coarse as says something: the same evening, this week, too long. */
static const char *waited(int days)
{
    static const struct {
        int most;
        const char *word;
    } spans[] = {{1, "0-1"}, {3, "2-3"}, {7, "4-7"}, {14, "8-14"}, {30, "15-30"}};
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++)
        if (days <= spans[i].most)
            return spans[i].word;
    return "31+";
}

bool counters_answered(struct store *s, day_t received, struct err *e)
{
    /* a count of one is written under the month: add_cell */
    struct tally_cell answer = {.what = COUNTED_ANSWERED, .day = clock_today(s->clock), .count = 1}, days = answer;
    days.what = COUNTED_WAITED;
    snprintf(days.subject, sizeof days.subject, "%s", waited(answer.day - received));
    return add_cell(s, &answer, e) && add_cell(s, &days, e);
}

bool store_count(struct store *s, struct tally *t, struct err *e)
{
    if (!t->used)
        return true;
    bool ok = db_begin(s, e);
    for (size_t i = 0; ok && i < t->used; i++)
        ok = add_cell(s, &t->cells[i], e);
    ok = ok && db_commit(s, "cannot write the counts", e);
    if (!ok) {
        db_rollback(s);
        return false;
    }
    memset(t, 0, sizeof *t);
    db_empty_log(s);
    return true;
}

static bool cell_from(sqlite3_stmt *st, struct tally_cell *c)
{
    const char *subject = (const char *)sqlite3_column_text(st, 2), *tag = (const char *)sqlite3_column_text(st, 3);
    *c = (struct tally_cell){.what = COUNTED_COUNT, .day = sqlite3_column_int(st, 0)};
    for (int i = 0; i < COUNTED_COUNT; i++)
        if (sqlite3_column_int(st, 1) == codes[i])
            c->what = (enum counted)i;
    snprintf(c->subject, sizeof c->subject, "%s", subject ? subject : "");
    snprintf(c->tag, sizeof c->tag, "%s", tag ? tag : "");
    int64_t count = sqlite3_column_int64(st, 4);
    c->count = count < COUNT_LEAST ? COUNT_HIDDEN : count > INT32_MAX ? INT32_MAX : (int)count;
    return c->what != COUNTED_COUNT; /* a newer version may count more */
}

static bool has_counts(struct store *s, bool *found, struct err *e)
{
    sqlite3_stmt *st = NULL;
    if (!db_prepare(s->db, &st, "SELECT 1 FROM sqlite_schema WHERE name = 'counted'", e))
        return false;
    int rc = sqlite3_step(st);
    *found = rc == SQLITE_ROW;
    bool ok = rc == SQLITE_ROW || rc == SQLITE_DONE || db_fail(s->db, e, "cannot read the counts");
    sqlite3_finalize(st);
    return ok;
}

bool store_counts(struct store *s, day_t from, day_t to, bool months, count_seen *seen, void *context, struct err *e)
{
    static const char by_day[] = "SELECT day, what, subject, tag, count FROM counted "
                                 "WHERE day != 0 AND day BETWEEN ?1 AND ?2 ORDER BY day, what, subject, tag";
    static const char by_month[] =
        "SELECT month, what, subject, tag, CASE WHEN what = 7 THEN min(n) OVER (PARTITION BY month, what) >= 5 ELSE 1"
        " END * n FROM (SELECT month, what, subject, tag, sum(count) AS n FROM counted "
        "WHERE month BETWEEN ?1 AND ?2 GROUP BY month, what, subject, tag) "
        "ORDER BY month, what, subject, tag";
    _Static_assert(COUNT_LEAST == 5, "as the statement has it");
    sqlite3_stmt *st = NULL;
    bool found;
    if (!has_counts(s, &found, e))
        return false;
    if (!found)
        return true;
    if (!db_prepare(s->db, &st, months ? by_month : by_day, e))
        return false;
    sqlite3_bind_int(st, 1, from);
    sqlite3_bind_int(st, 2, to == DAY_NONE ? INT32_MAX : to);
    int rc;
    while ((rc = sqlite3_step(st)) == SQLITE_ROW) {
        struct tally_cell c;
        if (cell_from(st, &c))
            seen(context, &c);
    }
    bool ok = rc == SQLITE_DONE || db_fail(s->db, e, "cannot read the counts");
    sqlite3_finalize(st);
    return ok;
}
