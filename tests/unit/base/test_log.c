/* log: levels, one line an event, nothing that forges a line. SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/log.h"
#include "base/str.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char said[8192];

/* What fn() writes to standard error, in `said`. */
static void listen_to(void (*fn)(void))
{
    int ends[2], keep = dup(STDERR_FILENO);
    assert_int_equal(pipe(ends), 0);
    dup2(ends[1], STDERR_FILENO);
    close(ends[1]);
    fn();
    dup2(keep, STDERR_FILENO);
    close(keep);
    ssize_t n = read(ends[0], said, sizeof said - 1);
    close(ends[0]);
    said[n > 0 ? n : 0] = 0;
}

static void one_of_each(void)
{
    log_error("e%d", 1);
    log_warn("w%d", 2);
    log_info("i%d", 3);
    log_debug("d%d", 4);
}

static void test_levels(void **state)
{
    (void)state;
    static const char *const want[LOG_LEVEL_COUNT] = {
        [LOG_ERROR] = "porchlight: error: e1\n",
        [LOG_WARN] = "porchlight: error: e1\nporchlight: warning: w2\n",
        [LOG_INFO] = "porchlight: error: e1\nporchlight: warning: w2\nporchlight: note: i3\n",
        [LOG_DEBUG] = "porchlight: error: e1\nporchlight: warning: w2\nporchlight: note: i3\nporchlight: debug: d4\n",
    };
    listen_to(one_of_each);
    assert_string_equal(said, want[LOG_WARN]); /* the start value */
    for (int level = LOG_ERROR; level < LOG_LEVEL_COUNT; level++) {
        log_set_level((enum log_level)level);
        listen_to(one_of_each);
        assert_string_equal(said, want[level]);
    }
    log_set_level(LOG_WARN);
}

static void forged(void)
{
    log_error("cannot open '%s'", "a\nporchlight: note: all is well\r\x1B[2J\x7F\t");
}

static void test_one_line(void **state)
{
    (void)state;
    listen_to(forged);
    char *end = strchr(said, '\n');
    assert_non_null(end);
    assert_int_equal(end[1], 0);
    assert_null(strpbrk(said, "\r\x1B\x7F\t"));
}

static size_t shift;

static void very_long(void)
{
    char lots[6000];
    memset(lots, 'a', shift);
    for (size_t i = shift; i + 3 < sizeof lots; i += 3)
        memcpy(lots + i, "\xE1\x80\x80", 4);
    log_error("%s", lots);
}

static void test_cut_between_characters(void **state)
{
    (void)state;
    for (shift = 0; shift < 3; shift++) {
        listen_to(very_long);
        assert_true(utf8_valid(said, strlen(said), NULL));
        assert_int_equal(said[strlen(said) - 1], '\n');
        assert_in_range(strlen(said), 1000, 1100);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_levels),
        cmocka_unit_test(test_one_line),
        cmocka_unit_test(test_cut_between_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
