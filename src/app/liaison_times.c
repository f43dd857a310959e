/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which times can still be promised. What was promised stands sealed in the answers; they are opened a few at a time
 * while the screen lives, each time an answer is begun, so that what a colleague's command has promised counts too. */
#include "liaison_int.h"

#include "base/log.h"
#include "domain/opened.h"
#include "store/answers.h"
#include "store/lists.h"

#include <sodium.h>
#include <string.h>

enum { STEP_ROWS = 4, DAYS_AHEAD = 28 };

static void promised(struct app_liaison *l, const char *id, struct promise time)
{
    if (l->promise_count == PROMISES_MAX) {
        log_warn("more than %d times are promised: the rest is not looked at", PROMISES_MAX);
        return;
    }
    struct liaison_promise *p = &l->promises[l->promise_count++];
    p->time = time;
    memcpy(p->id, id, sizeof p->id);
}

/* This liaison's plan, less what is promised to others than the current request. */
static struct slot_plan plan_of(struct app *a)
{
    struct app_liaison *l = liaison_of(a);
    size_t n = 0;
    for (size_t i = 0; i < l->promise_count; i++)
        if (strcmp(l->promises[i].id, l->current) != 0)
            l->times[n++] = l->promises[i].time;
    return (struct slot_plan){.person = &a->behind.desk->seen.person->hours,
                              .centre = &a->site->opening,
                              .zone = a->site->zone,
                              .length_min = a->site->meeting_min,
                              .promises = l->times,
                              .promise_count = n};
}

static void fill(struct app *a)
{
    struct liaison_times *t = &liaison_of(a)->seen.times;
    struct slot_plan plan = plan_of(a);
    t->count = slots_free(&plan, clock_today(&a->options.clock), clock_minute_of_day(&a->options.clock) + 1, DAYS_AHEAD,
                          t->free, LIAISON_TIMES_MAX);
    t->looking = false;
    a->dirty = true;
}

void liaison_times_begin(struct app *a)
{
    struct app_liaison *l = liaison_of(a);
    sodium_memzero(l->promises, sizeof l->promises);
    l->promise_count = l->scan_at = 0;
    l->outside = store_outside(a->store);
    l->seen.times.count = 0;
    l->seen.times.looking = true;
    while (a->options.at_once && liaison_times_step(a))
        continue;
}

/* Answers of which this key opens nothing promise nothing of ours: an answer is sealed to who gives it. */
static void read_promise(struct app *a, const struct request_row *row)
{
    struct opened_answer given;
    struct reply reply;
    struct promise time;
    const struct vault_key *key = a->behind.desk->key;
    if (!store_read_answer(a->store, row->id, key, &given, NULL))
        return;
    if (strcmp(given.answer.officer, a->behind.desk->seen.person->key) == 0 && promise_of(&given.answer, &time)) {
        bool replied = store_read_reply(a->store, row->id, key, &reply, NULL);
        enum promise_state state = promise_state(&given.answer, replied ? &reply : NULL, row->state == REQUEST_CLOSED);
        if (state == PROMISE_GIVEN || state == PROMISE_ACCEPTED)
            promised(liaison_of(a), row->id, time);
        sodium_memzero(&reply, sizeof reply);
    }
    sodium_memzero(&given, sizeof given);
}

bool liaison_times_step(struct app *a)
{
    struct app_liaison *l = liaison_of(a);
    struct request_row rows[STEP_ROWS];
    size_t count;
    bool more = false;
    struct err e = {0};
    if (!l->seen.times.looking)
        return false;
    if (!store_list_of(a->store, LIST_PROMISING, l->scan_at, STEP_ROWS, rows, &count, &more, &e)) {
        liaison_done(a, DONE_FAILED, &e);
        l->seen.times.looking = false; /* and no time is offered */
        a->dirty = true;
        return false;
    }
    for (size_t i = 0; i < count; i++)
        read_promise(a, &rows[i]);
    l->scan_at += count;
    if (!more)
        fill(a);
    return more;
}

bool liaison_time_free(struct app *a, const struct answer *draft)
{
    struct slot_plan plan = plan_of(a);
    struct promise wanted;
    return !liaison_of(a)->seen.times.looking && promise_of(draft, &wanted) &&
           slot_fits(&plan, &wanted, NULL) == SLOT_FREE;
}

bool liaison_times_still(void *app, struct err *e)
{
    struct app *a = app;
    return store_outside(a->store) == liaison_of(a)->outside ||
           err_set(e, ERR_REFUSED, "others have answered meanwhile");
}

struct slot_plan liaison_plan(struct app *a)
{
    return plan_of(a);
}
