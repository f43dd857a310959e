/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The liaison's side: in and out, which screen holds what was opened, and the orders. */
#include "liaison_int.h"

#include "base/log.h"
#include "base/str.h"
#include "base/vec.h"
#include "store/answers.h"
#include "store/lists.h"
#include "store/share.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum { SEND_TRIES = 4 }; /* while other programs answer at the same time */

void liaison_open(struct app *a)
{
    struct app_desk *d = a->behind.desk;
    d->liaison = sodium_malloc(sizeof *d->liaison);
    if (!d->liaison)
        BUG("out of memory");
    sodium_memzero(d->liaison, sizeof *d->liaison);
    d->seen.liaison = &d->liaison->seen;
    vault_public_format(vault_key_public(d->key), d->liaison->seen.keys.public_text);
    liaison_times_open(a);
}

void liaison_close(struct app *a)
{
    struct app_desk *d = a->behind.desk;
    if (!d->liaison)
        return;
    liaison_job_end(a);
    liaison_day_end(a);
    liaison_times_close(a);
    sodium_free(d->liaison);
    d->liaison = NULL;
    d->seen.liaison = NULL;
}

/* Words that were on the screen: in caches, in the frame, in the list of what to paint. */
static void forget_words(struct app *a)
{
    services_forget(a->services);
    text_engine_trim(a->text, 0);
    VEC_RELEASE(&a->paints.list);
    arena_reset(&a->frame);
    a->root = NULL;
    canvas_forget(a->canvas);
}

static bool is_on(struct app *a, const char *id)
{
    return strcmp(stack_top(a)->screen->id, id) == 0;
}

void liaison_shown(struct app *a)
{
    struct app_liaison *l = liaison_of(a);
    if (!l)
        return;
    struct liaison_desk *d = &l->seen;
    bool list = is_on(a, "liaison-requests"), one = is_on(a, "liaison-request"), answer = is_on(a, "liaison-answer"),
         day = is_on(a, "liaison-day"), paper = is_on(a, "print");
    d->done = DONE_NOTHING;
    if (l->private_shown)
        forget_words(a);
    l->private_shown = list || one || answer || day || paper;
    if (!list) {
        sodium_memzero(d->list.items, sizeof d->list.items);
        d->list.count = 0;
    }
    if (!one && !answer)
        sodium_memzero(&d->item, sizeof d->item);
    if (!answer) {
        sodium_memzero(&d->draft, sizeof d->draft);
        l->sending = 0;
    }
    if (list)
        liaison_read_page(a);
    if (one || answer)
        liaison_read_item(a, one);
    if (answer)
        liaison_times_begin(a);
    if (day)
        liaison_day_shown(a);
    else if (!paper)
        liaison_day_gone(a);
    if (is_on(a, "liaison")) {
        struct err e = {0};
        if (!store_count_new(a->store, &d->list.new_count, &e))
            log_warn("new requests could not be counted: %s", e.msg);
    }
    if (is_on(a, "liaison-keys"))
        liaison_keys_look(a);
    else
        d->keys.made[0] = 0;
}

void liaison_done(struct app *a, enum liaison_done done, const struct err *e)
{
    struct liaison_desk *d = &liaison_of(a)->seen;
    d->done = done;
    d->why = ERR_NONE;
    if (done != DONE_FAILED)
        return;
    d->why = e->code;
    log_error("a liaison's order was not carried out: %s", e->msg);
}

/* ---- orders ------------------------------------------------------------------------------------------------------ */

static void open_item(struct app *a, size_t i)
{
    struct app_liaison *l = liaison_of(a);
    if (i >= l->seen.list.count)
        return;
    memcpy(l->current, l->seen.list.items[i].id, sizeof l->current);
    stack_go(a, "liaison-request", false);
}

/* Nobody is promised a time twice: what was read is all there is. When others have changed the database since, *old:
 * nothing is given. */
static bool give(struct app *a, const struct answer *draft, enum slot_fit *fit, bool *old, struct err *e)
{
    uint8_t others[VAULT_READERS_MAX][VAULT_PUBLIC_KEY];
    const uint8_t(*to)[VAULT_PUBLIC_KEY] = (const uint8_t(*)[VAULT_PUBLIC_KEY])others;
    const struct vault_key *key = a->behind.desk->key;
    const char *id = liaison_of(a)->current;
    size_t n = liaison_colleagues(a, others);
    int days = a->site->retention_days;
    *old = false;
    *fit = SLOT_FREE;
    if (!answer_offers_time(draft))
        return store_answer(a->store, id, draft, key, to, n, days, e);
    if ((*old = !liaison_times_still(a, e)))
        return false;
    *fit = liaison_time_fits(a, draft);
    if (*fit != SLOT_FREE)
        return err_set(e, ERR_REFUSED, "this time is not free");
    if (store_answer_if(a->store, id, draft, key, to, n, days, liaison_times_still, a, e))
        return true;
    *old = !liaison_times_still(a, NULL);
    return false;
}

/* The answer goes out in the name of whose key it is. */
static void send(struct app *a)
{
    struct app_liaison *l = liaison_of(a);
    struct answer draft = l->seen.draft;
    const struct person *me = a->behind.desk->seen.person;
    enum slot_fit fit;
    bool old;
    struct err e = {0};
    if (answer_offers_time(&draft) && strlen(me->key) < sizeof draft.officer)
        memcpy(draft.officer, me->key, strlen(me->key) + 1);
    if (give(a, &draft, &fit, &old, &e)) {
        l->sending = 0;
        stack_back(a);
        liaison_done(a, DONE_SENT, NULL);
    } else if (old && l->sending > 0) { /* what others did is read, while the screen says so */
        l->sending--;
        l->to_send = l->seen.draft;
        liaison_times_begin(a);
    } else {
        l->sending = 0;
        liaison_done(a, fit == SLOT_UNREAD ? DONE_NOTHING : fit == SLOT_FREE ? DONE_FAILED : DONE_TIME_TAKEN, &e);
        if (fit != SLOT_FREE)
            liaison_times_begin(a);
    }
    a->dirty = true;
    sodium_memzero(&draft, sizeof draft);
}

static bool same_answer(const struct answer *a, const struct answer *b)
{
    return a->phrases == b->phrases && a->day == b->day && a->minute == b->minute && a->part == b->part &&
           str_eq(a->place, b->place) && str_eq(a->officer, b->officer) && str_eq(a->resource, b->resource);
}

/* Unless the liaison has gone on, or changed it. */
void liaison_send_again(struct app *a)
{
    struct app_liaison *l = liaison_of(a);
    if (!l->sending)
        return;
    if (same_answer(&l->to_send, &l->seen.draft))
        send(a);
    else
        l->sending = 0;
    sodium_memzero(&l->to_send, sizeof l->to_send);
}

static void finish(struct app *a)
{
    struct err e = {0};
    bool ok = store_finish(a->store, liaison_of(a)->current, a->behind.desk->key, a->site->retention_days, &e);
    liaison_done(a, ok ? DONE_CLOSED : DONE_FAILED, &e);
    liaison_read_item(a, false);
}

static void share(struct app *a)
{
    uint8_t others[VAULT_READERS_MAX][VAULT_PUBLIC_KEY];
    struct err e = {0};
    size_t n = liaison_colleagues(a, others);
    bool ok = store_share(a->store, liaison_of(a)->current, a->behind.desk->key,
                          (const uint8_t(*)[VAULT_PUBLIC_KEY])others, n, NULL, &e);
    liaison_done(a, ok ? DONE_SHARED : DONE_FAILED, &e);
    liaison_read_item(a, false);
}

void liaison_carry_out(struct app *a, int value)
{
    struct app_liaison *l = liaison_of(a);
    if (!l)
        return;
    l->seen.done = DONE_NOTHING;
    if (value >= LIAISON_OPEN) {
        open_item(a, (size_t)(value - LIAISON_OPEN));
        return;
    }
    switch ((enum liaison_order)value) {
    case LIAISON_PAGE:
        forget_words(a);
        stack_top(a)->page_at = 0;
        liaison_read_page(a);
        break;
    case LIAISON_SEND:
        l->sending = SEND_TRIES;
        send(a);
        break;
    case LIAISON_CLOSE:
        finish(a);
        break;
    case LIAISON_SHARE:
        share(a);
        break;
    default:
        liaison_keys_order(a, (enum liaison_order)value);
        liaison_day_order(a, value);
        break;
    }
}

/* ---- time -------------------------------------------------------------------------------------------------------- */

bool liaison_step(struct app *a)
{
    return liaison_of(a) && (liaison_times_step(a) || liaison_share_step(a) || liaison_day_step(a));
}

void liaison_poll(struct app *a)
{
    if (liaison_of(a))
        liaison_job_poll(a);
}

bool liaison_busy(const struct app *a)
{
    return liaison_of(a) && liaison_job_busy(a);
}
