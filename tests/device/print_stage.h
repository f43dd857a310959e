/* A printer with its worker, and the paper of a printer in software behind it. Every wait ends with a failed test after
 * ten seconds. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_TESTS_PRINT_STAGE_H
#define PORCHLIGHT_TESTS_PRINT_STAGE_H

#include "device/printer_int.h"
#include "escpos_printer.h"

enum { SCRAP = 96 /* rows: what is pushed out and cut off before the first slip, and after a broken one */, FEED = 40 };

struct stage {
    struct escpos_printer *paper;
    struct printer *p;
};

/* Short enough for a test, long enough for a busy machine. `again` is an hour: a test asks for its looks. */
extern const struct print_times stage_times;

/* A printer of ESC/POS with a cutter, that feeds FEED dots after a slip; `scheme` is usb or serial. */
void set_up_on(struct stage *s, const struct escpos_ways *ways, const char *scheme, enum paper_kind paper);
void set_up(struct stage *s, const struct escpos_ways *ways); /* serial, 80 mm */
void tear_down(struct stage *s);

void wait_news(struct printer *p); /* something has changed */
struct print_progress wait_end(struct printer *p, uint32_t id);
struct printer_status wait_state(struct printer *p, enum printer_state state);
struct printer_status wait_straight(struct printer *p); /* nothing is left over */

/* A slip whose every row tells which it is, without a byte that would have to be disarmed. The caller releases it. */
struct raster slip(int w, int h, unsigned seed);
uint32_t print_slip(struct stage *s, int w, int h, unsigned seed);

struct escpos_paper look(struct stage *s);
/* How many rows of that slip, from its first on, stand on the paper from `row` on, dot by dot. */
int rows_right(struct stage *s, int row, int w, int h, unsigned seed);
bool white(struct stage *s, int row, int rows);

#endif
