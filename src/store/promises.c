/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/promises.h"

#include "domain/opened.h"
#include "store/envelope.h"
#include "store/store_int.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An opening costs up to 2 ms (envelope.h), and a replied answer takes two; a look at a row some 10 microseconds. */
enum { STEP_OPENINGS = 2, STEP_ROWS = 200, SEAL = ENVELOPE_NONCE };

/* What was read of one answer. Which answer and which reply it was, their nonces tell: each sealing draws another. */
struct entry {
    int64_t slot;
    uint8_t seals[2][SEAL]; /* of the answer and of the reply; zeros for none */
    bool closed, owed, unknown;
    struct promise time;
    char id[REQUEST_ID_TEXT];
};

/* In the order of their slots. */
struct entries {
    struct entry *v;
    size_t len, cap;
};

struct promise_book {
    char officer[ANSWER_KEY_MAX];
    struct entries known, fresh; /* of the last reading, and of the one under way */
    size_t at;                   /* how much of `known` lies before */
    int64_t slot;                /* … this one */
    bool reading;
};

/* ---- entries ----------------------------------------------------------------------------------------------------- */

/* Not by realloc, which would leave what it copied. */
static void add(struct entries *to, const struct entry *one)
{
    if (to->len == to->cap) {
        size_t cap = to->cap ? to->cap * 2 : 64;
        struct entry *v = calloc(cap, sizeof *v);
        if (!v)
            BUG("out of memory");
        if (to->len)
            memcpy(v, to->v, to->len * sizeof *v);
        if (to->v)
            sodium_memzero(to->v, to->cap * sizeof *v);
        free(to->v);
        to->v = v;
        to->cap = cap;
    }
    to->v[to->len++] = *one;
}

static void release(struct entries *e)
{
    if (e->v)
        sodium_memzero(e->v, e->cap * sizeof *e->v);
    free(e->v);
    *e = (struct entries){0};
}

struct promise_book *promise_book_new(const char *officer)
{
    struct promise_book *b = calloc(1, sizeof *b);
    if (!b)
        BUG("out of memory");
    snprintf(b->officer, sizeof b->officer, "%s", officer);
    return b;
}

void promise_book_free(struct promise_book *b)
{
    if (!b)
        return;
    release(&b->known);
    release(&b->fresh);
    free(b);
}

/* What was read so far, and what was known of the rest. */
static void turn_page(struct promise_book *b)
{
    while (b->at < b->known.len && b->known.v[b->at].slot <= b->slot)
        b->at++;
    for (; b->at < b->known.len; b->at++)
        add(&b->fresh, &b->known.v[b->at]);
    release(&b->known);
    b->known = b->fresh;
    b->fresh = (struct entries){0};
    b->reading = false;
}

void promise_book_begin(struct promise_book *b)
{
    if (b->reading)
        turn_page(b);
    b->reading = true;
    b->at = 0;
    b->slot = INT64_MIN;
}

/* ---- reading ----------------------------------------------------------------------------------------------------- */

/* Opens the answer and what was said to it; false when the machine fails. */
static bool read_entry(struct store *s, const struct promise_book *b, const struct vault_key *key, struct entry *one,
                       struct err *e)
{
    struct opened_answer given;
    struct reply reply;
    struct err why = {0};
    static const uint8_t none[SEAL];
    bool replied = memcmp(one->seals[1], none, SEAL) != 0;
    if (!store_read_answer(s, one->id, key, &given, &why)) {
        one->unknown = (why.code == ERR_REFUSED || why.code == ERR_DAMAGED) && (!one->closed || replied);
        return why.code == ERR_REFUSED || why.code == ERR_DAMAGED || why.code == ERR_NOT_FOUND ||
               err_set(e, why.code, "%s", why.msg);
    }
    if (str_eq(given.answer.officer, b->officer) && promise_of(&given.answer, &one->time)) {
        replied = replied && store_read_reply(s, one->id, key, &reply, NULL);
        enum promise_state state = promise_state(&given.answer, replied ? &reply : NULL, one->closed);
        one->owed = state == PROMISE_GIVEN || state == PROMISE_ACCEPTED;
        sodium_memzero(&reply, sizeof reply);
    }
    sodium_memzero(&given, sizeof given);
    return true;
}

static void take_seal(sqlite3_stmt *st, int column, uint8_t seal[SEAL])
{
    if (sqlite3_column_bytes(st, column) == SEAL)
        memcpy(seal, sqlite3_column_blob(st, column), SEAL);
}

static bool row_of(sqlite3_stmt *st, struct entry *out)
{
    const char *id = (const char *)sqlite3_column_text(st, 1);
    *out = (struct entry){.slot = sqlite3_column_int64(st, 0), .closed = sqlite3_column_int(st, 2) == REQUEST_CLOSED};
    take_seal(st, 3, out->seals[0]);
    take_seal(st, 4, out->seals[1]);
    bool sane = id && strlen(id) == sizeof out->id - 1;
    if (sane)
        memcpy(out->id, id, sizeof out->id);
    return sane;
}

static const struct entry *known_as(struct promise_book *b, const struct entry *row)
{
    while (b->at < b->known.len && b->known.v[b->at].slot < row->slot)
        b->at++;
    const struct entry *k = b->at < b->known.len ? &b->known.v[b->at] : NULL;
    return k && k->slot == row->slot && k->closed == row->closed &&
                   memcmp(k->seals, row->seals, sizeof k->seals) == 0 && memcmp(k->id, row->id, sizeof k->id) == 0
               ? k
               : NULL;
}

/* One row; false with *full when it has to be opened and enough was opened already. */
static bool take(struct store *s, struct promise_book *b, const struct vault_key *key, sqlite3_stmt *st, int *opened,
                 bool *full, struct err *e)
{
    struct entry row;
    if (row_of(st, &row)) {
        const struct entry *known = known_as(b, &row);
        *full = !known && *opened == STEP_OPENINGS;
        if (*full || (!known && !read_entry(s, b, key, &row, e)))
            return false;
        *opened += !known;
        add(&b->fresh, known ? known : &row);
        sodium_memzero(&row.time, sizeof row.time);
    }
    b->slot = row.slot;
    return true;
}

bool promise_book_step(struct store *s, struct promise_book *b, const struct vault_key *key, bool *more, struct err *e)
{
    static const char sql[] =
        "SELECT request.slot, lower(hex(id)), state, substr(answer.body, 2, ?3), substr(reply.body, 2, ?3)"
        " FROM answer CROSS JOIN request USING(slot) LEFT JOIN reply USING(slot)"
        " WHERE answer.slot > ?1 ORDER BY answer.slot LIMIT ?2";
    sqlite3_stmt *st = NULL;
    int rc = SQLITE_DONE, rows = 0, opened = 0;
    bool full = false, ok = true;
    *more = false;
    if (!b->reading)
        return true;
    /* a database that only an older kiosk has opened has no answers */
    if (sqlite3_table_column_metadata(s->db, "main", "reply", "body", NULL, NULL, NULL, NULL, NULL) == SQLITE_OK) {
        if (!db_prepare(s->db, &st, sql, e))
            return false;
        sqlite3_bind_int64(st, 1, b->slot);
        sqlite3_bind_int(st, 2, STEP_ROWS);
        sqlite3_bind_int(st, 3, SEAL);
        for (; ok && (rc = sqlite3_step(st)) == SQLITE_ROW; rows++)
            ok = take(s, b, key, st, &opened, &full, e);
        if (ok && rc != SQLITE_DONE)
            ok = db_fail(s->db, e, "cannot read what is promised");
        sqlite3_finalize(st);
    }
    *more = full || (ok && rows == STEP_ROWS);
    if (ok && !*more) {
        b->slot = INT64_MAX; /* what was known and is not there any more is forgotten */
        turn_page(b);
    }
    return ok || full;
}

void promise_book_list(const struct promise_book *b, const char *except, struct promises *out)
{
    *out = (struct promises){.list = calloc(b->known.len + 1, sizeof *out->list),
                             .ids = calloc(b->known.len + 1, sizeof *out->ids)};
    if (!out->list || !out->ids)
        BUG("out of memory");
    for (size_t i = 0; i < b->known.len; i++) {
        const struct entry *one = &b->known.v[i];
        if (str_eq(one->id, except))
            continue;
        out->unknown += one->unknown;
        if (!one->owed)
            continue;
        memcpy(out->ids[out->count], one->id, sizeof one->id);
        out->list[out->count++] = one->time;
    }
}

bool store_promises(struct store *s, const struct vault_key *key, const char *officer, const char *except,
                    struct promises *out, struct err *e)
{
    struct promise_book *b = promise_book_new(officer);
    bool ok = true, more = true;
    *out = (struct promises){0};
    promise_book_begin(b);
    while (ok && more)
        ok = promise_book_step(s, b, key, &more, e);
    if (ok)
        promise_book_list(b, except, out);
    promise_book_free(b);
    return ok;
}

void promises_release(struct promises *p)
{
    if (p->list)
        sodium_memzero(p->list, p->count * sizeof *p->list);
    free(p->list);
    free(p->ids);
    *p = (struct promises){0};
}

/* ---- promising --------------------------------------------------------------------------------------------------- */

struct wish {
    struct store *store;
    const char *id;
    const struct answer *answer;
    const struct vault_key *liaison;
    const struct slot_plan *plan;
    enum slot_fit *fit;
};

static bool still_free(void *context, struct err *e)
{
    static const char *const why[] = {[SLOT_OUTSIDE] = "the plan has no such hours",
                                      [SLOT_TAKEN] = "this time is promised to somebody else",
                                      [SLOT_GAP] = "the clocks go forward over this time: it does not happen",
                                      [SLOT_UNREAD] =
                                          "this time may be promised in an answer that this key cannot read",
                                      [SLOT_LATE] = "the request will have been erased before that day"};
    const struct wish *w = context;
    struct slot_plan plan = *w->plan;
    struct promises given;
    struct promise wanted;
    if (!promise_of(w->answer, &wanted))
        return true;
    if (!store_promises(w->store, w->liaison, w->answer->officer, w->id, &given, e))
        return false;
    plan.promises = given.list;
    plan.promise_count = given.count;
    plan.unread = given.unknown;
    *w->fit = slot_fits(&plan, &wanted, NULL);
    promises_release(&given);
    return *w->fit == SLOT_FREE || err_set(e, ERR_REFUSED, "%s", why[*w->fit]);
}

bool store_answer_planned(struct store *s, const char *id, const struct answer *a, const struct vault_key *liaison,
                          const uint8_t (*others)[VAULT_PUBLIC_KEY], size_t other_count, int retention_days,
                          const struct slot_plan *plan, enum slot_fit *fit, struct err *e)
{
    struct wish w = {s, id, a, liaison, plan, fit};
    *fit = SLOT_FREE;
    return store_answer_if(s, id, a, liaison, others, other_count, retention_days, still_free, &w, e);
}
