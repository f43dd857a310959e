/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print_driver_int.h"

#include "base/clock.h"

#include <poll.h>
#include <stdio.h>
#include <unistd.h>

const struct print_times print_times_usual = {
    .connect = 3000, .answer = 1000, .work = 10000, .look = 30000, .again = 5000, .job = 180000};

bool printer_usable(enum printer_state state)
{
    return state == PRINTER_STARTING || state == PRINTER_READY || state == PRINTER_BUSY || state == PRINTER_PAPER_LOW ||
           state == PRINTER_UNKNOWN;
}

const char *print_state_message(enum printer_state state)
{
    static const char *const messages[] = {
        [PRINTER_NONE] = "No printer is set up in site.yaml.",
        [PRINTER_STARTING] = "The printer is being looked for.",
        [PRINTER_READY] = "The printer is ready.",
        [PRINTER_BUSY] = "The printer is at work.",
        [PRINTER_PAPER_LOW] = "The printer's paper is nearly used up: have more at hand.",
        [PRINTER_UNKNOWN] = "The printer takes what is sent to it, but does not say how it is.",
        [PRINTER_PAPER_OUT] = "The printer has no paper: put some in.",
        [PRINTER_COVER_OPEN] = "The printer's cover is open: close it.",
        [PRINTER_CUTTER] = "The printer's cutter is jammed: switch it off, open it and free the cutter.",
        [PRINTER_STOPPED] = "The printer's queue is stopped: start it again in CUPS.",
        [PRINTER_OFFLINE] = "The printer says that it is not ready: look at its lights.",
        [PRINTER_NOT_THERE] = "The printer is not there: is it plugged in and switched on?",
    };
    _Static_assert(sizeof messages / sizeof *messages == PRINTER_STATE_COUNT, "a message for each state");
    return messages[state];
}

void print_status_set(struct printer_status *s, enum printer_state state, const char *detail)
{
    s->state = state;
    snprintf(s->message, sizeof s->message, detail ? "%s (%s)%s" : "%s%s%s", print_state_message(state),
             detail ? detail : "", s->left_over ? " A slip that was cut short may hang in it: take it away." : "");
}

int64_t print_now_ms(void)
{
    struct clock c = clock_system();
    return c.mono_ms(&c);
}

/* What was drained is not lost: the worker looks at all that may be asked of it before it sleeps. */
static void drain(struct print_host *h)
{
    uint64_t n;
    (void)!read(h->wake, &n, sizeof n);
}

bool print_rest(struct print_host *h, int ms)
{
    struct pollfd p = {.fd = h->wake, .events = POLLIN};
    bool passed = poll(&p, 1, ms) == 0;
    drain(h);
    return passed;
}

enum wait_end print_wait(struct print_host *h, int fd, short events, int ms)
{
    int64_t until = print_now_ms() + ms;
    for (;;) {
        if (h->stop(h))
            return WAIT_STOP;
        int64_t left = until - print_now_ms();
        struct pollfd p[2] = {{.fd = h->wake, .events = POLLIN}, {.fd = fd, .events = events}};
        int n = poll(p, fd < 0 ? 1 : 2, left > 0 ? (int)left : 0);
        if (n > 0 && p[0].revents) {
            drain(h);
            continue;
        }
        if (n > 0)
            return WAIT_READY;
        if (n == 0 && left <= 0)
            return WAIT_TIME;
    }
}
