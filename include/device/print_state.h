/* How a printer is, and how a job goes: what the printer, its drivers and the screens tell each other.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DEVICE_PRINT_STATE_H
#define PORCHLIGHT_DEVICE_PRINT_STATE_H

#include <stdbool.h>

/* What the printer says of itself. The worst of several comes first. */
enum printer_state {
    PRINTER_NONE,       /* no printer is set up */
    PRINTER_STARTING,   /* nobody has looked yet */
    PRINTER_READY,      /* */
    PRINTER_BUSY,       /* at work, ours or another's */
    PRINTER_PAPER_LOW,  /* prints; bring a new roll */
    PRINTER_UNKNOWN,    /* takes what is sent, never says how it is: many cheap ones */
    PRINTER_PAPER_OUT,  /* from here on nothing is printed */
    PRINTER_COVER_OPEN, /* */
    PRINTER_CUTTER,     /* jammed */
    PRINTER_STOPPED,    /* the queue is stopped, or takes no jobs */
    PRINTER_OFFLINE,    /* there, but not ready for another reason: its own error, its feed button */
    PRINTER_NOT_THERE,  /* unplugged, switched off, no such queue, no cupsd */
    PRINTER_STATE_COUNT
};

enum { PRINTER_MESSAGE_MAX = 200 };

struct printer_status {
    enum printer_state state;
    /* A job of an ended session could not be stopped with certainty, and paper of it may still come out or hang in the
     * printer. Staff look and take it away. True until the printer has been set straight. */
    bool left_over;
    char
        message[PRINTER_MESSAGE_MAX]; /* for staff, English: what is wrong and what to do; nothing of a job's content */
};

/* False when printing is known to be of no use: the screen then shows what it would have printed. */
bool printer_usable(enum printer_state state);

enum {
    PRINT_JOBS_MAX = 4, /* waiting or at work */
    PRINT_PAGES_MAX = 8,
    PRINT_COPIES_MAX = 9,
    PRINT_KEPT = 16 /* ended jobs whose end is still known */
};

enum print_state {
    PRINT_QUEUED,
    PRINT_PRINTING,
    PRINT_PRINTED,   /* the printer itself has said that all of it is printed */
    PRINT_SENT,      /* all was sent; this printer never says whether it printed. Don't call it printed */
    PRINT_FAILED,    /* a part of it may be on paper; `message` says why */
    PRINT_CANCELLED, /* see printer_status.left_over */
    PRINT_FORGOTTEN, /* no such job, or so old that its end is no longer known */
    PRINT_STATE_COUNT
};
static inline bool print_ended(enum print_state s)
{
    return s >= PRINT_PRINTED;
}

struct print_progress {
    enum print_state state;
    int percent;                       /* of the dots that have gone out, 0–100; 100 is not yet "printed" */
    enum printer_state why;            /* PRINT_FAILED: what stopped it */
    char message[PRINTER_MESSAGE_MAX]; /* PRINT_FAILED: for staff, as printer_status.message */
};

#endif
