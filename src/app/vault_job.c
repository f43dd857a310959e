/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sending and finding: Argon2id takes a few tenths of a second, so a thread does it while the screen says "one moment";
 * the database is touched on this thread only. */
#include "app_int.h"

#include "base/log.h"
#include "store/answers.h"
#include "store/intake.h"
#include "store/receipt.h"

#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct vault_job {
    enum job_kind kind;
    char route[ROUTES_MAX];
    pthread_t thread;
    bool started, cancelled;
    atomic_bool done;
    struct receipt_salt salt;
    struct receipt_code code;
    struct receipt_secret secret;
    bool ok;
    struct err err;
};

struct vault_job *job_new(void)
{
    /* locked: a code and its secrets never reach swap */
    struct vault_job *j = sodium_malloc(sizeof *j);
    if (!j)
        BUG("out of memory");
    memset(j, 0, sizeof *j);
    return j;
}

static void clear(struct vault_job *j)
{
    sodium_memzero(&j->code, sizeof j->code);
    sodium_memzero(&j->secret, sizeof j->secret);
    j->kind = JOB_NONE;
    j->started = j->cancelled = false;
}

void job_free(struct vault_job *j)
{
    if (!j)
        return;
    if (j->started)
        pthread_join(j->thread, NULL);
    sodium_free(j);
}

bool job_running(const struct vault_job *j)
{
    return j->kind != JOB_NONE && !j->cancelled;
}

bool job_pending(const struct vault_job *j)
{
    return j->kind != JOB_NONE;
}

void job_cancel(struct vault_job *j)
{
    if (j->kind != JOB_NONE)
        j->cancelled = true;
}

static void *derive(void *arg)
{
    struct vault_job *j = arg;
    j->ok = j->kind == JOB_SEND ? receipt_new(&j->salt, &j->code, &j->secret, &j->err)
                                : receipt_derive(&j->code, &j->salt, &j->secret, &j->err);
    atomic_store(&j->done, true);
    return NULL;
}

/* The liaisons' keys; returns how many. */
static size_t liaisons(const struct app *a, uint8_t readers[VAULT_READERS_MAX][VAULT_PUBLIC_KEY])
{
    size_t n = 0;
    for (size_t i = 0; i < a->site->person_count && n < VAULT_READERS_MAX; i++)
        if (a->site->people[i].has_key)
            memcpy(readers[n++], a->site->people[i].public_key, VAULT_PUBLIC_KEY);
    return n;
}

static bool send(struct app *a, struct vault_job *j, struct err *e)
{
    uint8_t readers[VAULT_READERS_MAX][VAULT_PUBLIC_KEY];
    size_t n = liaisons(a, readers);
    return store_send_as(a->store, &a->session.request, (const uint8_t(*)[VAULT_PUBLIC_KEY])readers, n,
                         a->site->retention_days, &j->secret, e);
}

static void finish_send(struct app *a, struct vault_job *j)
{
    bool ok = j->ok && send(a, j, &j->err);
    a->session.send_failed = !ok;
    a->session.not_taken = INTAKE_OPEN;
    if (!ok) {
        log_error("a request was not kept: %s", j->err.msg);
        return;
    }
    a->session.receipt = j->code;
    a->session.has_receipt = true;
    sodium_memzero(&a->session.request, sizeof a->session.request);
    count_one(a, COUNTED_REQUEST, "");
    a->session.sent++;
    app_refresh_health(a);
    char route[ROUTES_MAX];
    snprintf(route, sizeof route, "%s", j->route);
    stack_home(a); /* Back from the receipt must not lead into a request already sent */
    stack_go(a, route, false);
}

static bool by_liaison(const struct app *a, const uint8_t key[VAULT_PUBLIC_KEY])
{
    for (size_t i = 0; i < a->site->person_count; i++)
        if (a->site->people[i].has_key && memcmp(a->site->people[i].public_key, key, VAULT_PUBLIC_KEY) == 0)
            return true;
    return false;
}

/* What can't be opened, or is by nobody whom people.yaml knows, is not shown: the desk helps. */
static void open_answer(struct app *a, const struct vault_job *j, const char *id)
{
    struct told *t = &a->session.told;
    struct opened_answer seen;
    struct err e = {0};
    sodium_memzero(t, sizeof *t);
    if (store_open_answer(a->store, id, &j->secret, &seen, &e)) {
        t->there = by_liaison(a, seen.by);
        if (t->there) {
            t->answer = seen.answer;
            memcpy(t->mark, seen.mark, sizeof t->mark);
        } else {
            log_warn("an answer is not shown: nobody in people.yaml has its key");
        }
        sodium_memzero(&seen, sizeof seen);
    } else if (e.code != ERR_NOT_FOUND) {
        log_error("an answer could not be opened: %s", e.msg);
    }
    if (t->there)
        store_open_reply(a->store, id, &j->secret, &t->reply, NULL);
}

static void finish_find(struct app *a, struct vault_job *j)
{
    struct request_row row = {0};
    int wait_s = 0;
    bool ok = j->ok && store_find_as(a->store, &j->secret, &row, &wait_s, &j->err);
    act_found(a, ok, &row, wait_s, &j->err);
    if (ok)
        open_answer(a, j, row.id);
}

static void finish_reply(struct app *a, struct vault_job *j)
{
    struct told *t = &a->session.told;
    uint8_t readers[VAULT_READERS_MAX][VAULT_PUBLIC_KEY];
    size_t n = liaisons(a, readers);
    bool ok = j->ok && store_reply_as(a->store, &j->secret, t->mark, &t->wanted,
                                      (const uint8_t(*)[VAULT_PUBLIC_KEY])readers, n, a->site->retention_days, &j->err);
    if (ok) {
        t->reply = t->wanted;
        sodium_memzero(&t->wanted, sizeof t->wanted);
        t->not_sent = false;
        return;
    }
    log_error("a reply was not kept: %s", j->err.msg);
    if (j->err.code == ERR_REFUSED) /* a newer answer, most likely: it is shown in place of the old one */
        finish_find(a, j);
    t->not_sent = true;
}

static void finish(struct app *a, struct vault_job *j)
{
    if (j->kind == JOB_SEND) {
        finish_send(a, j);
    } else if (j->kind == JOB_FIND) {
        finish_find(a, j);
    } else if (j->kind == JOB_REPLY) {
        finish_reply(a, j);
    } else if (j->ok && store_withdraw_as(a->store, &j->secret, &j->err)) {
        a->session.lookup = LOOKUP_ERASED;
        sodium_memzero(&a->session.entered, sizeof a->session.entered);
        sodium_memzero(&a->session.told, sizeof a->session.told);
    } else {
        log_error("a request was not erased: %s", j->err.msg);
        a->session.lookup = LOOKUP_FAILED;
    }
    a->dirty = true;
}

void job_poll(struct app *a)
{
    struct vault_job *j = a->job;
    if (j->kind == JOB_NONE || !atomic_load(&j->done))
        return;
    if (j->started)
        pthread_join(j->thread, NULL);
    if (!j->cancelled)
        finish(a, j);
    clear(j);
}

/* What somebody who has left began is waited for, some tenths of a second, and thrown away. */
static void finish_abandoned(struct vault_job *j)
{
    if (!j->cancelled)
        return;
    if (j->started)
        pthread_join(j->thread, NULL);
    clear(j);
}

/* A limit is met: what was said stays as it is, and the screen says what to do. */
static bool turned_away(struct app *a)
{
    struct err e = {0};
    enum intake_stop stop;
    if (!store_may_send(a->store, a->session.sent, &stop, &e)) {
        log_warn("limits cannot be looked at: %s", e.msg);
        return false;
    }
    if (stop != INTAKE_OPEN)
        log_warn("a request was not taken: %s", intake_stop_words(stop));
    a->session.not_taken = stop;
    a->session.send_failed = false;
    a->dirty = true;
    return stop != INTAKE_OPEN;
}

void job_start(struct app *a, enum job_kind kind, const char *route)
{
    struct vault_job *j = a->job;
    finish_abandoned(j);
    if (!a->store || j->kind != JOB_NONE || (kind == JOB_SEND && turned_away(a)))
        return;
    j->kind = kind;
    snprintf(j->route, sizeof j->route, "%s", route);
    atomic_store(&j->done, false);
    store_receipt_salt(a->store, &j->salt);
    if (kind != JOB_SEND)
        j->code = a->session.entered;
    a->dirty = true;
    if (!a->options.at_once && pthread_create(&j->thread, NULL, derive, j) == 0) {
        j->started = true;
        return;
    }
    derive(j);
    job_poll(a);
}
