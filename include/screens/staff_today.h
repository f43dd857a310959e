/* Is the kiosk well? What `porchlight doctor` looks at, as staff see it on the glass.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_SCREENS_STAFF_TODAY_H
#define PORCHLIGHT_SCREENS_STAFF_TODAY_H

#include "base/day.h"
#include "base/err.h"
#include "screens/staff.h"

/* In the order in which staff should mend them. */
enum ready_part {
    READY_REQUESTS,
    READY_KEYS,
    READY_PRINTER,
    READY_SOUND,
    READY_DISK,
    READY_CLOCK,
    READY_CONTENT,
    READY_PAGES,
    READY_EXPIRY,
    READY_PACK,
    READY_NUDGE,
    READY_STARTED,
    READY_PART_COUNT
};

enum ready_verdict { READY_FINE, READY_LOOK, READY_BROKEN, READY_VERDICT_COUNT };

/* What is said of a part: a sentence of the screen, filled with number, day, minute and word. */
enum ready_says {
    SAYS_MESSAGE, /* only `message`, the doctor's English */
    SAYS_FAILED,  /* it could not be looked at: `why` is an err_code */
    SAYS_REQUESTS_TAKEN,
    SAYS_REQUESTS_STOPPED,
    SAYS_REQUESTS_EXPIRING,
    SAYS_REQUESTS_UNCOLLECTED,
    SAYS_REQUESTS_LIFTED,
    SAYS_KEYS,
    SAYS_NO_KEYS,
    SAYS_PRINTER_NONE,
    SAYS_PRINTER_READY,
    SAYS_PRINTER_LOW,
    SAYS_PRINTER_TROUBLE,
    SAYS_SOUND,
    SAYS_NO_SOUND,
    SAYS_DISK,
    SAYS_CLOCK,
    SAYS_CLOCK_WRONG,
    SAYS_CLOCK_AHEAD,
    SAYS_CLOCK_BEHIND,
    SAYS_CONTENT,
    SAYS_CONTENT_WARNINGS,
    SAYS_CONTENT_FAULTS,
    SAYS_PAGES,
    SAYS_PAGES_HIDDEN,
    SAYS_NOTHING_EXPIRES,
    SAYS_EXPIRES,
    SAYS_EXPIRED,
    SAYS_NO_PACK,
    SAYS_PACK,
    SAYS_NO_NUDGES,
    SAYS_NUDGE_NEVER,
    SAYS_NUDGED,
    SAYS_NUDGE_FAILS,
    SAYS_STARTED,
    READY_SAYS_COUNT
};

enum { READY_WORD = 48, READY_SOON_DAYS = 30 /* what expires sooner is told */ };

struct ready {
    enum ready_verdict verdict;
    enum ready_says says;
    int number, minute;
    int why;         /* an intake_stop or a nudge_trouble */
    day_t day, last; /* `last`: the day before a jump of the clock */
    char word[READY_WORD];
    char message[ERR_MSG_MAX]; /* the same in the doctor's English, one line */
};

/* STAFF_TODAY's orders. */
enum today_order {
    TODAY_LIFT,          /* the limits, for today */
    TODAY_RESTORE,       /* they hold again */
    TODAY_DATE_IS_RIGHT, /* though it jumped */
    TODAY_ORDER_COUNT
};

enum today_result { TODAY_NONE, TODAY_LIFTED, TODAY_RESTORED, TODAY_DATE_KEPT, TODAY_FAILED };

struct staff_today {
    struct ready parts[READY_PART_COUNT];
    bool stale;   /* a screen wants to see how things are now */
    day_t lifted; /* the last day without limits; DAY_NONE: they hold */
    int taken_today, unread;
    enum today_result result;
    enum err_code why; /* TODAY_FAILED */
};

#endif
