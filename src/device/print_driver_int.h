/* What the printer's worker and a driver promise each other. Everything here runs on the worker's thread.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DEVICE_PRINT_DRIVER_INT_H
#define PORCHLIGHT_DEVICE_PRINT_DRIVER_INT_H

#include "device/print_state.h"
#include "device/raster.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Milliseconds. Tests shorten them. */
struct print_times {
    int connect; /* until a printer has taken the connection */
    int answer;  /* until it has answered a question */
    int work;    /* until it has printed what was sent, or takes more; a cutter and a cold head need some */
    int look;    /* between two looks while nothing happens */
    int again;   /* between two looks while something is wrong */
    int job;     /* CUPS: until a job must have ended */
};
extern const struct print_times print_times_usual;

struct print_work {
    const struct raster *pages;
    size_t count;
    int copies;
};

/* The worker, as a driver sees it. */
struct print_host {
    int wake; /* eventfd: something is asked of the worker */
    struct print_times times;
    bool asks_only; /* prints nothing and leaves what others have begun alone */
    bool tidying;   /* set by a driver that has stopped: from here on only the program's end stops it */
    bool (*stop)(struct print_host *h); /* the job is cancelled, or the program ends: leave off now */
    void (*progress)(struct print_host *h, int percent);
    void (*status)(struct print_host *h, enum printer_state state); /* while a job is at work */
};

enum wait_end { WAIT_READY, WAIT_TIME, WAIT_STOP };

/* Until `fd` (-1: none) has one of the poll(2) events or is broken, the time is over, or the host says stop. */
enum wait_end print_wait(struct print_host *h, int fd, short events, int ms);

/* The worker's sleep: until something is asked, or for `ms`; true when the time passed. */
bool print_rest(struct print_host *h, int ms);

struct print_end {
    enum print_state state;            /* PRINTED, SENT, FAILED or CANCELLED */
    enum printer_state why;            /* FAILED */
    char message[PRINTER_MESSAGE_MAX]; /* FAILED; empty: the state's own message */
};

struct print_driver {
    /* How the printer is; also brings in order what an earlier job has left. */
    void (*look)(void *self, struct print_host *h, struct printer_status *out);
    /* Prints one job and says how it ended, and how the printer is then. */
    void (*print)(void *self, struct print_host *h, const struct print_work *work, struct print_end *end,
                  struct printer_status *out);
    void (*free)(void *self);
};

/* The state and its message, with `detail` (may be NULL) behind it in brackets. */
void print_status_set(struct printer_status *s, enum printer_state state, const char *detail);
const char *print_state_message(enum printer_state state);

int64_t print_now_ms(void); /* never goes back */

#endif
