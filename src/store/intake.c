/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/intake.h"

#include "audit_int.h"
#include "intake_int.h"
#include "reserve_int.h"
#include "store/store_int.h"

enum { HOUR_MS = 3600 * 1000 };

/* ---- asking ------------------------------------------------------------------------------------------------------ */

/* One number by a statement with a day as ?1 (which may be left out); *out is left alone when it is NULL. */
static bool ask(struct store *s, const char *sql, day_t day, int64_t *out, struct err *e)
{
    sqlite3_stmt *st = NULL;
    if (!db_prepare(s->db, &st, sql, e))
        return false;
    if (sqlite3_bind_parameter_count(st))
        sqlite3_bind_int64(st, 1, day);
    bool ok = sqlite3_step(st) == SQLITE_ROW || db_fail(s->db, e, "cannot look at what is kept");
    if (ok && sqlite3_column_type(st, 0) != SQLITE_NULL)
        *out = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return ok;
}

static bool has_table(struct store *s)
{
    return sqlite3_table_column_metadata(s->db, "main", "intake", "lifted", NULL, NULL, NULL, NULL, NULL) == SQLITE_OK;
}

static bool read_lifted(struct store *s, day_t *last, struct err *e)
{
    int64_t day = DAY_NONE;
    bool ok = !has_table(s) || ask(s, "SELECT lifted FROM intake", 0, &day, e);
    /* a clock that went back must not lift them for years */
    day_t today = clock_today(s->clock);
    *last = day >= today && day < (int64_t)today + LIFT_DAYS_MAX ? (day_t)day : DAY_NONE;
    return ok;
}

/* ---- the hour's share -------------------------------------------------------------------------------------------- */

/* What is left of the hour's sends: each fades in its share of an hour. */
static double faded(const struct store *s)
{
    double share = (double)HOUR_MS / s->limits.an_hour;
    double left = s->hour_level - (double)(s->clock->mono_ms(s->clock) - s->hour_ms) / share;
    return left > 0 ? left : 0;
}

/* One that has begun to fade still counts whole. */
static int this_hour(const struct store *s)
{
    double left = faded(s);
    return (int)left + (left > (int)left);
}

void intake_count(struct store *s)
{
    if (s->limits.an_hour <= 0)
        return;
    s->hour_level = faded(s) + 1;
    s->hour_ms = s->clock->mono_ms(s->clock);
}

/* ---- the limits -------------------------------------------------------------------------------------------------- */

void store_set_limits(struct store *s, const struct intake_limits *limits)
{
    s->limits = *limits;
}

bool store_may_send(struct store *s, int sent, enum intake_stop *stop, struct err *e)
{
    int64_t today = 0, unread = 0;
    day_t lifted;
    const struct intake_limits *l = &s->limits;
    *stop = INTAKE_OPEN;
    if ((l->a_day > 0 &&
         !ask(s, "SELECT count(*) FROM request WHERE received = ?1", clock_today(s->clock), &today, e)) ||
        (l->unread > 0 && !ask(s, "SELECT count(*) FROM request WHERE state = 0", 0, &unread, e)) ||
        !read_lifted(s, &lifted, e))
        return false;
    struct intake_now now = {.this_session = sent,
                             .today = (size_t)today,
                             .unread = (size_t)unread,
                             .this_hour = l->an_hour > 0 ? this_hour(s) : 0,
                             .free_mb = reserve_free_mb(s),
                             .lifted = lifted != DAY_NONE};
    *stop = intake_stop(l, &now);
    return true;
}

bool intake_check(struct store *s, struct err *e)
{
    enum intake_stop stop;
    return store_may_send(s, 0, &stop, e) &&
           (stop == INTAKE_OPEN || err_set(e, ERR_REFUSED, "%s", intake_stop_words(stop)));
}

bool store_lift_limits(struct store *s, const char *actor, day_t last, struct err *e)
{
    day_t today = clock_today(s->clock);
    char subject[16] = "back";
    sqlite3_stmt *st = NULL;
    if (last != DAY_NONE && (last < today || last >= today + LIFT_DAYS_MAX))
        return err_set(e, ERR_REFUSED, "limits are lifted for today or up to %d days", LIFT_DAYS_MAX);
    if (last != DAY_NONE)
        day_format(last, subject);
    if (!audit_ready(s, e) || !db_begin(s, e))
        return false;
    bool ok = audit_add(s, actor, AUDIT_LIMITS_OVERRIDDEN, subject, e) &&
              db_prepare(s->db, &st, "UPDATE intake SET lifted = ?1", e);
    if (ok && last != DAY_NONE)
        sqlite3_bind_int64(st, 1, last);
    ok = ok && db_finish(s->db, st, "cannot lift the limits", e) && db_commit(s, "cannot lift the limits", e);
    if (!ok)
        db_rollback(s);
    return ok;
}

/* ---- today at a glance ------------------------------------------------------------------------------------------- */

bool store_status(struct store *s, day_t before, struct store_status *out, struct err *e)
{
    int64_t kept = 0, unread = 0, today = 0, oldest = DAY_NONE;
    day_t now = clock_today(s->clock);
    *out = (struct store_status){.oldest_unread = DAY_NONE};
    bool ok = ask(s, "SELECT count(*) FROM request", 0, &kept, e) &&
              ask(s, "SELECT count(*) FROM request WHERE state = 0", 0, &unread, e) &&
              ask(s, "SELECT count(*) FROM request WHERE received = ?1", now, &today, e) &&
              ask(s, "SELECT min(received) FROM request WHERE state = 0", 0, &oldest, e) &&
              store_unread_before(s, before, &out->expiring, e) && store_last_collected(s, &out->last_collected, e) &&
              store_unattended_since(s, &out->unattended_since, e) && read_lifted(s, &out->lifted, e) &&
              store_may_send(s, 0, &out->stop, e);
    out->kept = (size_t)kept;
    out->unread = (size_t)unread;
    out->today = (size_t)today;
    out->oldest_unread = (day_t)oldest;
    return ok;
}
