/* A disk that fails: the first change of it, the second, the third … until a whole visit goes through without a
 * failure. After each: the database is sound, every request whose code was given is there, none is half there.
 * modes: debug asan
 * limit: 600
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "../unit/store/help.h"

#include "base/log.h"

#include "fault_vfs.h"

#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>

enum { SENDS = 3 };

/* What happened in one visit, as the process that dies at its end tells it. */
struct told {
    bool opened, withdrew, tried_to_withdraw, struck;
    int kept;
    struct receipt_code codes[SENDS]; /* of the sends that gave one */
    enum err_code failure;            /* of the last thing that failed */
};

static struct pair reader;
static struct clock noon;

/* A new database, three requests, a wrong code, the first request taken back. */
static struct told visit(const char *name, struct store **left_open)
{
    struct told t = {0};
    struct store *s = NULL;
    struct err err = {0};
    struct request r = some_request("someone");
    if (store_open(&s, below(name), &noon, &err)) {
        t.opened = true;
        for (int i = 0; i < SENDS; i++)
            if (store_send(s, &r, READERS(reader), 1, 90, &t.codes[t.kept], &err))
                t.kept++;
        struct receipt_code wrong = wrong_code(1);
        struct request_row row;
        store_find(s, &wrong, &row, NULL, NULL);
        t.tried_to_withdraw = t.kept > 0;
        t.withdrew = t.kept > 0 && store_withdraw(s, &t.codes[0], &err);
    }
    t.failure = err.code;
    t.struck = fault_vfs_struck();
    *left_open = s;
    return t;
}

/* After the failure, with a disk that works. `exact`: no request may be there whose code was not given. */
static void check_after(const char *name, const struct told *t, bool exact)
{
    struct store *s = NULL;
    struct request_row rows[SENDS + 1], row;
    size_t count, total;
    FINE(store_open(&s, below(name), &noon, e));
    FINE(store_check(s, e));
    FINE(store_list(s, 0, SENDS + 1, rows, &count, &total, e));
    for (size_t i = 0; i < count; i++) {
        struct request r;
        day_t day;
        FINE(store_read(s, rows[i].id, reader.key, &r, &day, e));
        assert_string_equal(r.name, "someone");
    }
    size_t found = 0;
    for (int i = 0; i < t->kept; i++) {
        struct err err = {0};
        bool there = store_find(s, &t->codes[i], &row, NULL, &err);
        found += there;
        if (i > 0 || !t->tried_to_withdraw)
            assert_true(there); /* its code was shown */
        else if (t->withdrew)
            assert_false(there); /* and this one was erased */
    }
    assert_in_range(total, found, exact ? found : SENDS);
    struct receipt_code again = send_one(s, &reader, "later"); /* and it works as before */
    FINE(store_find(s, &again, &row, NULL, e));
    store_close(s);
}

/* Closed in good order, or killed: the process ends where it stands. */
static struct told visit_and_die(const char *name, struct fault_plan plan)
{
    int ends[2];
    struct told t;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        struct store *s;
        fault_vfs_arm(plan);
        t = visit(name, &s);
        _exit(write(ends[1], &t, sizeof t) == sizeof t ? 0 : 1);
    }
    close(ends[1]);
    assert_int_equal(read(ends[0], &t, sizeof t), sizeof t);
    close(ends[0]);
    assert_int_equal(waitpid(child, NULL, 0), child);
    return t;
}

/* Under the sanitizers every eleventh change fails: they are there for the memory, the series itself is whole without.
 */
#ifdef __SANITIZE_ADDRESS__
enum { STRIDE = 11 };
#else
enum { STRIDE = 1 };
#endif

static void fail_each(struct fault_plan plan, bool killed)
{
    bool struck = true;
    int steps = 0;
    for (plan.nth = 1; struck; plan.nth += STRIDE, steps++) {
        struct told t;
        remove_tree(below("disk"));
        if (killed) {
            t = visit_and_die("disk", plan);
        } else {
            struct store *s;
            fault_vfs_arm(plan);
            t = visit("disk", &s);
            store_close(s);
            fault_vfs_disarm();
        }
        struck = t.struck;
        if (plan.sticky && t.struck && plan.error == SQLITE_FULL && !t.opened)
            assert_true(t.failure == ERR_NO_SPACE || t.failure == ERR_FAILED);
        if (!struck)
            assert_true(t.opened && t.kept == SENDS && t.withdrew);
        /* a disk that never works again cannot be cleared of a commit whose fsync failed: whole, but without a code */
        check_after("disk", &t, !plan.sticky);
    }
    assert_in_range(steps, 30 / STRIDE, 1000 / STRIDE); /* it was a real series */
}

#define SERIES(name, ...)                                                                                              \
    static void test_##name(void **state)                                                                              \
    {                                                                                                                  \
        (void)state;                                                                                                   \
        fail_each((struct fault_plan){__VA_ARGS__}, false);                                                            \
    }                                                                                                                  \
    static void test_##name##_then_killed(void **state)                                                                \
    {                                                                                                                  \
        (void)state;                                                                                                   \
        fail_each((struct fault_plan){__VA_ARGS__}, true);                                                             \
    }
SERIES(full_once, .error = SQLITE_FULL)
SERIES(full_for_good, .error = SQLITE_FULL, .sticky = true, .torn = true)
SERIES(sync_fails_once, .error = SQLITE_IOERR_FSYNC, .torn = true)
SERIES(broken_for_good, .error = SQLITE_IOERR_WRITE, .sticky = true)

struct room {
    int sent, surprises;
    bool gone; /* the first was taken back */
    struct receipt_code codes[200];
};

/* Files may not grow past 300 KiB, as on a disk with no room: sends go on while emptying the log helps or there is a
 * place left inside a page, then they are refused with NO_SPACE, five one after the other. Taking back is done, when
 * the emptied log has the room for it, or refused likewise; nothing else that was kept is lost. */
static void fill_up(struct room *t)
{
    struct store *s = NULL;
    struct err err = {0};
    struct request r = some_request("someone");
    struct rlimit limit = {300 * 1024, 300 * 1024};
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &limit);
    bool ok = store_open(&s, below("room"), &noon, &err);
    for (int refused = 0; ok && refused < 5 && t->sent < 200;) {
        bool sent = store_send(s, &r, READERS(reader), 1, 90, &t->codes[t->sent], &err);
        t->sent += sent;
        refused = sent ? 0 : refused + 1;
        t->surprises += !sent && err.code != ERR_NO_SPACE;
    }
    t->gone = store_withdraw(s, &t->codes[0], &err);
    t->surprises += !t->gone && err.code != ERR_NO_SPACE;
    for (int i = t->gone; i < t->sent; i++) {
        struct request_row row;
        t->surprises += !store_find(s, &t->codes[i], &row, NULL, &err);
    }
    store_close(s);
}

static void test_no_room(void **state)
{
    (void)state;
    int ends[2];
    struct room t = {0};
    remove_tree(below("room"));
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        fill_up(&t);
        _exit(write(ends[1], &t, sizeof t) == sizeof t ? 0 : 1);
    }
    close(ends[1]);
    size_t got = 0;
    for (ssize_t n; (n = read(ends[0], (char *)&t + got, sizeof t - got)) > 0;)
        got += (size_t)n;
    assert_int_equal(got, sizeof t);
    close(ends[0]);
    assert_int_equal(waitpid(child, NULL, 0), child);
    assert_in_range(t.sent, 50, 199);
    assert_int_equal(t.surprises, 0);
    struct store *s = NULL;
    struct request_row row;
    size_t count, total;
    FINE(store_open(&s, below("room"), &noon, e));
    FINE(store_check(s, e));
    FINE(store_list(s, 0, 1, &row, &count, &total, e));
    assert_int_equal(total, t.sent - t.gone);
    for (int i = t.gone; i < t.sent; i++)
        FINE(store_withdraw(s, &t.codes[i], e)); /* with room again */
    store_close(s);
}

/* The disk is full but for the room that is set aside: nothing is taken, and what is there can be taken back, or goes
 * when its day is past; afterwards the room is set aside again. */
static void test_taken_back_on_a_full_disk(void **state)
{
    (void)state;
    struct store *s = NULL;
    struct request r = some_request("someone");
    struct receipt_code code, kept[3];
    struct request_row row;
    char reserve[4300];
    size_t erased;
    remove_tree(below("reserve"));
    FINE(store_open(&s, below("reserve"), &noon, e));
    for (int i = 0; i < 3; i++)
        kept[i] = send_one(s, &reader, "someone");
    snprintf(reserve, sizeof reserve, "%s/porchlight.reserve", below("reserve"));
    assert_int_equal(access(reserve, F_OK), 0);
    fault_vfs_arm((struct fault_plan){.nth = 1, .sticky = true, .error = SQLITE_FULL, .until_gone = reserve});
    REFUSES(store_send(s, &r, READERS(reader), 1, 90, &code, e), ERR_NO_SPACE);
    assert_int_equal(access(reserve, F_OK), 0); /* not for that */
    FINE(store_withdraw(s, &kept[0], e));
    assert_true(fault_vfs_struck());
    assert_int_equal(access(reserve, F_OK), 0);
    struct clock later = noon;
    clock_advance(&noon, 91LL * 86400000);
    FINE(store_erase_expired(s, &erased, e));
    assert_int_equal(erased, 2);
    assert_int_equal(access(reserve, F_OK), 0);
    fault_vfs_disarm();
    noon = later;
    REFUSES(store_find(s, &kept[0], &row, NULL, e), ERR_NOT_FOUND);
    FINE(store_check(s, e));
    store_close(s);
}

static int setup(void **state)
{
    int rc = make_folder(state);
    fault_vfs_install();
    log_set_level(LOG_ERROR);
    noon = clock_fake(NOON);
    if (rc == 0)
        reader = make_pair("reader");
    return rc;
}

static int teardown(void **state)
{
    vault_key_free(reader.key);
    return drop_folder(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_full_once),       cmocka_unit_test(test_full_once_then_killed),
        cmocka_unit_test(test_full_for_good),   cmocka_unit_test(test_full_for_good_then_killed),
        cmocka_unit_test(test_sync_fails_once), cmocka_unit_test(test_sync_fails_once_then_killed),
        cmocka_unit_test(test_broken_for_good), cmocka_unit_test(test_broken_for_good_then_killed),
        cmocka_unit_test(test_no_room),         cmocka_unit_test(test_taken_back_on_a_full_disk),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
