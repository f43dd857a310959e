/* Slips through the whole driver onto the paper of a printer in software, over TCP, serial and USB lines; printers that
 * say little, printers that are not there.
 * modes: debug asan
 * limit: 120
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "print_stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka needs four of the above */
#include <cmocka.h>

/* ---- what goes well ------------------------------------------------------------------------------------------------
 */

static void check_good(const struct escpos_ways *ways, const char *scheme, enum paper_kind paper, int w)
{
    struct stage s;
    set_up_on(&s, ways, scheme, paper);
    assert_int_equal(wait_state(s.p, PRINTER_READY).left_over, false);
    struct print_progress end = wait_end(s.p, print_slip(&s, w, 333, 1));
    assert_int_equal(end.state, PRINT_PRINTED);
    assert_int_equal(end.percent, 100);
    struct escpos_paper p = look(&s);
    assert_int_equal(p.garbage, 0);
    assert_int_equal(p.real_time_in_pictures, 0);
    assert_int_equal(p.rows, SCRAP + 333 + FEED);
    assert_int_equal(p.cuts, 2);
    assert_true(white(&s, 0, SCRAP));
    assert_int_equal(rows_right(&s, SCRAP, w, 333, 1), 333);
    assert_true(white(&s, SCRAP + 333, FEED));
    /* the second follows without a scrap */
    assert_int_equal(wait_end(s.p, print_slip(&s, w, 50, 2)).state, PRINT_PRINTED);
    p = look(&s);
    assert_int_equal(p.rows, SCRAP + 333 + FEED + 50 + FEED);
    assert_int_equal(rows_right(&s, SCRAP + 333 + FEED, w, 50, 2), 50);
    assert_int_equal(p.cuts, 3);
    tear_down(&s);
}

static void over_tcp(void **state)
{
    (void)state;
    check_good(&(struct escpos_ways){.tcp = true}, NULL, PAPER_80MM, 576);
}

static void over_a_serial_line(void **state)
{
    (void)state;
    check_good(&(struct escpos_ways){.dots = 384}, "serial", PAPER_58MM, 384);
}

static void over_usb(void **state)
{
    (void)state;
    check_good(&(struct escpos_ways){0}, "usb", PAPER_80MM, 576);
}

static void with_a_buffer_of_four_kilobytes(void **state)
{
    (void)state;
    check_good(&(struct escpos_ways){.buffer = 4096, .row_us = 200}, "serial", PAPER_80MM, 576);
    check_good(&(struct escpos_ways){.tcp = true, .buffer = 4096, .row_us = 200}, NULL, PAPER_80MM, 576);
}

static void with_statuses_that_nobody_asked_for(void **state)
{
    (void)state;
    check_good(&(struct escpos_ways){.automatic = true}, "serial", PAPER_80MM, 576);
}

static void pages_and_copies(void **state)
{
    (void)state;
    struct stage s;
    set_up(&s, &(struct escpos_ways){0});
    struct raster pages[2] = {slip(576, 40, 1), slip(200, 60, 2)};
    uint32_t id;
    assert_true(printer_print(s.p, pages, 2, 2, &id, NULL));
    assert_int_equal(wait_end(s.p, id).state, PRINT_PRINTED);
    struct escpos_paper p = look(&s);
    assert_int_equal(p.cuts, 1 + 4);
    assert_int_equal(p.rows, SCRAP + 2 * (40 + FEED + 60 + FEED));
    assert_int_equal(rows_right(&s, SCRAP + 40 + FEED + 60 + FEED, 576, 40, 1), 40);
    assert_int_equal(rows_right(&s, SCRAP + 40 + FEED + 60 + FEED + 40 + FEED, 200, 60, 2), 60);
    tear_down(&s);
}

/* A picture of nothing but commands that a printer obeys at once. */
static void pictures_hold_no_commands(void **state)
{
    (void)state;
    static const uint8_t bad[] = {0x10, 0x04, 0x01, 0x10, 0x05, 0x02, 0x10, 0x14, 0x08, 0x01, 0x03, 0x14,
                                  0x01, 0x06, 0x02, 0x08, 0x10, 0x10, 0x04, 0x04, 0x00, 0x10, 0x14, 0x10};
    struct stage s;
    set_up(&s, &(struct escpos_ways){0});
    struct raster r;
    assert_true(raster_init(&r, 576, 64, NULL));
    for (size_t i = 0; i < raster_bytes(&r); i++)
        r.bits[i] = bad[i % sizeof bad];
    struct raster copy;
    assert_true(raster_init(&copy, 576, 64, NULL));
    memcpy(copy.bits, r.bits, raster_bytes(&r));
    uint32_t id;
    assert_true(printer_print(s.p, &r, 1, 1, &id, NULL));
    assert_int_equal(wait_end(s.p, id).state, PRINT_PRINTED);
    struct escpos_paper p = look(&s);
    assert_int_equal(p.real_time_in_pictures, 0);
    assert_int_equal(p.rows, SCRAP + 64 + FEED);
    int added = 0;
    for (int y = 0; y < 64; y++)
        for (int x = 0; x < 576; x++) {
            bool is = escpos_printer_dot(s.paper, x, SCRAP + y);
            assert_true(is || !raster_get(&copy, x, y));
            added += is != raster_get(&copy, x, y);
        }
    assert_in_range(added, 1, 64 * 72 / 4);
    raster_release(&copy);
    tear_down(&s);
}

static void paper_near_its_end_is_told_and_prints(void **state)
{
    (void)state;
    struct stage s;
    set_up(&s, &(struct escpos_ways){0});
    escpos_printer_near_end(s.paper);
    assert_int_equal(wait_end(s.p, print_slip(&s, 576, 100, 1)).state, PRINT_PRINTED);
    assert_non_null(strstr(wait_state(s.p, PRINTER_PAPER_LOW).message, "nearly used up"));
    tear_down(&s);
}

/* ---- printers that don't say
 * ----------------------------------------------------------------------------------------- */

static void check_not_confirmed(const struct escpos_ways *ways, enum printer_state state)
{
    struct stage s;
    set_up(&s, ways);
    wait_state(s.p, state);
    assert_int_equal(wait_end(s.p, print_slip(&s, 576, 100, 1)).state, PRINT_SENT);
    assert_true(escpos_printer_wait_rows(s.paper, SCRAP + 100 + FEED));
    assert_int_equal(rows_right(&s, SCRAP, 576, 100, 1), 100);
    assert_int_equal(look(&s).garbage, 0);
    wait_state(s.p, state);
    tear_down(&s);
}

static void one_that_never_answers_is_never_called_printed(void **state)
{
    (void)state;
    check_not_confirmed(&(struct escpos_ways){.no_real_time = true, .no_count = true, .no_clear = true},
                        PRINTER_UNKNOWN);
    check_not_confirmed(&(struct escpos_ways){.tcp = true, .no_real_time = true, .no_count = true}, PRINTER_UNKNOWN);
}

static void one_that_does_not_count_neither(void **state)
{
    (void)state;
    check_not_confirmed(&(struct escpos_ways){.no_count = true}, PRINTER_READY);
}

static void one_that_only_counts_is_believed(void **state)
{
    (void)state;
    struct stage s;
    set_up(&s, &(struct escpos_ways){.no_real_time = true});
    assert_int_equal(wait_end(s.p, print_slip(&s, 576, 100, 1)).state, PRINT_PRINTED);
    tear_down(&s);
}

static void check_nonsense(const struct escpos_ways *ways)
{
    struct stage s;
    set_up(&s, ways);
    struct print_progress end = wait_end(s.p, print_slip(&s, 576, 100, 1));
    assert_int_equal(end.state, PRINT_FAILED);
    assert_int_equal(end.why, PRINTER_OFFLINE);
    assert_non_null(strstr(end.message, "makes no sense"));
    assert_int_equal(look(&s).rows, 0);
    tear_down(&s);
}

static void nonsense_is_no_printer(void **state)
{
    (void)state;
    check_nonsense(&(struct escpos_ways){.nonsense = true});
    check_nonsense(&(struct escpos_ways){.nonsense = true, .flood = true});
    check_nonsense(&(struct escpos_ways){.tcp = true, .nonsense = true, .flood = true});
}

/* ---- nobody there --------------------------------------------------------------------------------------------------
 */

static void nobody_there(void **state)
{
    (void)state;
    static const char *const places[] = {"tcp:127.0.0.1:1", "usb:/dev/null-printer", "serial:/dev/null",
                                         "tcp:no-such-host.invalid"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct stage s = {0};
        struct printer_settings set = printer_settings_default();
        set.kind = PRINTER_KIND_ESCPOS;
        set.address = places[i];
        assert_true(printer_new_timed(&s.p, &set, &stage_times, NULL, NULL, NULL));
        wait_state(s.p, PRINTER_NOT_THERE);
        struct print_progress end = wait_end(s.p, print_slip(&s, 576, 100, 1));
        assert_int_equal(end.state, PRINT_FAILED);
        assert_int_equal(end.why, PRINTER_NOT_THERE);
        printer_free(s.p);
    }
}

/* What the doctor does: an answer, and not a dot on the paper. */
static void asked_once(void **state)
{
    (void)state;
    struct printer_status s;
    struct escpos_paper seen;
    struct escpos_printer *paper = escpos_printer_new(&(struct escpos_ways){.tcp = true});
    struct printer_settings set = printer_settings_default();
    set.kind = PRINTER_KIND_ESCPOS;
    set.address = escpos_printer_address(paper, NULL);
    printer_ask(&set, 5000, &s);
    assert_int_equal(s.state, PRINTER_READY);
    escpos_printer_trouble(paper, TROUBLE_COVER, 0);
    printer_ask(&set, 5000, &s);
    assert_int_equal(s.state, PRINTER_COVER_OPEN);
    escpos_printer_look(paper, &seen);
    assert_int_equal(seen.rows + seen.cuts + seen.garbage, 0);
    escpos_printer_free(paper);
    set.address = "tcp:127.0.0.1:1";
    printer_ask(&set, 5000, &s);
    assert_int_equal(s.state, PRINTER_NOT_THERE);
}

static void no_printer_is_set_up(void **state)
{
    (void)state;
    struct printer *p = (struct printer *)&p;
    struct printer_settings none = printer_settings_default();
    assert_true(printer_new(&p, &none, NULL, NULL, NULL));
    assert_null(p);
    struct printer_status s;
    printer_status(p, &s);
    assert_int_equal(s.state, PRINTER_NONE);
    assert_false(printer_usable(s.state));
    assert_int_equal(printer_area(p).w, 384);
    struct raster r = slip(100, 10, 1);
    struct err e = {0};
    uint32_t id = 9;
    assert_false(printer_print(p, &r, 1, 1, &id, &e));
    assert_int_equal(e.code, ERR_NO_DEVICE);
    assert_int_equal(id, 0);
    assert_non_null(r.bits);
    raster_release(&r);
    struct print_progress j;
    printer_job(p, 1, &j);
    assert_int_equal(j.state, PRINT_FORGOTTEN);
    printer_look(p);
    printer_cancel(p, 1);
    printer_cancel_all(p);
    assert_false(printer_changed(p));
    assert_int_equal(printer_fd(p), -1);
    printer_free(p);
    none.kind = PRINTER_KIND_ESCPOS;
    assert_false(printer_new(&p, &none, NULL, NULL, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(over_tcp),
        cmocka_unit_test(over_a_serial_line),
        cmocka_unit_test(over_usb),
        cmocka_unit_test(with_a_buffer_of_four_kilobytes),
        cmocka_unit_test(with_statuses_that_nobody_asked_for),
        cmocka_unit_test(pages_and_copies),
        cmocka_unit_test(pictures_hold_no_commands),
        cmocka_unit_test(paper_near_its_end_is_told_and_prints),
        cmocka_unit_test(one_that_never_answers_is_never_called_printed),
        cmocka_unit_test(one_that_does_not_count_neither),
        cmocka_unit_test(one_that_only_counts_is_believed),
        cmocka_unit_test(nonsense_is_no_printer),
        cmocka_unit_test(nobody_there),
        cmocka_unit_test(asked_once),
        cmocka_unit_test(no_printer_is_set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
