/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/signing.h"

#include "store/vault_int.h"

#include <string.h>

struct signing_key {
    uint8_t seed[crypto_sign_SEEDBYTES];
    uint8_t secret[crypto_sign_SECRETKEYBYTES];
    uint8_t public_key[SIGNING_PUBLIC];
};

_Static_assert((int)SIGNING_PUBLIC == crypto_sign_PUBLICKEYBYTES && (int)SIGNING_PUBLIC == VAULT_PUBLIC_KEY &&
                   (int)SIGNING_BYTES == crypto_sign_BYTES && crypto_sign_SEEDBYTES == crypto_box_SECRETKEYBYTES,
               "a signing key's sizes are libsodium's, and its seed fits a key file");

static struct signing_key *key_alloc(struct err *e)
{
    struct signing_key *k = sodium_malloc(sizeof *k);
    if (!k)
        err_set(e, ERR_FAILED, "not enough locked memory for a key");
    return k;
}

bool signing_key_new(const char *name, const char *passphrase, const char *path, uint8_t public_key[SIGNING_PUBLIC],
                     struct err *e)
{
    struct signing_key *k = key_alloc(e);
    if (!k)
        return false;
    randombytes_buf(k->seed, sizeof k->seed);
    crypto_sign_seed_keypair(k->public_key, k->secret, k->seed);
    bool ok = key_file_new(KEY_SIGNS, name, passphrase, path, k->seed, k->public_key, e);
    if (ok)
        memcpy(public_key, k->public_key, SIGNING_PUBLIC);
    signing_key_free(k);
    return ok;
}

bool signing_key_open(const char *path, const char *passphrase, struct signing_key **out, struct err *e)
{
    struct err own = {0};
    e = e ? e : &own;
    struct arena a;
    arena_init(&a, true);
    struct key_file f;
    char *text;
    struct signing_key *k = NULL;
    bool ok = key_file_read(path, KEY_SIGNS, &a, &text, &f, e) && (k = key_alloc(e)) &&
              (key_file_unwrap(&f, text, passphrase, k->seed, e) || err_wrap(e, "'%s'", path));
    if (ok) {
        crypto_sign_seed_keypair(k->public_key, k->secret, k->seed);
        sodium_mprotect_readonly(k);
        *out = k;
    } else {
        signing_key_free(k);
    }
    arena_release(&a);
    return ok;
}

bool signing_key_peek(const char *path, char name[120], uint8_t public_key[SIGNING_PUBLIC], struct err *e)
{
    return key_file_peek(path, KEY_SIGNS, name, public_key, e);
}

void signing_key_free(struct signing_key *k)
{
    sodium_free(k); /* wipes; accepts NULL */
}

const uint8_t *signing_key_public(const struct signing_key *k)
{
    return k->public_key;
}

void signing_key_sign(const struct signing_key *k, const void *bytes, size_t len, uint8_t out[SIGNING_BYTES])
{
    crypto_sign_detached(out, NULL, bytes, len, k->secret);
}
