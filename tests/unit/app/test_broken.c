/* Whatever is missing or spoiled in a site: the kiosk starts, a visitor finds a language, the way to a person and the
 * way out, and staff are told what is wrong. SPDX-License-Identifier: GPL-3.0-or-later */
#include "../store/folder.h"
#include "content/check.h"
#include "site_copy.h"
#include "visit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const char *const files[] = {
    "site.yaml",     "languages.yaml", "local.yaml",         "people.yaml",        "resources.yaml",
    "strings/en.po", "strings/es.po",  "pages/police/en.md", "pages/police/es.md", "pages/about-machine/en.md"};
enum { FILES = sizeof files / sizeof *files };

static size_t errors_of(const char *site)
{
    struct faults f;
    struct err e = {0};
    faults_init(&f);
    assert_true(check_site(site, "assets/icons", day_from_ymd((struct ymd){2026, 11, 24}), &f, &e));
    size_t errors = f.errors;
    for (size_t i = 0; i < f.len; i++)
        assert_non_null(f.v[i].path);
    faults_release(&f);
    return errors;
}

/* From the wall to a screen of each kind, in whatever language can be touched. */
static void can_be_used(const char *site, const char *what)
{
    struct visit v;
    visit_begin(&v, site, NULL, 540, 960);
    if (!visit_can_touch(&v, UI_TILE, 0))
        fail_msg("%s: no language can be chosen", what);
    visit_touch(&v, UI_TILE, 0);
    assert_string_equal(app_route(v.app), "home");
    assert_true(visit_can_touch(&v, UI_TILE, 0));
    static const char *const routes[] = {"request",    "resources",  "meet",  "emergency",
                                         "speak-card", "my-request", "about", "access"};
    for (size_t i = 0; i < sizeof routes / sizeof *routes; i++)
        if (app_go(v.app, routes[i])) {
            visit_wait(&v, 0);
            assert_true(visit_can_touch(&v, UI_LEAVE, 0));
        } else if (strcmp(routes[i], "about") != 0) {
            fail_msg("%s: no screen '%s'", what, routes[i]);
        }
    assert_true(app_go(v.app, "home"));
    visit_touch(&v, UI_LEAVE, 0);
    assert_string_equal(app_route(v.app), "welcome");
    visit_end(&v);
}

/* Each file in turn: gone, empty, nonsense, cut in the middle of a letter, a folder, a pipe that nobody writes to. */
enum spoil { SPOIL_GONE, SPOIL_EMPTY, SPOIL_NONSENSE, SPOIL_NUL, SPOIL_FOLDER, SPOIL_PIPE, SPOIL_COUNT };
static const char *const spoils[SPOIL_COUNT] = {"is gone",  "is empty",    "is nonsense",
                                                "has NULs", "is a folder", "is a pipe"};

static void spoil(const char *site, const char *file, enum spoil how)
{
    char path[4400];
    snprintf(path, sizeof path, "%s/%s", site, file);
    if (how == SPOIL_EMPTY)
        site_write(site, file, "");
    else if (how == SPOIL_NONSENSE)
        site_write(site, file, "]{: \"\xC3\x28\n\t- [&a *a, !!x {");
    else
        site_remove(site, file);
    if (how == SPOIL_NUL)
        site_add(site, file, "a: b%c%c\nmsgid \"%c\"\n", 0, 0, 0);
    if (how == SPOIL_FOLDER)
        assert_int_equal(mkdir(path, 0700), 0);
    if (how == SPOIL_PIPE)
        assert_int_equal(mkfifo(path, 0600), 0);
}

/* Under the sanitizers every second pair of a file and a way: the readers have their fuzzing there. */
#ifdef __SANITIZE_ADDRESS__
enum { STRIDE = 2 };
#else
enum { STRIDE = 1 };
#endif

static void one_file(enum spoil how)
{
    for (int i = (int)how % STRIDE; i < FILES; i += STRIDE) {
        char what[128];
        snprintf(what, sizeof what, "%s %s", files[i], spoils[how]);
        const char *site = below("site");
        site_copy(site);
        spoil(site, files[i], how);
        can_be_used(site, what);
        if (errors_of(site) == 0)
            fail_msg("%s: nobody is told", what);
        site_remove(site, "");
    }
}

static void gone(void **state)
{
    (void)state;
    one_file(SPOIL_GONE);
}

static void empty(void **state)
{
    (void)state;
    one_file(SPOIL_EMPTY);
}

static void nonsense(void **state)
{
    (void)state;
    one_file(SPOIL_NONSENSE);
}

static void nuls(void **state)
{
    (void)state;
    one_file(SPOIL_NUL);
}

static void folders(void **state)
{
    (void)state;
    one_file(SPOIL_FOLDER);
}

static void pipes(void **state)
{
    (void)state;
    one_file(SPOIL_PIPE);
}

static void nothing_at_all(void **state)
{
    (void)state;
    const char *site = below("nothing");
    assert_int_equal(mkdir(site, 0700), 0);
    can_be_used(site, "an empty folder");
    assert_true(errors_of(site) > 0);
}

static void whole_folders(void **state)
{
    (void)state;
    static const char *const names[] = {"strings", "pages", "media"};
    for (int i = 0; i < 3; i++) {
        const char *site = below("site");
        site_copy(site);
        site_remove(site, names[i]);
        can_be_used(site, names[i]);
        if (errors_of(site) == 0)
            fail_msg("%s is gone: nobody is told", names[i]);
        site_remove(site, "");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gone),          cmocka_unit_test(empty),          cmocka_unit_test(nonsense),
        cmocka_unit_test(nuls),          cmocka_unit_test(folders),        cmocka_unit_test(pipes),
        cmocka_unit_test(whole_folders), cmocka_unit_test(nothing_at_all),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
