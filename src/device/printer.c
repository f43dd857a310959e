/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The queue and the worker. The lock is held for copying a few hundred bytes at most, so whoever calls from the
 * screen's thread never waits for a printer. */
#include "device/printer.h"

#include "print_cups_int.h"
#include "print_escpos_int.h"
#include "printer_int.h"

#include "base/log.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

enum { GOODBYE_MS = 500 };

struct job {
    uint32_t id;
    int copies;
    struct raster pages[PRINT_PAGES_MAX];
    size_t count;
    struct print_progress progress;
    bool cancelled;
    bool forgotten; /* its session has ended: nobody may ask for it any more */
};

struct kept {
    uint32_t id; /* 0: none */
    struct print_progress progress;
};

struct printer {
    struct print_host host; /* first: the drivers hand it back */
    struct printer_settings settings;
    const struct print_driver *driver;
    void *self;     /* the driver's; the worker's alone */
    int changed_fd; /* eventfd */
    pthread_t worker;
    pthread_mutex_t lock; /* guards all below */
    pthread_cond_t ended;
    struct job *queue[PRINT_JOBS_MAX]; /* the first is at work when `working` */
    size_t queued;
    bool working, look, quit, done, orphan;
    uint32_t last_id;
    struct kept kept[PRINT_KEPT]; /* a ring */
    size_t kept_next;
    struct printer_status status;
    pthread_mutex_t listener_lock; /* guards the two below, and is held while `listener` runs */
    void (*listener)(void *context);
    void *listener_context;
};

static void job_free(struct job *j)
{
    if (!j)
        return;
    for (size_t i = 0; i < j->count; i++)
        raster_release(&j->pages[i]);
    free(j);
}

/* ---- telling ------------------------------------------------------------------------------------------------------
 */

static void ring(int fd)
{
    uint64_t one = 1;
    (void)!write(fd, &one, sizeof one); /* fails only when it rings already */
}

static void tell_changed(struct printer *p)
{
    ring(p->changed_fd);
    pthread_mutex_lock(&p->listener_lock);
    if (p->listener)
        p->listener(p->listener_context);
    pthread_mutex_unlock(&p->listener_lock);
}

/* ---- what a driver asks of the worker --------------------------------------------------------------------------- */

static struct printer *of(struct print_host *h)
{
    return (struct printer *)h;
}

static bool host_stop(struct print_host *h)
{
    struct printer *p = of(h);
    pthread_mutex_lock(&p->lock);
    bool stop = p->quit || (!h->tidying && p->working && p->queue[0]->cancelled);
    pthread_mutex_unlock(&p->lock);
    return stop;
}

static void host_progress(struct print_host *h, int percent)
{
    struct printer *p = of(h);
    pthread_mutex_lock(&p->lock);
    bool news = p->working && p->queue[0]->progress.percent != percent;
    if (news)
        p->queue[0]->progress.percent = percent;
    pthread_mutex_unlock(&p->lock);
    if (news)
        tell_changed(p);
}

static void set_status(struct printer *p, const struct printer_status *s)
{
    pthread_mutex_lock(&p->lock);
    bool news = s->state != p->status.state || s->left_over != p->status.left_over ||
                strcmp(s->message, p->status.message) != 0;
    p->status = *s;
    pthread_mutex_unlock(&p->lock);
    if (news) {
        log_debug("printer: %s", s->message);
        tell_changed(p);
    }
}

static void host_status(struct print_host *h, enum printer_state state)
{
    struct printer *p = of(h);
    struct printer_status s;
    printer_status(p, &s);
    print_status_set(&s, state, NULL);
    set_status(p, &s);
}

/* ---- the worker --------------------------------------------------------------------------------------------------
 */

/* Under the lock: the first in the queue has ended. Returns it for job_free. */
static struct job *take_ended(struct printer *p, const struct print_end *end)
{
    struct job *j = p->queue[0];
    memmove(p->queue, p->queue + 1, (PRINT_JOBS_MAX - 1) * sizeof *p->queue);
    p->queued--;
    p->working = false;
    j->progress.state = end->state;
    if (end->state == PRINT_PRINTED || end->state == PRINT_SENT)
        j->progress.percent = 100;
    j->progress.why = end->state == PRINT_FAILED ? end->why : PRINTER_READY;
    if (end->state == PRINT_FAILED)
        snprintf(j->progress.message, sizeof j->progress.message, "%s",
                 end->message[0] ? end->message : print_state_message(end->why));
    if (!j->forgotten) {
        p->kept[p->kept_next] = (struct kept){.id = j->id, .progress = j->progress};
        p->kept_next = (p->kept_next + 1) % PRINT_KEPT;
    }
    return j;
}

static void do_job(struct printer *p, struct job *j)
{
    struct print_end end = {.state = PRINT_FAILED, .why = PRINTER_OFFLINE};
    struct print_work work = {.pages = j->pages, .count = j->count, .copies = j->copies};
    struct printer_status s;
    printer_status(p, &s);
    host_status(&p->host, PRINTER_BUSY);
    p->driver->print(p->self, &p->host, &work, &end, &s);
    p->host.tidying = false;
    set_status(p, &s); /* first: who sees the job's end looks at the status next */
    pthread_mutex_lock(&p->lock);
    struct job *ended = take_ended(p, &end);
    pthread_mutex_unlock(&p->lock);
    if (end.state == PRINT_FAILED)
        log_warn("a slip was not printed: %s", ended->progress.message);
    job_free(ended);
    tell_changed(p);
}

static bool trouble(struct printer *p)
{
    pthread_mutex_lock(&p->lock);
    bool t = p->status.left_over || !printer_usable(p->status.state);
    pthread_mutex_unlock(&p->lock);
    return t;
}

enum task { TASK_NONE, TASK_LOOK, TASK_JOB, TASK_QUIT };

static enum task next_task(struct printer *p, struct job **job)
{
    enum task t = TASK_NONE;
    pthread_mutex_lock(&p->lock);
    if (p->quit) {
        t = TASK_QUIT;
    } else if (p->queued) {
        t = TASK_JOB;
        *job = p->queue[0];
        p->queue[0]->progress.state = PRINT_PRINTING;
        p->working = true;
    } else if (p->look) {
        t = TASK_LOOK;
        p->look = false;
    }
    pthread_mutex_unlock(&p->lock);
    return t;
}

static void do_look(struct printer *p)
{
    struct printer_status s;
    printer_status(p, &s);
    p->driver->look(p->self, &p->host, &s);
    set_status(p, &s);
}

static void printer_delete(struct printer *p)
{
    p->driver->free(p->self);
    for (size_t i = 0; i < p->queued; i++)
        job_free(p->queue[i]);
    pthread_mutex_destroy(&p->lock);
    pthread_mutex_destroy(&p->listener_lock);
    pthread_cond_destroy(&p->ended);
    close(p->host.wake);
    close(p->changed_fd);
    free((void *)(uintptr_t)p->settings.address);
    free(p);
}

static void *work(void *user)
{
    struct printer *p = user;
    struct job *job = NULL;
    enum task t;
    while ((t = next_task(p, &job)) != TASK_QUIT) {
        if (t == TASK_JOB)
            do_job(p, job);
        else if (t == TASK_LOOK)
            do_look(p);
        else if (print_rest(&p->host, trouble(p) ? p->host.times.again : p->host.times.look))
            printer_look(p); /* nobody has asked for anything in all that time */
    }
    pthread_mutex_lock(&p->lock);
    p->done = true;
    bool orphan = p->orphan;
    pthread_cond_signal(&p->ended);
    pthread_mutex_unlock(&p->lock);
    if (orphan)
        printer_delete(p);
    return NULL;
}

/* ---- the promise ------------------------------------------------------------------------------------------------ */

/* Signals are the main thread's: SDL ends the program by them. */
static bool start_worker(struct printer *p)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool ok = pthread_create(&p->worker, NULL, work, p) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return ok;
}

static void set_up_locks(struct printer *p)
{
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&p->ended, &monotonic);
    pthread_condattr_destroy(&monotonic);
    pthread_mutex_init(&p->lock, NULL);
    pthread_mutex_init(&p->listener_lock, NULL);
}

static bool open_printer(struct printer **out, const struct printer_settings *s, const struct print_host *like,
                         void (*changed)(void *context), void *context, struct err *e)
{
    *out = NULL;
    if (!printer_settings_check(s, e))
        return err_wrap(e, "the printer");
    if (s->kind == PRINTER_KIND_NONE)
        return true;
    struct printer *p = calloc(1, sizeof *p);
    char *address = strdup(s->address);
    if (!p || !address)
        BUG("out of memory");
    p->settings = *s;
    p->settings.address = address;
    p->host = (struct print_host){.wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK),
                                  .times = like->times,
                                  .asks_only = like->asks_only,
                                  .stop = host_stop,
                                  .progress = host_progress,
                                  .status = host_status};
    p->changed_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    p->listener = changed;
    p->listener_context = context;
    p->look = true;
    set_up_locks(p);
    print_status_set(&p->status, PRINTER_STARTING, NULL);
    p->driver = s->kind == PRINTER_KIND_CUPS ? &print_cups_driver : &print_escpos_driver;
    p->self = s->kind == PRINTER_KIND_CUPS ? print_cups_new(&p->settings) : print_escpos_new(&p->settings);
    if (p->host.wake < 0 || p->changed_fd < 0 || !start_worker(p)) {
        printer_delete(p);
        return err_set(e, ERR_FAILED, "the printer's worker cannot be started");
    }
    *out = p;
    return true;
}

bool printer_new_timed(struct printer **out, const struct printer_settings *s, const struct print_times *times,
                       void (*changed)(void *context), void *context, struct err *e)
{
    return open_printer(out, s, &(struct print_host){.times = *times}, changed, context, e);
}

bool printer_new(struct printer **out, const struct printer_settings *s, void (*changed)(void *context), void *context,
                 struct err *e)
{
    return printer_new_timed(out, s, &print_times_usual, changed, context, e);
}

void printer_ask(const struct printer_settings *s, int ms, struct printer_status *out)
{
    struct printer *p;
    struct err e = {0};
    int64_t until = print_now_ms() + ms;
    *out = (struct printer_status){0};
    if (!open_printer(&p, s, &(struct print_host){.times = print_times_usual, .asks_only = true}, NULL, NULL, &e) ||
        !p) {
        print_status_set(out, PRINTER_NONE, e.msg[0] ? e.msg : NULL);
        return;
    }
    for (printer_status(p, out); out->state == PRINTER_STARTING; printer_status(p, out)) {
        int64_t left = until - print_now_ms();
        struct pollfd f = {.fd = p->changed_fd, .events = POLLIN};
        if (left <= 0 || poll(&f, 1, (int)left) == 0) {
            print_status_set(out, PRINTER_NOT_THERE, "no answer");
            break;
        }
        printer_changed(p);
    }
    printer_free(p);
}

void printer_free(struct printer *p)
{
    if (!p)
        return;
    printer_cancel_all(p);
    pthread_mutex_lock(&p->listener_lock);
    p->listener = NULL;
    pthread_mutex_unlock(&p->listener_lock);
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += GOODBYE_MS * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    pthread_mutex_lock(&p->lock);
    p->quit = true;
    ring(p->host.wake);
    while (!p->done && pthread_cond_timedwait(&p->ended, &p->lock, &until) == 0)
        ;
    bool done = p->done;
    pthread_t worker = p->worker;
    p->orphan = !done;
    pthread_mutex_unlock(&p->lock);
    if (done) {
        pthread_join(worker, NULL);
        printer_delete(p);
    } else {
        pthread_detach(worker); /* it deletes the printer itself */
    }
}

struct print_area printer_area(struct printer *p)
{
    return paper_area(p ? p->settings.paper : PAPER_58MM);
}

void printer_status(struct printer *p, struct printer_status *out)
{
    *out = (struct printer_status){0};
    if (!p) {
        print_status_set(out, PRINTER_NONE, NULL);
        return;
    }
    pthread_mutex_lock(&p->lock);
    *out = p->status;
    pthread_mutex_unlock(&p->lock);
}

void printer_look(struct printer *p)
{
    if (!p)
        return;
    pthread_mutex_lock(&p->lock);
    p->look = true;
    pthread_mutex_unlock(&p->lock);
    ring(p->host.wake);
}

static bool fits(const struct printer *p, const struct raster *pages, size_t count, int copies, struct err *e)
{
    struct print_area area = paper_area(p->settings.paper);
    if (count < 1 || count > PRINT_PAGES_MAX || copies < 1 || copies > PRINT_COPIES_MAX)
        return err_set(e, ERR_FAILED, "%zu pages %d times is no job", count, copies);
    for (size_t i = 0; i < count; i++)
        if (!pages[i].bits || pages[i].w > area.w || (area.h && pages[i].h > area.h))
            return err_set(e, ERR_FAILED, "%d × %d dots do not fit on the paper", pages[i].w, pages[i].h);
    return true;
}

/* False when the queue is full. */
static bool enqueue(struct printer *p, struct job *j, uint32_t *id)
{
    pthread_mutex_lock(&p->lock);
    bool room = p->queued < PRINT_JOBS_MAX;
    if (room) {
        j->id = *id = ++p->last_id;
        p->queue[p->queued++] = j;
    }
    pthread_mutex_unlock(&p->lock);
    return room;
}

bool printer_print(struct printer *p, struct raster *pages, size_t count, int copies, uint32_t *id, struct err *e)
{
    *id = 0;
    if (!p)
        return err_set(e, ERR_NO_DEVICE, "no printer is set up");
    if (!fits(p, pages, count, copies, e))
        return false;
    struct job *j = calloc(1, sizeof *j);
    if (!j)
        BUG("out of memory");
    j->copies = copies;
    j->count = count;
    memcpy(j->pages, pages, count * sizeof *pages);
    if (!enqueue(p, j, id)) {
        free(j); /* the rasters are the caller's still */
        return err_set(e, ERR_REFUSED, "%d slips are waiting already", PRINT_JOBS_MAX);
    }
    memset(pages, 0, count * sizeof *pages);
    ring(p->host.wake);
    return true;
}

void printer_job(struct printer *p, uint32_t id, struct print_progress *out)
{
    *out = (struct print_progress){.state = PRINT_FORGOTTEN};
    if (!p || !id)
        return;
    pthread_mutex_lock(&p->lock);
    for (size_t i = 0; i < p->queued; i++)
        if (p->queue[i]->id == id && !p->queue[i]->forgotten)
            *out = p->queue[i]->progress;
    for (size_t i = 0; i < PRINT_KEPT; i++)
        if (p->kept[i].id == id)
            *out = p->kept[i].progress;
    pthread_mutex_unlock(&p->lock);
}

/* Cancels one (0: all, and forgets them). What waited is freed, and so wiped, after the lock is given back. */
static void cancel(struct printer *p, uint32_t id)
{
    static const struct print_end end = {.state = PRINT_CANCELLED};
    struct job *gone[PRINT_JOBS_MAX];
    size_t n = 0, stays = 0;
    pthread_mutex_lock(&p->lock);
    for (size_t i = 0; i < p->queued; i++) {
        struct job *j = p->queue[i];
        bool meant = !id || j->id == id;
        j->cancelled |= meant;
        j->forgotten |= !id;
        if (!meant || (i == 0 && p->working)) {
            p->queue[stays++] = j;
            continue;
        }
        gone[n++] = j;
        if (id) {
            p->kept[p->kept_next] = (struct kept){.id = id, .progress = {.state = end.state}};
            p->kept_next = (p->kept_next + 1) % PRINT_KEPT;
        }
    }
    p->queued = stays;
    if (!id)
        memset(p->kept, 0, sizeof p->kept);
    pthread_mutex_unlock(&p->lock);
    ring(p->host.wake);
    for (size_t i = 0; i < n; i++)
        job_free(gone[i]);
    if (n)
        ring(p->changed_fd);
}

void printer_cancel(struct printer *p, uint32_t id)
{
    if (p && id)
        cancel(p, id);
}

void printer_cancel_all(struct printer *p)
{
    if (p)
        cancel(p, 0);
}

bool printer_changed(struct printer *p)
{
    uint64_t n;
    return p && read(p->changed_fd, &n, sizeof n) == sizeof n;
}

int printer_fd(struct printer *p)
{
    return p ? p->changed_fd : -1;
}
