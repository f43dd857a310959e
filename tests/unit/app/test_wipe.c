/* What a visitor typed and the code of their receipt are nowhere in the program's memory once the session has ended:
 * every page that the program can write is read. SPDX-License-Identifier: GPL-3.0-or-later */
#include "../store/folder.h"
#include "visit.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { WINDOW = 1 << 20, FORMS = 3, NEEDLE_MAX = 64, MAPPING_MAX = 1 << 30, MASK = 0x5A };

/* What is looked for, kept masked: the test's own memory must not hold it. */
struct needle {
    unsigned char masked[NEEDLE_MAX];
    size_t len;
};

static int memory = -1;
static unsigned char window[WINDOW];

/* As bytes, UTF-16 and UTF-32 hold it: 1, 2 and 4 bytes a letter. */
static size_t letter_width(int form)
{
    return (size_t)1 << form;
}

static bool stands_at(const struct needle *n, const unsigned char *p, size_t width)
{
    for (size_t i = 0; i < n->len; i++) {
        if (p[i * width] != (n->masked[i] ^ MASK))
            return false;
        for (size_t k = 1; k < width; k++)
            if (p[i * width + k])
                return false;
    }
    return true;
}

static size_t count_in_window(const struct needle *n, size_t got, const char *where, bool tell)
{
    size_t found = 0;
    for (int form = 0; form < FORMS; form++) {
        size_t width = letter_width(form), need = n->len * width;
        for (size_t i = 0; i + need <= got; i++)
            if (window[i] == (n->masked[0] ^ MASK) && stands_at(n, window + i, width)) {
                found++;
                if (tell)
                    fprintf(stderr, "# %zu bytes a letter in %s\n", width, where);
            }
    }
    return found;
}

/* How often it stands in memory that can be written, this file's window left out. */
static size_t count_in_memory(const struct needle *n, bool tell)
{
    FILE *maps = fopen("/proc/self/maps", "re");
    assert_non_null(maps);
    size_t found = 0;
    char line[512];
    while (fgets(line, sizeof line, maps)) {
        unsigned long from, to;
        char may[5];
        assert_int_equal(sscanf(line, "%lx-%lx %4s", &from, &to, may), 3);
        line[strcspn(line, "\n")] = 0;
        /* a sanitizer reserves terabytes that nobody has written to */
        if (may[0] != 'r' || may[1] != 'w' || to - from > MAPPING_MAX)
            continue;
        for (unsigned long at = from; at < to; at += WINDOW - NEEDLE_MAX * 4) {
            if (at + WINDOW > (uintptr_t)window && at < (uintptr_t)window + WINDOW)
                continue;
            size_t size = to - at < WINDOW ? to - at : WINDOW;
            ssize_t got = pread(memory, window, size, (off_t)at);
            if (got > 0)
                found += count_in_window(n, (size_t)got, line, tell);
        }
    }
    fclose(maps);
    explicit_bzero(window, sizeof window);
    return found;
}

static struct needle needle_of(const char *s)
{
    struct needle n = {.len = strlen(s)};
    for (size_t i = 0; i < n.len; i++)
        n.masked[i] = (unsigned char)s[i] ^ MASK;
    return n;
}

/* ---- a visit ----------------------------------------------------------------------------------------------------- */

/* Letters in an order that no word has; masked here too. */
static const struct needle name = {
    {'q' ^ MASK, 'x' ^ MASK, 'z' ^ MASK, 'w' ^ MASK, 'v' ^ MASK, 'k' ^ MASK, 'j' ^ MASK, 'q' ^ MASK}, 8};
static const struct needle number = {{'2' ^ MASK, '0' ^ MASK, '6' ^ MASK, '9' ^ MASK, '1' ^ MASK, '8' ^ MASK,
                                      '3' ^ MASK, '4' ^ MASK, '7' ^ MASK, '5' ^ MASK},
                                     10};

static void type_number(struct visit *v)
{
    for (size_t i = 0; i < number.len; i++)
        visit_touch(v, UI_KEY, (unsigned)((number.masked[i] ^ MASK) - '0'));
}

static void type_name(struct visit *v)
{
    for (size_t i = 0; i < name.len; i++)
        visit_type(v, (char)(name.masked[i] ^ MASK));
}

/* From the wall to the review, with a number and a name. */
static void fill_in(struct visit *v)
{
    visit_touch(v, UI_TILE, 0);
    app_go(v->app, "request/reach");
    visit_touch(v, UI_OPTION, REACH_PHONE);
    visit_touch(v, UI_NEXT, 0);
    type_number(v);
    visit_touch(v, UI_NEXT, 0);
    type_name(v);
    visit_touch(v, UI_NEXT, 0);
    assert_string_equal(app_route(v->app), "request/review");
}

static void leave(struct visit *v)
{
    clock_advance(app_clock(v->app), INPUT_REPEAT_MS);
    assert_true(app_tap(v->app, UI_ID(UI_LEAVE, 0))); /* at once: no later frame may have to do the wiping */
    assert_string_equal(app_route(v->app), "welcome");
}

static void begin(struct visit *v)
{
    visit_begin(v, "kiosk-config", below("data"), 1080, 1920);
}

static void left_without_sending(void **state)
{
    (void)state;
    struct visit v;
    begin(&v);
    assert_int_equal(count_in_memory(&name, true), 0);
    fill_in(&v);
    assert_true(count_in_memory(&name, false) > 0);
    assert_true(count_in_memory(&number, false) > 0);
    leave(&v);
    assert_int_equal(count_in_memory(&name, true), 0);
    assert_int_equal(count_in_memory(&number, true), 0);
    visit_end(&v);
}

/* While the name is typed, the screen after it is got ready with it, out of sight. */
static void left_in_the_middle(void **state)
{
    (void)state;
    enum { STEPS_MAX = 200 };
    struct visit v;
    begin(&v);
    visit_touch(&v, UI_TILE, 0);
    app_go(v.app, "request/name");
    type_name(&v);
    assert_true(app_tap(v.app, UI_ID(UI_KEY_SHIFT, 0))); /* what is likely next begins afresh */
    offscreen_paint(&v.screen);
    size_t shown = count_in_memory(&name, false), ready = shown;
    for (int i = 0; i < STEPS_MAX && ready <= shown; i++) {
        assert_int_equal(app_tick(v.app), 0);
        ready = count_in_memory(&name, false);
    }
    assert_true(ready > shown);
    leave(&v);
    assert_int_equal(count_in_memory(&name, true), 0);
    visit_end(&v);
}

static void left_after_sending(void **state)
{
    (void)state;
    struct visit v;
    begin(&v);
    fill_in(&v);
    visit_touch(&v, UI_SEND, 0);
    assert_string_equal(app_route(v.app), "receipt");
    char digits[16];
    const uint8_t *d = app_session(v.app)->receipt.digit;
    snprintf(digits, sizeof digits, "%d%d%d %d%d%d", d[0], d[1], d[2], d[3], d[4], d[5]);
    struct needle code = needle_of(digits);
    explicit_bzero(digits, sizeof digits);
    assert_true(count_in_memory(&code, false) > 0);
    leave(&v);
    assert_int_equal(count_in_memory(&name, true), 0);
    assert_int_equal(count_in_memory(&number, true), 0);
#ifndef __SANITIZE_ADDRESS__
    /* AddressSanitizer never uses freed memory again, and libqrencode frees its copy of a payload as it is */
    assert_int_equal(count_in_memory(&code, true), 0);
#endif
    visit_end(&v);
}

/* Nobody says "Leave now": the clock does. */
static void left_to_itself(void **state)
{
    (void)state;
    struct visit v;
    begin(&v);
    fill_in(&v);
    visit_touch(&v, UI_LANGUAGE, 0);
    visit_touch(&v, UI_TILE, 2);
    visit_wait(&v, (int64_t)v.app->site->idle_warn_s * 1000);
    visit_wait(&v, (int64_t)v.app->site->idle_reset_s * 1000);
    assert_false(app_session(v.app)->chosen);
    assert_int_equal(count_in_memory(&name, true), 0);
    assert_int_equal(count_in_memory(&number, true), 0);
    visit_end(&v);
}

int main(void)
{
    memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC); /* before the program makes itself unreadable */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(left_without_sending),
        cmocka_unit_test(left_in_the_middle),
        cmocka_unit_test(left_after_sending),
        cmocka_unit_test(left_to_itself),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
