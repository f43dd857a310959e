/* What the kiosk remembers of its use and of its changes: counts by month, and the audit.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_SCREENS_STAFF_RECORDS_H
#define PORCHLIGHT_SCREENS_STAFF_RECORDS_H

#include "base/day.h"
#include "base/err.h"
#include "screens/staff.h"

enum counted_kind {
    COUNTS_LANGUAGE,
    COUNTS_PAGE,
    COUNTS_HELPED,
    COUNTS_NOT_HELPED,
    COUNTS_REQUEST,
    COUNTS_ANSWERED,
    COUNTS_WAITED, /* `subject`: "0-1" … "31+" days */
    COUNTS_KIND_COUNT
};

enum { COUNTS_MAX = 600, COUNTS_SUBJECT = 48, COUNTS_HIDDEN = -1 /* fewer than five */, AUDIT_ROWS = 50 };

/* A sum over a month and, of pages, over all languages only where each of them may be told. */
struct count_row {
    enum counted_kind kind;
    char subject[COUNTS_SUBJECT]; /* a page's slug, a language's tag, a span of days; "" */
    char tag[16];                 /* of a page: in which language it was read */
    int count;
};

struct audit_row {
    int64_t number;
    day_t day;
    int minute; /* -1: not told */
    char what[32], actor[64], subject[65];
};

/* STAFF_RECORDS' orders. */
enum records_order {
    RECORDS_COUNTS, /* month */
    RECORDS_AUDIT,  /* audit_from: newest is 0 */
    RECORDS_VERIFY, /* reads every record */
    RECORDS_ORDER_COUNT
};

struct staff_records {
    bool stale;  /* a screen wants to see how things are now */
    int month;   /* months before this one: 0 to COUNTS_BACK */
    day_t first; /* of that month */
    struct count_row rows[COUNTS_MAX];
    size_t row_count;
    struct audit_row audit[AUDIT_ROWS];
    size_t audit_count, audit_from, audit_total;
    char head[25];
    bool verified;  /* every record was read … */
    int64_t broken; /* … and the first that does not fit; 0: all do */
    bool failed;    /* nothing can be read: `why` */
    enum err_code why;
};

enum { COUNTS_BACK = 24 };

#endif
