/* No hour is promised twice, whoever promised it; and what a key opens, one request after the other.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "store/opened.h"
#include "store/promises.h"
#include "store/share.h"
#include "store/store_int.h"

#include <sodium.h>

static struct clock noon;
enum { KEEP = 90, DAY = 20606 /* 2026-06-02, a Tuesday */ };

static const struct weekly_hours tuesdays = {.weekday = 1, .from_min = 540, .to_min = 720};
static const struct availability hours = {.weekly = &tuesdays, .weekly_count = 1};
static const struct slot_plan plan = {.person = &hours, .length_min = 30};

/* A kiosk with three requests to two liaisons. */
struct scene {
    struct store *s;
    struct pair one, two;
    uint8_t both[2][VAULT_PUBLIC_KEY];
    struct receipt_secret secrets[3];
    struct request_row rows[3];
};

static struct scene begin(const char *name)
{
    struct scene t = {.one = make_pair("one"), .two = make_pair("two")};
    struct receipt_salt salt;
    noon = clock_fake(NOON);
    remove_tree(below(name));
    FINE(store_open(&t.s, below(name), &noon, e));
    memcpy(t.both[0], t.one.readers[0], VAULT_PUBLIC_KEY);
    memcpy(t.both[1], t.two.readers[0], VAULT_PUBLIC_KEY);
    store_receipt_salt(t.s, &salt);
    for (int i = 0; i < 3; i++) {
        struct request r = some_request("someone");
        struct receipt_code code;
        FINE(store_send(t.s, &r, (const uint8_t(*)[VAULT_PUBLIC_KEY])t.both, 2, KEEP, &code, e));
        FINE(receipt_derive(&code, &salt, &t.secrets[i], e));
        FINE(store_find_as(t.s, &t.secrets[i], &t.rows[i], NULL, e));
    }
    return t;
}

static void end(struct scene *t)
{
    FINE(store_check(t->s, e));
    store_close(t->s);
    vault_key_free(t->one.key);
    vault_key_free(t->two.key);
}

static struct answer meeting(int minute, const char *officer)
{
    struct answer a = answer_empty();
    a.phrases = 1u << ANSWER_PHONE;
    a.day = DAY;
    a.minute = minute;
    snprintf(a.officer, sizeof a.officer, "%s", officer);
    return a;
}

static bool give(struct scene *t, int i, const struct vault_key *by, int minute, const char *officer,
                 enum slot_fit *fit, struct err *e)
{
    struct answer a = meeting(minute, officer);
    return store_answer_planned(t->s, t->rows[i].id, &a, by, (const uint8_t(*)[VAULT_PUBLIC_KEY])t->both, 2, KEEP,
                                &plan, fit, e);
}

static size_t owed(struct scene *t, const struct vault_key *key, const char *officer)
{
    struct promises p;
    FINE(store_promises(t->s, key, officer, NULL, &p, e));
    size_t n = p.count;
    promises_release(&p);
    return n;
}

static void say(struct scene *t, int i, enum reply_kind kind)
{
    struct opened_answer seen;
    struct reply r = {.kind = kind};
    FINE(store_open_answer(t->s, t->rows[i].id, &t->secrets[i], &seen, e));
    FINE(store_reply_as(t->s, &t->secrets[i], seen.mark, &r, (const uint8_t(*)[VAULT_PUBLIC_KEY])t->both, 2, KEEP, e));
}

static void test_never_twice(void **state)
{
    (void)state;
    struct scene t = begin("twice");
    enum slot_fit fit;
    struct opened_answer none;
    FINE(give(&t, 0, t.one.key, 600, "one", &fit, e));
    REFUSES(give(&t, 1, t.one.key, 600, "one", &fit, e), ERR_REFUSED);
    assert_int_equal(fit, SLOT_TAKEN);
    REFUSES(give(&t, 1, t.one.key, 580, "one", &fit, e), ERR_REFUSED);
    REFUSES(give(&t, 1, t.one.key, 800, "one", &fit, e), ERR_REFUSED);
    assert_int_equal(fit, SLOT_OUTSIDE);
    REFUSES(store_read_answer(t.s, t.rows[1].id, t.one.key, &none, e), ERR_NOT_FOUND); /* nothing was changed */
    FINE(give(&t, 0, t.one.key, 610, "one", &fit, e));                 /* its own time is not in its way */
    FINE(give(&t, 1, t.two.key, 610, "two", &fit, e));                 /* another officer's hour is another's */
    REFUSES(give(&t, 2, t.two.key, 620, "one", &fit, e), ERR_REFUSED); /* who answers for one knows what one promised */
    assert_int_equal(fit, SLOT_TAKEN);
    assert_int_equal(owed(&t, t.two.key, "one"), 1);
    assert_int_equal(owed(&t, t.one.key, "two"), 1);
    end(&t);
}

static void test_given_back(void **state)
{
    (void)state;
    struct scene t = begin("back");
    enum slot_fit fit;
    FINE(give(&t, 0, t.one.key, 600, "one", &fit, e));
    say(&t, 0, REPLY_OTHER_TIME);
    assert_int_equal(owed(&t, t.one.key, "one"), 0);
    FINE(give(&t, 1, t.one.key, 600, "one", &fit, e));
    FINE(store_finish(t.s, t.rows[1].id, t.one.key, KEEP, e)); /* nobody had said yes */
    assert_int_equal(owed(&t, t.one.key, "one"), 0);
    FINE(give(&t, 2, t.one.key, 600, "one", &fit, e));
    say(&t, 2, REPLY_ACCEPT);
    FINE(store_finish(t.s, t.rows[2].id, t.one.key, KEEP, e)); /* somebody may come */
    assert_int_equal(owed(&t, t.one.key, "one"), 1);
    REFUSES(give(&t, 0, t.one.key, 600, "one", &fit, e), ERR_REFUSED);
    FINE(store_withdraw_as(t.s, &t.secrets[2], e)); /* taken back: nobody comes */
    FINE(give(&t, 0, t.one.key, 600, "one", &fit, e));
    end(&t);
}

static size_t unread(struct scene *t, const struct vault_key *key, const char *officer, const char *except)
{
    struct promises p;
    FINE(store_promises(t->s, key, officer, except, &p, e));
    size_t n = p.unknown;
    promises_release(&p);
    return n;
}

/* What was sealed to a lost key alone is counted, not guessed at, and no time is promised beside it unasked. */
static void test_unknown(void **state)
{
    (void)state;
    struct scene t = begin("unknown");
    struct answer a = meeting(600, "one");
    const uint8_t(*both)[VAULT_PUBLIC_KEY] = (const uint8_t(*)[VAULT_PUBLIC_KEY])t.both;
    enum slot_fit fit;
    struct opened_answer none;
    FINE(store_answer(t.s, t.rows[0].id, &a, t.one.key, READERS(t.one), 1, KEEP, e));
    assert_int_equal(owed(&t, t.two.key, "one"), 0);
    assert_int_equal(unread(&t, t.two.key, "one", NULL), 1);
    assert_int_equal(unread(&t, t.two.key, "one", t.rows[0].id), 0); /* its own is replaced */
    REFUSES(give(&t, 1, t.two.key, 600, "one", &fit, e), ERR_REFUSED);
    assert_int_equal(fit, SLOT_UNREAD);
    REFUSES(store_read_answer(t.s, t.rows[1].id, t.two.key, &none, e), ERR_NOT_FOUND);
    REFUSES(give(&t, 1, t.two.key, 800, "one", &fit, e), ERR_REFUSED);
    assert_int_equal(fit, SLOT_OUTSIDE); /* what is certain is said first */
    /* who was told of one goes on; of two they were not told */
    struct slot_plan told = plan;
    told.unread_accepted = 1;
    a = meeting(540, "one");
    FINE(store_answer_planned(t.s, t.rows[1].id, &a, t.two.key, both, 2, KEEP, &told, &fit, e));
    FINE(store_answer(t.s, t.rows[2].id, &a, t.one.key, READERS(t.one), 1, KEEP, e));
    a = meeting(570, "one");
    REFUSES(store_answer_planned(t.s, t.rows[1].id, &a, t.two.key, both, 2, KEEP, &told, &fit, e), ERR_REFUSED);
    assert_int_equal(fit, SLOT_UNREAD);
    /* a colleague lets the key read them: now it is known which hours are taken */
    struct pair three = make_pair("three");
    uint8_t all[2][VAULT_PUBLIC_KEY];
    memcpy(all[0], t.two.readers[0], VAULT_PUBLIC_KEY);
    memcpy(all[1], three.readers[0], VAULT_PUBLIC_KEY);
    FINE(store_share(t.s, t.rows[0].id, t.one.key, (const uint8_t(*)[VAULT_PUBLIC_KEY])all, 2, NULL, e));
    vault_key_free(three.key);
    FINE(store_finish(t.s, t.rows[2].id, t.one.key, KEEP, e)); /* closed, and nobody said yes: no promise stands */
    assert_int_equal(unread(&t, t.two.key, "one", NULL), 0);
    REFUSES(give(&t, 1, t.two.key, 600, "one", &fit, e), ERR_REFUSED);
    assert_int_equal(fit, SLOT_TAKEN);
    FINE(give(&t, 1, t.two.key, 570, "one", &fit, e));
    end(&t);
}

static int read_through(struct scene *t, struct promise_book *b, struct promises *out)
{
    bool more = true;
    int steps = 0;
    promise_book_begin(b);
    for (; more; steps++)
        FINE(promise_book_step(t->s, b, t->one.key, &more, e));
    promise_book_list(b, NULL, out);
    return steps;
}

/* A book opens an answer once; new ones, replies and what is gone are seen. */
static void test_book(void **state)
{
    (void)state;
    struct scene t = begin("book");
    enum { MORE = 12 };
    struct promise_book *b = promise_book_new("one");
    struct promises p;
    struct request_row rows[MORE];
    struct receipt_secret secrets[MORE];
    bool more;
    for (int i = 0; i < MORE; i++) {
        struct request r = some_request("someone");
        struct answer a = meeting(540 + 5 * i, "one");
        randombytes_buf(&secrets[i], sizeof secrets[i]);
        FINE(store_send_as(t.s, &r, READERS(t.one), 1, KEEP, &secrets[i], e));
        FINE(store_find_as(t.s, &secrets[i], &rows[i], NULL, e));
        FINE(store_answer(t.s, rows[i].id, &a, t.one.key, READERS(t.one), 1, KEEP, e));
    }
    assert_true(read_through(&t, b, &p) > 1); /* a few at a time */
    assert_int_equal(p.count, MORE);
    promises_release(&p);
    assert_int_equal(read_through(&t, b, &p), 1);
    assert_int_equal(p.count, MORE);
    assert_string_equal(p.ids[0] + 32, "");
    promises_release(&p);
    t.secrets[0] = secrets[0];
    t.rows[0] = rows[0];
    say(&t, 0, REPLY_OTHER_TIME);
    FINE(store_withdraw_as(t.s, &secrets[1], e));
    assert_int_equal(read_through(&t, b, &p), 1);
    assert_int_equal(p.count, MORE - 2);
    promises_release(&p);
    promise_book_free(b);
    /* begun again in the middle, nothing is opened twice */
    b = promise_book_new("one");
    int steps = 0;
    for (more = true; more; steps++) {
        promise_book_begin(b);
        FINE(promise_book_step(t.s, b, t.one.key, &more, e));
    }
    assert_in_range(steps, 2, MORE / 2 + 1);
    promise_book_list(b, NULL, &p);
    assert_int_equal(p.count, MORE - 2);
    promises_release(&p);
    promise_book_free(b);
    end(&t);
}

struct seen {
    size_t count, answered, foreign, stop_at;
};

static bool see(void *context, const struct opened_request *r)
{
    struct seen *s = context;
    s->count++;
    s->answered += r->answered == OPENED_READ;
    s->foreign += r->answered == OPENED_FOREIGN;
    assert_string_equal(r->request.name, "someone");
    return s->count != s->stop_at;
}

static void test_all_that_a_key_opens(void **state)
{
    (void)state;
    struct scene t = begin("opens");
    struct opened_count count;
    struct seen s = {0};
    struct liaison_day list;
    enum slot_fit fit;
    struct answer hidden = meeting(540, "one");
    struct pair stranger = make_pair("stranger");
    FINE(give(&t, 0, t.one.key, 600, "one", &fit, e));
    FINE(store_answer(t.s, t.rows[1].id, &hidden, t.one.key, READERS(t.one), 1, KEEP, e));
    FINE(store_each_opened(t.s, t.two.key, see, &s, &count, e));
    assert_true(s.count == 3 && s.answered == 1 && s.foreign == 1 && count.opened == 3 && count.foreign == 0);
    s = (struct seen){.stop_at = 2};
    FINE(store_each_opened(t.s, t.two.key, see, &s, &count, e));
    assert_int_equal(s.count, 2);
    FINE(store_each_opened(t.s, stranger.key, see, &s, &count, e));
    assert_true(count.opened == 0 && count.foreign == 3);
    FINE(store_liaison_day(t.s, t.one.key, "one", DAY, &list, &count, e));
    assert_int_equal(list.count, 2);
    assert_int_equal(list.v[0].minute, 540);
    assert_string_equal(list.v[1].id, t.rows[0].id);
    liaison_day_release(&list);
    FINE(db_exec(t.s->db, "UPDATE sealed SET body = zeroblob(length(body))", "", e));
    s = (struct seen){0};
    FINE(store_each_opened(t.s, t.one.key, see, &s, &count, e));
    assert_int_equal(count.opened, 0);
    assert_int_equal(count.damaged + count.foreign, 3);
    vault_key_free(stranger.key);
    end(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_never_twice), cmocka_unit_test(test_given_back),           cmocka_unit_test(test_unknown),
        cmocka_unit_test(test_book),        cmocka_unit_test(test_all_that_a_key_opens),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
