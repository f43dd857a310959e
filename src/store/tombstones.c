/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tombstones_int.h"

/* A database that only an older kiosk has opened keeps them for ever. */
bool tombstones_dated(struct store *s)
{
    return sqlite3_table_column_metadata(s->db, "main", "tombstone", "until", NULL, NULL, NULL, NULL, NULL) ==
           SQLITE_OK;
}

day_t tombstone_until(day_t today, day_t expires)
{
    day_t last = (expires > today ? expires : today) + TOMBSTONE_DAYS;
    return last - last % TOMBSTONE_STEP + TOMBSTONE_STEP;
}

static bool last_day(struct store *s, const uint8_t id[REQUEST_ID_BYTES], day_t *expires, struct err *e)
{
    sqlite3_stmt *st = NULL;
    if (!db_prepare(s->db, &st, "SELECT expires FROM request WHERE slot = ?1 AND id = ?2", e))
        return false;
    sqlite3_bind_int64(st, 1, request_slot_of(id));
    sqlite3_bind_blob(st, 2, id, REQUEST_ID_BYTES, SQLITE_STATIC);
    int rc = sqlite3_step(st);
    *expires = rc == SQLITE_ROW ? sqlite3_column_int(st, 0) : DAY_NONE;
    sqlite3_finalize(st);
    return rc == SQLITE_ROW || rc == SQLITE_DONE || db_fail(s->db, e, "cannot read the request");
}

bool tombstone_add(struct store *s, const uint8_t id[REQUEST_ID_BYTES], struct err *e)
{
    sqlite3_stmt *st = NULL;
    day_t expires;
    if (!last_day(s, id, &expires, e))
        return false;
    if (expires == DAY_NONE) /* gone already */
        return true;
    if (!db_prepare(s->db, &st,
                    tombstones_dated(s) ? "INSERT OR IGNORE INTO tombstone(id, until) VALUES(?1, ?2)"
                                        : "INSERT OR IGNORE INTO tombstone(id) SELECT ?1 WHERE ?2 IS NOT NULL",
                    e))
        return false;
    sqlite3_bind_blob(st, 1, id, REQUEST_ID_BYTES, SQLITE_STATIC);
    sqlite3_bind_int64(st, 2, tombstone_until(clock_today(s->clock), expires));
    return db_finish(s->db, st, "cannot note what is gone", e);
}

/* A statement with a day as ?1 and a number as ?2; *changed is added to. */
static bool run(struct store *s, const char *sql, day_t day, int64_t number, int *changed, struct err *e)
{
    sqlite3_stmt *st = NULL;
    if (!db_prepare(s->db, &st, sql, e))
        return false;
    sqlite3_bind_int64(st, 1, day);
    if (sqlite3_bind_parameter_count(st) > 1)
        sqlite3_bind_int64(st, 2, number);
    if (!db_finish(s->db, st, "cannot forget what was erased", e))
        return false;
    *changed += sqlite3_changes(s->db);
    return true;
}

/* From before they had a day, or put there by a clock that was ahead. */
#define WRONG_UNTIL "until IS NULL OR until > ?1 + 8000"

static bool any_due(struct store *s, day_t today, bool *due, struct err *e)
{
    sqlite3_stmt *st = NULL;
    *due = false;
    if (!tombstones_dated(s))
        return true;
    if (!db_prepare(s->db, &st,
                    "SELECT EXISTS(SELECT 1 FROM tombstone WHERE until < ?1 OR " WRONG_UNTIL
                    ") OR (SELECT count(*) FROM tombstone) > ?2",
                    e))
        return false;
    sqlite3_bind_int64(st, 1, today);
    sqlite3_bind_int64(st, 2, TOMBSTONES_MAX);
    bool ok = sqlite3_step(st) == SQLITE_ROW || db_fail(s->db, e, "cannot look at what was erased");
    *due = ok && sqlite3_column_int(st, 0);
    sqlite3_finalize(st);
    return ok;
}

bool tombstones_forget(struct store *s, day_t today, bool *gone, struct err *e)
{
    int changed = 0, dated = 0;
    bool due;
    *gone = false;
    if (!any_due(s, today, &due, e))
        return false;
    if (!due)
        return true;
    if (!db_begin(s, e))
        return false;
    bool ok =
        run(s, "DELETE FROM tombstone WHERE until < ?1", today, 0, &changed, e) &&
        run(s, "UPDATE tombstone SET until = ?2 WHERE " WRONG_UNTIL, today, tombstone_until(today, today), &dated, e) &&
        run(s,
            "DELETE FROM tombstone WHERE id IN (SELECT id FROM tombstone WHERE ?1 IS NOT NULL"
            " ORDER BY until DESC LIMIT -1 OFFSET ?2)",
            today, TOMBSTONES_MAX, &changed, e);
    ok = ok && db_commit(s, "cannot forget what was erased", e);
    if (!ok)
        db_rollback(s);
    *gone = ok && changed > 0;
    return ok;
}
