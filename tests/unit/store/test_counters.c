/* Sums by day that tell nothing about anybody. SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "store/counters.h"
#include "store/store_int.h"

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
        tally_add(t, &clock, what, subject, tag);
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

static void test_sums_and_hidden(void **state)
{
    (void)state;
    struct tally t = {0};
    clock = clock_fake(NOON);
    struct store *s = opened("sums");
    assert_string_equal(all(s, DAY_NONE, DAY_NONE, false), "");
    add(&t, 3, COUNTED_PAGE, "police", "so");
    add(&t, 4, COUNTED_HELPED, "police", "so");
    add(&t, 5, COUNTED_LANGUAGE, "", "ar");
    FINE(store_count(s, &t, e));
    assert_int_equal(t.used, 0);
    assert_string_equal(all(s, DAY_NONE, DAY_NONE, false), "2026-05-27 helped police so -1\n"
                                                           "2026-05-27 language  ar 5\n"
                                                           "2026-05-27 page police so -1\n");
    add(&t, 2, COUNTED_PAGE, "police", "so");
    FINE(store_count(s, &t, e));
    store_close(s);
    s = opened("sums"); /* kept over a restart, and added up */
    assert_non_null(strstr(all(s, DAY_NONE, DAY_NONE, false), "page police so 5\n"));
    assert_string_equal(all(s, clock_today(&clock) + 1, DAY_NONE, false), "");
    assert_string_equal(all(s, DAY_NONE, clock_today(&clock) - 1, false), "");
    store_close(s);
}

static void test_days_and_months(void **state)
{
    (void)state;
    struct tally t = {0};
    clock = clock_fake(NOON);
    struct store *s = opened("months");
    add(&t, 3, COUNTED_REQUEST, "", "my");
    clock_advance(&clock, (int64_t)24 * 3600 * 1000); /* midnight passes before it is written */
    add(&t, 3, COUNTED_REQUEST, "", "my");
    clock_advance(&clock, (int64_t)10 * 24 * 3600 * 1000);
    add(&t, 7, COUNTED_REQUEST, "", "my");
    FINE(store_count(s, &t, e));
    assert_string_equal(all(s, DAY_NONE, DAY_NONE, false), "2026-05-27 request  my -1\n"
                                                           "2026-05-28 request  my -1\n"
                                                           "2026-06-07 request  my 7\n");
    assert_string_equal(all(s, DAY_NONE, DAY_NONE, true), "2026-05-01 request  my 6\n"
                                                          "2026-06-01 request  my 7\n");
    store_close(s);
}

static void test_written_once_an_hour(void **state)
{
    (void)state;
    struct tally t = {0};
    clock = clock_fake(NOON);
    assert_int_equal(tally_wait_ms(&t, &clock), -1);
    add(&t, 1, COUNTED_REQUEST, "", "en");
    clock_advance(&clock, TALLY_WRITE_MS - 7);
    add(&t, 1, COUNTED_REQUEST, "", "en"); /* later counts don't put it off */
    assert_int_equal(tally_wait_ms(&t, &clock), 7);
    clock_advance(&clock, 7);
    assert_int_equal(tally_wait_ms(&t, &clock), 0);
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
    FINE(db_exec(s->db, "DROP TABLE reply; DROP TABLE answer; DROP TABLE counted; PRAGMA user_version = 1",
                 "cannot go back", e));
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sums_and_hidden),
        cmocka_unit_test(test_days_and_months),
        cmocka_unit_test(test_written_once_an_hour),
        cmocka_unit_test(test_a_full_tally_and_long_words),
        cmocka_unit_test(test_nothing_is_lost_when_it_cannot_be_written),
        cmocka_unit_test(test_a_database_of_before),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
