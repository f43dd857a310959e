/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "clock_watch_int.h"

#include "audit_int.h"
#include "base/log.h"
#include "store/store_int.h"

static bool has_table(struct store *s)
{
    return sqlite3_table_column_metadata(s->db, "main", "clock", "seen", NULL, NULL, NULL, NULL, NULL) == SQLITE_OK;
}

static bool read_seen(struct store *s, day_t *seen, struct err *e)
{
    sqlite3_stmt *st = NULL;
    *seen = DAY_NONE;
    if (!has_table(s))
        return true;
    if (!db_prepare(s->db, &st, "SELECT seen FROM clock", e))
        return false;
    bool ok = sqlite3_step(st) == SQLITE_ROW || db_fail(s->db, e, "cannot read the last day");
    if (ok && sqlite3_column_type(st, 0) != SQLITE_NULL)
        *seen = sqlite3_column_int(st, 0);
    sqlite3_finalize(st);
    return ok;
}

static bool write_seen(struct store *s, day_t day, struct err *e)
{
    sqlite3_stmt *st = NULL;
    if (!db_prepare(s->db, &st, "UPDATE clock SET seen = ?1", e))
        return false;
    sqlite3_bind_int64(st, 1, day);
    return db_finish(s->db, st, "cannot keep the last day", e);
}

bool store_clock_watch(struct store *s, struct clock_watch *out, struct err *e)
{
    *out = (struct clock_watch){.today = clock_today(s->clock)};
    if (!read_seen(s, &out->seen, e))
        return false;
    bool sure = out->seen == DAY_NONE || (s->clock->synced && s->clock->synced(s->clock));
    /* one day back: another time zone */
    if (!sure && out->today < out->seen - 1)
        out->doubt = CLOCK_BEHIND;
    else if (!sure && out->today > (int64_t)out->seen + CLOCK_AHEAD_DAYS)
        out->doubt = CLOCK_AHEAD;
    return true;
}

void clock_watch_note(struct store *s, const struct clock_watch *w)
{
    struct err e = {0};
    if (w->seen == w->today || !has_table(s))
        return;
    if (!write_seen(s, w->today, &e))
        log_warn("the last day that was believed is not kept: %s", e.msg);
}

bool store_clock_confirm(struct store *s, const char *actor, struct err *e)
{
    day_t today = clock_today(s->clock);
    char subject[11];
    day_format(today, subject);
    if (!audit_ready(s, e) || !has_table(s))
        return err_set(e, ERR_REFUSED, "this database is of an older version: start the kiosk once");
    if (!db_begin(s, e))
        return false;
    bool ok = audit_add(s, actor, AUDIT_DATE_CONFIRMED, subject, e) && write_seen(s, today, e) &&
              db_commit(s, "cannot keep the last day", e);
    if (!ok)
        db_rollback(s);
    return ok;
}
