/* A site from a stranger's stick: names that a terminal would obey, pictures that lie about their size, files that
 * never end. Each is told, with a path that can be printed. SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/str.h"
#include "content/photo.h"
#include "scratch_site.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define FILES(...) ((const struct scratch_file[]){__VA_ARGS__, {NULL, NULL}})
#define FAULTS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void names(void **state)
{
    (void)state;
    assert_faults(FILES({"pages/new\nline.md", "x"}, {"pages/\x1B[31mred.md", "x"}, {"pages/bad\xFF\xC3.md", "x"},
                        {"pages/c1\xC2\x9B.md", "x"}),
                  FAULTS("pages/\\x1b[31mred.md:0: only folders", "pages/bad\\xff\\xc3.md:0: only folders",
                         "pages/c1\\xc2\\x9b.md:0: only folders", "pages/new\\x0aline.md:0: only folders"));
}

/* YAML's own escapes bring control characters past the reader of files. */
static void escapes_in_settings(void **state)
{
    (void)state;
    assert_faults(FILES({"site.yaml", "centre: Test Centre\nlanguages: [en]\npublish: draft\n\"\\e[2J\": 1\n"}),
                  FAULTS("site.yaml:4: site.yaml has no '\\x1b[2J'"));
}

static void long_messages(void **state)
{
    (void)state;
    struct faults f;
    faults_init(&f);
    char *words = malloc(100001);
    assert_non_null(words);
    memset(words, 'x', 100000);
    memcpy(words + 999, "\xC3\xA9", 2); /* across the cut */
    words[100000] = 0;
    faults_add(&f, FAULT_ERROR, "a", 1, "%s", words);
    assert_true(strlen(f.v[0].message) < 1100);
    assert_true(utf8_valid(f.v[0].message, strlen(f.v[0].message), NULL));
    free(words);
    faults_release(&f);
}

static void special_files(void **state)
{
    (void)state;
    struct scratch_site s;
    char path[128];
    scratch_make(&s, NULL);
    snprintf(path, sizeof path, "%s/pages/a/es.md", s.site);
    assert_int_equal(mkfifo(path, 0600), 0);
    snprintf(path, sizeof path, "%s/audio.opus", s.site);
    assert_int_equal(symlink("/dev/zero", path), 0);
    snprintf(path, sizeof path, "%s/loop", s.site);
    assert_int_equal(symlink("loop", path), 0);
    assert_faults_of(&s, FAULTS("audio.opus:0: leads out", "loop:0: ", "pages/a/es.md:0: not a regular file"));
    scratch_remove(&s);
}

/* ---- photographs ------------------------------------------------------------------------------------------------- */

#define PNG_START "\x89PNG\r\n\x1A\n\0\0\0\rIHDR"
#define PNG_REST "\x08\x02\0\0\0crc!"

static bool looks_good(const char *bytes, size_t len)
{
    char *exact = malloc(len); /* a byte past its end is seen by the sanitizer */
    assert_non_null(exact);
    memcpy(exact, bytes, len);
    bool ok = photo_ok(exact, len, NULL);
    free(exact);
    return ok;
}
#define LOOKS_GOOD(bytes) looks_good((bytes), sizeof(bytes) - 1)

static void photos(void **state)
{
    (void)state;
    assert_true(LOOKS_GOOD(PNG_START "\0\0\x0F\xA0\0\0\x0B\xB8" PNG_REST));  /* 4000 × 3000 */
    assert_false(LOOKS_GOOD(PNG_START "\0\0\xFF\xFF\0\0\xFF\xFF" PNG_REST)); /* 65535 × 65535: 17 GB */
    assert_false(LOOKS_GOOD(PNG_START "\0\0\0\0\0\0\0\1" PNG_REST));
    assert_false(LOOKS_GOOD(PNG_START "\0\0\x0F"));
    assert_true(LOOKS_GOOD("\xFF\xD8\xFF\xE0\0\4ab\xFF\xFF\xC0\0\x0B\x08\x0B\xB8\x0F\xA0\x03\0"));
    assert_false(LOOKS_GOOD("\xFF\xD8\xFF\xE0\0\4ab\xFF\xC2\0\x0B\x08\xFF\xFF\xFF\xFF\x03\0"));
    assert_false(LOOKS_GOOD("\xFF\xD8\xFF\xE0\0\4ab\xFF"));
    assert_false(LOOKS_GOOD("\xFF\xD8\xFF\xE0\0\0\0\0\0\0\0\0\0\0"));
    assert_false(LOOKS_GOOD("GIF89a"));
    assert_false(LOOKS_GOOD("\x89"));
}

#define PEOPLE                                                                                                         \
    "people:\n  - key: one\n    name: Officer One\n    photo: photos/one.jpg\n    languages: [en]\n"                   \
    "    public_key: SMg9VTeZtwW0YgVwHLuFweRr94QTxywoLjj01Y2_DmY\n"

static void photos_of_a_site(void **state)
{
    (void)state;
    assert_faults(FILES({"people.yaml", PEOPLE}), FAULTS("people.yaml:4: there is no file 'photos/one.jpg'"));
    assert_faults(FILES({"people.yaml", PEOPLE}, {"photos/one.jpg", "<html>"}),
                  FAULTS("people.yaml:4: 'photos/one.jpg' cannot be shown: it is neither a PNG nor a JPEG"));
    assert_faults(
        FILES({"pages/a/en.md", GOOD_HEAD "## Who?\n\n![A door](media:door.png)\n\nCall us.\n"}, {"door.png", ""}),
        FAULTS("pages/a/en.md:14: 'door.png' cannot be shown"));

    struct scratch_site s;
    char path[128];
    scratch_make(&s, FILES({"people.yaml", PEOPLE}, {"photos/one.jpg", "\xFF\xD8\xFF"}));
    snprintf(path, sizeof path, "%s/photos/one.jpg", s.site);
    assert_int_equal(truncate(path, 5LL << 30), 0);
    assert_faults_of(&s, FAULTS("people.yaml:4: 'photos/one.jpg' is 5368709120 bytes"));
    scratch_remove(&s);
}

/* Only so many officers can open a request: staff are told at the first who cannot. */
static void too_many_readers(void **state)
{
    (void)state;
    struct str people;
    str_init(&people);
    str_add(&people, "people:\n");
    for (int i = 0; i < 18; i++) /* four lines each */
        str_add_f(&people,
                  "  - key: p%d\n    name: Officer %d\n    languages: [en]\n"
                  "    public_key: SMg9VTeZtwW0YgVwHLuFweRr94QTxywoLjj01Y2_DmY\n",
                  i, i);
    assert_faults(FILES({"people.yaml", people.s}), FAULTS("people.yaml:69: sealed to the first 16 officers"));
    str_release(&people);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(too_many_readers), cmocka_unit_test(names),         cmocka_unit_test(escapes_in_settings),
        cmocka_unit_test(long_messages),    cmocka_unit_test(special_files), cmocka_unit_test(photos),
        cmocka_unit_test(photos_of_a_site),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
