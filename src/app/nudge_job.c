/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Telling liaisons that something waits: when, domain/nudge.h says; the sending is a thread's, because a server can
 * keep one waiting a minute and a folder on a share for ever. The thread has copies of all that it needs; the database
 * is touched on this thread only. What is about to be tried is written down first, so that neither a crash nor a
 * restart sends twice or hammers a server. */
#include "app_int.h"

#include "base/log.h"
#include "hub/drop.h"
#include "hub/mail.h"
#include "store/lists.h"
#include "store/nudges.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

enum { LOOK_AGAIN_MS = 1000 /* while something is sent */, WAIT_MAX_S = 24 * 3600, END_WAIT_S = 3 };
enum { REST_MS = 600000 /* after trouble with the database */ };

struct nudge_job {
    struct arena arena;
    struct nudge_settings settings;
    const char *centre;
    struct nudge_state states[NUDGE_CHANNEL_COUNT];
    bool loaded;
    int64_t rests_until; /* of mono_ms */
    bool complained;     /* of the database: once is enough for the log */
    /* what is being sent */
    bool running;
    pthread_t thread;
    atomic_bool done;
    int stop_fd;
    enum nudge_channel channel;
    int count;
    int64_t unix_s;
    char words[NUDGE_WORDS_MAX];
    enum nudge_trouble trouble;
};

struct nudge_job *nudge_new(const char *site, const char *centre, struct faults *faults)
{
    struct arena read;
    struct nudge_settings settings;
    arena_init(&read, false);
    nudge_settings_read(site, &read, &settings, faults);
    struct nudge_job *j = NULL;
    if (nudge_has(&settings, NUDGE_MAIL) || nudge_has(&settings, NUDGE_FILE)) {
        j = calloc(1, sizeof *j);
        if (!j)
            BUG("out of memory");
        arena_init(&j->arena, false);
        nudge_settings_copy(&settings, &j->arena, &j->settings);
        j->centre = arena_strdup(&j->arena, centre);
        j->stop_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    }
    arena_release(&read);
    return j;
}

void nudge_free(struct nudge_job *j)
{
    if (!j)
        return;
    if (j->running) {
        struct timespec until;
        if (j->stop_fd >= 0)
            eventfd_write(j->stop_fd, 1);
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec += END_WAIT_S;
        if (pthread_timedjoin_np(j->thread, NULL, &until) != 0) {
            /* a share that does not answer holds it; all that it looks at is the job's own, which stays */
            log_warn("a nudge that hangs is left behind");
            pthread_detach(j->thread);
            return;
        }
    }
    if (j->stop_fd >= 0)
        close(j->stop_fd);
    arena_release(&j->arena);
    free(j);
}

/* ---- sending, on the thread ----------------------------------------------------------------------------------------
 */

static enum nudge_trouble send_now(struct nudge_job *j)
{
    struct mail_result result;
    if (j->channel == NUDGE_FILE) {
        bool ok = j->count > 0 ? drop_write(j->settings.folder, j->words, NULL) : drop_clear(j->settings.folder, NULL);
        return ok ? NUDGE_FINE : NUDGE_NO_FILE;
    }
    mail_send(&j->settings.mail, j->words, j->unix_s, MAIL_WAIT_S, j->stop_fd, &result);
    return result.trouble;
}

static void *work(void *arg)
{
    struct nudge_job *j = arg;
    j->trouble = send_now(j);
    atomic_store(&j->done, true);
    return NULL;
}

/* Signals are the first thread's: SIGTERM must end the kiosk, not a mail. */
static bool start_thread(struct nudge_job *j)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    bool ok = pthread_create(&j->thread, NULL, work, j) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return ok;
}

/* ---- deciding, on the kiosk's thread -------------------------------------------------------------------------------
 */

static struct nudge_now now_of(const struct app *a)
{
    const struct clock *c = &a->options.clock;
    return (struct nudge_now){.day = clock_today(c), .minute = clock_minute_of_day(c), .unix_s = c->unix_s(c)};
}

/* A database that cannot be read or written: nothing is sent for a while. */
static bool rest(struct app *a, const struct err *e)
{
    struct nudge_job *j = a->behind.nudge;
    j->rests_until = a->options.clock.mono_ms(&a->options.clock) + REST_MS;
    if (!j->complained)
        log_error("nudges: %s", e->msg);
    j->complained = true;
    return false;
}

/* What cannot be kept must not be sent: it would be sent again after every restart. */
static bool keep(struct app *a, enum nudge_channel c)
{
    struct err e = {0};
    return store_keep_nudge(a->store, c, &a->behind.nudge->states[c], &e) || rest(a, &e);
}

/* One line when it begins to fail and one when it works again: months without a network fill no log. */
static void finish(struct app *a)
{
    static const char *const names[NUDGE_CHANNEL_COUNT] = {[NUDGE_MAIL] = "e-mail", [NUDGE_FILE] = "file"};
    struct nudge_job *j = a->behind.nudge;
    struct nudge_state *s = &j->states[j->channel];
    struct nudge_now now = now_of(a);
    struct nudge_state kept;
    struct err e = {0};
    j->running = false;
    if (store_nudge_state(a->store, j->channel, &kept, &e))
        *s = kept; /* requests that came meanwhile were counted there */
    else
        rest(a, &e);
    if (j->trouble == NUDGE_FINE) {
        if (s->failures > 1)
            log_warn("nudge by %s: works again", names[j->channel]);
        nudge_succeeded(s, &now, j->count);
    } else {
        nudge_failed(s, j->trouble);
        if (s->failures == 1)
            log_warn("nudge by %s: %s", names[j->channel], nudge_trouble_words(j->trouble));
    }
    keep(a, j->channel);
}

static void begin(struct app *a, enum nudge_channel c, const struct nudge_now *now, int count)
{
    struct nudge_job *j = a->behind.nudge;
    nudge_begin(&j->states[c], now, randombytes_random());
    if (!keep(a, c))
        return;
    j->channel = c;
    j->count = count;
    j->unix_s = now->unix_s;
    nudge_words(count, j->centre, j->words);
    atomic_store(&j->done, false);
    j->running = true;
    if (!a->options.at_once && start_thread(j))
        return;
    work(j);
    finish(a);
}

static void look(struct app *a, enum nudge_channel c, const struct nudge_now *now)
{
    struct nudge_job *j = a->behind.nudge;
    struct nudge_state *s = &j->states[c];
    const struct nudge_rules *r = &j->settings.rules;
    size_t unread = 0;
    bool moment = nudge_moment_passed(r, s, now);
    if (!moment && !nudge_may_try(r, s, now))
        return;
    struct nudge_state kept;
    struct err e = {0};
    /* read anew: requests that came since the last look, or the last try, were counted there */
    if (!store_nudge_state(a->store, c, &kept, &e) || !store_count_new(a->store, &unread, &e)) {
        rest(a, &e);
        return;
    }
    *s = kept;
    if (moment) {
        nudge_look(r, s, now, (int)unread, c == NUDGE_FILE);
        if (!keep(a, c))
            return;
    }
    if (!nudge_may_try(r, s, now))
        return;
    int count = nudge_count(s, (int)unread);
    if (count != NUDGE_OWES_NOTHING) {
        begin(a, c, now, count);
    } else {
        nudge_drop(s);
        keep(a, c);
    }
}

static bool load(struct app *a)
{
    struct nudge_job *j = a->behind.nudge;
    struct err e = {0};
    for (int c = 0; c < NUDGE_CHANNEL_COUNT && !j->loaded; c++)
        if (!store_nudge_state(a->store, (enum nudge_channel)c, &j->states[c], &e)) {
            log_error("nobody will be told of requests: %s", e.msg);
            return false;
        }
    return j->loaded = true;
}

int nudge_tick(struct app *a)
{
    struct nudge_job *j = a->behind.nudge;
    if (!j || !a->store)
        return -1;
    if (j->running && atomic_load(&j->done)) {
        pthread_join(j->thread, NULL);
        finish(a);
    }
    if (!j->loaded && !load(a)) {
        nudge_free(j);
        a->behind.nudge = NULL;
        return -1;
    }
    int64_t resting = j->rests_until - a->options.clock.mono_ms(&a->options.clock);
    if (resting > 0)
        return (int)resting;
    struct nudge_now now = now_of(a);
    int wait = WAIT_MAX_S;
    for (int c = 0; c < NUDGE_CHANNEL_COUNT && !j->running; c++) {
        if (!nudge_has(&j->settings, (enum nudge_channel)c))
            continue;
        look(a, (enum nudge_channel)c, &now);
        int own = nudge_wait_s(&j->settings.rules, &j->states[c], &now);
        wait = own < wait ? own : wait;
    }
    return j->running ? LOOK_AGAIN_MS : wait * 1000;
}
