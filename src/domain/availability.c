/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/availability.h"

enum { SHORTEST_MIN = 30 };

static const struct {
    int from_min, to_min;
} parts[] = {
    [PART_MORNING] = {6 * 60, 12 * 60},
    [PART_MIDDAY] = {12 * 60, 17 * 60},
    [PART_EVENING] = {17 * 60, 22 * 60},
};
_Static_assert(sizeof parts / sizeof *parts == PART_COUNT, "one row a part of day");

uint32_t availability_parts(const struct availability *a, day_t day)
{
    if (day == DAY_NONE)
        return 0;
    for (size_t i = 0; i < a->day_off_count; i++)
        if (a->days_off[i] == day)
            return 0;
    int weekday = day_weekday(day);
    uint32_t bits = 0;
    for (size_t i = 0; i < a->weekly_count; i++) {
        const struct weekly_hours *h = &a->weekly[i];
        if (h->weekday != weekday)
            continue;
        for (int p = 0; p < PART_COUNT; p++) {
            int from = h->from_min > parts[p].from_min ? h->from_min : parts[p].from_min;
            int to = h->to_min < parts[p].to_min ? h->to_min : parts[p].to_min;
            if (to - from >= SHORTEST_MIN)
                bits |= 1u << p;
        }
    }
    return bits;
}
