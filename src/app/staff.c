/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The staff's side as a whole: a table of its parts. */
#include "staff_int.h"

#include <sodium.h>

static const struct staff_work *const works[STAFF_PART_COUNT] = {
    [STAFF_EDIT] = &staff_edit_work,   [STAFF_TODAY] = &staff_today_work, [STAFF_RECORDS] = &staff_records_work,
    [STAFF_PACKS] = &staff_packs_work, [STAFF_POUCH] = &staff_pouch_work, [STAFF_DEVICES] = &staff_devices_work,
    [STAFF_VOICE] = &staff_voice_work,
};

void staff_open(struct app *a)
{
    struct desk *d = &a->behind.desk->seen;
    d->staff = sodium_malloc(sizeof *d->staff);
    if (!d->staff)
        BUG("out of memory");
    sodium_memzero(d->staff, sizeof *d->staff);
    for (int i = 0; i < STAFF_PART_COUNT; i++)
        if (works[i]->open)
            works[i]->open(a);
}

void staff_close(struct app *a)
{
    struct desk *d = &a->behind.desk->seen;
    if (!d->staff)
        return;
    for (int i = STAFF_PART_COUNT; i-- > 0;)
        if (works[i]->close)
            works[i]->close(a);
    sodium_free(d->staff);
    d->staff = NULL;
}

void staff_carry_out(struct app *a, int value)
{
    int part = value / STAFF_ORDERS;
    if (staff_seen(a) && value >= 0 && part < STAFF_PART_COUNT && works[part]->carry)
        works[part]->carry(a, value % STAFF_ORDERS);
}

void staff_sticks_changed(struct app *a)
{
    for (int i = 0; staff_seen(a) && i < STAFF_PART_COUNT; i++)
        if (works[i]->sticks)
            works[i]->sticks(a);
}

void staff_poll(struct app *a)
{
    for (int i = 0; staff_seen(a) && i < STAFF_PART_COUNT; i++)
        if (works[i]->poll)
            works[i]->poll(a);
}

int staff_due_ms(const struct app *a)
{
    int next = -1;
    for (int i = 0; staff_seen(a) && i < STAFF_PART_COUNT; i++) {
        int ms = works[i]->due ? works[i]->due(a) : -1;
        next = next < 0 || (ms >= 0 && ms < next) ? ms : next;
    }
    return next;
}

void staff_shown(struct app *a)
{
    for (int i = 0; staff_seen(a) && i < STAFF_PART_COUNT; i++)
        if (works[i]->shown)
            works[i]->shown(a);
}

bool staff_busy(const struct app *a)
{
    bool busy = false;
    for (int i = 0; staff_seen(a) && i < STAFF_PART_COUNT; i++)
        busy = busy || (works[i]->busy && works[i]->busy(a));
    return busy;
}
