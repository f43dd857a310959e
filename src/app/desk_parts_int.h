/* The parts of the desk that the rest of this floor calls. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_APP_DESK_PARTS_INT_H
#define PORCHLIGHT_APP_DESK_PARTS_INT_H

#include "screens/screen.h"

struct app;
struct app_desk;

/* desk.c: staff and liaisons behind the visitors' screens */
struct app_desk *desk_new(void);
struct desk *desk_seen(struct app_desk *d); /* what the screens see */
void desk_free(struct app_desk *d);         /* waits for the door's thread; accepts NULL */

/* Ends the visitor's session, if any, and shows the door; the language stays when the desk speaks it. */
void desk_approach(struct app *a);
void desk_unlock(struct app *a, int which); /* COMMAND_UNLOCK */
void desk_poll(struct app *a);
bool desk_busy(const struct app *a); /* the door is at its slow step */
void desk_lock(struct app *a);       /* wipes all; part of app_end_session */
/* The screen that Home leads to: the visitors' when the desk is locked. */
const char *desk_start(const struct app *a);
/* Whether a screen may be shown to who is here now. */
bool desk_admits(const struct app *a, const struct screen *s);
/* The next language that the desk speaks. */
void desk_next_language(struct app *a);

/* staff.c: what staff do behind the door */
void staff_open(struct app *a);                 /* they have come in */
void staff_close(struct app *a);                /* part of desk_lock */
void staff_carry_out(struct app *a, int value); /* COMMAND_STAFF */
void staff_poll(struct app *a);
bool staff_busy(const struct app *a);
void staff_sticks_changed(struct app *a);
int staff_due_ms(const struct app *a); /* until it wants to be polled by itself; -1: never */
void staff_shown(struct app *a);       /* another screen is up */
bool staff_hears(const struct app *a); /* the microphone is open: the kiosk says nothing (staff_voice.c) */

/* liaison.c: what a liaison does behind the door */
void liaison_open(struct app *a);
void liaison_close(struct app *a);                /* part of desk_lock */
void liaison_shown(struct app *a);                /* another screen is up: wipes and opens what it needs */
void liaison_carry_out(struct app *a, int value); /* COMMAND_LIAISON */
void liaison_poll(struct app *a);
bool liaison_step(struct app *a); /* a few milliseconds of what takes long; false: nothing left to do */
bool liaison_busy(const struct app *a);
void liaison_sticks_changed(struct app *a);
/* A slip is about to be printed: false when the audit cannot tell of it, and it may not. */
bool liaison_printing(struct app *a, const char *what);

/* sticks.c: milliseconds until the next look; -1: nobody wants a stick */
int desk_sticks_due_ms(struct app *a);

/* A finger in the top left corner for five seconds. */
void desk_finger_down(struct app *a, int x, int y);
void desk_finger_up(struct app *a);
int desk_finger_due_ms(struct app *a); /* until desk_approach is due; it is done when it is. -1: no finger there */

#endif
