/* Whether the machine's date can be believed, before anything is erased by it. A battery that died leaves a clock in
 * another century: by the year 2090 every request is past its last day.
 *
 * The last day that was believed is kept. A day up to CLOCK_AHEAD_DAYS later is believed, and so is any that a time
 * server has set (struct clock's `synced`). A later one is not: nothing is erased by its rule, staff are told, and they
 * say whether it is right: a kiosk that was off all summer looks the same from within. An earlier one erases nothing
 * that the right day would not; staff are told of it as well. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_STORE_CLOCK_WATCH_H
#define PORCHLIGHT_STORE_CLOCK_WATCH_H

#include "store/store.h"

/* More than a holiday week, less than the days that staff are warned of unread requests. */
enum { CLOCK_AHEAD_DAYS = 13 };

enum clock_doubt {
    CLOCK_BELIEVED,
    CLOCK_AHEAD, /* nothing is erased by its day until somebody says that it is right */
    CLOCK_BEHIND /* before the last day that was believed */
};

struct clock_watch {
    enum clock_doubt doubt;
    day_t today; /* as the clock says */
    day_t seen;  /* the last day that was believed; DAY_NONE: none yet */
};

/* A database of an older version believes every day. */
bool store_clock_watch(struct store *s, struct clock_watch *out, struct err *e);

/* Somebody says that today is right: it is believed from now on, with a record in the audit. `actor` as there. */
bool store_clock_confirm(struct store *s, const char *actor, struct err *e);

#endif
