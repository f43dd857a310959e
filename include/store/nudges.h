/* What the kiosk remembers of its nudges: numbers and times of messages, nothing of any request. How many requests came
 * since the last nudge is counted in the transaction that keeps each, so that none is forgotten or told twice over a
 * crash. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_STORE_NUDGES_H
#define PORCHLIGHT_STORE_NUDGES_H

#include "domain/nudge.h"
#include "store/store.h"

/* Numbers that make no sense are brought into their range: a damaged row tells too often rather than never. */
bool store_nudge_state(struct store *s, enum nudge_channel c, struct nudge_state *out, struct err *e);
bool store_keep_nudge(struct store *s, enum nudge_channel c, const struct nudge_state *state, struct err *e);

#endif
