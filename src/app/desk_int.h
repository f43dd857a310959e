/* The desk's door and what stands behind it, shared by its files.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_APP_DESK_INT_H
#define PORCHLIGHT_APP_DESK_INT_H

#include "app_int.h"
#include "screens/desk.h"
#include "store/gate.h"
#include "store/vault.h"

struct desk_door;
struct app_liaison;

enum { KEY_PATH_MAX = 4300 };

/* All in memory that is locked (no swap) and wiped on free. */
struct app_desk {
    struct desk seen;            /* what the screens see */
    struct vault_key *key;       /* the liaison's; NULL unless one is here */
    char key_path[KEY_PATH_MAX]; /* of the file that it was opened from */
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

#endif
