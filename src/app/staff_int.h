/* The parts of the staff's work, one file each. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_APP_STAFF_INT_H
#define PORCHLIGHT_APP_STAFF_INT_H

#include "desk_int.h"
#include "screens/staff.h"

/* One part; a function that it does not need is NULL. */
struct staff_work {
    void (*open)(struct app *a);             /* staff have come in: allocates and fills its struct */
    void (*close)(struct app *a);            /* they leave: wipes and frees it */
    void (*carry)(struct app *a, int order); /* one of its own orders */
    void (*poll)(struct app *a);             /* at every tick while staff are here */
    int (*due)(const struct app *a);         /* ms until it wants a tick by itself; -1: never */
    void (*shown)(struct app *a);            /* another screen is up */
    void (*sticks)(struct app *a);           /* a stick has come or gone */
    bool (*busy)(const struct app *a);       /* a slow step is under way: the screen says "one moment" */
};

extern const struct staff_work staff_edit_work, staff_today_work, staff_records_work, staff_packs_work,
    staff_pouch_work, staff_devices_work, staff_voice_work;

/* What staff see; never NULL in a part's functions. */
static inline struct staff_desk *staff_seen(const struct app *a)
{
    return a->behind.desk->seen.staff;
}

#endif
