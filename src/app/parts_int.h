/* What the files of this floor call of each other. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_APP_PARTS_INT_H
#define PORCHLIGHT_APP_PARTS_INT_H

#include "base/err.h"
#include "desk_parts_int.h"
#include "device/print_state.h"
#include "domain/printer_settings.h"
#include "screens/screen.h"
#include "screens/staff_devices.h"
#include "store/counters.h"
#include "store/store.h"

struct app;
struct paint_list;
struct app_services; /* caches of codes, keyboards and the slip: services.c */
struct paper;
struct place_shown;
struct print_desk;
struct vault_job; /* the slow step of a receipt: vault_job.c */

/* stack.c */
bool stack_go(struct app *a, const char *route, bool replace);
void stack_back(struct app *a);
void stack_reset(struct app *a); /* only the welcome screen is left */
void stack_home(struct app *a);
struct place_shown *stack_top(struct app *a);

/* count.c: what is counted of a visit */
void count_one(struct app *a, enum counted what, const char *subject);
void count_page(struct app *a, const char *from_route); /* the top screen, come to from there */
void count_write(struct app *a);                        /* at the next visit's first count, and when the kiosk ends */

/* act.c */
void act_on(struct app *a, struct ui_id id);
void act_found(struct app *a, bool ok, const struct request_row *row, int wait_s, const struct err *e);

/* say.c */
void say_screen(struct app *a);
void say_words(struct app *a, const char *words);
void say_stop(struct app *a);
/* One piece, with the node lit whose words they are (UI_NONE: none). */
struct speech_piece;
void say_one(struct app *a, const struct speech_piece *p, struct ui_id words);
/* As Listen would say them in this language. */
void say_as_heard(struct app *a, const struct language *l, const char *words, struct ui_id node);
/* What would say the words in this language; and says them, as loud as asked: for staff. */
enum voice_source say_source(struct app *a, const struct language *l, const char *words);
void say_sample(struct app *a, const struct language *l, const char *words, int volume);

/* services.c */
struct app_services *services_new(struct app *a); /* NULL: codes alone */
void services_free(struct app_services *s);       /* accepts NULL */
void services_forget(struct app_services *s);     /* codes and slip of the screen that is left, wiped */
const struct qr *services_qr(void *services, const char *payload);
struct paper *services_paper(struct app_services *s);
const struct slip_picture *services_slip(void *services, const char *what);
const struct keyboard_layout *services_keyboard(void *services, const char *name, const char *tag);

/* ahead.c: getting the likely next screens ready while nobody waits */
struct ahead;
struct ahead *ahead_new(void);
void ahead_free(struct ahead *h);  /* accepts NULL */
void ahead_restart(struct app *a); /* another screen is shown */
bool ahead_step(struct app *a);    /* a few milliseconds of it; false: nothing left to do */

/* nudge_job.c: telling liaisons that something waits */
struct nudge_job;
struct nudge_job *nudge_new(const char *site, const char *centre, struct faults *faults); /* NULL: not asked for */
void nudge_free(struct nudge_job *j); /* breaks off what is being sent; accepts NULL */
int nudge_tick(struct app *a);        /* milliseconds until it wants to be called again; -1: never */

/* vault_job.c: one at a time; done by app_tick */
enum job_kind { JOB_NONE, JOB_SEND, JOB_FIND, JOB_WITHDRAW, JOB_REPLY };
struct vault_job *job_new(void);
void job_free(struct vault_job *j); /* waits for the thread; accepts NULL */
void job_start(struct app *a, enum job_kind kind, const char *route);
bool job_running(const struct vault_job *j); /* for the visitor who is here */
bool job_pending(const struct vault_job *j); /* or for one who has left: there is something to wipe */
void job_poll(struct app *a);
void job_cancel(struct vault_job *j); /* what comes back is thrown away */

/* printing.c: the printer of the site, opened after the first frame, and the one job that somebody waits for */
struct print_desk *printing_new(void);
void printing_free(struct print_desk *d); /* accepts NULL */
const struct printing *printing_shown(const struct print_desk *d);
struct print_area printing_area(const struct app *a); /* what slips are laid out for, also where nothing prints */
struct printer_health printing_health(const struct app *a);
/* the same for staff; PRINTER_NONE where nothing prints */
struct printer_status printing_status(const struct app *a);
void printing_enter(struct app *a); /* a screen that prints is shown: is the printer well? */
void printing_start(struct app *a, const char *what);
void printing_cancel(struct app *a);
void printing_end_session(struct app *a); /* nothing of it may come out later for a stranger */
int printing_poll(struct app *a);         /* ms until it wants to be called again, -1: never */

/* duo.c: assisted mode, two languages on one glass */
bool duo_on(struct app *a);
void duo_begin(struct app *a, const struct language *visitor); /* from the desk, which is locked */
/* The tree of both halves, laid out; its two children are the visitor's and the helper's. */
struct node *duo_build(struct app *a, const char *dialog);
/* The tree under a point: a half's, or the whole. */
const struct node *duo_half(const struct app *a, int x, int y);
/* What the screen says to an activated target, in either half. */
struct command duo_update(struct app *a, struct ui_id id);
void duo_draw(struct app *a, struct paint_list *out);

#endif
