/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/availability.h"

#include "base/str.h"

#include <string.h>

enum { SHORTEST_MIN = 30 };

static const struct {
    int from_min, to_min;
} parts[] = {
    [PART_MORNING] = {6 * 60, 12 * 60},
    [PART_MIDDAY] = {12 * 60, 17 * 60},
    [PART_EVENING] = {17 * 60, 22 * 60},
};
_Static_assert(sizeof parts / sizeof *parts == PART_COUNT, "one row a part of day");

/* Openings in order of time, none over another. */
struct openings {
    struct opening *v;
    size_t count;
};

static void insert(struct openings *o, size_t at, struct opening new)
{
    if (new.to_min <= new.from_min || o->count == OPENINGS_MAX)
        return;
    memmove(o->v + at + 1, o->v + at, (o->count - at) * sizeof *o->v);
    o->v[at] = new;
    o->count++;
}

/* Adds what of a stretch is not taken yet, in pieces between those that are there. */
static void add(struct openings *o, int from, int to, const char *where)
{
    size_t i = 0;
    for (; i < o->count && from < to; i++) {
        if (o->v[i].to_min <= from)
            continue;
        int end = o->v[i].from_min < to ? o->v[i].from_min : to, next = o->v[i].to_min;
        size_t before = o->count;
        insert(o, i, (struct opening){from, end, where});
        i += o->count - before;
        from = next > from ? next : from;
    }
    insert(o, i, (struct opening){from, to, where});
}

static bool is_off(const struct availability *a, day_t day)
{
    if (day == DAY_NONE || (a->from && day < a->from) || (a->until && day > a->until))
        return true;
    for (size_t i = 0; i < a->day_off_count; i++)
        if (day >= a->days_off[i].first && day <= a->days_off[i].last)
            return true;
    return false;
}

static bool in_week(enum month_week week, day_t day)
{
    if (week == WEEK_EVERY)
        return true;
    struct ymd d = day_to_ymd(day);
    return week == WEEK_LAST ? day_to_ymd(day + 7).month != d.month : (int)week == (d.day - 1) / 7 + 1;
}

static void collect(const struct availability *a, day_t day, struct openings *o)
{
    int weekday = day_weekday(day);
    bool other = false; /* the day has hours of its own */
    for (size_t i = 0; i < a->dated_count; i++) {
        const struct dated_hours *h = &a->dated[i];
        if (h->day != day || h->extra)
            continue;
        other = true;
        add(o, h->from_min, h->to_min, h->where);
    }
    for (size_t i = 0; i < a->weekly_count && !other; i++) {
        const struct weekly_hours *h = &a->weekly[i];
        if (h->weekday == weekday && in_week(h->week, day))
            add(o, h->from_min, h->to_min, h->where);
    }
    for (size_t i = 0; i < a->dated_count; i++)
        if (a->dated[i].day == day && a->dated[i].extra)
            add(o, a->dated[i].from_min, a->dated[i].to_min, a->dated[i].where);
}

/* Cuts what is at the centre to its hours. */
static void cut_to_centre(struct openings *o, const struct availability *centre, day_t day)
{
    struct opening hours[OPENINGS_MAX], before[OPENINGS_MAX];
    size_t count = o->count, hour_count = 1;
    hours[0] = (struct opening){0, 24 * 60, NULL};
    if (is_off(centre, day))
        hour_count = 0;
    else if (centre->weekly_count || centre->dated_count)
        hour_count = availability_openings(centre, NULL, day, hours);
    memcpy(before, o->v, count * sizeof *before);
    o->count = 0;
    for (size_t i = 0; i < count; i++) {
        if (before[i].where) {
            insert(o, o->count, before[i]);
            continue;
        }
        for (size_t k = 0; k < hour_count; k++) {
            struct opening piece = before[i];
            piece.from_min = hours[k].from_min > piece.from_min ? hours[k].from_min : piece.from_min;
            piece.to_min = hours[k].to_min < piece.to_min ? hours[k].to_min : piece.to_min;
            insert(o, o->count, piece);
        }
    }
}

/* Pieces of one place that touch become one. */
static void join(struct openings *o)
{
    size_t kept = 0;
    for (size_t i = 0; i < o->count; i++) {
        struct opening *last = kept ? &o->v[kept - 1] : NULL;
        if (last && last->to_min == o->v[i].from_min && str_eq(last->where, o->v[i].where))
            last->to_min = o->v[i].to_min;
        else
            o->v[kept++] = o->v[i];
    }
    o->count = kept;
}

size_t availability_openings(const struct availability *a, const struct availability *centre, day_t day,
                             struct opening out[OPENINGS_MAX])
{
    struct openings o = {out, 0};
    if (is_off(a, day))
        return 0;
    collect(a, day, &o);
    if (centre)
        cut_to_centre(&o, centre, day);
    join(&o);
    return o.count;
}

uint32_t availability_parts(const struct availability *a, const struct availability *centre, day_t day)
{
    struct opening openings[OPENINGS_MAX];
    size_t count = availability_openings(a, centre, day, openings);
    uint32_t bits = 0;
    for (size_t i = 0; i < count; i++)
        for (int p = 0; p < PART_COUNT; p++) {
            int from = openings[i].from_min > parts[p].from_min ? openings[i].from_min : parts[p].from_min;
            int to = openings[i].to_min < parts[p].to_min ? openings[i].to_min : parts[p].to_min;
            if (to - from >= SHORTEST_MIN)
                bits |= 1u << p;
        }
    return bits;
}
