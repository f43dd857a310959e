/* Days of the calendar as numbers. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_BASE_DAY_H
#define PORCHLIGHT_BASE_DAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Days since 1970-01-01 in the proleptic Gregorian calendar. */
typedef int32_t day_t;
enum { DAY_NONE = INT32_MIN };

struct ymd {
    int year, month, day; /* month 1–12, day 1–31 */
};

/* Both days belong to it. */
struct day_range {
    day_t first, last;
};

day_t day_from_ymd(struct ymd d); /* DAY_NONE for a date that does not exist */
struct ymd day_to_ymd(day_t d);
int day_weekday(day_t d);                  /* 0 Monday … 6 Sunday (ISO 8601 less one) */
bool day_parse(const char *s, day_t *out); /* exactly YYYY-MM-DD */
void day_format(day_t d, char out[11]);    /* YYYY-MM-DD and NUL; years 0–9999 */

#endif
