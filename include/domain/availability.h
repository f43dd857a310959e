/* When and where a liaison can be met: a weekly plan, dated exceptions, days off. Civil time only; what a time zone
 * does to it is domain/slots.h. Pure. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DOMAIN_AVAILABILITY_H
#define PORCHLIGHT_DOMAIN_AVAILABILITY_H

#include "base/day.h"
#include "domain/form.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Which of a month's weekdays: the first Thursday, the last Friday. */
enum month_week { WEEK_EVERY, WEEK_FIRST, WEEK_SECOND, WEEK_THIRD, WEEK_FOURTH, WEEK_FIFTH, WEEK_LAST, WEEK_COUNT };

struct weekly_hours {
    int weekday;          /* 0 Monday … 6 Sunday */
    int from_min, to_min; /* minutes after midnight, local time */
    const char *where;    /* place in words; NULL: at the centre */
    enum month_week week;
};

/* Hours of one day: in place of the weekly ones, all of them, or besides them. */
struct dated_hours {
    day_t day;
    int from_min, to_min;
    const char *where;
    bool extra;
};

struct availability {
    const struct weekly_hours *weekly;
    size_t weekly_count;
    const struct dated_hours *dated;
    size_t dated_count;
    const struct day_range *days_off; /* they go before everything */
    size_t day_off_count;
    day_t from, until; /* the first and last day of the plan; 0: no bound */
};

/* A place where people are met, by the name that the hours use. */
struct meeting_place {
    const char *name;
    const char *address; /* one line; NULL: not told */
};

/* A stretch of a day without a break, at one place. */
struct opening {
    int from_min, to_min;
    const char *where; /* as in the plan, borrowed; NULL: at the centre */
};

enum { OPENINGS_MAX = 32 /* a day's; what comes after is left out */ };

/* The day's openings in order of time; they don't overlap: where two rows do, the earlier in the plan stands. What is
 * at the centre is cut to the centre's own hours and falls away when it is closed; `centre` NULL, or without any hours,
 * stands open whenever it is not closed. Rows of the same place that touch are one opening. */
size_t availability_openings(const struct availability *a, const struct availability *centre, day_t day,
                             struct opening out[OPENINGS_MAX]);

/* Morning 06:00–12:00, midday 12:00–17:00, evening 17:00–22:00: the parts that overlap an opening by 30 minutes or
 * more. Bit 1u << enum day_part. */
uint32_t availability_parts(const struct availability *a, const struct availability *centre, day_t day);

#endif
