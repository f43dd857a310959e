/* What was taken back or erased: its random id alone, so that no copy or pouch brings it back, and until when that is
 * needed. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_STORE_TOMBSTONES_INT_H
#define PORCHLIGHT_STORE_TOMBSTONES_INT_H

#include "store/store_int.h"

/* An older pouch can bring a request back until the last day it had then, which is not after the one it has when it is
 * erased. A liaison's copy that was answered on may keep it for longer, and comes for its news within the year. Told in
 * steps of a month, so that nobody reads from it on which day somebody took something back. */
enum { TOMBSTONE_DAYS = 366, TOMBSTONE_STEP = 30, TOMBSTONES_MAX = 200000 };

/* Until when one is kept whose request has this last day. */
day_t tombstone_until(day_t today, day_t expires);

/* Within a transaction: of the request with this id, which is still there. */
bool tombstone_add(struct store *s, const uint8_t id[REQUEST_ID_BYTES], struct err *e);

/* Whether this version's kiosk has opened the database: then they have a day. */
bool tombstones_dated(struct store *s);

/* Erases those that are needed no more, and the oldest of too many. *gone tells whether there were any. For a day that
 * is believed (clock_watch.h). */
bool tombstones_forget(struct store *s, day_t today, bool *gone, struct err *e);

#endif
