/* When a liaison can be met: a weekly plan with exceptions, computed as days and parts of day. Pure.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DOMAIN_AVAILABILITY_H
#define PORCHLIGHT_DOMAIN_AVAILABILITY_H

#include "base/clock.h"
#include "domain/form.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct weekly_hours {
    int weekday;          /* 0 Monday … 6 Sunday */
    int from_min, to_min; /* minutes after midnight, local time */
    const char *where;    /* place in words; NULL: at the centre */
};

struct availability {
    const struct weekly_hours *weekly;
    size_t weekly_count;
    const day_t *days_off;
    size_t day_off_count;
};

/* Morning 06:00–12:00, midday 12:00–17:00, evening 17:00–22:00: the parts that overlap an opening by 30 minutes or
 * more. Bit 1u << enum day_part. */
uint32_t availability_parts(const struct availability *a, day_t day);

#endif
