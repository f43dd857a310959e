/* The kiosk's printer. A worker thread of its own speaks with it; no function here waits for a printer, and each
 * returns within a millisecond. Every function accepts NULL as "there is no printer" unless it says otherwise.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DEVICE_PRINTER_H
#define PORCHLIGHT_DEVICE_PRINTER_H

#include "base/err.h"
#include "device/print_state.h"
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

/* Cancels everything, as printer_cancel_all, gives the printer half a second to be told so (the one call that waits),
 * and goes. A worker that is stuck in a library's call is left behind; it wipes what it holds when the call returns. */
void printer_free(struct printer *p);

/* Asks a printer once how it is, and waits for its answer, `ms` at most: for the doctor. Prints nothing, and touches
 * nothing that a kiosk at work has with the printer. */
void printer_ask(const struct printer_settings *s, int ms, struct printer_status *out);

/* What to lay out for: 58 mm for NULL. */
struct print_area printer_area(struct printer *p);

void printer_status(struct printer *p, struct printer_status *out); /* as last seen: at most 30 s old */
/* Asks the worker to look now, for a screen that shows the status or offers to print. */
void printer_look(struct printer *p);

/* Puts slips (roll: each cut off by itself) or pages (sheet) in the queue; *id is never 0 nor used again. On true the
 * rasters are the printer's and those of the caller are empty; on false they are the caller's still. A raster wider or
 * higher than printer_area, or too many of anything: FAILED. Queue full: REFUSED. NULL: NO_DEVICE. */
bool printer_print(struct printer *p, struct raster *pages, size_t count, int copies, uint32_t *id, struct err *e);

void printer_job(struct printer *p, uint32_t id, struct print_progress *out);

/* A waiting job is wiped before this returns; one at work stops within a few millimetres of paper. One that has ended
 * stays as it is. */
void printer_cancel(struct printer *p, uint32_t id);

/* The end of a session: nothing of it may come out later for a stranger. As printer_cancel for every job; forgets the
 * ids. A half-printed slip is fed and cut off before the next one begins. */
void printer_cancel_all(struct printer *p);

/* True when anything has changed since this was last asked: cheap enough for every tick. */
bool printer_changed(struct printer *p);
/* An eventfd, readable while printer_changed would be true; -1 for NULL. For those who wait with poll(2). */
int printer_fd(struct printer *p);

#endif
