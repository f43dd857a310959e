/* What the store's tests share: cheap Argon2id, a folder of their own, keys, requests.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_TESTS_STORE_HELP_H
#define PORCHLIGHT_TESTS_STORE_HELP_H

#include "base/arena.h"
#include "base/fs.h"
#include "store/limits_int.h"
#include "store/store.h"
#include "store/vault.h"

#include "folder.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* Takes the place of limits.o: as cheap as Argon2id gets. */
const struct vault_limits vault_limits = {.key_passes = 1, .key_mem_kib = 8, .receipt_passes = 1, .receipt_mem_kib = 8};

/* 2026-05-27 12:00 UTC */
enum { NOON = 1779883200 };

#define FINE(call)                                                                                                     \
    do {                                                                                                               \
        struct err e_ = {0};                                                                                           \
        struct err *e = &e_;                                                                                           \
        if (!(call))                                                                                                   \
            fail_msg("%s", e_.msg);                                                                                    \
    } while (0)

#define REFUSES(call, want)                                                                                            \
    do {                                                                                                               \
        struct err e_ = {0};                                                                                           \
        struct err *e = &e_;                                                                                           \
        assert_false(call);                                                                                            \
        if (e_.code != (want))                                                                                         \
            fail_msg("code %d, not %d: %s", (int)e_.code, (int)(want), e_.msg);                                        \
        assert_string_not_equal(e_.msg, "");                                                                           \
    } while (0)

struct pair {
    uint8_t readers[1][VAULT_PUBLIC_KEY];
    struct vault_key *key;
};

static inline struct pair make_pair(const char *name)
{
    struct pair p = {0};
    char path[4300];
    snprintf(path, sizeof path, "%s/%s.key", folder, name);
    unlink(path);
    FINE(vault_key_new(name, "correct horse", path, p.readers[0], e));
    FINE(vault_key_open(path, "correct horse", &p.key, e));
    return p;
}

#define READERS(p) ((const uint8_t(*)[VAULT_PUBLIC_KEY])(p).readers)

static inline struct request some_request(const char *name)
{
    struct request r = {.topics = 1u << TOPIC_STOLEN, .language = "so", .reach = REACH_COME_BACK};
    snprintf(r.name, sizeof r.name, "%s", name);
    return r;
}

static inline struct receipt_code send_one(struct store *s, const struct pair *p, const char *name)
{
    struct request r = some_request(name);
    struct receipt_code code;
    FINE(store_send(s, &r, READERS(*p), 1, 90, &code, e));
    return code;
}

/* A time server sets the clock: what it says is believed, however long nobody looked. */
static inline bool by_a_server(const struct clock *c)
{
    return c != NULL;
}

/* A code that is almost surely no request's: the nth of its kind. */
static inline struct receipt_code wrong_code(unsigned n)
{
    struct receipt_code c = {.picture = {1, 2, 3}};
    for (int i = RECEIPT_DIGITS - 1; i >= 0; i--, n /= 10)
        c.digit[i] = (uint8_t)(n % 10);
    return c;
}

#endif
