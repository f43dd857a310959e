/* A kiosk, two liaisons with a copy each, and a stick between them. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_TESTS_STORE_POUCHING_H
#define PORCHLIGHT_TESTS_STORE_POUCHING_H

#include "help.h"

#include "store/answers.h"
#include "store/pouch.h"

enum { LIAISONS = 2, RETENTION = 90 };

struct office {
    struct clock clock;
    struct store *kiosk, *copy[LIAISONS];
    struct receipt_salt salt;
    uint8_t keys[LIAISONS][VAULT_PUBLIC_KEY];
    struct vault_key *key[LIAISONS];
    char dir[128], stick[256];
};

struct asked {
    char id[REQUEST_ID_TEXT];
    struct receipt_secret secret;
};

static inline void make_office(struct office *o, const char *name)
{
    char path[400];
    *o = (struct office){.clock = clock_fake(NOON)};
    snprintf(o->dir, sizeof o->dir, "%s", name);
    snprintf(o->stick, sizeof o->stick, "%s", below(name));
    FINE(fs_make_dirs(o->stick, e));
    strcat(o->stick, "/stick");
    FINE(fs_make_dirs(o->stick, e));
    for (int i = 0; i < LIAISONS; i++) {
        char who[200];
        snprintf(who, sizeof who, "%s-%d", name, i);
        struct pair p = make_pair(who);
        o->key[i] = p.key;
        memcpy(o->keys[i], p.readers[0], VAULT_PUBLIC_KEY);
        snprintf(path, sizeof path, "%s/copy%d", name, i);
        FINE(store_open_copy(&o->copy[i], below(path), &o->clock, e));
    }
    snprintf(path, sizeof path, "%s/kiosk", name);
    FINE(store_open(&o->kiosk, below(path), &o->clock, e));
    store_receipt_salt(o->kiosk, &o->salt);
}

static inline void drop_office(struct office *o)
{
    store_close(o->kiosk);
    for (int i = 0; i < LIAISONS; i++) {
        store_close(o->copy[i]);
        vault_key_free(o->key[i]);
    }
}

static inline struct asked ask(struct office *o, const char *name)
{
    struct request r = some_request(name);
    struct receipt_code code;
    struct request_row row;
    struct asked a;
    FINE(store_send(o->kiosk, &r, (const uint8_t(*)[VAULT_PUBLIC_KEY])o->keys, LIAISONS, RETENTION, &code, e));
    FINE(receipt_derive(&code, &o->salt, &a.secret, e));
    FINE(store_find_as(o->kiosk, &a.secret, &row, NULL, e));
    memcpy(a.id, row.id, sizeof a.id);
    return a;
}

static inline struct pouch_made out_to(struct store *s, const char *dir)
{
    struct pouch_made made;
    FINE(pouch_out(s, dir, NULL, &made, e));
    assert_int_equal(made.left_out, 0);
    return made;
}

static inline struct pouch_trust trust_of(const struct office *o)
{
    return (struct pouch_trust){(const uint8_t(*)[VAULT_PUBLIC_KEY])o->keys, LIAISONS, RETENTION};
}

static inline struct pouch_report in_from(struct office *o, struct store *s, const char *dir)
{
    struct pouch_report r = {0};
    struct pouch_trust t = trust_of(o);
    FINE(pouch_in_all(s, dir, &t, NULL, &r, e));
    return r;
}

/* The kiosk's pouch to one liaison. */
static inline struct pouch_report bring(struct office *o, int who)
{
    out_to(o->kiosk, o->stick);
    return in_from(o, o->copy[who], o->stick);
}

/* A liaison's pouch to the kiosk. */
static inline struct pouch_report bring_back(struct office *o, int who)
{
    struct pouch_made m = out_to(o->copy[who], o->stick);
    struct pouch_report r = {0};
    struct pouch_trust t = trust_of(o);
    FINE(pouch_in(o->kiosk, o->stick, m.name, &t, NULL, &r, e));
    return r;
}

#endif
