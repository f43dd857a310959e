/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/calendar.h"

#include "base/err.h"

#include <string.h>

enum { DAY_S = 86400, LINE_MAX_BYTES = 75 /* RFC 5545, 3.1 */ };

/* A line from `from` on, folded so that none is longer and no character is cut; then CRLF. */
static void end_line(struct str *out, size_t from)
{
    struct str line;
    str_init(&line);
    str_add_n(&line, out->s + from, out->len - from);
    out->len = from;
    for (size_t at = 0, room = LINE_MAX_BYTES; at < line.len; room = LINE_MAX_BYTES - 1) {
        size_t left = line.len - at, n = left <= room ? left : utf8_cut(line.s + at, room);
        if (n == 0) /* not UTF-8 */
            n = left < room ? left : room;
        str_add(out, at ? "\r\n " : "");
        str_add_n(out, line.s + at, n);
        at += n;
    }
    str_add(out, "\r\n");
    out->failed = out->failed || line.failed;
    str_release(&line);
}

/* TEXT of RFC 5545, 3.3.11; a control character becomes a space, and no line can be broken out of. */
static void add_text(struct str *out, const char *name, const char *text)
{
    size_t from = out->len;
    str_add_f(out, "%s:", name);
    for (const char *c = text; *c; c++) {
        if (*c == '\\' || *c == ';' || *c == ',')
            str_add_c(out, '\\');
        if (*c == '\n')
            str_add(out, "\\n");
        else
            str_add_c(out, (unsigned char)*c < 0x20 || *c == 0x7F ? ' ' : *c);
    }
    end_line(out, from);
}

static void add_day(struct str *out, day_t day)
{
    struct ymd d = day_to_ymd(day);
    str_add_f(out, "%04d%02d%02d", d.year, d.month, d.day);
}

static void add_instant(struct str *out, int64_t s)
{
    int64_t day = s >= 0 ? s / DAY_S : -((-s + DAY_S - 1) / DAY_S);
    int rest = (int)(s - day * DAY_S);
    add_day(out, (day_t)day);
    str_add_f(out, "T%02d%02d%02dZ", rest / 3600, rest / 60 % 60, rest % 60);
}

static void add_time(struct str *out, const char *name, int64_t s)
{
    str_add_f(out, "%s:", name);
    add_instant(out, s);
    str_add(out, "\r\n");
}

static void add_whole_day(struct str *out, const char *name, day_t day)
{
    str_add_f(out, "%s;VALUE=DATE:", name);
    add_day(out, day);
    str_add(out, "\r\n");
}

/* ---- one, for a code --------------------------------------------------------------------------------------------- */

static void add_uid(struct str *out, const struct calendar_event *ev)
{
    size_t from = out->len;
    if (ev->uid) {
        add_text(out, "UID", ev->uid);
        return;
    }
    str_add(out, "UID:");
    if (ev->whole_day != DAY_NONE)
        add_day(out, ev->whole_day);
    else
        add_instant(out, ev->start_s);
    str_add(out, "-meeting");
    end_line(out, from);
}

static void write_code(const struct calendar_event *ev, const char *summary, const char *location, struct str *out)
{
    str_add(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Porchlight//EN\r\nBEGIN:VEVENT\r\n");
    add_uid(out, ev);
    add_time(out, "DTSTAMP", ev->stamp_s);
    if (ev->whole_day != DAY_NONE) {
        add_whole_day(out, "DTSTART", ev->whole_day);
    } else {
        add_time(out, "DTSTART", ev->start_s);
        add_time(out, "DTEND", ev->end_s);
    }
    add_text(out, "SUMMARY", summary);
    if (location)
        add_text(out, "LOCATION", location);
    str_add(out, "END:VEVENT\r\nEND:VCALENDAR\r\n");
}

void calendar_code(const struct calendar_event *ev, struct str *out)
{
    struct str one, summary;
    str_init(&one);
    str_init(&summary);
    str_add(&summary, ev->summary);
    write_code(ev, summary.s, ev->location, &one);
    if (one.len > CALENDAR_CODE_MAX && ev->location) {
        str_clear(&one);
        write_code(ev, summary.s, NULL, &one);
    }
    while (one.len > CALENDAR_CODE_MAX && summary.len) {
        summary.len = utf8_cut(summary.s, summary.len - 1);
        summary.s[summary.len] = 0;
        str_clear(&one);
        write_code(ev, summary.s, NULL, &one);
    }
    if (one.len > CALENDAR_CODE_MAX)
        BUG("an event's name of %zu bytes", strlen(ev->uid));
    str_add_n(out, one.s, one.len);
    out->failed = out->failed || one.failed || summary.failed;
    str_release(&one);
    str_release(&summary);
}

/* ---- many, for a file -------------------------------------------------------------------------------------------- */

void calendar_begin(struct str *out)
{
    str_add(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Porchlight//Requests//EN\r\nCALSCALE:GREGORIAN\r\n"
                 "METHOD:PUBLISH\r\n");
}

void calendar_add(struct str *out, const struct calendar_event *ev)
{
    static const char *const states[] = {"TENTATIVE", "CONFIRMED", "CANCELLED"};
    _Static_assert(sizeof states / sizeof *states == CALENDAR_STATUS_COUNT, "a word for each status");
    bool whole = ev->whole_day != DAY_NONE;
    str_add(out, "BEGIN:VEVENT\r\n");
    add_uid(out, ev);
    add_time(out, "DTSTAMP", ev->stamp_s);
    if (whole) {
        add_whole_day(out, "DTSTART", ev->whole_day);
        add_whole_day(out, "DTEND", ev->whole_day + 1);
    } else {
        add_time(out, "DTSTART", ev->start_s);
        add_time(out, "DTEND", ev->end_s);
    }
    str_add(out, "ORGANIZER;CN=Porchlight:mailto:no-reply@porchlight.invalid\r\n"); /* RFC 5546, 3.2.1 wants one */
    add_text(out, "SUMMARY", ev->summary);
    if (ev->location)
        add_text(out, "LOCATION", ev->location);
    /* a whole day does not say that all of it is taken */
    str_add_f(out, "STATUS:%s\r\nTRANSP:%s\r\nCLASS:PRIVATE\r\nEND:VEVENT\r\n", states[ev->status],
              whole || ev->status == CALENDAR_CANCELLED ? "TRANSPARENT" : "OPAQUE");
}

void calendar_end(struct str *out)
{
    str_add(out, "END:VCALENDAR\r\n");
}
