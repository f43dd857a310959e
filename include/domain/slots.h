/* Free times of a liaison: pieces of the plan that are long enough for a meeting, less what is promised already. Nobody
 * is promised a time twice. Pure. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DOMAIN_SLOTS_H
#define PORCHLIGHT_DOMAIN_SLOTS_H

#include "base/zone.h"
#include "domain/availability.h"
#include <stdbool.h>
#include <stddef.h>

enum { SLOT_NO_MINUTE = -1, SLOT_LENGTH_MIN = 5, SLOT_LENGTH_MAX = 240, SLOTS_A_DAY_MAX = 24 * 60 / SLOT_LENGTH_MIN };

/* A time that is promised or asked for: an hour, or only a part of the day. */
struct promise {
    day_t day;
    int minute;         /* after midnight; SLOT_NO_MINUTE: the part alone */
    enum day_part part; /* of the minute, when there is one */
};

struct slot {
    day_t day;
    int minute;
    const char *where; /* as in the plan, borrowed; NULL: at the centre */
};

struct slot_plan {
    const struct availability *person;
    const struct availability *centre; /* may be NULL: see availability_openings */
    const struct zone *zone;           /* NULL: every civil time is taken to happen once */
    int length_min;                    /* of a meeting, SLOT_LENGTH_MIN to SLOT_LENGTH_MAX */
    const struct promise *promises;    /* of this liaison, in any order */
    size_t promise_count;
    size_t unread;          /* promises of which nothing is known, perhaps this liaison's … */
    size_t unread_accepted; /* … and of how many the liaison was told and goes on */
    day_t last;             /* no later day can be promised: what is promised is forgotten then. 0: any can */
};

/* Before 12:00 morning, before 17:00 midday, then evening. */
enum day_part slot_part(int minute);

/* Free slots, as far as is known, in order from `first_minute` of day `first` through `days` days, none after the last
 * that can be promised; returns how many, at most `cap`. An
 * opening is cut into slots from its beginning on. A slot that overlaps a promised hour is gone. Who was promised a
 * part of a day needs one of its slots: when there are no more slots than such promises, none of them is free. A slot
 * with a minute that does not happen, as clocks go forward, is none; when they go back it is meant as its first minute.
 */
size_t slots_free(const struct slot_plan *plan, day_t first, int first_minute, int days, struct slot *out, size_t cap);

enum slot_fit {
    SLOT_FREE,
    SLOT_OUTSIDE, /* the plan has no such hours, or the meeting would outlast them */
    SLOT_TAKEN,   /* promised to somebody else */
    SLOT_GAP,     /* the clocks go forward over it */
    SLOT_UNREAD,  /* nothing known is in its way, but more may be promised than is known */
    SLOT_LATE     /* after the last day */
};

/* Whether a time, which need not be on the slots' grid, can be promised. `where`, which may be NULL, receives the place
 * of the plan at that hour, NULL for the centre or none. */
enum slot_fit slot_fits(const struct slot_plan *plan, const struct promise *wanted, const char **where);

/* The free slots nearest to a time, at most `cap` and not before `first_minute` of day `first`, looking 28 days to both
 * sides; in order of time. */
size_t slots_nearest(const struct slot_plan *plan, const struct promise *wanted, day_t first, int first_minute,
                     struct slot *out, size_t cap);

#endif
