/* Who may change what the kiosk says: `packs:` in the site.yaml that stands on the machine, never that of a pack.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_CONTENT_SIGNERS_H
#define PORCHLIGHT_CONTENT_SIGNERS_H

#include "base/arena.h"
#include "base/err.h"
#include "content/faults.h"

#include <stdint.h>

enum { SIGNER_KEY = 32 };

struct signer {
    const char *name;
    const char *key_text;    /* 43 characters, as `porchlightctl keys show` prints them */
    uint8_t key[SIGNER_KEY]; /* Ed25519 */
};

/* What is faulty only ever trusts fewer people or needs more of them. */
struct signers {
    const struct signer *v; /* each key once */
    size_t count;
    int needed; /* how many of them must have signed a pack: 1 to 8; 0 while count is 0 */
};

/* Reads a file that holds `packs:` and nothing else, into the arena. False when it cannot be read or has any fault
 * (REFUSED, with its line). */
bool signers_read(const char *path, struct arena *a, struct signers *out, struct err *e);

#endif
