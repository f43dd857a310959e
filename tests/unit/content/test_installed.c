/* Installing packs: the old or the new is shown, older ones do not come back, one step back is always there.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "packing.h"

#include "scratch_site.h"

#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <fcntl.h>

static struct scratch_site site;
static char data[96], path[96];

static int make(void **state)
{
    (void)state;
    assert_true(sodium_init() >= 0);
    scratch_make(&site, NULL);
    snprintf(data, sizeof data, "%s/data", site.dir);
    snprintf(path, sizeof path, "%s/a.pack", site.dir);
    return 0;
}

static int drop(void **state)
{
    (void)state;
    scratch_remove(&site);
    return 0;
}

/* Installs the site as it is with these notes; the error's code, ERR_NONE when it went well. */
static enum err_code install(day_t date, const char *notes, bool force)
{
    struct pack p;
    struct faults faults;
    struct err why = {0};
    faults_init(&faults);
    pack_to_file(site.site, date, notes, path);
    FINE(pack_open(&p, path, e));
    const struct install_options o = {.icons = site.icons, .today = scratch_today(), .force = force, .faults = &faults};
    bool ok = install_pack(&p, data, &o, &why);
    assert_true(ok == (why.code == ERR_NONE));
    assert_true(ok || *why.msg);
    pack_close(&p);
    faults_release(&faults);
    return why.code;
}

/* Notes of what is shown; "" when nothing is installed. */
static const char *shown(void)
{
    static char notes[64];
    struct pack p;
    char dir[INSTALLED_PATH_MAX];
    notes[0] = 0;
    bool any = installed_site(data, dir);
    if (any) {
        FINE(installed_pack(data, &p, e));
        snprintf(notes, sizeof notes, "%s", p.notes);
        pack_close(&p);
    }
    return notes;
}

static size_t versions(void)
{
    struct fs_root root;
    struct arena a;
    char **names;
    size_t count;
    arena_init(&a, false);
    FINE(fs_root_open(&root, data, e));
    FINE(fs_list(&root, "site/versions", &a, &names, &count, e));
    fs_root_close(&root);
    arena_release(&a);
    return count;
}

static void test_forth_and_back(void **state)
{
    (void)state;
    day_t d = scratch_today();
    assert_string_equal(shown(), "");
    REFUSES(install_back(data, e), ERR_REFUSED);
    assert_int_equal(install(d - 3, "one", false), ERR_NONE);
    assert_string_equal(shown(), "one");
    assert_int_equal(install(d - 2, "two", false), ERR_NONE);
    assert_int_equal(install(d - 3, "one", false), ERR_REFUSED); /* an older one */
    assert_string_equal(shown(), "two");
    FINE(install_back(data, e));
    assert_string_equal(shown(), "one");
    assert_int_equal(install(d - 3, "an older one", false), ERR_REFUSED); /* the newest that came counts */
    assert_int_equal(install(d - 2, "two", false), ERR_NONE);             /* the newest may come again */
    assert_string_equal(shown(), "two");
    FINE(install_back(data, e));
    FINE(install_back(data, e));
    assert_string_equal(shown(), "");
    REFUSES(install_back(data, e), ERR_REFUSED);
}

static void test_same_day(void **state)
{
    (void)state;
    day_t d = scratch_today();
    assert_int_equal(install(d, "morning", false), ERR_NONE);
    size_t before = versions();
    assert_int_equal(install(d, "morning", false), ERR_NONE); /* shown already: nothing is done */
    assert_int_equal(versions(), before);
    assert_int_equal(install(d, "noon", false), ERR_NONE);
    assert_int_equal(install(d, "morning", false), ERR_REFUSED);
    assert_string_equal(shown(), "noon");
    FINE(install_back(data, e));
    assert_string_equal(shown(), "morning");
    assert_int_equal(install(d, "evening", false), ERR_NONE);
    assert_int_equal(install(d, "noon", false), ERR_REFUSED);
    FINE(install_back(data, e));
    assert_string_equal(shown(), "morning"); /* what was shown before, not what came before */
}

static void test_a_faulty_site(void **state)
{
    (void)state;
    char now[64];
    snprintf(now, sizeof now, "%s", shown());
    size_t before = versions();
    scratch_write(&site, "pages/b/en.md", "nonsense", 8);
    assert_int_equal(install(scratch_today(), "faulty", false), ERR_REFUSED);
    assert_string_equal(shown(), now);
    assert_int_equal(versions(), before);
    assert_int_equal(install(scratch_today(), "faulty", true), ERR_NONE);
    assert_string_equal(shown(), "faulty");
    scratch_write(&site, "pages/b/en.md", GOOD_HEAD GOOD_CARD, strlen(GOOD_HEAD GOOD_CARD));
}

static void test_a_day_to_come(void **state)
{
    (void)state;
    assert_int_equal(install(scratch_today() + 2, "far", false), ERR_REFUSED);
    assert_int_equal(install(scratch_today() + 1, "tomorrow", false), ERR_NONE);
}

static void test_how_many_are_kept(void **state)
{
    (void)state;
    char notes[16];
    for (int i = 0; i < 8; i++) {
        snprintf(notes, sizeof notes, "nth %d", i);
        assert_int_equal(install(scratch_today() + 1, notes, false), ERR_NONE);
    }
    assert_int_equal(versions(), 1 + INSTALLED_KEPT);
    for (int i = 0; i < INSTALLED_KEPT; i++)
        FINE(install_back(data, e));
    assert_string_equal(shown(), "nth 4");
    REFUSES(install_back(data, e), ERR_REFUSED);
    assert_string_equal(shown(), "nth 4");
}

static void test_spoiled_folders(void **state)
{
    (void)state;
    char name[160], dir[INSTALLED_PATH_MAX];
    /* leftovers of a killed install, with a link that must not be followed */
    snprintf(name, sizeof name, "%s/site/incoming/site", data);
    FINE(fs_make_dirs(name, e));
    snprintf(name, sizeof name, "%s/site/incoming/site/out", data);
    assert_int_equal(symlink(site.site, name), 0);
    assert_int_equal(install(scratch_today() + 1, "after", false), ERR_NONE);
    snprintf(name, sizeof name, "%s/site.yaml", site.site);
    assert_int_equal(access(name, F_OK), 0);
    snprintf(name, sizeof name, "%s/site/incoming", data);
    assert_int_equal(access(name, F_OK), -1);
    /* another install is at work */
    snprintf(name, sizeof name, "%s/site/lock", data);
    int lock = open(name, O_RDWR | O_CLOEXEC);
    assert_true(lock >= 0 && flock(lock, LOCK_EX) == 0);
    assert_int_equal(install(scratch_today() + 1, "meanwhile", false), ERR_REFUSED);
    close(lock);
    /* a history that nobody can read lets no pack in, and what is shown stays */
    snprintf(name, sizeof name, "%s/site/history", data);
    write_file(name, "x", 1);
    assert_int_equal(install(scratch_today() + 1, "next", false), ERR_DAMAGED);
    assert_string_equal(shown(), "after");
    /* a link that leads elsewhere is no version */
    snprintf(name, sizeof name, "%s/site/current", data);
    assert_int_equal(unlink(name), 0);
    assert_int_equal(symlink("versions/../../..", name), 0);
    assert_false(installed_site(data, dir));
    assert_false(installed_site(NULL, dir));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forth_and_back),    cmocka_unit_test(test_same_day),
        cmocka_unit_test(test_a_faulty_site),     cmocka_unit_test(test_a_day_to_come),
        cmocka_unit_test(test_how_many_are_kept), cmocka_unit_test(test_spoiled_folders),
    };
    return cmocka_run_group_tests(tests, make, drop);
}
