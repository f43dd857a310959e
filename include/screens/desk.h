/* The desk: what staff and liaison officers do behind the visitors' screens. Its screens are a floor of the same house:
 * they see plain values here and give orders; app carries them out. Everything in it is wiped when the desk is locked:
 * by its button, by idleness, by the end of the program. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_SCREENS_DESK_H
#define PORCHLIGHT_SCREENS_DESK_H

#include "content/site.h"
#include "screens/screen.h"
#include "ui/keyboard.h"

enum desk_role { DESK_LOCKED, DESK_STAFF, DESK_LIAISON };

enum { DESK_KEYS_MAX = 12, DESK_SECRET_MAX = 129, DESK_SOURCE_MAX = 64 };

/* A liaison's key that lies on the kiosk or on a stick. */
struct desk_key {
    const struct person *person;
    char source[DESK_SOURCE_MAX]; /* the stick's name; "": kept on the kiosk */
};

/* Why the door did not open. */
enum desk_refusal {
    DESK_FINE,
    DESK_WRONG,    /* PIN or passphrase */
    DESK_WAIT,     /* after wrong ones: `wait_s` */
    DESK_NO_PIN,   /* none was ever set */
    DESK_NO_STORE, /* the database cannot be used */
    DESK_BAD_KEY,  /* the key's file is gone or damaged */
    DESK_REFUSAL_COUNT
};

struct staff_desk;
struct liaison_desk;

/* In locked memory; the whole of it is zeros while the desk is locked, but for the door's own fields. */
struct desk {
    enum desk_role role;
    const struct person *person; /* the liaison; NULL for staff */

    /* the door */
    bool pin_set;
    struct desk_key keys[DESK_KEYS_MAX];
    size_t key_count;
    enum desk_refusal refusal;
    int wait_s;
    char secret[DESK_SECRET_MAX]; /* a PIN or passphrase as it is typed; wiped when it is tried */

    struct staff_desk *staff;     /* screens/staff.h; NULL unless staff are here */
    struct liaison_desk *liaison; /* screens/liaison.h; NULL unless a liaison is here */
};

/* Where the desk's own screens begin: "staff", "liaison", or the door. */
const char *desk_home(const struct desk *d);

/* The languages that the desk can speak: those with all of its sentences. NULL past the last. */
const struct language *desk_language(const struct view *v, size_t i);

/* A thing that is done at the desk: its screen, picture and word (a msgid). */
struct desk_tile {
    const char *route, *icon, *label;
};
void desk_tiles(struct view *v, struct node *content, const struct desk_tile *tiles, size_t count);
struct command desk_tile_go(const struct desk_tile *tiles, size_t count, struct ui_id act);

/* Why something was not done, for {why}: a whole sentence. `refused` (a msgid, NULL: none) is what ERR_REFUSED means
 * there. */
const char *desk_why(const struct view *v, enum err_code code, const char *refused);

/* ---- typing: a field and the keyboards of the desk, the Latin one first ---------------------------------------- */

/* On tall glass the spare room goes above: what is typed, and why, stands beside the keys that type it, not an arm's
 * length away. Call it before the field; on low glass there is no such room, and it does nothing. */
void desk_near_keys(struct view *v, struct node *parent);
/* A field with what is typed; `secret` shows a dot for each letter and is never spoken. */
struct node *desk_field(struct view *v, struct node *parent, struct ui_id id, const char *label, const char *text,
                        bool typing, bool secret);
void desk_keyboard(struct view *v, struct node *parent, const struct keyboard_state *k);
/* True when the id was a key of it. */
bool desk_type(struct view *v, struct keyboard_state *k, struct ui_id act, char *text, size_t size);

#endif
