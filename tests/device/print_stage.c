/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print_stage.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs four of the above */
#include <cmocka.h>

const struct print_times stage_times = {
    .connect = 1000, .answer = 500, .work = 1500, .look = 3600000, .again = 3600000, .job = 5000};

void set_up_on(struct stage *s, const struct escpos_ways *ways, const char *scheme, enum paper_kind paper)
{
    struct err e = {0};
    s->paper = escpos_printer_new(ways);
    struct printer_settings set = {.kind = PRINTER_KIND_ESCPOS,
                                   .address = escpos_printer_address(s->paper, scheme),
                                   .paper = paper,
                                   .cutter = true,
                                   .feed_bottom_mm = FEED / 8};
    if (!printer_new_timed(&s->p, &set, &stage_times, NULL, NULL, &e))
        fail_msg("%s", e.msg);
}

void set_up(struct stage *s, const struct escpos_ways *ways)
{
    set_up_on(s, ways, "serial", PAPER_80MM);
}

void tear_down(struct stage *s)
{
    printer_free(s->p);
    escpos_printer_free(s->paper);
}

void wait_news(struct printer *p)
{
    struct pollfd f = {.fd = printer_fd(p), .events = POLLIN};
    if (poll(&f, 1, 10000) != 1)
        fail_msg("nothing happens");
    assert_true(printer_changed(p));
}

struct print_progress wait_end(struct printer *p, uint32_t id)
{
    struct print_progress now;
    for (printer_job(p, id, &now); !print_ended(now.state); printer_job(p, id, &now))
        wait_news(p);
    return now;
}

struct printer_status wait_state(struct printer *p, enum printer_state state)
{
    struct printer_status s;
    for (printer_status(p, &s); s.state != state; printer_status(p, &s))
        wait_news(p);
    return s;
}

struct printer_status wait_straight(struct printer *p)
{
    struct printer_status s;
    for (printer_status(p, &s); s.left_over; printer_status(p, &s))
        wait_news(p);
    return s;
}

struct raster slip(int w, int h, unsigned seed)
{
    struct raster r;
    assert_true(raster_init(&r, w, h, NULL));
    for (int y = 0; y < h; y++) {
        raster_fill(&r, 0, y, 4, 1);
        for (int x = 8; x < w; x++)
            if (((unsigned)(x * 7 + y * y * 13 + y * 31) * 2654435761U + seed) >> 30 == 0)
                raster_set(&r, x, y);
    }
    for (size_t i = 0; i < raster_bytes(&r); i++)
        if (r.bits[i] == 0x10)
            r.bits[i] = 0x30;
    return r;
}

uint32_t print_slip(struct stage *s, int w, int h, unsigned seed)
{
    struct err e = {0};
    struct raster r = slip(w, h, seed);
    uint32_t id;
    if (!printer_print(s->p, &r, 1, 1, &id, &e))
        fail_msg("%s", e.msg);
    assert_null(r.bits);
    return id;
}

int rows_right(struct stage *s, int row, int w, int h, unsigned seed)
{
    struct raster r = slip(w, h, seed);
    int y;
    for (y = 0; y < h; y++) {
        int wrong = 0;
        for (int x = 0; x < w; x++) {
            wrong += raster_get(&r, x, y) != escpos_printer_dot(s->paper, x, row + y);
        }
        if (wrong)
            break;
    }
    raster_release(&r);
    return y;
}

bool white(struct stage *s, int row, int rows)
{
    for (int y = row; y < row + rows; y++)
        for (int x = 0; x < 576; x++)
            if (escpos_printer_dot(s->paper, x, y))
                return false;
    return true;
}

struct escpos_paper look(struct stage *s)
{
    struct escpos_paper paper;
    escpos_printer_look(s->paper, &paper);
    return paper;
}
