/* Time and days. Only this module asks the system what time it is; everything above is handed a
 * struct clock, so a test decides. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_BASE_CLOCK_H
#define PORCHLIGHT_BASE_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct clock {
    int64_t (*mono_ms)(const struct clock *c); /* milliseconds, never goes back */
    int64_t (*unix_s)(const struct clock *c);  /* seconds since 1970-01-01 UTC */
    int64_t fake_mono_ms, fake_unix_s;         /* read by clock_fake's functions only */
};

struct clock clock_system(void);
/* A clock that stands still until clock_advance; `unix_s` may be 0. */
struct clock clock_fake(int64_t unix_s);
void clock_advance(struct clock *c, int64_t ms); /* a system clock ignores it */

/* Days since 1970-01-01 in the proleptic Gregorian calendar. */
typedef int32_t day_t;
enum { DAY_NONE = INT32_MIN };

struct ymd {
    int year, month, day; /* month 1–12, day 1–31 */
};

day_t day_from_ymd(struct ymd d); /* DAY_NONE for a date that does not exist */
struct ymd day_to_ymd(day_t d);
int day_weekday(day_t d);                  /* 0 Monday … 6 Sunday (ISO 8601 less one) */
bool day_parse(const char *s, day_t *out); /* exactly YYYY-MM-DD */
void day_format(day_t d, char out[11]);    /* YYYY-MM-DD and NUL; years 0–9999 */

/* The local day and the minute of the day (0–1439) now, in the process's time zone (TZ). */
day_t clock_today(const struct clock *c);
int clock_minute_of_day(const struct clock *c);

#endif
