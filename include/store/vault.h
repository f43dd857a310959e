/* Sealing: what the kiosk writes it cannot read back. libsodium; DESIGN section 6.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_STORE_VAULT_H
#define PORCHLIGHT_STORE_VAULT_H

#include "base/err.h"
#include "domain/receipt_code.h"
#include "domain/request.h"
#include <stddef.h>
#include <stdint.h>

enum { VAULT_PUBLIC_KEY = 32, VAULT_READERS_MAX = REQUEST_READERS_MAX };

/* A liaison's secret key, in locked memory that is wiped on free. */
struct vault_key;

/* Call once before anything else here; core dumps of the process are switched off as well. */
bool vault_init(struct err *e);

/* Makes a pair and writes the secret half to `path` (mode 0600, never over an existing file), wrapped by the
 * passphrase (Argon2id, moderate limits). `name` is kept in the file in the clear. REFUSED for a passphrase under 8
 * bytes. */
bool vault_key_new(const char *name, const char *passphrase, const char *path, uint8_t public_key[VAULT_PUBLIC_KEY],
                   struct err *e);

/* Opens a key file. REFUSED for a wrong passphrase, DAMAGED for a file that is no key or was changed. */
bool vault_key_open(const char *path, const char *passphrase, struct vault_key **out, struct err *e);

/* Name and public key without the passphrase. `name` receives at most 120 bytes with NUL. */
bool vault_key_peek(const char *path, char name[120], uint8_t public_key[VAULT_PUBLIC_KEY], struct err *e);
void vault_key_free(struct vault_key *k); /* accepts NULL */
const uint8_t *vault_key_public(const struct vault_key *k);

/* Public keys as people.yaml writes them: URL-safe base64 without padding, 43 characters. */
void vault_public_format(const uint8_t public_key[VAULT_PUBLIC_KEY], char out[44]);
bool vault_public_parse(const char *s, uint8_t public_key[VAULT_PUBLIC_KEY]);

#endif
