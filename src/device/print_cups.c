/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A job's way: ask the queue, hand it the document, follow the job to its end, and remove it from CUPS whatever its end
 * was. What cannot be removed now is owed, and tried again until it is. */
#include "print_cups_int.h"

#include "cups_ipp_int.h"
#include "cups_reasons_int.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FOLLOW_MS = 250, OWED_MAX = 64 };

struct cups {
    const struct printer_settings *settings;
    int owed[OWED_MAX]; /* jobs that must go */
    size_t owed_count;
    bool sweep; /* jobs of ours whose numbers are not known must go: those of an earlier life, or an answer was lost */
    bool watch; /* a job was stopped while it printed: its paper may come out until the queue is idle */
};

void *print_cups_new(const struct printer_settings *s)
{
    struct cups *c = calloc(1, sizeof *c);
    if (!c)
        BUG("out of memory");
    c->settings = s;
    c->sweep = true;
    return c;
}

static void cups_free(void *self)
{
    free(self);
}

/* ---- what must go --------------------------------------------------------------------------------------------------
 */

static void owe(struct cups *c, int id)
{
    if (c->owed_count < OWED_MAX)
        c->owed[c->owed_count++] = id;
    else
        c->sweep = true;
}

static void pay(struct cups *c, struct cups_line *l)
{
    size_t count, left = 0;
    int ids[OWED_MAX];
    if (c->sweep && cups_jobs_ours(l, c->settings->address, ids, OWED_MAX, &count, NULL)) {
        c->sweep = count == OWED_MAX; /* there may be more */
        c->owed_count = count;
        memcpy(c->owed, ids, count * sizeof *ids);
    }
    for (size_t i = 0; i < c->owed_count; i++)
        if (!cups_job_purge(l, c->settings->address, c->owed[i], NULL))
            c->owed[left++] = c->owed[i];
    c->owed_count = left;
}

static void tell_left_over(const struct cups *c, bool idle, struct printer_status *out)
{
    if (c->owed_count || c->watch)
        out->left_over = true;
    else if (idle)
        out->left_over = false;
}

/* ---- how it is ------------------------------------------------------------------------------------------------------
 */

/* A queue learns how its printer is only while it prints. So an idle one's printer is asked itself; where that cannot
 * be, what an idle queue says of its printer is old, and must not stop us from ever trying again. */
static enum printer_state state_of(struct print_host *h, const struct cups_queue *queue, char detail[160])
{
    struct cups_queue device;
    struct err e = {0};
    snprintf(detail, 160, "%s", queue->reason);
    if (queue->state != QUEUE_IDLE || queue->means == PRINTER_STOPPED)
        return queue->means;
    if (cups_device_read(h, queue->device, &device, &e)) {
        snprintf(detail, 160, "%s", device.reason);
        return device.means;
    }
    if (e.code != ERR_NOT_FOUND) {
        snprintf(detail, 160, "%.150s", e.msg);
        return PRINTER_NOT_THERE;
    }
    return printer_usable(queue->means) ? queue->means : PRINTER_UNKNOWN;
}

/* Connects, clears what is owed and asks. The line stays open when the answer is true. */
static bool begin(struct cups *c, struct cups_line *l, struct print_host *h, struct printer_status *out)
{
    struct cups_queue queue = {0};
    struct err e = {0};
    char detail[160];
    if (!cups_open(l, h, &e)) {
        tell_left_over(c, false, out);
        print_status_set(out, PRINTER_NOT_THERE, e.msg);
        return false;
    }
    if (!h->asks_only)
        pay(c, l);
    if (!cups_queue_read(l, c->settings->address, &queue, &e)) {
        tell_left_over(c, false, out);
        print_status_set(out, PRINTER_NOT_THERE, e.msg);
        cups_close(l);
        return false;
    }
    bool idle = queue.state != QUEUE_PROCESSING;
    if (idle)
        c->watch = false;
    tell_left_over(c, idle, out);
    enum printer_state state = state_of(h, &queue, detail);
    print_status_set(out, state, detail[0] ? detail : NULL);
    return true;
}

static void cups_look(void *self, struct print_host *h, struct printer_status *out)
{
    struct cups_line l;
    if (begin(self, &l, h, out))
        cups_close(&l);
}

/* ---- a job ----------------------------------------------------------------------------------------------------------
 */

enum { JOB_STOPPED = 6, JOB_CANCELLED = 7, JOB_ABORTED = 8, JOB_COMPLETED = 9 }; /* job-state */

static void fail(struct print_end *end, enum printer_state why, const char *detail)
{
    *end = (struct print_end){.state = PRINT_FAILED, .why = why};
    snprintf(end->message, sizeof end->message, detail && *detail ? "%s (%s)" : "%s%s", print_state_message(why),
             detail ? detail : "");
}

struct follow {
    struct cups *c;
    struct print_host *h;
    struct cups_line *line;
    int id;
    int state;              /* job-state */
    int64_t answered, good; /* when cupsd last answered, and when nothing was wrong with the queue */
    struct cups_queue queue;
};

/* One look at the job and its queue; false when the job's end is known. */
static bool follow_on(struct follow *f, struct print_end *end)
{
    struct err e = {0};
    int64_t now = print_now_ms();
    int patience = f->h->times.work;
    bool told = (f->line->http || cups_open(f->line, f->h, &e)) &&
                cups_job_read(f->line, f->c->settings->address, f->id, &f->state, &e) &&
                cups_queue_read(f->line, f->c->settings->address, &f->queue, &e);
    if (f->h->stop(f->h)) {
        *end = (struct print_end){.state = f->state == JOB_COMPLETED ? PRINT_PRINTED : PRINT_CANCELLED};
        return false;
    }
    if (!told) {
        cups_close(f->line);
        if (e.code == ERR_NOT_FOUND)
            fail(end, PRINTER_STOPPED, "somebody has removed the job");
        else if (now - f->answered > patience)
            fail(end, PRINTER_NOT_THERE, "CUPS answers no more");
        else
            return true;
        return false;
    }
    f->answered = now;
    if (f->state == JOB_COMPLETED) {
        *end = (struct print_end){.state = PRINT_PRINTED};
        return false;
    }
    if (printer_usable(f->queue.means))
        f->good = now;
    else
        f->h->status(f->h, f->queue.means);
    if (f->queue.means == PRINTER_STOPPED || f->state == JOB_STOPPED)
        fail(end, PRINTER_STOPPED, f->queue.reason);
    else if (f->state == JOB_CANCELLED) /* CUPS tells both alike */
        fail(end, PRINTER_OFFLINE, "somebody has cancelled the job, or the printer has: has it this paper?");
    else if (f->state == JOB_ABORTED)
        fail(end, PRINTER_OFFLINE, "CUPS could not print it; its log says why");
    else if (now - f->good > patience)
        fail(end, f->queue.means, f->queue.reason);
    else
        return true;
    return false;
}

static void follow(struct follow *f, struct print_end *end)
{
    int64_t until = print_now_ms() + f->h->times.job;
    f->answered = f->good = print_now_ms();
    while (follow_on(f, end)) {
        if (print_now_ms() >= until) {
            fail(end, PRINTER_OFFLINE, "it has not printed for too long");
            return;
        }
        print_wait(f->h, -1, 0, FOLLOW_MS); /* its end by "stop" is seen by the next look */
    }
}

/* Whatever became of it, nothing of it stays with CUPS. */
static void remove_job(struct follow *f, bool printed)
{
    struct cups *c = f->c;
    f->h->tidying = true;
    c->watch = c->watch || (!printed && f->state > 0 && f->state != JOB_CANCELLED && f->state != JOB_ABORTED);
    owe(c, f->id);
    if (f->line->http || cups_open(f->line, f->h, NULL))
        pay(c, f->line);
    cups_close(f->line);
}

static void cups_print(void *self, struct print_host *h, const struct print_work *work, struct print_end *end,
                       struct printer_status *out)
{
    struct cups *c = self;
    struct cups_line l;
    struct err e = {0};
    struct follow f = {.c = c, .h = h, .line = &l};
    bool unsure = false;
    if (!begin(c, &l, h, out) || !printer_usable(out->state)) {
        *end = (struct print_end){.state = PRINT_FAILED, .why = out->state};
        snprintf(end->message, sizeof end->message, "%s", out->message);
        cups_close(&l);
        return;
    }
    if (cups_job_send(&l, c->settings, work, &f.id, &unsure, &e)) {
        follow(&f, end);
        remove_job(&f, end->state == PRINT_PRINTED);
    } else {
        c->sweep |= unsure;
        fail(end, PRINTER_OFFLINE, e.msg);
        if (h->stop(h))
            *end = (struct print_end){.state = PRINT_CANCELLED};
        cups_close(&l);
    }
    h->tidying = true;
    cups_look(c, h, out); /* also removes what may have arrived after all */
}

const struct print_driver print_cups_driver = {.look = cups_look, .print = cups_print, .free = cups_free};
