/* How long requests are kept, and whether anybody reads them. SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/retention.h"

#include "audit_int.h"
#include "base/vec.h"
#include "clock_watch_int.h"
#include "reserve_int.h"
#include "store/carry_int.h"
#include "store/store_int.h"
#include "tombstones_int.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

/* So many are erased in one commit: its log fits into the room that reserve.c sets aside. */
enum { BATCH = 100, LOOK_ROWS = 200, LOG_TRIES = 10 };

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

/* ---- which ------------------------------------------------------------------------------------------------------- */

struct id {
    uint8_t bytes[REQUEST_ID_BYTES];
};
typedef VEC(struct id) ids_t;

static bool find_expired(struct store *s, int64_t today, ids_t *out, struct err *e)
{
    sqlite3_stmt *st = NULL;
    if (!db_prepare(s->db, &st, "SELECT id FROM request WHERE " EXPIRED, e))
        return false;
    sqlite3_bind_int64(st, 1, today);
    sqlite3_bind_int64(st, 2, FIRST_TRUE_DAY);
    int rc;
    bool ok = true;
    while (ok && (rc = sqlite3_step(st)) == SQLITE_ROW) {
        struct id id;
        ok = sqlite3_column_bytes(st, 0) == sizeof id.bytes ||
             err_set(e, ERR_DAMAGED, "a row of the database makes no sense");
        if (ok) {
            memcpy(id.bytes, sqlite3_column_blob(st, 0), sizeof id.bytes);
            VEC_PUSH(out, id);
        }
    }
    if (ok && rc != SQLITE_DONE)
        ok = db_fail(s->db, e, "cannot look at what is kept");
    sqlite3_finalize(st);
    return ok;
}

/* Who may open it may erase it. What was changed on the disk proves nothing of itself, and goes by its day. */
static bool look_at(struct store *s, const struct request_row *row, const struct vault_key *key, ids_t *out,
                    size_t *foreign, struct err *e)
{
    struct request r;
    struct id id = {0};
    day_t received;
    struct err why = {0};
    bool opens = store_read(s, row->id, key, &r, &received, &why);
    explicit_bzero(&r, sizeof r);
    if (opens && request_id_parse(row->id, id.bytes, e))
        VEC_PUSH(out, id);
    else if (why.code == ERR_REFUSED || why.code == ERR_DAMAGED)
        ++*foreign;
    else if (why.code != ERR_NOT_FOUND) /* taken back while we looked */
        return err_set(e, why.code, "%s", why.msg);
    return true;
}

static bool find_by_key(struct store *s, const struct vault_key *key, bool closed_alone, ids_t *out, size_t *foreign,
                        struct err *e)
{
    struct request_row rows[LOOK_ROWS];
    size_t count = LOOK_ROWS;
    for (size_t at = 0; count == LOOK_ROWS; at += count) {
        if (!store_list(s, at, LOOK_ROWS, rows, &count, NULL, e))
            return false;
        for (size_t i = 0; i < count; i++)
            if ((!closed_alone || rows[i].state == REQUEST_CLOSED) && !look_at(s, &rows[i], key, out, foreign, e))
                return false;
    }
    return true;
}

/* ---- erasing ----------------------------------------------------------------------------------------------------- */

/* By rule or on a word, for the audit: NULL words are the rule's. */
static bool record(struct store *s, size_t count, const char *words, struct err *e)
{
    char subject[AUDIT_SUBJECT];
    snprintf(subject, sizeof subject, "%zu%s%s", count, words ? " " : "", words ? words : "");
    const char *by = s->actor[0] ? s->actor : "liaison";
    return audit_add(s, words ? by : "kiosk", words ? AUDIT_PURGED : AUDIT_EXPIRED, subject, e);
}

/* One that was answered since it was found is kept for its days again. */
static bool still_expired(struct store *s, const struct id *id, bool *due, struct err *e)
{
    sqlite3_stmt *st = NULL;
    if (!db_prepare(s->db, &st, "SELECT 1 FROM request WHERE " EXPIRED " AND slot = ?3", e))
        return false;
    sqlite3_bind_int64(st, 1, clock_today(s->clock));
    sqlite3_bind_int64(st, 2, FIRST_TRUE_DAY);
    sqlite3_bind_int64(st, 3, request_slot_of(id->bytes));
    int rc = sqlite3_step(st);
    *due = rc == SQLITE_ROW;
    bool ok = rc == SQLITE_ROW || rc == SQLITE_DONE || db_fail(s->db, e, "cannot look at what is kept");
    sqlite3_finalize(st);
    return ok;
}

static bool batch_once(struct store *s, const struct id *ids, size_t count, const char *words, size_t *gone,
                       struct err *e)
{
    *gone = 0;
    if (!db_begin(s, e))
        return false;
    /* on a liaison's copy the kiosk alone says what is gone for ever: it may keep a request longer than was known */
    bool ok = true, mark = !carry_is_copy(s);
    for (size_t i = 0; ok && i < count; i++) {
        bool due = true;
        ok = (words || still_expired(s, &ids[i], &due, e)) && (!due || request_erase(s, ids[i].bytes, mark, e));
        *gone += due;
    }
    ok = ok && (!*gone || record(s, *gone, words, e)) && db_commit(s, "cannot erase", e);
    if (!ok)
        db_rollback(s);
    return ok;
}

/* *erased counts what is gone even when a later batch fails. */
static bool erase_all(struct store *s, const ids_t *ids, const char *words, size_t *erased, struct err *e)
{
    struct err own = {0};
    e = e ? e : &own;
    bool ok = true;
    for (size_t at = 0; ok && at < ids->len; at += BATCH) {
        size_t n = ids->len - at < BATCH ? ids->len - at : BATCH, gone;
        ok = batch_once(s, ids->v + at, n, words, &gone, e) ||
             (e->code == ERR_NO_SPACE && reserve_release(s) && batch_once(s, ids->v + at, n, words, &gone, e));
        if (ok)
            db_empty_log(s);
        *erased += ok ? gone : 0;
    }
    reserve_keep(s);
    return ok;
}

/* What a wrong clock gave a last day: before any true day, or after a day of receiving that has not come yet. Once put
 * right, the last day is before that, and it is not done again. And nothing is kept for decades. */
#define WRONG_DAY "expires < min(?1, ?2) OR (received > ?1 AND expires >= received) OR expires > ?1 + 3651"

/* The clock is right now: kept as long as they should have been, from today. */
static bool put_right(struct store *s, int64_t today, struct err *e)
{
    bool ok = db_begin(s, e);
    ok = ok &&
         ask(s, "UPDATE request SET expires = ?1 + min(expires - received, 3650) WHERE " WRONG_DAY, today, NULL, e) &&
         db_commit(s, "cannot put days right", e);
    if (!ok)
        db_rollback(s);
    return ok;
}

bool store_erase_expired(struct store *s, size_t *erased, struct err *e)
{
    int64_t wrong = 0, today = clock_today(s->clock);
    struct clock_watch watch;
    bool forgotten = false;
    ids_t ids = {0};
    *erased = 0;
    reserve_keep(s);
    if (today < FIRST_TRUE_DAY)
        return true;
    if (!store_clock_watch(s, &watch, e))
        return false;
    if (watch.doubt == CLOCK_AHEAD)
        return true;
    bool ok = find_expired(s, today, &ids, e) && erase_all(s, &ids, NULL, erased, e);
    VEC_RELEASE(&ids);
    if (!ok || watch.doubt != CLOCK_BELIEVED)
        return ok;
    ok = ask(s, "SELECT count(*) FROM request WHERE " WRONG_DAY, today, &wrong, e) &&
         (wrong == 0 || put_right(s, today, e)) && tombstones_forget(s, (day_t)today, &forgotten, e);
    if (ok && forgotten)
        db_empty_log(s);
    if (ok)
        clock_watch_note(s, &watch);
    return ok;
}

static bool date_believed(struct store *s, struct err *e)
{
    struct clock_watch w;
    char today[11], seen[11];
    if (!store_clock_watch(s, &w, e) || w.doubt != CLOCK_AHEAD)
        return w.doubt != CLOCK_AHEAD;
    day_format(w.today, today);
    day_format(w.seen, seen);
    return err_set(e, ERR_REFUSED, "the clock says %s, and the last day that was believed is %s", today, seen);
}

bool store_purge(struct store *s, enum purge which, const struct vault_key *key, bool erase, struct purged *out,
                 struct err *e)
{
    static const char *const words[] = {[PURGE_EXPIRED] = NULL, [PURGE_CLOSED] = "closed", [PURGE_ALL] = "all"};
    ids_t ids = {0};
    *out = (struct purged){0};
    if (which != PURGE_EXPIRED && !key)
        BUG("a purge without a key");
    int64_t today = clock_today(s->clock);
    bool ok = audit_ready(s, e);
    if (which == PURGE_EXPIRED)
        ok = ok && (!erase || date_believed(s, e)) && (today < FIRST_TRUE_DAY || find_expired(s, today, &ids, e));
    else
        ok = ok && find_by_key(s, key, which == PURGE_CLOSED, &ids, &out->foreign, e);
    out->found = ids.len;
    if (ok && erase) {
        ok = erase_all(s, &ids, words[which], &out->erased, e);
        db_empty_log(s); /* also of what a purge before this one had to leave there */
        for (int i = 0; i < LOG_TRIES && s->checkpoint_due; i++)
            db_empty_log(s);
        out->log_left = s->checkpoint_due;
    }
    VEC_RELEASE(&ids);
    return ok;
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
