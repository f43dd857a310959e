/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scratch_site.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka needs four of the above */
#include <cmocka.h>

/* libgettextpo 0.21 forgets the file's name after each read: 16 bytes a file. Also in tests/run/lsan.supp. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libgettextpo\n";
}

static const struct scratch_file sound[] = {
    {"site.yaml", "centre: Test Centre\nlanguages: [en]\npublish: draft\n"},
    {"local.yaml", "immigration:\n  value: no_rule\n  by: A Person\n  on: 2026-11-01\n  expires: 2027-10-31\n"},
    {"languages.yaml",
     "languages:\n"
     "  - {tag: en, autonym: English, english: English, script: Latn, dir: ltr, icu_locale: en_US}\n"
     "  - {tag: es, autonym: Español, english: Spanish, script: Latn, dir: ltr, icu_locale: es_US}\n"
     "  - {tag: my, autonym: မြန်မာ, english: Burmese, script: Mymr, dir: ltr, break: icu, icu_locale: my_MM}\n"},
    {"resources.yaml",
     "resources:\n  - key: centre\n    name: Test Centre\n    about: Staff\n    icon: phone\n    kind: office\n"
     "    phone: 206-555-0142\n    source: none\n    checked: {on: 2026-11-01, by: A Person}\n    expires: "
     "2027-10-31\n"},
    {"people.yaml", "people:\n  - key: one\n    name: Officer One\n    languages: [en]\n"
                    "    public_key: SMg9VTeZtwW0YgVwHLuFweRr94QTxywoLjj01Y2_DmY\n"},
    {"strings/en.po",
     "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n\nmsgid \"Staff\"\nmsgstr \"\"\n"},
    {"pages/a/en.md", GOOD_HEAD GOOD_CARD},
};
enum { SOUND_COUNT = sizeof sound / sizeof *sound };

day_t scratch_today(void)
{
    return day_from_ymd((struct ymd){2026, 11, 24});
}

void scratch_write(const struct scratch_site *s, const char *path, const char *bytes, size_t len)
{
    char full[512];
    snprintf(full, sizeof full, "%s/%s", s->site, path);
    char *slash = strrchr(full, '/');
    struct err e = {0};
    *slash = 0;
    assert_true(fs_make_dirs(full, &e));
    *slash = '/';
    FILE *f = fopen(full, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, len, f), len);
    assert_int_equal(fclose(f), 0);
}

void scratch_make(struct scratch_site *s, const struct scratch_file *changes)
{
    snprintf(s->dir, sizeof s->dir, "/tmp/porchlight-test-XXXXXX");
    assert_non_null(mkdtemp(s->dir));
    snprintf(s->site, sizeof s->site, "%s/site", s->dir);
    snprintf(s->icons, sizeof s->icons, "%s/icons", s->dir);
    scratch_write(s, "../icons/phone.svg", "<svg/>", 6);
    for (size_t i = 0; i < SOUND_COUNT; i++) {
        bool changed = false;
        for (const struct scratch_file *c = changes; c && c->path; c++)
            changed = changed || strcmp(c->path, sound[i].path) == 0;
        if (!changed)
            scratch_write(s, sound[i].path, sound[i].text, strlen(sound[i].text));
    }
    for (const struct scratch_file *c = changes; c && c->path; c++)
        if (c->text)
            scratch_write(s, c->path, c->text, strlen(c->text));
}

void scratch_remove(struct scratch_site *s)
{
    char command[96];
    snprintf(command, sizeof command, "rm -rf '%s'", s->dir);
    assert_int_equal(system(command), 0);
}

static bool matches(const struct fault *f, const char *expected)
{
    char head[300];
    snprintf(head, sizeof head, "%s:%d: %s", f->path, f->line, f->level == FAULT_WARNING ? "warning: " : "");
    size_t n = strlen(head);
    bool warns = strstr(expected, ": warning: ") != NULL;
    return strncmp(head, expected, n) == 0 && warns == (f->level == FAULT_WARNING) && strstr(f->message, expected + n);
}

void assert_faults_of(const struct scratch_site *s, const char *const *expected)
{
    struct faults faults;
    struct err e = {0};
    faults_init(&faults);
    assert_true(check_site(s->site, s->icons, scratch_today(), &faults, &e));
    size_t count = 0, errors = 0;
    bool same = true;
    for (; expected[count]; count++) {
        same = same && count < faults.len && matches(&faults.v[count], expected[count]);
        errors += strstr(expected[count], ": warning: ") == NULL;
    }
    if (!same || count != faults.len) {
        for (size_t i = 0; expected[i]; i++)
            print_error("expected  %s\n", expected[i]);
        for (size_t i = 0; i < faults.len; i++)
            print_error("found     %s:%d: %s%s\n", faults.v[i].path, faults.v[i].line,
                        faults.v[i].level == FAULT_WARNING ? "warning: " : "", faults.v[i].message);
    }
    bool counted = errors == faults.errors;
    faults_release(&faults);
    assert_true(same);
    assert_true(counted);
}

void assert_faults(const struct scratch_file *changes, const char *const *expected)
{
    struct scratch_site s;
    scratch_make(&s, changes);
    assert_faults_of(&s, expected);
    scratch_remove(&s);
}
