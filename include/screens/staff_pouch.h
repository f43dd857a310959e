/* The pouch: sealed requests out to a liaison's own computer and answers back, on a stick.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_SCREENS_STAFF_POUCH_H
#define PORCHLIGHT_SCREENS_STAFF_POUCH_H

#include "base/err.h"
#include "screens/staff.h"

enum { POUCH_STICKS = 8 };

/* STAFF_POUCH's orders, for the stick `which`. */
enum pouch_order { POUCH_WRITE, POUCH_READ, POUCH_ORDER_COUNT };

enum pouch_result {
    POUCH_NONE,
    POUCH_WRITTEN, /* and durable: the stick may be taken out */
    POUCH_TAKEN_IN,
    POUCH_IN_PART, /* some were taken in, one was refused: `why` */
    POUCH_FULL,    /* no room, or it cannot be written on */
    POUCH_GONE,    /* pulled out, or failing */
    POUCH_EMPTY,   /* no pouch on it */
    POUCH_FOREIGN, /* another kiosk's, or not for this one */
    POUCH_DAMAGED,
    POUCH_FAILED, /* anything else */
    POUCH_RESULT_COUNT
};

struct staff_stick {
    char name[DESK_SOURCE_MAX];
    int free_mb;
    bool read_only;
};

struct staff_pouch {
    struct staff_stick sticks[POUCH_STICKS];
    size_t count, unreadable;
    size_t which;
    enum pouch_result result;
    int requests;                                     /* POUCH_WRITTEN */
    int answered, collected, closed, known, not_used; /* POUCH_TAKEN_IN, POUCH_IN_PART */
    bool not_taken_off;                               /* somebody uses the stick still: don't pull it out yet */
    enum err_code why;
};

#endif
