/* Calendar files (iCalendar, RFC 5545): of one promised meeting for a QR code, of many for a liaison's own calendar.
 * All times are UTC, so that no time zone has to be described and no program can take one for another. Nothing in them
 * is about the visitor unless the caller puts it there. Written by hand and not through libical, which would leave
 * copies of its texts behind in freed memory; the tests have libical read every file back. Pure.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DOMAIN_CALENDAR_H
#define PORCHLIGHT_DOMAIN_CALENDAR_H

#include "base/day.h"
#include "base/str.h"
#include <stdbool.h>
#include <stdint.h>

/* What stands in SUMMARY when nobody asks for more: no word about police, and no name. */
#define CALENDAR_MEETING "Meeting"
#define CALENDAR_PHONE_CALL "Phone call"

enum calendar_status { CALENDAR_TENTATIVE, CALENDAR_CONFIRMED, CALENDAR_CANCELLED, CALENDAR_STATUS_COUNT };

struct calendar_event {
    const char *uid;        /* the same whenever the same meeting is written; only what a stranger may see */
    int64_t start_s, end_s; /* instants, seconds since 1970 UTC: see zone_instant */
    day_t whole_day;        /* in place of hours; DAY_NONE: there are hours */
    int64_t stamp_s;        /* when it is written */
    const char *summary;
    const char *location; /* NULL: none */
    enum calendar_status status;
};

/* A whole VCALENDAR with one event, appended: for the code on the visitor's paper. At most CALENDAR_CODE_MAX bytes: the
 * place is left out when it does not fit, then the summary is cut. Without `uid` one is made of the hour or the day. A
 * status is not written. */
enum { CALENDAR_CODE_MAX = 300 };
void calendar_code(const struct calendar_event *ev, struct str *out);

/* A file of many, METHOD:PUBLISH: begin, add for each, end. Lines are folded at 75 bytes and end with CRLF. */
void calendar_begin(struct str *out);
void calendar_add(struct str *out, const struct calendar_event *ev);
void calendar_end(struct str *out);

#endif
