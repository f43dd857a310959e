/* The pure parts of printing: what is sent, what an answer means, what CUPS's reasons mean, rasters, PDF.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/cups_reasons_int.h"
#include "device/escpos_answer_int.h"
#include "device/escpos_bytes_int.h"
#include "device/print_pdf_int.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka needs four of the above */
#include <cmocka.h>

static void rasters_keep_to_their_bounds(void **state)
{
    (void)state;
    struct raster r;
    struct err e = {0};
    assert_false(raster_init(&r, 0, 10, &e));
    assert_false(raster_init(&r, 10, -1, &e));
    assert_false(raster_init(&r, RASTER_W_MAX + 1, 10, &e));
    assert_int_equal(e.code, ERR_TOO_BIG);
    assert_false(raster_init(&r, RASTER_W_MAX, RASTER_H_MAX, &e));
    raster_release(&r);
    assert_true(raster_init(&r, 13, 5, &e));
    assert_int_equal(r.stride, 2);
    raster_fill(&r, -5, -5, 100, 100);
    for (int y = 0; y < 5; y++) {
        assert_int_equal(r.bits[2 * y], 0xff);
        assert_int_equal(r.bits[2 * y + 1], 0xf8); /* beyond the thirteenth dot all is 0 */
    }
    raster_release(&r);
    assert_null(r.bits);
    raster_release(&r);
}

static void bands_as_bytes(void **state)
{
    (void)state;
    uint8_t out[ESCPOS_BAND_MAX];
    struct raster r;
    int rows;
    assert_true(raster_init(&r, 16, 40, NULL));
    raster_set(&r, 0, 0);
    raster_set(&r, 15, 39);
    assert_int_equal(escpos_band(out, &r, 0, &rows), 8 + 64);
    assert_int_equal(rows, 32);
    static const uint8_t head[] = {0x1d, 'v', '0', 0, 2, 0, 32, 0, 0x80, 0};
    assert_memory_equal(out, head, sizeof head);
    assert_int_equal(escpos_band(out, &r, 32, &rows), 8 + 16);
    assert_int_equal(rows, 8);
    assert_int_equal(out[6], 8);
    assert_int_equal(out[8 + 15], 1);
    r.bits[0] = 0x10, r.bits[1] = 0x04; /* DLE EOT */
    r.bits[2] = 0x10, r.bits[3] = 0x05; /* DLE ENQ */
    r.bits[4] = 0x10, r.bits[5] = 0x14; /* DLE DC4 */
    r.bits[7] = 0x10, r.bits[8] = 0x04; /* over the end of a row */
    escpos_band(out, &r, 0, &rows);
    static const uint8_t harmless[] = {0x10, 0x0c, 0x10, 0x07, 0x10, 0x1c, 0, 0x10, 0x0c};
    assert_memory_equal(out + 8, harmless, sizeof harmless);
    raster_release(&r);
    assert_int_equal(escpos_white(out, 100), 8 + 32);
    assert_int_equal(escpos_white(out, 5), 8 + 5);
    assert_int_equal(escpos_padding(out, 576), 8 + 32 * 72);
}

static void what_statuses_mean(void **state)
{
    (void)state;
    static const struct {
        struct escpos_status s;
        enum printer_state means;
    } cases[] = {
        {{{-1, -1, -1, -1, -1}}, PRINTER_UNKNOWN},
        {{{-1, 0x12, -1, -1, -1}}, PRINTER_READY},
        {{{-1, 0x12, 0x12, 0x12, 0x12}}, PRINTER_READY},
        {{{-1, 0x16, 0x12, 0x12, 0x12}}, PRINTER_READY}, /* the drawer's pin */
        {{{-1, 0x12, 0x12, 0x12, 0x1e}}, PRINTER_PAPER_LOW},
        {{{-1, 0x1a, 0x32, 0x12, 0x7e}}, PRINTER_PAPER_OUT},
        {{{-1, 0x1a, 0x12, 0x12, 0x72}}, PRINTER_PAPER_OUT},
        {{{-1, 0x1a, 0x36, 0x12, 0x7e}}, PRINTER_COVER_OPEN},
        {{{-1, 0x1a, 0x52, 0x1a, 0x12}}, PRINTER_CUTTER},
        {{{-1, 0x1a, 0x52, 0x32, 0x12}}, PRINTER_OFFLINE},
        {{{-1, 0x12, 0x12, 0x52, 0x12}}, PRINTER_OFFLINE},
        {{{-1, 0x1a, 0x12, 0x12, 0x12}}, PRINTER_OFFLINE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (escpos_state(&cases[i].s) != cases[i].means)
            fail_msg("case %zu: %d", i, escpos_state(&cases[i].s));
}

static void answers_are_believed_by_their_fixed_bits(void **state)
{
    (void)state;
    struct escpos_ear ear = {0};
    assert_int_equal(escpos_hear(&ear, 0x12), ESCPOS_REAL_TIME);
    assert_int_equal(escpos_hear(&ear, 0x7e), ESCPOS_REAL_TIME);
    assert_int_equal(escpos_hear(&ear, 0x00), ESCPOS_PAPER);
    assert_int_equal(escpos_hear(&ear, 0x0f), ESCPOS_PAPER);
    assert_int_equal(escpos_hear(&ear, 0x01), ESCPOS_NONSENSE); /* one sensor of a pair alone */
    assert_int_equal(escpos_hear(&ear, 0x92), ESCPOS_NONSENSE);
    assert_int_equal(escpos_hear(&ear, 0x11), ESCPOS_NOTHING); /* XON */
    /* an automatic status: what looks like an answer to GS r in it is none */
    assert_int_equal(escpos_hear(&ear, 0x14), ESCPOS_NOTHING);
    for (int i = 0; i < 3; i++)
        assert_int_equal(escpos_hear(&ear, 0x00), ESCPOS_NOTHING);
    assert_int_equal(escpos_hear(&ear, 0x00), ESCPOS_PAPER);
    assert_int_equal(escpos_hear(&ear, 0x37), ESCPOS_NOTHING);
    assert_int_equal(escpos_hear(&ear, 0x25), ESCPOS_NOTHING);
    assert_int_equal(escpos_hear(&ear, 0x00), ESCPOS_CLEARED);
    escpos_hear(&ear, 0x37);
    escpos_hear(&ear, 0x22);
    escpos_hear(&ear, 0x12);
    assert_int_equal(escpos_hear(&ear, 0x00), ESCPOS_NOTHING); /* another block */
    assert_int_equal(ear.nonsense, 2);
}

static void what_reasons_mean(void **state)
{
    (void)state;
    static const struct {
        int state;
        bool accepting;
        const char *reason;
        enum printer_state means;
    } cases[] = {
        {3, true, "none", PRINTER_READY},
        {4, true, "none", PRINTER_BUSY},
        {5, true, "none", PRINTER_STOPPED},
        {3, false, "none", PRINTER_STOPPED},
        {3, true, "paused", PRINTER_STOPPED},
        {3, true, "media-empty", PRINTER_PAPER_OUT},
        {3, true, "media-empty-error", PRINTER_PAPER_OUT},
        {3, true, "media-empty-warning", PRINTER_PAPER_LOW},
        {4, true, "media-empty-warning", PRINTER_PAPER_OUT},
        {3, true, "media-empty-report", PRINTER_READY},
        {3, true, "media-low-warning", PRINTER_PAPER_LOW},
        {3, true, "door-open-error", PRINTER_COVER_OPEN},
        {3, true, "media-jam", PRINTER_OFFLINE},
        {3, true, "toner-low-warning", PRINTER_READY},
        {3, true, "offline-report", PRINTER_READY},
        {3, true, "timed-out-error", PRINTER_NOT_THERE},
        {3, true, "-error", PRINTER_READY},
        {3, true, "", PRINTER_READY},
        {3, true, "media-empty-error-error", PRINTER_READY},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *worst;
        enum printer_state s = cups_state(cases[i].state, cases[i].accepting, &cases[i].reason, 1, &worst);
        if (s != cases[i].means)
            fail_msg("%d %s: %d", cases[i].state, cases[i].reason, s);
    }
    static const char *const two[] = {"media-low", "cover-open", "media-empty"};
    const char *worst;
    assert_int_equal(cups_state(4, true, two, 3, &worst), PRINTER_COVER_OPEN);
    assert_string_equal(worst, "cover-open");
}

struct sink {
    char *bytes;
    size_t len, max; /* it takes no more than `max` */
};

static bool take(void *context, const void *bytes, size_t len)
{
    struct sink *s = context;
    if (s->len + len > s->max)
        return false;
    memcpy(s->bytes + s->len, bytes, len);
    s->len += len;
    return true;
}

/* Every object stands where the table says, whatever the pages hold. */
static void a_pdf_whose_table_is_right(void **state)
{
    (void)state;
    struct printer_settings s = {.kind = PRINTER_KIND_CUPS, .address = "q", .paper = PAPER_80MM, .feed_bottom_mm = 5};
    struct raster pages[2];
    enum { MAX = 200000 };
    struct sink sink = {.bytes = calloc(1, MAX + 1), .max = MAX};
    struct pdf_out out = {.put = take, .context = &sink};
    assert_true(raster_init(&pages[0], 576, 300, NULL));
    assert_true(raster_init(&pages[1], 100, 7, NULL));
    raster_fill(&pages[0], 0, 0, 576, 300);
    assert_true(pdf_write(pages, 2, &s, &out));
    const char *start = memmem(sink.bytes, sink.len, "startxref\n", 10);
    assert_non_null(start);
    const char *table = sink.bytes + strtoul(start + 10, NULL, 10);
    assert_memory_equal(table, "xref\n0 9\n", 9);
    for (size_t i = 1; i < 9; i++) {
        char head[16];
        size_t at = strtoul(table + 9 + 20 * i, NULL, 10);
        int n = snprintf(head, sizeof head, "%zu 0 obj\n", i);
        assert_memory_equal(sink.bytes + at, head, (size_t)n);
    }
    sink = (struct sink){.bytes = sink.bytes, .max = 1000};
    assert_false(pdf_write(pages, 2, &s, &out));
    raster_release(&pages[0]);
    raster_release(&pages[1]);
    free(sink.bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rasters_keep_to_their_bounds),
        cmocka_unit_test(bands_as_bytes),
        cmocka_unit_test(what_statuses_mean),
        cmocka_unit_test(answers_are_believed_by_their_fixed_bits),
        cmocka_unit_test(what_reasons_mean),
        cmocka_unit_test(a_pdf_whose_table_is_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
