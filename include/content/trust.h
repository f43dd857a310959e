/* Who may sign packs for this kiosk. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_CONTENT_TRUST_H
#define PORCHLIGHT_CONTENT_TRUST_H

#include "content/signers.h"

/* DATA/trust.yaml where there is one, else `packs:` of the machine's own site.yaml in the folder `site`, never a
 * pack's. `data` may be NULL. Into the arena. Errors as signers_read and site_open. */
bool trust_read(const char *data, const char *site, struct arena *a, struct signers *out, struct err *e);

#endif
