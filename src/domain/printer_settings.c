/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/printer_settings.h"

#include <ctype.h>
#include <string.h>

enum { QUEUE_MAX = 127 };

struct paper {
    struct paper_points points;
    struct print_area area;
};

#define POINTS_PER_MM (72.0 / 25.4)
#define MARGIN_POINTS 28.8 /* 10.16 mm: no printer of sheets needs more, and 120 dots at 300 dpi exactly */

/* A sheet's dots are what its margins leave, rounded down. */
#define SHEET(wide, high)                                                                                              \
    {                                                                                                                  \
        .points = {.w = (wide), .h = (high), .margin = MARGIN_POINTS}, .area = {                                       \
            .w = (int)(((wide)-2 * MARGIN_POINTS) / 72 * 300),                                                         \
            .h = (int)(((high)-2 * MARGIN_POINTS) / 72 * 300),                                                         \
            .dpi = 300,                                                                                                \
            .sheet = true                                                                                              \
        }                                                                                                              \
    }

/* 203 dpi is 8 dots a millimetre: heads print 48 mm of a 58 mm roll and 72 mm of an 80 mm one. */
static const struct paper papers[PAPER_KIND_COUNT] = {
    [PAPER_58MM] = {.points = {.w = 58 * POINTS_PER_MM}, .area = {.w = 384, .dpi = 203}},
    [PAPER_80MM] = {.points = {.w = 80 * POINTS_PER_MM}, .area = {.w = 576, .dpi = 203}},
    [PAPER_A4] = SHEET(210 * POINTS_PER_MM, 297 * POINTS_PER_MM),
    [PAPER_LETTER] = SHEET(612.0, 792.0),
};

struct print_area paper_area(enum paper_kind paper)
{
    return papers[paper].area;
}

struct paper_points paper_points(enum paper_kind paper)
{
    return papers[paper].points;
}

/* ---- addresses ------------------------------------------------------------------------------------------------- */

/* Digits alone, at most five. */
static bool number_parse(const char *s, size_t len, int *out)
{
    int n = 0;
    if (len < 1 || len > 5)
        return false;
    for (size_t i = 0; i < len; i++) {
        if (s[i] < '0' || s[i] > '9')
            return false;
        n = n * 10 + (s[i] - '0');
    }
    *out = n;
    return true;
}

static bool place_set(struct printer_address *a, const char *s, size_t len, struct err *e)
{
    if (len == 0)
        return err_set(e, ERR_FAILED, "the address names no place");
    if (len >= sizeof a->place)
        return err_set(e, ERR_FAILED, "the address is longer than %zu characters", sizeof a->place - 1);
    memcpy(a->place, s, len);
    a->place[len] = 0;
    return true;
}

/* A device's file: below /dev, so that a slip of the pen never writes over anything else. */
static bool device_set(struct printer_address *a, const char *s, size_t len, struct err *e)
{
    if (!place_set(a, s, len, e))
        return false;
    if (strncmp(a->place, "/dev/", 5) != 0 || strstr(a->place, "/../") || strstr(a->place, "//") ||
        a->place[len - 1] == '/' || strcmp(a->place + len - 3, "/..") == 0)
        return err_set(e, ERR_FAILED, "'%s' is not a device's path like /dev/usb/lp0", a->place);
    for (const char *c = a->place; *c; c++)
        if (!isalnum((unsigned char)*c) && !strchr("/._-:+@", *c))
            return err_set(e, ERR_FAILED, "'%s' is not a device's path like /dev/usb/lp0", a->place);
    return true;
}

static bool is(const char *s, size_t len, const char *word)
{
    return strlen(word) == len && memcmp(s, word, len) == 0;
}

static bool option_set(struct printer_address *a, const char *s, size_t len, struct err *e)
{
    static const struct {
        const char *word;
        int baud;
    } rates[] = {{"baud=9600", 9600},
                 {"baud=19200", 19200},
                 {"baud=38400", 38400},
                 {"baud=57600", 57600},
                 {"baud=115200", 115200}};
    static const char *const flows[SERIAL_FLOW_COUNT] = {
        [SERIAL_FLOW_NONE] = "flow=none", [SERIAL_FLOW_RTSCTS] = "flow=rtscts", [SERIAL_FLOW_XONXOFF] = "flow=xonxoff"};
    for (int i = 0; i < SERIAL_FLOW_COUNT; i++)
        if (is(s, len, flows[i])) {
            a->flow = (enum serial_flow)i;
            return true;
        }
    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++)
        if (is(s, len, rates[i].word)) {
            a->baud = rates[i].baud;
            return true;
        }
    return err_set(e, ERR_FAILED,
                   "a serial address takes baud=9600, 19200, 38400, 57600 or 115200 and flow=none, rtscts or xonxoff");
}

static bool serial_parse(const char *s, struct printer_address *a, struct err *e)
{
    size_t len = strcspn(s, "?");
    if (!device_set(a, s, len, e))
        return false;
    s += len;
    while (*s) { /* at the `?` or an `&` */
        s++;
        len = strcspn(s, "&");
        if (!option_set(a, s, len, e))
            return false;
        s += len;
    }
    return true;
}

static bool host_valid(const char *host, bool v6)
{
    if (!isalnum((unsigned char)*host) && !(v6 && *host == ':'))
        return false;
    for (const char *c = host; *c; c++)
        if (!isalnum((unsigned char)*c) && *c != '.' && !(v6 ? *c == ':' || *c == '%' : *c == '-' || *c == '_'))
            return false;
    return true;
}

static bool tcp_parse(const char *s, struct printer_address *a, struct err *e)
{
    bool v6 = *s == '[';
    size_t len = v6 ? strcspn(++s, "]") : strcspn(s, ":");
    if (v6 && s[len] != ']')
        return err_set(e, ERR_FAILED, "the address's [ has no ]");
    if (!place_set(a, s, len, e))
        return false;
    if (!host_valid(a->place, v6))
        return err_set(e, ERR_FAILED, "'%s' is not a host's name or address", a->place);
    s += len + v6;
    if (!*s)
        return true;
    if (*s != ':' || !number_parse(s + 1, strlen(s + 1), &a->port) || a->port < 1 || a->port > 65535)
        return err_set(e, ERR_FAILED, "the port must be a number from 1 to 65535");
    return true;
}

bool printer_address_parse(const char *text, struct printer_address *out, struct err *e)
{
    *out = (struct printer_address){.port = PRINTER_TCP_PORT, .baud = 38400};
    if (strncmp(text, "usb:", 4) == 0) {
        out->link = PRINTER_LINK_USB;
        return device_set(out, text + 4, strlen(text + 4), e);
    }
    if (strncmp(text, "serial:", 7) == 0) {
        out->link = PRINTER_LINK_SERIAL;
        return serial_parse(text + 7, out, e);
    }
    if (strncmp(text, "tcp:", 4) == 0) {
        out->link = PRINTER_LINK_TCP;
        return tcp_parse(text + 4, out, e);
    }
    return err_set(e, ERR_FAILED, "the address must begin with usb: serial: or tcp:, like usb:/dev/usb/lp0");
}

bool printer_queue_valid(const char *name)
{
    size_t len = strlen(name);
    if (len < 1 || len > QUEUE_MAX)
        return false;
    for (const char *c = name; *c; c++)
        if (*c <= ' ' || *c > '~' || strchr("/#?'\"\\", *c))
            return false;
    return true;
}

/* ---- settings -------------------------------------------------------------------------------------------------- */

struct printer_settings printer_settings_default(void)
{
    return (struct printer_settings){.paper = PAPER_80MM, .cutter = true, .feed_bottom_mm = 12};
}

bool printer_settings_check(const struct printer_settings *s, struct err *e)
{
    struct printer_address address;
    if (s->kind == PRINTER_KIND_NONE)
        return true;
    if (!s->address)
        return err_set(e, ERR_FAILED, "%s",
                       s->kind == PRINTER_KIND_CUPS ? "a printer of kind cups needs 'queue'"
                                                    : "a printer of kind escpos needs 'address'");
    if (s->feed_top_mm < 0 || s->feed_top_mm > PRINTER_FEED_MAX_MM || s->feed_bottom_mm < 0 ||
        s->feed_bottom_mm > PRINTER_FEED_MAX_MM)
        return err_set(e, ERR_FAILED, "a feed is 0 to %d mm", PRINTER_FEED_MAX_MM);
    if (s->kind == PRINTER_KIND_CUPS)
        return printer_queue_valid(s->address) ||
               err_set(e, ERR_FAILED, "'%s' is not a queue's name: no space, / # ? ' \" or \\", s->address);
    if (paper_area(s->paper).sheet)
        return err_set(e, ERR_FAILED, "sheets need kind cups: ESC/POS printers have rolls, 58mm or 80mm");
    return printer_address_parse(s->address, &address, e);
}
