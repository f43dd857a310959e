/* Requests in and out of the database. SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "store/migrate_int.h"
#include "store/store_int.h"

static struct clock clock;

static struct store *fresh(const char *name)
{
    struct store *s = NULL;
    clock = clock_fake(NOON);
    FINE(store_open(&s, below(name), &clock, e));
    return s;
}

static void test_send_find_read(void **state)
{
    (void)state;
    struct store *s = fresh("send");
    struct pair p = make_pair("send"), other = make_pair("other");
    struct receipt_code code = send_one(s, &p, "Amina");
    struct request_row row;
    struct request got;
    day_t received;
    int wait = -1;
    assert_true(receipt_code_valid(&code));
    FINE(store_find(s, &code, &row, &wait, e));
    assert_int_equal(wait, 0);
    assert_int_equal(row.received, clock_today(&clock));
    assert_int_equal(row.expires, row.received + 90);
    assert_int_equal(row.state, REQUEST_NEW);
    FINE(store_read(s, row.id, p.key, &got, &received, e));
    assert_string_equal(got.name, "Amina");
    assert_string_equal(got.language, "so");
    assert_int_equal(got.topics, 1u << TOPIC_STOLEN);
    assert_int_equal(received, row.received);
    REFUSES(store_read(s, row.id, other.key, &got, &received, e), ERR_REFUSED);
    REFUSES(store_read(s, "00", p.key, &got, &received, e), ERR_NOT_FOUND);
    REFUSES(store_read(s, "00000000000000000000000000000000", p.key, &got, &received, e), ERR_NOT_FOUND);
    REFUSES(store_read(s, "zz000000000000000000000000000000", p.key, &got, &received, e), ERR_NOT_FOUND);
    store_close(s);
    /* and after a restart */
    s = fresh("send");
    FINE(store_find(s, &code, &row, &wait, e));
    FINE(store_read(s, row.id, p.key, &got, &received, e));
    store_close(s);
    vault_key_free(p.key);
    vault_key_free(other.key);
}

static void test_send_refusals(void **state)
{
    (void)state;
    struct store *s = fresh("refuse");
    struct pair p = make_pair("refuse");
    struct receipt_code code = {.picture = {9, 9, 9}};
    struct request r = some_request("A"), empty = {0};
    static const uint8_t no_key[1][32];
    size_t count, total = 9;
    struct request_row rows[1];
    REFUSES(store_send(s, &r, READERS(p), 0, 90, &code, e), ERR_REFUSED);
    REFUSES(store_send(s, &r, no_key, 1, 90, &code, e), ERR_REFUSED);
    REFUSES(store_send(s, &empty, READERS(p), 1, 90, &code, e), ERR_REFUSED);
    REFUSES(store_send(s, &r, READERS(p), 1, 0, &code, e), ERR_FAILED);
    REFUSES(store_send(s, &r, READERS(p), 1, 100000, &code, e), ERR_FAILED);
    assert_int_equal(code.picture[0], 9);
    FINE(store_list(s, 0, 1, rows, &count, &total, e));
    assert_int_equal(total, 0);
    store_close(s);
    vault_key_free(p.key);
}

/* The slow step apart, as a worker thread does it. */
static void test_split(void **state)
{
    (void)state;
    struct store *s = fresh("split");
    struct pair p = make_pair("split");
    struct receipt_salt salt;
    struct receipt_secret secret, again;
    struct receipt_code code;
    struct request r = some_request("B");
    struct request_row row;
    store_receipt_salt(s, &salt);
    FINE(receipt_new(&salt, &code, &secret, e));
    FINE(store_send_as(s, &r, READERS(p), 1, 90, &secret, e));
    REFUSES(store_send_as(s, &r, READERS(p), 1, 90, &secret, e), ERR_REFUSED); /* taken */
    FINE(receipt_derive(&code, &salt, &again, e));
    assert_memory_equal(&secret, &again, sizeof secret);
    assert_memory_not_equal(secret.tag, secret.seed, 32);
    FINE(store_find_as(s, &again, &row, NULL, e));
    FINE(store_find(s, &code, &row, NULL, e));
    FINE(store_withdraw_as(s, &again, e));
    REFUSES(store_find_as(s, &again, &row, NULL, e), ERR_NOT_FOUND);
    salt.salt[0] ^= 1; /* on another kiosk the same code is another */
    FINE(receipt_derive(&code, &salt, &again, e));
    assert_memory_not_equal(secret.tag, again.tag, 32);
    store_close(s);
    vault_key_free(p.key);
}

static int64_t count_of(struct store *s, const char *sql)
{
    sqlite3_stmt *st = NULL;
    FINE(db_prepare(s->db, &st, sql, e));
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    int64_t n = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return n;
}

static void test_withdraw(void **state)
{
    (void)state;
    struct store *s = fresh("withdraw");
    struct pair p = make_pair("withdraw");
    struct receipt_code gone = send_one(s, &p, "gone"), stays = send_one(s, &p, "stays");
    struct request_row row;
    FINE(store_withdraw(s, &gone, e));
    REFUSES(store_withdraw(s, &gone, e), ERR_NOT_FOUND);
    REFUSES(store_find(s, &gone, &row, NULL, e), ERR_NOT_FOUND);
    FINE(store_find(s, &stays, &row, NULL, e));
    assert_int_equal(count_of(s, "SELECT count(*) FROM request"), 1);
    assert_int_equal(count_of(s, "SELECT count(*) FROM sealed"), 1);
    assert_int_equal(count_of(s, "SELECT count(*) FROM tombstone"), 1);
    FINE(store_check(s, e));
    store_close(s);
    vault_key_free(p.key);
}

/* No byte of the sealed request is left: not in a free page, not in the log, with the kiosk still running. */
static void test_withdraw_leaves_no_byte(void **state)
{
    (void)state;
    struct store *s = fresh("erase");
    struct pair p = make_pair("erase");
    for (int i = 0; i < 20; i++)
        send_one(s, &p, "other");
    struct receipt_code code = send_one(s, &p, "gone");
    struct request_row row;
    FINE(store_find(s, &code, &row, NULL, e));
    uint8_t body[4096], tag[32];
    sqlite3_stmt *st = NULL;
    char sql[200];
    snprintf(sql, sizeof sql,
             "SELECT body, receipt_tag FROM sealed JOIN request USING(slot) WHERE hex(id) = upper('%s')", row.id);
    FINE(db_prepare(s->db, &st, sql, e));
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    size_t len = (size_t)sqlite3_column_bytes(st, 0);
    assert_in_range(len, 2048, sizeof body);
    memcpy(body, sqlite3_column_blob(st, 0), len);
    memcpy(tag, sqlite3_column_blob(st, 1), 32);
    sqlite3_finalize(st);
    FINE(store_withdraw(s, &code, e));
    static const char *const files[] = {"erase/porchlight.db", "erase/porchlight.db-wal", "erase/porchlight.db-shm"};
    for (int f = 0; f < 3; f++) {
        struct arena a;
        char *bytes;
        size_t size;
        arena_init(&a, false);
        FINE(fs_read_path(below(files[f]), 1 << 26, &a, &bytes, &size, e));
        for (size_t i = 0; i + 32 <= len; i += 32)
            assert_null(memmem(bytes, size, body + i, 32));
        assert_null(memmem(bytes, size, tag, 32));
        arena_release(&a);
    }
    store_close(s);
    vault_key_free(p.key);
}

static void test_list(void **state)
{
    (void)state;
    enum { DAYS = 5, A_DAY = 7, ALL = DAYS * A_DAY };
    struct store *s = fresh("list");
    struct pair p = make_pair("list");
    struct request_row rows[ALL + 5], page[10];
    size_t count, total;
    for (int d = 0; d < DAYS; d++, clock_advance(&clock, 86400000))
        for (int i = 0; i < A_DAY; i++)
            send_one(s, &p, "x");
    FINE(store_list(s, 0, ALL + 5, rows, &count, &total, e));
    assert_int_equal(count, ALL);
    assert_int_equal(total, ALL);
    for (size_t i = 1; i < count; i++)
        assert_true(rows[i].received <= rows[i - 1].received);
    /* pages join without a gap */
    for (size_t at = 0; at < ALL; at += 10) {
        FINE(store_list(s, at, 10, page, &count, NULL, e));
        assert_int_equal(count, ALL - at < 10 ? ALL - at : 10);
        for (size_t i = 0; i < count; i++)
            assert_string_equal(page[i].id, rows[at + i].id);
    }
    FINE(store_list(s, ALL, 10, page, &count, NULL, e));
    assert_int_equal(count, 0);
    FINE(store_list(s, SIZE_MAX, 0, page, &count, NULL, e));
    assert_int_equal(count, 0);
    char id[REQUEST_ID_TEXT], part[REQUEST_ID_TEXT];
    for (size_t i = 0; i < ALL; i++) {
        snprintf(part, sizeof part, "%.12s", rows[i].id);
        FINE(store_resolve(s, part, id, e));
        assert_string_equal(id, rows[i].id);
        FINE(store_resolve(s, rows[i].id, id, e));
    }
    store_close(s);
    vault_key_free(p.key);
}

static void test_resolve_refusals(void **state)
{
    (void)state;
    struct store *s = fresh("resolve");
    struct pair p = make_pair("resolve");
    char id[REQUEST_ID_TEXT];
    static const char *const wrong[] = {"", "x", "123g", "-1", "00000000000000000000000000000000f", " 1"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        REFUSES(store_resolve(s, wrong[i], id, e), ERR_NOT_FOUND);
    for (int i = 0; i < 17; i++)
        send_one(s, &p, "x");
    /* seventeen ids, sixteen first digits: some digit begins two */
    int ambiguous = 0;
    for (const char *d = "0123456789abcdef"; *d; d++) {
        struct err err = {0};
        if (!store_resolve(s, (char[]){*d, 0}, id, &err))
            ambiguous += err.code == ERR_REFUSED;
        else
            assert_int_equal(id[0], *d);
    }
    assert_true(ambiguous > 0);
    store_close(s);
    vault_key_free(p.key);
}

static void test_collected(void **state)
{
    (void)state;
    struct store *s = fresh("collected");
    struct pair p = make_pair("collected");
    struct receipt_code code = send_one(s, &p, "x");
    struct request_row row;
    day_t day;
    FINE(store_last_collected(s, &day, e));
    assert_int_equal(day, DAY_NONE);
    FINE(store_find(s, &code, &row, NULL, e));
    clock_advance(&clock, 3 * 86400000LL);
    FINE(store_mark_collected(s, row.id, e));
    FINE(store_find(s, &code, &row, NULL, e));
    assert_int_equal(row.state, REQUEST_COLLECTED);
    assert_int_equal(row.expires, row.received + 3 + 90); /* kept for as long again */
    clock_advance(&clock, 86400000);
    FINE(store_mark_collected(s, row.id, e)); /* a second time changes the day of collection alone */
    FINE(store_find(s, &code, &row, NULL, e));
    assert_int_equal(row.expires, row.received + 3 + 90);
    FINE(store_last_collected(s, &day, e));
    assert_int_equal(day, row.received + 4);
    store_close(s);
    vault_key_free(p.key);
}

static void test_one_kiosk_a_folder(void **state)
{
    (void)state;
    struct store *s = fresh("lock"), *second = NULL;
    REFUSES(store_open(&second, below("lock"), &clock, e), ERR_REFUSED);
    store_close(s);
    FINE(store_open(&second, below("lock"), &clock, e));
    store_close(second);
}

static void test_beside_a_kiosk(void **state)
{
    (void)state;
    struct store *s = fresh("beside"), *reader = NULL, *writer = NULL;
    struct pair p = make_pair("beside");
    struct receipt_code code = send_one(s, &p, "first");
    struct request_row rows[3], row;
    size_t count;
    FINE(store_open_beside(&reader, below("beside"), &clock, false, e));
    FINE(store_list(reader, 0, 3, rows, &count, NULL, e));
    assert_int_equal(count, 1);
    send_one(s, &p, "second"); /* the kiosk goes on */
    FINE(store_list(reader, 0, 3, rows, &count, NULL, e));
    assert_int_equal(count, 2);
    assert_false(store_mark_collected(reader, rows[0].id, NULL));
    FINE(store_open_beside(&writer, below("beside"), &clock, true, e));
    FINE(store_find(s, &code, &row, NULL, e));
    FINE(store_mark_collected(writer, row.id, e));
    FINE(store_find(s, &code, &row, NULL, e));
    assert_int_equal(row.state, REQUEST_COLLECTED);
    FINE(store_withdraw(s, &code, e)); /* readers in the way do not stop an erasure */
    store_close(reader);
    store_close(writer);
    store_close(s);
    REFUSES(store_open_beside(&reader, below("nowhere"), &clock, false, e), ERR_NOT_FOUND);
    vault_key_free(p.key);
}

static void test_settings(void **state)
{
    (void)state;
    struct store *s = fresh("settings");
    assert_int_equal(count_of(s, "PRAGMA synchronous"), 2);
    assert_int_equal(count_of(s, "PRAGMA secure_delete"), 1);
    assert_int_equal(count_of(s, "PRAGMA foreign_keys"), 1);
    assert_int_equal(count_of(s, "PRAGMA application_id"), STORE_APPLICATION_ID);
    assert_int_equal(count_of(s, "PRAGMA user_version"), db_latest_version());
    assert_int_equal(count_of(s, "SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = 'wal'"), 1);
    assert_int_equal(count_of(s, "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND NOT strict"
                                 " AND name NOT LIKE 'sqlite_%'"),
                     0);
    store_close(s);
    struct stat st;
    assert_int_equal(stat(below("settings/porchlight.db"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(stat(below("settings"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_send_find_read),
        cmocka_unit_test(test_send_refusals),
        cmocka_unit_test(test_split),
        cmocka_unit_test(test_withdraw),
        cmocka_unit_test(test_withdraw_leaves_no_byte),
        cmocka_unit_test(test_list),
        cmocka_unit_test(test_resolve_refusals),
        cmocka_unit_test(test_collected),
        cmocka_unit_test(test_one_kiosk_a_folder),
        cmocka_unit_test(test_beside_a_kiosk),
        cmocka_unit_test(test_settings),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
