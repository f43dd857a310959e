/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/share.h"

#include "audit_int.h"
#include "sealed_int.h"
#include "store/carry_int.h"
#include "store/vault_int.h"

#include <sodium.h>
#include <string.h>

/* One sealed thing of a request, and where it is kept. */
struct place {
    enum envelope_kind kind;
    const char *read, *keep;
};
static const struct place places[] = {
    {ENVELOPE_REQUEST, "SELECT body FROM sealed WHERE slot = ?1", "UPDATE sealed SET body = ?2 WHERE slot = ?1"},
    {ENVELOPE_ANSWER, "SELECT body FROM answer WHERE slot = ?1", "UPDATE answer SET body = ?2 WHERE slot = ?1"},
    {ENVELOPE_REPLY, "SELECT body FROM reply WHERE slot = ?1", "UPDATE reply SET body = ?2 WHERE slot = ?1"},
};

/* Opens what is kept at a place; NOT_FOUND when nothing is. */
static bool open_at(struct store *s, const struct place *p, struct envelope_binding *b, const struct vault_key *key,
                    struct str *payload, struct err *e)
{
    sqlite3_stmt *st = NULL;
    if (!db_prepare(s->db, &st, p->read, e))
        return false;
    b->kind = p->kind;
    sqlite3_bind_int64(st, 1, request_slot_of(b->id));
    int rc = sqlite3_step(st);
    const uint8_t *body = rc == SQLITE_ROW ? sqlite3_column_blob(st, 0) : NULL;
    bool ok = rc == SQLITE_ROW ? envelope_open(b, key, body, body ? (size_t)sqlite3_column_bytes(st, 0) : 0, payload, e)
              : rc == SQLITE_DONE ? err_set(e, ERR_NOT_FOUND, "nothing is sealed there")
                                  : db_fail(s->db, e, "cannot read the request");
    sqlite3_finalize(st);
    return ok;
}

static bool seal_at(struct store *s, const struct place *p, struct envelope_binding *b, const struct readers *r,
                    const struct str *payload, struct err *e)
{
    struct str body;
    sqlite3_stmt *st = NULL;
    str_init(&body);
    b->kind = p->kind;
    bool ok =
        envelope_seal(b, (const uint8_t(*)[VAULT_PUBLIC_KEY])r->keys, r->count, payload->s, payload->len, &body, e) &&
        db_prepare(s->db, &st, p->keep, e);
    if (ok) {
        sqlite3_bind_int64(st, 1, request_slot_of(b->id));
        sqlite3_bind_blob64(st, 2, body.s, body.len, SQLITE_STATIC);
        ok = db_finish(s->db, st, "cannot keep the request", e);
    }
    str_release(&body);
    return ok;
}

/* The same words with today's readers in their list. */
static bool rewrite(const struct str *payload, const struct readers *r, struct str *out, struct err *e)
{
    uint8_t marks[VAULT_READERS_MAX][REQUEST_READER_MARK];
    size_t len;
    if (!request_unpad(payload->s, payload->len, &len))
        return err_set(e, ERR_DAMAGED, "the sealed request is not padded as it should be");
    for (size_t i = 0; i < r->count; i++)
        memcpy(marks[i], r->keys[i], REQUEST_READER_MARK);
    if (!request_json_readers(payload->s, len, (const uint8_t(*)[REQUEST_READER_MARK])marks, r->count, out, e))
        return false;
    request_pad(out);
    return !out->failed || err_set(e, ERR_FAILED, "out of memory");
}

/* Answers and replies that this key cannot open stay as they are; they are sealed to the visitor's code besides. */
static bool share_rest(struct store *s, struct envelope_binding *b, const struct vault_key *key,
                       const struct readers *readers, struct err *e)
{
    struct readers r = {0};
    bool ok = true;
    readers_add(&r, b->receipt_key);
    for (size_t i = 0; i < readers->count; i++)
        readers_add(&r, readers->keys[i]);
    for (size_t i = 1; i < sizeof places / sizeof *places && ok; i++) {
        struct str payload;
        struct err own = {0};
        str_init(&payload);
        if (open_at(s, &places[i], b, key, &payload, &own))
            ok = seal_at(s, &places[i], b, &r, &payload, e);
        else
            ok = own.code == ERR_NOT_FOUND || own.code == ERR_REFUSED || err_set(e, own.code, "%s", own.msg);
        str_release(&payload);
    }
    return ok;
}

/* Whether the request says that just these can open it. */
static bool same_readers(const struct str *payload, const struct readers *r)
{
    struct request q = {0};
    day_t received;
    size_t len, found = 0;
    bool parsed = request_unpad(payload->s, payload->len, &len) &&
                  request_from_json(payload->s, len, &q, &received, NULL) && q.reader_count == r->count;
    for (size_t i = 0; parsed && i < r->count; i++)
        for (size_t k = 0; k < q.reader_count; k++)
            found += memcmp(q.readers[k], r->keys[i], REQUEST_READER_MARK) == 0;
    sodium_memzero(&q, sizeof q);
    return parsed && found == r->count;
}

bool store_share(struct store *s, const char *id, const struct vault_key *key,
                 const uint8_t (*readers)[VAULT_PUBLIC_KEY], size_t reader_count, bool *changed, struct err *e)
{
    struct envelope_binding b = {0};
    struct readers r = {0};
    struct str payload, told;
    str_init(&payload);
    str_init(&told);
    readers_add(&r, key->public_key);
    for (size_t i = 0; i < reader_count; i++)
        readers_add(&r, readers[i]);
    bool ok = audit_ready(s, e) && (!carry_is_copy(s) || err_set(e, ERR_REFUSED, "readers are added at the kiosk")) &&
              sealed_binding(s, id, ENVELOPE_REQUEST, &b, e) && open_at(s, &places[0], &b, key, &payload, e);
    bool same = ok && same_readers(&payload, &r), begun = ok && !same && (ok = db_begin(s, e));
    str_clear(&payload); /* opened again within the transaction: somebody may have sealed it anew meanwhile */
    if (begun)
        ok = sealed_binding(s, id, ENVELOPE_REQUEST, &b, e) && open_at(s, &places[0], &b, key, &payload, e) &&
             rewrite(&payload, &r, &told, e) && seal_at(s, &places[0], &b, &r, &told, e) &&
             carry_keep_mark(s, b.id, e) && share_rest(s, &b, key, &r, e) &&
             audit_add_request(s, AUDIT_REQUEST_SHARED, id, e) && db_commit(s, "cannot keep the request", e);
    if (begun && !ok)
        db_rollback(s);
    else if (begun)
        db_empty_log(s); /* what only the former readers can open */
    str_release(&payload);
    str_release(&told);
    if (ok && changed)
        *changed = !same;
    return ok || err_wrap(e, "request %.8s", id);
}
