/* Requests: in, listed, read, found by code, taken back. SPDX-License-Identifier: GPL-3.0-or-later */
#include "audit_int.h"
#include "intake_int.h"
#include "reserve_int.h"
#include "sealed_int.h"

#include "store/envelope.h"
#include "store/store_int.h"
#include "tombstones_int.h"

#include <sodium.h>
#include <string.h>

enum { RETENTION_DAYS_MAX = 3650, CODE_DRAWS_MAX = 8 };
_Static_assert((int)REQUEST_ID_BYTES == (int)ENVELOPE_ID, "one id");

/* ---- ids ------------------------------------------------------------------------------------------------------- */

int64_t request_slot_of(const uint8_t id[REQUEST_ID_BYTES])
{
    uint64_t v = 0;
    for (int i = 0; i < 8; i++)
        v = v << 8 | id[i];
    return (int64_t)v;
}

static void id_text(const uint8_t id[REQUEST_ID_BYTES], char out[REQUEST_ID_TEXT])
{
    sodium_bin2hex(out, REQUEST_ID_TEXT, id, REQUEST_ID_BYTES);
}

bool request_id_parse(const char *text, uint8_t id[REQUEST_ID_BYTES], struct err *e)
{
    size_t got;
    if (strlen(text) == REQUEST_ID_TEXT - 1 &&
        sodium_hex2bin(id, REQUEST_ID_BYTES, text, REQUEST_ID_TEXT - 1, NULL, &got, NULL) == 0 &&
        got == REQUEST_ID_BYTES)
        return true;
    return err_set(e, ERR_NOT_FOUND, "'%.40s' is no request's id", text);
}

/* Columns id, received, state, expires from `at` on. */
static bool row_from(sqlite3_stmt *st, struct request_row *row, struct err *e)
{
    int64_t state = sqlite3_column_int64(st, 2);
    if (sqlite3_column_bytes(st, 0) != REQUEST_ID_BYTES || state < 0 || state >= REQUEST_STATE_COUNT)
        return err_set(e, ERR_DAMAGED, "a row of the database makes no sense");
    id_text(sqlite3_column_blob(st, 0), row->id);
    row->received = sqlite3_column_int(st, 1);
    row->state = (enum request_state)state;
    row->expires = sqlite3_column_int(st, 3);
    return true;
}

/* ---- sending --------------------------------------------------------------------------------------------------- */

struct sealed_request {
    struct envelope_binding binding;
    day_t expires;
    struct str body;
};

/* With the list of its readers, so that who opens it sees who else can. */
static bool seal(const struct request *r, const uint8_t (*readers)[VAULT_PUBLIC_KEY], size_t reader_count,
                 struct sealed_request *out, struct err *e)
{
    struct str json;
    struct request told = *r;
    told.reader_count = reader_count < REQUEST_READERS_MAX ? reader_count : REQUEST_READERS_MAX;
    for (size_t i = 0; i < told.reader_count; i++)
        memcpy(told.readers[i], readers[i], REQUEST_READER_MARK);
    str_init(&json);
    request_to_json(&told, out->binding.received, &json);
    sodium_memzero(&told, sizeof told);
    request_pad(&json);
    bool ok = !json.failed || err_set(e, ERR_FAILED, "out of memory");
    ok = ok && envelope_seal(&out->binding, readers, reader_count, json.s, json.len, &out->body, e);
    str_release(&json);
    return ok;
}

static bool insert_request(struct store *s, const struct sealed_request *q, struct err *e)
{
    sqlite3_stmt *st = NULL;
    if (!db_prepare(s->db, &st,
                    "INSERT INTO request(slot, id, received, state, expires, receipt_tag, receipt_key)"
                    " VALUES(?1, ?2, ?3, 0, ?4, ?5, ?6)",
                    e))
        return false;
    const struct envelope_binding *b = &q->binding;
    sqlite3_bind_int64(st, 1, request_slot_of(b->id));
    sqlite3_bind_blob(st, 2, b->id, sizeof b->id, SQLITE_STATIC);
    sqlite3_bind_int64(st, 3, b->received);
    sqlite3_bind_int64(st, 4, q->expires);
    sqlite3_bind_blob(st, 5, b->receipt_tag, sizeof b->receipt_tag, SQLITE_STATIC);
    sqlite3_bind_blob(st, 6, b->receipt_key, sizeof b->receipt_key, SQLITE_STATIC);
    return db_finish(s->db, st, "cannot keep the request", e);
}

static bool insert_sealed(struct store *s, const struct sealed_request *q, struct err *e)
{
    sqlite3_stmt *st = NULL;
    if (!db_prepare(s->db, &st, "INSERT INTO sealed(slot, body) VALUES(?1, ?2)", e))
        return false;
    sqlite3_bind_int64(st, 1, request_slot_of(q->binding.id));
    sqlite3_bind_blob64(st, 2, q->body.s, q->body.len, SQLITE_STATIC);
    return db_finish(s->db, st, "cannot keep the request", e);
}

/* One transaction, one fsync. */
static bool keep_once(struct store *s, const struct sealed_request *q, struct err *e)
{
    if (!db_begin(s, e))
        return false;
    if (insert_request(s, q, e) && insert_sealed(s, q, e) && nudge_note_request(s, e) &&
        db_commit(s, "cannot keep the request", e))
        return true;
    db_rollback(s);
    return false;
}

/* On a full disk the log may be all that is in the way: when it could be taken in and emptied, one more try. */
static bool keep(struct store *s, const struct sealed_request *q, struct err *e)
{
    struct err own = {0};
    e = e ? e : &own;
    return keep_once(s, q, e) || (e->code != ERR_DAMAGED && !s->checkpoint_due && keep_once(s, q, e));
}

/* The one request with this tag: its id and row. */
static bool row_by_tag(struct store *s, const uint8_t tag[RECEIPT_TAG], uint8_t id[REQUEST_ID_BYTES],
                       struct request_row *row, struct err *e)
{
    sqlite3_stmt *st = NULL;
    if (!db_prepare(s->db, &st, "SELECT id, received, state, expires FROM request WHERE receipt_tag = ?1", e))
        return false;
    sqlite3_bind_blob(st, 1, tag, RECEIPT_TAG, SQLITE_STATIC);
    int rc = sqlite3_step(st);
    bool ok = rc == SQLITE_ROW    ? row_from(st, row, e)
              : rc == SQLITE_DONE ? err_set(e, ERR_NOT_FOUND, "no request has this code")
                                  : db_fail(s->db, e, "cannot look for the code");
    if (ok)
        memcpy(id, sqlite3_column_blob(st, 0), REQUEST_ID_BYTES);
    sqlite3_finalize(st);
    return ok;
}

bool store_send_as(struct store *s, const struct request *r, const uint8_t (*readers)[VAULT_PUBLIC_KEY],
                   size_t reader_count, int retention_days, const struct receipt_secret *secret, struct err *e)
{
    if (retention_days < 1 || retention_days > RETENTION_DAYS_MAX)
        return err_set(e, ERR_FAILED, "a request cannot be kept for %d days", retention_days);
    if (!request_valid(r, e))
        return false;
    if (!intake_check(s, e))
        return err_wrap(e, "the request was not kept");
    uint8_t id[REQUEST_ID_BYTES] = {0};
    struct request_row row;
    struct err look = {0};
    if (row_by_tag(s, secret->tag, id, &row, &look))
        return err_set(e, ERR_REFUSED, "this code is taken: draw another");
    if (look.code != ERR_NOT_FOUND)
        return err_set(e, look.code, "%s", look.msg);
    struct sealed_request q = {.binding.received = clock_today(s->clock)};
    q.expires = q.binding.received + retention_days;
    randombytes_buf(q.binding.id, sizeof q.binding.id);
    memcpy(q.binding.receipt_tag, secret->tag, sizeof secret->tag);
    receipt_public(secret, q.binding.receipt_key);
    str_init(&q.body);
    bool ok = seal(r, readers, reader_count, &q, e) && keep(s, &q, e);
    str_release(&q.body);
    if (ok)
        intake_count(s);
    return ok || err_wrap(e, "the request was not kept");
}

/* A code that no request has yet, and its secrets. */
static bool draw_code(struct store *s, struct receipt_code *code, struct receipt_secret *secret, struct err *e)
{
    for (int i = 0; i < CODE_DRAWS_MAX; i++) {
        uint8_t id[REQUEST_ID_BYTES] = {0};
        struct request_row row;
        struct err look = {0};
        if (!receipt_new(&s->salt, code, secret, e))
            return false;
        if (row_by_tag(s, secret->tag, id, &row, &look))
            continue;
        return look.code == ERR_NOT_FOUND || err_set(e, look.code, "%s", look.msg);
    }
    return err_set(e, ERR_FAILED, "every code that was drawn is taken");
}

bool store_send(struct store *s, const struct request *r, const uint8_t (*readers)[VAULT_PUBLIC_KEY],
                size_t reader_count, int retention_days, struct receipt_code *code, struct err *e)
{
    struct receipt_code drawn;
    struct receipt_secret secret;
    bool ok =
        draw_code(s, &drawn, &secret, e) && store_send_as(s, r, readers, reader_count, retention_days, &secret, e);
    if (ok)
        *code = drawn;
    sodium_memzero(&secret, sizeof secret);
    sodium_memzero(&drawn, sizeof drawn);
    return ok;
}

/* ---- the visitor's side: by code --------------------------------------------------------------------------------- */

static bool must_wait(struct store *s, int *wait_s, struct err *e)
{
    int wait = store_wait_s(s);
    if (wait_s)
        *wait_s = wait;
    if (wait)
        err_set(e, ERR_REFUSED, "too many wrong codes: %d s to wait", wait);
    return wait != 0;
}

bool request_find(struct store *s, const struct receipt_secret *secret, uint8_t id[REQUEST_ID_BYTES],
                  struct request_row *row, int *wait_s, struct err *e)
{
    struct err own = {0};
    e = e ? e : &own;
    if (must_wait(s, wait_s, e))
        return false;
    if (row_by_tag(s, secret->tag, id, row, e)) {
        tries_right(s);
        return true;
    }
    if (e->code == ERR_NOT_FOUND) {
        tries_wrong(s);
        if (wait_s)
            *wait_s = store_wait_s(s);
    }
    return false;
}

bool store_find_as(struct store *s, const struct receipt_secret *secret, struct request_row *row, int *wait_s,
                   struct err *e)
{
    uint8_t id[REQUEST_ID_BYTES] = {0};
    return request_find(s, secret, id, row, wait_s, e);
}

bool store_find(struct store *s, const struct receipt_code *code, struct request_row *row, int *wait_s, struct err *e)
{
    struct receipt_secret secret;
    if (must_wait(s, wait_s, e))
        return false;
    bool ok = receipt_derive(code, &s->salt, &secret, e) && store_find_as(s, &secret, row, wait_s, e);
    sodium_memzero(&secret, sizeof secret);
    return ok;
}

static bool run_on_id(struct store *s, const char *sql, const uint8_t id[REQUEST_ID_BYTES], struct err *e)
{
    sqlite3_stmt *st = NULL;
    if (!db_prepare(s->db, &st, sql, e))
        return false;
    sqlite3_bind_int64(st, 1, request_slot_of(id));
    sqlite3_bind_blob(st, 2, id, REQUEST_ID_BYTES, SQLITE_STATIC);
    return db_finish(s->db, st, "cannot take the request back", e);
}

bool request_erase(struct store *s, const uint8_t id[REQUEST_ID_BYTES], bool mark, struct err *e)
{
    if (mark && !tombstone_add(s, id, e))
        return false;
    return run_on_id(s, "DELETE FROM reply WHERE slot = (SELECT slot FROM request WHERE slot = ?1 AND id = ?2)", id,
                     e) &&
           run_on_id(s, "DELETE FROM answer WHERE slot = (SELECT slot FROM request WHERE slot = ?1 AND id = ?2)", id,
                     e) &&
           run_on_id(s, "DELETE FROM sealed WHERE slot = (SELECT slot FROM request WHERE slot = ?1 AND id = ?2)", id,
                     e) &&
           run_on_id(s, "DELETE FROM request WHERE slot = ?1 AND id = ?2", id, e);
}

static bool withdraw_once(struct store *s, const uint8_t id[REQUEST_ID_BYTES], struct err *e)
{
    if (!db_begin(s, e))
        return false;
    bool ok = request_erase(s, id, true, e) && db_commit(s, "cannot take the request back", e);
    if (!ok)
        db_rollback(s);
    return ok;
}

bool store_withdraw_as(struct store *s, const struct receipt_secret *secret, struct err *e)
{
    uint8_t id[REQUEST_ID_BYTES] = {0};
    struct request_row row;
    struct err own = {0};
    e = e ? e : &own;
    if (!request_find(s, secret, id, &row, NULL, e))
        return false;
    /* on a full disk there is room set aside for this */
    bool ok = withdraw_once(s, id, e) || (e->code == ERR_NO_SPACE && reserve_release(s) && withdraw_once(s, id, e));
    if (ok)
        db_empty_log(s);
    reserve_keep(s);
    return ok;
}

bool store_withdraw(struct store *s, const struct receipt_code *code, struct err *e)
{
    struct receipt_secret secret;
    if (must_wait(s, NULL, e))
        return false;
    bool ok = receipt_derive(code, &s->salt, &secret, e) && store_withdraw_as(s, &secret, e);
    sodium_memzero(&secret, sizeof secret);
    return ok;
}

/* ---- the liaison's side ------------------------------------------------------------------------------------------ */

static bool count_all(struct store *s, size_t *total, struct err *e)
{
    sqlite3_stmt *st = NULL;
    if (!db_prepare(s->db, &st, "SELECT count(*) FROM request", e))
        return false;
    bool ok = sqlite3_step(st) == SQLITE_ROW || db_fail(s->db, e, "cannot count the requests");
    if (ok)
        *total = (size_t)sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return ok;
}

bool request_rows(struct store *s, const char *sql, size_t offset, size_t limit, struct request_row *rows,
                  size_t *count, struct err *e)
{
    sqlite3_stmt *st = NULL;
    *count = 0;
    if (!db_prepare(s->db, &st, sql, e))
        return false;
    sqlite3_bind_int64(st, 1, limit > INT64_MAX ? INT64_MAX : (int64_t)limit);
    sqlite3_bind_int64(st, 2, offset > INT64_MAX ? INT64_MAX : (int64_t)offset);
    int rc;
    bool ok = true;
    while (ok && (rc = sqlite3_step(st)) == SQLITE_ROW)
        ok = row_from(st, &rows[*count], e) && ++*count;
    if (ok && rc != SQLITE_DONE)
        ok = db_fail(s->db, e, "cannot list the requests");
    sqlite3_finalize(st);
    return ok;
}

bool store_list(struct store *s, size_t offset, size_t limit, struct request_row *rows, size_t *count, size_t *total,
                struct err *e)
{
    *count = 0;
    return (!total || count_all(s, total, e)) &&
           request_rows(
               s,
               "SELECT id, received, state, expires FROM request ORDER BY received DESC, slot DESC LIMIT ?1 OFFSET ?2",
               offset, limit, rows, count, e);
}

bool store_resolve(struct store *s, const char *prefix, char id[REQUEST_ID_TEXT], struct err *e)
{
    size_t n = strlen(prefix);
    if (n == 0 || n > REQUEST_ID_TEXT - 1 || strspn(prefix, "0123456789abcdefABCDEF") != n)
        return err_set(e, ERR_NOT_FOUND, "'%.40s' is no request's id", prefix);
    /* the slots of all ids with this beginning lie side by side: both ends share the first digit, so their signs agree
     */
    char text[REQUEST_ID_TEXT];
    uint8_t low[REQUEST_ID_BYTES] = {0}, high[REQUEST_ID_BYTES] = {0};
    memset(text, '0', sizeof text);
    memcpy(text, prefix, n);
    text[REQUEST_ID_TEXT - 1] = 0;
    bool ok = request_id_parse(text, low, e);
    memset(text + n, 'f', REQUEST_ID_TEXT - 1 - n);
    ok = ok && request_id_parse(text, high, e);
    sqlite3_stmt *st = NULL;
    if (!ok || !db_prepare(s->db, &st,
                           "SELECT id FROM request WHERE slot BETWEEN ?1 AND ?2 AND id BETWEEN ?3 AND ?4 LIMIT 2", e))
        return false;
    sqlite3_bind_int64(st, 1, request_slot_of(low));
    sqlite3_bind_int64(st, 2, request_slot_of(high));
    sqlite3_bind_blob(st, 3, low, sizeof low, SQLITE_STATIC);
    sqlite3_bind_blob(st, 4, high, sizeof high, SQLITE_STATIC);
    int rc = sqlite3_step(st);
    if (rc == SQLITE_DONE)
        ok = err_set(e, ERR_NOT_FOUND, "no request's id begins with '%s'", prefix);
    else if (rc != SQLITE_ROW)
        ok = db_fail(s->db, e, "cannot look for the request");
    else if (sqlite3_column_bytes(st, 0) != REQUEST_ID_BYTES)
        ok = err_set(e, ERR_DAMAGED, "a row of the database makes no sense");
    else
        id_text(sqlite3_column_blob(st, 0), id);
    if (ok && sqlite3_step(st) == SQLITE_ROW)
        ok = err_set(e, ERR_REFUSED, "several requests' ids begin with '%s': give more of it", prefix);
    sqlite3_finalize(st);
    return ok;
}

bool store_get(struct store *s, const char *id, struct request_row *row, struct err *e)
{
    uint8_t bytes[REQUEST_ID_BYTES] = {0};
    sqlite3_stmt *st = NULL;
    if (!request_id_parse(id, bytes, e) ||
        !db_prepare(s->db, &st, "SELECT id, received, state, expires FROM request WHERE slot = ?1 AND id = ?2", e))
        return false;
    sqlite3_bind_int64(st, 1, request_slot_of(bytes));
    sqlite3_bind_blob(st, 2, bytes, sizeof bytes, SQLITE_STATIC);
    int rc = sqlite3_step(st);
    bool ok = rc == SQLITE_ROW    ? row_from(st, row, e)
              : rc == SQLITE_DONE ? err_set(e, ERR_NOT_FOUND, "there is no request %s", id)
                                  : db_fail(s->db, e, "cannot read the request");
    sqlite3_finalize(st);
    return ok;
}

/* Opens and parses one sealed body. */
static bool unseal(const struct envelope_binding *binding, const struct vault_key *key, const uint8_t *body, size_t len,
                   struct request *out, day_t *received, struct err *e)
{
    struct str payload;
    size_t json_len = 0;
    str_init(&payload);
    bool ok = envelope_open(binding, key, body, len, &payload, e);
    if (ok && !request_unpad(payload.s, payload.len, &json_len))
        ok = err_set(e, ERR_DAMAGED, "the sealed request is not padded as it should be");
    ok = ok && request_from_json(payload.s, json_len, out, received, e);
    str_release(&payload);
    return ok;
}

bool store_read(struct store *s, const char *id, const struct vault_key *key, struct request *out, day_t *received,
                struct err *e)
{
    struct envelope_binding b = {0};
    sqlite3_stmt *st;
    bool ok = sealed_row(s,
                         "SELECT received, receipt_tag, receipt_key, body FROM request LEFT JOIN sealed USING(slot)"
                         " WHERE slot = ?1 AND id = ?2",
                         id, &b, &st, e);
    if (!st)
        return false;
    if (ok) {
        const uint8_t *body = sqlite3_column_blob(st, 3);
        ok = unseal(&b, key, body, body ? (size_t)sqlite3_column_bytes(st, 3) : 0, out, received, e);
    }
    sqlite3_finalize(st);
    return ok || err_wrap(e, "request %.8s", id);
}

day_t request_collected_until(day_t received, day_t expires, day_t today)
{
    if (received < FIRST_TRUE_DAY && expires >= FIRST_TRUE_DAY)
        return expires;
    day_t until = today + (expires - received);
    return until > expires ? until : expires;
}

/* A statement with a slot as ?1 and a day as ?2. */
static bool update_collected(struct store *s, const char *sql, const uint8_t id[REQUEST_ID_BYTES], day_t day,
                             struct err *e)
{
    sqlite3_stmt *st = NULL;
    if (!db_prepare(s->db, &st, sql, e))
        return false;
    sqlite3_bind_int64(st, 1, request_slot_of(id));
    sqlite3_bind_int64(st, 2, day);
    return db_finish(s->db, st, "cannot note the collection", e);
}

bool store_mark_collected(struct store *s, const char *id, struct err *e)
{
    uint8_t bytes[REQUEST_ID_BYTES] = {0};
    day_t today = clock_today(s->clock);
    struct request_row row = {0};
    if (!request_id_parse(id, bytes, e) || !db_begin(s, e))
        return false;
    bool ok = store_get(s, id, &row, e) &&
              (row.state != REQUEST_NEW ||
               (update_collected(s, "UPDATE request SET state = 1, expires = ?2 WHERE slot = ?1", bytes,
                                 request_collected_until(row.received, row.expires, today), e) &&
                audit_add_request(s, AUDIT_REQUEST_COLLECTED, id, e))) &&
              update_collected(s, "UPDATE kiosk SET last_collected = ?2 WHERE ?1 IS NOT NULL", bytes, today, e) &&
              db_commit(s, "cannot note the collection", e);
    if (!ok)
        db_rollback(s);
    return ok;
}

bool store_last_collected(struct store *s, day_t *day, struct err *e)
{
    sqlite3_stmt *st = NULL;
    if (!db_prepare(s->db, &st, "SELECT last_collected FROM kiosk", e))
        return false;
    bool ok = sqlite3_step(st) == SQLITE_ROW || db_fail(s->db, e, "cannot read the last collection");
    if (ok)
        *day = sqlite3_column_type(st, 0) == SQLITE_NULL ? DAY_NONE : sqlite3_column_int(st, 0);
    sqlite3_finalize(st);
    return ok;
}
