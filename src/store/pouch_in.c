/* A pouch into a database: a merge that gives the same in any order and any number of times; the rules stand in
 * store/pouch.h. SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/pouch_file_int.h"

#include "counters_int.h"
#include "store/answers.h"
#include "tombstones_int.h"

#include <libgen.h>
#include <stdlib.h>
#include <string.h>

/* ---- statements -------------------------------------------------------------------------------------------------- */

/* Prepared once a pouch. ?1 is the slot, ?2 the id, and what else a comment says. */
enum statement {
    IS_GONE,
    LOOK,
    ADD_REQUEST,
    ADD_SEALED,
    RESEAL,
    SET_ANSWER,
    RESEAL_ANSWER,
    DROP_REPLY,
    SET_REPLY,
    SET_HANDLED,
    SET_STATE,
    ERASE_REPLY,
    ERASE_ANSWER,
    ERASE_SEALED,
    ERASE_REQUEST,
    ADD_GONE,
    STATEMENT_COUNT
};

static const char *const sql[] = {
    [IS_GONE] = "SELECT 1 FROM tombstone WHERE id = ?2 AND ?1 IS NOT NULL",
    [LOOK] = "SELECT id, received, expires, state, receipt_tag, receipt_key, coalesce(answered, 0),"
             " coalesce(closed, 0), coalesce(waiting, 0), answered_proof IS NOT NULL, closed_proof IS NOT NULL,"
             " collected_proof IS NOT NULL, answer.body, reply.body IS NOT NULL, answered_mark"
             " FROM request LEFT JOIN handled USING(slot) LEFT JOIN answer USING(slot) LEFT JOIN reply USING(slot)"
             " WHERE request.slot = ?1 AND ?2 IS NOT NULL",
    /* ?3 received, ?4 expires, ?5 tag, ?6 key */
    [ADD_REQUEST] = "INSERT INTO request(slot, id, received, state, expires, receipt_tag, receipt_key)"
                    " VALUES(?1, ?2, ?3, 0, ?4, ?5, ?6)",
    [ADD_SEALED] = "INSERT INTO sealed(slot, body) SELECT ?1, ?3 WHERE ?2 IS NOT NULL",
    /* the kiosk may have sealed it anew, to other readers */
    [RESEAL] = "UPDATE sealed SET body = ?3 WHERE slot = ?1 AND ?2 IS NOT NULL AND body <> ?3",
    [RESEAL_ANSWER] = "UPDATE answer SET body = ?3 WHERE slot = ?1 AND ?2 IS NOT NULL AND body <> ?3",
    [SET_ANSWER] = "INSERT OR REPLACE INTO answer(slot, body) SELECT ?1, ?3 WHERE ?2 IS NOT NULL",
    [DROP_REPLY] = "DELETE FROM reply WHERE slot = ?1 AND ?2 IS NOT NULL",
    [SET_REPLY] = "INSERT INTO reply(slot, body) SELECT ?1, ?3 WHERE ?2 IS NOT NULL"
                  " ON CONFLICT DO UPDATE SET body = ?3 WHERE body <> ?3",
    /* ?3 answered, ?4 closed, ?5 waiting, ?6 whether the answer is another's now, ?7 its mark */
    [SET_HANDLED] = "INSERT INTO handled(slot, answered, closed, waiting, answered_mark)"
                    " SELECT ?1, ?3, ?4, ?5, ?7 WHERE ?2 IS NOT NULL"
                    " ON CONFLICT DO UPDATE SET answered = ?3, closed = ?4, waiting = ?5, answered_mark = ?7,"
                    " answered_proof = CASE ?6 WHEN 0 THEN answered_proof END",
    [SET_STATE] = "UPDATE request SET state = ?3, expires = ?4 WHERE slot = ?1 AND id = ?2", /* ?3, ?4 */
    [ERASE_REPLY] = "DELETE FROM reply WHERE slot IN (SELECT slot FROM request WHERE slot = ?1 AND id = ?2)",
    [ERASE_ANSWER] = "DELETE FROM answer WHERE slot IN (SELECT slot FROM request WHERE slot = ?1 AND id = ?2)",
    [ERASE_SEALED] = "DELETE FROM sealed WHERE slot IN (SELECT slot FROM request WHERE slot = ?1 AND id = ?2)",
    [ERASE_REQUEST] = "DELETE FROM request WHERE slot = ?1 AND id = ?2",
    /* ?3: until when, later each time that the kiosk tells of it */
    [ADD_GONE] = "INSERT INTO tombstone(id, until) SELECT ?2, ?3 WHERE ?1 IS NOT NULL"
                 " ON CONFLICT DO UPDATE SET until = max(coalesce(until, 0), ?3)",
};
_Static_assert(sizeof sql / sizeof *sql == STATEMENT_COUNT, "the text of each statement");

struct merge {
    struct store *store;
    struct carry_self self;
    struct pouch_head head;
    struct carry_checks *checks; /* of a kiosk */
    int retention_days;
    day_t today;
    bool older, erased_any;
    struct pouch_report report;
    sqlite3_stmt *st[STATEMENT_COUNT];
};

static bool prepare_all(struct merge *m, struct err *e)
{
    bool ok = true;
    for (int i = 0; ok && i < STATEMENT_COUNT; i++)
        ok = db_prepare(m->store->db, &m->st[i], sql[i], e);
    return ok;
}

static void finalize_all(struct merge *m)
{
    for (int i = 0; i < STATEMENT_COUNT; i++)
        sqlite3_finalize(m->st[i]);
}

/* Ready for its other values. */
static sqlite3_stmt *use(struct merge *m, enum statement which, const uint8_t id[REQUEST_ID_BYTES])
{
    sqlite3_stmt *st = m->st[which];
    sqlite3_reset(st);
    sqlite3_clear_bindings(st);
    sqlite3_bind_int64(st, 1, request_slot_of(id));
    sqlite3_bind_blob(st, 2, id, REQUEST_ID_BYTES, SQLITE_STATIC);
    return st;
}

static bool done(struct merge *m, sqlite3_stmt *st, struct err *e)
{
    bool ok = sqlite3_step(st) == SQLITE_DONE || db_fail(m->store->db, e, "cannot take in the pouch");
    sqlite3_reset(st);
    return ok;
}

static bool run(struct merge *m, enum statement which, const uint8_t id[REQUEST_ID_BYTES], struct err *e)
{
    return done(m, use(m, which, id), e);
}

static bool run_bytes(struct merge *m, enum statement which, const uint8_t id[REQUEST_ID_BYTES],
                      const struct pouch_bytes *b, struct err *e)
{
    sqlite3_stmt *st = use(m, which, id);
    sqlite3_bind_blob64(st, 3, b->at, b->len, SQLITE_STATIC);
    return done(m, st, e);
}

/* ---- a request as it is here ------------------------------------------------------------------------------------- */

struct here {
    bool there, gone;
    struct envelope_binding binding;
    day_t expires;
    enum request_state state;
    uint32_t answered, closed;
    int waiting, proofs;      /* CARRY_BITs */
    uint8_t mark[CARRY_MARK]; /* of its answer; zeros for none */
    bool has_answer, has_reply;
};

static bool fixed(sqlite3_stmt *st, int column, void *out, size_t size)
{
    if (sqlite3_column_bytes(st, column) != (int)size)
        return false;
    memcpy(out, sqlite3_column_blob(st, column), size);
    return true;
}

static bool read_here(sqlite3_stmt *st, struct here *h)
{
    struct envelope_binding *b = &h->binding;
    int state = sqlite3_column_int(st, 3);
    h->there = true;
    b->received = sqlite3_column_int(st, 1);
    h->expires = sqlite3_column_int(st, 2);
    h->state = (enum request_state)state;
    h->answered = (uint32_t)sqlite3_column_int64(st, 6);
    h->closed = (uint32_t)sqlite3_column_int64(st, 7);
    h->waiting = sqlite3_column_int(st, 8);
    h->proofs = sqlite3_column_int(st, 9) * CARRY_BIT(CARRY_ANSWERED) +
                sqlite3_column_int(st, 10) * CARRY_BIT(CARRY_CLOSED) +
                sqlite3_column_int(st, 11) * CARRY_BIT(CARRY_COLLECTED);
    h->has_answer = sqlite3_column_type(st, 12) != SQLITE_NULL;
    if (sqlite3_column_type(st, 14) != SQLITE_NULL && !fixed(st, 14, h->mark, sizeof h->mark))
        return false;
    if (h->has_answer && sqlite3_column_type(st, 14) == SQLITE_NULL)
        carry_mark(sqlite3_column_blob(st, 12), (size_t)sqlite3_column_bytes(st, 12), h->mark);
    h->has_reply = sqlite3_column_int(st, 13);
    return fixed(st, 0, b->id, sizeof b->id) && fixed(st, 4, b->receipt_tag, sizeof b->receipt_tag) &&
           fixed(st, 5, b->receipt_key, sizeof b->receipt_key) && state >= 0 && state < REQUEST_STATE_COUNT;
}

static bool look_here(struct merge *m, const uint8_t id[REQUEST_ID_BYTES], struct here *out, struct err *e)
{
    *out = (struct here){0};
    sqlite3_stmt *st = use(m, IS_GONE, id);
    int rc = sqlite3_step(st);
    out->gone = rc == SQLITE_ROW;
    sqlite3_reset(st);
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        return db_fail(m->store->db, e, "cannot look for a request");
    st = use(m, LOOK, id);
    rc = sqlite3_step(st);
    bool ok = rc == SQLITE_DONE  ? true
              : rc == SQLITE_ROW ? read_here(st, out) || err_set(e, ERR_DAMAGED, "a row of the database makes no sense")
                                 : db_fail(m->store->db, e, "cannot look for a request");
    sqlite3_reset(st);
    /* two ids may share their first eight bytes: never in practice, and the other one is not this one */
    if (ok && out->there && memcmp(out->binding.id, id, REQUEST_ID_BYTES) != 0)
        ok = err_set(e, ERR_FAILED, "two requests' ids begin alike");
    return ok;
}

/* Above: of a higher revision or, of the same one, the higher hash. 0: the same answer. */
static int compare_answers(uint32_t revision, const uint8_t mark[CARRY_MARK], const struct here *h)
{
    if (revision != h->answered)
        return revision > h->answered ? 1 : -1;
    return memcmp(mark, h->mark, CARRY_MARK);
}

static enum request_state state_of(const struct here *h)
{
    if (h->closed > h->answered)
        return REQUEST_CLOSED;
    return h->answered ? REQUEST_ANSWERED : h->state > REQUEST_NEW ? REQUEST_COLLECTED : REQUEST_NEW;
}

/* Writes what was merged into `h`. */
static bool keep_here(struct merge *m, const struct here *h, bool answer_is_theirs, struct err *e)
{
    sqlite3_stmt *st = use(m, SET_HANDLED, h->binding.id);
    sqlite3_bind_int64(st, 3, h->answered);
    sqlite3_bind_int64(st, 4, h->closed);
    sqlite3_bind_int(st, 5, h->waiting);
    sqlite3_bind_int(st, 6, answer_is_theirs);
    if (h->answered)
        sqlite3_bind_blob(st, 7, h->mark, sizeof h->mark, SQLITE_STATIC);
    if (!done(m, st, e))
        return false;
    st = use(m, SET_STATE, h->binding.id);
    sqlite3_bind_int(st, 3, (int)state_of(h));
    sqlite3_bind_int64(st, 4, h->expires);
    return done(m, st, e);
}

/* ---- on a copy: what the kiosk tells ----------------------------------------------------------------------------- */

static bool add_request(struct merge *m, const struct pouch_record *r, struct here *h, struct err *e)
{
    const struct envelope_binding *b = &r->binding;
    sqlite3_stmt *st = use(m, ADD_REQUEST, b->id);
    sqlite3_bind_int64(st, 3, b->received);
    sqlite3_bind_int64(st, 4, r->expires);
    sqlite3_bind_blob(st, 5, b->receipt_tag, sizeof b->receipt_tag, SQLITE_STATIC);
    sqlite3_bind_blob(st, 6, b->receipt_key, sizeof b->receipt_key, SQLITE_STATIC);
    h->binding = *b;
    h->expires = r->expires;
    m->report.fresh++;
    return done(m, st, e) && run_bytes(m, ADD_SEALED, b->id, &r->body, e);
}

/* A bit of what waits: set when there is a proof that the kiosk has not heeded, cleared when it has. */
static void wait_for(struct here *h, enum carry_kind kind, bool kiosk_has_it)
{
    int bit = CARRY_BIT(kind);
    h->waiting = kiosk_has_it ? h->waiting & ~bit : h->waiting | (h->proofs & bit);
}

/* The kiosk's answer against the one here; then the reply, which belongs to the kiosk's. */
static bool merge_answer(struct merge *m, const struct pouch_record *r, struct here *h, bool *theirs, struct err *e)
{
    int order = compare_answers(r->answered, r->mark, h);
    *theirs = order > 0;
    wait_for(h, CARRY_ANSWERED, order >= 0);
    if (order < 0)
        return true;
    if (order > 0) {
        m->report.outdone += (h->proofs & CARRY_BIT(CARRY_ANSWERED)) != 0;
        m->report.answered++;
        h->answered = r->answered;
        memcpy(h->mark, r->mark, sizeof r->mark);
        h->has_reply = false;
        if (!run(m, DROP_REPLY, h->binding.id, e) || !run_bytes(m, SET_ANSWER, h->binding.id, &r->answer, e))
            return false;
    }
    if (order == 0 && r->answer.len && !m->older && !run_bytes(m, RESEAL_ANSWER, h->binding.id, &r->answer, e))
        return false;
    if (!r->reply.len || (m->older && h->has_reply))
        return true;
    m->report.replied += !h->has_reply;
    return run_bytes(m, SET_REPLY, h->binding.id, &r->reply, e);
}

static bool take_request(struct merge *m, const struct pouch_record *r, struct err *e)
{
    struct here h;
    bool theirs = false;
    if (!look_here(m, r->binding.id, &h, e))
        return false;
    if (h.gone || (!h.there && r->expires < m->today && r->expires >= FIRST_TRUE_DAY)) {
        m->report.known++;
        return true;
    }
    struct pouch_report before = m->report;
    if (!h.there && !add_request(m, r, &h, e))
        return false;
    if (memcmp(h.binding.receipt_tag, r->binding.receipt_tag, RECEIPT_TAG) != 0 ||
        memcmp(h.binding.receipt_key, r->binding.receipt_key, sizeof h.binding.receipt_key) != 0 ||
        h.binding.received != r->binding.received)
        return err_set(e, ERR_DAMAGED, "request %02x%02x%02x%02x is not the one that the kiosk tells of",
                       h.binding.id[0], h.binding.id[1], h.binding.id[2], h.binding.id[3]);
    if (!m->older && !run_bytes(m, RESEAL, h.binding.id, &r->body, e))
        return false;
    if (!merge_answer(m, r, &h, &theirs, e))
        return false;
    wait_for(&h, CARRY_CLOSED, r->closed >= h.closed);
    m->report.closed += r->closed > h.closed;
    h.closed = r->closed > h.closed ? r->closed : h.closed;
    wait_for(&h, CARRY_COLLECTED, r->collected);
    m->report.collected += r->collected && h.state == REQUEST_NEW;
    h.state = r->collected && h.state == REQUEST_NEW ? REQUEST_COLLECTED : h.state;
    h.expires = r->expires > h.expires ? r->expires : h.expires;
    if (before.fresh + before.answered + before.closed + before.collected + before.replied ==
        m->report.fresh + m->report.answered + m->report.closed + m->report.collected + m->report.replied)
        m->report.known++;
    return keep_here(m, &h, theirs, e);
}

static bool take_gone(struct merge *m, const struct pouch_record *r, struct err *e)
{
    for (size_t at = 0; at < r->data.len; at += REQUEST_ID_BYTES) {
        const uint8_t *id = r->data.at + at;
        struct here h;
        if (!look_here(m, id, &h, e))
            return false;
        if (!run(m, ERASE_REPLY, id, e) || !run(m, ERASE_ANSWER, id, e) || !run(m, ERASE_SEALED, id, e) ||
            !run(m, ERASE_REQUEST, id, e))
            return false;
        bool was_here = sqlite3_changes(m->store->db) > 0;
        m->report.erased += was_here;
        m->erased_any = m->erased_any || was_here;
        sqlite3_stmt *st = use(m, ADD_GONE, id);
        sqlite3_bind_int64(st, 3, tombstone_until(m->today, h.there ? h.expires : m->today));
        if (!done(m, st, e))
            return false;
    }
    return true;
}

/* ---- on the kiosk: what a liaison has done ----------------------------------------------------------------------- */

/* The audit names a request by the first digits of its id. */
static bool tell_act(struct merge *m, const struct carry_act *a, struct err *e)
{
    static const enum audit_action words[] = {[CARRY_COLLECTED] = AUDIT_REQUEST_COLLECTED,
                                              [CARRY_ANSWERED] = AUDIT_REQUEST_ANSWERED,
                                              [CARRY_CLOSED] = AUDIT_REQUEST_CLOSED};
    char id[9];
    sodium_bin2hex(id, sizeof id, a->id, 4);
    return audit_add(m->store, "liaison", words[a->kind], id, e);
}

/* Applies an act that is proven; counts what came of it. */
static bool apply_act(struct merge *m, const struct pouch_record *r, struct here *h, struct err *e)
{
    const struct carry_act *a = &r->act;
    int order = a->kind == CARRY_ANSWERED ? compare_answers(a->revision, a->mark, h)
                : a->kind == CARRY_CLOSED ? (a->revision > h->closed) - (a->revision < h->closed)
                                          : h->state == REQUEST_NEW;
    m->report.known += order == 0;
    m->report.outdone += order < 0;
    if (order <= 0)
        return true;
    day_t kept = m->today + m->retention_days;
    switch (a->kind) {
    case CARRY_COLLECTED:
        m->report.collected++;
        kept = request_collected_until(h->binding.received, h->expires, m->today);
        break;
    case CARRY_ANSWERED:
        m->report.answered++;
        h->answered = a->revision;
        memcpy(h->mark, a->mark, sizeof h->mark);
        /* the day on which a visitor can see it, as store_answer counts */
        if (!run(m, DROP_REPLY, a->id, e) || !run_bytes(m, SET_ANSWER, a->id, &r->answer, e) ||
            (h->state <= REQUEST_COLLECTED && !counters_answered(m->store, h->binding.received, e)))
            return false;
        break;
    default:
        m->report.closed++;
        h->closed = a->revision;
    }
    h->state = h->state == REQUEST_NEW ? REQUEST_COLLECTED : h->state;
    h->expires = kept > h->expires ? kept : h->expires;
    return tell_act(m, a, e) && keep_here(m, h, false, e);
}

static bool take_act(struct merge *m, const struct pouch_record *r, struct err *e)
{
    struct here h;
    if (!carry_proven(m->checks, m->self.kiosk, &r->act, r->proof)) {
        m->report.unproven++;
        return true;
    }
    if (!look_here(m, r->act.id, &h, e))
        return false;
    m->report.gone += h.gone;
    m->report.unknown += !h.gone && !h.there;
    return h.gone || !h.there || apply_act(m, r, &h, e);
}

/* ---- one pouch --------------------------------------------------------------------------------------------------- */

static bool take_record(struct merge *m, const struct pouch_record *r, struct err *e)
{
    switch (r->type) {
    case RECORD_REQUEST:
        return take_request(m, r, e);
    case RECORD_GONE:
        return take_gone(m, r, e);
    case RECORD_ACT:
        return take_act(m, r, e);
    case RECORD_AUDIT:
        memcpy(m->report.audit, r->data.at, r->data.len); /* at most POUCH_AUDIT_MAX, of 32 zeros */
        return true;
    default:
        return true;
    }
}
_Static_assert(sizeof((struct pouch_report *)0)->audit > POUCH_AUDIT_MAX, "with its NUL");

/* Whether this pouch is for this database. */
static bool is_for_us(struct merge *m, struct err *e)
{
    bool ours = m->self.has_key && memcmp(m->self.kiosk, m->head.kiosk, CARRY_KIOSK) == 0;
    if (m->self.copy && m->head.kind == POUCH_FROM_COPY)
        return err_set(e, ERR_REFUSED, "this pouch goes to the kiosk: it was made from a liaison's copy");
    if (!m->self.copy && m->head.kind == POUCH_FROM_KIOSK)
        return err_set(e, ERR_REFUSED,
                       ours ? "this is the kiosk's own pouch: it goes to the liaison's computer"
                            : "this is another kiosk's pouch, for a liaison's computer");
    if (!ours && (m->self.has_key || !m->self.copy))
        return err_set(e, ERR_REFUSED, "this pouch is of another kiosk: for each kiosk a folder of its own");
    return true;
}

/* The kiosk and the number of a pouch that a copy has taken in; on the kiosk, that somebody has collected. */
static bool note_pouch(struct merge *m, struct err *e)
{
    sqlite3_stmt *st = NULL;
    bool acts = m->report.collected + m->report.answered + m->report.closed > 0;
    if (!m->self.copy && !acts)
        return true;
    if (!db_prepare(m->store->db, &st,
                    m->self.copy ? "UPDATE pouch SET kiosk = ?2, seen = max(seen, ?1)"
                                 : "UPDATE kiosk SET last_collected = ?1 WHERE ?2 IS NOT NULL",
                    e))
        return false;
    sqlite3_bind_int64(st, 1, m->self.copy ? m->head.number : m->today);
    sqlite3_bind_blob(st, 2, m->head.kiosk, CARRY_KIOSK, SQLITE_STATIC);
    return db_finish(m->store->db, st, "cannot note the pouch", e);
}

static bool count_waiting(struct merge *m, struct err *e)
{
    sqlite3_stmt *st = NULL;
    if (!db_prepare(m->store->db, &st, "SELECT sum((waiting & 1) + (waiting / 2 & 1) + (waiting / 4 & 1)) FROM handled",
                    e))
        return false;
    bool ok = sqlite3_step(st) == SQLITE_ROW || db_fail(m->store->db, e, "cannot count what waits");
    m->report.waiting = ok ? (size_t)sqlite3_column_int64(st, 0) : 0;
    sqlite3_finalize(st);
    return ok;
}

static bool merge_all(struct merge *m, const struct pouch_copy *p, struct err *e)
{
    struct pouch_cursor c = pouch_records(p->bytes, p->size, m->head.kind);
    struct pouch_record r = {0};
    bool ok = prepare_all(m, e);
    while (ok && r.type != RECORD_END)
        ok = pouch_next(&c, &r, e) && take_record(m, &r, e);
    finalize_all(m);
    return ok && note_pouch(m, e) && (!m->self.copy || count_waiting(m, e));
}

/* The transaction. */
static bool merge(struct merge *m, const struct pouch_copy *p, const struct pouch_trust *trust, struct err *e)
{
    char name[POUCH_NAME];
    m->today = clock_today(m->store->clock);
    if (!db_begin(m->store, e))
        return false;
    bool ok = carry_load(m->store, &m->self, e) && is_for_us(m, e);
    m->older = m->head.number < m->self.seen;
    if (ok && !m->self.copy) {
        m->retention_days = trust ? trust->retention_days : 0;
        m->checks = carry_checks_new(m->self.seed, trust ? trust->liaisons : NULL, trust ? trust->liaison_count : 0, e);
        ok = m->checks != NULL;
    }
    pouch_name(&m->head, name);
    ok = ok && merge_all(m, p, e) && pouch_audit(m->store, m->self.copy, AUDIT_POUCH_IN, name, e) &&
         db_commit(m->store, "cannot take in the pouch", e);
    if (!ok)
        db_rollback(m->store);
    else if (m->erased_any)
        db_empty_log(m->store);
    carry_checks_free(m->checks);
    sodium_memzero(m->self.seed, sizeof m->self.seed);
    return ok;
}

static void add_report(struct pouch_report *to, const struct merge *m)
{
    const struct pouch_report *r = &m->report;
    to->files++;
    to->older = to->older || (m->self.copy && m->older);
    to->fresh += r->fresh;
    to->erased += r->erased;
    to->collected += r->collected;
    to->answered += r->answered;
    to->closed += r->closed;
    to->replied += r->replied;
    to->known += r->known;
    to->outdone += r->outdone;
    to->gone += r->gone;
    to->unknown += r->unknown;
    to->unproven += r->unproven;
    to->waiting = r->waiting;
    pouch_kiosk_text(m->head.kiosk, to->kiosk);
    if (r->audit[0])
        memcpy(to->audit, r->audit, sizeof to->audit);
}

/* The most that a pouch for this database can reasonably be: a stick with gigabytes for a kiosk of three requests is
 * not even read. */
static bool largest(struct store *s, uint64_t *most, struct err *e)
{
    enum { ACTS_OF_ONE = 16 * 1024, SPARE = 1024 * 1024 };
    sqlite3_stmt *st = NULL;
    *most = POUCH_SIZE_MAX;
    if (carry_is_copy(s))
        return true;
    if (!db_prepare(s->db, &st, "SELECT (SELECT count(*) FROM request) + (SELECT count(*) FROM tombstone)", e))
        return false;
    bool ok = sqlite3_step(st) == SQLITE_ROW || db_fail(s->db, e, "cannot count the requests");
    uint64_t rows = ok ? (uint64_t)sqlite3_column_int64(st, 0) : 0;
    sqlite3_finalize(st);
    if (rows < POUCH_SIZE_MAX / ACTS_OF_ONE)
        *most = rows * ACTS_OF_ONE + SPARE;
    return ok;
}

bool pouch_in(struct store *s, const char *dir, const char *name, const struct pouch_trust *trust,
              const struct pouch_progress *p, struct pouch_report *out, struct err *e)
{
    struct merge m = {.store = s};
    struct pouch_copy copy;
    uint64_t most;
    const char *db = sqlite3_db_filename(s->db, "main");
    char *path = strdup(db ? db : "");
    if (!path)
        BUG("out of memory");
    size_t erased; /* a kiosk does so once a day by itself */
    bool ok = (tombstones_dated(s) ||
               err_set(e, ERR_REFUSED, "this database is of an older version: start the kiosk once")) &&
              (!carry_is_copy(s) || store_erase_expired(s, &erased, e)) && largest(s, &most, e) &&
              pouch_fetch(dir, name, dirname(path), most, p, &copy, e);
    free(path);
    if (ok) {
        ok = pouch_judge(copy.bytes, copy.size, &m.head, e) && merge(&m, &copy, trust, e);
        pouch_fetch_free(&copy);
    }
    if (ok)
        add_report(out, &m);
    else
        out->refused++;
    return ok || err_wrap(e, "'%.40s' was not taken in", name);
}
