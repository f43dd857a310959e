/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/nudges.h"

#include "store/store_int.h"

/* As they stand in the database: never changed, never used again. */
static const int codes[NUDGE_CHANNEL_COUNT] = {[NUDGE_MAIL] = 1, [NUDGE_FILE] = 2};
enum { COUNT_MAX = 1000000 };
static const int64_t time_max = (int64_t)1 << 40; /* seconds: no sum of such overflows */

static int64_t within(int64_t v, int64_t low, int64_t high)
{
    return v < low ? low : v > high ? high : v;
}

bool store_nudge_state(struct store *s, enum nudge_channel c, struct nudge_state *out, struct err *e)
{
    sqlite3_stmt *st = NULL;
    *out = (struct nudge_state){0};
    if (!db_prepare(s->db, &st,
                    "SELECT untold, moment, owed, owed_untold, told, told_at, failures, tried_at, retry_at, trouble"
                    " FROM nudge WHERE channel = ?1",
                    e))
        return false;
    sqlite3_bind_int(st, 1, codes[c]);
    int rc = sqlite3_step(st);
    bool ok = rc == SQLITE_ROW || rc == SQLITE_DONE || db_fail(s->db, e, "cannot read what was told");
    if (rc == SQLITE_ROW)
        *out = (struct nudge_state){
            .untold = within(sqlite3_column_int64(st, 0), 0, COUNT_MAX),
            .moment = within(sqlite3_column_int64(st, 1), 0, time_max),
            .owed = (int)within(sqlite3_column_int64(st, 2), NUDGE_OWES_CLEARING, COUNT_MAX),
            .owed_untold = within(sqlite3_column_int64(st, 3), 0, COUNT_MAX),
            .told = (int)within(sqlite3_column_int64(st, 4), 0, COUNT_MAX),
            .told_at = within(sqlite3_column_int64(st, 5), 0, time_max),
            .failures = (int)within(sqlite3_column_int64(st, 6), 0, COUNT_MAX),
            .tried_at = within(sqlite3_column_int64(st, 7), 0, time_max),
            .retry_at = within(sqlite3_column_int64(st, 8), 0, time_max),
            .last_trouble = (enum nudge_trouble)within(sqlite3_column_int64(st, 9), 0, NUDGE_TROUBLE_COUNT),
        };
    sqlite3_finalize(st);
    return ok;
}

bool store_keep_nudge(struct store *s, enum nudge_channel c, const struct nudge_state *n, struct err *e)
{
    sqlite3_stmt *st = NULL;
    if (!db_prepare(s->db, &st,
                    "INSERT OR REPLACE INTO nudge(channel, untold, moment, owed, owed_untold, told, told_at, failures,"
                    " tried_at, retry_at, trouble) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                    e))
        return false;
    const int64_t values[] = {codes[c],   n->untold,   n->moment,   n->owed,     n->owed_untold, n->told,
                              n->told_at, n->failures, n->tried_at, n->retry_at, n->last_trouble};
    for (int i = 0; i < (int)(sizeof values / sizeof *values); i++)
        sqlite3_bind_int64(st, i + 1, values[i]);
    return db_finish(s->db, st, "cannot keep what was told", e);
}

bool nudge_note_request(struct store *s, struct err *e)
{
    return db_exec(s->db, "UPDATE nudge SET untold = untold + 1 WHERE untold < 1000000", "cannot keep the request", e);
}
