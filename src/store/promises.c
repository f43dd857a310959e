/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/promises.h"

#include "base/vec.h"
#include "domain/opened.h"
#include "store/store_int.h"

#include <sodium.h>
#include <string.h>

struct gathering {
    VEC(struct promise) list;
    size_t unknown;
};

/* Takes what one request owes; false when the machine fails. */
static bool take(struct store *s, const struct vault_key *key, const char *officer, const char *id, bool closed,
                 struct gathering *g, struct err *e)
{
    struct opened_answer given;
    struct reply reply;
    struct promise p;
    struct err why = {0};
    if (!store_read_answer(s, id, key, &given, &why)) {
        g->unknown += why.code == ERR_REFUSED || why.code == ERR_DAMAGED;
        return why.code == ERR_REFUSED || why.code == ERR_DAMAGED || why.code == ERR_NOT_FOUND ||
               err_set(e, why.code, "%s", why.msg);
    }
    bool mine = str_eq(given.answer.officer, officer) && promise_of(&given.answer, &p);
    if (mine) {
        bool replied = store_read_reply(s, id, key, &reply, NULL);
        enum promise_state state = promise_state(&given.answer, replied ? &reply : NULL, closed);
        if (state == PROMISE_GIVEN || state == PROMISE_ACCEPTED)
            VEC_PUSH(&g->list, p);
        sodium_memzero(&reply, sizeof reply);
    }
    sodium_memzero(&given, sizeof given);
    return true;
}

bool store_promises(struct store *s, const struct vault_key *key, const char *officer, const char *except,
                    struct promises *out, struct err *e)
{
    sqlite3_stmt *st = NULL;
    struct gathering g = {.unknown = 0};
    int rc = SQLITE_DONE;
    *out = (struct promises){0};
    if (!db_prepare(s->db, &st, "SELECT lower(hex(id)), state FROM request WHERE state IN (?1, ?2)", e))
        return false;
    sqlite3_bind_int(st, 1, REQUEST_ANSWERED);
    sqlite3_bind_int(st, 2, REQUEST_CLOSED);
    bool ok = true;
    while (ok && (rc = sqlite3_step(st)) == SQLITE_ROW) {
        char id[REQUEST_ID_TEXT] = "";
        const char *text = (const char *)sqlite3_column_text(st, 0);
        if (!text || strlen(text) != sizeof id - 1)
            continue;
        memcpy(id, text, sizeof id);
        if (!str_eq(id, except))
            ok = take(s, key, officer, id, sqlite3_column_int(st, 1) == REQUEST_CLOSED, &g, e);
    }
    if (ok && rc != SQLITE_DONE)
        ok = db_fail(s->db, e, "cannot read what is promised");
    sqlite3_finalize(st);
    *out = (struct promises){g.list.v, g.list.len, g.unknown};
    if (!ok)
        promises_release(out);
    return ok;
}

void promises_release(struct promises *p)
{
    if (p->list)
        sodium_memzero(p->list, p->count * sizeof *p->list);
    vec_free(p->list);
    *p = (struct promises){0};
}

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
                                      [SLOT_GAP] = "the clocks go forward over this time: it does not happen"};
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
