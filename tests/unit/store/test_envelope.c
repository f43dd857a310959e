/* Envelopes: each reader opens them, nobody else, and no byte of them or of what they are bound to can change.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "store/envelope.h"
#include "store/vault_int.h"

static struct envelope_binding binding(void)
{
    struct envelope_binding b = {.received = 20600};
    memset(b.id, 1, sizeof b.id);
    memset(b.receipt_tag, 2, sizeof b.receipt_tag);
    memset(b.receipt_key, 3, sizeof b.receipt_key);
    return b;
}

static const char payload[] = "what was said";

static void seal(const struct envelope_binding *b, const uint8_t (*readers)[32], size_t count, struct str *out)
{
    str_init(out);
    FINE(envelope_seal(b, readers, count, payload, sizeof payload, out, e));
    assert_int_equal(out->len, ENVELOPE_OVERHEAD + sizeof payload);
}

static void test_every_reader_opens(void **state)
{
    (void)state;
    struct pair pairs[VAULT_READERS_MAX];
    uint8_t readers[VAULT_READERS_MAX][32];
    for (int i = 0; i < VAULT_READERS_MAX; i++) {
        char name[20];
        snprintf(name, sizeof name, "reader %d", i);
        pairs[i] = make_pair(name);
        memcpy(readers[i], pairs[i].readers[0], 32);
    }
    struct envelope_binding b = binding();
    for (size_t count = 1; count <= VAULT_READERS_MAX; count += 5) {
        struct str sealed, opened;
        seal(&b, (const uint8_t(*)[32])readers, count, &sealed);
        for (size_t i = 0; i < VAULT_READERS_MAX; i++) {
            str_init(&opened);
            if (i < count) {
                FINE(envelope_open(&b, pairs[i].key, (uint8_t *)sealed.s, sealed.len, &opened, e));
                assert_string_equal(opened.s, payload);
            } else {
                REFUSES(envelope_open(&b, pairs[i].key, (uint8_t *)sealed.s, sealed.len, &opened, e), ERR_REFUSED);
                assert_int_equal(opened.len, 0);
            }
            str_release(&opened);
        }
        str_release(&sealed);
    }
    for (int i = 0; i < VAULT_READERS_MAX; i++)
        vault_key_free(pairs[i].key);
}

static void test_refusals(void **state)
{
    (void)state;
    struct envelope_binding b = binding();
    static const uint8_t zeros[VAULT_READERS_MAX + 1][32]; /* a point of small order: no key */
    static char big[ENVELOPE_PAYLOAD_MAX + 1];
    struct pair p = make_pair("p");
    struct str out;
    str_init(&out);
    REFUSES(envelope_seal(&b, READERS(p), 0, payload, 5, &out, e), ERR_REFUSED);
    REFUSES(envelope_seal(&b, zeros, VAULT_READERS_MAX + 1, payload, 5, &out, e), ERR_REFUSED);
    REFUSES(envelope_seal(&b, zeros, 1, payload, 5, &out, e), ERR_REFUSED);
    REFUSES(envelope_seal(&b, READERS(p), 1, big, sizeof big, &out, e), ERR_TOO_BIG);
    assert_int_equal(out.len, 0);
    str_release(&out);
    vault_key_free(p.key);
}

static void test_every_changed_byte(void **state)
{
    (void)state;
    struct envelope_binding b = binding();
    struct pair p = make_pair("p");
    struct str sealed, opened;
    str_init(&opened);
    seal(&b, READERS(p), 1, &sealed);
    for (size_t i = 0; i < sealed.len; i++) {
        struct err err = {0};
        sealed.s[i] ^= 0x10;
        assert_false(envelope_open(&b, p.key, (uint8_t *)sealed.s, sealed.len, &opened, &err));
        /* in the reader's own box it looks like someone else's letter; anywhere else it is damage */
        assert_true(err.code == ERR_DAMAGED || (err.code == ERR_REFUSED && i >= 25 && i < ENVELOPE_HEAD));
        sealed.s[i] ^= 0x10;
    }
    for (size_t cut = 0; cut < sealed.len; cut++)
        REFUSES(envelope_open(&b, p.key, (uint8_t *)sealed.s, cut, &opened, e), ERR_DAMAGED);
    FINE(envelope_open(&b, p.key, (uint8_t *)sealed.s, sealed.len, &opened, e));
    str_release(&sealed);
    str_release(&opened);
    vault_key_free(p.key);
}

static void test_bound_to_its_row(void **state)
{
    (void)state;
    struct envelope_binding b = binding(), other[4];
    struct pair p = make_pair("p");
    struct str sealed, opened;
    str_init(&opened);
    seal(&b, READERS(p), 1, &sealed);
    for (int i = 0; i < 4; i++)
        other[i] = b;
    other[0].id[15] ^= 1;
    other[1].receipt_tag[0] ^= 1;
    other[2].receipt_key[31] ^= 1; /* whoever swaps the key an answer is sealed to is found out */
    other[3].received++;
    for (int i = 0; i < 4; i++)
        REFUSES(envelope_open(&other[i], p.key, (uint8_t *)sealed.s, sealed.len, &opened, e), ERR_DAMAGED);
    str_release(&sealed);
    str_release(&opened);
    vault_key_free(p.key);
}

/* One reader or sixteen, the same request twice: nothing recurs and every box is a point as crypto_box_seal makes. */
static void test_nothing_recurs(void **state)
{
    (void)state;
    struct envelope_binding b = binding();
    struct pair p = make_pair("p");
    struct str one, two;
    seal(&b, READERS(p), 1, &one);
    seal(&b, READERS(p), 1, &two);
    for (size_t i = 0; i < VAULT_READERS_MAX; i++)
        for (size_t j = 0; j < VAULT_READERS_MAX; j++)
            assert_memory_not_equal(one.s + 25 + i * ENVELOPE_BOX, two.s + 25 + j * ENVELOPE_BOX, ENVELOPE_BOX);
    assert_memory_not_equal(one.s + ENVELOPE_HEAD, two.s + ENVELOPE_HEAD, sizeof payload);
    for (size_t i = 0; i + 32 <= one.len; i++)
        assert_memory_not_equal(one.s + i, p.readers[0], 32); /* who can read it is not in it */
    str_release(&one);
    str_release(&two);
    vault_key_free(p.key);
}

/* The reader's box takes every place about equally often. */
static void test_place_tells_nothing(void **state)
{
    (void)state;
    enum { ROUNDS = 800 };
    struct envelope_binding b = binding();
    unsigned at[VAULT_READERS_MAX] = {0};
    struct pair p = make_pair("p");
    for (int round = 0; round < ROUNDS; round++) {
        struct str sealed;
        seal(&b, READERS(p), 1, &sealed);
        size_t i = 0;
        uint8_t inner[32];
        while (i < VAULT_READERS_MAX && crypto_box_seal_open(inner, (uint8_t *)sealed.s + 25 + i * ENVELOPE_BOX,
                                                             ENVELOPE_BOX, p.key->public_key, p.key->secret) != 0)
            i++;
        assert_in_range(i, 0, VAULT_READERS_MAX - 1);
        at[i]++;
        str_release(&sealed);
    }
    double chi = 0, want = (double)ROUNDS / VAULT_READERS_MAX;
    for (int i = 0; i < VAULT_READERS_MAX; i++)
        chi += (at[i] - want) * (at[i] - want) / want;
    assert_true(chi < 60); /* 15 degrees of freedom: once in a few million runs */
    vault_key_free(p.key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_reader_opens), cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_every_changed_byte), cmocka_unit_test(test_bound_to_its_row),
        cmocka_unit_test(test_nothing_recurs),     cmocka_unit_test(test_place_tells_nothing),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
