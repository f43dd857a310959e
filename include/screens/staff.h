/* What staff see and order behind the door. Each part of their work has a header, a struct and an app file of its own
 * (screens/staff_edit.h, app/staff_edit.c); this one only says which parts there are. In locked memory while staff are
 * here, wiped and freed by the lock. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_SCREENS_STAFF_H
#define PORCHLIGHT_SCREENS_STAFF_H

#include "screens/desk.h"

enum staff_part {
    STAFF_EDIT,    /* what the kiosk says and offers: screens/staff_edit.h */
    STAFF_TODAY,   /* is it well, and its limits: screens/staff_today.h */
    STAFF_RECORDS, /* what was counted, and who changed what: screens/staff_records.h */
    STAFF_PACKS,   /* what a stick brings: screens/staff_packs.h */
    STAFF_POUCH,   /* requests and answers on a stick: screens/staff_pouch.h */
    STAFF_DEVICES, /* paper and sound: screens/staff_devices.h */
    STAFF_VOICE,   /* a volunteer's voice for the words: screens/staff_voice.h */
    STAFF_PART_COUNT
};

struct staff_desk {
    struct staff_edit *edit;
    struct staff_today *today;
    struct staff_records *records;
    struct staff_packs *packs;
    struct staff_pouch *pouch;
    struct staff_devices *devices;
    struct staff_voice *voice;
};

/* An order to a part, one of its own enum, as COMMAND_STAFF carries it. */
enum { STAFF_ORDERS = 100 /* of one part, at most */ };
static inline struct command staff_order(enum staff_part part, int order)
{
    return (struct command){.kind = COMMAND_STAFF, .value = (int)part * STAFF_ORDERS + order};
}

#endif
