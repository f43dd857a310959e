/* The kiosk's printer. A worker thread of its own speaks with it; no function here waits for a printer, and each
 * returns within a millisecond. Every function accepts NULL as "there is no printer" unless it says otherwise.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DEVICE_PRINTER_H
#define PORCHLIGHT_DEVICE_PRINTER_H

#include "base/err.h"
#include "device/raster.h"
#include "domain/printer_settings.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct printer;

/* Starts the worker, which opens nothing before it looks for the first time, at once. `s` is copied. `changed` (may be
 * NULL) is called on the worker's thread whenever a status or a job has changed: it may only wake the caller's loop.
 * With kind none *out is NULL and the answer true. FAILED for settings that printer_settings_check refuses. */
bool printer_new(struct printer **out, const struct printer_settings *s, void (*changed)(void *context), void *context,
                 struct err *e);

/* Cancels everything, as printer_cancel_all, gives the printer half a second to be told so, and goes. A worker that is
 * stuck in a library's call is left behind; it wipes what it holds when the call returns. */
void printer_free(struct printer *p);

/* What to lay out for: 58 mm for NULL. */
struct print_area printer_area(const struct printer *p);

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

void printer_status(const struct printer *p, struct printer_status *out); /* as last seen: at most 30 s old */
/* Asks the worker to look now, for a screen that shows the status or offers to print. */
void printer_look(struct printer *p);
/* False when printing is known to be of no use: the screen then shows what it would have printed. */
bool printer_usable(enum printer_state state);

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

enum {
    PRINT_JOBS_MAX = 4, /* waiting or at work */
    PRINT_PAGES_MAX = 8,
    PRINT_COPIES_MAX = 9,
    PRINT_KEPT = 16 /* ended jobs whose end is still known */
};

/* Puts slips (roll: each cut off by itself) or pages (sheet) in the queue; *id is never 0 nor used again. On true the
 * rasters are the printer's and those of the caller are empty; on false they are the caller's still. A raster wider or
 * higher than printer_area, or too many of anything: FAILED. Queue full: REFUSED. NULL: NO_DEVICE. */
bool printer_print(struct printer *p, struct raster *pages, size_t count, int copies, uint32_t *id, struct err *e);

void printer_job(const struct printer *p, uint32_t id, struct print_progress *out);

/* A waiting job is wiped before this returns; one at work stops within a few millimetres of paper. One that has ended
 * stays as it is. */
void printer_cancel(struct printer *p, uint32_t id);

/* The end of a session: nothing of it may come out later for a stranger. As printer_cancel for every job; forgets the
 * ids. A half-printed slip is fed and cut off before the next one begins. */
void printer_cancel_all(struct printer *p);

/* True when anything has changed since this was last asked: cheap enough for every tick. */
bool printer_changed(struct printer *p);
/* An eventfd, readable while printer_changed would be true; -1 for NULL. For those who wait with poll(2). */
int printer_fd(const struct printer *p);

#endif
