/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/receipt.h"

#include "store/limits_int.h"

#include <sodium.h>
#include <string.h>

/* One Argon2id run, two keys from it: who knows a tag learns nothing of the seed. */
static const char kdf_context[crypto_kdf_CONTEXTBYTES] = {'r', 'e', 'c', 'e', 'i', 'p', 't', '1'};
enum { KDF_TAG = 1, KDF_SEED = 2 };
_Static_assert(RECEIPT_SALT == crypto_pwhash_SALTBYTES, "libsodium's salt");
_Static_assert(RECEIPT_SEED == crypto_box_SEEDBYTES, "libsodium's seed");

bool receipt_derive(const struct receipt_code *code, const struct receipt_salt *salt, struct receipt_secret *out,
                    struct err *e)
{
    if (!receipt_code_valid(code))
        return err_set(e, ERR_NOT_FOUND, "no such code");
    char text[RECEIPT_TEXT_MAX];
    uint8_t master[crypto_kdf_KEYBYTES];
    receipt_code_format(code, text);
    bool ok = crypto_pwhash(master, sizeof master, text, strlen(text), salt->salt, salt->passes,
                            (size_t)salt->mem_kib * 1024, crypto_pwhash_ALG_ARGON2ID13) == 0;
    if (ok) {
        crypto_kdf_derive_from_key(out->tag, sizeof out->tag, KDF_TAG, kdf_context, master);
        crypto_kdf_derive_from_key(out->seed, sizeof out->seed, KDF_SEED, kdf_context, master);
    } else {
        err_set(e, ERR_FAILED, "not enough memory to work out a code (%u MiB)", salt->mem_kib / 1024);
    }
    sodium_memzero(master, sizeof master);
    sodium_memzero(text, sizeof text);
    return ok;
}

bool receipt_new(const struct receipt_salt *salt, struct receipt_code *code, struct receipt_secret *out, struct err *e)
{
    uint8_t bytes[RECEIPT_RANDOM_BYTES];
    do
        randombytes_buf(bytes, sizeof bytes);
    while (!receipt_random_fair(bytes));
    *code = receipt_code_from_random(bytes);
    sodium_memzero(bytes, sizeof bytes);
    return receipt_derive(code, salt, out, e);
}

void receipt_public(const struct receipt_secret *secret, uint8_t public_key[32])
{
    uint8_t secret_key[crypto_box_SECRETKEYBYTES];
    crypto_box_seed_keypair(public_key, secret_key, secret->seed);
    sodium_memzero(secret_key, sizeof secret_key);
}
