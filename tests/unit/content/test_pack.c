/* Packs: one way to write each, and no changed byte goes unseen; hostile ones are refused before anything is written.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "packing.h"

#include "content/pack_diff.h"
#include "content/pack_int.h"
#include "scratch_site.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

static struct scratch_site site;
static char path[128];

static int make(void **state)
{
    (void)state;
    assert_true(sodium_init() >= 0);
    scratch_make(&site, NULL);
    snprintf(path, sizeof path, "%s/a.pack", site.dir);
    return 0;
}

static int drop(void **state)
{
    (void)state;
    scratch_remove(&site);
    return 0;
}

static bool opens(const void *bytes, size_t len, struct err *e)
{
    struct pack p;
    write_file(path, bytes, len);
    if (!pack_open(&p, path, e))
        return false;
    pack_close(&p);
    return true;
}

static void test_same_bytes(void **state)
{
    (void)state;
    struct str one, two;
    struct scratch_site other;
    pack_site(site.site, scratch_today(), "new hours\n\nnew page", 1, &one);
    scratch_make(&other, NULL); /* another folder, other times, the same files */
    scratch_write(&other, "demonstration/a.key", "x", 1);
    scratch_write(&other, "kiosk.db", "x", 1);
    scratch_write(&other, ".hidden", "x", 1);
    pack_site(other.site, scratch_today(), "new hours\nnew page", 1, &two);
    assert_int_equal(one.len, two.len);
    assert_memory_equal(one.s, two.s, one.len);
    scratch_remove(&other);
    str_release(&one);
    str_release(&two);
}

static void test_read_back(void **state)
{
    (void)state;
    struct pack p;
    char fingerprint[PACK_FINGERPRINT_MAX];
    scratch_write(&site, "media/none", "", 0);
    pack_to_file(site.site, scratch_today(), "one\ntwo", path);
    FINE(pack_open(&p, path, e));
    assert_int_equal(p.date, scratch_today());
    assert_string_equal(p.centre, "Test Centre");
    assert_string_equal(p.notes, "one\ntwo");
    assert_int_equal(p.file_count, 8);
    assert_int_equal(p.signature_count, 1);
    pack_fingerprint(&p, fingerprint);
    assert_int_equal(strlen(fingerprint), 19);
    char dir[128], file[160];
    struct stat st;
    snprintf(dir, sizeof dir, "%s/out", site.dir);
    assert_int_equal(mkdir(dir, 0700), 0);
    FINE(pack_unpack(&p, dir, e));
    snprintf(file, sizeof file, "%s/media/none", dir);
    assert_int_equal(stat(file, &st), 0);
    snprintf(file, sizeof file, "%s/pages/a/en.md", dir);
    assert_int_equal(stat(file, &st), 0);
    assert_int_equal(st.st_size, strlen(GOOD_HEAD GOOD_CARD));
    REFUSES(pack_unpack(&p, dir, e), ERR_FAILED); /* nothing that is there is written over */
    pack_close(&p);
}

static void test_every_byte_counts(void **state)
{
    (void)state;
    struct str b;
    struct err why = {0};
    pack_site(site.site, scratch_today(), "notes", 1, &b);
    FINE(opens(b.s, b.len, e));
    for (size_t i = 0; i < b.len; i++) {
        char was = b.s[i];
        b.s[i] = (char)(was ^ (1 << i % 8));
        if (opens(b.s, b.len, &why))
            fail_msg("byte %zu of %zu was changed and nobody saw it", i, b.len);
        assert_int_equal(why.code, ERR_DAMAGED);
        b.s[i] = was;
        if (opens(b.s, i, &why))
            fail_msg("cut at byte %zu of %zu and nobody saw it", i, b.len);
        assert_int_equal(why.code, ERR_DAMAGED);
    }
    str_add_c(&b, 0);
    REFUSES(opens(b.s, b.len, e), ERR_DAMAGED); /* something hangs on its end */
    str_release(&b);
}

/* ---- packs that no builder makes: signed all the same ---- */

struct forged {
    const char *path, *bytes;
    uint64_t size; /* what the list says; 0: the bytes' own */
};

/* The files' list and a payload of `payload` (NULL: the files' bytes) as a signed pack. */
static void forge(const struct forged *files, size_t count, const void *payload, size_t payload_len, struct str *out)
{
    struct pack_file list[8];
    struct str all;
    struct pack p = {.date = scratch_today(), .centre = "C", .notes = "", .files = list, .file_count = count};
    str_init(&all);
    for (size_t i = 0; i < count; i++) {
        size_t len = strlen(files[i].bytes);
        list[i] = (struct pack_file){.path = files[i].path, .size = files[i].size ? files[i].size : len};
        crypto_generichash(list[i].hash, PACK_HASH, (const uint8_t *)files[i].bytes, len, NULL, 0);
        str_add(&all, files[i].bytes);
    }
    size_t room = ZSTD_compressBound(payload ? payload_len : all.len);
    char *packed = malloc(room);
    assert_non_null(packed);
    p.payload_size = payload ? payload_len : ZSTD_compress(packed, room, all.s, all.len, 3);
    if (payload)
        memcpy(packed, payload, payload_len);
    crypto_generichash(p.payload_hash, PACK_HASH, (const uint8_t *)packed, p.payload_size, NULL, 0);
    str_init(out);
    pack_write_signed(&p, out);
    struct pair pair = pair_of(1);
    memcpy(p.signatures[0].key, pair.public_key, 32);
    sign_with_pair(&pair, out->s, out->len, p.signatures[0].bytes);
    p.signature_count = 1;
    pack_write_signatures(&p, out);
    str_add_n(out, packed, p.payload_size);
    free(packed);
    str_release(&all);
}

static void try_forged(bool good, const struct forged *files, size_t count, const void *payload, size_t payload_len)
{
    struct str b;
    forge(files, count, payload, payload_len, &b);
    if (good)
        FINE(opens(b.s, b.len, e));
    else
        REFUSES(opens(b.s, b.len, e), ERR_DAMAGED);
    str_release(&b);
}

#define FORGED(good, files, payload, len) try_forged(good, files, sizeof(files) / sizeof *(files), payload, len)

static void test_hostile_names(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "../a",          "/etc/passwd", "a/../../b", "a//b", "a/",       "./a",  "a/./b", ".a",
        "a/.b",          "..",          "",          "a\\b", "a\x1b[2J", "\xff", "a\tb",  "1/2/3/4/5/6/7/8/9/10",
        "a\xe2\x80\xa8x"};
    const struct forged good[] = {{"a/b", "one", 0}, {"a/c", "two", 0}};
    FORGED(true, good, NULL, 0);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const struct forged one[] = {{bad[i], "one", 0}};
        FORGED(false, one, NULL, 0);
    }
    char longest[PACK_PATH_MAX + 2];
    memset(longest, 'x', sizeof longest);
    longest[PACK_PATH_MAX + 1] = 0;
    const struct forged is_long[] = {{longest, "one", 0}};
    FORGED(false, is_long, NULL, 0);
    const struct forged twice[] = {{"a", "one", 0}, {"a", "two", 0}}, order[] = {{"b", "one", 0}, {"a", "two", 0}},
                        inside[] = {{"a", "one", 0}, {"a-", "x", 0}, {"a/b", "two", 0}};
    FORGED(false, twice, NULL, 0);
    FORGED(false, order, NULL, 0);
    FORGED(false, inside, NULL, 0);
}

static void test_bombs(void **state)
{
    (void)state;
    enum { BIG = 32 * 1024 * 1024 };
    size_t room = ZSTD_compressBound(BIG);
    char *zeros = calloc(1, BIG), *bomb = malloc(room);
    assert_non_null(zeros);
    assert_non_null(bomb);
    size_t len = ZSTD_compress(bomb, room, zeros, BIG, 3);
    const struct forged small[] = {{"a", "one", 0}};
    FORGED(false, small, bomb, len); /* 32 MiB where the list says 3 bytes */
    const struct forged over[] = {{"a", "one", (uint64_t)PACK_FILE_MAX + 1}}, less[] = {{"a", "one", 4}};
    FORGED(false, over, NULL, 0);
    FORGED(false, less, NULL, 0);
    FORGED(false, small, "", 0);
    FORGED(false, small, "not zstd at all", 15);
    /* two frames, and a window that would need 128 MiB */
    len = ZSTD_compress(bomb, room, "on", 2, 3);
    len += ZSTD_compress(bomb + len, room - len, "e", 1, 3);
    FORGED(false, small, bomb, len);
    ZSTD_CCtx *wide = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(wide, ZSTD_c_windowLog, 27);
    ZSTD_CCtx_setParameter(wide, ZSTD_c_contentSizeFlag, 0);
    ZSTD_inBuffer in = {zeros, BIG, 0};
    ZSTD_outBuffer out = {bomb, room, 0};
    ZSTD_compressStream2(wide, &out, &in, ZSTD_e_continue);
    ZSTD_compressStream2(wide, &out, &in, ZSTD_e_end);
    ZSTD_freeCCtx(wide);
    FORGED(false, small, bomb, out.pos);
    free(zeros);
    free(bomb);
}

static void refuse_text(const char *text)
{
    struct pack p;
    REFUSES(pack_parse(&p, text, strlen(text), e), ERR_DAMAGED);
}

static void test_hostile_lines(void **state)
{
    (void)state;
#define TOP "Porchlight content pack 1\ndate: 2026-11-24\ncentre: C\n"
#define PAYLOAD "payload: 1 BVKBcxEZDVkl6isTWC-P0RYM2kjg95yPXTeXx_kQz-Q\n"
    refuse_text("");
    refuse_text("Porchlight content pack 2\n");
    refuse_text("Porchlight content pack 1\ndate: 2026-02-30\ncentre: C\n" PAYLOAD);
    refuse_text(TOP "payload: 99999999999999999999 BVKBcxEZDVkl6isTWC-P0RYM2kjg95yPXTeXx_kQz-Q\n");
    refuse_text(TOP PAYLOAD "files: 4294967297\n");
    refuse_text(TOP PAYLOAD "files: 100000\n");
    refuse_text(TOP PAYLOAD "files: 0\nsignatures: 0\n");
    refuse_text(TOP PAYLOAD "files: -1\n");
    refuse_text(TOP PAYLOAD "files: 01\nBVKBcxEZDVkl6isTWC-P0RYM2kjg95yPXTeXx_kQz-Q 1 a\nsignatures: 1\n");
    refuse_text(TOP PAYLOAD "files: 1\nBVKBcxEZDVkl6isTWC-P0RYM2kjg95yPXTeXx_kQz-Q 1 a\nsignatures: 9\n");
    refuse_text(TOP PAYLOAD "files: 1\nBVKBcxEZDVkl6isTWC-P0RYM2kjg95yPXTeXx_kQz-Q 1 a\nsignatures: 0\n");
}

/* ---- what goes in, who may sign, what would change ---- */

static void test_what_is_not_packed(void **state)
{
    (void)state;
    struct pair pair = pair_of(1);
    const struct pack_signing by = {pair.public_key, &pair, sign_with_pair};
    struct scratch_site s;
    struct str out;
    char link[160];
    scratch_make(&s, NULL);
    str_init(&out);
    snprintf(link, sizeof link, "%s/media/link", s.site);
    scratch_write(&s, "media/a", "x", 1);
    assert_int_equal(symlink("a", link), 0);
    REFUSES(pack_build(s.site, 1, NULL, &by, &out, NULL, e), ERR_REFUSED);
    assert_int_equal(unlink(link), 0);
    assert_int_equal(mkfifo(link, 0600), 0);
    REFUSES(pack_build(s.site, 1, NULL, &by, &out, NULL, e), ERR_REFUSED);
    assert_int_equal(unlink(link), 0);
    static const char secret[] = "Porchlight signing key 1: keep this file";
    scratch_write(&s, "media/b", secret, sizeof secret - 1);
    REFUSES(pack_build(s.site, 1, NULL, &by, &out, NULL, e), ERR_REFUSED);
    scratch_write(&s, "media/b", "x", 1);
    REFUSES(pack_build(s.site, 1, "a\x1b[2J", &by, &out, NULL, e), ERR_REFUSED);
    assert_int_equal(out.len, 0);
    str_release(&out);
    scratch_remove(&s);
}

static void test_who_may_sign(void **state)
{
    (void)state;
    struct pair a = pair_of(1), b = pair_of(2), c = pair_of(3);
    struct signer known[2] = {{.name = "A"}, {.name = "B"}};
    memcpy(known[0].key, a.public_key, 32);
    memcpy(known[1].key, b.public_key, 32);
    struct signers nobody = {0}, one = {known, 2, 1}, both = {known, 2, 2};
    const struct signer *who[PACK_SIGNATURES_MAX];
    struct pack p, q;
    struct str out;
    pack_to_file(site.site, scratch_today(), NULL, path);
    FINE(pack_open(&p, path, e));
    REFUSES(pack_judge(&p, &nobody, NULL, e), ERR_REFUSED);
    FINE(pack_judge(&p, &one, who, e));
    assert_string_equal(who[0]->name, "A");
    REFUSES(pack_judge(&p, &both, NULL, e), ERR_REFUSED);
    const struct pack_signing again = {a.public_key, &a, sign_with_pair}, stranger = {c.public_key, &c, sign_with_pair},
                              second = {b.public_key, &b, sign_with_pair};
    str_init(&out);
    REFUSES(pack_approve(&p, &again, &out, e), ERR_REFUSED);
    FINE(pack_approve(&p, &stranger, &out, e));
    char next[140];
    snprintf(next, sizeof next, "%s2", path);
    write_file(next, out.s, out.len);
    pack_close(&p);
    FINE(pack_open(&p, next, e));
    REFUSES(pack_judge(&p, &both, who, e), ERR_REFUSED); /* a stranger does not count */
    assert_null(who[1]);
    str_clear(&out);
    FINE(pack_approve(&p, &second, &out, e));
    write_file(path, out.s, out.len);
    FINE(pack_open(&q, path, e));
    FINE(pack_judge(&q, &both, NULL, e));
    assert_memory_equal(p.hash, q.hash, PACK_HASH); /* the fingerprint is the author's, whoever approves */
    pack_close(&q);
    pack_close(&p);
    str_release(&out);
}

#define KEY_A "5__nNrpIGUYzQkXMEQiBQUZPrYi-d2BRYligDhejLN0"
#define KEY_B "8aoWP69wjzNfDCkEO7mZTXp8-uve66YujHcZjnLIx5M"

static void test_trust_files(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool good;
        size_t count;
        int needed;
    } cases[] = {
        {"packs:\n  signatures: 2\n  trust:\n    - {name: A, key: " KEY_A "}\n    - {name: B, key: " KEY_B "}\n", true,
         2, 2},
        {"packs:\n  trust:\n    - {name: A, key: " KEY_A "}\n", true, 1, 1},
        {"packs:\n  signatures: two\n  trust:\n    - {name: A, key: " KEY_A "}\n", false, 0, 0},
        {"packs:\n  signatures: 0\n  trust:\n    - {name: A, key: " KEY_A "}\n", false, 0, 0},
        {"packs:\n  signatures: 2\n  trust:\n    - {name: A, key: " KEY_A "}\n    - {name: B, key: " KEY_A "}\n", false,
         1, 2},
        {"packs:\n  trust:\n    - {name: A, key: " KEY_A "=}\n", false, 0, 1},
        {"packs:\n  trust: []\n", false, 0, 1},
        {"other: 1\n", false, 0, 0},
        {"", false, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena a;
        struct signers s = {0};
        struct err e = {0};
        arena_init(&a, false);
        write_file(path, cases[i].text, strlen(cases[i].text));
        if (signers_read(path, &a, &s, &e) != cases[i].good)
            fail_msg("case %zu: %s", i, e.msg);
        assert_int_equal(s.count, cases[i].count);
        if (s.count)
            assert_int_equal(s.needed, cases[i].needed);
        arena_release(&a);
    }
}

static void assert_rows(const struct pack_diff *d, const char *const *expected)
{
    size_t i = 0;
    for (; i < d->rows.len && expected[i]; i++) {
        char row[200];
        const struct pack_row *r = &d->rows.v[i];
        snprintf(row, sizeof row, "%s %s %s%s%s", pack_change_word(r->change), r->what, r->name, r->in ? " in " : "",
                 r->in ? r->in : "");
        assert_string_equal(row, expected[i]);
    }
    assert_int_equal(i, d->rows.len);
    assert_null(expected[i]);
}

static void test_what_would_change(void **state)
{
    (void)state;
    static const struct scratch_file changes[] = {
        {"site.yaml", "centre: New Name\nlanguages: [en, es]\npublish: draft\npacks: {trust: []}\n"},
        {"people.yaml", "people:\n  - {key: two, name: Officer Two, languages: [en]}\n"},
        {"resources.yaml",
         "# a comment\nresources:\n  - key: centre\n    name: Test Centre\n    about: Staff\n    icon: phone\n    "
         "kind: office\n"
         "    phone: 206-555-0142\n    source: none\n    checked: {on: 2026-11-01, by: A Person}\n    expires: "
         "2027-10-31\n"},
        {"local.yaml", "immigration:\n  value: no_ask_law\n  by: A Person\n  on: 2026-11-01\n  expires: 2027-10-31\n"},
        {"strings/es.po", "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n"},
        {"pages/a/en.md", NULL},
        {"pages/b/en.md", GOOD_HEAD GOOD_CARD},
        {"pages/b/es.md", "x"},
        {"media/new.png", "x"},
        {NULL, NULL},
    };
    static const char *const expected[] = {"removed page a",
                                           "added page b",
                                           "added language es",
                                           "added offered es",
                                           "changed fact immigration",
                                           "removed person one",
                                           "added person two",
                                           "changed setting centre",
                                           "added file media/new.png",
                                           "changed file resources.yaml",
                                           NULL};
    static const char *const nothing[] = {NULL};
    struct scratch_site other;
    struct pack p;
    struct pack_diff d;
    scratch_make(&other, changes);
    pack_to_file(other.site, scratch_today(), NULL, path);
    FINE(pack_open(&p, path, e));
    FINE(pack_diff(&p, other.site, &d, e));
    assert_rows(&d, nothing);
    pack_diff_release(&d);
    struct scratch_site plain;
    scratch_make(&plain, NULL);
    FINE(pack_diff(&p, plain.site, &d, e));
    assert_rows(&d, expected);
    pack_diff_release(&d);
    pack_close(&p);
    scratch_remove(&plain);
    scratch_remove(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_bytes),
        cmocka_unit_test(test_read_back),
        cmocka_unit_test(test_every_byte_counts),
        cmocka_unit_test(test_hostile_names),
        cmocka_unit_test(test_bombs),
        cmocka_unit_test(test_hostile_lines),
        cmocka_unit_test(test_what_is_not_packed),
        cmocka_unit_test(test_who_may_sign),
        cmocka_unit_test(test_trust_files),
        cmocka_unit_test(test_what_would_change),
    };
    return cmocka_run_group_tests(tests, make, drop);
}
