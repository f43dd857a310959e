/* Slips through a real cupsd and a driverless queue to a printer in software, and what becomes of them when the queue
 * is stopped, the paper is out, the visitor leaves, or cupsd dies. Needs root, as a fresh machine's CI is. modes: debug
 * limit: 180
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/app_int.h"
#include "app/offscreen.h"
#include "app/paper_int.h"
#include "print_stage.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
/* cmocka needs four of the above */
#include <cmocka.h>

enum { A4_W = 2240, A4_H = 3267, MARGIN_DOTS = 120 }; /* paper_area(PAPER_A4) */

static char dir[128];
static const struct print_times times = {
    .connect = 2000, .answer = 2000, .work = 4000, .look = 3600000, .again = 3600000, .job = 20000};

/* ---- the rig --------------------------------------------------------------------------------------------------------
 */

static int run(const char *const *argv)
{
    extern char **environ;
    pid_t pid;
    int status = -1;
    char *args[16] = {0};
    for (size_t i = 0; argv[i]; i++)
        args[i] = strdup(argv[i]);
    assert_int_equal(posix_spawnp(&pid, args[0], NULL, NULL, args, environ), 0);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    for (size_t i = 0; args[i]; i++)
        free(args[i]);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
#define RUN(...) run((const char *const[]){__VA_ARGS__, NULL})

static void pass_ms(int ms)
{
    nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L}, NULL);
}

static void signal_to(const char *name, int sig)
{
    char path[160], text[16] = {0};
    snprintf(path, sizeof path, "%s/%s.pid", dir, name);
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    assert_non_null(fgets(text, sizeof text, f));
    fclose(f);
    assert_int_equal(kill((pid_t)strtol(text, NULL, 10), sig), 0);
}

static void set_way(const char *way)
{
    char path[160];
    snprintf(path, sizeof path, "%s/way", dir);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(way, f);
    fclose(f);
}

static void wait_busy(bool busy)
{
    char path[160];
    snprintf(path, sizeof path, "%s/busy", dir);
    for (int i = 0; i < 200 && (access(path, F_OK) == 0) != busy; i++)
        pass_ms(50);
    assert_int_equal(access(path, F_OK) == 0, busy);
}

/* Paper put in, cover closed; until the printer has done what it had. */
static void mend(void)
{
    set_way("ok");
    wait_busy(false);
}

/* Files in a folder whose name begins so; the last one's path in `last` (may be NULL). */
static int files(const char *folder, const char *begin, char last[512])
{
    char path[160];
    int n = 0;
    snprintf(path, sizeof path, "%s/%s", dir, folder);
    DIR *d = opendir(path);
    assert_non_null(d);
    for (struct dirent *e = readdir(d); e; e = readdir(d))
        if (e->d_name[0] != '.' && e->d_type == DT_REG && strncmp(e->d_name, begin, strlen(begin)) == 0) {
            n++;
            if (last)
                snprintf(last, 512, "%s/%s", path, e->d_name);
        }
    closedir(d);
    return n;
}

static void clear_out(void)
{
    char path[512];
    while (files("out", "", path))
        unlink(path);
}

/* Nothing of a job stays with CUPS: neither its document nor its name. Files go a moment after the answer. */
static void assert_no_trace(void)
{
    for (int i = 0; i < 100 && files("spool", "", NULL); i++)
        pass_ms(50);
    assert_int_equal(files("spool", "d", NULL), 0);
    assert_int_equal(files("spool", "c", NULL), 0);
}

static struct printer *open_queue(const char *queue, enum paper_kind paper)
{
    struct printer *p;
    struct err e = {0};
    struct printer_settings s = {.kind = PRINTER_KIND_CUPS, .address = queue, .paper = paper, .feed_bottom_mm = 5};
    if (!printer_new_timed(&p, &s, &times, NULL, NULL, &e))
        fail_msg("%s", e.msg);
    return p;
}

static uint32_t print_page(struct printer *p, int w, int h)
{
    struct raster r = slip(w, h, 7);
    struct err e = {0};
    uint32_t id;
    if (!printer_print(p, &r, 1, 1, &id, &e))
        fail_msg("%s", e.msg);
    return id;
}

static void wait_printing(struct printer *p, uint32_t id)
{
    struct print_progress j;
    for (printer_job(p, id, &j); j.percent < 100; printer_job(p, id, &j)) {
        assert_false(print_ended(j.state));
        wait_news(p);
    }
}

/* As the worker's own looks would, some seconds later. */
static void look_until_straight(struct printer *p)
{
    struct printer_status st;
    for (int i = 0; i < 20; i++) {
        printer_look(p);
        pass_ms(500);
        printer_status(p, &st);
        if (!st.left_over)
            return;
    }
    fail_msg("%s", st.message);
}

/* The worker looks by itself every half minute; here it is asked to, until it has seen what was done to the printer. */
static void look_until(struct printer *p, enum printer_state state)
{
    struct printer_status st;
    printer_status(p, &st);
    for (int i = 0; i < 40 && st.state != state; i++) {
        printer_look(p);
        pass_ms(250);
        printer_status(p, &st);
    }
    if (st.state != state)
        fail_msg("%s", st.message);
}

/* A page turned into dots by an outside judge, at the resolution it was made for. */
static struct raster read_page(const char *pdf, int dpi)
{
    char to[160], made[180], text[16];
    snprintf(to, sizeof to, "%s/page", dir);
    snprintf(made, sizeof made, "%s.pbm", to);
    snprintf(text, sizeof text, "%d", dpi);
    assert_int_equal(RUN("pdftoppm", "-mono", "-r", text, "-singlefile", pdf, to), 0);
    FILE *f = fopen(made, "rb");
    char head[2][32];
    struct raster r;
    assert_non_null(f);
    assert_non_null(fgets(head[0], sizeof head[0], f));
    assert_string_equal(head[0], "P4\n");
    assert_non_null(fgets(head[1], sizeof head[1], f));
    char *h;
    int w = (int)strtol(head[1], &h, 10);
    assert_true(raster_init(&r, w, (int)strtol(h, NULL, 10), NULL));
    assert_int_equal(fread(r.bits, 1, raster_bytes(&r), f), raster_bytes(&r));
    fclose(f);
    return r;
}

/* ---- what goes well
 * -------------------------------------------------------------------------------------------------- */

static void a_page_is_printed_at_true_size_and_leaves_no_trace(void **state)
{
    (void)state;
    char pdf[512];
    clear_out();
    struct printer *p = open_queue("Lobby", PAPER_A4);
    struct print_area area = printer_area(p);
    assert_true(area.sheet);
    assert_in_range(area.w, A4_W - 2, A4_W + 2);
    assert_in_range(area.h, A4_H - 2, A4_H + 2);
    wait_state(p, PRINTER_READY);
    /* marks of 20 dots in the corners: their places on the page are the picture's size */
    struct raster r;
    assert_true(raster_init(&r, area.w, area.h, NULL));
    raster_fill(&r, 0, 0, 20, 20);
    raster_fill(&r, area.w - 20, area.h - 20, 20, 20);
    uint32_t id;
    assert_true(printer_print(p, &r, 1, 1, &id, NULL));
    assert_int_equal(wait_end(p, id).state, PRINT_PRINTED);
    assert_int_equal(files("out", "", pdf), 1);
    struct raster page = read_page(pdf, area.dpi);
    assert_in_range(page.w, 2479, 2482); /* 210 mm at 300 dpi */
    assert_in_range(page.h, 3507, 3510);
    assert_true(raster_get(&page, 120 + 10, 120 + 10)); /* the margin is 0.4 inch */
    assert_false(raster_get(&page, 120 - 3, 120 + 10));
    assert_false(raster_get(&page, 120 + 24, 120 + 10));
    int right = 120 + area.w - 10, low = 120 + area.h - 10;
    assert_true(raster_get(&page, right, low));
    assert_false(raster_get(&page, right + 14, low));
    assert_false(raster_get(&page, right, low + 14));
    raster_release(&page);
    assert_no_trace();
    printer_free(p);
}

/* The printer in software has sheets alone, and says so. */
static void paper_that_the_printer_does_not_have(void **state)
{
    (void)state;
    clear_out();
    struct printer *p = open_queue("Lobby", PAPER_80MM);
    struct print_progress end = wait_end(p, print_page(p, 576, 800));
    assert_int_equal(end.state, PRINT_FAILED);
    assert_non_null(strstr(end.message, "has it this paper?"));
    assert_int_equal(files("out", "", NULL), 0);
    assert_no_trace();
    printer_free(p);
}

/* ---- troubles
 * -------------------------------------------------------------------------------------------------------- */

static void a_stopped_queue_is_told_and_given_nothing(void **state)
{
    (void)state;
    clear_out();
    assert_int_equal(RUN("cupsdisable", "Lobby"), 0);
    struct printer *p = open_queue("Lobby", PAPER_A4);
    assert_non_null(strstr(wait_state(p, PRINTER_STOPPED).message, "queue is stopped"));
    struct print_progress end = wait_end(p, print_page(p, 576, 300));
    assert_int_equal(end.state, PRINT_FAILED);
    assert_int_equal(end.why, PRINTER_STOPPED);
    assert_no_trace();
    assert_int_equal(RUN("cupsenable", "Lobby"), 0);
    look_until(p, PRINTER_READY);
    assert_int_equal(files("out", "", NULL), 0);
    printer_free(p);
}

/* The printer is frozen, so the job stays with CUPS; then the queue is stopped under it. */
static void a_queue_that_is_stopped_in_the_middle(void **state)
{
    (void)state;
    clear_out();
    struct printer *p = open_queue("Lobby", PAPER_A4);
    wait_state(p, PRINTER_READY);
    set_way("cover-open");
    uint32_t id = print_page(p, 576, 300);
    wait_busy(true);
    assert_int_equal(RUN("cupsdisable", "Lobby"), 0);
    struct print_progress end = wait_end(p, id);
    assert_int_equal(end.state, PRINT_FAILED);
    assert_int_equal(end.why, PRINTER_STOPPED);
    assert_no_trace();
    mend();
    assert_int_equal(RUN("cupsenable", "Lobby"), 0);
    look_until(p, PRINTER_READY);
    printer_free(p);
}

static void no_paper_is_told_and_not_called_printed(void **state)
{
    (void)state;
    struct printer *p = open_queue("Lobby", PAPER_A4);
    wait_state(p, PRINTER_READY);
    set_way("media-empty");
    uint32_t id = print_page(p, 576, 300);
    wait_state(p, PRINTER_PAPER_OUT);
    struct print_progress end = wait_end(p, id);
    assert_int_equal(end.state, PRINT_FAILED);
    assert_int_equal(end.why, PRINTER_PAPER_OUT);
    assert_no_trace();
    /* an idle queue would know no more of it: the printer itself is asked */
    look_until(p, PRINTER_PAPER_OUT);
    mend();
    look_until(p, PRINTER_READY);
    printer_free(p);
}

/* The visitor leaves while the printer does not take the job yet. */
static void a_cancelled_job_never_comes_out(void **state)
{
    (void)state;
    clear_out();
    struct printer *p = open_queue("Lobby", PAPER_A4);
    wait_state(p, PRINTER_READY);
    /* seen while it is ready, then frozen: the job waits with CUPS */
    uint32_t first = print_page(p, 576, 300);
    assert_int_equal(wait_end(p, first).state, PRINT_PRINTED);
    clear_out();
    set_way("media-empty");
    uint32_t held = print_page(p, 576, 300);
    wait_busy(true);
    wait_printing(p, held);
    signal_to("printer", SIGSTOP);
    uint32_t waiting = print_page(p, 576, 300);
    printer_cancel_all(p);
    struct print_progress j;
    printer_job(p, waiting, &j);
    assert_int_equal(j.state, PRINT_FORGOTTEN);
    signal_to("printer", SIGCONT);
    mend();
    look_until_straight(p);
    assert_no_trace();
    /* the one that the printer itself had may come out, which was told; the other never does */
    assert_int_equal(wait_end(p, print_page(p, 576, 300)).state, PRINT_PRINTED);
    assert_in_range(files("out", "", NULL), 1, 2);
    assert_no_trace();
    printer_free(p);
}

static void what_an_earlier_life_left_is_removed(void **state)
{
    (void)state;
    clear_out();
    assert_int_equal(RUN("cupsdisable", "Lobby"), 0);
    assert_int_equal(RUN("lp", "-s", "-d", "Lobby", "-t", "Porchlight slip", "kiosk-config/site.yaml"), 0);
    assert_int_equal(RUN("lp", "-s", "-d", "Lobby", "-t", "another's", "kiosk-config/site.yaml"), 0);
    assert_int_equal(files("spool", "c", NULL) >= 0, 1);
    struct printer *p = open_queue("Lobby", PAPER_A4);
    wait_state(p, PRINTER_STOPPED);
    for (int i = 0; i < 100 && files("spool", "d", NULL) > 1; i++)
        pass_ms(50);
    assert_int_equal(files("spool", "d", NULL), 1); /* what others print is left alone */
    assert_int_equal(RUN("cancel", "-a", "-x", "Lobby"), 0);
    assert_int_equal(RUN("cupsenable", "Lobby"), 0);
    assert_no_trace();
    printer_free(p);
}

static void no_such_queue(void **state)
{
    (void)state;
    struct printer *p = open_queue("Nowhere", PAPER_A4);
    wait_state(p, PRINTER_NOT_THERE);
    assert_int_equal(wait_end(p, print_page(p, 576, 300)).why, PRINTER_NOT_THERE);
    printer_free(p);
}

/* cupsd dies with the job in its spool, and comes back: the job is removed before it is printed. A cupsd that hangs
 * holds nobody up. */
static void cupsd_dies_in_the_middle(void **state)
{
    (void)state;
    clear_out();
    struct printer *p = open_queue("Lobby", PAPER_A4);
    wait_state(p, PRINTER_READY);
    set_way("media-empty");
    uint32_t id = print_page(p, 576, 300);
    wait_busy(true);
    signal_to("printer", SIGSTOP);
    signal_to("cupsd", SIGKILL);
    struct print_progress end = wait_end(p, id);
    assert_int_equal(end.state, PRINT_FAILED);
    assert_int_equal(end.why, PRINTER_NOT_THERE);
    assert_true(wait_state(p, PRINTER_NOT_THERE).left_over);
    assert_int_equal(RUN("bash", "tests/device/cups_rig.sh", "cupsd", dir), 0);
    look_until_straight(p);
    assert_no_trace();
    signal_to("printer", SIGCONT);
    mend();
    printer_free(p);
}

static void a_cupsd_that_hangs_holds_nobody_up(void **state)
{
    (void)state;
    struct printer *p = open_queue("Lobby", PAPER_A4);
    wait_state(p, PRINTER_READY);
    signal_to("cupsd", SIGSTOP);
    uint32_t id = print_page(p, 576, 300);
    struct print_progress end = wait_end(p, id);
    signal_to("cupsd", SIGCONT);
    assert_int_equal(end.state, PRINT_FAILED);
    assert_int_equal(end.why, PRINTER_NOT_THERE);
    look_until(p, PRINTER_READY);
    printer_free(p);
}

static int start(void **state)
{
    (void)state;
    char server[160];
    /* not in TMPDIR, which is closed to others: CUPS's filters run as a user of their own */
    snprintf(dir, sizeof dir, "/tmp/porchlight-cups-XXXXXX");
    if (!mkdtemp(dir))
        return -1;
    snprintf(server, sizeof server, "%s/sock", dir);
    setenv("CUPS_SERVER", server, 1);
    if (RUN("bash", "tests/device/cups_rig.sh", "start", dir) == 0)
        return 0;
    RUN("bash", "tests/device/cups_rig.sh", "stop", dir);
    return -1;
}

static int stop(void **state)
{
    (void)state;
    return RUN("bash", "tests/device/cups_rig.sh", "stop", dir);
}

static void cups_needs_root(void **state)
{
    (void)state;
    skip();
}

/* ---- from a finger ------------------------------------------------------------------------------------------------
 */

static bool on_screen(struct app *a, const char *words)
{
    for (const struct node *n = node_next(app_root(a), NULL); n; n = node_next(app_root(a), n))
        if (n->text.s && strstr(n->text.s, words))
            return true;
    return false;
}

/* The kiosk's own loop until the words are on its screen. */
static void wait_words(struct offscreen *k, const char *words)
{
    for (int i = 0; i < 2000; i++) {
        app_tick(k->app);
        offscreen_paint(k);
        if (on_screen(k->app, words))
            return;
        pass_ms(10);
    }
    fail_msg("'%s' never came", words);
}

/* Dots of every tenth row that are not the same; how many of the slip's are ink. */
static long differing(const struct raster *slip, const struct raster *page, int left, int top, long *ink)
{
    long n = 0;
    *ink = 0;
    for (int y = 0; y < slip->h && top + y < page->h; y += 10)
        for (int x = 0; x < slip->w && left + x < page->w; x++) {
            bool dark = raster_get(slip, x, y);
            *ink += dark;
            n += dark != raster_get(page, left + x, top + y);
        }
    return n;
}

/* What was previewed comes out of the queue on a sheet, and the screen says so when the queue does. */
static void a_touch_prints_a_sheet(void **state)
{
    (void)state;
    struct app_options o = {.site = "kiosk-config",
                            .w = 1080,
                            .h = 1920,
                            .lang = "en",
                            .clock = clock_system(),
                            .printer = true,
                            .at_once = true};
    struct offscreen k;
    struct err e = {0};
    char pdf[512];
    clear_out();
    if (!offscreen_open(&k, &o, &e))
        fail_msg("%s", e.msg);
    k.app->site->printer = (struct printer_settings){
        .kind = PRINTER_KIND_CUPS, .address = "Lobby", .paper = PAPER_A4, .feed_bottom_mm = 5};
    assert_true(app_go(k.app, "print/speak-card"));
    wait_words(&k, "Print it");
    assert_true(app_tap(k.app, UI_ID(UI_PRINT, 0)));
    wait_words(&k, "Printing");
    wait_words(&k, "Printed. Take it.");
    assert_int_equal(files("out", "", pdf), 1);
    const struct raster *sheets;
    assert_int_equal(paper_sheets(services_paper(k.app->services), &sheets), 1);
    struct raster page = read_page(pdf, 300);
    long ink, least = LONG_MAX;
    for (int dy = -3; dy <= 3; dy++) /* the turned page may lie a dot or two off */
        for (int dx = -3; dx <= 3; dx++) {
            long wrong = differing(sheets, &page, MARGIN_DOTS + dx, MARGIN_DOTS + dy, &ink);
            least = wrong < least ? wrong : least;
        }
    assert_true(ink > 2000);
    if (least * 10 > ink)
        fail_msg("%ld of %ld dots are not as they were shown", least, ink);
    raster_release(&page);
    app_end_session(k.app);
    offscreen_close(&k);
    assert_no_trace();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_is_printed_at_true_size_and_leaves_no_trace),
        cmocka_unit_test(a_touch_prints_a_sheet),
        cmocka_unit_test(paper_that_the_printer_does_not_have),
        cmocka_unit_test(a_stopped_queue_is_told_and_given_nothing),
        cmocka_unit_test(a_queue_that_is_stopped_in_the_middle),
        cmocka_unit_test(no_paper_is_told_and_not_called_printed),
        cmocka_unit_test(a_cancelled_job_never_comes_out),
        cmocka_unit_test(what_an_earlier_life_left_is_removed),
        cmocka_unit_test(no_such_queue),
        cmocka_unit_test(cupsd_dies_in_the_middle),
        cmocka_unit_test(a_cupsd_that_hangs_holds_nobody_up),
    };
    const struct CMUnitTest none[] = {cmocka_unit_test(cups_needs_root)};
    if (geteuid() != 0)
        return cmocka_run_group_tests(none, NULL, NULL);
    return cmocka_run_group_tests(tests, start, stop);
}
