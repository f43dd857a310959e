/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A test page and a sentence in each language, each on record. */
#include "staff_int.h"

#include "base/log.h"
#include "screens/staff_devices.h"
#include "store/audit.h"

#include <sodium.h>
#include <stdio.h>

static struct staff_devices *seen(const struct app *a)
{
    return staff_seen(a)->devices;
}

static const char *sentence(const struct app *a, const struct language *l)
{
    return tr_in(&a->view, l, "Welcome");
}

static void devices_open(struct app *a)
{
    struct staff_devices *d = sodium_malloc(sizeof *d);
    if (!d)
        BUG("out of memory");
    sodium_memzero(d, sizeof *d);
    d->volume = a->site->volume_percent;
    staff_seen(a)->devices = d;
    for (size_t i = 0; i < a->site->offered_count && i < DEVICES_LANGUAGES; i++) {
        const struct language *l = a->site->offered[i];
        d->voices[i] = say_source(a, l, sentence(a, l));
    }
}

static void devices_close(struct app *a)
{
    sodium_free(seen(a));
    staff_seen(a)->devices = NULL;
}

static void devices_carry(struct app *a, int order)
{
    struct staff_devices *d = seen(a);
    struct err e = {0};
    const struct language *l =
        d->language >= 0 && (size_t)d->language < a->site->offered_count ? a->site->offered[d->language] : NULL;
    if (order != DEVICES_PRINT && (order != DEVICES_SOUND || !l))
        return;
    bool ok = a->store ? store_audit(a->store, "staff", order == DEVICES_PRINT ? AUDIT_TEST_PRINT : AUDIT_TEST_SOUND,
                                     order == DEVICES_PRINT ? "" : l->text.tag, &e)
                       : err_set(&e, ERR_FAILED, "the database is not open, so nothing can be recorded");
    d->failed = !ok;
    d->why = e.code;
    if (!ok)
        log_warn("nothing was tried: %s", e.msg);
    if (ok && order == DEVICES_PRINT)
        printing_start(a, "test");
    else if (ok)
        say_sample(a, l, sentence(a, l), d->volume);
    a->dirty = true;
}

const struct staff_work staff_devices_work = {.open = devices_open, .close = devices_close, .carry = devices_carry};
