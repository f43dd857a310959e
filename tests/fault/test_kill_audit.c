/* kill -9 at any moment of writing records, 60 times, beside an open kiosk: what was told is on record, and the chain
 * is whole. Then the newest 100,000 of more are kept, and how long it takes to read them all. limit: 240
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "../unit/store/help.h"

#include "../../src/store/audit_int.h"
#include "store/store_int.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

enum { KILLS = 60, LONGEST_US = 4000, OVER = 50 };

static void write_for_ever(int from, int to)
{
    struct clock clock = clock_system();
    struct store *s = NULL;
    struct err err = {0};
    if (!store_open_beside(&s, below("kill"), &clock, true, &err))
        _exit(1);
    for (int n = from;; n++) {
        char subject[16];
        snprintf(subject, sizeof subject, "fact-%d", n);
        if (!store_audit(s, "staff", AUDIT_FACT_SIGNED, subject, &err) || write(to, &n, sizeof n) != sizeof n)
            _exit(1);
    }
}

static bool take(int from, int *last)
{
    int n;
    ssize_t got;
    do
        got = read(from, &n, sizeof n);
    while (got < 0 && errno == EINTR);
    if (got == 0)
        return false;
    assert_int_equal(got, sizeof n);
    *last = n;
    return true;
}

static void one_kill(unsigned *seed, int *last)
{
    int ends[2], status;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        write_for_ever(*last + 1, ends[1]);
    }
    close(ends[1]);
    for (int i = rand_r(seed) % 3; i > 0; i--)
        assert_true(take(ends[0], last));
    struct timespec t = {.tv_nsec = (long)(rand_r(seed) % LONGEST_US) * 1000};
    nanosleep(&t, NULL); /* the moment is what is tested, and any will do */
    assert_int_equal(kill(child, SIGKILL), 0);
    while (take(ends[0], last))
        ;
    close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
}

static void test_kill(void **state)
{
    (void)state;
    struct clock clock = clock_system();
    struct store *s = NULL;
    struct audit_report report;
    struct audit_record row;
    unsigned seed = 20261124;
    size_t count;
    int last = 0;
    FINE(store_open(&s, below("kill"), &clock, e));
    for (int i = 0; i < KILLS; i++) {
        one_kill(&seed, &last);
        FINE(store_audit_verify(s, &report, e));
        assert_true(report.last >= last);
        FINE(store_audit_list(s, 0, 1, &row, &count, NULL, e));
        if (count) /* one may be kept that nobody was told of */
            last = atoi(row.subject + strlen("fact-"));
    }
    print_message("# %d records told, %d kills\n", last, KILLS);
    store_close(s);
}

static void test_bound(void **state)
{
    (void)state;
    struct clock clock = clock_fake(NOON);
    struct store *s = NULL;
    struct audit_report r;
    struct timespec from, to;
    FINE(store_open(&s, below("bound"), &clock, e));
    FINE(db_begin(s, e));
    for (int i = 0; i < AUDIT_KEPT + OVER; i++)
        FINE(audit_add(s, "staff", AUDIT_FACT_SIGNED, "shelter-phone", e));
    FINE(db_commit(s, "commit", e));
    clock_gettime(CLOCK_MONOTONIC, &from);
    FINE(store_audit_verify(s, &r, e));
    clock_gettime(CLOCK_MONOTONIC, &to);
    assert_int_equal(r.first, OVER + 1);
    assert_int_equal(r.last, AUDIT_KEPT + OVER);
    print_message("# %d records verified in %ld ms\n", AUDIT_KEPT,
                  (long)((to.tv_sec - from.tv_sec) * 1000 + (to.tv_nsec - from.tv_nsec) / 1000000));
    store_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_kill), cmocka_unit_test(test_bound)};
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
