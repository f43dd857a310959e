/* What a database has to tell, into a pouch. SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/pouch_file_int.h"

#include <string.h>

/* A pouch's number: the day in the upper bits, so that a kiosk whose database was put back from an older copy makes
 * newer pouches again from the next day on. */
enum { NUMBER_DAY_SHIFT = 20 };

static int64_t next_number(int64_t last, day_t today)
{
    int64_t of_day = (int64_t)(today > 0 ? today : 0) << NUMBER_DAY_SHIFT;
    return last + 1 > of_day ? last + 1 : of_day;
}

bool pouch_audit(struct store *s, bool copy, enum audit_action what, const char *subject, struct err *e)
{
    return audit_add(s, s->actor[0] ? s->actor : copy ? "liaison" : "staff", what, subject, e);
}

static const char *file_name(const struct carry_self *self, char name[POUCH_NAME])
{
    struct pouch_head h = {.kind = self->copy ? POUCH_FROM_COPY : POUCH_FROM_KIOSK};
    memcpy(h.kiosk, self->kiosk, sizeof h.kiosk);
    memcpy(h.copy, self->copy_id, sizeof h.copy);
    pouch_name(&h, name);
    return name;
}

/* That it did not come about after all, for the audit. */
static void tell_failed(struct store *s, bool copy)
{
    bool ok = db_begin(s, NULL) && pouch_audit(s, copy, AUDIT_NOT_DONE, audit_word(AUDIT_POUCH_OUT), NULL) &&
              db_commit(s, "cannot keep the audit record", NULL);
    if (!ok)
        db_rollback(s);
}

/* Takes the next number, durably: no two pouches have the same. And the audit has it before the stick has. */
static bool take_number(struct store *s, struct carry_self *self, struct err *e)
{
    sqlite3_stmt *st = NULL;
    char name[POUCH_NAME];
    if (!db_begin(s, e))
        return false;
    bool ok = carry_load_kiosk(s, self, e) &&
              (self->has_key || err_set(e, ERR_REFUSED, "this copy has not taken in a kiosk's pouch yet")) &&
              pouch_audit(s, self->copy, AUDIT_POUCH_OUT, file_name(self, name), e) &&
              db_prepare(s->db, &st, "UPDATE pouch SET made = ?1", e);
    if (ok) {
        self->made = next_number(self->made, clock_today(s->clock));
        sqlite3_bind_int64(st, 1, self->made);
        ok = db_finish(s->db, st, "cannot number the pouch", e) && db_commit(s, "cannot number the pouch", e);
    }
    if (!ok) {
        sodium_memzero(self->seed, sizeof self->seed);
        db_rollback(s);
    }
    return ok;
}

static struct pouch_bytes blob(sqlite3_stmt *st, int column)
{
    const void *at = sqlite3_column_blob(st, column);
    return (struct pouch_bytes){at, at ? (size_t)sqlite3_column_bytes(st, column) : 0};
}

/* False when the column is not of that size: the row is damaged. */
static bool fixed(sqlite3_stmt *st, int column, void *out, size_t size)
{
    struct pouch_bytes b = blob(st, column);
    if (b.len != size)
        return false;
    memcpy(out, b.at, size);
    return true;
}

struct writing {
    struct store *store;
    struct pouch_writer *to;
    struct pouch_made *made;
};

/* ---- a kiosk's --------------------------------------------------------------------------------------------------- */

static const char all_requests[] =
    "SELECT id, received, expires, state, receipt_tag, receipt_key, sealed.body, coalesce(answered, 0),"
    " coalesce(closed, 0), answer.body, reply.body, answered_mark FROM request LEFT JOIN sealed USING(slot)"
    " LEFT JOIN handled USING(slot) LEFT JOIN answer USING(slot) LEFT JOIN reply USING(slot) ORDER BY request.slot";

static bool row_request(sqlite3_stmt *st, struct pouch_record *r)
{
    *r = (struct pouch_record){.type = RECORD_REQUEST};
    struct envelope_binding *b = &r->binding;
    if (!fixed(st, 0, b->id, sizeof b->id) || !fixed(st, 4, b->receipt_tag, sizeof b->receipt_tag) ||
        !fixed(st, 5, b->receipt_key, sizeof b->receipt_key))
        return false;
    b->received = sqlite3_column_int(st, 1);
    r->expires = sqlite3_column_int(st, 2);
    r->collected = sqlite3_column_int(st, 3) != REQUEST_NEW;
    r->body = blob(st, 6);
    int64_t answered = sqlite3_column_int64(st, 7), closed = sqlite3_column_int64(st, 8);
    r->answer = blob(st, 9);
    r->reply = blob(st, 10);
    if (answered < 0 || answered > CARRY_REVISION_MAX || closed < 0 || closed > CARRY_REVISION_MAX)
        return false;
    if (r->answer.len && sqlite3_column_type(st, 11) == SQLITE_NULL)
        carry_mark(r->answer.at, r->answer.len, r->mark);
    else if (r->answer.len && !fixed(st, 11, r->mark, sizeof r->mark))
        return false;
    r->answered = (uint32_t)answered;
    r->closed = (uint32_t)closed;
    return pouch_record_ok(r);
}

/* Every row as a record; rows that make no sense are left out and counted. */
static bool write_rows(struct writing *w, const char *sql, bool row(sqlite3_stmt *, struct pouch_record *),
                       size_t *count, struct err *e)
{
    sqlite3_stmt *st = NULL;
    struct pouch_record r;
    int rc = SQLITE_DONE;
    bool ok = db_prepare(w->store->db, &st, sql, e);
    while (ok && (rc = sqlite3_step(st)) == SQLITE_ROW) {
        if (!row(st, &r)) {
            w->made->left_out++;
            continue;
        }
        ok = pouch_write(w->to, &r, e);
        ++*count;
    }
    if (ok && rc != SQLITE_DONE)
        ok = db_fail(w->store->db, e, "cannot read the requests");
    sqlite3_finalize(st);
    return ok;
}

static bool write_gone(struct writing *w, struct err *e)
{
    sqlite3_stmt *st = NULL;
    struct str ids;
    int rc = SQLITE_DONE;
    str_init(&ids);
    bool ok = db_prepare(w->store->db, &st, "SELECT id FROM tombstone ORDER BY id", e);
    while (ok && ((rc = sqlite3_step(st)) == SQLITE_ROW || ids.len)) {
        struct pouch_bytes id = rc == SQLITE_ROW ? blob(st, 0) : (struct pouch_bytes){0};
        if (id.len == REQUEST_ID_BYTES)
            str_add_n(&ids, (const char *)id.at, id.len);
        if (rc == SQLITE_ROW && ids.len < (size_t)POUCH_GONE_MAX * REQUEST_ID_BYTES)
            continue;
        ok = !ids.failed || err_set(e, ERR_FAILED, "out of memory");
        struct pouch_record r = {.type = RECORD_GONE, .data = {(const uint8_t *)ids.s, ids.len}};
        ok = ok && pouch_write(w->to, &r, e);
        str_clear(&ids);
        if (rc != SQLITE_ROW)
            break;
    }
    if (ok && rc != SQLITE_DONE)
        ok = db_fail(w->store->db, e, "cannot read what was erased");
    sqlite3_finalize(st);
    str_release(&ids);
    return ok;
}

/* The head of the audit: the copy's owner can say later whether the kiosk's chain still has it. */
static bool write_audit(struct writing *w, struct err *e)
{
    char head[AUDIT_HEAD];
    if (!store_audit_head(w->store, head, e))
        return false;
    struct pouch_record r = {.type = RECORD_AUDIT, .data = {(const uint8_t *)head, strlen(head)}};
    return pouch_write(w->to, &r, e);
}

/* ---- a copy's ---------------------------------------------------------------------------------------------------- */

/* One row an act that waits: kind, id, revision, proof, sealed bytes. */
static const char all_acts[] =
    "SELECT 0, id, 0, collected_proof, NULL FROM handled JOIN request USING(slot) WHERE waiting & 1"
    " UNION ALL SELECT 1, id, answered, answered_proof, body FROM handled JOIN request USING(slot)"
    " LEFT JOIN answer USING(slot) WHERE waiting & 2"
    " UNION ALL SELECT 2, id, closed, closed_proof, NULL FROM handled JOIN request USING(slot) WHERE waiting & 4";
_Static_assert(CARRY_COLLECTED == 0 && CARRY_ANSWERED == 1 && CARRY_CLOSED == 2, "the statement's kinds and bits");

static bool row_act(sqlite3_stmt *st, struct pouch_record *r)
{
    *r = (struct pouch_record){.type = RECORD_ACT};
    r->act.kind = (enum carry_kind)sqlite3_column_int(st, 0);
    int64_t revision = sqlite3_column_int64(st, 2);
    struct pouch_bytes proof = blob(st, 3);
    r->answer = blob(st, 4);
    if (!fixed(st, 1, r->act.id, sizeof r->act.id) || proof.len != CARRY_PROOF || revision < 0 ||
        revision > CARRY_REVISION_MAX)
        return false;
    r->proof = proof.at;
    r->act.revision = (uint32_t)revision;
    return pouch_record_ok(r);
}

/* ---- both -------------------------------------------------------------------------------------------------------- */

/* About how many bytes it will be; lengths are read without the bytes. */
static bool expected_size(struct store *s, bool copy, uint64_t *size, struct err *e)
{
    static const char *const sums[] = {
        "SELECT (SELECT coalesce(sum(length(body) + 150), 0) FROM sealed) +"
        " (SELECT coalesce(sum(length(body)), 0) FROM answer) + (SELECT coalesce(sum(length(body)), 0) FROM reply) +"
        " (SELECT count(*) * 17 FROM tombstone)",
        "SELECT coalesce(sum(length(body) + 300), 0) + (SELECT count(*) * 200 FROM handled)"
        " FROM answer JOIN handled USING(slot) WHERE waiting",
    };
    sqlite3_stmt *st = NULL;
    if (!db_prepare(s->db, &st, sums[copy], e))
        return false;
    bool ok = sqlite3_step(st) == SQLITE_ROW || db_fail(s->db, e, "cannot measure the pouch");
    *size = ok ? (uint64_t)sqlite3_column_int64(st, 0) + 1024 : 0;
    sqlite3_finalize(st);
    return ok;
}

/* Within one read transaction: the pouch is the database of one moment. */
static bool write_all(struct store *s, const char *dir, const struct carry_self *self, const struct pouch_progress *p,
                      struct pouch_made *out, struct err *e)
{
    struct pouch_head h = {.kind = out->kind, .made = clock_today(s->clock), .number = self->made};
    struct writing w = {.store = s, .made = out};
    uint64_t size;
    memcpy(h.kiosk, self->kiosk, sizeof h.kiosk);
    memcpy(h.copy, self->copy_id, sizeof h.copy);
    h.made = h.made < 0 ? 0 : h.made;
    file_name(self, out->name);
    pouch_kiosk_text(h.kiosk, out->kiosk);
    bool ok = expected_size(s, self->copy, &size, e) && pouch_write_begin(&w.to, dir, &h, size, p, e);
    if (ok && self->copy)
        ok = write_rows(&w, all_acts, row_act, &out->acts, e);
    else
        ok = ok && write_rows(&w, all_requests, row_request, &out->requests, e) && write_gone(&w, e) &&
             write_audit(&w, e);
    ok = ok && pouch_write_end(w.to, self->seed, &out->bytes, e);
    pouch_write_free(w.to);
    return ok;
}

bool pouch_out(struct store *s, const char *dir, const struct pouch_progress *p, struct pouch_made *out, struct err *e)
{
    struct carry_self self;
    size_t erased;
    *out = (struct pouch_made){0};
    if (carry_is_copy(s) && !store_erase_expired(s, &erased, e))
        return err_wrap(e, "no pouch was made");
    if (!take_number(s, &self, e))
        return err_wrap(e, "no pouch was made");
    out->kind = self.copy ? POUCH_FROM_COPY : POUCH_FROM_KIOSK;
    bool ok = db_exec(s->db, "BEGIN", "cannot begin", e) && write_all(s, dir, &self, p, out, e);
    sodium_memzero(self.seed, sizeof self.seed);
    db_exec(s->db, "ROLLBACK", "cannot end reading", NULL); /* nothing was written */
    if (!ok)
        tell_failed(s, self.copy);
    return ok || err_wrap(e, "no pouch was made");
}
