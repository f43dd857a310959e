/* What Argon2id costs. The values lie in limits.c alone, constant: nothing in a shipped program can change them. A test
 * that derives hundreds of keys defines its own `vault_limits`, and the linker then leaves limits.o in its archive.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_STORE_LIMITS_INT_H
#define PORCHLIGHT_STORE_LIMITS_INT_H

#include <stdint.h>

struct vault_limits {
    uint32_t key_passes, key_mem_kib;         /* a liaison's passphrase */
    uint32_t receipt_passes, receipt_mem_kib; /* a visitor's code, for databases made from now on */
};

extern const struct vault_limits vault_limits;

/* What a file or database may ask of us: more is taken for damage, so that it cannot stall the machine. */
enum { ARGON_PASSES_MAX = 16, ARGON_MEM_KIB_MIN = 8, ARGON_MEM_KIB_MAX = 1024 * 1024 };

#endif
