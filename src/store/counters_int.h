/* A count within somebody else's transaction. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_STORE_COUNTERS_INT_H
#define PORCHLIGHT_STORE_COUNTERS_INT_H

#include "store/store_int.h"

/* Within a transaction: a request that was received on that day is answered for the first time. */
bool counters_answered(struct store *s, day_t received, struct err *e);

#endif
