/* A secret key: in memory, and as the text of its file. A key that signs packs differs in its first line alone.
 *
 *   Porchlight liaison key 1: <a sentence for whoever opens it in an editor>
 *   name: Officer Rivera
 *   public: <43 characters of URL-safe base64>
 *   argon2id: 3 262144            passes, KiB
 *   salt: <22>
 *   nonce: <32>
 *   secret: <64>                  XChaCha20-Poly1305 of the secret key; all lines above are authenticated with it
 *   check: <43>                   BLAKE2b-256 of all lines above
 *
 * The check tells an accident (DAMAGED) from a wrong passphrase (REFUSED) before the passphrase is needed; the cipher's
 * own tag catches whoever changes a line and mends the check. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_STORE_VAULT_INT_H
#define PORCHLIGHT_STORE_VAULT_INT_H

#include "base/arena.h"
#include "base/str.h"
#include "store/vault.h"

#include <sodium.h>

enum { KEY_NAME_MAX = 120, KEY_FILE_MAX = 4096, KEY_WRAPPED = 32 + crypto_aead_xchacha20poly1305_ietf_ABYTES };

/* X25519, which requests are sealed to, or the seed of Ed25519, which signs packs. */
enum key_kind { KEY_SEALS, KEY_SIGNS, KEY_KIND_COUNT };

struct vault_key {
    uint8_t secret[crypto_box_SECRETKEYBYTES];
    uint8_t public_key[VAULT_PUBLIC_KEY];
};

/* A key file's fields; nothing here is secret without the passphrase. */
struct key_file {
    enum key_kind kind;
    char name[KEY_NAME_MAX];
    uint8_t public_key[VAULT_PUBLIC_KEY];
    uint32_t passes, mem_kib;
    uint8_t salt[crypto_pwhash_SALTBYTES];
    uint8_t nonce[crypto_aead_xchacha20poly1305_ietf_NPUBBYTES];
    uint8_t wrapped[KEY_WRAPPED];
    size_t bound; /* bytes of the text that the cipher authenticates: up to the line of the secret */
};

/* Exactly `size` bytes from exactly `len` characters of URL-safe base64. libsodium 1.0.18 takes characters beyond ASCII
 * for '_' where char is signed, so they are refused here. */
bool key_base64(const char *text, size_t len, uint8_t *out, size_t size);

/* 1 to 119 bytes of text with no control characters: it is printed to a terminal. */
bool key_name_ok(const char *name, size_t len);

/* DAMAGED for anything but a whole, unchanged key file. */
bool key_file_parse(const char *text, size_t len, struct key_file *out, struct err *e);

/* Wraps the secret and appends the whole text; `f` comes with kind, name, public key and limits and is completed. */
bool key_file_write(struct key_file *f, const uint8_t secret[crypto_box_SECRETKEYBYTES], const char *passphrase,
                    struct str *out, struct err *e);

/* The secret half of a parsed file. `text` is what was parsed. REFUSED for a wrong passphrase. */
bool key_file_unwrap(const struct key_file *f, const char *text, const char *passphrase,
                     uint8_t secret[crypto_box_SECRETKEYBYTES], struct err *e);

/* Reads and parses; the text lives in `a`. DAMAGED when it is no key file or one of the other kind. */
bool key_file_read(const char *path, enum key_kind kind, struct arena *a, char **text, struct key_file *f,
                   struct err *e);

/* Name and public key of a file of that kind, without its passphrase. `e` may be NULL. */
bool key_file_peek(const char *path, enum key_kind kind, char name[KEY_NAME_MAX], uint8_t public_key[VAULT_PUBLIC_KEY],
                   struct err *e);

/* Makes the file of a new key, never over another; REFUSED as vault_key_new says. */
bool key_file_new(enum key_kind kind, const char *name, const char *passphrase, const char *path,
                  const uint8_t secret[crypto_box_SECRETKEYBYTES], const uint8_t public_key[VAULT_PUBLIC_KEY],
                  struct err *e);

#endif
