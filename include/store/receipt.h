/* From a receipt's pictures and digits to the secrets they stand for: a tag that finds the request and an X25519 key
 * that a liaison's answer is sealed to.
 *
 * What the code protects, and what it costs to guess. A code is one of 249,984,000,000 (37.9 bits). Each kiosk has a
 * random salt and Argon2id at libsodium's interactive limits (2 passes over 64 MiB, one lane): about 0.1 s on a desktop
 * core, 0.3–0.5 s on a small kiosk, which is as long as a finger may wait. A thief of the database has the salt and
 * the tags and can try offline: on cores, 2.5e11 × 0.1 s = 790 core-years for all codes. A graphics card moves
 * 2 passes × 64 MiB × 2 (read and write) = 256 MiB a try, so one with 1 TB/s does at most some 3,700 a second: 2.1
 * card-years, in the order of 20,000–40,000 US dollars rented, and one sweep serves for every request of that kiosk.
 * So a code resists anyone without that money, and NOT an agency with it. For that reason it guards little: the
 * request itself is sealed to the liaisons' keys and no code opens it. Who finds a code can read the liaison's
 * answer, where there is one, and take the request back. Guessing on the kiosk itself is slowed by store_find.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_STORE_RECEIPT_H
#define PORCHLIGHT_STORE_RECEIPT_H

#include "base/err.h"
#include "domain/receipt_code.h"
#include <stdint.h>

enum { RECEIPT_SALT = 16, RECEIPT_TAG = 32, RECEIPT_SEED = 32 };

/* How this kiosk turns codes into secrets; chosen when its database was made, kept in it, no secret. */
struct receipt_salt {
    uint8_t salt[RECEIPT_SALT];
    uint32_t passes, mem_kib; /* Argon2id: 1–16 passes, 8 KiB–1 GiB */
};

/* Wipe with sodium_memzero when done. */
struct receipt_secret {
    uint8_t tag[RECEIPT_TAG];   /* kept in the clear: finds the row */
    uint8_t seed[RECEIPT_SEED]; /* never kept: the key pair answers are sealed to */
};

/* The slow step (see above). Pure: may run on any thread while the screen says "one moment". FAILED when the memory
 * for Argon2id is not there. */
bool receipt_derive(const struct receipt_code *code, const struct receipt_salt *salt, struct receipt_secret *out,
                    struct err *e);

/* Draws a new code without bias and derives its secrets. As slow, as pure. */
bool receipt_new(const struct receipt_salt *salt, struct receipt_code *code, struct receipt_secret *out, struct err *e);

/* The public half of the seed's key pair. */
void receipt_public(const struct receipt_secret *secret, uint8_t public_key[32]);

#endif
