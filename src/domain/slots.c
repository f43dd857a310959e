/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/slots.h"

#include <string.h>

enum { NEAR_DAYS = 28, DAY_MIN = 24 * 60 };

enum day_part slot_part(int minute)
{
    return minute < 12 * 60 ? PART_MORNING : minute < 17 * 60 ? PART_MIDDAY : PART_EVENING;
}

/* A day as the plan and the promises make it. */
struct day_plan {
    struct opening openings[OPENINGS_MAX];
    size_t opening_count;
    int waiting[PART_COUNT]; /* promises of a part of the day */
    bool clocks_change;
};

static void plan_day(const struct slot_plan *p, day_t day, struct day_plan *d)
{
    int64_t begin, end;
    memset(d->waiting, 0, sizeof d->waiting);
    d->opening_count = availability_openings(p->person, p->centre, day, d->openings);
    if (!d->opening_count)
        return;
    for (size_t i = 0; i < p->promise_count; i++)
        if (p->promises[i].day == day && p->promises[i].minute == SLOT_NO_MINUTE)
            d->waiting[p->promises[i].part]++;
    d->clocks_change = p->zone && (zone_instant(p->zone, day, 0, &begin) != ZONE_ONCE ||
                                   zone_instant(p->zone, day, DAY_MIN, &end) != ZONE_ONCE || end - begin != 86400);
}

/* Whether the minutes from `minute` on for a meeting's length all happen. */
static bool happens(const struct slot_plan *p, const struct day_plan *d, day_t day, int minute)
{
    int64_t at;
    if (!d->clocks_change)
        return true;
    for (int m = minute; m < minute + p->length_min; m++)
        if (zone_instant(p->zone, day, m, &at) == ZONE_NEVER)
            return false;
    return true;
}

static bool overlaps(int one, int two, int length)
{
    return one < two + length && two < one + length;
}

static bool promised(const struct slot_plan *p, day_t day, int minute)
{
    for (size_t i = 0; i < p->promise_count; i++)
        if (p->promises[i].day == day && p->promises[i].minute != SLOT_NO_MINUTE &&
            overlaps(p->promises[i].minute, minute, p->length_min))
            return true;
    return false;
}

/* The slots of the grid that no promised hour takes, nor the hour `besides` (SLOT_NO_MINUTE: none). `counts` says how
 * many there are in each part. */
static size_t grid(const struct slot_plan *p, const struct day_plan *d, day_t day, int besides,
                   struct slot out[SLOTS_A_DAY_MAX], int counts[PART_COUNT])
{
    size_t n = 0;
    memset(counts, 0, PART_COUNT * sizeof *counts);
    for (size_t i = 0; i < d->opening_count; i++)
        for (int m = d->openings[i].from_min; m + p->length_min <= d->openings[i].to_min; m += p->length_min) {
            if ((besides != SLOT_NO_MINUTE && overlaps(besides, m, p->length_min)) || promised(p, day, m) ||
                !happens(p, d, day, m))
                continue;
            counts[slot_part(m)]++;
            out[n++] = (struct slot){day, m, d->openings[i].where};
        }
    return n;
}

/* The day's free slots. */
static size_t free_in_day(const struct slot_plan *p, day_t day, struct slot out[SLOTS_A_DAY_MAX])
{
    struct day_plan d;
    int counts[PART_COUNT];
    plan_day(p, day, &d);
    size_t n = grid(p, &d, day, SLOT_NO_MINUTE, out, counts), kept = 0;
    for (size_t i = 0; i < n; i++) {
        enum day_part part = slot_part(out[i].minute);
        if (counts[part] > d.waiting[part])
            out[kept++] = out[i];
    }
    return kept;
}

size_t slots_free(const struct slot_plan *plan, day_t first, int first_minute, int days, struct slot *out, size_t cap)
{
    struct slot today[SLOTS_A_DAY_MAX];
    size_t count = 0;
    if (plan->last && first + days - 1 > plan->last)
        days = plan->last - first + 1;
    for (int d = 0; d < days && count < cap; d++) {
        size_t n = free_in_day(plan, first + d, today);
        for (size_t i = 0; i < n && count < cap; i++)
            if (d || today[i].minute >= first_minute)
                out[count++] = today[i];
    }
    return count;
}

/* The opening that a meeting at this minute fits into, or NULL. */
static const struct opening *opening_at(const struct day_plan *d, int minute, int length)
{
    for (size_t i = 0; i < d->opening_count; i++)
        if (d->openings[i].from_min <= minute && minute + length <= d->openings[i].to_min)
            return &d->openings[i];
    return NULL;
}

enum slot_fit slot_fits(const struct slot_plan *plan, const struct promise *wanted, const char **where)
{
    struct day_plan d;
    struct slot slots[SLOTS_A_DAY_MAX];
    int counts[PART_COUNT];
    bool hour = wanted->minute != SLOT_NO_MINUTE;
    enum day_part part = hour ? slot_part(wanted->minute) : wanted->part;
    if (where)
        *where = NULL;
    if (plan->last && wanted->day > plan->last)
        return SLOT_LATE;
    plan_day(plan, wanted->day, &d);
    if (hour) {
        const struct opening *o = opening_at(&d, wanted->minute, plan->length_min);
        if (!o)
            return SLOT_OUTSIDE;
        if (where)
            *where = o->where;
        if (!happens(plan, &d, wanted->day, wanted->minute))
            return SLOT_GAP;
        if (promised(plan, wanted->day, wanted->minute))
            return SLOT_TAKEN;
    } else {
        struct slot_plan nobody = *plan;
        nobody.promise_count = 0;
        grid(&nobody, &d, wanted->day, SLOT_NO_MINUTE, slots, counts);
        if (!counts[part])
            return SLOT_OUTSIDE;
    }
    grid(plan, &d, wanted->day, hour ? wanted->minute : SLOT_NO_MINUTE, slots, counts);
    if (counts[part] < d.waiting[part] + !hour)
        return SLOT_TAKEN;
    return plan->unread > plan->unread_accepted ? SLOT_UNREAD : SLOT_FREE;
}

/* Minutes between a slot and what was wanted; of a part of the day, its middle is. */
static int64_t distance(const struct slot *s, const struct promise *wanted)
{
    static const int middles[] = {[PART_MORNING] = 10 * 60, [PART_MIDDAY] = 14 * 60, [PART_EVENING] = 18 * 60};
    _Static_assert(sizeof middles / sizeof *middles == PART_COUNT, "a middle for each part");
    int minute = wanted->minute != SLOT_NO_MINUTE ? wanted->minute : middles[wanted->part];
    int64_t d = ((int64_t)s->day - wanted->day) * DAY_MIN + s->minute - minute;
    return d < 0 ? -d : d;
}

static bool earlier(const struct slot *a, const struct slot *b)
{
    return a->day != b->day ? a->day < b->day : a->minute < b->minute;
}

/* Puts a slot among the `count` nearest so far, which are in order of time; the furthest falls out. */
static size_t keep_near(struct slot *out, size_t count, size_t cap, const struct slot *new,
                        const struct promise *wanted)
{
    if (count == cap) {
        size_t far = distance(&out[0], wanted) > distance(&out[count - 1], wanted) ? 0 : count - 1;
        if (distance(new, wanted) >= distance(&out[far], wanted))
            return count;
        count--;
        memmove(out + far, out + far + 1, (count - far) * sizeof *out);
    }
    size_t at = count;
    while (at > 0 && earlier(new, &out[at - 1]))
        at--;
    memmove(out + at + 1, out + at, (count - at) * sizeof *out);
    out[at] = *new;
    return count + 1;
}

size_t slots_nearest(const struct slot_plan *plan, const struct promise *wanted, day_t first, int first_minute,
                     struct slot *out, size_t cap)
{
    struct slot today[SLOTS_A_DAY_MAX];
    size_t count = 0;
    day_t begin = wanted->day - NEAR_DAYS > first ? wanted->day - NEAR_DAYS : first;
    for (day_t day = begin; cap > 0 && day <= wanted->day + NEAR_DAYS && (!plan->last || day <= plan->last); day++) {
        size_t n = free_in_day(plan, day, today);
        for (size_t i = 0; i < n; i++)
            if (day > first || today[i].minute >= first_minute)
                count = keep_near(out, count, cap, &today[i], wanted);
    }
    return count;
}
