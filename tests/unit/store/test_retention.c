/* Requests are erased after their last day, to the byte; and it is known when nobody comes for them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "store/store_int.h"

enum { DAY_MS = 86400 * 1000, KEPT_DAYS = 90 /* by send_one */ };

static struct clock clock;

static struct store *fresh(const char *name)
{
    struct store *s = NULL;
    clock = clock_fake(NOON);
    FINE(store_open(&s, below(name), &clock, e));
    return s;
}

static size_t erased(struct store *s)
{
    size_t n = 99;
    FINE(store_erase_expired(s, &n, e));
    return n;
}

static size_t kept(struct store *s)
{
    struct request_row row;
    size_t count, total = 99;
    FINE(store_list(s, 0, 1, &row, &count, &total, e));
    return total;
}

static void test_last_day(void **state)
{
    (void)state;
    struct store *s = fresh("last-day");
    struct pair p = make_pair("last-day");
    struct receipt_code old = send_one(s, &p, "A"), young;
    struct request_row row;
    clock_advance(&clock, (int64_t)10 * DAY_MS);
    young = send_one(s, &p, "B");
    clock_advance(&clock, (int64_t)(KEPT_DAYS - 10) * DAY_MS);
    assert_int_equal(erased(s), 0); /* the last day is still one */
    assert_int_equal(kept(s), 2);
    clock_advance(&clock, DAY_MS);
    assert_int_equal(erased(s), 1);
    assert_int_equal(erased(s), 0);
    REFUSES(store_find(s, &old, &row, NULL, e), ERR_NOT_FOUND);
    FINE(store_find(s, &young, &row, NULL, e));
    store_close(s);
    vault_key_free(p.key);
}

/* A file as a thief reads it: nothing of an erased request is left in database and log. */
static bool file_holds(const char *path, const uint8_t *bytes, size_t n)
{
    struct arena a;
    char *text;
    size_t len;
    arena_init(&a, false);
    bool found = fs_read_path(path, 64 << 20, &a, &text, &len, NULL) && memmem(text, len, bytes, n);
    arena_release(&a);
    return found;
}

static void test_nothing_is_left(void **state)
{
    (void)state;
    struct store *s = fresh("bytes");
    struct pair p = make_pair("bytes");
    struct receipt_code code = send_one(s, &p, "A");
    struct receipt_salt salt;
    struct receipt_secret secret;
    store_receipt_salt(s, &salt);
    FINE(receipt_derive(&code, &salt, &secret, e));
    char path[4300], log[4310];
    snprintf(path, sizeof path, "%s/porchlight.db", below("bytes"));
    snprintf(log, sizeof log, "%s-wal", path);
    assert_true(file_holds(path, secret.tag, sizeof secret.tag) || file_holds(log, secret.tag, sizeof secret.tag));
    clock_advance(&clock, (int64_t)(KEPT_DAYS + 1) * DAY_MS);
    assert_int_equal(erased(s), 1);
    assert_false(file_holds(path, secret.tag, sizeof secret.tag));
    assert_false(file_holds(log, secret.tag, sizeof secret.tag));
    store_close(s);
    vault_key_free(p.key);
}

/* A clock that was set back erases nothing. */
static void test_clock_set_back(void **state)
{
    (void)state;
    struct store *s = fresh("back");
    struct pair p = make_pair("back");
    send_one(s, &p, "A");
    clock.fake_unix_s = 0;
    assert_int_equal(erased(s), 0);
    assert_int_equal(kept(s), 1);
    store_close(s);
    vault_key_free(p.key);
}

/* Sent while the clock showed the year 2000: not lost when it is put right, and not kept for ever. */
static void test_clock_put_right(void **state)
{
    (void)state;
    enum { YEAR_2000_S = 946684800 };
    struct store *s = fresh("right");
    struct pair p = make_pair("right");
    struct request r;
    struct request_row row;
    day_t received;
    clock.fake_unix_s = YEAR_2000_S;
    struct receipt_code code = send_one(s, &p, "A");
    clock_advance(&clock, (int64_t)(KEPT_DAYS + 10) * DAY_MS);
    assert_int_equal(erased(s), 0);
    clock.fake_unix_s = NOON;
    assert_int_equal(erased(s), 0);
    FINE(store_find(s, &code, &row, NULL, e));
    assert_int_equal(row.expires, clock_today(&clock) + KEPT_DAYS);
    FINE(store_read(s, row.id, p.key, &r, &received, e)); /* the day it was sealed with is as it was */
    clock_advance(&clock, (int64_t)(KEPT_DAYS + 1) * DAY_MS);
    assert_int_equal(erased(s), 1);
    assert_int_equal(kept(s), 0);
    store_close(s);
    vault_key_free(p.key);
}

/* Sent under a wrong clock, put right, then read: kept for its days, not for the years between the two clocks. And one
 * that is read while the clock is wrong is not made to be kept for ever. */
static void test_collected_by_a_wrong_clock(void **state)
{
    (void)state;
    enum { YEAR_2000_S = 946684800 };
    struct store *s = fresh("wrong");
    struct pair p = make_pair("wrong");
    struct request_row row;
    clock.fake_unix_s = YEAR_2000_S;
    struct receipt_code code = send_one(s, &p, "A");
    clock.fake_unix_s = NOON;
    assert_int_equal(erased(s), 0);
    FINE(store_find(s, &code, &row, NULL, e));
    FINE(store_mark_collected(s, row.id, e));
    FINE(store_get(s, row.id, &row, e));
    assert_int_equal(row.state, REQUEST_COLLECTED);
    assert_int_equal(row.expires, clock_today(&clock) + KEPT_DAYS);
    code = send_one(s, &p, "B");
    FINE(store_find(s, &code, &row, NULL, e));
    clock.fake_unix_s = YEAR_2000_S;
    FINE(store_mark_collected(s, row.id, e));
    clock.fake_unix_s = NOON;
    clock_advance(&clock, (int64_t)(KEPT_DAYS + 1) * DAY_MS);
    assert_int_equal(erased(s), 2);
    REFUSES(store_mark_collected(s, row.id, e), ERR_NOT_FOUND);
    store_close(s);
    vault_key_free(p.key);
}

/* Found as expired, and answered before its turn: it stays. */
static void test_answered_meanwhile(void **state)
{
    (void)state;
    struct store *s = fresh("meanwhile");
    struct pair p = make_pair("meanwhile");
    send_one(s, &p, "A");
    send_one(s, &p, "B");
    clock_advance(&clock, (int64_t)(KEPT_DAYS + 1) * DAY_MS);
    FINE(db_exec(s->db,
                 "CREATE TEMP TRIGGER answered AFTER INSERT ON main.tombstone BEGIN"
                 " UPDATE request SET state = 2, expires = expires + 90; END",
                 "x", e));
    assert_int_equal(erased(s), 1);
    assert_int_equal(kept(s), 1);
    store_close(s);
    vault_key_free(p.key);
}

static void test_unread(void **state)
{
    (void)state;
    struct store *s = fresh("unread");
    struct pair p = make_pair("unread");
    struct receipt_code code;
    struct request_row row;
    day_t since = 0, today = clock_today(&clock);
    size_t n = 99;
    FINE(store_unattended_since(s, &since, e));
    assert_int_equal(since, DAY_NONE);
    code = send_one(s, &p, "A");
    clock_advance(&clock, (int64_t)3 * DAY_MS);
    send_one(s, &p, "B");
    FINE(store_unattended_since(s, &since, e));
    assert_int_equal(since, today);
    FINE(store_unread_before(s, today + KEPT_DAYS, &n, e));
    assert_int_equal(n, 0);
    FINE(store_unread_before(s, today + KEPT_DAYS + 1, &n, e));
    assert_int_equal(n, 1);
    FINE(store_find(s, &code, &row, NULL, e));
    FINE(store_mark_collected(s, row.id, e));
    FINE(store_unattended_since(s, &since, e));
    assert_int_equal(since, today + 3);
    FINE(store_unread_before(s, today + KEPT_DAYS + 4, &n, e));
    assert_int_equal(n, 1); /* the other one */
    store_close(s);
    vault_key_free(p.key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_last_day),
        cmocka_unit_test(test_nothing_is_left),
        cmocka_unit_test(test_clock_set_back),
        cmocka_unit_test(test_clock_put_right),
        cmocka_unit_test(test_collected_by_a_wrong_clock),
        cmocka_unit_test(test_answered_meanwhile),
        cmocka_unit_test(test_unread),
    };
    return cmocka_run_group_tests_name("store/retention", tests, make_folder, drop_folder);
}
