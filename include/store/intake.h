/* How many requests are taken, who lifts that, and what staff see of it: numbers and days, nothing of any request.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_STORE_INTAKE_H
#define PORCHLIGHT_STORE_INTAKE_H

#include "domain/intake.h"
#include "store/store.h"

/* What store_send and store_send_as keep to from now on; until then there is no limit. Those of an hour are counted in
 * memory alone, by the clock that never goes back: one more is free after each hour's share, and a restart forgets. */
void store_set_limits(struct store *s, const struct intake_limits *limits);

/* Whether a request would be taken now, `sent` ones after the last wipe of the screen. store_send, which knows of no
 * screen, refuses with REFUSED for the other reasons. Some microseconds. */
bool store_may_send(struct store *s, int sent, enum intake_stop *stop, struct err *e);

enum { LIFT_DAYS_MAX = 7 };

/* Lifts all limits but the disk's to the end of `last`, at most LIFT_DAYS_MAX days from today on, or with DAY_NONE puts
 * them back. Recorded in the audit, in the same commit. REFUSED for another day or actor (see store/audit.h). Works
 * beside a running kiosk, which keeps to it from then on. */
bool store_lift_limits(struct store *s, const char *actor, day_t last, struct err *e);

/* Today at a glance. */
struct store_status {
    size_t kept, unread, today;             /* requests in all, of them new, of them received today */
    size_t expiring;                        /* new ones that are erased before the day that was asked about */
    day_t oldest_unread;                    /* DAY_NONE: none */
    day_t last_collected, unattended_since; /* as store_last_collected, store_unattended_since */
    day_t lifted;                           /* the last day without limits; DAY_NONE: they hold */
    enum intake_stop stop;                  /* by the limits that were set */
};

bool store_status(struct store *s, day_t before, struct store_status *out, struct err *e);

#endif
