/* Old requests for new liaisons: only who can open a request can give it on, words and proofs stay, and who is not
 * among the readers any more opens it no more. SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "store/answers.h"
#include "store/audit.h"
#include "store/share.h"

#include <sodium.h>

static struct clock noon;
enum { KEEP = 90, DAY = 20606 /* 2026-06-02 */ };

struct scene {
    struct store *s;
    struct pair old, fresh;
    struct receipt_secret secret;
    struct request_row row;
};

static struct scene begin(const char *name)
{
    struct scene t = {.old = make_pair("old"), .fresh = make_pair("fresh")};
    struct receipt_salt salt;
    noon = clock_fake(NOON);
    remove_tree(below(name));
    FINE(store_open(&t.s, below(name), &noon, e));
    struct receipt_code code = send_one(t.s, &t.old, "someone");
    store_receipt_salt(t.s, &salt);
    FINE(receipt_derive(&code, &salt, &t.secret, e));
    FINE(store_find_as(t.s, &t.secret, &t.row, NULL, e));
    return t;
}

static void end(struct scene *t)
{
    FINE(store_check(t->s, e));
    store_close(t->s);
    vault_key_free(t->old.key);
    vault_key_free(t->fresh.key);
}

static struct request opened(struct scene *t, const struct pair *by)
{
    struct request r;
    day_t received;
    FINE(store_read(t->s, t->row.id, by->key, &r, &received, e));
    return r;
}

static bool reads(const struct request *r, const struct pair *who)
{
    for (size_t i = 0; i < r->reader_count; i++)
        if (memcmp(r->readers[i], who->readers[0], REQUEST_READER_MARK) == 0)
            return true;
    return false;
}

static void test_given_on(void **state)
{
    (void)state;
    struct scene t = begin("share");
    struct request r;
    day_t received;
    bool changed = false;
    struct answer a = answer_empty();
    struct opened_answer seen;
    struct reply yes = {.kind = REPLY_ACCEPT}, back;
    a.phrases = 1u << ANSWER_MEET;
    a.day = DAY;
    a.minute = 600;
    strcpy(a.place, ANSWER_PLACE_CENTRE);
    FINE(store_answer(t.s, t.row.id, &a, t.old.key, READERS(t.old), 1, KEEP, e));
    FINE(store_open_answer(t.s, t.row.id, &t.secret, &seen, e));
    FINE(store_reply_as(t.s, &t.secret, seen.mark, &yes, READERS(t.old), 1, KEEP, e));
    r = opened(&t, &t.old);
    assert_int_equal(r.reader_count, 1);
    assert_true(reads(&r, &t.old));
    /* nobody lets themselves in */
    REFUSES(store_read(t.s, t.row.id, t.fresh.key, &r, &received, e), ERR_REFUSED);
    REFUSES(store_share(t.s, t.row.id, t.fresh.key, READERS(t.fresh), 1, NULL, e), ERR_REFUSED);
    FINE(store_act_as(t.s, "liaison:old", e));
    FINE(store_share(t.s, t.row.id, t.old.key, READERS(t.fresh), 1, &changed, e));
    assert_true(changed);
    r = opened(&t, &t.fresh);
    assert_string_equal(r.name, "someone");
    assert_int_equal(r.reader_count, 2);
    assert_true(reads(&r, &t.old) && reads(&r, &t.fresh));
    /* what was promised and said is read too, and the visitor's code opens it as before */
    FINE(store_read_answer(t.s, t.row.id, t.fresh.key, &seen, e));
    assert_memory_equal(seen.by, vault_key_public(t.old.key), VAULT_PUBLIC_KEY);
    FINE(store_read_reply(t.s, t.row.id, t.fresh.key, &back, e));
    assert_int_equal(back.kind, REPLY_ACCEPT);
    FINE(store_open_answer(t.s, t.row.id, &t.secret, &seen, e));
    assert_true(seen.proven);
    FINE(store_open_reply(t.s, t.row.id, &t.secret, &back, e));
    /* a second time changes nothing, and is no record */
    FINE(store_share(t.s, t.row.id, t.fresh.key, READERS(t.old), 1, &changed, e));
    assert_false(changed);
    struct audit_record rec[4];
    size_t n;
    FINE(store_audit_list(t.s, 0, 4, rec, &n, NULL, e));
    assert_int_equal(rec[0].what, AUDIT_REQUEST_SHARED);
    assert_string_equal(rec[0].actor, "liaison:old");
    assert_memory_equal(rec[0].subject, t.row.id, 8);
    assert_int_not_equal(rec[1].what, AUDIT_REQUEST_SHARED);
    end(&t);
}

/* The new key in place of the lost one: when it seals anew itself, the old one opens nothing any more. */
static void test_replaced(void **state)
{
    (void)state;
    struct scene t = begin("replaced");
    struct request r;
    day_t received;
    FINE(store_share(t.s, t.row.id, t.old.key, READERS(t.fresh), 1, NULL, e));
    FINE(store_share(t.s, t.row.id, t.fresh.key, READERS(t.fresh), 1, NULL, e));
    r = opened(&t, &t.fresh);
    assert_int_equal(r.reader_count, 1);
    assert_string_equal(r.name, "someone");
    REFUSES(store_read(t.s, t.row.id, t.old.key, &r, &received, e), ERR_REFUSED);
    end(&t);
}

static void test_refused(void **state)
{
    (void)state;
    struct scene t = begin("refused");
    static const uint8_t no_key[1][VAULT_PUBLIC_KEY]; /* zeros are no point that anything is sealed to */
    struct request r;
    REFUSES(store_share(t.s, "00", t.old.key, READERS(t.fresh), 1, NULL, e), ERR_NOT_FOUND);
    REFUSES(store_share(t.s, "00112233445566778899aabbccddeeff", t.old.key, READERS(t.fresh), 1, NULL, e),
            ERR_NOT_FOUND);
    REFUSES(store_share(t.s, t.row.id, t.old.key, no_key, 1, NULL, e), ERR_REFUSED);
    r = opened(&t, &t.old); /* all is as it was */
    assert_int_equal(r.reader_count, 1);
    end(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_given_on),
        cmocka_unit_test(test_replaced),
        cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
