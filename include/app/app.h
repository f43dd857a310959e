/* The kiosk without its window: events in, a painted surface and a tree out. `run` gives it a window and real time,
 * `shot`, `tour` and `play` a surface and a clock of their own; nothing else differs between them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_APP_APP_H
#define PORCHLIGHT_APP_APP_H

#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "screens/screen.h"
#include "ui/input.h"
#include <SDL.h>
#include <stdbool.h>

struct app;

struct app_options {
    const char *site;    /* kiosk-config folder; a pack installed in `data` is shown instead of it */
    const char *data;    /* opened after the first frame; NULL: nothing is kept and a request cannot be sent, but its
                            screens are shown */
    int w, h;            /* px */
    const char *machine; /* goes before the paths of sticks (device/usb.h), for tests; NULL: "" */
    const char *lang;    /* the language of a fresh session; NULL: the first offered */
    struct clock clock;  /* copied */
    bool sound;          /* open the sound card */
    bool printer;        /* print on the site's printer; else it is as if there were none */
    bool nudges;         /* tell liaisons of what is in `data`, where the site.yaml of `site` asks for it */
    bool at_once;        /* the slow step of a receipt is done before the call returns; run uses a thread */
};

/* False when the site folder, the assets or the fonts cannot be opened, or the site offers no language. What is merely
 * broken is logged and the kiosk starts. */
bool app_open(struct app **out, const struct app_options *o, struct err *e);
void app_close(struct app *a); /* accepts NULL */

/* True when nobody is here and a pack has been installed or taken back since app_open: time to open afresh. */
bool app_site_changed(const struct app *a);

/* To a screen by its id, with nothing behind it but home; false when there is none. */
bool app_go(struct app *a, const char *route);
const char *app_route(const struct app *a); /* of the screen shown */

void app_press(struct app *a, int x, int y);
void app_release(struct app *a, int x, int y);
void app_cancel(struct app *a); /* the finger slid off the glass */
void app_key(struct app *a, enum ui_key key);
/* As if a finger had touched it; false when it is not on the screen. */
bool app_tap(struct app *a, struct ui_id id);

/* Lets time pass: idle warning, end of the session, speech, the vault's answer. Returns the milliseconds until it wants
 * to be called again; -1: not before an event. */
int app_tick(struct app *a);

/* Brings the surface (32-bit RGB, of the options' size) up to date; returns how many rectangles changed. */
enum { APP_RECTS_MAX = 64 };
int app_frame(struct app *a, SDL_Surface *dst, SDL_Rect dirty[APP_RECTS_MAX]);
void app_expose(struct app *a); /* the next frame repaints all */

/* The tree as JSON: ui/tree.h. */
void app_tree(struct app *a, struct str *out);

struct session *app_session(struct app *a); /* for shot's options; call app_changed after */
void app_changed(struct app *a);
void app_end_session(struct app *a);
struct clock *app_clock(struct app *a);     /* for play, which lets a fake clock run */
const struct node *app_root(struct app *a); /* laid out; for play and tests */

/* Once, when the program begins: what the C library keeps of freed memory. */
void app_tune_heap(void);

/* A receipt that is plainly no one's (tree, boat, sun, 123 456), so that pictures can be made of its screen. */
void app_sample_receipt(struct app *a);
/* The same of an answer: a meeting here, next Thursday at 10:30, with an interpreter. */
void app_sample_answer(struct app *a);
/* All that can be printed: both of these, and a day's list of three meetings. */
void app_sample_slips(struct app *a);

#endif
