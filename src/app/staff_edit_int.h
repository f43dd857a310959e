/* The staff's changes: what becomes of an order. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_APP_STAFF_EDIT_INT_H
#define PORCHLIGHT_APP_STAFF_EDIT_INT_H

#include "content/changes.h"
#include "screens/staff_edit.h"
#include "staff_int.h"
#include "store/audit.h"

/* One kind of change: what the audit is told, which file, and how it is made. */
struct edit_kind {
    enum audit_action audit;
    enum change_file file;
    bool (*make)(struct app *a, const struct changes_place *p, struct err *e);
    /* What the audit names; NULL: `key`. */
    const char *(*subject)(struct app *a, char out[AUDIT_SUBJECT]);
};

/* In staff_edit_make.c; NULL for orders that are no change of the site. */
const struct edit_kind *edit_kind_of(struct app *a, enum edit_order order);

/* What became of an order. */
void edit_finished(struct app *a, enum edit_result good, bool ok, const struct err *e);

/* In staff_edit_pin.c: in locked memory. */
struct pin_job;
struct pin_job *pin_job_new(void);
void pin_job_free(struct pin_job *j);                 /* waits for the thread; then the PIN is the old one */
void pin_job_start(struct app *a, struct pin_job *j); /* with what was typed, which is wiped */
void pin_job_poll(struct app *a, struct pin_job *j);
bool pin_job_busy(const struct pin_job *j);

#endif
