/* kill -9 at any moment of answering, 100 times, beside an open kiosk: an answer that was reported is there and opens
 * with the code, the state and the answer always agree, and an earlier answer stays whole until the newer one is.
 * limit: 240
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "../unit/store/help.h"

#include "store/answers.h"
#include "store/store_int.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

enum { KILLS = 100, REQUESTS = 7, AWAITED = 3, LONGEST_US = 4000, DAY_FROM = 20606 };

static struct {
    struct receipt_secret secret;
    char id[REQUEST_ID_TEXT];
    int reported; /* the number of the last answer whose keeping was told; 0: none */
} asked[REQUESTS];

/* The nth answer: its day says which. */
static struct answer answer_number(int n)
{
    struct answer a = answer_empty();
    a.phrases = 1u << ANSWER_MEET;
    a.day = DAY_FROM + n;
    a.part = PART_MORNING;
    snprintf(a.place, sizeof a.place, "%s", ANSWER_PLACE_CENTRE);
    return a;
}

/* The child: answers request after request until it is killed; each number is written when store_answer has returned.
 */
static void answer_for_ever(const struct pair *p, int from, int to)
{
    struct clock clock = clock_system();
    struct store *s = NULL;
    struct err err = {0};
    if (!store_open_beside(&s, below("kill"), &clock, true, &err)) {
        fprintf(stderr, "# %s\n", err.msg);
        _exit(1);
    }
    for (int n = from;; n++) {
        struct answer a = answer_number(n);
        if (!store_answer(s, asked[n % REQUESTS].id, &a, p->key, READERS(*p), 1, 90, &err)) {
            fprintf(stderr, "# %s\n", err.msg);
            _exit(1);
        }
        if (write(to, &n, sizeof n) != sizeof n)
            _exit(1);
    }
}

/* The next number told; false at the end of the pipe. */
static bool take_number(int from, int *last)
{
    int n;
    ssize_t got;
    do
        got = read(from, &n, sizeof n);
    while (got < 0 && errno == EINTR);
    if (got == 0)
        return false;
    assert_int_equal(got, sizeof n);
    asked[n % REQUESTS].reported = n;
    *last = n;
    return true;
}

static void one_kill(const struct pair *p, unsigned *seed, int *last)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(ends[0]);
        answer_for_ever(p, *last + 1, ends[1]);
    }
    close(ends[1]);
    for (int i = rand_r(seed) % (AWAITED + 1); i > 0; i--)
        assert_true(take_number(ends[0], last));
    struct timespec t = {.tv_nsec = (long)(rand_r(seed) % LONGEST_US) * 1000};
    nanosleep(&t, NULL); /* the moment is what is tested, and any will do */
    assert_int_equal(kill(child, SIGKILL), 0);
    while (take_number(ends[0], last))
        ;
    close(ends[0]);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static void check_all(struct store *s, const struct pair *p)
{
    for (int i = 0; i < REQUESTS; i++) {
        struct request_row row;
        struct opened_answer seen;
        struct err err = {0};
        FINE(store_get(s, asked[i].id, &row, e));
        if (row.state != REQUEST_ANSWERED) {
            assert_int_equal(asked[i].reported, 0);
            assert_false(store_read_answer(s, asked[i].id, p->key, &seen, &err));
            assert_int_equal(err.code, ERR_NOT_FOUND); /* no answer without its state */
            continue;
        }
        FINE(store_open_answer(s, asked[i].id, &asked[i].secret, &seen, e));
        /* the one reported or a later one that was kept with nobody told: no older one comes back */
        assert_true(seen.answer.day - DAY_FROM >= asked[i].reported);
        assert_int_equal((seen.answer.day - DAY_FROM) % REQUESTS, i);
    }
}

static void test_kill_while_answering(void **state)
{
    (void)state;
    struct pair p = make_pair("kill");
    struct clock clock = clock_system();
    struct store *s = NULL;
    struct receipt_salt salt;
    unsigned seed = 20261203;
    int last = 0;
    FINE(store_open(&s, below("kill"), &clock, e));
    store_receipt_salt(s, &salt);
    for (int i = 0; i < REQUESTS; i++) {
        struct receipt_code code = send_one(s, &p, "someone");
        struct request_row row;
        FINE(receipt_derive(&code, &salt, &asked[i].secret, e));
        FINE(store_find_as(s, &asked[i].secret, &row, NULL, e));
        memcpy(asked[i].id, row.id, sizeof row.id);
    }
    for (int i = 0; i < KILLS; i++) {
        one_kill(&p, &seed, &last);
        check_all(s, &p);
    }
    store_close(s);
    FINE(store_open(&s, below("kill"), &clock, e)); /* and after the kiosk's own restart */
    FINE(store_check(s, e));
    check_all(s, &p);
    store_close(s);
    assert_true(last >= KILLS); /* 1.5 a kill are awaited on average */
    print_message("# %d answers told, %d kills\n", last, KILLS);
    vault_key_free(p.key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_kill_while_answering)};
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
