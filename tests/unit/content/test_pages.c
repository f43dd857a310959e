/* Faults of pages, strings and links, each with its exact line; and what a visitor is given.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/str.h"
#include "scratch_site.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
/* cmocka needs four of the above */
#include <cmocka.h>

#define FILES(...) ((const struct scratch_file[]){__VA_ARGS__, {NULL, NULL}})
#define FAULTS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define PO_HEAD "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n\n" /* three lines */

static void heads(void **state)
{
    (void)state;
    assert_faults(FILES({"pages/a/en.md", "no head at all\n"}, {"pages/b/en.md", "---\ntitle: B\nnever closed\n"},
                        {"pages/c/en.md", "---\ntitle: C\nicon: none-such\ngroup: fire\norder: 1\nneeds: [nothing]\n"
                                          "author: me\nchecked: {on: 2026-11-01}\nshelf_life_days: 0\n---\n" GOOD_CARD},
                        {"pages/d/es.md", "---\ntitle: D\n---\n" GOOD_CARD}, {"pages/stray.md", "x"}),
                  FAULTS("pages/a/en.md:1: begins with a head", "pages/b/en.md:1: begins with a head",
                         "pages/c/en.md:1: no picture 'none-such'", "pages/c/en.md:2: needs 'sources'",
                         "pages/c/en.md:4: 'group' is 'fire'", "pages/c/en.md:6: no usable 'nothing'",
                         "pages/c/en.md:7: has no 'author'", "pages/c/en.md:8: needs 'by'",
                         "pages/c/en.md:9: from 1 to", "pages/d/en.md:0: cannot open",
                         "pages/d/es.md:2: needs 'translation'", "pages/stray.md:0: only folders"));
}

static void bodies(void **state)
{
    (void)state;
    assert_faults(FILES({"pages/a/en.md", GOOD_HEAD "Early words.\n"                               /* 12 */
                                                    "\n"                                           /* 13 */
                                                    "# Too big\n"                                  /* 14 */
                                                    "## One\n"                                     /* 15 */
                                                    "\n"                                           /* 16 */
                                                    "![A map](icon:no-map) ![](icon:phone)\n"      /* 17 */
                                                    "One. Two. Three. Four.\n"                     /* 18 */
                                                    "\n"                                           /* 19 */
                                                    "<b>Bold</b>\n"                                /* 20 */
                                                    "\n"                                           /* 21 */
                                                    "<script>alert(1)</script>\n"                  /* 22 */
                                                    "\n"                                           /* 23 */
                                                    "## Two\n"                                     /* 24 */
                                                    "![](file:///etc/passwd)\n"                    /* 25 */
                                                    "\n"                                           /* 26 */
                                                    "[No one](resource:nobody)\n"                  /* 27 */
                                                    "\n"                                           /* 28 */
                                                    "Ask [here](https://example.org) {{papers}}\n" /* 29 */
                                                    "and {{local.none}}.\n"                        /* 30 */
                                                    "\n"                                           /* 31 */
                                                    "### Three\n"                                  /* 32 */
                                                    "\n"                                           /* 33 */
                                                    "    code\n"                                   /* 34 */
                                                    "\n"                                           /* 35 */
                                                    "> quote\n"                                    /* 36 */
                                                    "\n"                                           /* 37 */
                                                    "## Four {maybe}\n"                            /* 38 */
                                                    "\n"                                           /* 39 */
                                                    "![A](media:../../secret)\n"}),                /* 40 */
                  FAULTS("pages/a/en.md:12: before the first ##", "pages/a/en.md:14: only ## begins",
                         "pages/a/en.md:17: a card has one picture", "pages/a/en.md:17: no picture 'no-map'",
                         "pages/a/en.md:18: has 5 sentences", "pages/a/en.md:20: HTML", "pages/a/en.md:22: HTML",
                         "pages/a/en.md:24: has no picture", "pages/a/en.md:25: not 'file:///etc/passwd'",
                         "pages/a/en.md:27: has no 'nobody'", "pages/a/en.md:29: a link is (resource:key)",
                         "pages/a/en.md:29: {{ must be followed", "pages/a/en.md:30: must stand in the needs",
                         "pages/a/en.md:30: no usable 'none'", "pages/a/en.md:32: only ## begins",
                         "pages/a/en.md:34: only cards", "pages/a/en.md:36: only cards",
                         "pages/a/en.md:38: braces must be", "pages/a/en.md:38: has no picture",
                         "pages/a/en.md:38: says nothing", "pages/a/en.md:40: not 'media:../../secret'"));
}

static void words(void **state)
{
    (void)state;
    assert_faults(
        FILES({"pages/a/en.md", GOOD_HEAD "## One\n![A phone](icon:phone)\n\n"
                                          "This one has so many small words in it that no one can hear it all.\n\n"
                                          "Call 206-555-0142 or come by on 2026-11-24.\n\n"
                                          "## Two\n![A phone](icon:phone)\n\n"
                                          "Naturalization eligibility determinations necessitate documentation.\n\n"
                                          "A b\x01"
                                          "&#27;c.\n"}),
        FAULTS("pages/a/en.md:15: warning: 16 words", "pages/a/en.md:17: warning: telephone number",
               "pages/a/en.md:19: warning: reads at grade", "pages/a/en.md:24: character code",
               "pages/a/en.md:24: U+0001"));
}

static void facts_and_dates(void **state)
{
    (void)state;
    assert_faults(FILES({"local.yaml", "old: {value: v, by: p, on: 2026-01-01, expires: 2026-11-23}\n"},
                        {"pages/a/en.md",
                         "---\ntitle: A\nicon: phone\ngroup: police\norder: 1\nneeds: [old, gone]\nsources: [s]\n"
                         "checked: {on: 2026-01-01, by: p}\nshelf_life_days: 30\n---\n" GOOD_CARD},
                        {"resources.yaml",
                         "resources:\n  - {key: centre, name: C, about: Staff, icon: gone, kind: office, phone: "
                         "\"911\",\n     source: s, checked: {on: 2026-01-01, by: p},\n     expires: 2026-11-01}\n"}),
                  FAULTS("local.yaml:1: expired on 2026-11-23", "pages/a/en.md:1: past its shelf life since 297 days",
                         "pages/a/en.md:6: local.yaml has no usable 'gone'",
                         "pages/a/en.md:6: 'old' expired on 2026-11-23", "resources.yaml:2: no picture 'gone'",
                         "resources.yaml:4: expired on 2026-11-01"));
}

#define VARIANT(words)                                                                                                 \
    "## Rule {only: immigration=" words "}\n![A phone](icon:phone)\n\nIt is so.\n\n" /* five lines                     \
                                                                                      */

static void conditions(void **state)
{
    (void)state;
    assert_faults(FILES({"pages/a/en.md", "---\ntitle: A\nicon: phone\ngroup: police\norder: 1\nneeds: [immigration]\n"
                                          "sources: [s]\nchecked: {on: 2026-11-01, by: p}\nshelf_life_days: 90\n---\n"
                         /* 11 */ VARIANT("no_ask_law|no_rule") /* 16 */ VARIANT("no_rule|jail_287g")
                         /* 21 */ VARIANT("task_force_287g") /* 26 */ VARIANT(
                             "sometimes") "## Texts {only: texts=yes}\n![A phone](icon:phone)\n\nYou can.\n" /* 31 */
                                          "## More {only: texts}\n![A phone](icon:phone)\n\nYou can.\n"}),
                  FAULTS("pages/a/en.md:11: when immigration is no_ask_policy", "pages/a/en.md:16: card on line 11",
                         "pages/a/en.md:26: 'sometimes' is no value", "pages/a/en.md:31: warning: no usable 'texts'",
                         "pages/a/en.md:35: {only: texts} must be"));
}

static void slugs(void **state)
{
    (void)state;
    struct scratch_file three[] = {{"pages/call-911/en.md", GOOD_HEAD GOOD_CARD},
                                   {"pages/call_911/en.md", GOOD_HEAD GOOD_CARD},
                                   {"pages/Call-911/en.md", GOOD_HEAD GOOD_CARD},
                                   {"pages/b/en.md", "---\nslug: a\n" GOOD_CARD},
                                   {NULL, NULL}};
    char stated[600];
    snprintf(stated, sizeof stated, "---\nslug: a\n%s", &(GOOD_HEAD GOOD_CARD)[4]);
    three[3].text = stated;
    assert_faults(three, FAULTS("pages/Call-911:0: is named with", "pages/b/en.md:0: two pages with one slug",
                                "pages/call-911/en.md:0: two pages with one slug", "pages/call_911:0: is named with",
                                "pages/call_911/en.md:0: pages/call-911 is 'call_911' too"));
}

static void translations(void **state)
{
    (void)state;
    assert_faults(
        FILES({"pages/a/en.md", GOOD_HEAD GOOD_CARD "\n## Where?\n\n![A phone](icon:phone)\n\nHere.\n\n"
                                                    "[Centre](resource:centre)\n"},
              {"pages/a/es.md", "---\ntitle: Una\ntranslation: {state: draft, by: p, on: 2026-11-02, of: "
                                "\"000000000000\"}\n---\n## ¿Quién?\n\nLlame.\n"},
              {"pages/a/tlh.md", "---\ntitle: T\ntranslation: {state: done, by: p, on: 2026-11-02, of: xyz}\n"
                                 "---\n" GOOD_CARD "\n## B\n![A](icon:phone)\n\nC.\n\n[Centre](resource:centre)\n"
                                 "\n## D\n![E](icon:phone)\n\nF.\n"},
              {"pages/a/my.md", "---\ntitle: M\ntranslation: {state: draft, by: p, on: 2026-11-02, of: "
                                "\"000000000000\"}\n---\n## A\n![A](icon:phone)\n\nေမာင္။\n\n"
                                "## B\n![A](icon:phone)\n\nမောင်။\n\n[Centre](resource:centre)\n"}),
        FAULTS("pages/a/es.md:3: warning: stale", "pages/a/es.md:5: 1 cards, but en.md has 2",
               "pages/a/es.md:5: another picture here: phone", "pages/a/es.md:5: has no picture",
               "pages/a/my.md:3: warning: stale", "pages/a/my.md:8: warning: Zawgyi",
               "pages/a/tlh.md:0: warning: 'tlh'", "pages/a/tlh.md:3: 'of' must be",
               "pages/a/tlh.md:3: 'state' is 'done'", "pages/a/tlh.md:18: 3 cards, but en.md has 2"));
}

static void strings_files(void **state)
{
    (void)state;
    assert_faults(
        FILES({"site.yaml", "centre: C\nlanguages: [en, es, my]\n"},
              {"strings/en.po", PO_HEAD "msgid \"Staff\"\nmsgstr \"\"\n\nmsgid \"{n} days\"\nmsgstr \"\"\n\n"
                                        "msgctxt \"verb\"\nmsgid \"Open\"\nmsgstr \"\"\n"},
              {"strings/es.po", PO_HEAD "msgid \"Staff\"\nmsgstr \"\"\n\n"                      /* 4 */
                                        "#, fuzzy\nmsgid \"{n} days\"\nmsgstr \"{m} días\"\n\n" /* 8 */
                                        "msgid \"Old\"\nmsgstr \"Viejo\"\n\n"                   /* 11 */
                                        "msgid \"Old\"\nmsgstr \"Vieja\"\n\n"                   /* 14 */
                                        "msgid \"Bad\nmsgstr \"Malo\"\n\n"                      /* 17 */
                                        "nonsense here\n"},                                     /* 20 */
              {"strings/my.po", "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=Zawgyi\\n\"\n"},
              {"pages/a/es.md", "---\ntitle: U\ntranslation: {state: draft, by: p, on: 2026-11-02, of: \"0\"}\n---\n"}),
        FAULTS("pages/a/es.md:3: 'of' must be", "pages/a/es.md:5: 0 cards", "pages/a/es.md:5: has no card",
               "site.yaml:2: Burmese (my) cannot be offered", "site.yaml:2: Spanish (es) cannot be offered",
               "strings/es.po:0: warning: 1 of 3 sentences", "strings/es.po:0: lacks \"Open (verb)\"",
               "strings/es.po:4: \"Staff\" is not translated", "strings/es.po:8: {m} stands 0 times",
               "strings/es.po:8: {n} stands 1 times", "strings/es.po:11: warning: \"Old\" is not in",
               "strings/es.po:14: warning: \"Old\" is not in", "strings/es.po:14: duplicate",
               "strings/es.po:17: end-of-line", "strings/es.po:20: \"here\" unknown",
               "strings/es.po:20: \"nonsense\" unknown", "strings/es.po:20: syntax error",
               "strings/my.po:1: charset=UTF-8"));
}

static void a_huge_page_is_not_read(void **state)
{
    (void)state;
    struct scratch_site s;
    scratch_make(&s, NULL);
    char path[200];
    scratch_write(&s, "pages/big/en.md", "---\n", 4);
    snprintf(path, sizeof path, "%s/pages/big/en.md", s.site);
    assert_int_equal(truncate(path, 50 * 1024 * 1024), 0);
    assert_faults_of(&s, FAULTS("pages/big/en.md:0: 52428800 bytes"));
    scratch_remove(&s);
}

static void links_do_not_leave_the_folder(void **state)
{
    (void)state;
    struct scratch_site s;
    scratch_make(&s, FILES({"pages/b/en.md", NULL}, {"pages/a/en.md", GOOD_HEAD GOOD_CARD}));
    char path[200];
    snprintf(path, sizeof path, "%s/pages/a/es.md", s.site);
    assert_int_equal(symlink("/etc/passwd", path), 0);
    snprintf(path, sizeof path, "%s/audio", s.site);
    assert_int_equal(symlink("/var", path), 0);
    snprintf(path, sizeof path, "%s/strings/es.po", s.site);
    assert_int_equal(symlink("en.po", path), 0); /* inside: allowed */
    snprintf(path, sizeof path, "%s/pages/a/round", s.site);
    assert_int_equal(symlink("nowhere", path), 0);
    assert_faults_of(&s, FAULTS("audio:0: leads out", "pages/a/es.md:0: leads out", "pages/a/round:0: cannot open",
                                "strings/es.po:4: \"Staff\" is not translated"));
    scratch_remove(&s);
}

static void giant_paragraphs_are_not_parsed(void **state)
{
    (void)state;
    struct scratch_site s;
    scratch_make(&s, NULL);
    struct str page;
    str_init(&page);
    str_add(&page, GOOD_HEAD GOOD_CARD "\n");
    for (int i = 0; i < 50000; i++)
        str_add(&page, "![[");
    str_add(&page, "\n\n");
    for (int i = 0; i < 20000; i++)
        str_add(&page, ">\n");
    scratch_write(&s, "pages/a/en.md", page.s, page.len);
    str_release(&page);
    assert_faults_of(&s, FAULTS("pages/a/en.md:18: more than 4096 bytes", "pages/a/en.md:20: more than 4096 bytes"));
    scratch_remove(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(heads),
        cmocka_unit_test(bodies),
        cmocka_unit_test(words),
        cmocka_unit_test(facts_and_dates),
        cmocka_unit_test(conditions),
        cmocka_unit_test(slugs),
        cmocka_unit_test(translations),
        cmocka_unit_test(strings_files),
        cmocka_unit_test(a_huge_page_is_not_read),
        cmocka_unit_test(links_do_not_leave_the_folder),
        cmocka_unit_test(giant_paragraphs_are_not_parsed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
