/* What is kept of nudges: counted with each request, whole after a restart, harmless when damaged.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "store/lists.h"
#include "store/nudges.h"
#include "store/store_int.h"

static struct clock noon;

static struct store *fresh(const char *name)
{
    struct store *s = NULL;
    noon = clock_fake(NOON);
    FINE(store_open(&s, below(name), &noon, e));
    return s;
}

static void test_counted_with_each_request(void **state)
{
    (void)state;
    struct store *s = fresh("counted");
    struct pair p = make_pair("Rivera");
    struct nudge_state n;
    size_t unread = 99;
    FINE(store_nudge_state(s, NUDGE_MAIL, &n, e));
    assert_int_equal(n.untold, 0);
    send_one(s, &p, "Amina");
    struct receipt_code code = send_one(s, &p, "Bo");
    FINE(store_nudge_state(s, NUDGE_FILE, &n, e));
    assert_int_equal(n.untold, 2);
    FINE(store_count_new(s, &unread, e));
    assert_int_equal(unread, 2);
    FINE(store_withdraw(s, &code, e));
    FINE(store_count_new(s, &unread, e));
    assert_int_equal(unread, 1);
    struct request_row row;
    size_t count;
    FINE(store_list(s, 0, 1, &row, &count, NULL, e));
    FINE(store_mark_collected(s, row.id, e));
    FINE(store_count_new(s, &unread, e));
    assert_int_equal(unread, 0);
    store_close(s);
    vault_key_free(p.key);
}

/* A request that is not kept is not counted either. */
static void test_not_without_the_request(void **state)
{
    (void)state;
    struct store *s = fresh("full");
    struct pair p = make_pair("Full");
    struct request r = some_request("Amina");
    struct receipt_code code;
    struct nudge_state n;
    FINE(db_exec(s->db, "DROP TABLE nudge", "no", e)); /* the last statement of the transaction fails */
    assert_false(store_send(s, &r, READERS(p), 1, 90, &code, NULL));
    struct request_row row;
    size_t count;
    FINE(store_list(s, 0, 1, &row, &count, NULL, e));
    assert_int_equal(count, 0);
    assert_false(store_nudge_state(s, NUDGE_MAIL, &n, NULL));
    store_close(s);
    vault_key_free(p.key);
}

static void test_kept_over_a_restart(void **state)
{
    (void)state;
    struct store *s = fresh("restart");
    const struct nudge_state n = {.untold = 3,
                                  .moment = 29962620,
                                  .owed = NUDGE_OWES_CLEARING,
                                  .owed_untold = 2,
                                  .told = 4,
                                  .told_at = NOON,
                                  .failures = 5,
                                  .tried_at = NOON + 1,
                                  .retry_at = NOON + 2,
                                  .last_trouble = NUDGE_SLOW};
    struct nudge_state got, other;
    FINE(store_keep_nudge(s, NUDGE_MAIL, &n, e));
    store_close(s);
    s = NULL;
    FINE(store_open(&s, below("restart"), &noon, e));
    FINE(store_nudge_state(s, NUDGE_MAIL, &got, e));
    assert_int_equal(got.untold, 3);
    assert_int_equal(got.moment, 29962620);
    assert_int_equal(got.owed, NUDGE_OWES_CLEARING);
    assert_int_equal(got.owed_untold, 2);
    assert_int_equal(got.told, 4);
    assert_int_equal(got.told_at, NOON);
    assert_int_equal(got.failures, 5);
    assert_int_equal(got.tried_at, NOON + 1);
    assert_int_equal(got.retry_at, NOON + 2);
    assert_int_equal(got.last_trouble, NUDGE_SLOW);
    FINE(store_nudge_state(s, NUDGE_FILE, &other, e));
    assert_int_equal(other.moment, 0);
    store_close(s);
}

static void test_numbers_that_make_no_sense(void **state)
{
    (void)state;
    struct store *s = fresh("senseless");
    struct nudge_state n;
    FINE(db_exec(s->db,
                 "UPDATE nudge SET untold = -5, moment = 9223372036854775807, owed = -9, owed_untold = -1, told = -1,"
                 " told_at = 9223372036854775807, failures = 9223372036854775807, retry_at = -9223372036854775807,"
                 " trouble = 99",
                 "no", e));
    FINE(store_nudge_state(s, NUDGE_MAIL, &n, e));
    assert_true(n.untold == 0 && n.owed == NUDGE_OWES_CLEARING && n.owed_untold == 0 && n.told == 0 && n.retry_at == 0);
    assert_int_equal(n.last_trouble, NUDGE_TROUBLE_COUNT);
    /* no sum of such overflows, and a request is still told of */
    const struct nudge_rules r = {.moments = {540}, .moment_count = 1, .hours_apart = 4, .remind_days = 7};
    const struct nudge_now now = {.day = NOON / 86400, .minute = 720, .unix_s = NOON};
    assert_true(nudge_moment_passed(&r, &n, &now));
    nudge_look(&r, &n, &now, 1, false);
    assert_true(nudge_may_try(&r, &n, &now));
    nudge_begin(&n, &now, UINT32_MAX);
    assert_true(nudge_wait_s(&r, &n, &now) > 0);
    FINE(db_exec(s->db, "DELETE FROM nudge", "no", e));
    FINE(store_nudge_state(s, NUDGE_MAIL, &n, e));
    FINE(store_keep_nudge(s, NUDGE_MAIL, &n, e));
    store_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counted_with_each_request),
        cmocka_unit_test(test_not_without_the_request),
        cmocka_unit_test(test_kept_over_a_restart),
        cmocka_unit_test(test_numbers_that_make_no_sense),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
