/* Pipes stand for the input devices. SPDX-License-Identifier: GPL-3.0-or-later */
#include "../store/folder.h"
#include "app/rest_int.h"
#include "base/clock.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { LONG_MS = 60000, SHORT_MS = 20 };

static int device(const char *name)
{
    assert_int_equal(mkfifo(below(name), 0600), 0);
    int fd = open(below(name), O_RDWR | O_CLOEXEC);
    assert_true(fd >= 0);
    return fd;
}

/* How long it slept, in ms. */
static int64_t slept(struct rest *r, int ms)
{
    struct clock c = clock_system();
    int64_t began = c.mono_ms(&c);
    rest_wait(r, ms);
    return c.mono_ms(&c) - began;
}

static void no_devices(void **state)
{
    (void)state;
    struct rest r;
    assert_false(rest_open(&r, below("nowhere")));
    assert_false(rest_open(&r, folder));
    rest_close(&r);
}

static void touched_and_quiet(void **state)
{
    (void)state;
    struct rest r;
    int a = device("event0"), b = device("event1");
    assert_true(rest_open(&r, folder));
    assert_true(slept(&r, SHORT_MS) >= SHORT_MS - 1);
    assert_int_equal(write(b, "x", 1), 1); /* before it sleeps: not lost */
    assert_true(slept(&r, LONG_MS) < LONG_MS / 2);
    assert_true(slept(&r, SHORT_MS) >= SHORT_MS - 1); /* once */
    rest_close(&r);
    close(a);
    close(b);
}

static void plugged_in_and_out(void **state)
{
    (void)state;
    struct rest r;
    int a = open(below("event0"), O_RDWR | O_CLOEXEC);
    assert_true(rest_open(&r, folder));
    int late = device("event9");
    assert_true(slept(&r, LONG_MS) < LONG_MS / 2); /* it came */
    assert_int_equal(write(late, "x", 1), 1);
    assert_true(slept(&r, LONG_MS) < LONG_MS / 2); /* it speaks */
    close(late);
    assert_int_equal(unlink(below("event9")), 0);
    assert_true(slept(&r, LONG_MS) < LONG_MS / 2); /* it went */
    assert_true(slept(&r, SHORT_MS) >= SHORT_MS - 1);
    rest_close(&r);
    close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_devices),
        cmocka_unit_test(touched_and_quiet),
        cmocka_unit_test(plugged_in_and_out),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
