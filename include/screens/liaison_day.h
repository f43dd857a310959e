/* A liaison's day, and files for a stick. The meetings are of the day that is shown, and go when the screen is left.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_SCREENS_LIAISON_DAY_H
#define PORCHLIGHT_SCREENS_LIAISON_DAY_H

#include "domain/export.h"
#include "domain/liaison_day.h"

enum { SAVED_NAME = 64 };

struct liaison_today {
    day_t day;                   /* set by the screen before LIAISON_DAY_TURN */
    bool looking;                /* the answers are still being read */
    struct liaison_day meetings; /* sorted by time */
    bool saving;
    size_t saved, to_save; /* requests, while a file is written */
    char name[SAVED_NAME]; /* of the file that was saved last */
};

enum liaison_day_order {
    LIAISON_DAY_TURN = 40,
    LIAISON_DAY_SAVE = 50 /* and an enum export_format */
};

#endif
