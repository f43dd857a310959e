/* A receipt printer in software: reads ESC/POS byte by byte, as the printers' manuals have it, prints on a paper that
 * can be looked at, answers how it is, and can get into every trouble a printer has. Whatever it cannot make sense of
 * it counts as garbage, which a real one would print as letters. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_TESTS_ESCPOS_PRINTER_H
#define PORCHLIGHT_TESTS_ESCPOS_PRINTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct escpos_printer;

enum trouble {
    TROUBLE_NONE,
    TROUBLE_PAPER_OUT,
    TROUBLE_COVER,
    TROUBLE_STALL, /* neither reads, prints nor answers */
    TROUBLE_DROP,  /* hangs up; takes the next connection */
};

/* How it is made. Zeroed: speaks all, 576 dots, prints at once. */
struct escpos_ways {
    bool tcp;          /* else a pty */
    int dots;          /* across the head */
    bool no_real_time; /* passes over DLE EOT */
    bool no_count;     /* passes over GS r */
    bool no_clear;     /* passes over DLE DC4 8 */
    bool nonsense;     /* answers whatever comes with bytes that mean nothing, and prints nothing */
    bool flood;        /* nonsense, and without end */
    bool automatic;    /* sends an automatic status that nobody asked for before each answer */
    bool forgets;      /* a new connection finds it as if switched on anew */
    int row_us;        /* time for one row of dots */
    size_t buffer;     /* what it takes in before it has printed; 0: 64 KiB */
};

struct escpos_printer *escpos_printer_new(const struct escpos_ways *ways);
void escpos_printer_free(struct escpos_printer *p);

/* As in site.yaml: tcp:127.0.0.1:PORT, or the pty as usb: or serial:. Borrowed. */
const char *escpos_printer_address(struct escpos_printer *p, const char *scheme);

/* Trouble when so many rows of dots in all have been printed (0: now). */
void escpos_printer_trouble(struct escpos_printer *p, enum trouble t, int at_row);
/* Paper put in, cover closed, goes on. A near end and a jam are mended too. */
void escpos_printer_mend(struct escpos_printer *p);
void escpos_printer_near_end(struct escpos_printer *p);
void escpos_printer_jam(struct escpos_printer *p); /* at the next cut */

/* Waits until so many rows are printed or so much garbage has come; false after ten seconds. */
bool escpos_printer_wait_rows(struct escpos_printer *p, int rows);
/* Waits until nothing is left that it would do if nothing else came; false after ten seconds. */
bool escpos_printer_wait_idle(struct escpos_printer *p);

struct escpos_paper {
    int rows, cuts, garbage;
    int real_time_in_pictures; /* requests that it found among a picture's bytes, and obeyed */
    int connections;
    int last_cut; /* the row of it */
};
void escpos_printer_look(struct escpos_printer *p, struct escpos_paper *out);
/* One dot of the paper, false beyond it. */
bool escpos_printer_dot(struct escpos_printer *p, int x, int y);
bool escpos_printer_save_pbm(struct escpos_printer *p, const char *path);

#endif
