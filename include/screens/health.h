/* What the kiosk can do at the moment, and how what is being printed gets on. SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef PORCHLIGHT_SCREENS_HEALTH_H
#define PORCHLIGHT_SCREENS_HEALTH_H

#include "domain/intake.h"
#include <stdbool.h>

/* The printer, as far as a visitor is told. */
enum paper_health {
    PAPER_NO_PRINTER, /* none is set up */
    PAPER_READY,      /* also while nobody knows better */
    PAPER_LOW,        /* prints; staff bring a roll */
    PAPER_OUT,
    PAPER_TROUBLE, /* open, stopped, jammed, switched off: staff read which */
    PAPER_HEALTH_COUNT
};

struct printer_health {
    enum paper_health paper;
    bool left_over;      /* paper of an ended session may hang in it: staff take it away */
    const char *message; /* for staff, English, one line; "" before anybody has looked. Borrowed */
};

struct health {
    bool vault; /* requests can be sealed and kept, and somebody can read them */
    bool sound;
    bool nobody_collects;  /* honest intake: nobody has collected for site.intake_warn_days */
    enum intake_stop stop; /* why no request would be taken; INTAKE_OPEN */
    /* for staff: so many requests that nobody has read, so many of them erased within INTAKE_WARN_DAYS, and days since
     * anybody collected (-1: never, and there is nothing) */
    int unread, expiring, uncollected_days;
    struct printer_health printer;
};

enum print_phase {
    PRINT_PHASE_NONE,
    PRINT_PHASE_WAITING, /* for the printer to begin */
    PRINT_PHASE_PRINTING,
    PRINT_PHASE_PRINTED, /* the printer itself says so */
    PRINT_PHASE_SENT,    /* this printer never says whether it printed */
    PRINT_PHASE_FAILED,  /* a part of it may be on paper */
    PRINT_PHASE_COUNT
};

enum { PRINT_WHAT_MAX = 96 };

/* The job of this session that was started last. */
struct printing {
    enum print_phase phase;
    int percent;               /* of it gone out, 0–100 */
    enum paper_health why;     /* PRINT_PHASE_FAILED: what stopped it */
    char what[PRINT_WHAT_MAX]; /* the slip's name: screens/slip.h; "" for none */
};

#endif
