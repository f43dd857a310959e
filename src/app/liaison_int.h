/* What stands behind the liaison's screens, shared by its files. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_APP_LIAISON_INT_H
#define PORCHLIGHT_APP_LIAISON_INT_H

#include "desk_int.h"
#include "screens/liaison.h"
#include "store/audit.h"
#include "store/promises.h"

struct liaison_paper; /* the day's list as it is printed, and a file that is being saved: liaison_day.c */
struct key_job;       /* making a key: the slow step, on a thread of its own */

/* In locked memory while a liaison is here. */
struct app_liaison {
    struct liaison_desk seen;
    char current[LIAISON_ID];  /* the request whose screen may be shown */
    bool private_shown;        /* the screen that is up holds what was opened */
    struct promise_book *book; /* what was promised, as it was read last */
    struct promises promised;  /* out of it: by this liaison, but for the current request */
    int64_t outside;           /* of store_outside, when reading was begun */
    int sending;               /* how often the draft `to_send` will be tried again after a reading */
    struct answer to_send;
    size_t share_at;
    struct key_job *job;
    struct liaison_paper *paper;
};

/* Never NULL in what a liaison does. */
static inline struct app_liaison *liaison_of(const struct app *a)
{
    return a->behind.desk->liaison;
}

/* Says what became of an order; DONE_FAILED with e's message, which the log has too. */
void liaison_done(struct app *a, enum liaison_done done, const struct err *e);

/* ---- liaison_read.c: opening for the screens --------------------------------------------------------------------- */
void liaison_read_page(struct app *a);
void liaison_read_item(struct app *a, bool collect);
size_t liaison_colleagues(const struct app *a, uint8_t keys[VAULT_READERS_MAX][VAULT_PUBLIC_KEY]);

/* ---- liaison_times.c: what can be promised ----------------------------------------------------------------------- */
void liaison_times_open(struct app *a);
void liaison_times_close(struct app *a);
void liaison_times_begin(struct app *a); /* the answers that are here are read for what they promise */
bool liaison_times_step(struct app *a);  /* a few of them; false: nothing left to do */
enum slot_fit liaison_time_fits(struct app *a, const struct answer *draft);
bool liaison_times_still(void *app, struct err *e); /* for store_answer_if: what was read is all there is */

/* ---- liaison.c --------------------------------------------------------------------------------------------------- */
void liaison_send_again(struct app *a); /* after a reading: the answer that waited for it */

/* ---- liaison_day.c ----------------------------------------------------------------------------------------------- */
void liaison_day_shown(struct app *a);
void liaison_day_gone(struct app *a);
void liaison_day_order(struct app *a, int order);
bool liaison_day_step(struct app *a);
bool liaison_file_step(struct app *a); /* a few requests more of the file; false: nothing to do */
void liaison_day_end(struct app *a);

/* ---- liaison_keys.c ---------------------------------------------------------------------------------------------- */
/* A record first, the change after it: none is made without one (store/audit.h); the second when it failed. */
bool liaison_record(struct app *a, enum audit_action what, const char *subject, struct err *e);
void liaison_not_done(struct app *a, enum audit_action what);
void liaison_keys_look(struct app *a);
void liaison_keys_order(struct app *a, enum liaison_order order);
bool liaison_share_step(struct app *a); /* one old request for today's liaisons; false: nothing to do */
void liaison_job_poll(struct app *a);
bool liaison_job_busy(const struct app *a);
void liaison_job_end(struct app *a); /* waits for the thread */

#endif
