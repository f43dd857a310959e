/* What is done to requests, and what each side sees of it. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_TESTS_STORE_POUCH_SEEN_H
#define PORCHLIGHT_TESTS_STORE_POUCH_SEEN_H

#include "pouching.h"

/* An answer that its day tells apart. */
static inline void answer_on(struct office *o, struct store *s, int who, const char *id, int day)
{
    struct answer a = answer_empty();
    a.phrases = 1u << ANSWER_PHONE;
    a.day = 20700 + day;
    a.part = PART_MORNING;
    FINE(store_answer(s, id, &a, o->key[who], (const uint8_t(*)[VAULT_PUBLIC_KEY])o->keys, LIAISONS, RETENTION, e));
}

/* Which answer the visitor hears; -1: none. */
static inline int heard(struct office *o, const struct asked *a)
{
    struct opened_answer seen;
    struct err why = {0};
    if (!store_open_answer(o->kiosk, a->id, &a->secret, &seen, &why)) {
        assert_int_equal(why.code, ERR_NOT_FOUND);
        return -1;
    }
    assert_true(seen.proven);
    return seen.answer.day - 20700;
}

/* Which answer a liaison reads in a database; -1: none. */
static inline int read_in(struct office *o, struct store *s, const char *id)
{
    struct opened_answer seen;
    return store_read_answer(s, id, o->key[0], &seen, NULL) ? seen.answer.day - 20700 : -1;
}

static inline enum request_state state_in(struct store *s, const char *id)
{
    struct request_row row;
    struct err why = {0};
    if (!store_get(s, id, &row, &why)) {
        assert_int_equal(why.code, ERR_NOT_FOUND);
        return REQUEST_STATE_COUNT;
    }
    return row.state;
}

/* What the visitor says to the answer that is there. */
static inline void reply(struct office *o, const struct asked *a, enum reply_kind kind)
{
    struct opened_answer seen;
    struct reply r = {.kind = kind};
    FINE(store_open_answer(o->kiosk, a->id, &a->secret, &seen, e));
    FINE(store_reply_as(o->kiosk, &a->secret, seen.mark, &r, (const uint8_t(*)[VAULT_PUBLIC_KEY])o->keys, LIAISONS,
                        RETENTION, e));
}

static inline enum reply_kind reply_in(struct office *o, struct store *s, const char *id)
{
    struct reply r;
    return store_read_reply(s, id, o->key[0], &r, NULL) ? r.kind : REPLY_NONE;
}

#endif
