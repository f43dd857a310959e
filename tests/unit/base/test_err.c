/* err: the message is one fixed buffer, codes survive wrapping. SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/err.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void test_set(void **state)
{
    (void)state;
    struct err e = {0};
    assert_false(err_set(&e, ERR_REFUSED, "no %s in %d", "luck", 7));
    assert_int_equal(e.code, ERR_REFUSED);
    assert_string_equal(e.msg, "no luck in 7");
}

static void test_null_is_accepted(void **state)
{
    (void)state;
    assert_false(err_set(NULL, ERR_FAILED, "x"));
    assert_false(err_wrap(NULL, "x"));
    assert_false(err_errno(NULL, ENOENT, "x"));
}

static void test_wrap_keeps_the_code(void **state)
{
    (void)state;
    struct err e;
    err_set(&e, ERR_TOO_BIG, "ar.po:41: too long");
    assert_false(err_wrap(&e, "cannot load language '%s'", "ar"));
    assert_int_equal(e.code, ERR_TOO_BIG);
    assert_string_equal(e.msg, "cannot load language 'ar': ar.po:41: too long");
}

/* A cut message is still NUL-terminated and still UTF-8: no half of a character at its end. */
static void test_long_messages_lose_their_tail(void **state)
{
    (void)state;
    struct err e;
    char lots[2000];
    for (size_t start = 0; start < 3; start++) {
        memset(lots, 'a', start);
        for (size_t i = start; i + 3 < sizeof lots; i += 3)
            memcpy(lots + i, "\xE1\x80\x80", 4);
        err_set(&e, ERR_FAILED, "%s", lots);
        size_t n = strlen(e.msg);
        assert_in_range(n, ERR_MSG_MAX - 4, ERR_MSG_MAX - 1);
        assert_int_equal((n - start) % 3, 0);
        err_wrap(&e, "outer");
        n = strlen(e.msg);
        assert_in_range(n, ERR_MSG_MAX - 4, ERR_MSG_MAX - 1);
        assert_int_equal((n - start - strlen("outer: ")) % 3, 0);
        err_wrap(&e, "%s", lots);
        assert_true(strlen(e.msg) < ERR_MSG_MAX);
    }
}

/* The message is one line whatever a file name holds: a line break in it could forge a line of the log. */
static void test_one_line(void **state)
{
    (void)state;
    struct err e;
    err_set(&e, ERR_FAILED, "cannot open '%s'", "a\nb\tc\x7F\x1B[2J");
    assert_null(strpbrk(e.msg, "\n\t\x7F\x1B"));
    err_errno(&e, ENOENT, "cannot open '%s'", "a\rb");
    assert_null(strchr(e.msg, '\r'));
    err_wrap(&e, "in '%s'", "x\ny");
    assert_null(strchr(e.msg, '\n'));
}

static void test_errno_codes(void **state)
{
    (void)state;
    static const struct {
        int number;
        enum err_code code;
    } rows[] = {
        {ENOENT, ERR_NOT_FOUND}, {ENOTDIR, ERR_NOT_FOUND}, {ENOSPC, ERR_NO_SPACE}, {EROFS, ERR_NO_SPACE},
        {EDQUOT, ERR_NO_SPACE},  {EACCES, ERR_FAILED},     {EIO, ERR_FAILED},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct err e;
        assert_false(err_errno(&e, rows[i].number, "cannot read '%s'", "x"));
        assert_int_equal(e.code, rows[i].code);
        assert_memory_equal(e.msg, "cannot read 'x': ", strlen("cannot read 'x': "));
        assert_string_equal(e.msg + strlen("cannot read 'x': "), strerror(rows[i].number));
    }
}

static void test_bug_aborts_and_says_where(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        setrlimit(RLIMIT_CORE, &(struct rlimit){0});
        signal(SIGABRT, SIG_DFL);
        dup2(ends[1], STDERR_FILENO);
        BUG("seven is %d", 8);
    }
    close(ends[1]);
    char said[256] = "";
    size_t len = 0; // it may arrive in several pieces, so read until the child is gone
    for (ssize_t n; len < sizeof said - 1 && (n = read(ends[0], said + len, sizeof said - 1 - len)) > 0;)
        len += (size_t)n;
    close(ends[0]);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGABRT);
    assert_non_null(strstr(said, "test_err.c:"));
    assert_non_null(strstr(said, "seven is 8"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_set),
        cmocka_unit_test(test_null_is_accepted),
        cmocka_unit_test(test_wrap_keeps_the_code),
        cmocka_unit_test(test_long_messages_lose_their_tail),
        cmocka_unit_test(test_one_line),
        cmocka_unit_test(test_errno_codes),
        cmocka_unit_test(test_bug_aborts_and_says_where),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
