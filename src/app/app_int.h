/* The kiosk's state, shared by the files of this floor. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_APP_APP_INT_H
#define PORCHLIGHT_APP_APP_INT_H

#include "app/app.h"
#include "app/canvas.h"
#include "app/pictures.h"
#include "content/faults.h"
#include "device/speech.h"
#include "parts_int.h"
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

/* What time brings by itself. */
struct idle {
    int vault_in;       /* ticks until the requests are opened; 0: that was done */
    int64_t touched_ms; /* the last touch */
    int left_s;         /* while the warning is up; 0: no warning */
    day_t kept_on;      /* the day on which what is due once a day was done last */
};

/* What works behind the screens. */
struct behind {
    struct app_desk *desk;   /* desk.c */
    int64_t started_s;       /* when the program was started; in memory alone */
    struct nudge_job *nudge; /* nudge_job.c; NULL: nobody is told */
    bool held;               /* a finger is in the corner that leads to the desk, since `held_ms` */
    int64_t held_ms;
    struct print_desk *printing; /* printing.c */
    bool halves;                 /* the tree that is shown has two */
    struct ui beside;            /* of the second half, in assisted mode: duo.c */
    bool in_beside;              /* the finger came down there */
    int lit_from;                /* the number of the node whose words the first piece that is said are */
};

/* What came with the program. */
struct share {
    struct fs_root assets;
    struct fonts *fonts;
};

struct app {
    struct app_options options;
    struct share share;
    struct site *site;
    struct strings *strings;
    struct catalogue *catalogue;
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
    struct behind behind;
};

void app_refresh_health(struct app *a);
/* reload.c: the site with what staff have changed, read again where it stands; false: the old one goes on */
bool app_reload(struct app *a, struct err *e);

#endif
