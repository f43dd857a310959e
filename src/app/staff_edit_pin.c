/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A new PIN. The old one is tried and the new one hashed on a thread, some tenths of a second each, while the screen
 * lives; the database is touched on this thread only. */
#include "staff_edit_int.h"

#include "base/log.h"
#include "slow_int.h"
#include "store/gate.h"

#include <sodium.h>
#include <string.h>

_Static_assert((int)EDIT_PIN_SIZE == (int)GATE_PIN_MAX + 1, "a PIN and NUL");

struct pin_job {
    struct slow slow;
    char pin[3][EDIT_PIN_SIZE]; /* the old one, the new one twice */
    char hash[GATE_HASH];       /* of the old one, then of the new one */
    bool right, hashed;
    struct err err;
};

struct pin_job *pin_job_new(void)
{
    struct pin_job *j = sodium_malloc(sizeof *j);
    if (!j)
        BUG("out of memory");
    memset(j, 0, sizeof *j);
    return j;
}

void pin_job_free(struct pin_job *j)
{
    if (j->slow.running)
        slow_end(&j->slow);
    sodium_free(j);
}

bool pin_job_busy(const struct pin_job *j)
{
    return j->slow.running;
}

static void run(void *of)
{
    struct pin_job *j = of;
    j->right = gate_pin_right(j->hash, j->pin[0]);
    j->hashed = j->right && gate_pin_hash(j->pin[1], j->hash, &j->err);
}

static void finish(struct app *a, struct pin_job *j)
{
    struct staff_edit *s = staff_seen(a)->edit;
    if (!j->right) {
        store_gate_wrong(a->store, GATE_STAFF);
        s->result = EDIT_PIN_WRONG;
        a->dirty = true;
    } else {
        bool ok = j->hashed && store_pin_keep(a->store, j->hash, &j->err);
        if (!ok)
            log_warn("a new PIN is not kept: %s", j->err.msg);
        edit_finished(a, EDIT_KEPT, ok, &j->err);
        if (!ok && j->err.code == ERR_REFUSED && !j->hashed)
            s->result = EDIT_PIN_EASY;
    }
    sodium_memzero(j->pin, sizeof j->pin);
    sodium_memzero(j->hash, sizeof j->hash);
}

void pin_job_start(struct app *a, struct pin_job *j)
{
    struct staff_edit *s = staff_seen(a)->edit;
    if (j->slow.running)
        return;
    j->err = (struct err){0};
    j->right = j->hashed = false;
    memcpy(j->pin, s->pin, sizeof j->pin);
    sodium_memzero(s->pin, sizeof s->pin);
    s->wait_s = a->store ? store_gate_wait_s(a->store, GATE_STAFF) : 0;
    if (s->wait_s > 0) {
        s->result = EDIT_PIN_WAIT;
    } else if (!a->store || !store_pin_hash(a->store, j->hash, &j->err)) {
        edit_finished(a, EDIT_KEPT, false, &j->err);
    } else {
        slow_start(&j->slow, run, j, a->options.at_once);
        pin_job_poll(a, j);
        return;
    }
    sodium_memzero(j->pin, sizeof j->pin);
}

void pin_job_poll(struct app *a, struct pin_job *j)
{
    if (slow_finished(&j->slow))
        finish(a, j);
}
