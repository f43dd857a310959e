/* Packs on sticks: what is in one, what it would change, putting it on the kiosk, and going back.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_SCREENS_STAFF_PACKS_H
#define PORCHLIGHT_SCREENS_STAFF_PACKS_H

#include "base/day.h"
#include "base/err.h"
#include "screens/staff.h"

enum { PACKS_MAX = 12, PACK_NAME = 128, PACK_LINES_MAX = 300, PACK_TEXT = 600, PACK_DIGITS = 20 };

/* STAFF_PACKS' orders. */
enum packs_order {
    PACKS_OPEN,    /* which: reads it whole, proves it, compares it with what is shown */
    PACKS_CLOSE,   /* back to the list */
    PACKS_INSTALL, /* the one that is open */
    PACKS_BACK,    /* to what was shown before */
    PACKS_ORDER_COUNT
};

struct pack_found {
    char name[PACK_NAME]; /* of the file */
    char stick[DESK_SOURCE_MAX];
};

struct pack_told {
    char digits[PACK_DIGITS]; /* to read over the telephone; "": there is none */
    day_t date;
    char centre[PACK_TEXT], notes[PACK_TEXT];
    char signers[PACK_TEXT]; /* the trusted ones' names */
};

enum pack_line_change { LINE_ADDED, LINE_CHANGED, LINE_REMOVED, LINE_CHANGE_COUNT };
struct pack_line {
    enum pack_line_change change;
    char what[20], name[64], in[20]; /* "page", its slug, its language or "": content/pack_diff.h */
};

enum packs_result { PACKS_NONE, PACKS_INSTALLED, PACKS_WENT_BACK, PACKS_FAILED };

struct staff_packs {
    struct pack_found found[PACKS_MAX];
    size_t found_count, stick_count;
    size_t which;
    struct pack_told shown; /* on the kiosk now */
    bool open;              /* one was read: `offered` and `lines` are of it */
    struct pack_told offered;
    bool trusted; /* enough trusted people have signed it; else `why` */
    struct pack_line lines[PACK_LINES_MAX];
    size_t line_count, line_total;
    enum packs_result result;
    enum err_code why;
};

#endif
