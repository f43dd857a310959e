/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above */
#include <cmocka.h>

#include "domain/resource.h"

#include <string.h>

static void dials(const char *printed, const char *expected)
{
    struct str s;
    str_init(&s);
    bool ok = resource_dial(printed, &s);
    if (expected) {
        assert_true(ok);
        assert_string_equal(s.s, expected);
    } else {
        assert_false(ok);
        assert_string_equal(s.s, "");
    }
    str_release(&s);
}

static void numbers(void **state)
{
    (void)state;
    dials("1-800-799-7233", "+18007997233");
    dials("(206) 555-0142", "+12065550142");
    dials("206.555.0142", "+12065550142");
    dials("+44 20 7946 0000", "+442079460000");
    dials("911", "911");
    dials("88788", "88788");
    dials("206-555-0142 x12", "+12065550142;ext=12");
    dials("206-555-0142 ext. 12", "+12065550142;ext=12");
}

static void not_numbers(void **state)
{
    (void)state;
    dials(NULL, NULL);
    dials("", NULL);
    dials("12", NULL);
    dials("555-0142", NULL); /* seven digits: no area code */
    dials("1-800-799-SAFE", NULL);
    dials("206-555-0142;rm", NULL);
    dials("206-555-0142 x", NULL);
    dials("12345678901234567", NULL);
    dials("206-555-0142 or 911", NULL);
    dials("x12", NULL);
}

static void payload_is(const struct resource *r, enum qr_kind kind, const char *heading, const char *expected)
{
    struct str s;
    str_init(&s);
    resource_payload(r, kind, heading, &s);
    assert_false(s.failed);
    assert_string_equal(s.s, expected);
    str_release(&s);
}

static const struct resource office = {
    .key = "centre",
    .name = "Centre; North, \"A\\B\"",
    .phone = "206-555-0142",
    .url = "https://example.org/a",
    .address = "1 Way, Town",
    .hours = "Mon 9-5",
};

static void payloads(void **state)
{
    (void)state;
    payload_is(&office, QR_WEB, NULL, "https://example.org/a");
    payload_is(&office, QR_CALL, NULL, "tel:+12065550142");
    payload_is(&office, QR_CONTACT, NULL,
               "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Centre\\; North\\, \"A\\\\B\";;;;\r\n"
               "FN:Centre\\; North\\, \"A\\\\B\"\r\nTEL;TYPE=VOICE:+12065550142\r\nURL:https://example.org/a\r\n"
               "ADR;TYPE=WORK:;;1 Way\\, Town;;;;\r\nEND:VCARD\r\n");
    payload_is(&office, QR_TEXT, "Ayuda", "Ayuda\nCentre; North, \"A\\B\"\n206-555-0142\nMon 9-5\n1 Way, Town");
}

static void discreet_names_nothing(void **state)
{
    (void)state;
    struct resource r = office;
    r.discreet = true;
    for (int kind = QR_CONTACT; kind <= QR_TEXT; kind++) {
        struct str s;
        str_init(&s);
        resource_payload(&r, (enum qr_kind)kind, NULL, &s);
        assert_null(strstr(s.s, "Centre"));
        assert_null(strstr(s.s, "example"));
        assert_null(strstr(s.s, "Town"));
        assert_non_null(strstr(s.s, "Information"));
        str_release(&s);
    }
    r.phone = NULL;
    assert_false(resource_has(&r, QR_CONTACT));
    assert_false(resource_has(&r, QR_TEXT));
}

static void has(void **state)
{
    (void)state;
    struct resource r = {.key = "k", .name = "N"};
    for (int kind = 0; kind < QR_KIND_COUNT; kind++)
        assert_false(resource_has(&r, (enum qr_kind)kind));
    r.url = "http://example.org";
    assert_false(resource_has(&r, QR_WEB));
    r.url = "https://example.org";
    assert_true(resource_has(&r, QR_WEB));
    r.phone = "call us";
    assert_false(resource_has(&r, QR_CALL));
    r.phone = "988";
    assert_true(resource_has(&r, QR_CALL));
    assert_true(resource_has(&r, QR_CONTACT));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers),  cmocka_unit_test(not_numbers),
        cmocka_unit_test(payloads), cmocka_unit_test(discreet_names_nothing),
        cmocka_unit_test(has),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
