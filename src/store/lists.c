/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/lists.h"

#include "store/store_int.h"

#include <stdio.h>

#define IN_STATE(n)                                                                                                    \
    {                                                                                                                  \
        "SELECT id, received, state, expires FROM request WHERE state = " #n                                           \
        " ORDER BY received DESC, slot DESC LIMIT ?1 OFFSET ?2",                                                       \
            "SELECT count(*) FROM request WHERE state = " #n                                                           \
    }

enum { PARTS_MAX = REQUEST_STATE_COUNT };

/* A list is one part after the other; each can be read from an index, in order, from anywhere. */
static const struct part {
    const char *rows, *count;
} lists[LIST_COUNT][PARTS_MAX] = {
    [LIST_NEW] = {IN_STATE(0)},
    [LIST_WAITING] = {IN_STATE(1),
                      {"SELECT id, received, state, expires FROM request WHERE state = 2"
                       " AND EXISTS(SELECT 1 FROM reply WHERE reply.slot = request.slot)"
                       " ORDER BY received DESC, slot DESC LIMIT ?1 OFFSET ?2",
                       NULL}},
    [LIST_ANSWERED] = {IN_STATE(2)},
    [LIST_PROMISING] = {IN_STATE(2), IN_STATE(3)},
    [LIST_ALL] = {IN_STATE(0), IN_STATE(1), IN_STATE(2), IN_STATE(3)},
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

static bool rows_of(struct store *s, enum request_list which, size_t offset, size_t limit, struct request_row *rows,
                    size_t *count, struct err *e)
{
    *count = 0;
    for (size_t i = 0; i < PARTS_MAX && lists[which][i].rows && *count < limit; i++) {
        const struct part *p = &lists[which][i];
        size_t got = 0, there = 0;
        if (!request_rows(s, p->rows, offset, limit - *count, rows + *count, &got, e))
            return false;
        *count += got;
        if (!got && offset && p->count && !count_rows(s, p->count, &there, e))
            return false;
        offset = got ? 0 : offset - (there < offset ? there : offset);
    }
    return true;
}

bool store_list_of(struct store *s, enum request_list which, size_t offset, size_t limit, struct request_row *rows,
                   size_t *count, bool *more, struct err *e)
{
    struct request_row next;
    size_t after = 0;
    if (!rows_of(s, which, offset, limit, rows, count, e) ||
        (more && *count == limit && !rows_of(s, which, offset + limit, 1, &next, &after, e)))
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
