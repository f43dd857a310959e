/* What staff change of the place: facts, people, hours, languages, pages, telephone numbers, the PIN. A screen fills
 * the arguments and gives an order; when it is carried out the site has been opened again, so nothing borrowed from it
 * outlives an order. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_SCREENS_STAFF_EDIT_H
#define PORCHLIGHT_SCREENS_STAFF_EDIT_H

#include "base/err.h"
#include "content/changes.h"
#include "screens/staff.h"

enum { EDIT_KEY_MAX = 64, EDIT_TEXT_MAX = 400, EDIT_NAME_MAX = 100, EDIT_PIN_SIZE = 13, EDIT_CENTRE = -1 };

/* STAFF_EDIT's orders, and which arguments each reads. `key` "" is the centre's lobby. */
enum edit_order {
    EDIT_SIGN,           /* key, text, by, until: today */
    EDIT_WITHDRAW,       /* key, by: a fact that is true no more */
    EDIT_HOURS_PUT,      /* key, hours: a row of the week, new or in place of `hours.index` */
    EDIT_HOURS_REMOVE,   /* key, hours.index */
    EDIT_DAY_AS_WEEK,    /* key, day: no day off, no hours of its own */
    EDIT_DAY_OFF,        /* key, day to until */
    EDIT_DAY_HOURS,      /* key, day, hours: in place of the week's */
    EDIT_LANGUAGE_TURN,  /* key: its tag; on or off */
    EDIT_LANGUAGE_UP,    /* key: one place earlier */
    EDIT_PAGE_TURN,      /* key: its slug; on or off */
    EDIT_SETTING,        /* key: its name in site.yaml, text */
    EDIT_CHECKED,        /* key, by, until: a resource is right today */
    EDIT_RESOURCE_PHONE, /* key, text */
    EDIT_RESOURCE_HOURS, /* key, text */
    EDIT_RESOURCE_TURN,  /* key; on or off */
    EDIT_TAKE_BACK,      /* change: which of `changes` */
    EDIT_UNDO,           /* the last change */
    EDIT_PIN,            /* pin: old, new, new */
    EDIT_FORGET,         /* the result has been seen */
    EDIT_ORDER_COUNT
};

enum edit_result {
    EDIT_NONE,
    EDIT_KEPT,
    EDIT_NOT_KEPT, /* nothing was changed: `why` */
    EDIT_UNDONE,
    EDIT_PIN_WRONG, /* the old one */
    EDIT_PIN_WAIT,  /* after wrong ones: `wait_s` */
    EDIT_PIN_EASY,  /* the new one is too easy to guess */
    EDIT_RESULT_COUNT
};

struct edit_hours {
    int index; /* of the row in the site's own order; -1: a new one */
    int weekday, from_min, to_min;
    int place; /* in site->places; EDIT_CENTRE */
    enum month_week week;
};

struct staff_edit {
    enum edit_result result;
    enum err_code why;
    int wait_s;
    bool can_undo;

    const struct changes *changes; /* against the site without them; NULL when they cannot be read */

    char key[EDIT_KEY_MAX];
    char text[EDIT_TEXT_MAX];
    char by[EDIT_NAME_MAX]; /* who signs; stays until the lock */
    day_t day, until;
    struct edit_hours hours;
    size_t change;
    char pin[3][EDIT_PIN_SIZE];
};

/* Whether something of the site is other than in the pack; `field` NULL: anything of it. */
bool staff_changed(const struct view *v, enum change_file file, const char *key, const char *field);

#endif
