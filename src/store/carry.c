/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/carry_int.h"

#include "store/vault_int.h"

#include <sodium.h>
#include <string.h>

_Static_assert((int)CARRY_PROOF == crypto_auth_BYTES && crypto_box_BEFORENMBYTES == crypto_auth_KEYBYTES,
               "a shared key is a MAC's key");
_Static_assert((int)CARRY_MARK == crypto_generichash_BYTES, "a mark is a hash");
_Static_assert((int)CARRY_KIOSK == crypto_sign_PUBLICKEYBYTES && (int)CARRY_SEED == crypto_sign_SEEDBYTES,
               "the kiosk's key is Ed25519's");

/* ---- whose database ---------------------------------------------------------------------------------------------- */

static bool has_tables(struct store *s)
{
    return sqlite3_table_column_metadata(s->db, "main", "handled", "answered_mark", NULL, NULL, NULL, NULL, NULL) ==
           SQLITE_OK;
}

/* A column of exactly `size` bytes; false when it is another. */
static bool take_bytes(sqlite3_stmt *st, int column, uint8_t *out, size_t size)
{
    if (sqlite3_column_bytes(st, column) != (int)size)
        return false;
    memcpy(out, sqlite3_column_blob(st, column), size);
    return true;
}

bool carry_load(struct store *s, struct carry_self *out, struct err *e)
{
    sqlite3_stmt *st = NULL;
    *out = (struct carry_self){0};
    if (!has_tables(s))
        return err_set(e, ERR_REFUSED, "this database is of an older version: start the kiosk once");
    if (!db_prepare(s->db, &st, "SELECT kiosk, seed, copy, made, seen FROM pouch", e))
        return false;
    int rc = sqlite3_step(st);
    bool ok = rc == SQLITE_ROW || rc == SQLITE_DONE || db_fail(s->db, e, "cannot read whose database this is");
    if (rc == SQLITE_ROW) {
        out->has_key = take_bytes(st, 0, out->kiosk, sizeof out->kiosk);
        bool seed = take_bytes(st, 1, out->seed, sizeof out->seed);
        out->copy = take_bytes(st, 2, out->copy_id, sizeof out->copy_id);
        out->made = sqlite3_column_int64(st, 3);
        out->seen = sqlite3_column_int64(st, 4);
        ok = out->copy ? !seed : seed && out->has_key;
        if (!ok)
            err_set(e, ERR_DAMAGED, "the database is damaged: it does not say whose it is");
    }
    sqlite3_finalize(st);
    return ok;
}

bool carry_is_copy(struct store *s)
{
    struct carry_self self;
    bool copy = carry_load(s, &self, NULL) && self.copy;
    sodium_memzero(self.seed, sizeof self.seed);
    return copy;
}

/* INSERT OR IGNORE: another process may draw one at the same time, and the first stays. */
static bool draw_key(struct store *s, struct err *e)
{
    uint8_t seed[CARRY_SEED], public_key[CARRY_KIOSK], secret[crypto_sign_SECRETKEYBYTES];
    sqlite3_stmt *st = NULL;
    if (!db_prepare(s->db, &st, "INSERT OR IGNORE INTO pouch(only, kiosk, seed) VALUES(1, ?1, ?2)", e))
        return false;
    randombytes_buf(seed, sizeof seed);
    crypto_sign_seed_keypair(public_key, secret, seed);
    sqlite3_bind_blob(st, 1, public_key, sizeof public_key, SQLITE_STATIC);
    sqlite3_bind_blob(st, 2, seed, sizeof seed, SQLITE_STATIC);
    bool ok = db_finish(s->db, st, "cannot keep the kiosk's key", e);
    sodium_memzero(seed, sizeof seed);
    sodium_memzero(secret, sizeof secret);
    return ok;
}

bool carry_load_kiosk(struct store *s, struct carry_self *out, struct err *e)
{
    if (!carry_load(s, out, e))
        return false;
    return out->has_key || out->copy || (draw_key(s, e) && carry_load(s, out, e));
}

/* ---- proofs ------------------------------------------------------------------------------------------------------ */

void carry_mark(const void *sealed, size_t len, uint8_t mark[CARRY_MARK])
{
    crypto_generichash(mark, CARRY_MARK, sealed, len, NULL, 0);
}

/* What the MAC is over: a fixed word, so that it is no other MAC of the same two keys, then field by field. */
enum { WORD = 16, ACT = WORD + 1 + CARRY_KIOSK + REQUEST_ID_BYTES + 4 + CARRY_MARK };

static void act_bytes(const uint8_t kiosk[CARRY_KIOSK], const struct carry_act *act, uint8_t out[ACT])
{
    static const char word[WORD] = "porchlight carry"; // NOLINT(bugprone-not-null-terminated-result): no text
    uint8_t *p = mempcpy(out, word, WORD);
    *p++ = (uint8_t)act->kind;
    p = mempcpy(p, kiosk, CARRY_KIOSK);
    p = mempcpy(p, act->id, sizeof act->id);
    for (int i = 0; i < 4; i++)
        *p++ = (uint8_t)(act->revision >> 8 * i);
    memcpy(p, act->mark, sizeof act->mark);
}

static bool prove(const struct vault_key *liaison, const uint8_t kiosk[CARRY_KIOSK], const struct carry_act *act,
                  uint8_t proof[CARRY_PROOF], struct err *e)
{
    uint8_t shared[crypto_box_BEFORENMBYTES], theirs[crypto_box_PUBLICKEYBYTES], bytes[ACT];
    bool ok = (crypto_sign_ed25519_pk_to_curve25519(theirs, kiosk) == 0 &&
               crypto_box_beforenm(shared, theirs, liaison->secret) == 0) ||
              err_set(e, ERR_DAMAGED, "the kiosk's key is no key");
    if (ok) {
        act_bytes(kiosk, act, bytes);
        crypto_auth(proof, bytes, sizeof bytes, shared);
    }
    sodium_memzero(shared, sizeof shared);
    return ok;
}

struct carry_checks {
    size_t count;
    uint8_t shared[][crypto_box_BEFORENMBYTES];
};

struct carry_checks *carry_checks_new(const uint8_t seed[CARRY_SEED], const uint8_t (*liaisons)[VAULT_PUBLIC_KEY],
                                      size_t count, struct err *e)
{
    struct carry_checks *c = sodium_malloc(sizeof *c + (count + 1) * sizeof c->shared[0]);
    if (!c) {
        err_set(e, ERR_FAILED, "not enough locked memory for the liaisons' keys");
        return NULL;
    }
    uint8_t public_key[CARRY_KIOSK], secret[crypto_sign_SECRETKEYBYTES], mine[crypto_box_SECRETKEYBYTES];
    crypto_sign_seed_keypair(public_key, secret, seed);
    crypto_sign_ed25519_sk_to_curve25519(mine, secret);
    c->count = 0;
    for (size_t i = 0; i < count; i++)
        if (crypto_box_beforenm(c->shared[c->count], liaisons[i], mine) == 0)
            c->count++;
    sodium_memzero(secret, sizeof secret);
    sodium_memzero(mine, sizeof mine);
    return c;
}

void carry_checks_free(struct carry_checks *c)
{
    sodium_free(c);
}

bool carry_proven(const struct carry_checks *c, const uint8_t kiosk[CARRY_KIOSK], const struct carry_act *act,
                  const uint8_t proof[CARRY_PROOF])
{
    uint8_t bytes[ACT];
    act_bytes(kiosk, act, bytes);
    for (size_t i = 0; i < c->count; i++)
        if (crypto_auth_verify(proof, bytes, sizeof bytes, c->shared[i]) == 0)
            return true;
    return false;
}

/* ---- noting ------------------------------------------------------------------------------------------------------ */

static bool next_revision(struct store *s, const uint8_t id[REQUEST_ID_BYTES], uint32_t *out, struct err *e)
{
    sqlite3_stmt *st = NULL;
    if (!db_prepare(s->db, &st, "SELECT max(answered, closed) FROM handled WHERE slot = ?1", e))
        return false;
    sqlite3_bind_int64(st, 1, request_slot_of(id));
    int rc = sqlite3_step(st);
    bool ok = rc == SQLITE_ROW || rc == SQLITE_DONE || db_fail(s->db, e, "cannot read how it was handled");
    int64_t last = rc == SQLITE_ROW ? sqlite3_column_int64(st, 0) : 0;
    sqlite3_finalize(st);
    if (ok && (last < 0 || last >= CARRY_REVISION_MAX))
        return err_set(e, ERR_DAMAGED, "a row of the database makes no sense");
    *out = (uint32_t)last + 1;
    return ok;
}

bool carry_keep_mark(struct store *s, const uint8_t id[REQUEST_ID_BYTES], struct err *e)
{
    sqlite3_stmt *st = NULL;
    uint8_t mark[CARRY_MARK];
    if (!has_tables(s))
        return true;
    if (!db_prepare(s->db, &st,
                    "SELECT body FROM answer JOIN handled USING(slot) WHERE slot = ?1 AND answered_mark IS NULL", e))
        return false;
    sqlite3_bind_int64(st, 1, request_slot_of(id));
    int rc = sqlite3_step(st);
    bool ok = rc == SQLITE_ROW || rc == SQLITE_DONE || db_fail(s->db, e, "cannot read the answer");
    if (rc == SQLITE_ROW)
        carry_mark(sqlite3_column_blob(st, 0), (size_t)sqlite3_column_bytes(st, 0), mark);
    sqlite3_finalize(st);
    if (rc != SQLITE_ROW)
        return ok;
    if (!db_prepare(s->db, &st, "UPDATE handled SET answered_mark = ?2 WHERE slot = ?1", e))
        return false;
    sqlite3_bind_int64(st, 1, request_slot_of(id));
    sqlite3_bind_blob(st, 2, mark, sizeof mark, SQLITE_STATIC);
    return db_finish(s->db, st, "cannot note which answer it is", e);
}

/* ?1 slot, ?2 revision, ?3 proof or NULL, ?4 the bit of what waits, or 0, ?5 an answer's mark */
static const char *const note[] = {
    [CARRY_COLLECTED] = "INSERT INTO handled(slot, collected_proof, waiting) VALUES(?1, ?3, ?4)"
                        " ON CONFLICT DO UPDATE SET collected_proof = ?3, waiting = waiting | ?4 WHERE ?2 = 0",
    [CARRY_ANSWERED] = "INSERT INTO handled(slot, answered, answered_proof, waiting, answered_mark)"
                       " VALUES(?1, ?2, ?3, ?4, ?5)"
                       " ON CONFLICT DO UPDATE SET answered = ?2, answered_proof = ?3, waiting = waiting | ?4,"
                       " answered_mark = ?5",
    [CARRY_CLOSED] = "INSERT INTO handled(slot, closed, closed_proof, waiting) VALUES(?1, ?2, ?3, ?4)"
                     " ON CONFLICT DO UPDATE SET closed = ?2, closed_proof = ?3, waiting = waiting | ?4",
};
_Static_assert(sizeof note / sizeof *note == CARRY_KIND_COUNT, "a statement for each kind");

bool carry_note(struct store *s, const uint8_t id[REQUEST_ID_BYTES], enum carry_kind kind,
                const struct vault_key *liaison, const struct str *sealed, struct err *e)
{
    struct carry_self self;
    struct carry_act act = {.kind = kind};
    uint8_t proof[CARRY_PROOF];
    sqlite3_stmt *st = NULL;
    if (!has_tables(s))
        return true;
    memcpy(act.id, id, sizeof act.id);
    if (sealed)
        carry_mark(sealed->s, sealed->len, act.mark);
    bool ok = carry_load(s, &self, e) && (kind == CARRY_COLLECTED || next_revision(s, id, &act.revision, e)) &&
              (!self.copy || prove(liaison, self.kiosk, &act, proof, e)) && db_prepare(s->db, &st, note[kind], e);
    sodium_memzero(self.seed, sizeof self.seed);
    if (!ok)
        return false;
    sqlite3_bind_int64(st, 1, request_slot_of(id));
    sqlite3_bind_int64(st, 2, act.revision);
    if (self.copy)
        sqlite3_bind_blob(st, 3, proof, sizeof proof, SQLITE_STATIC);
    sqlite3_bind_int(st, 4, self.copy ? CARRY_BIT(kind) : 0);
    if (sealed)
        sqlite3_bind_blob(st, 5, act.mark, sizeof act.mark, SQLITE_STATIC);
    return db_finish(s->db, st, "cannot note how it was handled", e);
}
