/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/limits_int.h"

/* libsodium's MODERATE (3 passes, 256 MiB: about 0.5 s on a desktop core) for keys, which are opened rarely and whose
 * files travel; INTERACTIVE (2 passes, 64 MiB) for codes, which a visitor waits for. store/receipt.h has the sums. */
const struct vault_limits vault_limits = {
    .key_passes = 3,
    .key_mem_kib = 256 * 1024,
    .receipt_passes = 2,
    .receipt_mem_kib = 64 * 1024,
};
