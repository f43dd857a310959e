/* Where a printer is, as staff write it. SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/printer_settings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka needs four of the above */
#include <cmocka.h>

static void addresses_of_each_kind(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        struct printer_address is;
    } sound[] = {
        {"usb:/dev/usb/lp0", {.link = PRINTER_LINK_USB, .place = "/dev/usb/lp0"}},
        {"serial:/dev/ttyS0", {.link = PRINTER_LINK_SERIAL, .place = "/dev/ttyS0", .baud = 38400}},
        {"serial:/dev/ttyUSB1?baud=115200", {.link = PRINTER_LINK_SERIAL, .place = "/dev/ttyUSB1", .baud = 115200}},
        {"serial:/dev/ttyS0?baud=9600&flow=rtscts",
         {.link = PRINTER_LINK_SERIAL, .place = "/dev/ttyS0", .baud = 9600, .flow = SERIAL_FLOW_RTSCTS}},
        {"serial:/dev/ttyS0?flow=xonxoff",
         {.link = PRINTER_LINK_SERIAL, .place = "/dev/ttyS0", .baud = 38400, .flow = SERIAL_FLOW_XONXOFF}},
        {"tcp:192.0.2.7", {.link = PRINTER_LINK_TCP, .place = "192.0.2.7", .port = 9100}},
        {"tcp:printer.example:9101", {.link = PRINTER_LINK_TCP, .place = "printer.example", .port = 9101}},
        {"tcp:[2001:db8::1]:65535", {.link = PRINTER_LINK_TCP, .place = "2001:db8::1", .port = 65535}},
        {"tcp:[fe80::1%eth0]", {.link = PRINTER_LINK_TCP, .place = "fe80::1%eth0", .port = 9100}},
    };
    for (size_t i = 0; i < sizeof sound / sizeof *sound; i++) {
        struct printer_address a;
        struct err e = {0};
        if (!printer_address_parse(sound[i].text, &a, &e))
            fail_msg("%s: %s", sound[i].text, e.msg);
        assert_int_equal(a.link, sound[i].is.link);
        assert_string_equal(a.place, sound[i].is.place);
        if (a.link == PRINTER_LINK_TCP)
            assert_int_equal(a.port, sound[i].is.port);
        if (a.link == PRINTER_LINK_SERIAL) {
            assert_int_equal(a.baud, sound[i].is.baud);
            assert_int_equal(a.flow, sound[i].is.flow);
        }
    }
}

static void addresses_that_are_none(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "/dev/usb/lp0",
        "USB:/dev/usb/lp0",
        "http://192.0.2.7",
        "usb:",
        "usb:lp0",
        "usb:/etc/passwd",
        "usb:/dev/",
        "usb:/dev/../etc/passwd",
        "usb:/dev/usb/..",
        "usb:/dev//sda",
        "usb:/dev/usb/lp0?baud=9600",
        "usb:/dev/usb/lp 0",
        "serial:/dev/ttyS0?",
        "serial:/dev/ttyS0?baud=",
        "serial:/dev/ttyS0?baud=38401",
        "serial:/dev/ttyS0?baud=38400&",
        "serial:/dev/ttyS0?speed=38400",
        "serial:/dev/ttyS0?flow=dtr",
        "tcp:",
        "tcp::9100",
        "tcp:192.0.2.7:",
        "tcp:192.0.2.7:0",
        "tcp:192.0.2.7:65536",
        "tcp:192.0.2.7:99999999999",
        "tcp:192.0.2.7:9100:9100",
        "tcp:192.0.2.7:+1",
        "tcp:2001:db8::1",
        "tcp:[2001:db8::1",
        "tcp:[]:9100",
        "tcp:[2001:db8::1]9100",
        "tcp:-rf",
        "tcp:a b",
        "tcp:a/b",
        "tcp:user@host",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct printer_address a;
        struct err e = {0};
        if (printer_address_parse(wrong[i], &a, &e))
            fail_msg("'%s' is taken", wrong[i]);
        assert_true(e.msg[0]);
    }
    char longest[PRINTER_PLACE_MAX + 20] = "tcp:";
    memset(longest + 4, 'a', PRINTER_PLACE_MAX);
    assert_false(printer_address_parse(longest, &(struct printer_address){0}, NULL));
}

static void queues(void **state)
{
    (void)state;
    assert_true(printer_queue_valid("Lobby"));
    assert_true(printer_queue_valid("HP_LaserJet-4.2@desk"));
    static const char *const wrong[] = {"",     "front desk", "a/b",  "a#b",         "a?b",
                                        "a\"b", "a'b",        "a\\b", "caf\xc3\xa9", "a\nb"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(printer_queue_valid(wrong[i]));
    char longest[129];
    memset(longest, 'a', 128);
    longest[128] = 0;
    assert_false(printer_queue_valid(longest));
    longest[127] = 0;
    assert_true(printer_queue_valid(longest));
}

/* What fits on the paper is a whole number of dots and lies on it. */
static void papers(void **state)
{
    (void)state;
    assert_int_equal(paper_area(PAPER_58MM).w, 384);
    assert_int_equal(paper_area(PAPER_80MM).w, 576);
    for (int i = 0; i < PAPER_KIND_COUNT; i++) {
        struct print_area a = paper_area((enum paper_kind)i);
        struct paper_points p = paper_points((enum paper_kind)i);
        assert_true(a.w * 72.0 / a.dpi <= p.w - 2 * p.margin);
        assert_true(a.w * 72.0 / a.dpi > p.w - 2 * p.margin - (a.sheet ? 1 : 30));
        assert_int_equal(a.sheet, a.h > 0);
        if (a.sheet)
            assert_true(a.h * 72.0 / a.dpi <= p.h - 2 * p.margin);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_of_each_kind),
        cmocka_unit_test(addresses_that_are_none),
        cmocka_unit_test(queues),
        cmocka_unit_test(papers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
