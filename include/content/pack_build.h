/* Making a pack of a site's folder, and putting signatures on it. The secret keys stay with the caller.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_CONTENT_PACK_BUILD_H
#define PORCHLIGHT_CONTENT_PACK_BUILD_H

#include "content/faults.h"
#include "content/pack.h"

/* Signs `len` bytes with the secret half of `key`. */
struct pack_signing {
    const uint8_t *key; /* SIGNER_KEY bytes */
    void *context;
    void (*sign)(void *context, const void *bytes, size_t len, uint8_t out[64]);
};

/* The folder `dir` as a pack in `out`, signed. The same files, day, notes and key give the same bytes. `notes` may be
 * NULL. What is the machine's own or secret is left out and named in `left` (warnings; may be NULL): demonstration/,
 * system/, data/, keys, databases, packs, editors' copies, names with a dot in front. A link, a device, or a secret key
 * under another name is REFUSED; over a limit TOO_BIG. */
bool pack_build(const char *dir, day_t date, const char *notes, const struct pack_signing *by, struct str *out,
                struct faults *left, struct err *e);

/* The open pack with one more signature. REFUSED when this key has signed already, or PACK_SIGNATURES_MAX have. */
bool pack_approve(const struct pack *p, const struct pack_signing *by, struct str *out, struct err *e);

#endif
