/* Erased on somebody's word: to the byte, by who may, beside a running kiosk. SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "help.h"

#include "store/answers.h"
#include "store/audit.h"
#include "store/retention.h"
#include "store/store_int.h"

#include <sodium.h>

_Static_assert(REQUEST_ID_BYTES == 16, "an id is a piece");
enum { DAY_MS = 86400 * 1000, MANY = 210, KEPT_DAYS = 90, PIECE = 16, PIECES = 4 };

static struct clock clock;
static struct pair rivera, haddad;

static struct store *fresh(const char *name)
{
    struct store *s = NULL;
    clock = clock_fake(NOON);
    FINE(store_open(&s, below(name), &clock, e));
    return s;
}

/* What of one request lies on the disk: pieces of each thing, to be looked for. */
struct traces {
    char id[REQUEST_ID_TEXT];
    uint8_t pieces[4 * PIECES + 3][PIECE];
    size_t count;
};

static void add_blob(struct store *s, struct traces *t, const char *sql, int64_t slot)
{
    sqlite3_stmt *st = NULL;
    FINE(db_prepare(s->db, &st, sql, e));
    sqlite3_bind_int64(st, 1, slot);
    if (sqlite3_step(st) == SQLITE_ROW) {
        int n = sqlite3_column_bytes(st, 0), parts = n > 64 ? PIECES : 1;
        for (int i = 0; i < parts; i++)
            memcpy(t->pieces[t->count++], (const uint8_t *)sqlite3_column_blob(st, 0) + (n - PIECE) / PIECES * i,
                   PIECE);
    }
    sqlite3_finalize(st);
}

static void take_traces(struct store *s, const char *id, struct traces *t)
{
    uint8_t bytes[REQUEST_ID_BYTES];
    snprintf(t->id, sizeof t->id, "%s", id);
    FINE(request_id_parse(id, bytes, e));
    int64_t slot = request_slot_of(bytes);
    t->count = 0;
    add_blob(s, t, "SELECT receipt_tag FROM request WHERE slot = ?1", slot);
    add_blob(s, t, "SELECT receipt_key FROM request WHERE slot = ?1", slot);
    add_blob(s, t, "SELECT body FROM sealed WHERE slot = ?1", slot);
    add_blob(s, t, "SELECT body FROM answer WHERE slot = ?1", slot);
    add_blob(s, t, "SELECT body FROM reply WHERE slot = ?1", slot);
}

/* Every file of the folder, one after the other. */
static uint8_t *raw(struct arena *a, const char *name, size_t *len)
{
    static const char *const files[] = {"porchlight.db", "porchlight.db-wal", "porchlight.reserve"};
    uint8_t *all = arena_alloc(a, 64 << 20);
    *len = 0;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char path[4400];
        char *text;
        size_t n;
        snprintf(path, sizeof path, "%s/%s", below(name), files[i]);
        if (fs_read_path(path, 30 << 20, a, &text, &n, NULL)) {
            memcpy(all + *len, text, n);
            *len += n;
        }
    }
    return all;
}

/* How often each of so many pieces lies in the bytes: one pass, by their first two bytes. */
static void count_pieces(const uint8_t *all, size_t len, const uint8_t (*pieces)[PIECE], size_t n, size_t *found)
{
    int *first = malloc(65536 * sizeof *first), *next = malloc(n * sizeof *next);
    for (int i = 0; i < 65536; i++)
        first[i] = -1;
    for (size_t i = 0; i < n; i++) {
        int at = pieces[i][0] << 8 | pieces[i][1];
        found[i] = 0;
        next[i] = first[at];
        first[at] = (int)i;
    }
    for (size_t k = 0; k + PIECE <= len; k++)
        for (int i = first[all[k] << 8 | all[k + 1]]; i >= 0; i = next[i])
            found[i] += memcmp(all + k, pieces[i], PIECE) == 0;
    free(first);
    free(next);
}

static size_t times(const uint8_t *all, size_t len, const uint8_t (*piece)[PIECE])
{
    size_t found;
    count_pieces(all, len, piece, 1, &found);
    return found;
}

static struct answer some_answer(void)
{
    struct answer a = answer_empty();
    a.phrases = 1u << ANSWER_DESK;
    return a;
}

/* Many of them, every third answered and replied to, every other one closed. The traces of all, in order. */
static struct traces *fill(struct store *s)
{
    struct traces *t = calloc(MANY, sizeof *t);
    struct answer a = some_answer();
    struct reply yes = {.kind = REPLY_ACCEPT};
    struct receipt_salt salt;
    store_receipt_salt(s, &salt);
    FINE(db_exec(s->db, "PRAGMA synchronous = OFF", "quick", e)); /* filling alone */
    for (int i = 0; i < MANY; i++) {
        struct receipt_code code = send_one(s, &rivera, "someone");
        struct receipt_secret secret;
        struct request_row row;
        struct opened_answer seen;
        FINE(receipt_derive(&code, &salt, &secret, e));
        FINE(store_find_as(s, &secret, &row, NULL, e));
        if (i % 3 == 0) {
            FINE(store_answer(s, row.id, &a, rivera.key, NULL, 0, KEPT_DAYS, e));
            FINE(store_open_answer(s, row.id, &secret, &seen, e));
            FINE(store_reply_as(s, &secret, seen.mark, &yes, READERS(rivera), 1, KEPT_DAYS, e));
        }
        if (i % 2 == 0)
            FINE(store_finish(s, row.id, rivera.key, KEPT_DAYS, e));
        take_traces(s, row.id, &t[i]);
    }
    FINE(db_exec(s->db, "PRAGMA synchronous = FULL", "safe", e));
    return t;
}

static void check_traces(const char *name, const struct traces *t, bool odd_ones_stay)
{
    struct arena a;
    size_t len, n = 0, k = 0;
    enum { MOST = 4 * PIECES + 4 };
    arena_init(&a, false);
    const uint8_t *all = raw(&a, name, &len);
    uint8_t(*pieces)[PIECE] = arena_alloc(&a, (size_t)MANY * MOST * PIECE);
    size_t *found = arena_alloc(&a, (size_t)MANY * MOST * sizeof *found);
    for (int i = 0; i < MANY; i++) {
        for (size_t c = 0; c < t[i].count; c++)
            memcpy(pieces[n++], t[i].pieces[c], PIECE);
        FINE(request_id_parse(t[i].id, pieces[n++], e));
    }
    count_pieces(all, len, (const uint8_t(*)[PIECE])pieces, n, found);
    for (int i = 0; i < MANY; i++) {
        bool stays = odd_ones_stay && i % 2;
        for (size_t c = 0; c < t[i].count; c++, k++)
            if ((found[k] > 0) != stays)
                fail_msg("request %d, piece %zu: %s", i, c, stays ? "lost" : "still there");
        if (!stays)
            assert_int_equal(found[k], 1); /* its id: the tombstone alone */
        k++;
    }
    arena_release(&a);
}

static void test_closed_to_the_byte(void **state)
{
    (void)state;
    struct store *s = fresh("closed");
    struct traces *t = fill(s);
    struct purged p;
    struct audit_record records[4];
    size_t count;
    FINE(store_purge(s, PURGE_CLOSED, rivera.key, false, &p, e));
    assert_true(p.found == MANY / 2 && p.erased == 0 && p.foreign == 0);
    FINE(store_act_as(s, "liaison:rivera", e));
    FINE(store_purge(s, PURGE_CLOSED, rivera.key, true, &p, e));
    assert_true(p.found == MANY / 2 && p.erased == MANY / 2 && !p.log_left);
    check_traces("closed", t, true);
    FINE(store_audit_list(s, 0, 4, records, &count, NULL, e));
    assert_int_equal(records[0].what, AUDIT_PURGED);
    assert_string_equal(records[0].actor, "liaison:rivera");
    assert_string_equal(records[0].subject, "5 closed"); /* the second batch */
    assert_string_equal(records[1].subject, "100 closed");
    FINE(store_purge(s, PURGE_ALL, rivera.key, true, &p, e));
    assert_int_equal(p.erased, MANY / 2);
    check_traces("closed", t, false);
    FINE(store_check(s, e));
    free(t);
    store_close(s);
}

static void test_expired_to_the_byte(void **state)
{
    (void)state;
    struct store *s = fresh("expired");
    struct traces *t = fill(s);
    struct purged p;
    struct audit_record record;
    size_t count;
    FINE(store_purge(s, PURGE_EXPIRED, NULL, true, &p, e));
    assert_int_equal(p.found, 0);
    clock_advance(&clock, (int64_t)(KEPT_DAYS + 1) * DAY_MS);
    FINE(store_purge(s, PURGE_EXPIRED, NULL, true, &p, e));
    assert_true(p.erased == MANY && !p.log_left);
    check_traces("expired", t, false);
    FINE(store_audit_list(s, 0, 1, &record, &count, NULL, e));
    assert_int_equal(record.what, AUDIT_EXPIRED);
    assert_string_equal(record.actor, "kiosk");
    assert_int_equal(record.minute, AUDIT_NO_MINUTE);
    free(t);
    store_close(s);
}

/* A key erases what it opens and nothing else. */
static void test_by_who_may(void **state)
{
    (void)state;
    struct store *s = fresh("may");
    struct purged p;
    size_t count, total;
    struct request_row row;
    send_one(s, &rivera, "A");
    send_one(s, &haddad, "B");
    send_one(s, &haddad, "C");
    FINE(store_purge(s, PURGE_ALL, rivera.key, false, &p, e));
    assert_true(p.found == 1 && p.foreign == 2);
    FINE(store_purge(s, PURGE_ALL, rivera.key, true, &p, e));
    assert_true(p.erased == 1 && p.foreign == 2);
    FINE(store_purge(s, PURGE_CLOSED, haddad.key, true, &p, e));
    assert_true(p.found == 0 && p.foreign == 0);
    FINE(store_list(s, 0, 1, &row, &count, &total, e));
    assert_int_equal(total, 2);
    /* one that was changed on the disk proves nothing: it goes by its day */
    FINE(db_exec(s->db, "UPDATE sealed SET body = zeroblob(length(body))", "change", e));
    FINE(store_purge(s, PURGE_ALL, haddad.key, true, &p, e));
    assert_true(p.erased == 0 && p.foreign == 2);
    clock_advance(&clock, (int64_t)(KEPT_DAYS + 1) * DAY_MS);
    FINE(store_purge(s, PURGE_EXPIRED, NULL, true, &p, e));
    assert_int_equal(p.erased, 2);
    store_close(s);
}

/* A reader in the way: the requests are gone, and it is said that the log is not empty; the next purge empties it. */
static void test_reader_in_the_way(void **state)
{
    (void)state;
    struct store *kiosk = fresh("reader"), *beside = NULL;
    struct traces t = {0};
    struct request_row row;
    struct purged p;
    size_t count, len;
    struct arena a;
    sqlite3 *reader = NULL;
    char path[4300];
    send_one(kiosk, &rivera, "A");
    FINE(store_list(kiosk, 0, 1, &row, &count, NULL, e));
    take_traces(kiosk, row.id, &t);
    snprintf(path, sizeof path, "%s/porchlight.db", below("reader"));
    assert_int_equal(sqlite3_open(path, &reader), SQLITE_OK);
    FINE(db_exec(reader, "BEGIN; SELECT count(*) FROM request", "read", e));
    FINE(store_open_beside(&beside, below("reader"), &clock, true, e));
    FINE(store_purge(beside, PURGE_ALL, rivera.key, true, &p, e));
    assert_true(p.erased == 1 && p.log_left);
    FINE(db_exec(reader, "COMMIT", "read", e));
    sqlite3_close(reader);
    FINE(store_purge(beside, PURGE_ALL, rivera.key, true, &p, e));
    assert_true(p.found == 0 && !p.log_left);
    arena_init(&a, false);
    const uint8_t *all = raw(&a, "reader", &len);
    for (size_t k = 0; k < t.count; k++)
        assert_int_equal(times(all, len, (const uint8_t(*)[PIECE]) & t.pieces[k]), 0);
    arena_release(&a);
    store_close(beside);
    send_one(kiosk, &rivera, "B"); /* the kiosk goes on */
    store_close(kiosk);
}

/* The log of the largest batch fits into the room that is set aside. */
static void test_room_for_a_batch(void **state)
{
    (void)state;
    struct store *s = fresh("batch");
    struct traces *t = fill(s);
    struct stat st;
    char path[4300];
    struct purged p;
    snprintf(path, sizeof path, "%s/porchlight.reserve", below("batch"));
    assert_int_equal(stat(path, &st), 0);
    assert_true(st.st_size == 2 << 20 && st.st_blocks * 512 >= st.st_size);
    assert_int_equal(st.st_mode & 0777, 0600);
    /* a reader keeps the log from being emptied: it holds all batches */
    sqlite3 *reader = NULL;
    char db[4300], wal[4310];
    snprintf(db, sizeof db, "%s/porchlight.db", below("batch"));
    snprintf(wal, sizeof wal, "%s-wal", db);
    db_empty_log(s);
    assert_int_equal(sqlite3_open(db, &reader), SQLITE_OK);
    FINE(db_exec(reader, "BEGIN; SELECT count(*) FROM request", "read", e));
    FINE(store_purge(s, PURGE_ALL, rivera.key, true, &p, e));
    assert_int_equal(stat(wal, &st), 0);
    print_message("# %d requests erased: a log of %lld KiB\n", MANY, (long long)st.st_size >> 10);
    assert_true(st.st_size * 100 / MANY < 2 << 20);
    FINE(db_exec(reader, "COMMIT", "read", e));
    sqlite3_close(reader);
    free(t);
    store_close(s);
}

static int setup(void **state)
{
    int rc = make_folder(state);
    if (rc == 0) {
        rivera = make_pair("rivera");
        haddad = make_pair("haddad");
    }
    return rc;
}

static int teardown(void **state)
{
    vault_key_free(rivera.key);
    vault_key_free(haddad.key);
    return drop_folder(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_closed_to_the_byte), cmocka_unit_test(test_expired_to_the_byte),
        cmocka_unit_test(test_by_who_may),         cmocka_unit_test(test_reader_in_the_way),
        cmocka_unit_test(test_room_for_a_batch),
    };
    return cmocka_run_group_tests_name("store/purge", tests, setup, teardown);
}
