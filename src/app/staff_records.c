/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts and audit, read when staff look at them. */
#include "staff_int.h"

#include "base/log.h"
#include "screens/staff_records.h"
#include "store/audit.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

_Static_assert(COUNTS_HIDDEN == (int)COUNT_HIDDEN, "one way to say: too few to tell");
_Static_assert(COUNTS_SUBJECT == (int)TALLY_SUBJECT, "the subjects fit");
_Static_assert(sizeof(((struct staff_records *)0)->head) == AUDIT_HEAD, "the digits fit");

static const enum counted_kind kinds[COUNTED_COUNT] = {
    [COUNTED_LANGUAGE] = COUNTS_LANGUAGE,     [COUNTED_PAGE] = COUNTS_PAGE,       [COUNTED_HELPED] = COUNTS_HELPED,
    [COUNTED_NOT_HELPED] = COUNTS_NOT_HELPED, [COUNTED_REQUEST] = COUNTS_REQUEST, [COUNTED_ANSWERED] = COUNTS_ANSWERED,
    [COUNTED_WAITED] = COUNTS_WAITED,
};

static struct staff_records *seen(const struct app *a)
{
    return staff_seen(a)->records;
}

static void keep_count(void *to, const struct tally_cell *sum)
{
    struct staff_records *r = to;
    if (r->row_count == COUNTS_MAX || (unsigned)sum->what >= COUNTED_COUNT)
        return;
    struct count_row *row = &r->rows[r->row_count++];
    *row = (struct count_row){.kind = kinds[sum->what], .count = sum->count};
    bool language = sum->what == COUNTED_LANGUAGE;
    snprintf(row->subject, sizeof row->subject, "%s", language ? sum->tag : sum->subject);
    snprintf(row->tag, sizeof row->tag, "%s", language ? "" : sum->tag);
}

static void tell(struct app *a, bool ok, const struct err *e)
{
    struct staff_records *r = seen(a);
    r->failed = !ok;
    r->why = ok ? ERR_NONE : e->code;
    if (!ok)
        log_warn("records cannot be read: %s", e->msg);
    a->dirty = true;
}

static bool there(struct app *a, struct err *e)
{
    return a->store || err_set(e, ERR_FAILED, "the database is not open");
}

static void read_counts(struct app *a)
{
    struct staff_records *r = seen(a);
    struct ymd first = day_to_ymd(clock_today(&a->options.clock));
    int months = first.year * 12 + first.month - 1 - r->month;
    struct err e = {0};
    r->first = day_from_ymd((struct ymd){months / 12, months % 12 + 1, 1});
    r->row_count = 0;
    bool ok = there(a, &e) && store_counts(a->store, r->first, r->first, true, keep_count, r, &e);
    tell(a, ok, &e);
}

static void read_audit(struct app *a)
{
    struct staff_records *r = seen(a);
    struct audit_record rows[AUDIT_ROWS];
    size_t count = 0;
    struct err e = {0};
    r->audit_total = 0;
    bool ok = there(a, &e) &&
              store_audit_list(a->store, r->audit_from, AUDIT_ROWS, rows, &count, &r->audit_total, &e) &&
              store_audit_head(a->store, r->head, &e);
    r->audit_count = ok ? count : 0;
    for (size_t i = 0; i < r->audit_count; i++) {
        struct audit_row *row = &r->audit[i];
        row->number = rows[i].number;
        row->day = rows[i].day;
        row->minute = rows[i].minute;
        snprintf(row->what, sizeof row->what, "%s", audit_word(rows[i].what));
        snprintf(row->actor, sizeof row->actor, "%s", rows[i].actor);
        snprintf(row->subject, sizeof row->subject, "%s", rows[i].subject);
    }
    tell(a, ok, &e);
}

static void verify(struct app *a)
{
    struct staff_records *r = seen(a);
    struct audit_report report = {0};
    struct err e = {0};
    bool ok = there(a, &e) && store_audit_verify(a->store, &report, &e);
    r->verified = ok || e.code == ERR_DAMAGED;
    r->broken = report.broken;
    tell(a, r->verified, &e);
}

static void read_all(struct app *a)
{
    read_counts(a);
    read_audit(a);
    seen(a)->stale = false;
}

static void records_open(struct app *a)
{
    struct staff_records *r = sodium_malloc(sizeof *r);
    if (!r)
        BUG("out of memory");
    sodium_memzero(r, sizeof *r);
    staff_seen(a)->records = r;
    read_all(a);
}

static void records_close(struct app *a)
{
    sodium_free(seen(a));
    staff_seen(a)->records = NULL;
}

static void records_poll(struct app *a)
{
    if (seen(a)->stale)
        read_all(a);
}

static void records_carry(struct app *a, int order)
{
    if (order == RECORDS_COUNTS)
        read_counts(a);
    else if (order == RECORDS_AUDIT)
        read_audit(a);
    else if (order == RECORDS_VERIFY)
        verify(a);
}

const struct staff_work staff_records_work = {
    .open = records_open, .close = records_close, .carry = records_carry, .poll = records_poll};
