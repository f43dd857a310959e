/* Key files: made once, opened with the passphrase alone, and no changed byte goes unseen.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "store/vault_int.h"

#include <sys/prctl.h>
#include <sys/resource.h>

static const char *const pass = "correct horse";

static void test_new_open_peek(void **state)
{
    (void)state;
    uint8_t made[32], peeked[32];
    char name[120];
    struct vault_key *k = NULL;
    FINE(vault_key_new("Officer Ñandú", pass, below("a.key"), made, e));
    FINE(vault_key_peek(below("a.key"), name, peeked, e));
    assert_string_equal(name, "Officer Ñandú");
    assert_memory_equal(made, peeked, 32);
    FINE(vault_key_open(below("a.key"), pass, &k, e));
    assert_memory_equal(vault_key_public(k), made, 32);
    vault_key_free(k);
    struct stat st;
    assert_int_equal(stat(below("a.key"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
}

static void test_refusals(void **state)
{
    (void)state;
    uint8_t pk[32];
    struct vault_key *k = NULL;
    REFUSES(vault_key_new("A", "seven77", below("b.key"), pk, e), ERR_REFUSED);
    REFUSES(vault_key_new("", pass, below("b.key"), pk, e), ERR_REFUSED);
    REFUSES(vault_key_new("two\nlines", pass, below("b.key"), pk, e), ERR_REFUSED);
    REFUSES(vault_key_new("\xff", pass, below("b.key"), pk, e), ERR_REFUSED);
    char longest[121];
    memset(longest, 'x', 120);
    longest[120] = 0;
    REFUSES(vault_key_new(longest, pass, below("b.key"), pk, e), ERR_REFUSED);
    REFUSES(vault_key_open(below("b.key"), pass, &k, e), ERR_NOT_FOUND); /* no refusal left a file */
    REFUSES(vault_key_new("A", pass, below("none/b.key"), pk, e), ERR_NOT_FOUND);
    FINE(vault_key_new("A", pass, below("b.key"), pk, e));
    REFUSES(vault_key_open(below("b.key"), "correct horse ", &k, e), ERR_REFUSED);
    REFUSES(vault_key_open(below("b.key"), "", &k, e), ERR_REFUSED);
    assert_null(k);
}

static void test_never_over_a_file(void **state)
{
    (void)state;
    uint8_t pk[32], other[32], kept[32];
    char name[120];
    FINE(vault_key_new("First", pass, below("c.key"), pk, e));
    REFUSES(vault_key_new("Second", pass, below("c.key"), other, e), ERR_REFUSED);
    FINE(vault_key_peek(below("c.key"), name, kept, e));
    assert_memory_equal(pk, kept, 32);
    assert_int_equal(symlink(below("nowhere"), below("link.key")), 0);
    REFUSES(vault_key_new("Third", pass, below("link.key"), other, e), ERR_REFUSED);
}

static void put(const char *path, const char *bytes, size_t len)
{
    FINE(fs_write_atomic(path, bytes, len, 0600, e));
}

static void test_every_changed_byte(void **state)
{
    (void)state;
    uint8_t pk[32];
    struct arena a;
    char *text;
    size_t len;
    arena_init(&a, false);
    FINE(vault_key_new("Officer", pass, below("d.key"), pk, e));
    FINE(fs_read_path(below("d.key"), 4096, &a, &text, &len, e));
    for (size_t i = 0; i < len; i++)
        for (int flip = 1; flip < 256; flip++) {
            struct key_file f;
            text[i] = (char)(text[i] ^ flip);
            REFUSES(key_file_parse(text, len, &f, e), ERR_DAMAGED);
            text[i] = (char)(text[i] ^ flip);
        }
    text[len / 2] ^= 1;
    put(below("e.key"), text, len);
    text[len / 2] ^= 1;
    struct vault_key *k = NULL;
    REFUSES(vault_key_open(below("e.key"), pass, &k, e), ERR_DAMAGED);
    for (size_t cut = 0; cut < len; cut++) {
        struct key_file f;
        REFUSES(key_file_parse(text, cut, &f, e), ERR_DAMAGED);
    }
    put(below("e.key"), arena_printf(&a, "%s\n", text), len + 1);
    REFUSES(vault_key_open(below("e.key"), pass, &k, e), ERR_DAMAGED);
    arena_release(&a);
}

/* Someone changes a line and mends the check: the cipher's own tag still says no. */
static void test_mended_check(void **state)
{
    (void)state;
    struct key_file f = {.name = "Officer", .passes = 1, .mem_kib = 8};
    uint8_t secret[32];
    struct str text, forged;
    str_init(&text);
    str_init(&forged);
    crypto_box_keypair(f.public_key, secret);
    FINE(key_file_write(&f, secret, pass, &text, e));
    char *name = strstr(text.s, "Officer");
    assert_non_null(name);
    memcpy(name, "Offiser", 7);
    size_t checked = (size_t)(strstr(text.s, "check: ") - text.s);
    uint8_t sum[32];
    char sum_text[44];
    crypto_generichash(sum, 32, (const uint8_t *)text.s, checked, NULL, 0);
    vault_public_format(sum, sum_text);
    str_add_n(&forged, text.s, checked);
    str_add_f(&forged, "check: %s\n", sum_text);
    struct key_file parsed;
    FINE(key_file_parse(forged.s, forged.len, &parsed, e));
    assert_string_equal(parsed.name, "Offiser");
    REFUSES(key_file_unwrap(&parsed, forged.s, pass, secret, e), ERR_REFUSED);
    str_release(&text);
    str_release(&forged);
}

/* A file may not ask for more memory or time than a bound. */
static void test_greedy_limits(void **state)
{
    (void)state;
    static const uint32_t greedy[][2] = {{17, 8}, {0, 8}, {1, 7}, {1, 1024 * 1024 + 1}};
    for (size_t i = 0; i < 4; i++) {
        struct key_file f = {.name = "x", .passes = 1, .mem_kib = 8}, parsed;
        uint8_t secret[32], sum[32];
        char sum_text[44];
        struct str text, forged;
        str_init(&text);
        str_init(&forged);
        crypto_box_keypair(f.public_key, secret);
        FINE(key_file_write(&f, secret, pass, &text, e));
        char *at = strstr(text.s, "argon2id: ");
        str_add_n(&forged, text.s, (size_t)(at - text.s));
        str_add_f(&forged, "argon2id: %u %u\n", greedy[i][0], greedy[i][1]);
        at = strchr(at, '\n') + 1;
        str_add_n(&forged, at, (size_t)(strstr(at, "check: ") - at));
        crypto_generichash(sum, 32, (const uint8_t *)forged.s, forged.len, NULL, 0);
        vault_public_format(sum, sum_text);
        str_add_f(&forged, "check: %s\n", sum_text);
        REFUSES(key_file_parse(forged.s, forged.len, &parsed, e), ERR_DAMAGED);
        str_release(&text);
        str_release(&forged);
    }
}

static void test_other_files(void **state)
{
    (void)state;
    struct vault_key *k = NULL;
    static char big[100000];
    put(below("big.key"), big, sizeof big);
    REFUSES(vault_key_open(below("big.key"), pass, &k, e), ERR_DAMAGED);
    put(below("empty.key"), "", 0);
    REFUSES(vault_key_open(below("empty.key"), pass, &k, e), ERR_DAMAGED);
    REFUSES(vault_key_open(folder, pass, &k, e), ERR_FAILED);
    REFUSES(vault_key_open("/dev/zero", pass, &k, e), ERR_FAILED);
}

static void test_public_text(void **state)
{
    (void)state;
    uint8_t key[32], back[32];
    char text[44];
    for (int i = 0; i < 32; i++)
        key[i] = (uint8_t)(i * 37 + 250);
    vault_public_format(key, text);
    assert_int_equal(strlen(text), 43);
    assert_null(strpbrk(text, "+/="));
    assert_true(vault_public_parse(text, back));
    assert_memory_equal(key, back, 32);
    static const char *const wrong[] = {"",
                                        "short",
                                        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                                        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                                        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+",
                                        "\xff__________________________________________",
                                        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB", /* bits left over */
                                        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA "};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(vault_public_parse(wrong[i], back));
    assert_memory_equal(key, back, 32);
}

static void test_no_core_dumps(void **state)
{
    (void)state;
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_CORE, &limit), 0);
    assert_int_equal(limit.rlim_cur, 0);
    assert_int_equal(limit.rlim_max, 0);
#ifndef __SANITIZE_ADDRESS__
    assert_int_equal(prctl(PR_GET_DUMPABLE, 0, 0, 0, 0), 0);
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_new_open_peek),     cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_never_over_a_file), cmocka_unit_test(test_every_changed_byte),
        cmocka_unit_test(test_mended_check),      cmocka_unit_test(test_greedy_limits),
        cmocka_unit_test(test_other_files),       cmocka_unit_test(test_public_text),
        cmocka_unit_test(test_no_core_dumps),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
