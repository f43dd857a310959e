/* kill -9 at any moment of carrying answers to the kiosk, 40 times: a pouch on the stick is whole or not there, and an
 * answer whose arrival was reported is heard.
 * limit: 240
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "../unit/store/pouch_seen.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

enum { KILLS = 40, AWAITED = 2, LONGEST_US = 9000 };

/* The child: answer, out, in, and the kiosk's pouch back; the number is told when it has arrived. */
static void carry_for_ever(struct office *o, const char *id, int from, int to)
{
    struct pouch_trust t = trust_of(o);
    struct err e = {0};
    struct store *kiosk = NULL, *copy = NULL;
    if (!store_open_beside(&kiosk, below("kill/kiosk"), &o->clock, true, &e) ||
        !store_open_copy(&copy, below("kill/copy0"), &o->clock, &e))
        _exit(1);
    for (int n = from;; n++) {
        struct answer a = answer_empty();
        struct pouch_report r = {0};
        struct pouch_made m;
        a.phrases = 1u << ANSWER_PHONE;
        a.day = 20700 + n;
        a.part = PART_MORNING;
        if (!store_answer(copy, id, &a, o->key[0], NULL, 0, RETENTION, &e) ||
            !pouch_out(copy, o->stick, NULL, &m, &e) || !pouch_in_all(kiosk, o->stick, &t, NULL, &r, &e) ||
            write(to, &n, sizeof n) != sizeof n || !pouch_out(kiosk, o->stick, NULL, &m, &e) ||
            !pouch_in_all(copy, o->stick, NULL, NULL, &r, &e)) {
            fprintf(stderr, "# %s\n", e.msg);
            _exit(1);
        }
    }
}

static bool take_number(int from, int *last)
{
    ssize_t got;
    do
        got = read(from, last, sizeof *last);
    while (got < 0 && errno == EINTR);
    return got == sizeof *last;
}

static void one_kill(struct office *o, const char *id, unsigned *seed, int begin, int *last)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(ends[0]);
        carry_for_ever(o, id, begin, ends[1]);
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

/* Both pouches, by somebody new and by the kiosk. */
static void check_stick(struct office *o, const struct asked *a)
{
    struct pouch_report r = {0};
    struct pouch_trust t = trust_of(o);
    struct store *fresh = NULL;
    FINE(store_open_copy(&fresh, below("kill/reader"), &o->clock, e));
    FINE(pouch_in_all(fresh, o->stick, NULL, NULL, &r, e));
    assert_int_equal(r.fresh, 1);
    store_close(fresh);
    remove_tree(below("kill/reader"));
    int before = heard(o, a);
    FINE(pouch_in_all(o->kiosk, o->stick, &t, NULL, &r, e));
    assert_true(heard(o, a) >= before);
}

static void test_kill_while_carrying(void **state)
{
    (void)state;
    struct office o;
    unsigned seed = 20261124;
    int last = 0, begin = 1;
    make_office(&o, "kill");
    struct asked a = ask(&o, "Amina");
    bring(&o, 0);
    answer_on(&o, o.copy[0], 0, a.id, 0);
    bring_back(&o, 0);
    store_close(o.copy[0]);
    o.copy[0] = NULL;
    for (int i = 0; i < KILLS; i++) {
        one_kill(&o, a.id, &seed, begin, &last);
        begin = last + 1000; /* whatever the killed one had begun, this is a later one */
        assert_true(heard(&o, &a) >= last);
        check_stick(&o, &a);
    }
    FINE(store_check(o.kiosk, e));
    print_message("# answer %d is the last one told, %d kills\n", last, KILLS);
    drop_office(&o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_kill_while_carrying)};
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
