/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Printing for the visitor who is here: a slip becomes a job of the printer, its end is told as the printer tells it,
 * and with the session everything of it is called back. */
#include "app_int.h"

#include "base/log.h"
#include "paper_int.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { POLL_JOB_MS = 50, POLL_SCREEN_MS = 1000, POLL_QUIET_MS = 10000 };

struct print_desk {
    struct printer *printer; /* NULL: none is set up, or it is not opened yet */
    bool opened;
    uint32_t id; /* the job that `shown` tells about; 0: none */
    struct printing shown;
    struct printer_status status;
};

struct print_desk *printing_new(void)
{
    struct print_desk *d = calloc(1, sizeof *d);
    if (!d)
        BUG("out of memory");
    return d;
}

void printing_free(struct print_desk *d)
{
    if (!d)
        return;
    printer_free(d->printer);
    sodium_memzero(d, sizeof *d);
    free(d);
}

const struct printing *printing_shown(const struct print_desk *d)
{
    return &d->shown;
}

struct print_area printing_area(const struct app *a)
{
    const struct printer_settings *s = &a->site->printer;
    return paper_area(s->kind == PRINTER_KIND_NONE ? PAPER_80MM : s->paper);
}

/* ---- how the printer is --------------------------------------------------------------------------------------------
 */

static enum paper_health paper_of(enum printer_state s)
{
    if (s == PRINTER_NONE)
        return PAPER_NO_PRINTER;
    if (s == PRINTER_PAPER_OUT)
        return PAPER_OUT;
    if (!printer_usable(s))
        return PAPER_TROUBLE;
    return s == PRINTER_PAPER_LOW ? PAPER_LOW : PAPER_READY;
}

struct printer_health printing_health(const struct app *a)
{
    const struct print_desk *d = a->behind.printing;
    if (!d->printer) /* not opened yet: nobody knows better */
        return (struct printer_health){
            .paper = a->options.printer && !d->opened && a->site->printer.kind ? PAPER_READY : PAPER_NO_PRINTER,
            .message = ""};
    return (struct printer_health){
        .paper = paper_of(d->status.state), .left_over = d->status.left_over, .message = d->status.message};
}

struct printer_status printing_status(const struct app *a)
{
    const struct print_desk *d = a->behind.printing;
    return d->printer ? d->status : (struct printer_status){.state = PRINTER_NONE};
}

static void take_status(struct app *a)
{
    struct print_desk *d = a->behind.printing;
    struct printer_status now;
    printer_status(d->printer, &now);
    if (now.state == d->status.state && now.left_over == d->status.left_over &&
        strcmp(now.message, d->status.message) == 0)
        return;
    bool well = paper_of(now.state) == PAPER_READY && !now.left_over,
         was_well = paper_of(d->status.state) == PAPER_READY && !d->status.left_over;
    if (!well)
        log_warn("printer: %s", now.message);
    else if (!was_well && d->status.message[0])
        log_info("printer: %s", now.message);
    d->status = now;
    a->view.health.printer = printing_health(a);
    a->dirty = true;
}

static void open_printer(struct app *a)
{
    struct print_desk *d = a->behind.printing;
    d->opened = true;
    struct err e = {0};
    if (!printer_new(&d->printer, &a->site->printer, NULL, NULL, &e))
        log_error("nothing can be printed: %s", e.msg);
    a->view.health.printer = printing_health(a);
    a->dirty = true;
}

/* ---- one job -------------------------------------------------------------------------------------------------------
 */

static bool running(const struct print_desk *d)
{
    return d->shown.phase == PRINT_PHASE_WAITING || d->shown.phase == PRINT_PHASE_PRINTING;
}

static void forget_job(struct print_desk *d)
{
    d->id = 0;
    sodium_memzero(&d->shown, sizeof d->shown);
}

static void failed(struct print_desk *d, enum paper_health why)
{
    d->shown.phase = PRINT_PHASE_FAILED;
    d->shown.why = why == PAPER_READY || why == PAPER_LOW ? PAPER_TROUBLE : why;
    d->id = 0;
}

void printing_enter(struct app *a)
{
    struct print_desk *d = a->behind.printing;
    printer_look(d->printer);
    if (!running(d)) /* what was printed before is no news */
        forget_job(d);
}

void printing_cancel(struct app *a)
{
    struct print_desk *d = a->behind.printing;
    if (d->id)
        printer_cancel(d->printer, d->id);
    forget_job(d);
}

void printing_start(struct app *a, const char *what)
{
    struct print_desk *d = a->behind.printing;
    struct paper *p = services_paper(a->services);
    struct raster sheets[PRINT_PAGES_MAX];
    size_t count = 0;
    struct err e = {0};
    if (running(d))
        printing_cancel(a);
    forget_job(d);
    snprintf(d->shown.what, sizeof d->shown.what, "%s", what);
    if (paper_make(p, what, printing_area(a), &e) && paper_copy(p, sheets, &count, &e) &&
        printer_print(d->printer, sheets, count, 1, &d->id, &e)) {
        d->shown.phase = PRINT_PHASE_WAITING;
        return;
    }
    log_error("a slip was not printed: %s", e.msg);
    for (size_t i = 0; i < count; i++)
        raster_release(&sheets[i]);
    failed(d, printing_health(a).paper);
}

static void take_progress(struct app *a)
{
    static const enum print_phase phases[PRINT_STATE_COUNT] = {
        [PRINT_QUEUED] = PRINT_PHASE_WAITING,   [PRINT_PRINTING] = PRINT_PHASE_PRINTING,
        [PRINT_PRINTED] = PRINT_PHASE_PRINTED,  [PRINT_SENT] = PRINT_PHASE_SENT,
        [PRINT_FAILED] = PRINT_PHASE_FAILED,    [PRINT_CANCELLED] = PRINT_PHASE_FAILED,
        [PRINT_FORGOTTEN] = PRINT_PHASE_FAILED,
    };
    struct print_desk *d = a->behind.printing;
    struct print_progress now;
    printer_job(d->printer, d->id, &now);
    enum print_phase phase = phases[now.state];
    if (phase == d->shown.phase && now.percent == d->shown.percent)
        return;
    d->shown.phase = phase;
    d->shown.percent = now.percent;
    a->dirty = true;
    if (phase == PRINT_PHASE_FAILED) {
        log_warn("a slip did not print to its end: %s", now.message[0] ? now.message : "it was stopped");
        failed(d, now.state == PRINT_FAILED ? paper_of(now.why) : PAPER_TROUBLE);
    }
    if (!running(d))
        d->id = 0;
    if (phase == PRINT_PHASE_PRINTED && strncmp(app_route(a), "print/", strlen("print/")) == 0)
        say_words(a, tr(&a->view, "Printed. Take it."));
}

int printing_poll(struct app *a)
{
    struct print_desk *d = a->behind.printing;
    if (!d->opened && a->options.printer)
        open_printer(a);
    if (!d->printer)
        return -1;
    if (printer_changed(d->printer) || d->id) {
        take_status(a);
        if (d->id)
            take_progress(a);
    }
    return d->id                                                    ? POLL_JOB_MS
           : strncmp(app_route(a), "print/", strlen("print/")) == 0 ? POLL_SCREEN_MS
                                                                    : POLL_QUIET_MS;
}

void printing_end_session(struct app *a)
{
    struct print_desk *d = a->behind.printing;
    printer_cancel_all(d->printer);
    forget_job(d);
}
