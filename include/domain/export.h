/* A liaison's requests as a file: CSV for a table, JSON for a program, iCalendar for a calendar. What is opened passes
 * through one growing text, which is wiped when it is released; nothing else keeps it. Pure.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DOMAIN_EXPORT_H
#define PORCHLIGHT_DOMAIN_EXPORT_H

#include "base/zone.h"
#include "domain/opened.h"
#include <stdint.h>

enum export_format { EXPORT_ICS, EXPORT_CSV, EXPORT_JSON, EXPORT_FORMAT_COUNT };

/* "ics", "csv", "json"; EXPORT_FORMAT_COUNT for another word. */
enum export_format export_format_from_word(const char *w);

struct export_settings {
    enum export_format format;
    const struct zone *zone; /* of the promised times */
    int meeting_min;
    int64_t now_s;
    /* of the calendar alone */
    const char *officer; /* whose calendar, a key of people.yaml; NULL: everybody's */
    const char *centre;  /* its name */
    const struct meeting_place *places;
    size_t place_count;
    bool names; /* the name that the visitor gave stands in the summary; else nothing of the visitor does */
};

struct export
{
    struct export_settings settings; /* borrows what they point to */
    struct str out;                  /* the file so far */
    size_t count;                    /* requests, or events */
};

/* Then export_add for each request, export_end, and export_release. */
void export_begin(struct export *x, const struct export_settings *settings);

/* CSV (RFC 4180): a row each, under a row of names; what begins like a formula gets an apostrophe in front, so that no
 * table program runs a visitor's words. JSON: an object each, as `requests show --json` prints it, and what the promise
 * is worth. iCalendar: an event for each promised time, TENTATIVE until it is accepted, CANCELLED when it is given
 * back; a part of a day is a whole day's event; a time that no clock shows has none. */
void export_add(struct export *x, const struct opened_request *r);

/* False when memory ran out on the way. */
bool export_end(struct export *x);
void export_release(struct export *x);

#endif
