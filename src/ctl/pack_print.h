/* How packs are shown: as lines for people, as JSON for programs. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_CTL_PACK_PRINT_H
#define PORCHLIGHT_CTL_PACK_PRINT_H

#include "content/faults.h"
#include "content/pack_diff.h"

/* What is in the pack and who signed it; `trusted` as pack_judge fills it, `why` not NULL when it is not enough. False
 * when the result cannot be written. */
bool print_pack(const struct pack *p, const struct signer *const *trusted, const char *why, bool json);

/* What it would change. */
bool print_diff(const struct pack *p, const struct pack_diff *d, bool json);

/* Errors, and warnings too when `all`, to standard error. */
void print_faults(const struct faults *faults, bool all);

#endif
