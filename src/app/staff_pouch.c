/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pouches on sticks, on a thread with a store of its own: a stick may take a minute. */
#include "staff_int.h"

#include "base/log.h"
#include "screens/staff_pouch.h"
#include "slow_int.h"
#include "store/audit.h"
#include "store/pouch.h"

#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum { DATA_MAX = 4096, TRUSTED_MAX = 64 };

/* `job` is the thread's while it runs. */
struct pouch_work {
    struct staff_pouch seen; /* first */
    struct usb_stick sticks[POUCH_STICKS];
    struct slow slow;
    struct pouch_job {
        enum pouch_order order;
        struct usb_stick stick;
        struct clock clock;
        char data[DATA_MAX], machine[DATA_MAX];
        uint8_t keys[TRUSTED_MAX][VAULT_PUBLIC_KEY];
        struct pouch_trust trust;
        struct pouch_made made;
        struct pouch_report report;
        bool ok, off;
        struct err err;
    } job;
};

static struct pouch_work *work(const struct app *a)
{
    return (struct pouch_work *)staff_seen(a)->pouch;
}

static void pouch_sticks(struct app *a)
{
    struct pouch_work *w = work(a);
    const struct usb_state *now = sticks_now(a);
    if (w->slow.running)
        return;
    w->seen.count = now->count < POUCH_STICKS ? now->count : POUCH_STICKS;
    w->seen.unreadable = now->unreadable;
    for (size_t i = 0; i < w->seen.count; i++) {
        const struct usb_stick *from = &now->sticks[i];
        struct staff_stick *s = &w->seen.sticks[i];
        uint64_t mb = from->free >> 20;
        w->sticks[i] = *from;
        snprintf(s->name, sizeof s->name, "%s", sticks_name(from));
        s->free_mb = mb < INT_MAX ? (int)mb : INT_MAX;
        s->read_only = from->read_only;
    }
    a->dirty = true;
}

/* On the thread. What was written is durable when pouch_out is true; the stick is then taken off. */
static void run(void *of)
{
    struct pouch_job *j = of;
    struct store *s = NULL;
    struct err quiet = {0};
    enum usb_ejected how;
    j->ok = store_open_beside(&s, j->data, &j->clock, true, &j->err) && store_act_as(s, "staff", &j->err) &&
            (j->order == POUCH_WRITE ? pouch_out(s, j->stick.path, NULL, &j->made, &j->err)
                                     : pouch_in_all(s, j->stick.path, &j->trust, NULL, &j->report, &j->err));
    store_close(s);
    j->off = usb_eject(j->machine, &j->stick, &how, &quiet);
}

static enum pouch_result failure(const struct err *e)
{
    switch (e->code) {
    case ERR_NO_SPACE:
        return POUCH_FULL;
    case ERR_NO_DEVICE:
        return POUCH_GONE;
    case ERR_NOT_FOUND:
        return POUCH_EMPTY;
    case ERR_REFUSED:
        return POUCH_FOREIGN;
    case ERR_DAMAGED:
    case ERR_TOO_BIG:
        return POUCH_DAMAGED;
    default:
        return POUCH_FAILED;
    }
}

static void finish(struct app *a)
{
    struct pouch_work *w = work(a);
    const struct pouch_job *j = &w->job;
    const struct pouch_report *r = &j->report;
    struct staff_pouch *s = &w->seen;
    if (j->ok)
        s->result = j->order == POUCH_WRITE ? POUCH_WRITTEN : POUCH_TAKEN_IN;
    else
        s->result = r->files ? POUCH_IN_PART : failure(&j->err);
    s->requests = (int)j->made.requests;
    s->answered = (int)r->answered;
    s->collected = (int)r->collected;
    s->closed = (int)r->closed;
    s->known = (int)(r->known + r->outdone);
    s->not_used = (int)(r->gone + r->unknown + r->unproven);
    s->not_taken_off = !j->off;
    s->why = j->ok ? ERR_NONE : j->err.code;
    if (!j->ok)
        log_warn("a pouch: %s", j->err.msg);
    app_refresh_health(a);
    pouch_sticks(a);
}

static void start(struct app *a, enum pouch_order order)
{
    struct pouch_work *w = work(a);
    struct pouch_job *j = &w->job;
    if (w->slow.running || !a->options.data || w->seen.which >= w->seen.count)
        return;
    *j = (struct pouch_job){.order = order, .stick = w->sticks[w->seen.which], .clock = a->options.clock};
    snprintf(j->data, sizeof j->data, "%s", a->options.data);
    snprintf(j->machine, sizeof j->machine, "%s", a->options.machine ? a->options.machine : "");
    for (size_t i = 0; i < a->site->person_count; i++)
        if (a->site->people[i].has_key && j->trust.liaison_count < TRUSTED_MAX)
            memcpy(j->keys[j->trust.liaison_count++], a->site->people[i].public_key, VAULT_PUBLIC_KEY);
    j->trust.liaisons = (const uint8_t(*)[VAULT_PUBLIC_KEY])j->keys;
    j->trust.retention_days = a->site->retention_days;
    slow_start(&w->slow, run, j, a->options.at_once);
    if (slow_finished(&w->slow))
        finish(a);
}

static void pouch_open(struct app *a)
{
    struct pouch_work *w = sodium_malloc(sizeof *w);
    if (!w)
        BUG("out of memory");
    sodium_memzero(w, sizeof *w);
    staff_seen(a)->pouch = &w->seen;
    pouch_sticks(a);
}

static void pouch_close(struct app *a)
{
    slow_end(&work(a)->slow);
    sodium_free(work(a));
    staff_seen(a)->pouch = NULL;
}

static void pouch_poll(struct app *a)
{
    if (slow_finished(&work(a)->slow))
        finish(a);
}

static bool pouch_busy(const struct app *a)
{
    return work(a)->slow.running;
}

static void pouch_carry(struct app *a, int order)
{
    if (order == POUCH_WRITE || order == POUCH_READ)
        start(a, (enum pouch_order)order);
    a->dirty = true;
}

const struct staff_work staff_pouch_work = {.open = pouch_open,
                                            .close = pouch_close,
                                            .carry = pouch_carry,
                                            .poll = pouch_poll,
                                            .busy = pouch_busy,
                                            .sticks = pouch_sticks};
