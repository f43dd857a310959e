/* One day in a calendar as iCalendar (RFC 5545), small enough for a printed code. Pure.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DOMAIN_DAY_EVENT_H
#define PORCHLIGHT_DOMAIN_DAY_EVENT_H

#include "base/clock.h"
#include "base/str.h"

enum { DAY_EVENT_WHOLE = -1 };

struct day_event {
    day_t day;
    int minute;        /* after midnight, local time wherever the telephone is (3.3.5, form 1); DAY_EVENT_WHOLE */
    const char *title; /* UTF-8 */
    const char *place; /* NULL: none */
    day_t made_on;     /* DTSTAMP */
};

/* Appended: a VCALENDAR with one VEVENT; lines end in CRLF and are folded at 75 bytes, never inside a character. The
 * same day, time and title always give the same bytes. */
void day_event(const struct day_event *e, struct str *out);

#endif
