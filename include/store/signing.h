/* Keys that sign content packs (Ed25519). Their files are made, wrapped and opened as a liaison's are (store/vault.h;
 * call vault_init first), and neither kind can be used as the other. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_STORE_SIGNING_H
#define PORCHLIGHT_STORE_SIGNING_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

enum { SIGNING_PUBLIC = 32, SIGNING_BYTES = 64 };

/* In locked memory that is wiped on free. */
struct signing_key;

/* As vault_key_new: never over an existing file; REFUSED for a bad name or a passphrase under 8 bytes. */
bool signing_key_new(const char *name, const char *passphrase, const char *path, uint8_t public_key[SIGNING_PUBLIC],
                     struct err *e);

/* REFUSED for a wrong passphrase; DAMAGED for a file that is no signing key or was changed. */
bool signing_key_open(const char *path, const char *passphrase, struct signing_key **out, struct err *e);

/* Name (at most 120 bytes with NUL) and public key without the passphrase. */
bool signing_key_peek(const char *path, char name[120], uint8_t public_key[SIGNING_PUBLIC], struct err *e);
void signing_key_free(struct signing_key *k); /* accepts NULL */
const uint8_t *signing_key_public(const struct signing_key *k);

/* The same bytes always give the same signature. */
void signing_key_sign(const struct signing_key *k, const void *bytes, size_t len, uint8_t out[SIGNING_BYTES]);

#endif
