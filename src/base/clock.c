/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/clock.h"

#include <sys/timex.h>
#include <time.h>

static int64_t system_mono(const struct clock *c)
{
    (void)c;
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int64_t system_unix(const struct clock *c)
{
    (void)c;
    return (int64_t)time(NULL);
}

/* The kernel knows: whoever keeps the clock tells it so, and takes it back when no server answers for long. */
static bool system_synced(const struct clock *c)
{
    (void)c;
    struct timex t = {.modes = 0};
    return adjtimex(&t) != TIME_ERROR && !(t.status & STA_UNSYNC);
}

static int64_t fake_mono(const struct clock *c)
{
    return c->fake_mono_ms;
}

static int64_t fake_unix(const struct clock *c)
{
    return c->fake_unix_s + c->fake_mono_ms / 1000;
}

struct clock clock_system(void)
{
    return (struct clock){.mono_ms = system_mono, .unix_s = system_unix, .synced = system_synced};
}

struct clock clock_fake(int64_t unix_s)
{
    return (struct clock){.mono_ms = fake_mono, .unix_s = fake_unix, .fake_unix_s = unix_s};
}

void clock_advance(struct clock *c, int64_t ms)
{
    c->fake_mono_ms += ms;
}

static struct tm local(const struct clock *c)
{
    time_t t = (time_t)c->unix_s(c);
    struct tm tm = {0};
    localtime_r(&t, &tm);
    return tm;
}

day_t clock_today(const struct clock *c)
{
    day_t day;
    int minute;
    if (c->zone)
        return zone_civil(c->zone, c->unix_s(c), &day, &minute) ? day : DAY_NONE;
    struct tm tm = local(c);
    if (tm.tm_year > 9999 - 1900)
        return DAY_NONE;
    return day_from_ymd((struct ymd){.year = tm.tm_year + 1900, .month = tm.tm_mon + 1, .day = tm.tm_mday});
}

int clock_minute_of_day(const struct clock *c)
{
    day_t day;
    int minute;
    if (c->zone)
        return zone_civil(c->zone, c->unix_s(c), &day, &minute) ? minute : 0;
    struct tm tm = local(c);
    return tm.tm_hour * 60 + tm.tm_min;
}
