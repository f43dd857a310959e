/* What the tests of packs share: keys without files, packs of a folder. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_TESTS_PACKING_H
#define PORCHLIGHT_TESTS_PACKING_H

#include "content/installed.h"
#include "content/pack_build.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sodium.h>

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

/* The nth pair of keys: the same in every run. */
struct pair {
    uint8_t public_key[32], secret[64];
};

static inline struct pair pair_of(int n)
{
    struct pair p;
    uint8_t seed[32] = {(uint8_t)n, 7};
    crypto_sign_seed_keypair(p.public_key, p.secret, seed);
    return p;
}

static inline void sign_with_pair(void *context, const void *bytes, size_t len, uint8_t out[64])
{
    struct pair *p = context;
    crypto_sign_detached(out, NULL, bytes, len, p->secret);
}

static inline void write_file(const char *path, const void *bytes, size_t len)
{
    unlink(path); /* a file system that is careful with files cut to nothing takes its time */
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, len, f), len);
    assert_int_equal(fclose(f), 0);
}

/* The site `dir` packed into `out`. */
static inline void pack_site(const char *dir, day_t date, const char *notes, int who, struct str *out)
{
    struct pair pair = pair_of(who);
    const struct pack_signing by = {pair.public_key, &pair, sign_with_pair};
    str_init(out);
    FINE(pack_build(dir, date, notes, &by, out, NULL, e));
}

static inline void pack_to_file(const char *dir, day_t date, const char *notes, const char *path)
{
    struct str out;
    pack_site(dir, date, notes, 1, &out);
    write_file(path, out.s, out.len);
    str_release(&out);
}

#endif
