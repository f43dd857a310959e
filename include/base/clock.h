/* Time and days. Only this module asks the system what time it is; everything above is handed a
 * struct clock, so a test decides. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_BASE_CLOCK_H
#define PORCHLIGHT_BASE_CLOCK_H

#include "base/day.h"
#include "base/zone.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct clock {
    int64_t (*mono_ms)(const struct clock *c); /* milliseconds, never goes back */
    int64_t (*unix_s)(const struct clock *c);  /* seconds since 1970-01-01 UTC */
    bool (*synced)(const struct clock *c);     /* a time server sets it; NULL: nobody knows */
    int64_t fake_mono_ms, fake_unix_s;         /* read by clock_fake's functions only */
    const struct zone *zone;                   /* whose days and minutes they are; NULL: the process's (TZ). Borrowed */
};

struct clock clock_system(void);
/* A clock that stands still until clock_advance; `unix_s` may be 0. */
struct clock clock_fake(int64_t unix_s);
void clock_advance(struct clock *c, int64_t ms); /* a system clock ignores it */

/* The local day and the minute of the day (0–1439) now, in the clock's time zone. */
day_t clock_today(const struct clock *c);
int clock_minute_of_day(const struct clock *c);

#endif
