/* Limits in the store, who lifts them, and what staff see. SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "older.h"
#include "store/audit.h"
#include "store/intake.h"

enum { DAY_MS = 86400 * 1000, HOUR_MS = 3600 * 1000 };

static struct clock clock;
static struct pair officer;

static struct store *fresh(const char *name, struct intake_limits limits)
{
    struct store *s = NULL;
    clock = clock_fake(NOON);
    FINE(store_open(&s, below(name), &clock, e));
    store_set_limits(s, &limits);
    return s;
}

static enum intake_stop stop_of(struct store *s)
{
    enum intake_stop stop = INTAKE_STOP_COUNT;
    FINE(store_may_send(s, 0, &stop, e));
    return stop;
}

static void refuse_one(struct store *s)
{
    struct request r = some_request("one too many");
    struct receipt_code code;
    REFUSES(store_send(s, &r, READERS(officer), 1, 90, &code, e), ERR_REFUSED);
}

static size_t kept(struct store *s)
{
    struct store_status st;
    FINE(store_status(s, clock_today(&clock), &st, e));
    return st.kept;
}

static void test_a_day(void **state)
{
    (void)state;
    struct store *s = fresh("day", (struct intake_limits){.a_day = 3});
    for (int i = 0; i < 3; i++)
        send_one(s, &officer, "A");
    assert_int_equal(stop_of(s), INTAKE_STOP_DAY);
    refuse_one(s);
    assert_int_equal(kept(s), 3);
    clock_advance(&clock, DAY_MS);
    send_one(s, &officer, "A");
    store_close(s);
}

/* What nobody collects is bounded; what was collected makes room. */
static void test_unread(void **state)
{
    (void)state;
    struct store *s = fresh("unread", (struct intake_limits){.unread = 2});
    struct request_row row;
    struct receipt_code code = send_one(s, &officer, "A");
    send_one(s, &officer, "B");
    assert_int_equal(stop_of(s), INTAKE_STOP_UNREAD);
    refuse_one(s);
    clock_advance(&clock, 5LL * DAY_MS);
    refuse_one(s);
    FINE(store_find(s, &code, &row, NULL, e));
    FINE(store_mark_collected(s, row.id, e));
    send_one(s, &officer, "C");
    refuse_one(s);
    store_close(s);
}

/* The share of an hour comes back bit by bit; setting the date forward brings nothing. */
static void test_an_hour(void **state)
{
    (void)state;
    struct store *s = fresh("hour", (struct intake_limits){.an_hour = 4});
    for (int i = 0; i < 4; i++)
        send_one(s, &officer, "A");
    assert_int_equal(stop_of(s), INTAKE_STOP_HOUR);
    refuse_one(s);
    clock.fake_unix_s += 86400;
    refuse_one(s);
    clock_advance(&clock, HOUR_MS / 4 + 1);
    send_one(s, &officer, "A");
    refuse_one(s);
    clock_advance(&clock, HOUR_MS);
    for (int i = 0; i < 4; i++)
        send_one(s, &officer, "A");
    refuse_one(s);
    store_close(s);
}

static void test_disk(void **state)
{
    (void)state;
    struct store *s = fresh("room", (struct intake_limits){.free_mb = 1});
    send_one(s, &officer, "A");
    store_set_limits(s, &(struct intake_limits){.free_mb = INT32_MAX});
    assert_int_equal(stop_of(s), INTAKE_STOP_DISK);
    refuse_one(s);
    FINE(store_lift_limits(s, "staff", clock_today(&clock), e));
    refuse_one(s); /* nobody lifts what is not there */
    store_close(s);
}

static void test_lifted(void **state)
{
    (void)state;
    struct store *s = fresh("lifted", (struct intake_limits){.a_day = 1, .unread = 1, .an_hour = 1}), *beside = NULL;
    day_t today = clock_today(&clock);
    struct store_status st;
    struct audit_record record;
    size_t count, total;
    send_one(s, &officer, "A");
    refuse_one(s);
    REFUSES(store_lift_limits(s, "staff", today - 1, e), ERR_REFUSED);
    REFUSES(store_lift_limits(s, "staff", today + LIFT_DAYS_MAX, e), ERR_REFUSED);
    REFUSES(store_lift_limits(s, "somebody", today, e), ERR_REFUSED);
    refuse_one(s);
    FINE(store_open_beside(&beside, below("lifted"), &clock, true, e)); /* by command, while the kiosk runs */
    FINE(store_lift_limits(beside, "staff", today + 1, e));
    store_close(beside);
    send_one(s, &officer, "B");
    FINE(store_status(s, today, &st, e));
    assert_int_equal(st.lifted, today + 1);
    FINE(store_audit_list(s, 0, 1, &record, &count, &total, e));
    assert_int_equal(total, 1);
    assert_int_equal(record.what, AUDIT_LIMITS_OVERRIDDEN);
    assert_int_equal(record.minute, AUDIT_NO_MINUTE);
    assert_string_equal(record.subject, "2026-05-28");
    clock_advance(&clock, DAY_MS);
    send_one(s, &officer, "C"); /* its last day is still one */
    clock_advance(&clock, DAY_MS);
    refuse_one(s);
    FINE(store_lift_limits(s, "staff", today + 2, e));
    send_one(s, &officer, "D");
    FINE(store_lift_limits(s, "staff", DAY_NONE, e));
    refuse_one(s);
    FINE(store_lift_limits(s, "staff", today + 2, e));
    clock.fake_unix_s = 0; /* a dead clock battery does not lift them for years */
    assert_int_equal(stop_of(s), INTAKE_STOP_UNREAD);
    store_close(s);
}

static void test_status(void **state)
{
    (void)state;
    struct store *s = fresh("status", (struct intake_limits){.a_day = 2});
    day_t today = clock_today(&clock);
    struct store_status st;
    struct request_row row;
    FINE(store_status(s, today + 14, &st, e));
    assert_true(st.kept == 0 && st.unread == 0 && st.today == 0 && st.expiring == 0 && st.stop == INTAKE_OPEN);
    assert_true(st.oldest_unread == DAY_NONE && st.last_collected == DAY_NONE && st.unattended_since == DAY_NONE &&
                st.lifted == DAY_NONE);
    struct receipt_code code = send_one(s, &officer, "A");
    clock_advance(&clock, 80LL * DAY_MS);
    send_one(s, &officer, "B");
    send_one(s, &officer, "C");
    FINE(store_status(s, clock_today(&clock) + 14, &st, e));
    assert_true(st.kept == 3 && st.unread == 3 && st.today == 2 && st.expiring == 1 && st.stop == INTAKE_STOP_DAY);
    assert_true(st.oldest_unread == today && st.unattended_since == today && st.last_collected == DAY_NONE);
    FINE(store_find(s, &code, &row, NULL, e));
    FINE(store_mark_collected(s, row.id, e));
    FINE(store_status(s, clock_today(&clock) + 14, &st, e));
    assert_true(st.kept == 3 && st.unread == 2 && st.expiring == 0);
    assert_int_equal(st.oldest_unread, today + 80);
    assert_int_equal(st.last_collected, today + 80);
    store_close(s);
}

/* A database that only an older kiosk has opened: staff see its numbers, and lifting says what to do. */
static void test_older_database(void **state)
{
    (void)state;
    struct store *s = fresh("older", (struct intake_limits){0}), *beside = NULL;
    struct store_status st;
    send_one(s, &officer, "A");
    go_back(s, 3);
    store_close(s);
    FINE(store_open_beside(&beside, below("older"), &clock, true, e));
    FINE(store_status(beside, clock_today(&clock), &st, e));
    assert_int_equal(st.unread, 1);
    REFUSES(store_lift_limits(beside, "staff", clock_today(&clock), e), ERR_REFUSED);
    store_close(beside);
    FINE(store_open(&s, below("older"), &clock, e));
    FINE(store_lift_limits(s, "staff", clock_today(&clock), e));
    store_close(s);
}

static int setup(void **state)
{
    int rc = make_folder(state);
    if (rc == 0)
        officer = make_pair("officer");
    return rc;
}

static int teardown(void **state)
{
    vault_key_free(officer.key);
    return drop_folder(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_day),          cmocka_unit_test(test_unread), cmocka_unit_test(test_an_hour),
        cmocka_unit_test(test_disk),           cmocka_unit_test(test_lifted), cmocka_unit_test(test_status),
        cmocka_unit_test(test_older_database),
    };
    return cmocka_run_group_tests_name("store/intake", tests, setup, teardown);
}
