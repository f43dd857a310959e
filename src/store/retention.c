/* How long requests are kept, and whether anybody reads them. SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/carry_int.h"
#include "store/store_int.h"

/* A statement with a day as ?1, FIRST_TRUE_DAY as ?2 where it asks for it, and at most one number out; *out is left
 * alone where there is no row or no value. */
static bool ask(struct store *s, const char *sql, int64_t in, int64_t *out, struct err *e)
{
    sqlite3_stmt *st = NULL;
    if (!db_prepare(s->db, &st, sql, e))
        return false;
    sqlite3_bind_int64(st, 1, in);
    if (sqlite3_bind_parameter_count(st) > 1)
        sqlite3_bind_int64(st, 2, FIRST_TRUE_DAY);
    int rc = sqlite3_step(st);
    bool ok = rc == SQLITE_ROW || rc == SQLITE_DONE || db_fail(s->db, e, "cannot look at what is kept");
    if (rc == SQLITE_ROW && out && sqlite3_column_type(st, 0) != SQLITE_NULL)
        *out = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return ok;
}

#define EXPIRED "expires < ?1 AND expires >= ?2"

static bool erase(struct store *s, int64_t today, struct err *e)
{
    /* on a liaison's copy the kiosk alone says what is gone for ever: it may keep a request longer than was known */
    return (carry_is_copy(s) ||
            ask(s, "INSERT OR IGNORE INTO tombstone(id) SELECT id FROM request WHERE " EXPIRED, today, NULL, e)) &&
           ask(s, "DELETE FROM reply WHERE slot IN (SELECT slot FROM request WHERE " EXPIRED ")", today, NULL, e) &&
           ask(s, "DELETE FROM answer WHERE slot IN (SELECT slot FROM request WHERE " EXPIRED ")", today, NULL, e) &&
           ask(s, "DELETE FROM sealed WHERE slot IN (SELECT slot FROM request WHERE " EXPIRED ")", today, NULL, e) &&
           ask(s, "DELETE FROM request WHERE " EXPIRED, today, NULL, e) &&
           /* the clock is right now: kept as long as they should have been, from today */
           ask(s, "UPDATE request SET expires = ?1 + (expires - received) WHERE expires < ?2", today, NULL, e) &&
           db_commit(s, "cannot erase what is past its day", e);
}

bool store_erase_expired(struct store *s, size_t *erased, struct err *e)
{
    int64_t due = 0, expired = 0, today = clock_today(s->clock);
    *erased = 0;
    if (today < FIRST_TRUE_DAY)
        return true;
    if (!ask(s, "SELECT count(*) FROM request WHERE expires < ?1", today, &due, e) ||
        !ask(s, "SELECT count(*) FROM request WHERE " EXPIRED, today, &expired, e))
        return false;
    if (due == 0) /* almost always: nothing is written */
        return true;
    if (!db_begin(s, e))
        return false;
    if (!erase(s, today, e)) {
        db_rollback(s);
        return false;
    }
    db_empty_log(s);
    *erased = (size_t)expired;
    return true;
}

bool store_unread_before(struct store *s, day_t day, size_t *count, struct err *e)
{
    int64_t found = 0;
    bool ok = ask(s, "SELECT count(*) FROM request WHERE state = 0 AND expires < ?1", day, &found, e);
    *count = (size_t)found;
    return ok;
}

bool store_unattended_since(struct store *s, day_t *day, struct err *e)
{
    int64_t since = DAY_NONE;
    bool ok = ask(s,
                  "SELECT coalesce((SELECT last_collected FROM kiosk), (SELECT min(received) FROM request))"
                  " WHERE ?1 IS NOT NULL",
                  0, &since, e);
    *day = (day_t)since;
    return ok;
}
