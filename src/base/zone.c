/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/zone.h"

#include "base/fs.h"
#include "base/str.h"
#include "zone_int.h"

#include <stdlib.h>
#include <string.h>

enum { DAY_S = 86400 };
#define TZDATA "/usr/share/zoneinfo"

/* The years 0–9999: what a day can be (base/day.h), and a day more at both ends. */
static const int64_t first_s = -62167305600, last_s = 253402387199;

/* ---- lookup ------------------------------------------------------------------------------------------------------ */

/* Seconds since 1970 of a rule's moment on the wall clock of that year. */
static int64_t rule_wall_s(const struct zone_rule *r, int year)
{
    day_t new_year = day_from_ymd((struct ymd){year, 1, 1}), day;
    bool leap = day_from_ymd((struct ymd){year, 2, 29}) != DAY_NONE;
    if (r->kind == RULE_JULIAN) {
        day = new_year + r->day - 1 + (leap && r->day >= 60);
    } else if (r->kind == RULE_COUNT) {
        day = new_year + r->day;
    } else {
        day_t first = day_from_ymd((struct ymd){year, r->month, 1});
        int wanted = (r->day + 6) % 7; /* POSIX begins with Sunday, we with Monday */
        day = first + (wanted - day_weekday(first) + 7) % 7 + (r->week - 1) * 7;
        struct ymd at = day_to_ymd(day);
        if (at.month != r->month) /* week 5 is the last one */
            day -= 7;
    }
    return (int64_t)day * DAY_S + r->time_s;
}

static int32_t tail_offset(const struct zone_tail *t, int64_t unix_s)
{
    if (!t->has_summer)
        return t->usual_s;
    int64_t clamped = unix_s < first_s ? first_s : unix_s > last_s ? last_s : unix_s;
    int year = day_to_ymd((day_t)(clamped / DAY_S)).year;
    int64_t newest = INT64_MIN;
    int32_t offset = t->usual_s;
    for (int y = year > 0 ? year - 1 : 0; y <= year + 1 && y <= 9999; y++) {
        int64_t end = rule_wall_s(&t->end, y) - t->summer_s, start = rule_wall_s(&t->start, y) - t->usual_s;
        if (end <= clamped && end > newest) {
            newest = end;
            offset = t->usual_s;
        }
        if (start <= clamped && start >= newest) { /* both at once: summer all year (RFC 8536, 3.3.1) */
            newest = start;
            offset = t->summer_s;
        }
    }
    return offset;
}

int32_t zone_offset_s(const struct zone *z, int64_t unix_s)
{
    if (!z->turn_count)
        return z->has_tail ? tail_offset(&z->tail, unix_s) : z->first_s;
    if (unix_s < z->turns[0].at)
        return z->first_s;
    if (unix_s >= z->turns[z->turn_count - 1].at && z->has_tail)
        return tail_offset(&z->tail, unix_s);
    size_t low = 0, high = z->turn_count;
    while (high - low > 1) {
        size_t mid = low + (high - low) / 2;
        if (z->turns[mid].at <= unix_s)
            low = mid;
        else
            high = mid;
    }
    return z->turns[low].offset_s;
}

bool zone_civil(const struct zone *z, int64_t unix_s, day_t *day, int *minute)
{
    if (unix_s < first_s || unix_s > last_s)
        return false;
    int64_t local = unix_s + zone_offset_s(z, unix_s);
    int64_t d = local >= 0 ? local / DAY_S : -((-local + DAY_S - 1) / DAY_S);
    struct ymd at = day_to_ymd((day_t)d);
    if (at.year < 0 || at.year > 9999)
        return false;
    *day = (day_t)d;
    *minute = (int)((local - d * DAY_S) / 60);
    return true;
}

/* Clocks change by less than a day, and no zone changes them twice within two days. */
enum zone_times zone_instant(const struct zone *z, day_t day, int minute, int64_t *unix_s)
{
    int64_t local = (int64_t)day * DAY_S + (int64_t)minute * 60;
    int32_t before = zone_offset_s(z, local - DAY_S), after = zone_offset_s(z, local + DAY_S);
    int64_t one = local - before, two = local - after;
    bool one_is = zone_offset_s(z, one) == before, two_is = zone_offset_s(z, two) == after;
    if (!one_is && !two_is)
        return ZONE_NEVER;
    bool both = one_is && two_is && one != two;
    *unix_s = !one_is || (both && two < one) ? two : one;
    return both ? ZONE_TWICE : ZONE_ONCE;
}

/* ---- making ------------------------------------------------------------------------------------------------------ */

static bool name_ok(const char *name)
{
    size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-/");
    return n > 0 && n < ZONE_NAME_MAX && !name[n] && name[0] != '/' && name[0] != '-';
}

bool zone_new(struct zone **out, const char *name, struct err *e)
{
    struct fs_root root;
    struct arena a;
    char *bytes;
    size_t len;
    if (!name_ok(name))
        return err_set(e, ERR_FAILED, "this is no name of a time zone");
    if (!fs_root_open(&root, TZDATA, e))
        return err_wrap(e, "the machine has no list of time zones (the package tzdata)");
    arena_init(&a, false);
    struct err why = {0};
    bool ok = fs_look(&root, name) != FS_FOLDER && fs_read(&root, name, ZONE_FILE_MAX, &a, &bytes, &len, &why);
    ok = ok ? zone_from_file(out, name, bytes, len, e)
            : err_set(e, ERR_NOT_FOUND, "the machine knows no time zone '%s'", name);
    arena_release(&a);
    fs_root_close(&root);
    return ok;
}

static bool read_local(struct zone **out, const char *path, const char *name)
{
    struct arena a;
    char *bytes;
    size_t len;
    arena_init(&a, false);
    bool ok = fs_read_path(path, ZONE_FILE_MAX, &a, &bytes, &len, NULL) && zone_from_file(out, name, bytes, len, NULL);
    arena_release(&a);
    return ok;
}

struct zone *zone_machine(void)
{
    struct zone *z = NULL;
    const char *tz = getenv("TZ");
    bool made;
    if (tz && *tz == ':')
        tz++;
    if (!tz)
        made = read_local(&z, "/etc/localtime", "");
    else if (*tz == '/')
        made = read_local(&z, tz, "");
    else
        made = zone_new(&z, tz, NULL) || zone_from_text(&z, tz, NULL);
    if (!made && !zone_from_text(&z, "UTC0", NULL))
        BUG("there is no UTC");
    return z;
}

void zone_free(const struct zone *z)
{
    union {
        const struct zone *in;
        struct zone *out;
    } owned = {.in = z};
    if (z)
        free(z->turns);
    free(owned.out);
}

const char *zone_name(const struct zone *z)
{
    return z->name;
}
