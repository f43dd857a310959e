/* What a stick may hold: a pouch with any byte changed or cut anywhere, links, pipes, folders and giants by a pouch's
 * name. All of it is told, and nothing is changed by it. SPDX-License-Identifier: GPL-3.0-or-later */
#include "pouch_seen.h"

#include "store/pouch_file_int.h"

#include <sys/file.h>

static struct office office;
static struct asked asked_one;
static char kiosk_file[POUCH_NAME], copy_file[POUCH_NAME];

struct bytes {
    uint8_t *at;
    size_t len;
};

static struct bytes load(const char *name)
{
    char path[600];
    struct arena a;
    char *text;
    struct bytes b;
    arena_init(&a, false);
    snprintf(path, sizeof path, "%s/%s", office.stick, name);
    FINE(fs_read_path(path, 1 << 26, &a, &text, &b.len, e));
    b.at = malloc(b.len + 64);
    assert_non_null(b.at);
    memcpy(b.at, text, b.len);
    memset(b.at + b.len, 0, 64);
    arena_release(&a);
    return b;
}

/* The bytes as a file of another stick. */
static const char *lay(const char *where, const char *name, const void *bytes, size_t len)
{
    static char dir[600];
    char path[700];
    snprintf(dir, sizeof dir, "%s-%s", office.stick, where);
    FINE(fs_make_dirs(dir, e));
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FINE(fs_write_atomic(path, bytes, len, 0600, e));
    return dir;
}

/* A request answered and replied to, one erased, and an answer on its way. */
static int make_pouches(void **state)
{
    if (make_folder(state) != 0)
        return -1;
    make_office(&office, "hostile");
    asked_one = ask(&office, "Gulnar");
    struct asked gone = ask(&office, "Bo");
    answer_on(&office, office.kiosk, 0, asked_one.id, 1);
    reply(&office, &asked_one, REPLY_ACCEPT);
    FINE(store_withdraw_as(office.kiosk, &gone.secret, e));
    bring(&office, 0);
    memcpy(kiosk_file, out_to(office.kiosk, office.stick).name, POUCH_NAME);
    answer_on(&office, office.copy[0], 0, asked_one.id, 2);
    memcpy(copy_file, out_to(office.copy[0], office.stick).name, POUCH_NAME);
    return 0;
}

static int drop_pouches(void **state)
{
    drop_office(&office);
    return drop_folder(state);
}

static void refused_whole(const struct bytes *b, size_t len, const char *what, size_t where)
{
    struct pouch_head h;
    struct err e = {0};
    if (pouch_judge(b->at, len, &h, &e))
        fail_msg("%s at %zu passed", what, where);
    assert_true(e.code == ERR_DAMAGED || e.code == ERR_REFUSED);
    assert_string_not_equal(e.msg, "");
}

static void test_every_byte(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct bytes b = load(i ? copy_file : kiosk_file);
        struct pouch_head h;
        FINE(pouch_judge(b.at, b.len, &h, e));
        for (size_t at = 0; at < b.len; at++) {
            b.at[at] ^= (uint8_t)(1 << at % 8);
            refused_whole(&b, b.len, "a changed byte", at);
            b.at[at] ^= (uint8_t)(1 << at % 8);
        }
        FINE(pouch_judge(b.at, b.len, &h, e));
        free(b.at);
    }
}

static void test_every_length(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct bytes b = load(i ? copy_file : kiosk_file);
        for (size_t len = 0; len < b.len; len++)
            refused_whole(&b, len, "a cut", len);
        for (size_t more = 1; more <= 64; more++)
            refused_whole(&b, b.len + more, "something behind it", more);
        free(b.at);
    }
}

/* The same through the door: told, and the databases are as they were. */
static void test_nothing_changes(void **state)
{
    (void)state;
    struct pouch_trust t = trust_of(&office);
    struct bytes b = load(copy_file);
    struct pouch_report r = {0};
    for (size_t at = 0; at < b.len; at += 61) {
        b.at[at] ^= 0x20;
        const char *dir = lay("byte", copy_file, b.at, b.len);
        struct err why = {0};
        assert_false(pouch_in_all(office.kiosk, dir, &t, NULL, &r, &why));
        assert_true(why.code == ERR_DAMAGED || why.code == ERR_REFUSED);
        b.at[at] ^= 0x20;
        dir = lay("byte", copy_file, b.at, at);
        assert_false(pouch_in_all(office.kiosk, dir, &t, NULL, &r, &why));
    }
    assert_int_equal(r.files, 0);
    assert_int_equal(heard(&office, &asked_one), 1);
    assert_int_equal(reply_in(&office, office.kiosk, asked_one.id), REPLY_ACCEPT);
    FINE(store_check(office.kiosk, e));
    free(b.at);
}

/* Every sum mended: the proof and the kiosk's signature stand on their own. */
static void test_forged(void **state)
{
    (void)state;
    struct bytes b = load(copy_file);
    struct pouch_trust t = trust_of(&office);
    struct pouch_report report = {0};
    struct pouch_record r;
    struct pouch_head h;
    struct str made;
    uint8_t head[POUCH_HEAD], record_head[POUCH_RECORD_HEAD], sum[POUCH_SUM], proof[CARRY_PROOF], count[8] = {1};
    FINE(pouch_judge(b.at, b.len, &h, e));
    struct pouch_cursor c = pouch_records(b.at, b.len, h.kind);
    FINE(pouch_next(&c, &r, e));
    assert_int_equal(r.type, RECORD_ACT);
    memcpy(proof, r.proof, sizeof proof);
    proof[7] ^= 1;
    r.proof = proof;
    str_init(&made);
    pouch_put_head(&h, head);
    str_add_n(&made, (char *)head, sizeof head);
    struct pouch_record end = {.type = RECORD_END, .data = {count, sizeof count}};
    for (uint64_t place = 0; place < 2; place++) {
        size_t from = made.len;
        struct str payload;
        str_init(&payload);
        pouch_put_record(place ? &end : &r, &payload);
        pouch_record_head(place ? RECORD_END : RECORD_ACT, payload.len, record_head);
        pouch_record_sum(place, record_head, payload.s, payload.len, sum);
        str_add_n(&made, (char *)record_head, sizeof record_head);
        str_add_n(&made, payload.s, payload.len);
        str_add_n(&made, (char *)sum, POUCH_RECORD_SUM);
        assert_true(made.len > from);
        str_release(&payload);
    }
    crypto_generichash(sum, sizeof sum, (uint8_t *)made.s, made.len, NULL, 0);
    str_add_n(&made, (char *)sum, sizeof sum);
    const char *dir = lay("forged", copy_file, made.s, made.len);
    FINE(pouch_in(office.kiosk, dir, copy_file, &t, NULL, &report, e));
    assert_int_equal(report.unproven, 1);
    assert_int_equal(heard(&office, &asked_one), 1);
    str_release(&made);
    free(b.at);
}

static void test_nothing_readable(void **state)
{
    (void)state;
    static const char *const words[] = {"Gulnar",  "stolen", "come_back", "phone",  "morning", "answer",
                                        "officer", "police", "\"so\"",    "accept", "kiosk"};
    for (int i = 0; i < 2; i++) {
        struct bytes b = load(i ? copy_file : kiosk_file);
        for (size_t w = 0; w < sizeof words / sizeof *words; w++)
            if (memmem(b.at, b.len, words[w], strlen(words[w])))
                fail_msg("'%s' can be read", words[w]);
        assert_null(memmem(b.at, b.len, office.salt.salt, RECEIPT_SALT)); /* no code can be tried on it */
        for (size_t k = 0; k < LIAISONS; k++)                             /* nor does it say whose it is */
            assert_null(memmem(b.at, b.len, office.keys[k], VAULT_PUBLIC_KEY));
        size_t letters = 0;
        for (size_t at = 0; at < b.len; at++) {
            letters = (b.at[at] | 0x20) >= 'a' && (b.at[at] | 0x20) <= 'z' ? letters + 1 : 0;
            assert_true(letters < 12); /* by chance once in 10^4 such pouches times 10^4 */
        }
        free(b.at);
    }
}

static void test_not_files(void **state)
{
    (void)state;
    char dir[600], path[700];
    struct pouch_trust t = trust_of(&office);
    struct pouch_report r = {0};
    struct pouch_found found[POUCH_FILES_MAX];
    struct pouch_made m;
    size_t count;
    snprintf(dir, sizeof dir, "%s-odd", office.stick);
    FINE(fs_make_dirs(dir, e));
    snprintf(path, sizeof path, "%s/%s", dir, copy_file);
    assert_int_equal(mkfifo(path, 0600), 0);
    FINE(pouch_find(dir, found, &count, e));
    assert_int_equal(count, 0);
    REFUSES(pouch_in(office.kiosk, dir, copy_file, &t, NULL, &r, e), ERR_DAMAGED); /* and does not wait for ever */
    REFUSES(pouch_out(office.copy[0], dir, NULL, &m, e), ERR_FAILED);              /* nor is it written into */
    unlink(path);
    assert_int_equal(symlink("/etc/passwd", path), 0);
    REFUSES(pouch_in(office.kiosk, dir, copy_file, &t, NULL, &r, e), ERR_DAMAGED);
    REFUSES(pouch_out(office.copy[0], dir, NULL, &m, e), ERR_FAILED);
    unlink(path);
    FINE(fs_make_dirs(path, e));
    REFUSES(pouch_in(office.kiosk, dir, copy_file, &t, NULL, &r, e), ERR_DAMAGED);
    REFUSES(pouch_out(office.copy[0], dir, NULL, &m, e), ERR_FAILED);
    rmdir(path);
    /* a link where the half-written file would be is taken away, not followed */
    char beside[800], victim[700];
    snprintf(beside, sizeof beside, "%s.new", path);
    snprintf(victim, sizeof victim, "%s/victim", dir);
    FINE(fs_write_atomic(victim, "dear", 4, 0600, e));
    assert_int_equal(symlink(victim, beside), 0);
    FINE(pouch_out(office.copy[0], dir, NULL, &m, e));
    struct stat st;
    assert_true(stat(victim, &st) == 0 && st.st_size == 4);
    assert_int_equal(lstat(beside, &st), -1);
    /* a giant is not even read */
    assert_int_equal(truncate(path, 60LL << 30), 0);
    REFUSES(pouch_in(office.kiosk, dir, copy_file, &t, NULL, &r, e), ERR_TOO_BIG);
    REFUSES(pouch_in(office.copy[1], dir, copy_file, NULL, NULL, &r, e), ERR_TOO_BIG);
}

static void test_odd_names(void **state)
{
    (void)state;
    static const char *const names[] = {
        "pouch-\n2345678.box",      "pouch-12345678.box.new",     "pouch-1234567.box",   "Pouch-12345678.box",
        "pouch-\377\376345678.box", "pouch-12345678-1234567.box", "pouch-123456789.box", "..box",
    };
    struct pouch_found found[POUCH_FILES_MAX];
    struct pouch_trust t = trust_of(&office);
    struct pouch_report r = {0};
    size_t count;
    char longest[256], name[64];
    const char *dir = NULL;
    memset(longest, 'a', 255);
    memcpy(longest, "pouch-", 6);
    longest[255] = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        dir = lay("names", names[i], "x", 1);
    char path[900];
    snprintf(path, sizeof path, "%s/%s", dir, longest);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fclose(f);
    FINE(pouch_find(dir, found, &count, e));
    assert_int_equal(count, 0);
    REFUSES(pouch_in_all(office.kiosk, dir, &t, NULL, &r, e), ERR_NOT_FOUND);
    for (int i = 0; i < 200; i++) { /* and a stick full of rubbish by the right names */
        snprintf(name, sizeof name, "pouch-%.8s-%08x.box", kiosk_file + 6, i);
        dir = lay("names", name, "rubbish", 7);
    }
    FINE(pouch_find(dir, found, &count, e));
    assert_int_equal(count, POUCH_FILES_MAX);
    REFUSES(pouch_in_all(office.kiosk, dir, &t, NULL, &r, e), ERR_DAMAGED);
    assert_int_equal(r.files, 0);
    assert_int_equal(r.refused, POUCH_FILES_MAX);
}

/* One damaged pouch does not keep out another liaison's. */
static void test_one_of_two(void **state)
{
    (void)state;
    struct pouch_trust t = trust_of(&office);
    struct pouch_report r = {0};
    char name[POUCH_NAME];
    struct bytes b = load(copy_file);
    snprintf(name, sizeof name, "pouch-%.8s-00000000.box", kiosk_file + 6);
    const char *dir = lay("two", name, b.at, b.len / 2);
    lay("two", copy_file, b.at, b.len);
    REFUSES(pouch_in_all(office.kiosk, dir, &t, NULL, &r, e), ERR_DAMAGED);
    assert_int_equal(r.files, 1);
    assert_int_equal(r.refused, 1);
    assert_int_equal(r.answered, 1);
    assert_int_equal(heard(&office, &asked_one), 2);
    free(b.at);
}

static void test_two_writers(void **state)
{
    (void)state;
    struct pouch_made m;
    int fd = open(office.stick, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    assert_int_equal(flock(fd, LOCK_EX), 0);
    REFUSES(pouch_out(office.kiosk, office.stick, NULL, &m, e), ERR_REFUSED);
    close(fd);
    FINE(pouch_out(office.kiosk, office.stick, NULL, &m, e));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_byte),       cmocka_unit_test(test_every_length),
        cmocka_unit_test(test_nothing_changes),  cmocka_unit_test(test_forged),
        cmocka_unit_test(test_nothing_readable), cmocka_unit_test(test_not_files),
        cmocka_unit_test(test_odd_names),        cmocka_unit_test(test_one_of_two),
        cmocka_unit_test(test_two_writers),
    };
    return cmocka_run_group_tests(tests, make_pouches, drop_pouches);
}
