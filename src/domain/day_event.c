/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/day_event.h"

#include <stdio.h>
#include <string.h>

enum { LINE_BYTES_MAX = 75 /* RFC 5545 3.1, without the line's end */ };

/* RFC 5545 3.3.11: backslash, semicolon and comma are escaped, a line break becomes \n; other controls have no place
 * in a title. */
static void add_text(struct str *line, const char *s)
{
    for (; *s; s++) {
        if (*s == '\n')
            str_add(line, "\\n");
        else if (strchr("\\;,", *s))
            str_add_f(line, "\\%c", *s);
        else if ((unsigned char)*s >= ' ' && *s != 0x7F)
            str_add_c(line, *s);
    }
}

static void add_line(struct str *out, const char *line)
{
    size_t left = strlen(line), room = LINE_BYTES_MAX;
    while (left > room) {
        size_t n = utf8_cut(line, room);
        str_add_n(out, line, n);
        str_add(out, "\r\n ");
        line += n;
        left -= n;
        room = LINE_BYTES_MAX - 1; /* the space counts */
    }
    str_add(out, line);
    str_add(out, "\r\n");
}

static void add_property(struct str *out, const char *name, const char *value)
{
    struct str line;
    str_init(&line);
    str_add(&line, name);
    add_text(&line, value);
    add_line(out, line.s);
    str_release(&line);
}

void day_event(const struct day_event *e, struct str *out)
{
    struct ymd d = day_to_ymd(e->day), made = day_to_ymd(e->made_on);
    char start[48], uid[64];
    if (e->minute == DAY_EVENT_WHOLE)
        snprintf(start, sizeof start, "DTSTART;VALUE=DATE:%04d%02d%02d", d.year, d.month, d.day);
    else
        snprintf(start, sizeof start, "DTSTART:%04d%02d%02dT%02d%02d00", d.year, d.month, d.day, e->minute / 60,
                 e->minute % 60);
    snprintf(uid, sizeof uid, "UID:%04d%02d%02d-%04d@porchlight", d.year, d.month, d.day,
             e->minute == DAY_EVENT_WHOLE ? 9999 : e->minute);
    add_line(out, "BEGIN:VCALENDAR");
    add_line(out, "VERSION:2.0");
    add_line(out, "PRODID:Porchlight");
    add_line(out, "BEGIN:VEVENT");
    add_line(out, uid);
    str_add_f(out, "DTSTAMP:%04d%02d%02dT000000Z\r\n", made.year, made.month, made.day);
    add_line(out, start);
    add_property(out, "SUMMARY:", e->title);
    if (e->place)
        add_property(out, "LOCATION:", e->place);
    add_line(out, "END:VEVENT");
    add_line(out, "END:VCALENDAR");
}
