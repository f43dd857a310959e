/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/lists.h"

#include "store/store_int.h"

#include <stdio.h>

/* Who waits for a liaison stands in line: a flood stands behind them, and buries nobody. */
#define IN_LINE "received, expires, slot"
#define NEWEST_FIRST "received DESC, expires DESC, slot DESC"
/* Which rows is read from an index alone (request_by_state), however far into the list; only those are looked up. */
#define ROWS_WHERE(condition, order)                                                                                   \
    "SELECT id, received, state, expires FROM request WHERE slot IN (SELECT slot FROM request WHERE " condition        \
    " ORDER BY " order " LIMIT ?1 OFFSET ?2) ORDER BY " order
#define IN_STATE(n, order)                                                                                             \
    {                                                                                                                  \
        ROWS_WHERE("state = " #n, order), "SELECT count(*) FROM request WHERE state = " #n                             \
    }

enum { PARTS_MAX = REQUEST_STATE_COUNT };

/* A list is one part after the other; each can be read from an index, in order, from anywhere. */
static const struct part {
    const char *rows, *count;
} lists[LIST_COUNT][PARTS_MAX] = {
    [LIST_NEW] = {IN_STATE(0, IN_LINE)},
    [LIST_WAITING] = {IN_STATE(1, IN_LINE),
                      {ROWS_WHERE("state = 2 AND EXISTS(SELECT 1 FROM reply WHERE reply.slot = request.slot)", IN_LINE),
                       NULL}},
    [LIST_ANSWERED] = {IN_STATE(2, NEWEST_FIRST)},
    [LIST_ALL] = {IN_STATE(0, IN_LINE), IN_STATE(1, IN_LINE), IN_STATE(2, NEWEST_FIRST), IN_STATE(3, NEWEST_FIRST)},
};

static bool count_rows(struct store *s, const char *sql, size_t *count, struct err *e)
{
    sqlite3_stmt *st = NULL;
    if (!db_prepare(s->db, &st, sql, e))
        return false;
    bool ok = sqlite3_step(st) == SQLITE_ROW || db_fail(s->db, e, "cannot count the requests");
    if (ok)
        *count = (size_t)sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return ok;
}

/* Where in a list one is: in which part, and how far into it. */
struct at {
    size_t part, offset;
};

/* Past the parts that lie before it. */
static bool skip_parts(struct store *s, enum request_list which, struct at *at, struct err *e)
{
    size_t there = 0;
    for (; at->part < PARTS_MAX && at->offset && lists[which][at->part].count; at->part++) {
        if (!count_rows(s, lists[which][at->part].count, &there, e))
            return false;
        if (there > at->offset)
            break;
        at->offset -= there;
    }
    return true;
}

static bool rows_from(struct store *s, enum request_list which, struct at *at, size_t limit, struct request_row *rows,
                      size_t *count, struct err *e)
{
    *count = 0;
    while (at->part < PARTS_MAX && lists[which][at->part].rows) {
        size_t got = 0;
        if (!request_rows(s, lists[which][at->part].rows, at->offset, limit - *count, rows + *count, &got, e))
            return false;
        *count += got;
        at->offset += got;
        if (*count == limit)
            break;
        at->part++;
        at->offset = 0;
    }
    return true;
}

bool store_list_of(struct store *s, enum request_list which, size_t offset, size_t limit, struct request_row *rows,
                   size_t *count, bool *more, struct err *e)
{
    struct at at = {.offset = offset};
    struct request_row next;
    size_t after = 0;
    *count = 0;
    if (!skip_parts(s, which, &at, e) || !rows_from(s, which, &at, limit, rows, count, e) ||
        (more && *count == limit && !rows_from(s, which, &at, 1, &next, &after, e)))
        return false;
    if (more)
        *more = after > 0;
    return true;
}

int64_t store_outside(struct store *s)
{
    sqlite3_stmt *st = NULL;
    if (!db_prepare(s->db, &st, "PRAGMA data_version", NULL))
        return -1;
    int64_t version = sqlite3_step(st) == SQLITE_ROW ? sqlite3_column_int64(st, 0) : -1;
    sqlite3_finalize(st);
    return version;
}

bool store_count_new(struct store *s, size_t *count, struct err *e)
{
    return count_rows(s, lists[LIST_NEW][0].count, count, e);
}
