/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What staff change of the place: told to the audit, made, and shown at once; the last one can be undone. */
#include "staff_edit_int.h"

#include "base/log.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

/* Beside what the screens see. */
struct edit_work {
    struct staff_edit seen; /* first */
    struct changes changes;
    bool listed;
    struct str before; /* the file that the last change was made in, as it was */
    enum change_file file;
    struct pin_job *pin;
};

static struct edit_work *work(const struct app *a)
{
    return (struct edit_work *)staff_seen(a)->edit;
}

static struct changes_place place_of(const struct app *a)
{
    return (struct changes_place){.site = a->site->root.path, .data = a->options.data};
}

static void list(struct app *a)
{
    struct edit_work *w = work(a);
    struct changes_place p = place_of(a);
    struct err e = {0};
    if (w->listed)
        changes_release(&w->changes);
    bool ok = p.data && changes_list(&w->changes, &p, &e);
    if (!ok)
        log_warn("what was changed cannot be read: %s", e.msg);
    w->listed = p.data != NULL;
    w->seen.changes = ok ? &w->changes : NULL;
}

static void edit_open(struct app *a)
{
    struct edit_work *w = sodium_malloc(sizeof *w);
    if (!w)
        BUG("out of memory");
    sodium_memzero(w, sizeof *w);
    str_init(&w->before);
    w->pin = pin_job_new();
    staff_seen(a)->edit = &w->seen;
    list(a);
}

static void edit_close(struct app *a)
{
    struct edit_work *w = work(a);
    if (w->listed)
        changes_release(&w->changes);
    str_release(&w->before);
    pin_job_free(w->pin);
    sodium_free(w);
    staff_seen(a)->edit = NULL;
}

/* ---- one change -------------------------------------------------------------------------------------------------- */

void edit_finished(struct app *a, enum edit_result good, bool ok, const struct err *e)
{
    struct staff_edit *s = &work(a)->seen;
    s->result = ok ? good : EDIT_NOT_KEPT;
    s->why = ok ? ERR_NONE : e->code;
    a->dirty = true;
}

/* Makes it known first and tells it undone when it fails: no change is without a record. */
static bool recorded(struct app *a, enum audit_action what, const char *subject,
                     bool (*make)(struct app *a, const struct changes_place *p, struct err *e), struct err *e)
{
    struct changes_place p = place_of(a);
    if (!p.data || !a->store)
        return err_set(e, ERR_FAILED, "there is no data folder to keep changes in");
    if (!store_audit(a->store, "staff", what, subject, e))
        return false;
    if (make(a, &p, e))
        return true;
    struct err quiet = {0};
    store_audit(a->store, "staff", AUDIT_NOT_DONE, audit_word(what), &quiet);
    return false;
}

/* A change of two parts may have failed between them. */
static void put_back_whole(const struct changes_place *p, enum change_file file, const struct str *before)
{
    struct err e = {0};
    struct str now;
    str_init(&now);
    bool same = changes_snapshot(p, file, &now, &e) && strcmp(now.s, before->s) == 0;
    str_release(&now);
    if (!same && !changes_restore(p, file, before, &e))
        log_error("a change that failed is not put back: %s", e.msg);
}

/* The file as it was can be put back. What a half-done change has already written is put back at once. */
static void change(struct app *a, enum audit_action what, const char *subject, enum change_file file,
                   bool (*make)(struct app *a, const struct changes_place *p, struct err *e))
{
    struct edit_work *w = work(a);
    struct changes_place p = place_of(a);
    struct err e = {0};
    struct str before;
    str_init(&before);
    bool kept = p.data && changes_snapshot(&p, file, &before, &e);
    bool ok = kept && recorded(a, what, subject, make, &e);
    if (kept && !ok)
        put_back_whole(&p, file, &before);
    struct err unread = {0};
    if (!app_reload(a, &unread))
        log_error("the changed site cannot be opened: %s", unread.msg);
    if (ok) {
        str_release(&w->before);
        w->before = before;
        w->file = file;
    } else {
        str_release(&before);
        log_warn("a change by staff was not kept: %s", e.msg);
    }
    w->seen.can_undo = w->seen.can_undo || ok;
    list(a);
    edit_finished(a, EDIT_KEPT, ok, &e);
}

static bool take_back(struct app *a, const struct changes_place *p, struct err *e)
{
    struct staff_edit *s = staff_seen(a)->edit;
    const struct change *c = &s->changes->rows.v[s->change];
    return changes_take_back(p, c->file, c->key, c->field, e);
}

static bool put_back(struct app *a, const struct changes_place *p, struct err *e)
{
    return changes_restore(p, work(a)->file, &work(a)->before, e);
}

static void undo(struct app *a)
{
    struct edit_work *w = work(a);
    struct err e = {0}, unread = {0};
    if (!w->seen.can_undo)
        return;
    bool ok = recorded(a, AUDIT_CHANGE_TAKEN_BACK, change_file_name(w->file), put_back, &e);
    if (!app_reload(a, &unread))
        log_error("the changed site cannot be opened: %s", unread.msg);
    w->seen.can_undo = !ok;
    list(a);
    edit_finished(a, EDIT_UNDONE, ok, &e);
}

/* ---- orders --------------------------------------------------------------------------------------------------------
 */

static void edit_poll(struct app *a)
{
    pin_job_poll(a, work(a)->pin);
}

static bool edit_busy(const struct app *a)
{
    return pin_job_busy(work(a)->pin);
}

static void edit_carry(struct app *a, int number)
{
    enum edit_order order = (enum edit_order)number;
    struct staff_edit *s = staff_seen(a)->edit;
    char out[AUDIT_SUBJECT];
    if (number < 0 || number >= EDIT_ORDER_COUNT)
        return;
    const struct edit_kind *k = edit_kind_of(a, order);
    s->result = EDIT_NONE;
    a->dirty = true;
    if (k) {
        snprintf(out, sizeof out, "%s", s->key);
        change(a, k->audit, k->subject ? k->subject(a, out) : out, k->file, k->make);
    } else if (order == EDIT_TAKE_BACK && s->changes && s->change < s->changes->rows.len) {
        const struct change *c = &s->changes->rows.v[s->change];
        snprintf(out, sizeof out, "%.30s%s%.30s", *c->key ? c->key : "site", c->field ? " " : "",
                 c->field ? c->field : "");
        change(a, AUDIT_CHANGE_TAKEN_BACK, out, c->file, take_back);
    } else if (order == EDIT_UNDO) {
        undo(a);
    } else if (order == EDIT_PIN) {
        pin_job_start(a, work(a)->pin);
    }
}

const struct staff_work staff_edit_work = {
    .open = edit_open, .close = edit_close, .carry = edit_carry, .poll = edit_poll, .busy = edit_busy};
