/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which times can still be promised. What was promised stands sealed in the answers (store/promises.h); they are opened
 * a few at a time while the screen lives, from the moment the liaison comes in, and looked at again each time an answer
 * is begun, so that what a colleague's command has promised counts too. */
#include "liaison_int.h"

#include "domain/opened.h"
#include "store/lists.h"

#include <string.h>

enum { DAYS_AHEAD = 28 };

void liaison_times_open(struct app *a)
{
    liaison_of(a)->book = promise_book_new(a->behind.desk->seen.person->key);
    liaison_times_begin(a);
}

void liaison_times_close(struct app *a)
{
    promise_book_free(liaison_of(a)->book);
    promises_release(&liaison_of(a)->promised);
    liaison_of(a)->book = NULL;
}

/* This liaison's plan, less what is promised to others than the current request. */
static struct slot_plan plan_of(struct app *a)
{
    const struct app_liaison *l = liaison_of(a);
    return (struct slot_plan){.person = &a->behind.desk->seen.person->hours,
                              .centre = &a->site->opening,
                              .zone = a->site->zone,
                              .length_min = a->site->meeting_min,
                              .promises = l->promised.list,
                              .promise_count = l->promised.count,
                              .unread = l->promised.unknown,
                              .unread_accepted = l->seen.times.unread_accepted,
                              .last = clock_today(&a->options.clock) + a->site->retention_days};
}

static void fill(struct app *a)
{
    struct app_liaison *l = liaison_of(a);
    struct liaison_times *t = &l->seen.times;
    promises_release(&l->promised);
    promise_book_list(l->book, l->current, &l->promised);
    t->unread = l->promised.unknown;
    struct slot_plan plan = plan_of(a);
    t->count = slots_free(&plan, clock_today(&a->options.clock), clock_minute_of_day(&a->options.clock) + 1, DAYS_AHEAD,
                          t->free, LIAISON_TIMES_MAX);
    t->looking = false;
    a->dirty = true;
    liaison_send_again(a);
}

void liaison_times_begin(struct app *a)
{
    struct app_liaison *l = liaison_of(a);
    promise_book_begin(l->book);
    l->outside = store_outside(a->store);
    l->seen.times.count = 0;
    l->seen.times.looking = true;
    while (a->options.at_once && liaison_times_step(a))
        continue;
}

bool liaison_times_step(struct app *a)
{
    struct app_liaison *l = liaison_of(a);
    bool more = false;
    struct err e = {0};
    if (!l->seen.times.looking)
        return false;
    if (!promise_book_step(a->store, l->book, a->behind.desk->key, &more, &e)) {
        liaison_done(a, DONE_FAILED, &e);
        l->seen.times.looking = false; /* and no time is offered */
        l->sending = 0;
        a->dirty = true;
        return false;
    }
    if (!more)
        fill(a);
    return more;
}

enum slot_fit liaison_time_fits(struct app *a, const struct answer *draft)
{
    struct slot_plan plan = plan_of(a);
    struct promise wanted;
    return !liaison_of(a)->seen.times.looking && promise_of(draft, &wanted) ? slot_fits(&plan, &wanted, NULL)
                                                                            : SLOT_TAKEN;
}

bool liaison_times_still(void *app, struct err *e)
{
    struct app *a = app;
    return store_outside(a->store) == liaison_of(a)->outside ||
           err_set(e, ERR_REFUSED, "others have answered meanwhile");
}
