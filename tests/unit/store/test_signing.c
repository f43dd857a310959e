/* Keys that sign: the same signature each time, and never a liaison's key for a signer's or the other way round.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "store/signing.h"

#include <sodium.h>

static const char *const pass = "correct horse";

static void test_sign(void **state)
{
    (void)state;
    uint8_t made[32], peeked[32], one[SIGNING_BYTES], two[SIGNING_BYTES];
    char name[120];
    struct signing_key *k = NULL;
    FINE(signing_key_new("Ana Author", pass, below("a.key"), made, e));
    FINE(signing_key_peek(below("a.key"), name, peeked, e));
    assert_string_equal(name, "Ana Author");
    assert_memory_equal(made, peeked, 32);
    FINE(signing_key_open(below("a.key"), pass, &k, e));
    assert_memory_equal(signing_key_public(k), made, 32);
    signing_key_sign(k, "words", 5, one);
    signing_key_sign(k, "words", 5, two);
    assert_memory_equal(one, two, sizeof one);
    assert_int_equal(crypto_sign_verify_detached(one, (const uint8_t *)"words", 5, made), 0);
    assert_int_not_equal(crypto_sign_verify_detached(one, (const uint8_t *)"Words", 5, made), 0);
    signing_key_free(k);
    signing_key_free(NULL);
}

static void test_two_kinds(void **state)
{
    (void)state;
    uint8_t pk[32];
    char name[120];
    struct signing_key *s = NULL;
    struct vault_key *v = NULL;
    FINE(signing_key_new("Signer", pass, below("s.key"), pk, e));
    FINE(vault_key_new("Liaison", pass, below("v.key"), pk, e));
    REFUSES(signing_key_open(below("v.key"), pass, &s, e), ERR_DAMAGED);
    REFUSES(vault_key_open(below("s.key"), pass, &v, e), ERR_DAMAGED);
    REFUSES(signing_key_peek(below("v.key"), name, pk, e), ERR_DAMAGED);
    REFUSES(vault_key_peek(below("s.key"), name, pk, e), ERR_DAMAGED);
    REFUSES(signing_key_open(below("s.key"), "another one", &s, e), ERR_REFUSED);
    REFUSES(signing_key_new("Signer", pass, below("s.key"), pk, e), ERR_REFUSED); /* never over a file */
    REFUSES(signing_key_new("Signer", "short", below("t.key"), pk, e), ERR_REFUSED);
    assert_null(s);
    assert_null(v);
}

/* The first line, which says what a key is for, is authenticated with the secret, so a changed one opens nothing. */
static void test_kind_cannot_be_changed(void **state)
{
    (void)state;
    uint8_t pk[32];
    char text[4096], *check;
    struct vault_key *v = NULL;
    FINE(signing_key_new("Signer", pass, below("k.key"), pk, e));
    FILE *f = fopen(below("k.key"), "rb");
    assert_non_null(f);
    size_t len = fread(text, 1, sizeof text - 1, f);
    fclose(f);
    text[len] = 0;
    FINE(vault_key_new("Other", pass, below("o.key"), pk, e));
    char other[4096];
    f = fopen(below("o.key"), "rb");
    assert_non_null(f);
    size_t other_len = fread(other, 1, sizeof other - 1, f);
    fclose(f);
    other[other_len] = 0;
    /* a liaison's first line, and a check that is right again */
    char mixed[8192], sum_text[44];
    uint8_t sum[32];
    snprintf(mixed, sizeof mixed, "%.*s%s", (int)(strchr(other, '\n') + 1 - other), other, strchr(text, '\n') + 1);
    check = strstr(mixed, "\ncheck: ");
    assert_non_null(check);
    crypto_generichash(sum, sizeof sum, (const uint8_t *)mixed, (size_t)(check + 1 - mixed), NULL, 0);
    vault_public_format(sum, sum_text);
    memcpy(check + strlen("\ncheck: "), sum_text, 43);
    f = fopen(below("m.key"), "wb");
    assert_non_null(f);
    fputs(mixed, f);
    fclose(f);
    REFUSES(vault_key_open(below("m.key"), pass, &v, e), ERR_REFUSED);
    assert_null(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_sign), cmocka_unit_test(test_two_kinds),
                                       cmocka_unit_test(test_kind_cannot_be_changed)};
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
