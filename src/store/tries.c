/* Wrong codes: counted, slowed, kept over a restart.
 *
 * While the program runs, only the clock that never goes back counts, so setting the date forward opens nothing. Over a
 * restart there is only the date: what it says of the time passed is believed from zero up; a date before the wrong
 * code (a dead clock battery, a date set back) means that nothing has passed and the whole wait begins again, at most
 * WAIT_MAX_S. A right code brings the count back to where the next wrong one waits again: a code of one's own buys no
 * free guesses. SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/store_int.h"

#include "base/log.h"

enum { COUNT_MAX = 1000 };

/* 5 s after the third wrong code, then 10, 20, … up to 5 minutes: nobody in a lobby is locked out for long, and who
 * guesses day and night gets 105,000 tries a year at 2.5e11 codes. */
const struct tries_rule tries_codes = {.free = 2, .first_s = 5, .max_s = 300, .forgive_s = 600};

unsigned tries_after_forgiving(const struct tries_rule *r, unsigned count, int64_t elapsed_s)
{
    int64_t forgiven = elapsed_s > 0 ? elapsed_s / r->forgive_s : 0;
    return forgiven >= count ? 0 : count - (unsigned)forgiven;
}

int tries_wait_s(const struct tries_rule *r, unsigned count, int64_t elapsed_s)
{
    if (count <= r->free)
        return 0;
    int wait = r->first_s;
    for (unsigned i = r->free + 1; i < count && wait < r->max_s; i++)
        wait *= 2;
    if (wait > r->max_s)
        wait = r->max_s;
    if (elapsed_s < 0)
        elapsed_s = 0;
    return elapsed_s >= wait ? 0 : wait - (int)elapsed_s;
}

static int64_t elapsed_s(const struct store *s)
{
    return (s->clock->mono_ms(s->clock) - s->tries.since_ms) / 1000;
}

int store_wait_s(const struct store *s)
{
    return tries_wait_s(&tries_codes, s->tries.count, elapsed_s(s));
}

void tries_resume(struct tries *t, const struct tries_rule *r, const struct clock *clock, int64_t count,
                  int64_t wrong_at_unix_s)
{
    int64_t now = clock->unix_s(clock);
    int64_t most = (int64_t)COUNT_MAX * r->forgive_s; /* all is forgiven by then; and no overflow below */
    int64_t passed = wrong_at_unix_s > now ? 0 : wrong_at_unix_s < now - most ? most : now - wrong_at_unix_s;
    *t = (struct tries){.count = count < 0           ? 0
                                 : count > COUNT_MAX ? COUNT_MAX
                                                     : (unsigned)count,
                        .since_ms = clock->mono_ms(clock) - passed * 1000};
}

void tries_add(struct tries *t, const struct tries_rule *r, const struct clock *clock)
{
    int64_t now = clock->mono_ms(clock);
    unsigned left = tries_after_forgiving(r, t->count, (now - t->since_ms) / 1000);
    t->count = left < COUNT_MAX ? left + 1 : COUNT_MAX;
    t->since_ms = now;
}

static void save(struct store *s)
{
    struct err e = {0};
    sqlite3_stmt *st = NULL;
    bool ok = db_prepare(s->db, &st, "UPDATE kiosk SET wrong_codes = ?1, wrong_at = ?2", &e);
    if (ok) {
        sqlite3_bind_int64(st, 1, s->tries.count);
        sqlite3_bind_int64(st, 2, s->clock->unix_s(s->clock) - elapsed_s(s));
        ok = db_finish(s->db, st, "cannot keep the count of wrong codes", &e);
    }
    if (!ok)
        log_warn("%s", e.msg);
}

void tries_wrong(struct store *s)
{
    tries_add(&s->tries, &tries_codes, s->clock);
    save(s);
}

void tries_right(struct store *s)
{
    if (s->tries.count <= tries_codes.free)
        return;
    s->tries.count = tries_codes.free;
    save(s);
}
