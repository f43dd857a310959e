/* Requests are erased after their last day, to the byte; and it is known when nobody comes for them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "store/audit.h"
#include "store/clock_watch.h"
#include "store/retention.h"
#include "store/store_int.h"
#include "store/tombstones_int.h"

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
    clock.synced = by_a_server;
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
    clock.synced = by_a_server;
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

static enum clock_doubt doubt(struct store *s)
{
    struct clock_watch w;
    FINE(store_clock_watch(s, &w, e));
    assert_int_equal(w.today, clock_today(&clock));
    return w.doubt;
}

/* A battery dies and the clock says 2090: nothing is erased, not by command either, until it is right again; what was
 * sent meanwhile is kept for its days from then on, and not for decades. */
static void test_clock_far_ahead(void **state)
{
    (void)state;
    enum { YEARS_64_S = 64 * 365 * 86400 };
    struct store *s = fresh("ahead");
    struct pair p = make_pair("ahead");
    struct request_row row;
    struct purged gone;
    day_t right = clock_today(&clock);
    send_one(s, &p, "A");
    assert_int_equal(erased(s), 0);
    assert_int_equal(doubt(s), CLOCK_BELIEVED);
    clock.fake_unix_s = NOON + (int64_t)YEARS_64_S;
    struct receipt_code code = send_one(s, &p, "B");
    assert_int_equal(erased(s), 0);
    assert_int_equal(erased(s), 0);
    assert_int_equal(doubt(s), CLOCK_AHEAD);
    assert_int_equal(kept(s), 2);
    REFUSES(store_purge(s, PURGE_EXPIRED, NULL, true, &gone, e), ERR_REFUSED);
    assert_int_equal(kept(s), 2);
    FINE(store_purge(s, PURGE_EXPIRED, NULL, false, &gone, e)); /* looking is free */
    assert_int_equal(gone.found, 1);
    store_close(s); /* a restart believes no more */
    FINE(store_open(&s, below("ahead"), &clock, e));
    assert_int_equal(erased(s), 0);
    clock.fake_unix_s = NOON;
    assert_int_equal(doubt(s), CLOCK_BELIEVED);
    assert_int_equal(erased(s), 0);
    FINE(store_find(s, &code, &row, NULL, e));
    assert_int_equal(row.expires, right + KEPT_DAYS);
    for (int i = 0; i < KEPT_DAYS; i++, clock_advance(&clock, DAY_MS))
        assert_int_equal(erased(s), 0);
    clock_advance(&clock, DAY_MS);
    assert_int_equal(erased(s), 2); /* day by day it goes its way */
    store_close(s);
    vault_key_free(p.key);
}

/* Off all summer: somebody says that the day is right. Or a time server does. */
static void test_off_for_long(void **state)
{
    (void)state;
    struct store *s = fresh("summer");
    struct pair p = make_pair("summer");
    struct audit_record record;
    size_t n;
    send_one(s, &p, "A");
    assert_int_equal(erased(s), 0);
    clock_advance(&clock, (int64_t)CLOCK_AHEAD_DAYS * DAY_MS);
    assert_int_equal(erased(s), 0); /* a week or two are believed */
    clock_advance(&clock, (int64_t)(KEPT_DAYS + 1) * DAY_MS);
    assert_int_equal(doubt(s), CLOCK_AHEAD);
    assert_int_equal(erased(s), 0);
    FINE(store_clock_confirm(s, "staff", e));
    FINE(store_audit_list(s, 0, 1, &record, &n, NULL, e));
    assert_int_equal(record.what, AUDIT_DATE_CONFIRMED);
    assert_string_equal(record.actor, "staff");
    assert_int_equal(doubt(s), CLOCK_BELIEVED);
    assert_int_equal(erased(s), 1);
    send_one(s, &p, "B");
    clock_advance(&clock, (int64_t)(KEPT_DAYS + 1) * DAY_MS);
    assert_int_equal(erased(s), 0);
    clock.synced = by_a_server;
    assert_int_equal(erased(s), 1);
    store_close(s);
    vault_key_free(p.key);
}

/* Far behind: told; nothing is put right by such a day. Confirmed, it is. */
static void test_clock_behind(void **state)
{
    (void)state;
    struct store *s = fresh("behind");
    struct pair p = make_pair("behind");
    struct request_row row;
    struct receipt_code code = send_one(s, &p, "A");
    FINE(store_find(s, &code, &row, NULL, e));
    day_t last = row.expires;
    assert_int_equal(erased(s), 0);
    clock_advance(&clock, -(int64_t)DAY_MS);
    assert_int_equal(doubt(s), CLOCK_BELIEVED); /* another time zone */
    clock_advance(&clock, -(int64_t)40 * DAY_MS);
    assert_int_equal(doubt(s), CLOCK_BEHIND);
    assert_int_equal(erased(s), 0);
    FINE(store_get(s, row.id, &row, e));
    assert_int_equal(row.expires, last);
    FINE(store_clock_confirm(s, "staff", e));
    assert_int_equal(erased(s), 0);
    FINE(store_get(s, row.id, &row, e));
    assert_int_equal(row.expires, clock_today(&clock) + KEPT_DAYS);
    store_close(s);
    vault_key_free(p.key);
}

static int64_t tombstones(struct store *s, const char *where)
{
    char sql[200];
    sqlite3_stmt *st;
    snprintf(sql, sizeof sql, "SELECT count(*) FROM tombstone%s", where);
    FINE(db_prepare(s->db, &st, sql, e));
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    int64_t n = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return n;
}

/* An id is kept for as long as a pouch could bring its request back, tells no day, and there are never too many. */
static void test_tombstones(void **state)
{
    (void)state;
    struct store *s = fresh("tombstones");
    struct pair p = make_pair("tombstones");
    struct receipt_code code = send_one(s, &p, "A");
    clock.synced = by_a_server;
    FINE(store_withdraw(s, &code, e));
    assert_int_equal(tombstones(s, " WHERE until % 30 = 0"), 1);
    clock_advance(&clock, (int64_t)(KEPT_DAYS + TOMBSTONE_DAYS) * DAY_MS);
    assert_int_equal(erased(s), 0);
    assert_int_equal(tombstones(s, ""), 1);
    clock_advance(&clock, (int64_t)(TOMBSTONE_STEP + 1) * DAY_MS);
    assert_int_equal(erased(s), 0);
    assert_int_equal(tombstones(s, ""), 0);
    /* those of an older kiosk, and of a clock that was ahead, are kept for a while too, not for ever */
    FINE(db_exec(s->db, "INSERT INTO tombstone VALUES(randomblob(16), NULL), (randomblob(16), 90000)", "x", e));
    assert_int_equal(erased(s), 0);
    assert_int_equal(tombstones(s, " WHERE until < 30000"), 2);
    FINE(db_exec(s->db,
                 "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200010)"
                 " INSERT INTO tombstone SELECT randomblob(16), 21200 + i % 2 FROM n",
                 "x", e));
    assert_true(clock_today(&clock) < 21200);
    assert_int_equal(erased(s), 0);
    assert_int_equal(tombstones(s, ""), TOMBSTONES_MAX);
    assert_int_equal(tombstones(s, " WHERE until > 21201"), 2);
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
        cmocka_unit_test(test_clock_far_ahead),
        cmocka_unit_test(test_off_for_long),
        cmocka_unit_test(test_clock_behind),
        cmocka_unit_test(test_tombstones),
        cmocka_unit_test(test_answered_meanwhile),
        cmocka_unit_test(test_unread),
    };
    return cmocka_run_group_tests_name("store/retention", tests, make_folder, drop_folder);
}
