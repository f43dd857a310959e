/* The kiosk's state, shared by the files of this floor. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_APP_APP_INT_H
#define PORCHLIGHT_APP_APP_INT_H

#include "app/app.h"
#include "app/canvas.h"
#include "app/pictures.h"
#include "content/faults.h"
#include "device/speech.h"
#include "store/counters.h"
#include "text/fonts.h"

enum { PICTURES_BYTES = 10 << 20 /* some 150 drawings */, STACK_MAX = 24, ROUTES_MAX = ROUTE_MAX };

/* One screen on the way here. */
struct place_shown {
    const struct screen *screen;
    char route[ROUTES_MAX];
    void *state;
    int page_at; /* of its pager */
};

/* The way here; the last place is shown. */
struct way {
    struct place_shown at[STACK_MAX];
    int depth;
};

struct nudge_job; /* telling liaisons that something waits: nudge_job.c */

/* What time brings by itself. */
struct idle {
    int vault_in;       /* ticks until the requests are opened; 0: that was done */
    int64_t touched_ms; /* the last touch */
    int left_s;         /* while the warning is up; 0: no warning */
    day_t kept_on;      /* the day on which what is due once a day was done last */
    struct nudge_job *nudge; /* NULL: nobody is told */
};

struct app_services; /* caches of codes and keyboards: services.c */
struct vault_job;    /* the slow step of a receipt: vault_job.c */

struct app {
    struct app_options options;
    struct fs_root assets;
    struct site *site;
    struct strings *strings;
    struct catalogue *catalogue;
    struct fonts *fonts;
    struct text_engine *text;
    struct pictures *pictures;
    struct canvas *canvas;
    struct app_services *services;
    struct speech *speech;
    struct store *store;
    struct tally tally; /* not the session's: it tells nothing about anybody */
    struct vault_job *job;
    struct ahead *ahead;
    struct session session;
    struct view view;
    struct ui ui;
    struct arena frame;
    struct paint_list paints;
    struct node *root;
    struct input input;
    struct way way;
    bool dirty;
    struct idle idle;
};

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

/* services.c */
struct app_services *services_new(void);
void services_free(struct app_services *s);   /* accepts NULL */
void services_forget(struct app_services *s); /* codes of the screen that is left, wiped */
const struct qr *services_qr(void *services, const char *payload);
const struct keyboard_layout *services_keyboard(void *services, const char *name, const char *tag);

/* ahead.c: getting the likely next screens ready while nobody waits */
struct ahead;
struct ahead *ahead_new(void);
void ahead_free(struct ahead *h);  /* accepts NULL */
void ahead_restart(struct app *a); /* another screen is shown */
bool ahead_step(struct app *a);    /* a few milliseconds of it; false: nothing left to do */

/* vault_job.c: one at a time; done by app_tick */
enum job_kind { JOB_NONE, JOB_SEND, JOB_FIND, JOB_WITHDRAW, JOB_REPLY };
struct vault_job *job_new(void);
void job_free(struct vault_job *j); /* waits for the thread; accepts NULL */
void job_start(struct app *a, enum job_kind kind, const char *route);
bool job_running(const struct vault_job *j); /* for the visitor who is here */
bool job_pending(const struct vault_job *j); /* or for one who has left: there is something to wipe */
void job_poll(struct app *a);
void job_cancel(struct vault_job *j); /* what comes back is thrown away */

/* nudge_job.c */
struct nudge_job *nudge_new(const char *site, const char *centre, struct faults *faults); /* NULL: not asked for */
void nudge_free(struct nudge_job *j); /* breaks off what is being sent; accepts NULL */
int nudge_tick(struct app *a);        /* milliseconds until it wants to be called again; -1: never */

void app_refresh_health(struct app *a);

#endif
