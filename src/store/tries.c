/* Wrong codes: counted, slowed, kept over a restart.
 *
 * While the program runs, only the clock that never goes back counts, so setting the date forward opens nothing. Over a
 * restart there is only the date: what it says of the time passed is believed from zero up; a date before the wrong
 * code (a dead clock battery, a date set back) means that nothing has passed and the whole wait begins again, at most
 * WAIT_MAX_S. A right code brings the count back to where the next wrong one waits again: a code of one's own buys no
 * free guesses. SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/store_int.h"

#include "base/log.h"

/* 5 s after the third wrong code, then 10, 20, … up to 5 minutes: nobody in a lobby is locked out for long, and who
 * guesses day and night gets 105,000 tries a year at 2.5e11 codes. */
enum { FREE_TRIES = 2, WAIT_FIRST_S = 5, WAIT_MAX_S = 300, FORGIVE_AFTER_S = 600, COUNT_MAX = 1000 };

unsigned tries_after_forgiving(unsigned count, int64_t elapsed_s)
{
    int64_t forgiven = elapsed_s > 0 ? elapsed_s / FORGIVE_AFTER_S : 0;
    return forgiven >= count ? 0 : count - (unsigned)forgiven;
}

int tries_wait_s(unsigned count, int64_t elapsed_s)
{
    if (count <= FREE_TRIES)
        return 0;
    int wait = WAIT_FIRST_S;
    for (unsigned i = FREE_TRIES + 1; i < count && wait < WAIT_MAX_S; i++)
        wait *= 2;
    if (wait > WAIT_MAX_S)
        wait = WAIT_MAX_S;
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
    return tries_wait_s(s->tries.count, elapsed_s(s));
}

void tries_resume(struct store *s, unsigned count, int64_t wrong_at_unix_s)
{
    int64_t passed = s->clock->unix_s(s->clock) - wrong_at_unix_s;
    int64_t most = (int64_t)COUNT_MAX * FORGIVE_AFTER_S; /* all is forgiven by then; and no overflow below */
    if (passed < 0)
        passed = 0;
    if (passed > most)
        passed = most;
    s->tries = (struct tries){.count = count > COUNT_MAX ? COUNT_MAX : count,
                              .since_ms = s->clock->mono_ms(s->clock) - passed * 1000};
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
    unsigned left = tries_after_forgiving(s->tries.count, elapsed_s(s));
    s->tries.count = left < COUNT_MAX ? left + 1 : COUNT_MAX;
    s->tries.since_ms = s->clock->mono_ms(s->clock);
    save(s);
}

void tries_right(struct store *s)
{
    if (s->tries.count <= FREE_TRIES)
        return;
    s->tries.count = FREE_TRIES;
    save(s);
}
