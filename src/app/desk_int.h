/* The desk's door and what stands behind it, shared by its files.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_APP_DESK_INT_H
#define PORCHLIGHT_APP_DESK_INT_H

#include "app_int.h"
#include "device/usb.h"
#include "screens/desk.h"
#include "store/gate.h"
#include "store/vault.h"

struct desk_door;
struct app_liaison;

enum { KEY_PATH_MAX = 4300 };

/* What is plugged in, as it was looked at last. */
struct desk_sticks {
    struct usb_watch watch;
    struct usb_state now;
    bool looked;
    int64_t looked_ms;
};

/* All in memory that is locked (no swap) and wiped on free. */
struct app_desk {
    struct desk seen;            /* what the screens see */
    struct vault_key *key;       /* the liaison's; NULL unless one is here */
    char key_path[KEY_PATH_MAX]; /* of the file that it was opened from */
    struct desk_sticks sticks;
    struct desk_door *door;      /* the slow step of unlocking */
    struct app_liaison *liaison; /* liaison_int.h; NULL unless one is here */
};

/* ---- desk_door.c: the slow step of unlocking, on a thread of its own ---- */
struct desk_door *door_new(void);
void door_free(struct desk_door *d);
bool door_running(const struct desk_door *d);
void door_cancel(struct desk_door *d); /* what comes back is thrown away */
/* Fills what the door's screen shows: is there a PIN, which keys are here. */
void door_look(struct app *a);
/* The same when a stick has come or gone while the door is shown: who was typing begins again if the keys are others.
 */
void door_look_again(struct app *a);

/* ---- sticks.c ---- */
const struct usb_state *sticks_now(struct app *a);      /* looks */
const struct usb_stick *sticks_writable(struct app *a); /* the first of those, or NULL */
const char *sticks_name(const struct usb_stick *s);     /* what people call it */

#endif
