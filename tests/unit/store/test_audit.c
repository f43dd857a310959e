/* The audit's chain: whatever is done to it afterwards is found. SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "store/answers.h"
#include "store/audit.h"
#include "store/store_int.h"

enum { DAY_MS = 86400 * 1000, RECORDS = 8 };

static struct clock clock;

static struct store *fresh(const char *name)
{
    struct store *s = NULL;
    clock = clock_fake(NOON);
    FINE(store_open(&s, below(name), &clock, e));
    return s;
}

static struct store *filled(const char *name)
{
    struct store *s = fresh(name);
    for (int i = 0; i < RECORDS; i++) {
        char subject[32];
        snprintf(subject, sizeof subject, "phone-%d", i);
        FINE(store_audit(s, i % 2 ? "staff" : "liaison:rivera", AUDIT_FACT_SIGNED, subject, e));
        clock_advance(&clock, DAY_MS / 3);
    }
    return s;
}

static void sql(struct store *s, const char *text)
{
    FINE(db_exec(s->db, text, text, e));
}

static int64_t broken_at(struct store *s)
{
    struct audit_report r;
    struct err err = {0};
    bool whole = store_audit_verify(s, &r, &err);
    assert_int_equal(whole, r.broken == 0);
    if (!whole)
        assert_int_equal(err.code, ERR_DAMAGED);
    return r.broken;
}

static void test_records(void **state)
{
    (void)state;
    struct store *s = fresh("records");
    struct audit_record rows[4];
    struct audit_report r;
    size_t count = 9, total = 9;
    char head[AUDIT_HEAD];
    FINE(store_audit_list(s, 0, 4, rows, &count, &total, e));
    assert_int_equal(count, 0);
    assert_int_equal(total, 0);
    FINE(store_audit_verify(s, &r, e));
    assert_true(r.last < r.first);
    FINE(store_audit(s, "staff", AUDIT_FACT_SIGNED, "shelter-phone", e));
    clock_advance(&clock, 61 * 60 * 1000);
    FINE(store_audit(s, "kiosk", AUDIT_UNLOCK_REFUSED, "", e));
    FINE(store_audit(s, "liaison:rivera", AUDIT_DAY_OFF, "rivera 2026-12-24", e));
    store_close(s);
    FINE(store_open(&s, below("records"), &clock, e));
    FINE(store_audit_list(s, 0, 4, rows, &count, &total, e));
    assert_int_equal(count, 3);
    assert_int_equal(total, 3);
    assert_int_equal(rows[0].number, 3);
    assert_string_equal(rows[0].actor, "liaison:rivera");
    assert_string_equal(rows[0].subject, "rivera 2026-12-24");
    assert_int_equal(rows[0].minute, 13 * 60 + 1);
    assert_int_equal(rows[1].minute, AUDIT_NO_MINUTE); /* somebody may have stood there */
    assert_int_equal(rows[2].day, clock_today(&clock));
    assert_string_equal(audit_word(rows[2].what), "fact-signed");
    FINE(store_audit_list(s, 2, 4, rows, &count, NULL, e));
    assert_int_equal(count, 1);
    assert_int_equal(rows[0].number, 1);
    FINE(store_audit_list(s, 3, 4, rows, &count, NULL, e));
    assert_int_equal(count, 0);
    FINE(store_audit_verify(s, &r, e));
    assert_int_equal(r.first, 1);
    assert_int_equal(r.last, 3);
    FINE(store_audit_head(s, head, e));
    assert_string_equal(head, r.head);
    assert_int_equal(strlen(head), AUDIT_HEAD - 1);
    store_close(s);
}

static void test_refusals(void **state)
{
    (void)state;
    struct store *s = fresh("refusals");
    char long_subject[AUDIT_SUBJECT + 1], long_actor[AUDIT_ACTOR + 1] = "liaison:";
    memset(long_subject, 'a', sizeof long_subject - 1);
    long_subject[sizeof long_subject - 1] = 0;
    memset(long_actor + 8, 'a', sizeof long_actor - 9);
    long_actor[sizeof long_actor - 1] = 0;
    const char *const actors[] = {"", "visitor", "Staff", "liaison:", "liaison:a b", "staff:x", long_actor};
    const char *const subjects[] = {"a\nb", "it's", "\xd9\x85", "<b>", "a\"", long_subject};
    for (size_t i = 0; i < sizeof actors / sizeof *actors; i++) {
        REFUSES(store_audit(s, actors[i], AUDIT_TEST_PRINT, "", e), ERR_REFUSED);
        REFUSES(store_act_as(s, actors[i], e), ERR_REFUSED);
    }
    for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++)
        REFUSES(store_audit(s, "staff", AUDIT_TEST_PRINT, subjects[i], e), ERR_REFUSED);
    long_subject[AUDIT_SUBJECT - 1] = 0;
    FINE(store_audit(s, "staff", AUDIT_TEST_PRINT, long_subject, e));
    assert_int_equal(broken_at(s), 0);
    store_close(s);
}

static void test_words(void **state)
{
    (void)state;
    for (int i = 1; i < AUDIT_ACTION_END; i++) {
        const char *word = audit_word((enum audit_action)i);
        assert_string_not_equal(word, "unknown");
        for (int k = 1; k < i; k++)
            assert_string_not_equal(word, audit_word((enum audit_action)k));
    }
    assert_string_equal(audit_word(AUDIT_ACTION_END), "unknown");
}

/* ---- what is done to the chain from outside -----------------------------------------------------------------------
 */

/* One field of one row, to be changed and put back. */
struct field {
    const char *table, *column, *key;
    int64_t row;
};

static sqlite3_value *get(struct store *s, const struct field *f)
{
    sqlite3_stmt *st = NULL;
    char text[200];
    snprintf(text, sizeof text, "SELECT %s FROM %s WHERE %s = %lld", f->column, f->table, f->key, (long long)f->row);
    FINE(db_prepare(s->db, &st, text, e));
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    sqlite3_value *v = sqlite3_value_dup(sqlite3_column_value(st, 0));
    sqlite3_finalize(st);
    return v;
}

static sqlite3_stmt *setter(struct store *s, const struct field *f)
{
    sqlite3_stmt *st = NULL;
    char text[200];
    snprintf(text, sizeof text, "UPDATE %s SET %s = ?1 WHERE %s = %lld", f->table, f->column, f->key,
             (long long)f->row);
    FINE(db_prepare(s->db, &st, text, e));
    return st;
}

/* The value with one bit turned; false beyond its last bit. */
static bool bind_turned(sqlite3_stmt *st, sqlite3_value *v, int bit)
{
    uint8_t bytes[AUDIT_SUBJECT];
    int n = sqlite3_value_bytes(v);
    if (sqlite3_value_type(v) == SQLITE_INTEGER) {
        if (bit < 64)
            sqlite3_bind_int64(st, 1, (int64_t)((uint64_t)sqlite3_value_int64(v) ^ 1ull << bit));
        return bit < 64;
    }
    assert_in_range(n, 0, sizeof bytes);
    if (bit >= n * 8)
        return false;
    memcpy(bytes, sqlite3_value_blob(v), (size_t)n);
    bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
    if (sqlite3_value_type(v) == SQLITE_TEXT)
        sqlite3_bind_text(st, 1, (const char *)bytes, n, SQLITE_TRANSIENT);
    else
        sqlite3_bind_blob(st, 1, bytes, n, SQLITE_TRANSIENT);
    return true;
}

/* Turns bits of every byte of the field, one at a time; how many changes the database took, each of which was found. */
static int turn_each(struct store *s, const struct field *f, bool at_row)
{
    sqlite3_value *was = get(s, f);
    int turned = 0;
    for (int bit = 0;; bit += 3) {
        sqlite3_stmt *st = setter(s, f);
        if (!bind_turned(st, was, bit)) {
            sqlite3_finalize(st);
            break;
        }
        sql(s, "BEGIN");
        bool taken = sqlite3_step(st) == SQLITE_DONE; /* a check of the table may say no already */
        sqlite3_finalize(st);
        sql(s, taken ? "COMMIT" : "ROLLBACK");
        if (!taken)
            continue;
        int64_t at = broken_at(s);
        if (at == 0 || (at_row && at != f->row))
            fail_msg("%s.%s of %lld, bit %d: broken at %lld", f->table, f->column, (long long)f->row, bit,
                     (long long)at);
        st = setter(s, f);
        sqlite3_bind_value(st, 1, was);
        FINE(db_finish(s->db, st, "put back", e));
        turned++;
    }
    sqlite3_value_free(was);
    return turned;
}

static void test_every_byte(void **state)
{
    (void)state;
    static const char *const columns[] = {"day", "minute", "what", "actor", "subject", "hash"};
    static const char *const ends[] = {"begin_number", "begin_hash", "head_number", "head_hash"};
    struct store *s = filled("bits");
    sql(s, "PRAGMA synchronous = OFF");
    for (int n = 1; n <= RECORDS; n++)
        for (size_t c = 0; c < sizeof columns / sizeof *columns; c++)
            assert_in_range(turn_each(s, &(struct field){"audit", columns[c], "number", n}, true), 5 * 8 / 3, 40 * 8);
    for (size_t c = 0; c < sizeof ends / sizeof *ends; c++)
        assert_in_range(turn_each(s, &(struct field){"audit_chain", ends[c], "only", 1}, false), 21, 256);
    assert_int_equal(broken_at(s), 0);
    store_close(s);
}

static void expect_broken(struct store *s, const char *change, int64_t at)
{
    sql(s, "CREATE TEMP TABLE kept AS SELECT * FROM audit");
    sql(s, change);
    if (broken_at(s) != at)
        fail_msg("%s: broken at %lld", change, (long long)broken_at(s));
    sql(s, "DELETE FROM audit; INSERT INTO audit SELECT * FROM kept; DROP TABLE kept");
    assert_int_equal(broken_at(s), 0);
}

static void test_taken_out_put_in_moved(void **state)
{
    (void)state;
    struct store *s = filled("moved");
    expect_broken(s, "DELETE FROM audit WHERE number = 1", 1);
    expect_broken(s, "DELETE FROM audit WHERE number = 4", 4);
    expect_broken(s, "DELETE FROM audit WHERE number = 8", 8); /* the end as well */
    expect_broken(s, "DELETE FROM audit", 1);
    expect_broken(s, "DELETE FROM audit WHERE number = 4; UPDATE audit SET number = number - 1 WHERE number > 4", 4);
    expect_broken(s,
                  "UPDATE audit SET number = 99 WHERE number = 3; UPDATE audit SET number = 3 WHERE number = 4;"
                  "UPDATE audit SET number = 4 WHERE number = 99",
                  3);
    expect_broken(s, "INSERT INTO audit SELECT 9, day, minute, what, actor, subject, hash FROM audit WHERE number = 8",
                  9);
    expect_broken(s,
                  "UPDATE audit SET number = number + 100 WHERE number > 4;"
                  "UPDATE audit SET number = number - 99 WHERE number > 100;"
                  "INSERT INTO audit SELECT 5, day, minute, what, actor, subject, hash FROM audit WHERE number = 4",
                  5);
    store_close(s);
}

/* The first records taken off, the chain begun behind them: no rule drops them so early. */
static void test_beginning_cut(void **state)
{
    (void)state;
    struct store *s = filled("cut");
    sql(s, "UPDATE audit_chain SET begin_number = 3, begin_hash = (SELECT hash FROM audit WHERE number = 3);"
           "DELETE FROM audit WHERE number <= 3");
    assert_int_equal(broken_at(s), 4);
    store_close(s);
}

/* Who has the disk can make a whole new chain; the digits that were written down before tell. */
static void test_head_written_down(void **state)
{
    (void)state;
    struct store *s = filled("head");
    char then[AUDIT_HEAD], bare[AUDIT_HEAD], now[AUDIT_HEAD];
    int64_t number = 0;
    size_t n = 0;
    FINE(store_audit_head(s, then, e));
    FINE(store_audit(s, "staff", AUDIT_TEST_PRINT, "", e));
    FINE(store_audit_head(s, now, e));
    assert_string_not_equal(then, now);
    for (const char *p = then; *p; p++)
        if (*p != ' ')
            bare[n++] = *p;
    bare[n] = 0;
    FINE(store_audit_knows(s, then, &number, e));
    assert_int_equal(number, RECORDS);
    FINE(store_audit_knows(s, bare, &number, e));
    assert_int_equal(number, RECORDS);
    REFUSES(store_audit_knows(s, "", &number, e), ERR_NOT_FOUND);
    REFUSES(store_audit_knows(s, "1234", &number, e), ERR_NOT_FOUND);
    REFUSES(store_audit_knows(s, "0000 0000 0000 0000 0000 0000 0000", &number, e), ERR_NOT_FOUND);
    store_close(s);
    s = filled("head-again"); /* the same acts on another kiosk are another chain */
    REFUSES(store_audit_knows(s, then, &number, e), ERR_NOT_FOUND);
    store_close(s);
}

static void test_guessing_is_bounded(void **state)
{
    (void)state;
    struct store *s = fresh("guess");
    size_t count, total;
    struct audit_record row;
    for (int i = 0; i < AUDIT_REFUSALS + 5; i++)
        FINE(store_audit(s, "kiosk", AUDIT_UNLOCK_REFUSED, "staff", e));
    FINE(store_audit(s, "staff", AUDIT_UNLOCKED, "staff", e));
    FINE(store_audit(s, "kiosk", AUDIT_UNLOCK_REFUSED, "staff", e));
    FINE(store_audit_list(s, 0, 1, &row, &count, &total, e));
    assert_int_equal(total, AUDIT_REFUSALS + 1);
    assert_int_equal(row.what, AUDIT_UNLOCKED);
    clock_advance(&clock, DAY_MS);
    FINE(store_audit(s, "kiosk", AUDIT_UNLOCK_REFUSED, "staff", e));
    FINE(store_audit_list(s, 0, 1, &row, &count, &total, e));
    assert_int_equal(row.what, AUDIT_UNLOCK_REFUSED);
    assert_int_equal(broken_at(s), 0);
    store_close(s);
}

/* What a liaison does is recorded with it, or neither is kept. */
static void test_with_its_change(void **state)
{
    (void)state;
    struct store *s = fresh("within");
    struct pair p = make_pair("within");
    struct receipt_code code = send_one(s, &p, "A");
    struct request_row row;
    struct audit_record rows[4];
    size_t count, total;
    struct answer a = answer_empty();
    a.phrases = 1u << ANSWER_DESK;
    FINE(store_find(s, &code, &row, NULL, e));
    FINE(store_mark_collected(s, row.id, e));
    FINE(store_act_as(s, "liaison:rivera", e));
    FINE(store_mark_collected(s, row.id, e)); /* it was: nothing changes */
    FINE(store_answer(s, row.id, &a, p.key, READERS(p), 1, 90, e));
    FINE(store_finish(s, row.id, p.key, 90, e));
    FINE(store_audit_list(s, 0, 4, rows, &count, &total, e));
    assert_int_equal(count, 3);
    assert_int_equal(rows[2].what, AUDIT_REQUEST_COLLECTED);
    assert_string_equal(rows[2].actor, "liaison");
    assert_int_equal(rows[1].what, AUDIT_REQUEST_ANSWERED);
    assert_int_equal(rows[0].what, AUDIT_REQUEST_CLOSED);
    assert_string_equal(rows[0].actor, "liaison:rivera");
    assert_int_equal(rows[0].minute, AUDIT_NO_MINUTE);
    assert_int_equal(strlen(rows[0].subject), 8);
    assert_memory_equal(rows[0].subject, row.id, 8);
    REFUSES(store_finish(s, "00000000000000000000000000000000", p.key, 90, e), ERR_NOT_FOUND);
    FINE(store_audit_list(s, 0, 4, rows, &count, &total, e));
    assert_int_equal(total, 3);
    /* a chain that cannot be added to: nothing is done without a record */
    sql(s, "DELETE FROM audit_chain");
    REFUSES(store_answer(s, row.id, &a, p.key, READERS(p), 1, 90, e), ERR_DAMAGED);
    FINE(store_get(s, row.id, &row, e));
    assert_int_equal(row.state, REQUEST_CLOSED);
    store_close(s);
    vault_key_free(p.key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_records),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_every_byte),
        cmocka_unit_test(test_taken_out_put_in_moved),
        cmocka_unit_test(test_beginning_cut),
        cmocka_unit_test(test_head_written_down),
        cmocka_unit_test(test_guessing_is_bounded),
        cmocka_unit_test(test_with_its_change),
    };
    return cmocka_run_group_tests_name("store/audit", tests, make_folder, drop_folder);
}
