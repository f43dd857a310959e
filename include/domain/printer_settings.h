/* The `printer:` part of site.yaml as values: which printer, how it is reached, what paper is in it. Pure: nothing is
 * opened here. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DOMAIN_PRINTER_SETTINGS_H
#define PORCHLIGHT_DOMAIN_PRINTER_SETTINGS_H

#include "base/err.h"
#include <stdbool.h>
#include <stdint.h>

enum printer_kind {
    PRINTER_KIND_NONE,   /* everything stays on the screen */
    PRINTER_KIND_ESCPOS, /* a receipt printer that speaks Epson's ESC/POS, written to directly */
    PRINTER_KIND_CUPS,   /* any queue of this machine's CUPS */
    PRINTER_KIND_COUNT
};

enum paper_kind { PAPER_58MM, PAPER_80MM, PAPER_A4, PAPER_LETTER, PAPER_KIND_COUNT };

/* What fits on the paper, in dots. The composer lays out for this; the driver adds what the paper has beyond it. */
struct print_area {
    int w;      /* dots across that print: 384 on a 58 mm roll, 576 on an 80 mm roll */
    int h;      /* dots down on a sheet; 0 on a roll, where a slip is as long as it needs to be */
    int dpi;    /* the same both ways: 203 on a roll, 300 on a sheet */
    bool sheet; /* A4 or Letter: one raster a sheet */
};
struct print_area paper_area(enum paper_kind paper);

/* The whole sheet or the roll's width in PostScript points (1/72 inch), and the margin that paper_area leaves at each
 * side of a sheet; a roll's height is 0. */
struct paper_points {
    double w, h, margin;
};
struct paper_points paper_points(enum paper_kind paper);

enum printer_link { PRINTER_LINK_USB, PRINTER_LINK_SERIAL, PRINTER_LINK_TCP, PRINTER_LINK_COUNT };
enum serial_flow { SERIAL_FLOW_NONE, SERIAL_FLOW_RTSCTS, SERIAL_FLOW_XONXOFF, SERIAL_FLOW_COUNT };
enum { PRINTER_PLACE_MAX = 256, PRINTER_TCP_PORT = 9100 };

/* Where an ESC/POS printer is. */
struct printer_address {
    enum printer_link link;
    char place[PRINTER_PLACE_MAX]; /* the device's absolute path, or the host without brackets */
    int port;                      /* TCP: 1–65535 */
    int baud;                      /* serial: 9600, 19200, 38400, 57600 or 115200 */
    enum serial_flow flow;         /* serial */
};

/* `usb:/dev/usb/lp0`, `serial:/dev/ttyS0?baud=38400&flow=none|rtscts|xonxoff`, `tcp:HOST`, `tcp:HOST:9100`,
 * `tcp:[IPv6]:9100`. Without them baud is 38400, flow none, port 9100. FAILED says what is wrong; `out` is then not to
 * be used. */
bool printer_address_parse(const char *text, struct printer_address *out, struct err *e);

/* A queue's name as CUPS allows it: printable ASCII without space, / # ? ' " and \, at most 127 bytes. */
bool printer_queue_valid(const char *name);

enum { PRINTER_FEED_MAX_MM = 100 };

struct printer_settings {
    enum printer_kind kind;
    const char *address; /* as printer_address_parse takes it; for CUPS the queue's name. Borrowed; NULL with none */
    enum paper_kind paper;
    bool cutter;        /* the roll is cut after each slip */
    int feed_top_mm;    /* white before a slip; default 0 */
    int feed_bottom_mm; /* white after it, so that the text clears the cutter or the tear bar; default 12 */
};

/* No printer, and the values a file that says less leaves as they are. */
struct printer_settings printer_settings_default(void);

/* Whether the parts fit together: an address of the right kind; a sheet needs CUPS. */
bool printer_settings_check(const struct printer_settings *s, struct err *e);

#endif
