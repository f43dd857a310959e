/* The tables, as steps from each version to the next. A step once released is never edited.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/str.h"
#include "store/migrate_int.h"

#include <stdio.h>

/* `slot` is the first eight bytes of the random id, so rows lie in no order of arrival: the day is all that is told.
 * The sealed bytes have a table of their own: lists and state changes never touch them. */
static const char step_1[] =
    "CREATE TABLE kiosk("
    "  only INTEGER PRIMARY KEY CHECK(only = 1),"
    "  receipt_salt BLOB NOT NULL CHECK(length(receipt_salt) = 16),"
    "  receipt_passes INTEGER NOT NULL,"
    "  receipt_mem_kib INTEGER NOT NULL,"
    "  wrong_codes INTEGER NOT NULL DEFAULT 0,"
    "  wrong_at INTEGER NOT NULL DEFAULT 0," /* seconds since 1970 */
    "  last_collected INTEGER"               /* days since 1970 */
    ") STRICT;"
    "CREATE TABLE request("
    "  slot INTEGER PRIMARY KEY,"
    "  id BLOB NOT NULL CHECK(length(id) = 16),"
    "  received INTEGER NOT NULL," /* days since 1970 */
    "  state INTEGER NOT NULL CHECK(state BETWEEN 0 AND 3),"
    "  expires INTEGER NOT NULL,"
    "  receipt_tag BLOB NOT NULL UNIQUE CHECK(length(receipt_tag) = 32),"
    "  receipt_key BLOB NOT NULL CHECK(length(receipt_key) = 32)"
    ") STRICT;"
    "CREATE INDEX request_by_day ON request(received);"
    "CREATE TABLE sealed("
    "  slot INTEGER PRIMARY KEY REFERENCES request(slot) ON DELETE CASCADE,"
    "  body BLOB NOT NULL"
    ") STRICT;"
    /* what was taken back: a copy that comes in by stick or hub is erased when it meets its id here */
    "CREATE TABLE tombstone(id BLOB PRIMARY KEY CHECK(length(id) = 16)) STRICT, WITHOUT ROWID;";

/* Sums: see store/counters.h. */
static const char step_2[] = "CREATE TABLE counted("
                             "  month INTEGER NOT NULL," /* its first day, since 1970 */
                             "  day INTEGER NOT NULL,"   /* 0: not told, there were too few */
                             "  what INTEGER NOT NULL,"
                             "  subject TEXT NOT NULL,"
                             "  tag TEXT NOT NULL,"
                             "  count INTEGER NOT NULL CHECK(count > 0),"
                             "  PRIMARY KEY(month, day, what, subject, tag)"
                             ") STRICT, WITHOUT ROWID;";

/* A liaison's answer and what the visitor says to it, both sealed: see store/answers.h. */
static const char step_3[] = "CREATE TABLE answer("
                             "  slot INTEGER PRIMARY KEY REFERENCES request(slot) ON DELETE CASCADE,"
                             "  body BLOB NOT NULL"
                             ") STRICT;"
                             "CREATE TABLE reply("
                             "  slot INTEGER PRIMARY KEY REFERENCES answer(slot) ON DELETE CASCADE,"
                             "  body BLOB NOT NULL"
                             ") STRICT;";

/* The doors of staff and liaisons: see store/gate.h. */
static const char step_4[] = "CREATE TABLE gate("
                             "  door INTEGER PRIMARY KEY CHECK(door BETWEEN 0 AND 1),"
                             "  hash TEXT NOT NULL DEFAULT '',"
                             "  wrong INTEGER NOT NULL DEFAULT 0,"
                             "  wrong_at INTEGER NOT NULL DEFAULT 0" /* seconds since 1970 */
                             ") STRICT;";

/* Who changed what: see store/audit.h. `minute` is -1 where only the day is told. */
static const char step_5[] = "CREATE TABLE audit("
                             "  number INTEGER PRIMARY KEY CHECK(number > 0),"
                             "  day INTEGER NOT NULL,"
                             "  minute INTEGER NOT NULL,"
                             "  what INTEGER NOT NULL,"
                             "  actor TEXT NOT NULL,"
                             "  subject TEXT NOT NULL,"
                             "  hash BLOB NOT NULL CHECK(length(hash) = 32)"
                             ") STRICT;"
                             /* the record before the first one kept, and the last one */
                             "CREATE TABLE audit_chain("
                             "  only INTEGER PRIMARY KEY CHECK(only = 1),"
                             "  begin_number INTEGER NOT NULL,"
                             "  begin_hash BLOB NOT NULL CHECK(length(begin_hash) = 32),"
                             "  head_number INTEGER NOT NULL,"
                             "  head_hash BLOB NOT NULL CHECK(length(head_hash) = 32)"
                             ") STRICT;"
                             "INSERT INTO audit_chain VALUES(1, 0, randomblob(32), 0, zeroblob(32));"
                             "UPDATE audit_chain SET head_hash = begin_hash;";

/* Whose database this is, and what goes by stick: see store/pouch.h. `seed` is the kiosk's alone, `copy` a liaison's.
 */
static const char step_6[] = "CREATE TABLE pouch("
                             "  only INTEGER PRIMARY KEY CHECK(only = 1),"
                             "  kiosk BLOB CHECK(length(kiosk) = 32),"
                             "  seed BLOB CHECK(length(seed) = 32),"
                             "  copy BLOB CHECK(length(copy) = 4),"
                             "  made INTEGER NOT NULL DEFAULT 0," /* the number of the last pouch made here */
                             "  seen INTEGER NOT NULL DEFAULT 0"  /* … of the newest that was brought in */
                             ") STRICT;"
                             "CREATE TABLE handled("
                             "  slot INTEGER PRIMARY KEY REFERENCES request(slot) ON DELETE CASCADE,"
                             "  answered INTEGER NOT NULL DEFAULT 0," /* revisions; the higher is the state */
                             "  closed INTEGER NOT NULL DEFAULT 0,"
                             "  waiting INTEGER NOT NULL DEFAULT 0," /* bits: what the kiosk does not have yet */
                             "  collected_proof BLOB,"
                             "  answered_proof BLOB,"
                             "  closed_proof BLOB"
                             ") STRICT;"
                             "INSERT INTO handled(slot, answered, closed)"
                             "  SELECT slot, slot IN (SELECT slot FROM answer), (state = 3) * 2"
                             "  FROM request WHERE state >= 2;";

/* Which answer it is, also after it was sealed anew to other readers; NULL: its bytes say so. */
static const char step_7[] = "ALTER TABLE handled ADD COLUMN answered_mark BLOB;";

/* What liaisons were told of: see store/nudges.h and domain/nudge.h. One row a channel; seconds since 1970. */
static const char step_8[] = "CREATE TABLE nudge("
                             "  channel INTEGER PRIMARY KEY CHECK(channel IN (1, 2)),"
                             "  untold INTEGER NOT NULL DEFAULT 0,"
                             "  moment INTEGER NOT NULL DEFAULT 0,"
                             "  owed INTEGER NOT NULL DEFAULT 0,"
                             "  owed_untold INTEGER NOT NULL DEFAULT 0,"
                             "  told INTEGER NOT NULL DEFAULT 0,"
                             "  told_at INTEGER NOT NULL DEFAULT 0,"
                             "  failures INTEGER NOT NULL DEFAULT 0,"
                             "  tried_at INTEGER NOT NULL DEFAULT 0,"
                             "  retry_at INTEGER NOT NULL DEFAULT 0,"
                             "  trouble INTEGER NOT NULL DEFAULT 0"
                             ") STRICT;"
                             "INSERT INTO nudge(channel) VALUES(1), (2);";

/* Until when staff have lifted the limits, and who waits the longest: see store/intake.h. */
static const char step_9[] = "CREATE TABLE intake("
                             "  only INTEGER PRIMARY KEY CHECK(only = 1),"
                             "  lifted INTEGER" /* a day; NULL: the limits hold */
                             ") STRICT;"
                             "INSERT INTO intake VALUES(1, NULL);"
                             "CREATE INDEX request_by_state ON request(state, received, expires);";

/* The last day that was believed (store/clock_watch.h): of a kiosk that was there before, the last of which it tells.
 * And until when a tombstone is needed; NULL: not known. */
static const char step_10[] = "CREATE TABLE clock("
                              "  only INTEGER PRIMARY KEY CHECK(only = 1),"
                              "  seen INTEGER" /* a day; NULL: none yet */
                              ") STRICT;"
                              "INSERT INTO clock SELECT 1, max(d) FROM (SELECT max(received) AS d FROM request"
                              "  UNION ALL SELECT max(day) FROM audit UNION ALL SELECT last_collected FROM kiosk);"
                              "ALTER TABLE tombstone ADD COLUMN until INTEGER;";

static const char *const steps[] = {step_1, step_2, step_3, step_4, step_5, step_6, step_7, step_8, step_9, step_10};

enum { LATEST = sizeof steps / sizeof *steps };

int db_latest_version(void)
{
    return LATEST;
}

static bool read_version(sqlite3 *db, int *version, struct err *e)
{
    sqlite3_stmt *st = NULL;
    bool ok = db_prepare(db, &st, "PRAGMA user_version", e);
    if (ok && sqlite3_step(st) != SQLITE_ROW)
        ok = db_fail(db, e, "cannot read the database's version");
    if (ok)
        *version = sqlite3_column_int(st, 0);
    sqlite3_finalize(st);
    return ok;
}

static bool apply(sqlite3 *db, int from, int to, struct err *e)
{
    for (int version = from; version < to; version++) {
        char mark[64];
        snprintf(mark, sizeof mark, "PRAGMA user_version = %d", version + 1);
        bool ok = db_exec(db, "BEGIN IMMEDIATE", "cannot begin a migration", e) &&
                  db_exec(db, steps[version], "cannot migrate the database", e) &&
                  db_exec(db, mark, "cannot migrate the database", e) &&
                  db_exec(db, "COMMIT", "cannot migrate the database", e);
        if (!ok) {
            if (!sqlite3_get_autocommit(db))
                db_exec(db, "ROLLBACK", "cannot undo a migration", NULL);
            return false;
        }
    }
    return true;
}

bool db_migrate(sqlite3 *db, struct err *e)
{
    int version;
    return read_version(db, &version, e) && apply(db, version, LATEST, e);
}

/* ---- is it ours? --------------------------------------------------------------------------------------------------
 */

/* Every table, index, trigger and view with its text. */
static bool schema_text(sqlite3 *db, struct str *out, struct err *e)
{
    sqlite3_stmt *st = NULL;
    if (!db_prepare(db, &st, "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema ORDER BY type, name",
                    e))
        return false;
    int rc;
    while ((rc = sqlite3_step(st)) == SQLITE_ROW)
        for (int i = 0; i < 4; i++)
            str_add_f(out, "%s\n", (const char *)sqlite3_column_text(st, i));
    bool ok = rc == SQLITE_DONE || db_fail(db, e, "cannot check the database");
    sqlite3_finalize(st);
    return ok && (!out->failed || err_set(e, ERR_FAILED, "out of memory"));
}

/* What our own steps make, in memory. */
static bool expected_text(int version, struct str *out, struct err *e)
{
    sqlite3 *db = NULL;
    bool ok = sqlite3_open(":memory:", &db) == SQLITE_OK || err_set(e, ERR_FAILED, "out of memory");
    ok = ok && apply(db, 0, version, e) && schema_text(db, out, e);
    sqlite3_close(db);
    return ok;
}

bool db_check_schema(sqlite3 *db, struct err *e)
{
    int version;
    struct str found, expected;
    if (!read_version(db, &version, e))
        return false;
    if (version < 1 || version > LATEST)
        return err_set(e, ERR_REFUSED, "the database has version %d; this program knows %d", version, LATEST);
    str_init(&found);
    str_init(&expected);
    bool ok = schema_text(db, &found, e) && expected_text(version, &expected, e) &&
              (str_eq(found.s, expected.s) ||
               err_set(e, ERR_DAMAGED, "the database is damaged: its tables are not the ones that were made"));
    str_release(&found);
    str_release(&expected);
    return ok;
}
