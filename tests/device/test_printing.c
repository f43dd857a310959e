/* From the finger to the paper: the kiosk prints on a receipt printer in software, and what stands on its paper is what
 * was previewed. Paper that runs out is told; nothing of an ended session comes out for the next visitor.
 * limit: 120
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/app_int.h"
#include "app/liaison_int.h"
#include "app/offscreen.h"
#include "app/paper_int.h"
#include "escpos_printer.h"
#include "store/answers.h"
#include "store/gate.h"
#include "store/lists.h"

#include <poll.h>
#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include <cmocka.h>

enum { DAY_S = 20781 * 86400 + 15 * 3600 /* 24 November 2026 */, TURNS = 4000, TURN_MS = 5, SCRAP_MAX = 400 };

static struct offscreen kiosk;
static struct escpos_printer *printer;

/* A kiosk of the demonstration site whose printer is the one in software. */
static void open_kiosk_with(const struct escpos_ways *ways, const char *data)
{
    struct app_options o = {.site = "kiosk-config",
                            .data = data,
                            .w = 1080,
                            .h = 1920,
                            .lang = "en",
                            .clock = clock_fake(DAY_S),
                            .printer = true,
                            .at_once = true};
    struct err e = {0};
    printer = escpos_printer_new(ways);
    if (!offscreen_open(&kiosk, &o, &e))
        fail_msg("%s", e.msg);
    struct printer_settings *s = &kiosk.app->site->printer;
    *s = printer_settings_default();
    s->kind = PRINTER_KIND_ESCPOS;
    s->address = escpos_printer_address(printer, "serial");
    s->paper = PAPER_80MM;
    s->cutter = true;
}

static void open_kiosk(const struct escpos_ways *ways)
{
    open_kiosk_with(ways, NULL);
}

static void close_kiosk(void)
{
    offscreen_close(&kiosk);
    escpos_printer_free(printer);
}

static bool on_screen(const char *words)
{
    const struct node *root = app_root(kiosk.app);
    for (const struct node *n = node_next(root, NULL); n; n = node_next(root, n))
        if (n->text.s && strstr(n->text.s, words))
            return true;
    return false;
}

/* The kiosk's own loop until the words are there; the worker is another thread, in real time. */
static void wait_for(const char *words)
{
    for (int i = 0; i < TURNS; i++) {
        app_tick(kiosk.app);
        offscreen_paint(&kiosk);
        if (on_screen(words))
            return;
        poll(NULL, 0, TURN_MS);
    }
    fail_msg("'%s' never came (on screen '%s')", words, app_route(kiosk.app));
}

static void touch(enum ui_kind kind)
{
    clock_advance(app_clock(kiosk.app), 1000);
    if (!app_tap(kiosk.app, UI_ID(kind, 0)))
        fail_msg("nothing to touch: %s", ui_kind_name(kind));
}

/* The printer has been asked, and is well. */
static void wait_for_usable(void)
{
    for (int i = 0; i < TURNS && kiosk.app->behind.printing && printing_status(kiosk.app).state != PRINTER_READY; i++) {
        app_tick(kiosk.app);
        offscreen_paint(&kiosk);
        poll(NULL, 0, TURN_MS);
    }
    assert_int_equal(printing_status(kiosk.app).state, PRINTER_READY);
    offscreen_paint(&kiosk);
}

/* The receipt of nobody, offered to be printed. */
static void go_to_receipt(void)
{
    app_sample_receipt(kiosk.app);
    assert_true(app_go(kiosk.app, "print/receipt"));
    wait_for("Print it");
}

/* How many rows of the slip stand on the paper, from the row on where its first dot is. */
static int rows_right(const struct raster *r, int *first_row)
{
    int top = 0;
    bool blank = true;
    for (; blank && top < r->h; top++) /* the slip's own white rows come before its first ink */
        for (int x = 0; x < r->w && blank; x++)
            blank = !raster_get(r, x, top);
    top--;
    struct escpos_paper paper;
    escpos_printer_look(printer, &paper);
    int at = *first_row;
    for (bool found = false; !found && at < paper.rows; at += !found)
        for (int x = 0; x < r->w && !found; x++)
            found = escpos_printer_dot(printer, x, at);
    *first_row = at - top;
    int y = 0;
    for (bool same = true; same && y < r->h && *first_row + y < paper.rows; y += same)
        for (int x = 0; x < r->w && same; x++)
            same = escpos_printer_dot(printer, x, *first_row + y) == raster_get(r, x, y);
    return y;
}

static const struct raster *slip_of(const char *what)
{
    struct err e = {0};
    struct paper *p = services_paper(kiosk.app->services);
    const struct raster *sheets;
    assert_true(paper_make(p, what, paper_area(PAPER_80MM), &e));
    assert_int_equal(paper_sheets(p, &sheets), 1);
    return sheets;
}

/* One touch; "Printed" is said after the printer has said so; the paper is the preview, dot by dot. */
static void test_what_is_shown_is_printed(void **state)
{
    (void)state;
    open_kiosk(&(struct escpos_ways){0});
    wait_for("Welcome");
    go_to_receipt();
    assert_false(on_screen("Printed"));
    touch(UI_PRINT);
    wait_for("Printed. Take it.");
    struct escpos_paper paper;
    escpos_printer_look(printer, &paper);
    const struct raster *slip = slip_of("receipt");
    assert_true(paper.rows >= slip->h);
    assert_true(paper.cuts >= 1);
    assert_int_equal(paper.garbage, 0);
    int from = 0;
    assert_int_equal(rows_right(slip, &from), slip->h);
    /* seen again, it is offered again, and what was printed is no news */
    touch(UI_BACK);
    assert_true(app_go(kiosk.app, "print/speak-card"));
    wait_for("Print it");
    assert_false(on_screen("Printed"));
    touch(UI_PRINT);
    wait_for("Printed. Take it.");
    slip = slip_of("speak-card");
    from += slip_of("receipt")->h;
    slip = slip_of("speak-card");
    assert_int_equal(rows_right(slip, &from), slip->h);
    close_kiosk();
}

static bool code_on_screen(void)
{
    const struct node *root = app_root(kiosk.app);
    for (const struct node *n = node_next(root, NULL); n; n = node_next(root, n))
        if (n->role == ROLE_QR)
            return true;
    return false;
}

/* In the middle of the slip: it is told, and the same is on the screen to be photographed. */
static void test_paper_runs_out(void **state)
{
    (void)state;
    open_kiosk(&(struct escpos_ways){0});
    wait_for("Welcome");
    go_to_receipt();
    assert_false(code_on_screen());
    escpos_printer_trouble(printer, TROUBLE_PAPER_OUT, 400);
    touch(UI_PRINT);
    wait_for("The printer has no paper.");
    assert_false(on_screen("Printed"));
    assert_true(code_on_screen());
    assert_true(on_screen("Take a photo of this, or scan the code."));
    assert_null(node_find(app_root(kiosk.app), UI_ID(UI_PRINT, 0)));
    assert_int_equal(kiosk.app->view.health.printer.paper, PAPER_OUT);
    assert_non_null(strstr(kiosk.app->view.health.printer.message, "paper"));
    close_kiosk();
}

/* The visitor leaves while it prints: no more than what was on the way comes out, and the next visitor's slip is theirs
 * alone. */
static void test_leaving_stops_it(void **state)
{
    (void)state;
    open_kiosk(&(struct escpos_ways){.row_us = 400, .buffer = 4096});
    wait_for("Welcome");
    go_to_receipt();
    int height = slip_of("receipt")->h;
    touch(UI_PRINT);
    assert_true(escpos_printer_wait_rows(printer, 250));
    app_tick(kiosk.app);
    touch(UI_LEAVE);
    assert_string_equal(app_route(kiosk.app), "welcome");
    assert_int_equal(kiosk.app->view.printing->phase, PRINT_PHASE_NONE);
    assert_string_equal(kiosk.app->view.printing->what, "");
    assert_true(escpos_printer_wait_idle(printer));
    struct escpos_paper paper;
    escpos_printer_look(printer, &paper);
    assert_true(paper.rows < height); /* the digits stand in its second half */
    /* the next visitor */
    assert_true(app_go(kiosk.app, "print/speak-card"));
    wait_for("Print it");
    assert_false(on_screen("Printed"));
    touch(UI_PRINT);
    wait_for("Printed. Take it.");
    const struct raster *slip = slip_of("speak-card");
    struct escpos_paper after;
    escpos_printer_look(printer, &after);
    assert_true(after.cuts >= 2); /* the scrap is cut off before it */
    assert_true(after.rows < paper.rows + slip->h + SCRAP_MAX);
    int from = paper.rows;
    assert_int_equal(rows_right(slip, &from), slip->h);
    close_kiosk();
}

/* What waited for paper when the visitor left does not come when paper is put in. */
static void test_nothing_comes_later(void **state)
{
    (void)state;
    open_kiosk(&(struct escpos_ways){0});
    wait_for("Welcome");
    go_to_receipt();
    escpos_printer_trouble(printer, TROUBLE_STALL, 0);
    touch(UI_PRINT);
    wait_for("Printing");
    touch(UI_LEAVE);
    escpos_printer_mend(printer);
    for (int i = 0; i < 20; i++)
        app_tick(kiosk.app);
    assert_true(escpos_printer_wait_idle(printer));
    struct escpos_paper paper;
    escpos_printer_look(printer, &paper);
    for (int y = 0; y < paper.rows; y++)
        for (int x = 0; x < 576; x++)
            assert_false(escpos_printer_dot(printer, x, y));
    close_kiosk();
}

/* Cancel is one touch, and leaves the slip offered as before. */
static void test_cancel(void **state)
{
    (void)state;
    open_kiosk(&(struct escpos_ways){.row_us = 400, .buffer = 4096});
    wait_for("Welcome");
    go_to_receipt();
    int height = slip_of("receipt")->h;
    touch(UI_PRINT);
    wait_for("Printing");
    assert_true(escpos_printer_wait_rows(printer, 150));
    touch(UI_CANCEL);
    assert_true(on_screen("Print it"));
    assert_true(escpos_printer_wait_idle(printer));
    struct escpos_paper paper;
    escpos_printer_look(printer, &paper);
    assert_true(paper.rows < height);
    close_kiosk();
}

/* ---- the desk ---------------------------------------------------------------------------------------------------- */

static void copy_key(const char *from, const char *folder)
{
    char bytes[4096], path[4200];
    snprintf(path, sizeof path, "%s/rivera.key", folder);
    FILE *in = fopen(from, "rb");
    assert_int_equal(mkdir(folder, 0700), 0);
    FILE *out = fopen(path, "wb");
    assert_true(in && out);
    size_t n = fread(bytes, 1, sizeof bytes, in);
    assert_int_equal(fwrite(bytes, 1, n, out), n);
    fclose(in);
    assert_int_equal(fclose(out), 0);
}

static void come_in(enum desk_role role)
{
    struct desk *d = desk_seen(kiosk.app->behind.desk);
    desk_approach(kiosk.app);
    snprintf(d->secret, sizeof d->secret, "%s", role == DESK_STAFF ? "246810" : "demonstration");
    desk_unlock(kiosk.app, role == DESK_STAFF ? -1 : 0);
    assert_int_equal(d->role, role);
}

/* Somebody who asked to be called is promised half past ten of today, by the liaison who has come in. */
static void promise_today(void)
{
    struct request r = {.topics = 2, .language = "so", .reach = REACH_PHONE, .phone = "+12065550177", .name = "Nobody"};
    struct receipt_secret secret;
    struct request_row row;
    struct err e = {0};
    size_t count, total;
    uint8_t readers[VAULT_READERS_MAX][VAULT_PUBLIC_KEY];
    size_t n = liaison_colleagues(kiosk.app, readers);
    const uint8_t(*to)[VAULT_PUBLIC_KEY] = (const uint8_t(*)[VAULT_PUBLIC_KEY])readers;
    randombytes_buf(&secret, sizeof secret);
    assert_true(store_send_as(kiosk.app->store, &r, to, n, 90, &secret, &e));
    assert_true(store_list(kiosk.app->store, 0, 1, &row, &count, &total, &e));
    struct answer a = answer_empty();
    a.phrases = 1u << ANSWER_PHONE;
    a.day = clock_today(app_clock(kiosk.app));
    a.minute = 10 * 60 + 30;
    snprintf(a.officer, sizeof a.officer, "rivera");
    assert_true(store_answer(kiosk.app->store, row.id, &a, kiosk.app->behind.desk->key, to, n, 90, &e));
}

/* Staff print their test page from the devices' screen, a liaison the day's list; then the desk is locked, and nothing
 * of either stays for the visitor who comes. */
static void test_the_desk_prints(void **state)
{
    (void)state;
    char data[1024], keys[1100];
    const char *tmp = getenv("TMPDIR");
    struct err e = {0};
    snprintf(data, sizeof data, "%s/desk-XXXXXX", tmp ? tmp : "/tmp");
    assert_non_null(mkdtemp(data));
    snprintf(keys, sizeof keys, "%s/keys", data);
    copy_key("kiosk-config/demonstration/rivera.key", keys);
    open_kiosk_with(&(struct escpos_ways){0}, data);
    wait_for("Welcome");
    assert_true(app_go(kiosk.app, "home")); /* opens the vault */
    assert_true(store_pin_set(kiosk.app->store, "246810", &e));
    come_in(DESK_STAFF);
    assert_true(app_go(kiosk.app, "staff-devices"));
    wait_for("Print a test page");
    wait_for_usable();
    touch(UI_PRINT);
    wait_for("The test page is printed.");
    int from = 0;
    const struct raster *slip = slip_of("test");
    int height = slip->h;
    assert_int_equal(rows_right(slip, &from), height);

    come_in(DESK_LIAISON);
    promise_today();
    assert_true(app_go(kiosk.app, "liaison-day"));
    wait_for("10:30");
    touch(UI_PRINT); /* "Print the day's list" shows what will come out */
    assert_string_equal(app_route(kiosk.app), "print/day-list");
    wait_for("Print it");
    touch(UI_PRINT);
    wait_for("Printed. Take it.");
    from += height;
    slip = slip_of("day-list");
    assert_int_equal(rows_right(slip, &from), slip->h);
    struct escpos_paper before, after;
    escpos_printer_look(printer, &before);
    assert_true(before.cuts >= 2);
    app_end_session(kiosk.app);
    assert_false(slip_there(&kiosk.app->view, "day-list"));
    assert_false(app_go(kiosk.app, "print/day-list"));
    assert_true(escpos_printer_wait_idle(printer));
    escpos_printer_look(printer, &after);
    assert_int_equal(after.rows, before.rows);
    close_kiosk();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_shown_is_printed),
        cmocka_unit_test(test_paper_runs_out),
        cmocka_unit_test(test_leaving_stops_it),
        cmocka_unit_test(test_nothing_comes_later),
        cmocka_unit_test(test_cancel),
        cmocka_unit_test(test_the_desk_prints),
    };
    return cmocka_run_group_tests_name("printing", tests, NULL, NULL);
}
