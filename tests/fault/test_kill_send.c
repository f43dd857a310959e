/* kill -9 at any moment of sending, 500 times: every request whose code was shown is there and opens, none is half
 * there. A code counts as shown when the child has written it to the pipe, which it does after store_send has returned.
 * limit: 240
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "../unit/store/help.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

enum { KILLS = 500, CODES_MAX = 200000, AWAITED = 3, LONGEST_US = 6000 };

static struct receipt_code *shown;
static size_t shown_count;

/* The child: sends until it is killed. One write of a code is smaller than PIPE_BUF: whole or not at all. */
static void send_for_ever(const char *name, const struct pair *p, int to)
{
    struct clock clock = clock_system();
    struct store *s = NULL;
    struct err err = {0};
    struct request r = some_request("someone");
    if (!store_open(&s, below(name), &clock, &err)) {
        fprintf(stderr, "# %s\n", err.msg);
        _exit(1);
    }
    for (;;) {
        struct receipt_code code;
        if (!store_send(s, &r, READERS(*p), 1, 90, &code, &err)) {
            fprintf(stderr, "# %s\n", err.msg);
            _exit(1);
        }
        if (write(to, &code, sizeof code) != sizeof code)
            _exit(1);
    }
}

static void pause_us(long us)
{
    struct timespec t = {.tv_nsec = us * 1000};
    nanosleep(&t, NULL);
}

/* The next code shown; false at the end of the pipe. */
static bool take_code(int from)
{
    ssize_t n;
    do
        n = read(from, &shown[shown_count], sizeof *shown);
    while (n < 0 && errno == EINTR);
    if (n == 0)
        return false;
    assert_int_equal(n, sizeof *shown);
    assert_true(++shown_count < CODES_MAX);
    return true;
}

static void one_kill(const char *name, const struct pair *p, unsigned *seed)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(ends[0]);
        send_for_ever(name, p, ends[1]);
    }
    close(ends[1]);
    /* none to three codes are awaited, however slow the machine; then the moment is what is tested, and any will do */
    for (int i = rand_r(seed) % (AWAITED + 1); i > 0; i--)
        assert_true(take_code(ends[0]));
    pause_us((long)(rand_r(seed) % LONGEST_US));
    assert_int_equal(kill(child, SIGKILL), 0);
    while (take_code(ends[0]))
        ;
    close(ends[0]);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL); /* it never ended by itself */
}

static void check_all(const char *name, const struct pair *p)
{
    struct clock clock = clock_system();
    struct store *s = NULL;
    struct request_row row, *rows;
    struct request r;
    day_t day;
    size_t count, total;
    FINE(store_open(&s, below(name), &clock, e));
    FINE(store_check(s, e));
    for (size_t i = 0; i < shown_count; i++) {
        FINE(store_find(s, &shown[i], &row, NULL, e));
        FINE(store_read(s, row.id, p->key, &r, &day, e));
        assert_string_equal(r.name, "someone");
    }
    FINE(store_list(s, 0, 0, NULL, &count, &total, e));
    /* at most one a kill may have been kept with its code not shown yet */
    assert_in_range(total, shown_count, shown_count + KILLS);
    rows = calloc(total, sizeof *rows);
    assert_non_null(rows);
    FINE(store_list(s, 0, total, rows, &count, NULL, e));
    for (size_t i = 0; i < count; i++)
        FINE(store_read(s, rows[i].id, p->key, &r, &day, e)); /* none is half there */
    free(rows);
    store_close(s);
    print_message("# %zu codes shown, %zu requests kept, %d kills\n", shown_count, total, KILLS);
}

static void test_kill_while_sending(void **state)
{
    (void)state;
    struct pair p = make_pair("kill");
    unsigned seed = 20260527;
    shown = calloc(CODES_MAX, sizeof *shown);
    assert_non_null(shown);
    for (int i = 0; i < KILLS; i++)
        one_kill("kill", &p, &seed);
    assert_true(shown_count >= KILLS); /* 1.5 a kill are awaited on average */
    check_all("kill", &p);
    free(shown);
    vault_key_free(p.key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_kill_while_sending)};
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
