/* QR codes are painted as a screen paints them and read back by zbar, an outside judge.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/qr.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <zbar.h>

enum { PIXELS = 3 /* a module */, CAPACITY_40M = 2331 /* bytes, ISO/IEC 18004 table 7 */ };

static unsigned char *paint(const struct qr *qr, unsigned *side)
{
    *side = (unsigned)(qr->size + 2 * QR_QUIET) * PIXELS;
    unsigned char *grey = malloc((size_t)*side * *side);
    assert_non_null(grey);
    memset(grey, 255, (size_t)*side * *side);
    for (int y = 0; y < qr->size * PIXELS; y++)
        for (int x = 0; x < qr->size * PIXELS; x++)
            if (qr->dark[(y / PIXELS) * qr->size + x / PIXELS])
                grey[(size_t)(y + QR_QUIET * PIXELS) * *side + (size_t)(x + QR_QUIET * PIXELS)] = 0;
    return grey;
}

/* What zbar reads; the caller frees. NULL when it reads nothing. */
static char *read_back(const struct qr *qr)
{
    unsigned side;
    unsigned char *grey = paint(qr, &side);
    zbar_image_scanner_t *scanner = zbar_image_scanner_create();
    zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
    zbar_image_t *image = zbar_image_create();
    zbar_image_set_format(image, zbar_fourcc('Y', '8', '0', '0'));
    zbar_image_set_size(image, side, side);
    zbar_image_set_data(image, grey, (unsigned long)side * side, NULL);
    zbar_scan_image(scanner, image);
    const zbar_symbol_t *symbol = zbar_image_first_symbol(image);
    char *text = NULL;
    if (symbol) {
        unsigned n = zbar_symbol_get_data_length(symbol);
        text = strndup(zbar_symbol_get_data(symbol), n);
    }
    zbar_image_destroy(image);
    zbar_image_scanner_destroy(scanner);
    free(grey);
    return text;
}

static void check_round_trip(const char *payload)
{
    struct qr *qr = calloc(1, sizeof *qr);
    struct err e = {0};
    if (!qr_encode(payload, qr, &e))
        fail_msg("%s: %s", payload, e.msg);
    assert_in_range(qr->size, 21, QR_SIZE_MAX);
    assert_int_equal((qr->size - 17) % 4, 0);
    char *text = read_back(qr);
    if (!text)
        fail_msg("not read back: %s", payload);
    assert_string_equal(text, payload);
    free(text);
    free(qr);
}

static void test_what_the_kiosk_shows(void **state)
{
    (void)state;
    check_round_trip("tel:+12085550142");
    check_round_trip("tel:911");
    check_round_trip("https://www.thehotline.org");
    check_round_trip("https://example.org/a?b=c&d=%D0%90#e");
    check_round_trip("sms:88788?body=START");
    check_round_trip("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:María Ñañez — Олена\r\nTEL:+12085550142\r\nEND:VCARD\r\n");
}

static void test_plain_text_in_every_script(void **state)
{
    (void)state;
    check_round_trip("مرحبا بكم في مركز الترحيب\nاتصل بالرقم \u2066208-555-0142\u2069");
    check_round_trip("به مرکز خوش آمدید؛ می‌توانید با ۹۱۱ تماس بگیرید");
    check_round_trip("ခေါ်ပါ ၉၁၁");
    check_round_trip("Зателефонуйте за номером 911");
    check_round_trip("ស្វាគមន៍");
    check_round_trip("नमस्ते");
    check_round_trip("Waa lagu soo dhaweynayaa, ng'ombe");
}

/* Short texts that a reader without the UTF-8 mark takes for Shift-JIS or Latin-1. */
static void test_short_texts_that_readers_misguess(void **state)
{
    (void)state;
    check_round_trip("é");
    check_round_trip("café");
    check_round_trip("ü ñ");
    check_round_trip("é à ö");
    check_round_trip("José");
    check_round_trip("日本");
    check_round_trip("🙂");
}

static void test_every_size_of_payload(void **state)
{
    (void)state;
    char text[CAPACITY_40M + 2];
    static const int lengths[] = {1,           2, 14, 15, 62, 63, 154, 155, 500, 1000, 1500, 2000, CAPACITY_40M - 1,
                                  CAPACITY_40M};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        for (int j = 0; j < lengths[i]; j++)
            text[j] = (char)('a' + (j * 7) % 26);
        text[lengths[i]] = 0;
        check_round_trip(text);
    }
}

static void test_too_long(void **state)
{
    (void)state;
    struct qr *qr = calloc(1, sizeof *qr);
    struct err e = {0};
    char *text = malloc(100001);
    memset(text, 'a', 100000);
    text[100000] = 0;
    assert_false(qr_encode(text, qr, &e));
    assert_int_equal(e.code, ERR_TOO_BIG);
    text[CAPACITY_40M + 1] = 0;
    e = (struct err){0};
    assert_false(qr_encode(text, qr, &e));
    assert_int_equal(e.code, ERR_TOO_BIG);
    assert_int_equal(qr->size, 0);
    /* the UTF-8 mark takes 12 bits: one byte fewer fits */
    memset(text, 'a', CAPACITY_40M);
    memcpy(text, "\xC3\xA9", 2);
    text[CAPACITY_40M] = 0;
    assert_false(qr_encode(text, qr, &e));
    assert_int_equal(e.code, ERR_TOO_BIG);
    text[CAPACITY_40M - 1] = 0;
    assert_true(qr_encode(text, qr, &e));
    assert_int_equal(qr->size, QR_SIZE_MAX);
    free(text);
    free(qr);
}

static void test_nothing_and_nonsense(void **state)
{
    (void)state;
    struct qr *qr = calloc(1, sizeof *qr);
    struct err e = {0};
    assert_false(qr_encode("", qr, &e));
    assert_int_equal(e.code, ERR_FAILED);
    assert_false(qr_encode("abc\xFF", qr, &e));
    assert_false(qr_encode("\xED\xA0\x80", qr, &e)); /* a surrogate */
    assert_false(qr_encode("", qr, NULL));
    free(qr);
}

/* The bits that name the level sit beside the top left finder, masked with 101010000010010 (ISO/IEC 18004 7.9). */
static int level_bits(const struct qr *qr)
{
    int a = qr->dark[8 * qr->size + 0], b = qr->dark[8 * qr->size + 1];
    return ((a << 1) | b) ^ 2;
}

static void test_level_q_when_it_is_free(void **state)
{
    (void)state;
    enum { LEVEL_M = 0, LEVEL_Q = 3 };
    struct qr *qr = calloc(1, sizeof *qr);
    assert_true(qr_encode("abcdefghijk", qr, NULL)); /* 11 bytes: version 1 holds 14 at M and 11 at Q */
    assert_int_equal(qr->size, 21);
    assert_int_equal(level_bits(qr), LEVEL_Q);
    assert_true(qr_encode("abcdefghijklmn", qr, NULL));
    assert_int_equal(qr->size, 21);
    assert_int_equal(level_bits(qr), LEVEL_M);
    free(qr);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_the_kiosk_shows),
        cmocka_unit_test(test_plain_text_in_every_script),
        cmocka_unit_test(test_short_texts_that_readers_misguess),
        cmocka_unit_test(test_every_size_of_payload),
        cmocka_unit_test(test_too_long),
        cmocka_unit_test(test_nothing_and_nonsense),
        cmocka_unit_test(test_level_q_when_it_is_free),
    };
    return cmocka_run_group_tests_name("device/qr", tests, NULL, NULL);
}
