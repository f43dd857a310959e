/* A sealed request: what the kiosk writes and cannot read back.
 *
 *   offset  bytes
 *        0      1  version, 1
 *        1     24  nonce
 *       25  16×80  boxes: the payload's key in crypto_box_seal, one for each reader, the rest decoys, shuffled
 *     1305  n+16   XChaCha20-Poly1305 of the padded payload; everything before it and the binding below are
 *                  authenticated with it
 *
 * A decoy is what a box looks like (a point on the curve and 48 random bytes), so neither the readers nor their number
 * are in the clear. A reader finds the own box by trying: at most 16 × one X25519, under 2 ms; a hint would cost less
 * and tell whoever holds the list of public keys more. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_STORE_ENVELOPE_H
#define PORCHLIGHT_STORE_ENVELOPE_H

#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "store/receipt.h"
#include "store/vault.h"

enum {
    ENVELOPE_VERSION = 1,
    ENVELOPE_NONCE = 24,
    ENVELOPE_BOX = 80,
    ENVELOPE_HEAD = 1 + ENVELOPE_NONCE + VAULT_READERS_MAX * ENVELOPE_BOX,
    ENVELOPE_OVERHEAD = ENVELOPE_HEAD + 16,
    ENVELOPE_ID = 16,
    ENVELOPE_PAYLOAD_MAX = 64 * 1024
};

/* What is sealed: none of them can be put in the place of another. */
enum envelope_kind { ENVELOPE_REQUEST, ENVELOPE_ANSWER, ENVELOPE_REPLY, ENVELOPE_KIND_COUNT };

/* What a sealed payload belongs to. Bound into it: a row whose id, tag, day or answer key was changed does not open,
 * so nobody can turn a liaison's answer to a key of their own. State and expiry change in a request's life: not bound.
 */
struct envelope_binding {
    enum envelope_kind kind;
    uint8_t id[ENVELOPE_ID];
    uint8_t receipt_tag[RECEIPT_TAG];
    uint8_t receipt_key[32];
    day_t received;
};

/* Appends the envelope to `out`. TOO_BIG for a longer payload, REFUSED for no readers, too many, or a key that is no
 * key. */
bool envelope_seal(const struct envelope_binding *to, const uint8_t (*readers)[VAULT_PUBLIC_KEY], size_t reader_count,
                   const char *payload, size_t len, struct str *out, struct err *e);

/* Appends the payload to `out`. REFUSED when no box opens with this key, DAMAGED when one does and the rest was
 * changed. */
bool envelope_open(const struct envelope_binding *to, const struct vault_key *key, const uint8_t *sealed, size_t len,
                   struct str *out, struct err *e);

#endif
