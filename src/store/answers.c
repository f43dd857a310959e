/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/answers.h"

#include "audit_int.h"
#include "counters_int.h"
#include "sealed_int.h"
#include "store/carry_int.h"
#include "store/vault_int.h"

#include <sodium.h>
#include <string.h>

/* What stands behind the padded answer: who gave it, and the proof. */
enum { PADDED = 2048, MAC = crypto_auth_BYTES, PAYLOAD = PADDED + VAULT_PUBLIC_KEY + MAC, RETENTION_DAYS_MAX = 3650 };
_Static_assert(crypto_box_BEFORENMBYTES == crypto_auth_KEYBYTES, "a shared key is a MAC's key");
_Static_assert((int)ANSWER_MARK == crypto_generichash_BYTES, "a mark is a hash");

enum { TABLE_ANSWER, TABLE_REPLY };
static const char *const read_body[] = {"SELECT body FROM answer WHERE slot = ?1",
                                        "SELECT body FROM reply WHERE slot = ?1"};
static const char *const keep_body[] = {"INSERT OR REPLACE INTO answer(slot, body) VALUES(?1, ?2)",
                                        "INSERT OR REPLACE INTO reply(slot, body) VALUES(?1, ?2)"};

/* ---- rows -------------------------------------------------------------------------------------------------------- */

/* Whether the database has our tables: one that only an older kiosk has opened has not, and a reader beside a kiosk
 * never changes it. */
static bool has_tables(struct store *s)
{
    return sqlite3_table_column_metadata(s->db, "main", "reply", "body", NULL, NULL, NULL, NULL, NULL) == SQLITE_OK;
}

/* The sealed bytes of an answer or a reply, appended. */
static bool read_sealed(struct store *s, int table, const struct envelope_binding *b, struct str *out, struct err *e)
{
    sqlite3_stmt *st = NULL;
    if (!has_tables(s))
        return err_set(e, ERR_NOT_FOUND, "there is no answer");
    if (!db_prepare(s->db, &st, read_body[table], e))
        return false;
    sqlite3_bind_int64(st, 1, request_slot_of(b->id));
    int rc = sqlite3_step(st);
    bool ok = rc == SQLITE_ROW    ? true
              : rc == SQLITE_DONE ? err_set(e, ERR_NOT_FOUND, "there is no %s", table ? "reply" : "answer")
                                  : db_fail(s->db, e, "cannot read the answer");
    if (ok) {
        str_add_n(out, sqlite3_column_blob(st, 0), (size_t)sqlite3_column_bytes(st, 0));
        ok = !out->failed || err_set(e, ERR_FAILED, "out of memory");
    }
    sqlite3_finalize(st);
    return ok;
}

static bool keep_sealed(struct store *s, int table, const struct envelope_binding *b, const struct str *body,
                        struct err *e)
{
    sqlite3_stmt *st = NULL;
    if (!db_prepare(s->db, &st, keep_body[table], e))
        return false;
    sqlite3_bind_int64(st, 1, request_slot_of(b->id));
    sqlite3_bind_blob64(st, 2, body->s, body->len, SQLITE_STATIC);
    return db_finish(s->db, st, "cannot keep the answer", e);
}

/* Statements with the request's slot as ?1, a state as ?2 and a day as ?3. */
static bool change(struct store *s, const char *sql, const struct envelope_binding *b, enum request_state state,
                   day_t expires, struct err *e)
{
    sqlite3_stmt *st = NULL;
    if (!db_prepare(s->db, &st, sql, e))
        return false;
    sqlite3_bind_int64(st, 1, request_slot_of(b->id));
    sqlite3_bind_int64(st, 2, state);
    sqlite3_bind_int64(st, 3, expires);
    return db_finish(s->db, st, "cannot change the request", e);
}

/* The new state, kept for as long again from today. */
static bool set_state(struct store *s, const struct envelope_binding *b, enum request_state state, int retention_days,
                      struct err *e)
{
    return change(s, "UPDATE request SET state = ?2, expires = max(expires, ?3) WHERE slot = ?1", b, state,
                  clock_today(s->clock) + retention_days, e);
}

static bool retention_ok(int days, struct err *e)
{
    return (days >= 1 && days <= RETENTION_DAYS_MAX) ||
           err_set(e, ERR_FAILED, "a request cannot be kept for %d days", days);
}

/* ---- the proof --------------------------------------------------------------------------------------------------- */

/* The MAC of the padded answer and its giver's key, under what a secret and the other side's public key share. */
static bool prove(const char *payload, const struct vault_key *mine, const uint8_t theirs[32], uint8_t mac[MAC])
{
    uint8_t shared[crypto_box_BEFORENMBYTES];
    bool ok = crypto_box_beforenm(shared, theirs, mine->secret) == 0;
    if (ok)
        crypto_auth(mac, (const uint8_t *)payload, PADDED + VAULT_PUBLIC_KEY, shared);
    sodium_memzero(shared, sizeof shared);
    return ok;
}

/* Whether the MAC is the giver's, as far as `key` can tell: it is the giver's own, or the receipt's. */
static bool proven(const char *payload, const struct envelope_binding *b, const struct vault_key *key)
{
    const uint8_t *by = (const uint8_t *)payload + PADDED;
    bool own = memcmp(by, key->public_key, VAULT_PUBLIC_KEY) == 0,
         receipt = memcmp(b->receipt_key, key->public_key, VAULT_PUBLIC_KEY) == 0;
    uint8_t mac[MAC];
    return (own || receipt) && prove(payload, key, own ? b->receipt_key : by, mac) &&
           sodium_memcmp(mac, payload + PADDED + VAULT_PUBLIC_KEY, MAC) == 0;
}

/* ---- sealing ----------------------------------------------------------------------------------------------------- */

static bool seal_to(const struct envelope_binding *b, const struct readers *r, const struct str *payload,
                    struct str *body, struct err *e)
{
    return (!payload->failed || err_set(e, ERR_FAILED, "out of memory")) &&
           envelope_seal(b, (const uint8_t(*)[VAULT_PUBLIC_KEY])r->keys, r->count, payload->s, payload->len, body, e);
}

static bool seal_answer(const struct envelope_binding *b, const struct answer *a, const struct vault_key *liaison,
                        const struct readers *r, struct str *body, struct err *e)
{
    struct str payload;
    uint8_t mac[MAC];
    str_init(&payload);
    answer_to_json(a, &payload);
    request_pad(&payload);
    if (!payload.failed && payload.len != PADDED)
        BUG("an answer of %zu bytes", payload.len);
    str_add_n(&payload, (const char *)liaison->public_key, VAULT_PUBLIC_KEY);
    bool ok = !payload.failed || err_set(e, ERR_FAILED, "out of memory");
    ok = ok && (prove(payload.s, liaison, b->receipt_key, mac) ||
                err_set(e, ERR_DAMAGED, "the request's answer key is no key"));
    if (ok)
        str_add_n(&payload, (const char *)mac, MAC);
    ok = ok && seal_to(b, r, &payload, body, e);
    str_release(&payload);
    return ok;
}

static bool seal_reply(const struct envelope_binding *b, const struct reply *reply, const struct readers *r,
                       struct str *body, struct err *e)
{
    struct str payload;
    str_init(&payload);
    reply_to_json(reply, &payload);
    request_pad(&payload);
    bool ok = seal_to(b, r, &payload, body, e);
    str_release(&payload);
    return ok;
}

/* ---- the liaison's side ------------------------------------------------------------------------------------------ */

/* Who can open the request may speak for it: the envelope proves that its answer key is the visitor's. */
static bool may_speak(struct store *s, const char *id, const struct vault_key *liaison, struct envelope_binding *b,
                      struct err *e)
{
    struct request r;
    day_t received;
    bool ok = store_read(s, id, liaison, &r, &received, e) && sealed_binding(s, id, ENVELOPE_ANSWER, b, e);
    sodium_memzero(&r, sizeof r);
    return ok;
}

bool store_answer(struct store *s, const char *id, const struct answer *a, const struct vault_key *liaison,
                  const uint8_t (*others)[VAULT_PUBLIC_KEY], size_t other_count, int retention_days, struct err *e)
{
    return store_answer_if(s, id, a, liaison, others, other_count, retention_days, NULL, NULL, e);
}

bool store_answer_if(struct store *s, const char *id, const struct answer *a, const struct vault_key *liaison,
                     const uint8_t (*others)[VAULT_PUBLIC_KEY], size_t other_count, int retention_days,
                     bool (*may)(void *context, struct err *e), void *context, struct err *e)
{
    if (!answer_valid(a, e) || !retention_ok(retention_days, e) || !audit_ready(s, e) || !db_begin(s, e))
        return false;
    struct envelope_binding b = {0};
    struct readers r = {0};
    struct request_row row;
    struct str body;
    str_init(&body);
    bool ok = may_speak(s, id, liaison, &b, e) && store_get(s, id, &row, e) && (!may || may(context, e));
    if (ok) {
        readers_add(&r, b.receipt_key);
        readers_add(&r, liaison->public_key);
        for (size_t i = 0; i < other_count; i++)
            readers_add(&r, others[i]);
    }
    ok = ok && seal_answer(&b, a, liaison, &r, &body, e) &&
         change(s, "DELETE FROM reply WHERE slot = ?1 AND ?2 IS NOT NULL AND ?3 IS NOT NULL", &b, REQUEST_ANSWERED, 0,
                e) &&
         keep_sealed(s, TABLE_ANSWER, &b, &body, e) && carry_note(s, b.id, CARRY_ANSWERED, liaison, &body, e) &&
         set_state(s, &b, REQUEST_ANSWERED, retention_days, e) &&
         change(s, "UPDATE kiosk SET last_collected = ?3 WHERE ?1 IS NOT NULL AND ?2 IS NOT NULL", &b, REQUEST_ANSWERED,
                clock_today(s->clock), e) &&
         (row.state > REQUEST_COLLECTED || counters_answered(s, row.received, e)) &&
         audit_add_request(s, AUDIT_REQUEST_ANSWERED, id, e) && db_commit(s, "cannot keep the answer", e);
    if (!ok)
        db_rollback(s);
    str_release(&body);
    return ok || err_wrap(e, "not answered");
}

bool store_finish(struct store *s, const char *id, const struct vault_key *liaison, int retention_days, struct err *e)
{
    struct envelope_binding b = {0};
    if (!retention_ok(retention_days, e) || !audit_ready(s, e) || !db_begin(s, e))
        return false;
    bool ok = may_speak(s, id, liaison, &b, e) && carry_note(s, b.id, CARRY_CLOSED, liaison, NULL, e) &&
              set_state(s, &b, REQUEST_CLOSED, retention_days, e) &&
              audit_add_request(s, AUDIT_REQUEST_CLOSED, id, e) && db_commit(s, "cannot close the request", e);
    if (!ok)
        db_rollback(s);
    return ok || err_wrap(e, "not closed");
}

/* ---- opening ----------------------------------------------------------------------------------------------------- */

static bool parse_answer(const struct str *payload, const struct envelope_binding *b, const struct vault_key *key,
                         struct opened_answer *out, struct err *e)
{
    size_t json_len;
    if (payload->len != PAYLOAD || !request_unpad(payload->s, PADDED, &json_len))
        return err_set(e, ERR_DAMAGED, "the sealed answer is not padded as it should be");
    struct err why = {0};
    if (!answer_from_json(payload->s, json_len, &out->answer, &why))
        return err_set(e, ERR_DAMAGED, "%s", why.msg);
    memcpy(out->by, payload->s + PADDED, sizeof out->by);
    out->proven = proven(payload->s, b, key);
    return true;
}

bool store_read_answer(struct store *s, const char *id, const struct vault_key *key, struct opened_answer *out,
                       struct err *e)
{
    struct envelope_binding b = {0};
    struct str body, payload;
    str_init(&body);
    str_init(&payload);
    bool ok = sealed_binding(s, id, ENVELOPE_ANSWER, &b, e) && read_sealed(s, TABLE_ANSWER, &b, &body, e) &&
              envelope_open(&b, key, (const uint8_t *)body.s, body.len, &payload, e) &&
              parse_answer(&payload, &b, key, out, e);
    if (ok)
        crypto_generichash(out->mark, sizeof out->mark, (const uint8_t *)body.s, body.len, NULL, 0);
    str_release(&body);
    str_release(&payload);
    return ok || err_wrap(e, "the answer to %.8s", id);
}

bool store_read_reply(struct store *s, const char *id, const struct vault_key *key, struct reply *out, struct err *e)
{
    struct envelope_binding b = {0};
    struct str body, payload;
    size_t json_len;
    struct err why = {0};
    str_init(&body);
    str_init(&payload);
    bool ok = sealed_binding(s, id, ENVELOPE_REPLY, &b, e) && read_sealed(s, TABLE_REPLY, &b, &body, e) &&
              envelope_open(&b, key, (const uint8_t *)body.s, body.len, &payload, e);
    if (ok && !request_unpad(payload.s, payload.len, &json_len))
        ok = err_set(e, ERR_DAMAGED, "the sealed reply is not padded as it should be");
    if (ok && !reply_from_json(payload.s, json_len, out, &why))
        ok = err_set(e, ERR_DAMAGED, "%s", why.msg);
    str_release(&body);
    str_release(&payload);
    return ok || err_wrap(e, "the reply to %.8s", id);
}

/* ---- the visitor's side ------------------------------------------------------------------------------------------ */

/* The code's key pair as a reader's, in locked memory; vault_key_free. */
static struct vault_key *receipt_reader(const struct receipt_secret *secret, struct err *e)
{
    struct vault_key *k = sodium_malloc(sizeof *k);
    if (!k) {
        err_set(e, ERR_FAILED, "not enough locked memory for a key");
        return NULL;
    }
    crypto_box_seed_keypair(k->public_key, k->secret, secret->seed);
    return k;
}

bool store_open_answer(struct store *s, const char *id, const struct receipt_secret *secret, struct opened_answer *out,
                       struct err *e)
{
    struct vault_key *k = receipt_reader(secret, e);
    bool ok = k && store_read_answer(s, id, k, out, e);
    if (ok && !out->proven)
        ok = err_set(e, ERR_DAMAGED, "the answer to %.8s is not by the liaison whose key it names", id);
    vault_key_free(k);
    return ok;
}

bool store_open_reply(struct store *s, const char *id, const struct receipt_secret *secret, struct reply *out,
                      struct err *e)
{
    struct vault_key *k = receipt_reader(secret, e);
    bool ok = k && store_read_reply(s, id, k, out, e);
    vault_key_free(k);
    return ok;
}

/* REFUSED when the answer that is there is not the one with this mark. */
static bool still_this(struct store *s, const struct envelope_binding *b, const uint8_t mark[ANSWER_MARK],
                       struct err *e)
{
    struct str body;
    uint8_t now[ANSWER_MARK];
    str_init(&body);
    bool ok = read_sealed(s, TABLE_ANSWER, b, &body, e);
    if (ok) {
        crypto_generichash(now, sizeof now, (const uint8_t *)body.s, body.len, NULL, 0);
        ok = memcmp(now, mark, sizeof now) == 0 || err_set(e, ERR_REFUSED, "another answer has come since");
    }
    str_release(&body);
    return ok;
}

bool store_reply_as(struct store *s, const struct receipt_secret *secret, const uint8_t mark[ANSWER_MARK],
                    const struct reply *r, const uint8_t (*readers)[VAULT_PUBLIC_KEY], size_t reader_count,
                    int retention_days, struct err *e)
{
    struct request_row row;
    struct envelope_binding b = {0};
    struct readers all = {0};
    struct str body;
    if (!reply_valid(r, e) || !retention_ok(retention_days, e) || !request_find(s, secret, b.id, &row, NULL, e))
        return false;
    if (reader_count == 0)
        return err_set(e, ERR_REFUSED, "no liaison has a key: nobody could read a reply");
    receipt_public(secret, b.receipt_key);
    readers_add(&all, b.receipt_key);
    for (size_t i = 0; i < reader_count; i++)
        readers_add(&all, readers[i]);
    if (!db_begin(s, e))
        return false;
    str_init(&body);
    bool ok = sealed_binding(s, row.id, ENVELOPE_REPLY, &b, e) && still_this(s, &b, mark, e) &&
              seal_reply(&b, r, &all, &body, e) && keep_sealed(s, TABLE_REPLY, &b, &body, e) &&
              change(s, "UPDATE request SET expires = max(expires, ?3) WHERE slot = ?1 AND ?2 IS NOT NULL", &b,
                     row.state, clock_today(s->clock) + retention_days, e) &&
              db_commit(s, "cannot keep the reply", e);
    if (!ok)
        db_rollback(s);
    str_release(&body);
    return ok || err_wrap(e, "the reply was not kept");
}
