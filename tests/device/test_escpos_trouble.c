/* A printer in every trouble that one can get into, and the end of a session in the middle of a slip.
 * modes: debug asan
 * limit: 120
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "print_stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
/* cmocka needs four of the above */
#include <cmocka.h>

/* ---- troubles before and in the middle ----------------------------------------------------------------------------
 */

/* In trouble before it begins: nothing is sent, and when it is mended it works. */
static void check_before(enum trouble trouble, enum printer_state why, const char *words)
{
    struct stage s;
    set_up(&s, &(struct escpos_ways){.tcp = true});
    wait_state(s.p, PRINTER_READY);
    escpos_printer_trouble(s.paper, trouble, 0);
    struct print_progress end = wait_end(s.p, print_slip(&s, 576, 100, 1));
    assert_int_equal(end.state, PRINT_FAILED);
    assert_int_equal(end.why, why);
    assert_non_null(strstr(end.message, words));
    struct printer_status told = wait_state(s.p, why);
    assert_false(printer_usable(told.state));
    assert_false(told.left_over);
    assert_int_equal(look(&s).rows, 0);
    escpos_printer_mend(s.paper);
    printer_look(s.p);
    wait_state(s.p, PRINTER_READY);
    assert_int_equal(look(&s).rows, 0);
    assert_int_equal(wait_end(s.p, print_slip(&s, 576, 100, 2)).state, PRINT_PRINTED);
    assert_int_equal(rows_right(&s, SCRAP, 576, 100, 2), 100);
    tear_down(&s);
}

static void in_trouble_before_it_begins(void **state)
{
    (void)state;
    check_before(TROUBLE_PAPER_OUT, PRINTER_PAPER_OUT, "no paper");
    check_before(TROUBLE_COVER, PRINTER_COVER_OPEN, "cover is open");
}

/* In trouble in the middle of a slip. When it is mended no more than what was on the way comes out of the first slip,
 * it is cut off, and the next one is whole. */
static void check_middle(const struct escpos_ways *ways, enum trouble trouble, enum printer_state why)
{
    enum { LONG = 900, AT = SCRAP + 300, ON_THE_WAY = 4 * 32 };
    struct stage s;
    set_up(&s, ways);
    escpos_printer_trouble(s.paper, trouble, AT);
    struct print_progress end = wait_end(s.p, print_slip(&s, 576, LONG, 1));
    assert_int_equal(end.state, PRINT_FAILED);
    assert_int_equal(end.why, why);
    assert_in_range(end.percent, 300 * 100 / LONG, (300 + ON_THE_WAY) * 100 / LONG);
    struct printer_status told;
    printer_status(s.p, &told);
    if (trouble != TROUBLE_DROP)
        assert_true(told.left_over);
    int cuts = look(&s).cuts;
    escpos_printer_mend(s.paper);
    printer_look(s.p);
    wait_straight(s.p);
    wait_state(s.p, PRINTER_READY);
    struct escpos_paper p = look(&s);
    assert_int_equal(p.cuts, cuts + 1);
    assert_int_equal(p.garbage, 0);
    int printed = rows_right(&s, SCRAP, 576, LONG, 1);
    assert_in_range(printed, 300, 300 + ON_THE_WAY);
    assert_true(p.last_cut - (SCRAP + printed) >= SCRAP); /* far enough beyond it to clear the cutter */
    assert_int_equal(wait_end(s.p, print_slip(&s, 576, 100, 2)).state, PRINT_PRINTED);
    assert_int_equal(rows_right(&s, p.last_cut, 576, 100, 2), 100);
    assert_int_equal(look(&s).rows, p.last_cut + 100 + FEED);
    assert_int_equal(look(&s).garbage, 0);
    tear_down(&s);
}

static void paper_runs_out_in_the_middle(void **state)
{
    (void)state;
    check_middle(&(struct escpos_ways){.row_us = 50}, TROUBLE_PAPER_OUT, PRINTER_PAPER_OUT);
    check_middle(&(struct escpos_ways){.tcp = true, .no_clear = true}, TROUBLE_PAPER_OUT, PRINTER_PAPER_OUT);
}

static void the_cover_is_opened_in_the_middle(void **state)
{
    (void)state;
    check_middle(&(struct escpos_ways){.tcp = true}, TROUBLE_COVER, PRINTER_COVER_OPEN);
}

static void it_stalls_in_the_middle(void **state)
{
    (void)state;
    check_middle(&(struct escpos_ways){.tcp = true}, TROUBLE_STALL, PRINTER_OFFLINE);
    check_middle(&(struct escpos_ways){.buffer = 2048}, TROUBLE_STALL, PRINTER_OFFLINE);
}

static void the_line_drops_in_the_middle(void **state)
{
    (void)state;
    check_middle(&(struct escpos_ways){.tcp = true, .row_us = 50}, TROUBLE_DROP, PRINTER_NOT_THERE);
    check_middle(&(struct escpos_ways){.tcp = true, .row_us = 50, .forgets = true}, TROUBLE_DROP, PRINTER_NOT_THERE);
}

static void the_cutter_jams(void **state)
{
    (void)state;
    struct stage s;
    set_up(&s, &(struct escpos_ways){0});
    assert_int_equal(wait_end(s.p, print_slip(&s, 576, 50, 1)).state, PRINT_PRINTED);
    escpos_printer_jam(s.paper);
    struct print_progress end = wait_end(s.p, print_slip(&s, 576, 50, 2));
    assert_int_equal(end.state, PRINT_FAILED);
    assert_int_equal(end.why, PRINTER_CUTTER);
    assert_true(wait_state(s.p, PRINTER_CUTTER).left_over);
    escpos_printer_mend(s.paper);
    printer_look(s.p);
    wait_straight(s.p);
    assert_int_equal(wait_end(s.p, print_slip(&s, 576, 50, 3)).state, PRINT_PRINTED);
    tear_down(&s);
}

/* ---- the queue, and the end of a session
 * ------------------------------------------------------------------------------ */

static void the_queue_is_bounded(void **state)
{
    (void)state;
    struct stage s;
    set_up(&s, &(struct escpos_ways){.tcp = true});
    escpos_printer_trouble(s.paper, TROUBLE_STALL, 0);
    struct raster r = slip(576, 20, 1);
    uint32_t id;
    struct err e = {0};
    for (int i = 0; i < PRINT_JOBS_MAX; i++)
        print_slip(&s, 576, 20, 1);
    assert_false(printer_print(s.p, &r, 1, 1, &id, &e));
    assert_int_equal(e.code, ERR_REFUSED);
    assert_non_null(r.bits);
    printer_cancel_all(s.p);
    assert_false(printer_print(s.p, &r, 0, 1, &id, NULL));
    assert_false(printer_print(s.p, &r, 1, 0, &id, NULL));
    assert_false(printer_print(s.p, &r, 1, PRINT_COPIES_MAX + 1, &id, NULL));
    raster_release(&r);
    r = slip(577, 20, 1);
    assert_false(printer_print(s.p, &r, 1, 1, &id, NULL));
    raster_release(&r);
    assert_false(printer_print(s.p, &r, 1, 1, &id, NULL));
    tear_down(&s);
}

static void one_is_cancelled(void **state)
{
    (void)state;
    struct stage s;
    set_up(&s, &(struct escpos_ways){.tcp = true, .row_us = 2000});
    uint32_t first = print_slip(&s, 576, 900, 1), second = print_slip(&s, 576, 100, 2),
             third = print_slip(&s, 576, 30, 3);
    assert_true(escpos_printer_wait_rows(s.paper, SCRAP + 100));
    printer_cancel(s.p, second);
    struct print_progress j;
    printer_job(s.p, second, &j);
    assert_int_equal(j.state, PRINT_CANCELLED);
    printer_job(s.p, first, &j);
    assert_int_equal(j.state, PRINT_PRINTING);
    printer_cancel(s.p, first);
    assert_int_equal(wait_end(s.p, first).state, PRINT_CANCELLED);
    assert_int_equal(wait_end(s.p, third).state, PRINT_PRINTED);
    int printed = rows_right(&s, SCRAP, 576, 900, 1);
    assert_in_range(printed, 100, 100 + 5 * 32);
    struct escpos_paper p = look(&s);
    assert_int_equal(p.cuts, 3);
    assert_int_equal(p.garbage, 0);
    assert_int_equal(rows_right(&s, p.last_cut - 30 - FEED, 576, 30, 3), 30);
    assert_false(wait_straight(s.p).left_over);
    tear_down(&s);
}

/* The visitor leaves while the slip prints and others wait; or while the paper is out. */
static void nothing_of_an_ended_session_comes_out(void **state)
{
    (void)state;
    struct stage s;
    set_up(&s, &(struct escpos_ways){.tcp = true, .row_us = 2000});
    uint32_t first = print_slip(&s, 576, 900, 1), second = print_slip(&s, 576, 900, 2);
    assert_true(escpos_printer_wait_rows(s.paper, SCRAP + 50));
    printer_cancel_all(s.p);
    struct print_progress j;
    printer_job(s.p, first, &j);
    assert_int_equal(j.state, PRINT_FORGOTTEN);
    printer_job(s.p, second, &j);
    assert_int_equal(j.state, PRINT_FORGOTTEN);
    uint32_t next = print_slip(&s, 576, 40, 3); /* the next visitor's */
    assert_int_equal(wait_end(s.p, next).state, PRINT_PRINTED);
    struct escpos_paper p = look(&s);
    int printed = rows_right(&s, SCRAP, 576, 900, 1);
    assert_in_range(printed, 50, 50 + 5 * 32);
    assert_int_equal(p.cuts, 3);
    assert_int_equal(rows_right(&s, p.last_cut - 40 - FEED, 576, 40, 3), 40);
    assert_true(white(&s, SCRAP + printed, p.last_cut - 40 - FEED - SCRAP - printed));
    tear_down(&s);
}

static void nothing_comes_out_when_paper_is_put_in_later(void **state)
{
    (void)state;
    struct stage s;
    set_up(&s, &(struct escpos_ways){.tcp = true});
    escpos_printer_trouble(s.paper, TROUBLE_PAPER_OUT, SCRAP + 100);
    print_slip(&s, 576, 900, 1);
    print_slip(&s, 576, 900, 2);
    assert_true(escpos_printer_wait_rows(s.paper, SCRAP + 100));
    printer_cancel_all(s.p);
    struct printer_status told;
    for (printer_status(s.p, &told); !told.left_over; printer_status(s.p, &told))
        wait_news(s.p);
    assert_non_null(strstr(told.message, "may hang in it"));
    escpos_printer_mend(s.paper);
    assert_true(escpos_printer_wait_idle(s.paper));
    assert_int_equal(look(&s).rows, SCRAP + 100); /* this printer has cleared its buffer when told */
    printer_look(s.p);
    wait_straight(s.p);
    assert_true(white(&s, SCRAP + 100, look(&s).rows - SCRAP - 100));
    tear_down(&s);
}

/* ---- the screen never waits
 * ------------------------------------------------------------------------------------------- */

static int64_t ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

/* How often the machine has taken this thread away for another: what a call then takes is not ours to answer for. */
static long taken_away(void)
{
    struct rusage u;
    getrusage(RUSAGE_THREAD, &u);
    return u.ru_nivcsw;
}

/* Every call that the screen's thread makes, while the printer stalls. */
static void the_screen_never_waits(void **state)
{
    (void)state;
    enum { ROUNDS = 400 };
    struct stage s;
    set_up(&s, &(struct escpos_ways){.tcp = true});
    escpos_printer_trouble(s.paper, TROUBLE_STALL, SCRAP + 100);
    uint32_t id = print_slip(&s, 576, 900, 1);
    assert_true(escpos_printer_wait_rows(s.paper, SCRAP + 100));
    int slow = 0, disturbed = 0;
    int64_t longest = 0;
    for (int i = 0; i < ROUNDS; i++) {
        struct raster r = slip(576, 100, 2);
        struct printer_status st;
        struct print_progress j;
        uint32_t more;
        long away = taken_away();
        int64_t began = ns();
        printer_changed(s.p);
        printer_status(s.p, &st);
        printer_job(s.p, id, &j);
        printer_look(s.p);
        bool taken = printer_print(s.p, &r, 1, 1, &more, NULL);
        printer_cancel(s.p, more);
        int64_t took = ns() - began;
        if (taken_away() != away) {
            disturbed++;
        } else {
            slow += took > 1000000;
            longest = took > longest ? took : longest;
        }
        if (!taken)
            raster_release(&r);
    }
    int64_t began = ns();
    printer_cancel_all(s.p);
    int64_t all = ns() - began;
    print_message("# six calls: %.3f ms at most, %d of %d above 1 ms; cancel_all %.3f ms\n", (double)longest / 1e6,
                  slow, ROUNDS, (double)all / 1e6);
    assert_in_range(slow, 0, ROUNDS / 20);
    began = ns();
    printer_free(s.p);
    assert_in_range(ns() - began, 0, 2000000000);
    escpos_printer_free(s.paper);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_trouble_before_it_begins),
        cmocka_unit_test(paper_runs_out_in_the_middle),
        cmocka_unit_test(the_cover_is_opened_in_the_middle),
        cmocka_unit_test(it_stalls_in_the_middle),
        cmocka_unit_test(the_line_drops_in_the_middle),
        cmocka_unit_test(the_cutter_jams),
        cmocka_unit_test(the_queue_is_bounded),
        cmocka_unit_test(one_is_cancelled),
        cmocka_unit_test(nothing_of_an_ended_session_comes_out),
        cmocka_unit_test(nothing_comes_out_when_paper_is_put_in_later),
        cmocka_unit_test(the_screen_never_waits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
