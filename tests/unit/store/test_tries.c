/* Wrong codes: two are free, the third begins to cost, and neither a restart nor a clock set back or forward helps.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "store/store_int.h"

static void test_waits(void **state)
{
    (void)state;
    static const int waits[] = {0, 0, 0, 5, 10, 20, 40, 80, 160, 300, 300};
    for (unsigned i = 0; i < sizeof waits / sizeof *waits; i++)
        assert_int_equal(tries_wait_s(&tries_codes, i, 0), waits[i]);
    assert_int_equal(tries_wait_s(&tries_codes, UINT32_MAX, 0), 300);
    assert_int_equal(tries_wait_s(&tries_codes, 4, 3), 7);
    assert_int_equal(tries_wait_s(&tries_codes, 4, 10), 0);
    assert_int_equal(tries_wait_s(&tries_codes, 4, -1000000), 10);
    assert_int_equal(tries_wait_s(&tries_codes, 4, INT64_MAX), 0);
}

static void test_forgiving(void **state)
{
    (void)state;
    assert_int_equal(tries_after_forgiving(&tries_codes, 5, 0), 5);
    assert_int_equal(tries_after_forgiving(&tries_codes, 5, 599), 5);
    assert_int_equal(tries_after_forgiving(&tries_codes, 5, 600), 4);
    assert_int_equal(tries_after_forgiving(&tries_codes, 5, 3000), 0);
    assert_int_equal(tries_after_forgiving(&tries_codes, 5, INT64_MAX), 0);
    assert_int_equal(tries_after_forgiving(&tries_codes, 5, -5), 5);
    assert_int_equal(tries_after_forgiving(&tries_codes, 0, 0), 0);
}

static struct store *open_at(const char *name, const struct clock *clock)
{
    struct store *s = NULL;
    FINE(store_open(&s, below(name), clock, e));
    return s;
}

static void wrong_try(struct store *s, unsigned n, int want_wait)
{
    struct receipt_code c = wrong_code(n);
    struct request_row row;
    int wait = -1;
    REFUSES(store_find(s, &c, &row, &wait, e), ERR_NOT_FOUND);
    assert_int_equal(wait, want_wait);
}

static void check_blocked(struct store *s, const struct receipt_code *c, int want_wait)
{
    struct request_row row;
    int wait = -1;
    REFUSES(store_find(s, c, &row, &wait, e), ERR_REFUSED);
    assert_int_equal(wait, want_wait);
    REFUSES(store_withdraw(s, c, e), ERR_REFUSED);
    assert_int_equal(store_wait_s(s), want_wait);
}

static void test_slowed(void **state)
{
    (void)state;
    struct clock clock = clock_fake(NOON);
    struct store *s = open_at("slowed", &clock);
    struct pair p = make_pair("slowed");
    struct receipt_code right = send_one(s, &p, "A");
    struct request_row row;
    int wait;
    wrong_try(s, 1, 0);
    wrong_try(s, 2, 0);
    wrong_try(s, 3, 5);
    check_blocked(s, &right, 5); /* the right code waits too: the wait says nothing about it */
    clock_advance(&clock, 4000);
    check_blocked(s, &right, 1);
    clock_advance(&clock, 1000);
    wrong_try(s, 4, 10);
    clock_advance(&clock, 10000);
    FINE(store_find(s, &right, &row, &wait, e));
    assert_int_equal(wait, 0);
    wrong_try(s, 5, 5); /* a right code in between buys no free guesses */
    clock_advance(&clock, 5000);
    FINE(store_withdraw(s, &right, e));
    store_close(s);
    vault_key_free(p.key);
}

static void test_kept_over_a_restart(void **state)
{
    (void)state;
    struct clock clock = clock_fake(NOON);
    struct store *s = open_at("restart", &clock);
    struct receipt_code any = wrong_code(9);
    for (unsigned i = 1; i <= 5; i++) {
        wrong_try(s, i, i < 3 ? 0 : 5 << (i - 3));
        if (i < 5)
            clock_advance(&clock, 60000);
    }
    store_close(s);
    /* seven seconds to restart, as far as the date can tell */
    clock = clock_fake(NOON + 240 + 7);
    s = open_at("restart", &clock);
    check_blocked(s, &any, 13);
    store_close(s);
    /* the date was set back, or the clock's battery died: the wait begins again but is not longer than a wait */
    clock = clock_fake(1000);
    s = open_at("restart", &clock);
    check_blocked(s, &any, 20);
    clock_advance(&clock, 20000);
    wrong_try(s, 6, 40);
    store_close(s);
    /* a day later all is forgiven */
    clock = clock_fake(1000 + 86400);
    s = open_at("restart", &clock);
    wrong_try(s, 7, 0);
    store_close(s);
}

/* While the program runs the date has no say: only a clock that never goes back. */
static void test_date_set_forward(void **state)
{
    (void)state;
    struct clock clock = clock_fake(NOON);
    struct store *s = open_at("forward", &clock);
    struct receipt_code any = wrong_code(9);
    for (unsigned i = 1; i <= 3; i++)
        wrong_try(s, i, i < 3 ? 0 : 5);
    clock.fake_unix_s += 100 * 86400;
    check_blocked(s, &any, 5);
    clock.fake_unix_s = 0;
    check_blocked(s, &any, 5);
    clock_advance(&clock, 5000);
    wrong_try(s, 4, 10);
    store_close(s);
}

static void test_invalid_code_counts_for_nothing(void **state)
{
    (void)state;
    struct clock clock = clock_fake(NOON);
    struct store *s = open_at("invalid", &clock);
    struct receipt_code c = {.picture = {1, 1, 1}};
    struct request_row row;
    for (int i = 0; i < 5; i++)
        REFUSES(store_find(s, &c, &row, NULL, e), ERR_NOT_FOUND);
    assert_int_equal(store_wait_s(s), 0);
    store_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_waits),
        cmocka_unit_test(test_forgiving),
        cmocka_unit_test(test_slowed),
        cmocka_unit_test(test_kept_over_a_restart),
        cmocka_unit_test(test_date_set_forward),
        cmocka_unit_test(test_invalid_code_counts_for_nothing),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
