/* A disk that fails at any write of what staff and liaisons do: a record, limits lifted, an answer, a purge. What was
 * told as done is done and on record, and the records are whole.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "../unit/store/help.h"

#include "base/log.h"
#include "store/answers.h"
#include "store/audit.h"
#include "store/intake.h"
#include "store/retention.h"

#include "fault_vfs.h"

#include <sqlite3.h>

static struct pair reader;
static struct clock noon;

struct done {
    bool recorded, lifted, answered, purged;
};

static struct done work(struct store *s, const char *id)
{
    struct done d = {0};
    struct answer a = answer_empty();
    struct purged p;
    a.phrases = 1u << ANSWER_DESK;
    d.recorded = store_audit(s, "staff", AUDIT_FACT_SIGNED, "shelter", NULL);
    d.lifted = store_lift_limits(s, "staff", clock_today(&noon), NULL);
    d.answered = store_answer(s, id, &a, reader.key, NULL, 0, 90, NULL);
    d.purged = store_purge(s, PURGE_ALL, reader.key, true, &p, NULL);
    return d;
}

static size_t on_record(struct store *s, enum audit_action what)
{
    struct audit_record rows[8];
    size_t count, n = 0;
    FINE(store_audit_list(s, 0, 8, rows, &count, NULL, e));
    for (size_t i = 0; i < count; i++)
        n += rows[i].what == what;
    return n;
}

static void check(const char *id, const struct done *d)
{
    struct store *s = NULL;
    struct audit_report report;
    struct store_status st;
    struct opened_answer seen;
    struct err err = {0};
    FINE(store_open(&s, below("work"), &noon, e));
    FINE(store_check(s, e));
    FINE(store_audit_verify(s, &report, e));
    FINE(store_status(s, clock_today(&noon), &st, e));
    assert_int_equal(on_record(s, AUDIT_FACT_SIGNED), d->recorded);
    assert_int_equal(on_record(s, AUDIT_LIMITS_OVERRIDDEN), d->lifted);
    assert_int_equal(st.lifted != DAY_NONE, d->lifted);
    assert_int_equal(on_record(s, AUDIT_REQUEST_ANSWERED), d->answered);
    assert_int_equal(on_record(s, AUDIT_PURGED), st.kept == 0);
    if (d->purged)
        assert_int_equal(st.kept, 0);
    if (st.kept && d->answered)
        FINE(store_read_answer(s, id, reader.key, &seen, e));
    else if (st.kept)
        assert_false(store_read_answer(s, id, reader.key, &seen, &err));
    FINE(store_audit(s, "staff", AUDIT_TEST_PRINT, "", e)); /* and it goes on */
    store_close(s);
}

static void fail_each(struct fault_plan plan)
{
    bool struck = true;
    int steps = 0;
    for (plan.nth = 1; struck; plan.nth++, steps++) {
        struct store *s = NULL;
        struct request_row row;
        size_t count;
        remove_tree(below("work"));
        FINE(store_open(&s, below("work"), &noon, e));
        send_one(s, &reader, "someone");
        FINE(store_list(s, 0, 1, &row, &count, NULL, e));
        fault_vfs_arm(plan);
        struct done d = work(s, row.id);
        struck = fault_vfs_struck();
        fault_vfs_disarm();
        store_close(s);
        if (!struck)
            assert_true(d.recorded && d.lifted && d.answered && d.purged);
        check(row.id, &d);
    }
    assert_in_range(steps, 15, 500);
}

static void test_full_once(void **state)
{
    (void)state;
    fail_each((struct fault_plan){.error = SQLITE_FULL});
}

static void test_sync_fails_once(void **state)
{
    (void)state;
    fail_each((struct fault_plan){.error = SQLITE_IOERR_FSYNC, .torn = true});
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
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_full_once), cmocka_unit_test(test_sync_fails_once)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
