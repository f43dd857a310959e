/* Reading zones: TZif files (RFC 8536) and the text of TZ (POSIX.1-2017, 8.3, with the longer times of RFC 8536 3.3.1).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "zone_int.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Nobody's clock is further from UTC: RFC 8536 3.2 speaks of −24:59:59 to +25:59:59. */
enum { OFFSET_LOW_S = -25 * 3600 + 1, OFFSET_HIGH_S = 26 * 3600 - 1, TURNS_MAX = 4000 };

static struct zone *zone_empty(const char *name)
{
    struct zone *z = calloc(1, sizeof *z);
    if (!z)
        BUG("out of memory");
    snprintf(z->name, sizeof z->name, "%s", name);
    return z;
}

/* ---- the text of TZ ---------------------------------------------------------------------------------------------- */

/* Each of these moves *s past what it took, and says false when it is not there. */
static bool take_number(const char **s, int least, int most, int *out)
{
    int n = 0, digits = 0;
    for (; **s >= '0' && **s <= '9' && digits < 4; ++*s, digits++)
        n = n * 10 + (**s - '0');
    *out = n;
    return digits > 0 && n >= least && n <= most;
}

static bool take(const char **s, char c)
{
    bool there = **s == c;
    *s += there;
    return there;
}

/* [+-]hh[:mm[:ss]] in seconds. */
static bool take_time(const char **s, int hours_max, int32_t *out)
{
    int h, m = 0, sec = 0;
    bool minus = take(s, '-');
    if (!minus)
        take(s, '+');
    if (!take_number(s, 0, hours_max, &h) || (take(s, ':') && !take_number(s, 0, 59, &m)) ||
        (m >= 0 && take(s, ':') && !take_number(s, 0, 59, &sec)))
        return false;
    *out = (minus ? -1 : 1) * (h * 3600 + m * 60 + sec);
    return true;
}

/* "EST" or "<+0330>": of no use to us. */
static bool take_name(const char **s)
{
    if (take(s, '<')) {
        size_t n = strcspn(*s, ">");
        *s += n;
        return n >= 3 && take(s, '>');
    }
    size_t n = strspn(*s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    *s += n;
    return n >= 3;
}

static bool take_rule(const char **s, struct zone_rule *r)
{
    bool ok;
    if (take(s, 'J')) {
        r->kind = RULE_JULIAN;
        ok = take_number(s, 1, 365, &r->day);
    } else if (take(s, 'M')) {
        r->kind = RULE_WEEKDAY;
        ok = take_number(s, 1, 12, &r->month) && take(s, '.') && take_number(s, 1, 5, &r->week) && take(s, '.') &&
             take_number(s, 0, 6, &r->day);
    } else {
        r->kind = RULE_COUNT;
        ok = take_number(s, 0, 365, &r->day);
    }
    r->time_s = 2 * 3600;
    return ok && (!take(s, '/') || take_time(s, 167, &r->time_s));
}

static bool read_tail(const char *s, struct zone_tail *t)
{
    int32_t west;
    *t = (struct zone_tail){0};
    if (!take_name(&s) || !take_time(&s, 24, &west))
        return false;
    t->usual_s = -west;
    if (!*s)
        return true;
    t->has_summer = true;
    t->summer_s = t->usual_s + 3600;
    if (!take_name(&s))
        return false;
    if (*s && *s != ',') {
        if (!take_time(&s, 24, &west))
            return false;
        t->summer_s = -west;
    }
    if (!*s) /* what POSIX leaves open is North America's, as in every C library */
        s = ",M3.2.0,M11.1.0";
    return take(&s, ',') && take_rule(&s, &t->start) && take(&s, ',') && take_rule(&s, &t->end) && !*s;
}

bool zone_from_text(struct zone **out, const char *text, struct err *e)
{
    struct zone_tail tail;
    if (strlen(text) >= ZONE_NAME_MAX || !read_tail(text, &tail))
        return err_set(e, ERR_FAILED, "this is no rule of a time zone");
    struct zone *z = zone_empty(text);
    z->has_tail = true;
    z->tail = tail;
    z->first_s = tail.usual_s;
    *out = z;
    return true;
}

/* ---- TZif -------------------------------------------------------------------------------------------------------- */

static int64_t big_endian(const char *p, int bytes)
{
    uint64_t n = (uint8_t)p[0] & 0x80 ? UINT64_MAX : 0; /* the sign goes all the way up */
    for (int i = 0; i < bytes; i++)
        n = n << 8 | (uint8_t)p[i];
    return (int64_t)n;
}

/* One of a file's two parts. */
struct block {
    size_t leaps, times, types, chars, std_flags, ut_flags;
    size_t size; /* of the data after the header */
};

enum { HEADER = 44 };

static bool read_header(const char *p, size_t len, int time_bytes, struct block *b)
{
    if (len < HEADER || memcmp(p, "TZif", 4) != 0 || p[4] < '2')
        return false;
    size_t n[6];
    for (int i = 0; i < 6; i++) {
        int64_t v = big_endian(p + 20 + i * 4, 4);
        if (v < 0 || v > TURNS_MAX)
            return false;
        n[i] = (size_t)v;
    }
    *b =
        (struct block){.ut_flags = n[0], .std_flags = n[1], .leaps = n[2], .times = n[3], .types = n[4], .chars = n[5]};
    b->size = b->times * ((size_t)time_bytes + 1) + b->types * 6 + b->chars + b->leaps * ((size_t)time_bytes + 4) +
              b->std_flags + b->ut_flags;
    return b->size <= len - HEADER;
}

static bool read_offset(const char *types, size_t type, int32_t *out)
{
    int64_t v = big_endian(types + type * 6, 4);
    *out = (int32_t)v;
    return v >= OFFSET_LOW_S && v <= OFFSET_HIGH_S;
}

static bool read_turns(struct zone *z, const struct block *b, const char *data)
{
    const char *kinds = data + b->times * 8, *types = kinds + b->times;
    if (!b->types || !read_offset(types, 0, &z->first_s))
        return false;
    z->turns = calloc(b->times ? b->times : 1, sizeof *z->turns);
    if (!z->turns)
        BUG("out of memory");
    for (size_t i = 0; i < b->times; i++) {
        struct zone_turn *t = &z->turns[i];
        size_t type = (uint8_t)kinds[i];
        t->at = big_endian(data + i * 8, 8);
        if (type >= b->types || !read_offset(types, type, &t->offset_s) || (i && t->at <= t[-1].at))
            return false;
    }
    z->turn_count = b->times;
    return true;
}

/* "\nPST8PDT,M3.2.0,M11.1.0\n"; nothing between when the last turn is for ever. */
static bool read_footer(struct zone *z, const char *p, size_t len)
{
    char text[ZONE_NAME_MAX] = "";
    const char *end = len > 1 && *p == '\n' ? memchr(p + 1, '\n', len - 1) : NULL;
    if (!end || (size_t)(end - p) > sizeof text)
        return false;
    memcpy(text, p + 1, (size_t)(end - p - 1));
    z->has_tail = text[0] != 0;
    return !z->has_tail || read_tail(text, &z->tail);
}

bool zone_from_file(struct zone **out, const char *name, const char *bytes, size_t len, struct err *e)
{
    struct block old, b = {0};
    size_t second = 0;
    struct zone *z = zone_empty(name);
    bool ok = read_header(bytes, len, 4, &old);
    if (ok) {
        second = HEADER + old.size;
        ok = read_header(bytes + second, len - second, 8, &b);
    }
    ok = ok && !b.leaps && /* "right/" zones count leap seconds, and this clock does not */
         read_turns(z, &b, bytes + second + HEADER) &&
         read_footer(z, bytes + second + HEADER + b.size, len - second - HEADER - b.size);
    if (ok) {
        *out = z;
        return true;
    }
    zone_free(z);
    return err_set(e, ERR_FAILED, "this is no file of a time zone");
}
