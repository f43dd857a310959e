/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/gate.h"

#include "audit_int.h"
#include "base/log.h"
#include "limits_int.h"
#include "store_int.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(GATE_HASH >= crypto_pwhash_STRBYTES, "a hash fits");
_Static_assert(GATE_COUNT == sizeof((struct store *)0)->gates / sizeof *((struct store *)0)->gates, "one row a door");

static const struct tries_rule rule = {.free = 2, .first_s = 5, .max_s = 1800, .forgive_s = 3600};

bool gate_pin_fit(const char *pin, struct err *e)
{
    size_t n = strlen(pin);
    if (n < GATE_PIN_MIN || n > GATE_PIN_MAX || strspn(pin, "0123456789") != n)
        return err_set(e, ERR_REFUSED, "a PIN is %d to %d digits", GATE_PIN_MIN, GATE_PIN_MAX);
    bool same = true, up = true, down = true;
    for (size_t i = 1; i < n; i++) {
        same = same && pin[i] == pin[i - 1];
        up = up && pin[i] == pin[i - 1] + 1;
        down = down && pin[i] == pin[i - 1] - 1;
    }
    return !(same || up || down) || err_set(e, ERR_REFUSED, "this PIN is too easy to guess");
}

static bool keep_hash(struct store *s, const char *hash, struct err *e)
{
    sqlite3_stmt *st = NULL;
    if (!db_prepare(s->db, &st,
                    "INSERT INTO gate(door, hash, wrong, wrong_at) VALUES (?1, ?2, 0, 0)"
                    " ON CONFLICT(door) DO UPDATE SET hash = ?2, wrong = 0, wrong_at = 0",
                    e))
        return false;
    sqlite3_bind_int(st, 1, GATE_STAFF);
    sqlite3_bind_text(st, 2, hash, -1, SQLITE_STATIC);
    return db_finish(s->db, st, "cannot keep the PIN", e);
}

bool gate_pin_hash(const char *pin, char out[GATE_HASH], struct err *e)
{
    _Static_assert(crypto_pwhash_STRBYTES <= GATE_HASH, "a hash fits");
    memset(out, 0, GATE_HASH);
    return gate_pin_fit(pin, e) && (crypto_pwhash_str(out, pin, strlen(pin), vault_limits.key_passes,
                                                      (size_t)vault_limits.key_mem_kib * 1024) == 0 ||
                                    err_set(e, ERR_FAILED, "there is not enough memory for a PIN"));
}

bool store_pin_keep(struct store *s, const char *hash, struct err *e)
{
    if (!audit_ready(s, e) || !db_begin(s, e))
        return false;
    bool ok = audit_add(s, "staff", AUDIT_PIN_CHANGED, "", e) && keep_hash(s, hash, e) &&
              db_commit(s, "cannot keep the PIN", e);
    if (!ok)
        db_rollback(s);
    return ok;
}

bool store_pin_set(struct store *s, const char *pin, struct err *e)
{
    char hash[GATE_HASH];
    bool ok = gate_pin_hash(pin, hash, e) && store_pin_keep(s, hash, e);
    sodium_memzero(hash, sizeof hash);
    return ok;
}

bool store_pin_hash(struct store *s, char out[GATE_HASH], struct err *e)
{
    sqlite3_stmt *st = NULL;
    if (!db_prepare(s->db, &st, "SELECT hash FROM gate WHERE door = ?1 AND hash <> ''", e))
        return false;
    sqlite3_bind_int(st, 1, GATE_STAFF);
    int rc = sqlite3_step(st);
    bool ok = rc == SQLITE_ROW;
    if (ok) {
        const unsigned char *text = sqlite3_column_text(st, 0);
        int n = sqlite3_column_bytes(st, 0);
        ok = n < GATE_HASH || err_set(e, ERR_DAMAGED, "the PIN's hash is damaged");
        memset(out, 0, GATE_HASH);
        if (ok)
            memcpy(out, text, (size_t)n);
    } else if (rc == SQLITE_DONE) {
        err_set(e, ERR_NOT_FOUND, "no PIN has been set");
    } else {
        db_fail(s->db, e, "cannot read the PIN");
    }
    sqlite3_finalize(st);
    return ok;
}

/* libsodium takes the costs from the hash: one that asks for more than a file may (limits_int.h) is damaged. */
static bool cost_fits(const char *hash)
{
    const char *mem = strstr(hash, "$m="), *passes = mem ? strstr(mem, ",t=") : NULL;
    if (!passes)
        return false;
    long kib = strtol(mem + 3, NULL, 10), n = strtol(passes + 3, NULL, 10);
    return kib > 0 && kib <= ARGON_MEM_KIB_MAX && n > 0 && n <= ARGON_PASSES_MAX;
}

bool gate_pin_right(const char *hash, const char *pin)
{
    return strnlen(hash, GATE_HASH) < GATE_HASH && cost_fits(hash) &&
           crypto_pwhash_str_verify(hash, pin, strlen(pin)) == 0;
}

/* ---- wrong tries ---------------------------------------------------------------------------------------------------
 */

static int64_t elapsed_s(const struct store *s, const struct tries *t)
{
    return (s->clock->mono_ms(s->clock) - t->since_ms) / 1000;
}

/* What the disk says is taken over when it is not what this program wrote there: after a start, and when the PIN was
 * set anew by command beside it. */
static struct tries *tries_of(struct store *s, enum gate_door door)
{
    struct gate_tries *g = &s->gates[door];
    sqlite3_stmt *st = NULL;
    if (!db_prepare(s->db, &st, "SELECT wrong, wrong_at FROM gate WHERE door = ?1", NULL))
        return &g->tries;
    sqlite3_bind_int(st, 1, (int)door);
    int64_t wrong = 0, at = 0;
    int rc = sqlite3_step(st);
    if (rc == SQLITE_ROW) {
        wrong = sqlite3_column_int64(st, 0);
        at = sqlite3_column_int64(st, 1);
    }
    sqlite3_finalize(st);
    if ((rc == SQLITE_ROW || rc == SQLITE_DONE) && (wrong != g->kept || at != g->kept_at)) {
        g->kept = wrong;
        g->kept_at = at;
        tries_resume(&g->tries, &rule, s->clock, wrong, at);
    }
    return &g->tries;
}

static void keep(struct store *s, enum gate_door door)
{
    struct gate_tries *g = &s->gates[door];
    struct err e = {0};
    sqlite3_stmt *st = NULL;
    int64_t at = s->clock->unix_s(s->clock) - elapsed_s(s, &g->tries);
    bool ok = db_prepare(s->db, &st,
                         "INSERT INTO gate(door, wrong, wrong_at) VALUES (?1, ?2, ?3)"
                         " ON CONFLICT(door) DO UPDATE SET wrong = ?2, wrong_at = ?3",
                         &e);
    if (ok) {
        sqlite3_bind_int(st, 1, (int)door);
        sqlite3_bind_int64(st, 2, g->tries.count);
        sqlite3_bind_int64(st, 3, at);
        ok = db_finish(s->db, st, "cannot keep the count of wrong tries", &e);
    }
    if (!ok) {
        log_warn("%s", e.msg);
        return;
    }
    g->kept = g->tries.count;
    g->kept_at = at;
}

int store_gate_wait_s(struct store *s, enum gate_door door)
{
    const struct tries *t = tries_of(s, door);
    return tries_wait_s(&rule, t->count, elapsed_s(s, t));
}

void store_gate_wrong(struct store *s, enum gate_door door)
{
    struct tries *t = tries_of(s, door);
    tries_add(t, &rule, s->clock);
    keep(s, door);
}

void store_gate_right(struct store *s, enum gate_door door)
{
    struct tries *t = tries_of(s, door);
    if (t->count == 0)
        return;
    t->count = 0;
    keep(s, door);
}
