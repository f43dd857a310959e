/* No hour is promised twice, whoever promised it; and what a key opens, one request after the other.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "store/opened.h"
#include "store/promises.h"
#include "store/store_int.h"

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

/* An answer that is not sealed to a key is counted, not guessed at. */
static void test_unknown(void **state)
{
    (void)state;
    struct scene t = begin("unknown");
    struct answer a = meeting(600, "one");
    struct promises p;
    FINE(store_answer(t.s, t.rows[0].id, &a, t.one.key, READERS(t.one), 1, KEEP, e));
    FINE(store_promises(t.s, t.two.key, "one", NULL, &p, e));
    assert_int_equal(p.count, 0);
    assert_int_equal(p.unknown, 1);
    promises_release(&p);
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
        cmocka_unit_test(test_never_twice),
        cmocka_unit_test(test_given_back),
        cmocka_unit_test(test_unknown),
        cmocka_unit_test(test_all_that_a_key_opens),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
