/* What a visitor is given: cards, sentences, facts filled in, statuses by day and language; interface strings.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "scratch_site.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
/* cmocka needs four of the above */
#include <cmocka.h>

#define FILES(...) ((const struct scratch_file[]){__VA_ARGS__, {NULL, NULL}})

struct open_site {
    struct scratch_site scratch;
    struct site *site;
    struct catalogue *catalogue;
    struct strings *strings;
    struct faults faults;
};

static void open_with(struct open_site *o, const struct scratch_file *changes)
{
    struct err e = {0};
    scratch_make(&o->scratch, changes);
    faults_init(&o->faults);
    assert_true(site_open(&o->site, o->scratch.site, &o->faults, &e));
    o->catalogue = catalogue_new(o->site, &o->faults);
    o->strings = strings_new(&o->site->root);
}

static void close_site(struct open_site *o)
{
    strings_free(o->strings);
    catalogue_free(o->catalogue);
    site_free(o->site);
    faults_release(&o->faults);
    scratch_remove(&o->scratch);
}

static enum page_status status(struct open_site *o, const char *slug, const char *tag, day_t today)
{
    const struct page *p = catalogue_find(o->catalogue, slug);
    assert_non_null(p);
    return catalogue_status(o->catalogue, p, tag, today);
}

static const struct page_text *text(struct open_site *o, const char *slug, const char *tag, day_t today)
{
    return catalogue_text(o->catalogue, catalogue_find(o->catalogue, slug), tag, today);
}

#define HEAD(needs)                                                                                                    \
    "---\ntitle: T\nicon: phone\ngroup: police\norder: 1\nneeds: [" needs "]\nsources: [s]\n"                          \
    "checked: {on: 2026-11-01, by: p}\nshelf_life_days: 3650\n---\n"
#define RULE(words, says) "## Rule {only: " words "}\n![A phone](icon:phone)\n\n" says "\n\n"

static void facts_choose_cards_and_fill_them(void **state)
{
    (void)state;
    struct open_site o;
    open_with(
        &o, FILES({"local.yaml", "immigration: {value: state_mandate, by: p, on: 2026-11-01, expires: 2026-12-31}\n"
                                 "line: {value: 206-555-0100, by: p, on: 2026-11-01, expires: 2027-12-31}\n"
                                 "texts: {value: no, by: p, on: 2026-11-01, expires: 2026-11-30}\n"},
                  {"pages/a/en.md",
                   HEAD("immigration, line") RULE("immigration=no_rule", "Wrong.")
                       RULE("immigration=task_force_287g", "Right.") RULE("texts=yes", "Wrong.") RULE(
                           "texts=no",
                           "Call {{local.line}} (or go).\nSee *us*. Now.") "## Last\n![A phone](icon:phone)\n- One.\n- "
                                                                           "Two.\n\n[Centre](resource:centre)\n"}));
    const struct page_text *t = text(&o, "a", "en", scratch_today());
    assert_non_null(t);
    assert_int_equal(t->card_count, 3);
    assert_string_equal(t->cards[0].sentences[0], "Right.");
    assert_string_equal(t->cards[0].title, "Rule");
    assert_int_equal(t->cards[1].sentence_count, 3);
    assert_string_equal(t->cards[1].sentences[0], "Call \xE2\x81\xA8"
                                                  "206-555-0100\xE2\x81\xA9 (or go).");
    assert_string_equal(t->cards[1].sentences[1], "See us.");
    assert_int_equal(t->cards[2].sentence_count, 2);
    assert_int_equal(t->cards[2].resource_count, 1);
    assert_string_equal(t->cards[2].resources[0], "centre");
    assert_string_equal(t->cards[2].picture_label, "A phone");

    /* a card's own fact expires: the card goes, the page stays; and it comes back when the clock is set right */
    day_t december = day_from_ymd((struct ymd){2026, 12, 1});
    assert_int_equal(text(&o, "a", "en", december)->card_count, 2);
    assert_int_equal(text(&o, "a", "en", scratch_today())->card_count, 3);
    /* a fact that the page needs expires: the page goes */
    day_t january = day_from_ymd((struct ymd){2027, 1, 1});
    assert_int_equal(status(&o, "a", "en", january), PAGE_FACT_EXPIRED);
    assert_null(text(&o, "a", "en", january));
    close_site(&o);
}

static void an_inserted_fact_is_needed_though_the_head_forgets_it(void **state)
{
    (void)state;
    struct open_site o;
    open_with(&o, FILES({"pages/a/en.md", HEAD("") "## A\n![A phone](icon:phone)\n\nCall {{local.gone}}.\n"}));
    assert_int_equal(status(&o, "a", "en", scratch_today()), PAGE_FACT_MISSING);
    close_site(&o);
}

static void statuses(void **state)
{
    (void)state;
    struct open_site o;
    char hash[13], es[400];
    open_with(&o, NULL);
    assert_true(catalogue_body_hash(o.catalogue, catalogue_page(o.catalogue, 0), hash));
    close_site(&o);
    /* printf '## Who?\n\n![A phone](icon:phone)\n\nCall us.\n' | sha256sum */
    assert_string_equal(hash, "f65fd08f93d1");
    snprintf(es, sizeof es, "---\ntitle: U\ntranslation: {state: reviewed, by: p, on: 2026-11-02, of: \"%s\"}\n---\n%s",
             hash, GOOD_CARD);
    open_with(&o, FILES({"site.yaml", "centre: C\nlanguages: [en, es]\npublish: reviewed\n"}, {"pages/a/es.md", es},
                        {"pages/a/my.md", "---\ntitle: M\ntranslation: {state: reviewed, by: p, on: 2026-11-02, of: "
                                          "\"000000000000\"}\n---\n" GOOD_CARD},
                        {"pages/b/en.md", HEAD("nothing") GOOD_CARD}, {"pages/c/en.md", HEAD("") "no card\n"},
                        {"pages/d/en.md", "---\ntitle: D\n---\n" GOOD_CARD}));
    day_t today = scratch_today();
    assert_int_equal(status(&o, "a", "en", today), PAGE_SHOWN);
    assert_int_equal(status(&o, "a", "es", today), PAGE_SHOWN);
    assert_false(text(&o, "a", "es", today)->stale);
    assert_int_equal(status(&o, "a", "my", today), PAGE_NOT_REVIEWED);
    assert_int_equal(status(&o, "a", "ar", today), PAGE_NOT_TRANSLATED);
    assert_int_equal(status(&o, "a", "../../x", today), PAGE_NOT_TRANSLATED);
    assert_int_equal(status(&o, "a", "en", today + 400), PAGE_PAST_SHELF_LIFE);
    assert_int_equal(status(&o, "b", "en", today), PAGE_FACT_MISSING);
    assert_int_equal(status(&o, "b", "es", today), PAGE_FACT_MISSING);
    assert_int_equal(status(&o, "c", "en", today), PAGE_BROKEN);
    assert_int_equal(status(&o, "d", "en", today), PAGE_BROKEN);
    assert_null(catalogue_find(o.catalogue, "none"));
    assert_null(catalogue_page(o.catalogue, catalogue_count(o.catalogue)));
    close_site(&o);
}

static void sentences_end_by_the_language(void **state)
{
    (void)state;
    struct open_site o;
    open_with(&o, FILES({"site.yaml", "centre: C\nlanguages: [en]\npublish: draft\n"},
                        {"pages/a/my.md", "---\ntitle: M\ntranslation: {state: draft, by: p, on: 2026-11-02, of: "
                                          "\"000000000000\"}\n---\n## က\n![က](icon:phone)\n\nကက၊ ခခ။ ဂဂ။\n"},
                        {"pages/a/es.md", "---\ntitle: E\ntranslation: {state: draft, by: p, on: 2026-11-02, of: "
                                          "\"000000000000\"}\n---\n## A\n![A](icon:phone)\n\n¿Sí? ¡No!\n\n"
                                          "## ሀ\n![A](icon:phone)\n\nሀሀ። ለለ።\n\n"
                                          "## ع\n![A](icon:phone)\n\nهل هنا؟ نعم. یہ۔ وہ۔\n"}));
    const struct page_text *my = text(&o, "a", "my", scratch_today()), *es = text(&o, "a", "es", scratch_today());
    assert_int_equal(my->cards[0].sentence_count, 2);
    assert_string_equal(my->cards[0].sentences[0], "ကက၊ ခခ။");
    assert_true(my->stale);
    assert_int_equal(es->cards[0].sentence_count, 2);
    assert_int_equal(es->cards[1].sentence_count, 2);
    assert_int_equal(es->cards[2].sentence_count, 4);
    close_site(&o);
}

#define PO_HEAD "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n\n"

static void interface_strings(void **state)
{
    (void)state;
    struct open_site o;
    open_with(
        &o,
        FILES({"strings/en.po", PO_HEAD "msgid \"Staff\"\nmsgstr \"\"\n\nmsgctxt \"verb\"\nmsgid \"Open\"\nmsgstr "
                                        "\"\"\n"},
              {"strings/es.po", PO_HEAD "#, fuzzy\nmsgid \"St\"\n\"aff\"\nmsgstr \"\"\n\"Per\\\"so\\n\"\n\"nal\"\n\n"
                                        "msgid \"Open\"\nmsgstr \"Abierto\"\n\n"
                                        "msgctxt \"verb\"\nmsgid \"Open\"\nmsgstr \"Abrir\"\n\n"
                                        "#~ msgid \"Gone\"\n#~ msgstr \"Ido\"\n"},
              {"strings/my.po", PO_HEAD "msgid \"Staff\"\nmsgstr \"ဝန်ထမ်း\"\n"},
              {"pages/a/es.md", "---\ntitle: E\n---\n"}));
    assert_string_equal(strings_get(o.strings, "es", NULL, "Staff"), "Per\"so\nnal");
    assert_string_equal(strings_get(o.strings, "es", NULL, "Open"), "Abierto");
    assert_string_equal(strings_get(o.strings, "es", "verb", "Open"), "Abrir");
    assert_string_equal(strings_get(o.strings, "es", "noun", "Open"), "Open");
    assert_string_equal(strings_get(o.strings, "es", NULL, "Gone"), "Gone");
    assert_string_equal(strings_get(o.strings, "tlh", NULL, "Staff"), "Staff");
    assert_string_equal(strings_get(o.strings, "../x", NULL, "Staff"), "Staff");
    assert_string_equal(strings_get(o.strings, "en", NULL, "Staff"), "Staff");
    assert_true(strings_complete(o.strings, "en", STRINGS_VISITOR));
    assert_true(strings_complete(o.strings, "es", STRINGS_VISITOR));
    assert_false(strings_complete(o.strings, "my", STRINGS_VISITOR));
    assert_false(strings_complete(o.strings, "tlh", STRINGS_VISITOR));
    assert_true(catalogue_offers(o.catalogue, o.strings, "en"));
    assert_true(
        catalogue_offers(o.catalogue, o.strings, "es")); /* its core page is there; broken or not is for check */
    assert_false(catalogue_offers(o.catalogue, o.strings, "my"));
    close_site(&o);
}

#define CORE_HEAD                                                                                                      \
    "---\ntitle: T\nicon: phone\ngroup: police\norder: 1\ncore: true\nneeds: []\nsources: [s]\n"                       \
    "checked: {on: 2026-11-01, by: p}\nshelf_life_days: 3650\n---\n"

/* A page that is not core may lack a language; of the core ones not one may. */
static void a_language_needs_every_core_page(void **state)
{
    (void)state;
    struct open_site o;
    open_with(&o, FILES({"strings/en.po", PO_HEAD "msgid \"Staff\"\nmsgstr \"\"\n"},
                        {"strings/es.po", PO_HEAD "msgid \"Staff\"\nmsgstr \"Personal\"\n"},
                        {"strings/my.po", PO_HEAD "msgid \"Staff\"\nmsgstr \"ဝန်ထမ်း\"\n"},
                        {"pages/a/en.md", CORE_HEAD "## A\n\nA.\n"}, {"pages/a/es.md", "E"}, {"pages/a/my.md", "M"},
                        {"pages/b/en.md", CORE_HEAD "## B\n\nB.\n"}, {"pages/b/my.md", "M"}, {"pages/b/es.txt", "E"},
                        {"pages/c/en.md", HEAD("") "## C\n\nC.\n"}));
    assert_true(catalogue_offers(o.catalogue, o.strings, "en"));
    assert_true(catalogue_offers(o.catalogue, o.strings, "my"));
    assert_false(catalogue_offers(o.catalogue, o.strings, "es"));
    close_site(&o);
}

static void faults_are_sorted_once_and_capped(void **state)
{
    (void)state;
    struct faults f;
    faults_init(&f);
    faults_add(&f, FAULT_ERROR, "b", 2, "two");
    faults_add(&f, FAULT_WARNING, "a", 9, "nine");
    faults_add(&f, FAULT_ERROR, "b", 2, "two");
    faults_sort(&f);
    assert_int_equal(f.len, 2);
    assert_int_equal(f.errors, 1);
    assert_string_equal(f.v[0].path, "a");
    for (int i = 0; i < FAULTS_MAX * 2; i++)
        faults_add(&f, FAULT_ERROR, "c", i, "x");
    assert_int_equal(f.len, FAULTS_MAX + 1);
    assert_string_equal(f.v[FAULTS_MAX].message, "there are more faults than are kept");
    faults_add(NULL, FAULT_ERROR, "c", 1, "nobody listens");
    faults_release(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(facts_choose_cards_and_fill_them),
        cmocka_unit_test(an_inserted_fact_is_needed_though_the_head_forgets_it),
        cmocka_unit_test(statuses),
        cmocka_unit_test(sentences_end_by_the_language),
        cmocka_unit_test(interface_strings),
        cmocka_unit_test(a_language_needs_every_core_page),
        cmocka_unit_test(faults_are_sorted_once_and_capped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
