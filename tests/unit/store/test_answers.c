/* Answers and replies: only the code and the liaisons open them, nobody answers in another's name, and what is taken
 * back is gone. SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "older.h"
#include "store/answers.h"

static struct clock noon;
enum { KEEP = 90, DAY = 20606 /* 2026-06-02 */ };

/* A kiosk with one request by `code`. */
struct scene {
    struct store *s;
    struct pair officer;
    struct receipt_code code;
    struct receipt_secret secret;
    struct request_row row;
};

static struct scene begin(const char *name)
{
    struct scene t = {.officer = make_pair(name)};
    struct receipt_salt salt;
    noon = clock_fake(NOON);
    remove_tree(below(name));
    FINE(store_open(&t.s, below(name), &noon, e));
    t.code = send_one(t.s, &t.officer, "someone");
    store_receipt_salt(t.s, &salt);
    FINE(receipt_derive(&t.code, &salt, &t.secret, e));
    FINE(store_find_as(t.s, &t.secret, &t.row, NULL, e));
    return t;
}

static void end(struct scene *t)
{
    FINE(store_check(t->s, e));
    store_close(t->s);
    vault_key_free(t->officer.key);
}

static struct answer meeting(const char *place)
{
    struct answer a = answer_empty();
    a.phrases = 1u << ANSWER_MEET;
    a.day = DAY;
    a.minute = 10 * 60;
    snprintf(a.place, sizeof a.place, "%s", place);
    return a;
}

static void give(struct scene *t, const struct answer *a)
{
    FINE(store_answer(t->s, t->row.id, a, t->officer.key, READERS(t->officer), 1, KEEP, e));
}

static int64_t number(struct store *s, const char *sql)
{
    sqlite3_stmt *st = NULL;
    FINE(db_prepare(s->db, &st, sql, e));
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    int64_t n = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return n;
}

static void test_answer_and_reply(void **state)
{
    (void)state;
    struct scene t = begin("both");
    struct answer a = meeting("Library");
    struct opened_answer seen, own;
    struct reply r = {.kind = REPLY_ACCEPT}, back;
    REFUSES(store_open_answer(t.s, t.row.id, &t.secret, &seen, e), ERR_NOT_FOUND);
    REFUSES(store_read_reply(t.s, t.row.id, t.officer.key, &back, e), ERR_NOT_FOUND);
    clock_advance(&noon, 2 * 86400000LL);
    give(&t, &a);
    FINE(store_find_as(t.s, &t.secret, &t.row, NULL, e));
    assert_int_equal(t.row.state, REQUEST_ANSWERED);
    assert_int_equal(t.row.expires, t.row.received + 2 + KEEP);
    FINE(store_open_answer(t.s, t.row.id, &t.secret, &seen, e));
    assert_string_equal(seen.answer.place, "Library");
    assert_int_equal(seen.answer.day, DAY);
    assert_true(seen.proven);
    assert_memory_equal(seen.by, vault_key_public(t.officer.key), 32);
    FINE(store_read_answer(t.s, t.row.id, t.officer.key, &own, e));
    assert_true(own.proven);
    assert_memory_equal(own.mark, seen.mark, ANSWER_MARK);
    REFUSES(store_open_reply(t.s, t.row.id, &t.secret, &back, e), ERR_NOT_FOUND);
    FINE(store_reply_as(t.s, &t.secret, seen.mark, &r, READERS(t.officer), 1, KEEP, e));
    FINE(store_read_reply(t.s, t.row.id, t.officer.key, &back, e));
    assert_int_equal(back.kind, REPLY_ACCEPT);
    r = (struct reply){.kind = REPLY_OTHER_TIME, .slots = {{DAY, PART_EVENING}}, .slot_count = 1};
    FINE(store_reply_as(t.s, &t.secret, seen.mark, &r, READERS(t.officer), 1, KEEP, e));
    FINE(store_open_reply(t.s, t.row.id, &t.secret, &back, e));
    assert_int_equal(back.kind, REPLY_OTHER_TIME);
    assert_int_equal(back.slots[0].part, PART_EVENING);
    FINE(store_find_as(t.s, &t.secret, &t.row, NULL, e));
    assert_int_equal(t.row.state, REQUEST_ANSWERED);
    end(&t);
}

/* A newer answer takes the place of the older, and a reply to the older is none to the newer. */
static void test_replaced(void **state)
{
    (void)state;
    struct scene t = begin("replaced");
    struct answer a = meeting("Library"), b = meeting("Market");
    struct opened_answer first, second;
    struct reply r = {.kind = REPLY_ACCEPT}, back;
    give(&t, &a);
    FINE(store_open_answer(t.s, t.row.id, &t.secret, &first, e));
    FINE(store_reply_as(t.s, &t.secret, first.mark, &r, READERS(t.officer), 1, KEEP, e));
    give(&t, &b);
    REFUSES(store_read_reply(t.s, t.row.id, t.officer.key, &back, e), ERR_NOT_FOUND);
    REFUSES(store_reply_as(t.s, &t.secret, first.mark, &r, READERS(t.officer), 1, KEEP, e), ERR_REFUSED);
    FINE(store_open_answer(t.s, t.row.id, &t.secret, &second, e));
    assert_string_equal(second.answer.place, "Market");
    assert_int_equal(number(t.s, "SELECT count(*) FROM answer"), 1);
    assert_int_equal(number(t.s, "SELECT count(*) FROM reply"), 0);
    end(&t);
}

static void test_refusals(void **state)
{
    (void)state;
    struct scene t = begin("refusals");
    struct pair other = make_pair("refusals-other");
    struct answer a = meeting("Library"), empty = answer_empty();
    struct opened_answer seen;
    struct reply none = {0}, yes = {.kind = REPLY_ACCEPT};
    struct receipt_code wrong = wrong_code(7);
    struct receipt_salt salt;
    struct receipt_secret wrong_secret;
    store_receipt_salt(t.s, &salt);
    FINE(receipt_derive(&wrong, &salt, &wrong_secret, e));
    REFUSES(store_answer(t.s, t.row.id, &a, other.key, NULL, 0, KEEP, e), ERR_REFUSED); /* cannot read the request */
    REFUSES(store_answer(t.s, t.row.id, &empty, t.officer.key, NULL, 0, KEEP, e), ERR_REFUSED);
    REFUSES(store_answer(t.s, t.row.id, &a, t.officer.key, NULL, 0, 0, e), ERR_FAILED);
    REFUSES(store_answer(t.s, "00000000000000000000000000000000", &a, t.officer.key, NULL, 0, KEEP, e), ERR_NOT_FOUND);
    FINE(store_find_as(t.s, &t.secret, &t.row, NULL, e));
    assert_int_equal(t.row.state, REQUEST_NEW);
    give(&t, &a);
    REFUSES(store_open_answer(t.s, t.row.id, &wrong_secret, &seen, e), ERR_REFUSED);
    REFUSES(store_read_answer(t.s, t.row.id, other.key, &seen, e), ERR_REFUSED);
    FINE(store_open_answer(t.s, t.row.id, &t.secret, &seen, e));
    REFUSES(store_reply_as(t.s, &t.secret, seen.mark, &none, READERS(t.officer), 1, KEEP, e), ERR_REFUSED);
    REFUSES(store_reply_as(t.s, &t.secret, seen.mark, &yes, NULL, 0, KEEP, e), ERR_REFUSED);
    REFUSES(store_reply_as(t.s, &wrong_secret, seen.mark, &yes, READERS(t.officer), 1, KEEP, e), ERR_NOT_FOUND);
    assert_int_equal(number(t.s, "SELECT count(*) FROM reply"), 0);
    vault_key_free(other.key);
    end(&t);
}

/* Somebody with the disk and the list of public keys, but no secret key, changes or makes up an answer. */
static void test_forged(void **state)
{
    (void)state;
    struct scene t = begin("forged");
    struct pair thief = make_pair("forged-thief");
    struct answer a = meeting("Library"), trap = meeting("Dark Alley");
    struct opened_answer seen;
    /* the thief sends a request and answers it, then puts that answer beside the other's request */
    struct receipt_code code = send_one(t.s, &thief, "thief");
    struct request_row row;
    FINE(store_find(t.s, &code, &row, NULL, e));
    FINE(store_answer(t.s, row.id, &trap, thief.key, NULL, 0, KEEP, e));
    give(&t, &a);
    char sql[400];
    snprintf(sql, sizeof sql,
             "UPDATE answer SET body = (SELECT body FROM answer JOIN request USING(slot) WHERE hex(id) = upper('%s'))",
             row.id);
    FINE(db_exec(t.s->db, sql, "x", e));
    REFUSES(store_open_answer(t.s, t.row.id, &t.secret, &seen, e), ERR_REFUSED);
    give(&t, &a);
    FINE(store_open_answer(t.s, t.row.id, &t.secret, &seen, e));
    assert_true(seen.proven);
    for (int at = 0; at < 4; at++) { /* a bit of the head, of a box, of the middle, of the end */
        snprintf(
            sql, sizeof sql,
            "UPDATE answer SET body = CAST(substr(body, 1, %d) || (CASE WHEN substr(body, %d, 1) = x'00' THEN x'01'"
            " ELSE x'00' END) || substr(body, %d) AS BLOB)",
            at * 800, at * 800 + 1, at * 800 + 2);
        FINE(db_exec(t.s->db, sql, "x", e));
        assert_false(store_open_answer(t.s, t.row.id, &t.secret, &seen, NULL) && at != 1); /* 1: perhaps a decoy */
        give(&t, &a);
    }
    /* a reply in the place of an answer */
    struct reply yes = {.kind = REPLY_ACCEPT};
    FINE(store_open_answer(t.s, t.row.id, &t.secret, &seen, e));
    FINE(store_reply_as(t.s, &t.secret, seen.mark, &yes, READERS(t.officer), 1, KEEP, e));
    FINE(db_exec(t.s->db, "UPDATE answer SET body = (SELECT body FROM reply)", "x", e));
    REFUSES(store_open_answer(t.s, t.row.id, &t.secret, &seen, e), ERR_DAMAGED);
    vault_key_free(thief.key);
    end(&t);
}

/* Two liaisons: each sees what the other has promised; only the giver's own key and the code can prove it. */
static void test_two_liaisons(void **state)
{
    (void)state;
    struct scene t = begin("two");
    struct pair second = make_pair("two-second");
    struct answer a = meeting("Library");
    struct opened_answer seen;
    FINE(store_answer(t.s, t.row.id, &a, t.officer.key, READERS(second), 1, KEEP, e));
    FINE(store_read_answer(t.s, t.row.id, second.key, &seen, e));
    assert_string_equal(seen.answer.place, "Library");
    assert_false(seen.proven);
    vault_key_free(second.key);
    end(&t);
}

static void test_one_size(void **state)
{
    (void)state;
    struct scene t = begin("size");
    struct answer a = meeting("Library, the room on the second floor, behind the stairs"), b = answer_empty();
    struct reply r = {.kind = REPLY_ACCEPT};
    struct opened_answer seen;
    b.phrases = 1u << ANSWER_THANKS;
    give(&t, &a);
    int64_t one = number(t.s, "SELECT length(body) FROM answer");
    give(&t, &b);
    assert_int_equal(number(t.s, "SELECT length(body) FROM answer"), one);
    FINE(store_open_answer(t.s, t.row.id, &t.secret, &seen, e));
    FINE(store_reply_as(t.s, &t.secret, seen.mark, &r, READERS(t.officer), 1, KEEP, e));
    one = number(t.s, "SELECT length(body) FROM reply");
    r = (struct reply){.kind = REPLY_OTHER_TIME, .slot_count = REQUEST_SLOTS_MAX};
    for (int i = 0; i < REQUEST_SLOTS_MAX; i++)
        r.slots[i] = (struct request_slot){DAY + i, PART_MIDDAY};
    FINE(store_reply_as(t.s, &t.secret, seen.mark, &r, READERS(t.officer), 1, KEEP, e));
    assert_int_equal(number(t.s, "SELECT length(body) FROM reply"), one);
    end(&t);
}

static void test_finish(void **state)
{
    (void)state;
    struct scene t = begin("finish");
    struct pair other = make_pair("finish-other");
    REFUSES(store_finish(t.s, t.row.id, other.key, KEEP, e), ERR_REFUSED);
    FINE(store_finish(t.s, t.row.id, t.officer.key, KEEP, e));
    FINE(store_find_as(t.s, &t.secret, &t.row, NULL, e));
    assert_int_equal(t.row.state, REQUEST_CLOSED);
    vault_key_free(other.key);
    end(&t);
}

/* How many files of the folder hold these bytes. */
static int files_with(const char *name, const void *bytes, size_t len)
{
    static const char *const files[] = {"porchlight.db", "porchlight.db-wal", "porchlight.db-shm"};
    int found = 0;
    for (int f = 0; f < 3; f++) {
        struct arena a;
        char *read, path[4400];
        size_t size;
        arena_init(&a, false);
        snprintf(path, sizeof path, "%s/%s", below(name), files[f]);
        if (access(path, F_OK) == 0) {
            FINE(fs_read_path(path, 1 << 26, &a, &read, &size, e));
            found += memmem(read, size, bytes, len) != NULL;
        }
        arena_release(&a);
    }
    return found;
}

/* The sealed bytes of a table, the first `cap` of them. */
static void sealed_bytes(struct store *s, const char *sql, uint8_t *out, size_t cap)
{
    sqlite3_stmt *st = NULL;
    FINE(db_prepare(s->db, &st, sql, e));
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    assert_true((size_t)sqlite3_column_bytes(st, 0) >= cap);
    memcpy(out, sqlite3_column_blob(st, 0), cap);
    sqlite3_finalize(st);
}

/* Nothing of it lies in the clear; taken back, not a byte of it lies there sealed, and its id stays as a tombstone. */
static void test_bytes(void **state)
{
    (void)state;
    enum { SOME = 2048 };
    struct scene t = begin("bytes");
    struct answer a = meeting("Riverside Library");
    struct reply r = {.kind = REPLY_OTHER_TIME, .slots = {{DAY, PART_EVENING}}, .slot_count = 1};
    struct opened_answer seen;
    uint8_t answer[SOME], reply[SOME];
    a.phrases |= 1u << ANSWER_INTERPRETER;
    give(&t, &a);
    FINE(store_open_answer(t.s, t.row.id, &t.secret, &seen, e));
    FINE(store_reply_as(t.s, &t.secret, seen.mark, &r, READERS(t.officer), 1, KEEP, e));
    static const char *const words[] = {"Riverside",  "interpreter-arranged",
                                        "2026-06-02", "10:00",
                                        "phrases",    "other-time",
                                        "evening",    "meet",
                                        "accept",     "version"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (files_with("bytes", words[i], strlen(words[i])))
            fail_msg("'%s' can be read in the folder", words[i]);
    assert_int_equal(files_with("bytes", vault_key_public(t.officer.key), 32), 0); /* nor who has answered */
    sealed_bytes(t.s, "SELECT body FROM answer", answer, SOME);
    sealed_bytes(t.s, "SELECT body FROM reply", reply, SOME);
    assert_true(files_with("bytes", answer + 100, 32) > 0); /* the search can find */
    FINE(store_withdraw_as(t.s, &t.secret, e));
    for (size_t i = 0; i + 32 <= SOME; i += 32)
        assert_int_equal(files_with("bytes", answer + i, 32) + files_with("bytes", reply + i, 32), 0);
    assert_int_equal(number(t.s, "SELECT count(*) FROM answer") + number(t.s, "SELECT count(*) FROM reply"), 0);
    assert_int_equal(number(t.s, "SELECT count(*) FROM tombstone"), 1);
    REFUSES(store_read_answer(t.s, t.row.id, t.officer.key, &seen, e), ERR_NOT_FOUND);
    REFUSES(store_answer(t.s, t.row.id, &a, t.officer.key, NULL, 0, KEEP, e), ERR_NOT_FOUND);
    end(&t);
}

/* Kept for its days from the last change, then gone with its request. */
static void test_expired(void **state)
{
    (void)state;
    struct scene t = begin("expired");
    struct answer a = meeting("Library");
    struct reply r = {.kind = REPLY_ACCEPT};
    struct opened_answer seen;
    size_t erased;
    clock_advance(&noon, 80 * 86400000LL);
    give(&t, &a);
    FINE(store_open_answer(t.s, t.row.id, &t.secret, &seen, e));
    clock_advance(&noon, 80 * 86400000LL);
    FINE(store_reply_as(t.s, &t.secret, seen.mark, &r, READERS(t.officer), 1, KEEP, e));
    clock_advance(&noon, KEEP * 86400000LL);
    FINE(store_erase_expired(t.s, &erased, e));
    assert_int_equal(erased, 0);
    clock_advance(&noon, 86400000LL);
    FINE(store_erase_expired(t.s, &erased, e));
    assert_int_equal(erased, 1);
    assert_int_equal(number(t.s, "SELECT count(*) FROM answer") + number(t.s, "SELECT count(*) FROM reply"), 0);
    end(&t);
}

/* A database that only an older kiosk has opened: read beside it, nothing is answered; opened by this one, it is. */
static void test_older_database(void **state)
{
    (void)state;
    struct scene t = begin("older");
    struct store *beside = NULL;
    struct answer a = meeting("Library");
    struct opened_answer seen;
    go_back(t.s, 2);
    store_close(t.s);
    FINE(store_open_beside(&beside, below("older"), &noon, true, e));
    REFUSES(store_read_answer(beside, t.row.id, t.officer.key, &seen, e), ERR_NOT_FOUND);
    REFUSES(store_answer(beside, t.row.id, &a, t.officer.key, NULL, 0, KEEP, e), ERR_REFUSED);
    store_close(beside);
    FINE(store_open(&t.s, below("older"), &noon, e));
    give(&t, &a);
    end(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answer_and_reply), cmocka_unit_test(test_replaced), cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_forged),           cmocka_unit_test(test_one_size), cmocka_unit_test(test_two_liaisons),
        cmocka_unit_test(test_finish),           cmocka_unit_test(test_bytes),    cmocka_unit_test(test_older_database),
        cmocka_unit_test(test_expired),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
