/* Lists by what waits: each row once, in its place, from any page. SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "store/answers.h"
#include "store/lists.h"
#include "store/store_int.h"

enum { EACH = 7 };

static struct clock noon;

/* EACH requests in every state, days apart, with a reply to every second answered one. */
static void fill(struct store *s)
{
    for (int state = 0; state < REQUEST_STATE_COUNT; state++)
        for (int i = 0; i < EACH; i++) {
            char sql[600];
            int n = state * EACH + i;
            snprintf(sql, sizeof sql,
                     "INSERT INTO request SELECT %d, randomblob(16), %d, %d, 30000, randomblob(32), randomblob(32);"
                     "%s%d%s%d%s",
                     n + 1, 20000 + i / 2, state, state == 2 && i % 2 ? "INSERT INTO answer VALUES(" : "--", n + 1,
                     ", x'00'); INSERT INTO reply VALUES(", n + 1, ", x'00');");
            FINE(db_exec(s->db, sql, "fill", e));
        }
}

/* All of a list, read `page` at a time. */
static size_t read_all(struct store *s, enum request_list which, size_t page, struct request_row *rows)
{
    size_t all = 0, count;
    bool more = true;
    while (more) {
        FINE(store_list_of(s, which, all, page, rows + all, &count, &more, e));
        assert_true(count == page || !more);
        all += count;
    }
    for (size_t i = 0; i < all; i++)
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(rows[i].id, rows[k].id);
    return all;
}

static void test_lists(void **state)
{
    (void)state;
    struct store *s = NULL;
    noon = clock_fake(NOON);
    FINE(store_open(&s, below("lists"), &noon, e));
    fill(s);
    struct request_row rows[64], again[64];
    size_t n = 0;
    FINE(store_count_new(s, &n, e));
    assert_int_equal(n, EACH);
    for (size_t page = 1; page < 30; page += 3) {
        assert_int_equal(read_all(s, LIST_NEW, page, rows), EACH);
        assert_int_equal(read_all(s, LIST_ANSWERED, page, rows), EACH);
        assert_int_equal(read_all(s, LIST_WAITING, page, rows), EACH + EACH / 2);
        for (size_t i = 0; i < EACH + EACH / 2; i++)
            assert_int_equal(rows[i].state, i < EACH ? REQUEST_COLLECTED : REQUEST_ANSWERED);
        for (size_t i = 1; i < EACH + EACH / 2; i++)
            assert_true(i == EACH || rows[i].received >= rows[i - 1].received);
        assert_int_equal(read_all(s, LIST_ALL, page, rows), EACH * REQUEST_STATE_COUNT);
        for (size_t i = 0; i < (size_t)EACH * REQUEST_STATE_COUNT; i++) {
            assert_int_equal(rows[i].state, i / EACH);
            if (i % EACH && rows[i].state <= REQUEST_COLLECTED) /* in line */
                assert_true(rows[i].received >= rows[i - 1].received);
            else if (i % EACH)
                assert_true(rows[i].received <= rows[i - 1].received);
        }
        if (page == 1)
            memcpy(again, rows, sizeof rows);
        assert_memory_equal(again[5].id, rows[5].id, REQUEST_ID_TEXT);
    }
    bool more = true;
    FINE(store_list_of(s, LIST_ALL, 1000, 5, rows, &n, &more, e));
    assert_int_equal(n, 0);
    assert_false(more);
    store_close(s);
}

/* Hundreds that come in later don't bury the one that waits, on the first page of any list that has it. */
static void test_not_buried(void **state)
{
    (void)state;
    static const enum request_list with_new[] = {LIST_NEW, LIST_ALL};
    struct store *s = NULL;
    noon = clock_fake(NOON);
    FINE(store_open(&s, below("buried"), &noon, e));
    struct pair p = make_pair("buried");
    struct receipt_code code = send_one(s, &p, "meant"), read = send_one(s, &p, "read already");
    struct request_row row, rows[10];
    size_t count;
    bool more;
    FINE(store_find(s, &read, &row, NULL, e));
    FINE(store_mark_collected(s, row.id, e));
    FINE(store_find(s, &code, &row, NULL, e));
    clock_advance(&noon, 86400 * 1000);
    for (int i = 0; i < 40; i++)
        send_one(s, &p, "spam");
    for (size_t i = 0; i < 2; i++) {
        FINE(store_list_of(s, with_new[i], 0, 10, rows, &count, &more, e));
        assert_true(count == 10 && more);
        assert_string_equal(rows[0].id, row.id);
    }
    store_close(s);
    vault_key_free(p.key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_lists), cmocka_unit_test(test_not_buried)};
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
