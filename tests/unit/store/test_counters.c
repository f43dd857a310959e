/* Sums by day that tell nothing about anybody. SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "older.h"
#include "store/answers.h"
#include "store/counters.h"

enum { DAY_MS = 24 * 3600 * 1000 };

static struct clock clock;

static struct store *opened(const char *name)
{
    struct store *s = NULL;
    FINE(store_open(&s, below(name), &clock, e));
    return s;
}

static void add(struct tally *t, int times, enum counted what, const char *subject, const char *tag)
{
    for (int i = 0; i < times; i++)
        tally_add(t, clock_today(&clock), what, subject, tag);
}

static void write_line(void *to, const struct tally_cell *c)
{
    char *out = to, day[11];
    day_format(c->day, day);
    size_t n = strlen(out);
    snprintf(out + n, 1000 - n, "%s %s %s %s %d\n", day, counted_word(c->what), c->subject, c->tag, c->count);
}

static const char *all(struct store *s, day_t from, day_t to, bool months)
{
    static char out[1000];
    out[0] = 0;
    FINE(store_counts(s, from, to, months, write_line, out, e));
    return out;
}

static void test_small_numbers(void **state)
{
    (void)state;
    struct tally t = {0};
    clock = clock_fake(NOON);
    struct store *s = opened("sums");
    assert_string_equal(all(s, DAY_NONE, DAY_NONE, true), "");
    add(&t, 3, COUNTED_PAGE, "police", "so");
    add(&t, 4, COUNTED_HELPED, "police", "so");
    add(&t, 5, COUNTED_LANGUAGE, "", "ar");
    FINE(store_count(s, &t, e));
    assert_int_equal(t.used, 0);
    assert_string_equal(all(s, DAY_NONE, DAY_NONE, false), "2026-05-27 language  ar 5\n");
    assert_string_equal(all(s, DAY_NONE, DAY_NONE, true), "2026-05-01 language  ar 5\n"
                                                          "2026-05-01 page police so -1\n"
                                                          "2026-05-01 helped police so -1\n");
    clock_advance(&clock, DAY_MS);
    add(&t, 2, COUNTED_PAGE, "police", "so");
    FINE(store_count(s, &t, e));
    store_close(s);
    s = opened("sums"); /* kept over a restart, and added up */
    assert_non_null(strstr(all(s, DAY_NONE, DAY_NONE, true), "2026-05-01 page police so 5\n"));
    assert_string_equal(all(s, DAY_NONE, DAY_NONE, false), "2026-05-27 language  ar 5\n");
    assert_string_equal(all(s, clock_today(&clock), DAY_NONE, false), "");
    assert_string_equal(all(s, DAY_NONE, clock_today(&clock) - 2, false), "");
    store_close(s);
}

/* The day of a small number is nowhere on the disk. */
static void test_the_day_is_not_kept(void **state)
{
    (void)state;
    struct tally t = {0};
    clock = clock_fake(NOON);
    struct store *s = opened("quiet");
    add(&t, 4, COUNTED_LANGUAGE, "", "my");
    FINE(store_count(s, &t, e));
    sqlite3_stmt *st;
    FINE(db_prepare(s->db, &st, "SELECT count(*) FROM counted WHERE day != 0", e));
    assert_int_equal(sqlite3_step(st), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(st, 0), 0);
    sqlite3_finalize(st);
    store_close(s);
}

static void test_a_day_at_a_time(void **state)
{
    (void)state;
    struct tally t = {0};
    clock = clock_fake(NOON);
    assert_false(tally_due(&t, clock_today(&clock)));
    add(&t, 1, COUNTED_REQUEST, "", "");
    assert_false(tally_due(&t, clock_today(&clock)));
    clock_advance(&clock, DAY_MS);
    assert_true(tally_due(&t, clock_today(&clock)));
    add(&t, 1, COUNTED_REQUEST, "", ""); /* yesterday's is not written yet: not counted under the wrong day */
    assert_int_equal(t.cells[0].count, 1);
}

static void test_a_full_tally_and_long_words(void **state)
{
    (void)state;
    static struct tally t;
    char slug[100], *longest = slug;
    clock = clock_fake(NOON);
    for (int i = 0; i < TALLY_MAX + 10; i++) {
        snprintf(slug, sizeof slug, "page-%d", i);
        add(&t, 1, COUNTED_PAGE, slug, "en");
    }
    assert_int_equal(t.used, TALLY_MAX);
    memset(slug, 'x', sizeof slug - 1);
    slug[sizeof slug - 1] = 0;
    t.used = 0;
    add(&t, 1, COUNTED_PAGE, longest, longest);
    add(&t, 1, COUNTED_PAGE, longest, longest);
    assert_int_equal(t.used, 1);
    assert_int_equal(strlen(t.cells[0].subject), TALLY_SUBJECT - 1);
}

static void test_nothing_is_lost_when_it_cannot_be_written(void **state)
{
    (void)state;
    struct tally t = {0};
    clock = clock_fake(NOON);
    struct store *s = opened("locked"), *beside = NULL;
    add(&t, 6, COUNTED_REQUEST, "", "en");
    FINE(store_open_beside(&beside, below("locked"), &clock, false, e));
    struct err said;
    assert_false(store_count(beside, &t, &said)); /* opened for reading */
    assert_int_equal(t.cells[0].count, 6);
    FINE(store_count(s, &t, e));
    assert_string_equal(all(beside, DAY_NONE, DAY_NONE, false), "2026-05-27 request  en 6\n");
    store_close(beside);
    store_close(s);
}

/* A database that a kiosk made before there were counts. */
static void test_a_database_of_before(void **state)
{
    (void)state;
    struct tally t = {0};
    clock = clock_fake(NOON);
    struct store *s = opened("before"), *beside = NULL;
    go_back(s, 1);
    store_close(s);
    FINE(store_open_beside(&beside, below("before"), &clock, false, e));
    assert_string_equal(all(beside, DAY_NONE, DAY_NONE, false), "");
    store_close(beside);
    s = opened("before");
    add(&t, 5, COUNTED_REQUEST, "", "en");
    FINE(store_count(s, &t, e));
    assert_string_equal(all(s, DAY_NONE, DAY_NONE, false), "2026-05-27 request  en 5\n");
    store_close(s);
}

static void answer_after(struct store *s, const struct pair *p, int days)
{
    struct receipt_code code = send_one(s, p, "A");
    struct request_row row;
    struct answer a = answer_empty();
    a.phrases = 1u << ANSWER_DESK;
    clock_advance(&clock, (int64_t)days * DAY_MS);
    FINE(store_find(s, &code, &row, NULL, e));
    FINE(store_answer(s, row.id, &a, p->key, NULL, 0, 90, e));
    FINE(store_answer(s, row.id, &a, p->key, NULL, 0, 90, e)); /* another answer is not another request */
}

/* How long visitors waited, in coarse steps; what is hidden is not what is left of the sum. */
static void test_answered(void **state)
{
    (void)state;
    clock = clock_fake(NOON - 26 * 86400LL); /* 1 May */
    struct store *s = opened("answered");
    struct pair p = make_pair("answered");
    for (int i = 0; i < 6; i++)
        answer_after(s, &p, 0);
    answer_after(s, &p, 5);
    assert_string_equal(all(s, DAY_NONE, DAY_NONE, true), "2026-05-01 answered   7\n"
                                                          "2026-05-01 waited 0-1  -1\n"
                                                          "2026-05-01 waited 4-7  -1\n");
    assert_string_equal(all(s, DAY_NONE, DAY_NONE, false), ""); /* never by day */
    for (int i = 0; i < 4; i++)
        answer_after(s, &p, 4);
    assert_string_equal(all(s, DAY_NONE, DAY_NONE, true), "2026-05-01 answered   11\n"
                                                          "2026-05-01 waited 0-1  6\n"
                                                          "2026-05-01 waited 4-7  5\n");
    answer_after(s, &p, 60);
    assert_non_null(strstr(all(s, DAY_NONE, DAY_NONE, true), "2026-07-01 answered   -1\n2026-07-01 waited 31+  -1\n"));
    store_close(s);
    vault_key_free(p.key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_small_numbers),
        cmocka_unit_test(test_the_day_is_not_kept),
        cmocka_unit_test(test_a_day_at_a_time),
        cmocka_unit_test(test_a_full_tally_and_long_words),
        cmocka_unit_test(test_nothing_is_lost_when_it_cannot_be_written),
        cmocka_unit_test(test_a_database_of_before),
        cmocka_unit_test(test_answered),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
