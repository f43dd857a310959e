/* Faults of the five settings files: each with its exact line, all of them at once.
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
#define FAULTS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void a_sound_site_has_no_fault(void **state)
{
    (void)state;
    assert_faults(NULL, (const char *const[]){NULL});
}

static void all_kinds_of_wrong_values(void **state)
{
    (void)state;
    assert_faults(FILES({"site.yaml", "centre: C\n"
                                      "colour: blue\n"
                                      "publish: maybe\n"
                                      "demonstration: perhaps\n"
                                      "languages: [en, xx, en]\n"
                                      "screen: {width_mm: 10, height_mm: tall}\n"
                                      "opening:\n"
                                      "  - {day: moonday, from: \"9:00\", to: \"17:00\"}\n"
                                      "  - {day: mon, from: \"17:00\", to: \"09:00\"}\n"
                                      "timeouts: never\n"
                                      "centre: D\n"}),
                  FAULTS("site.yaml:2: has no 'colour'", "site.yaml:3: one of: reviewed, draft",
                         "site.yaml:4: true or false", "site.yaml:5: 'en' is offered twice",
                         "site.yaml:5: 'xx' is not in languages.yaml", "site.yaml:6: 'height_mm' is 'tall'",
                         "site.yaml:6: 'width_mm' is '10'", "site.yaml:8: 'day' is 'moonday'",
                         "site.yaml:8: 'from' is '9:00'", "site.yaml:9: later than", "site.yaml:10: must be a map",
                         "site.yaml:11: 'centre' stands here twice (first on line 1)"));
}

#define SITE_LINES "centre: C\nlanguages: [en]\n" /* two lines before what a case adds */

static void a_printer_of_each_kind(void **state)
{
    (void)state;
    static const char *const sound[] = {
        "printer: {kind: none}\n",
        "printer: {kind: escpos, address: \"usb:/dev/usb/lp0\", paper: 80mm, cutter: true}\n",
        "printer: {kind: escpos, address: \"serial:/dev/ttyS0?baud=9600\", paper: 58mm, cutter: false}\n",
        "printer: {kind: escpos, address: \"tcp:192.0.2.7\", feed_top_mm: 3, feed_bottom_mm: 0}\n",
        "printer: {kind: cups, queue: Lobby, paper: A4}\n",
    };
    for (size_t i = 0; i < sizeof sound / sizeof *sound; i++) {
        char text[300];
        snprintf(text, sizeof text, SITE_LINES "%s", sound[i]);
        assert_faults(FILES({"site.yaml", text}), (const char *const[]){NULL});
    }
}

static void a_printer_that_cannot_be(void **state)
{
    (void)state;
    static const char *const wrong[][2] = {
        {"printer: {}\n", "site.yaml:3: needs 'kind'"},
        {"printer: {kind: laser}\n", "site.yaml:3: one of: none, escpos, cups"},
        {"printer: {kind: escpos}\n", "site.yaml:3: needs 'address'"},
        {"printer: {kind: cups}\n", "site.yaml:3: needs 'queue'"},
        {"printer:\n  kind: cups\n  address: \"usb:/dev/usb/lp0\"\n", "site.yaml:5: has 'queue', not 'address'"},
        {"printer:\n  kind: escpos\n  queue: Lobby\n", "site.yaml:5: has 'address', not 'queue'"},
        {"printer:\n  kind: escpos\n  address: /dev/usb/lp0\n", "site.yaml:5: must begin with usb:"},
        {"printer:\n  kind: escpos\n  address: \"usb:/etc/passwd\"\n", "site.yaml:5: not a device's path"},
        {"printer:\n  kind: escpos\n  address: \"serial:/dev/ttyS0?baud=1\"\n", "site.yaml:5: baud=9600"},
        {"printer:\n  kind: escpos\n  address: \"tcp:host:0\"\n", "site.yaml:5: the port must be"},
        {"printer:\n  kind: cups\n  queue: \"front desk\"\n", "site.yaml:5: not a queue's name"},
        {"printer:\n  kind: escpos\n  address: \"usb:/dev/usb/lp0\"\n  paper: A4\n",
         "site.yaml:5: sheets need kind cups"},
        {"printer: {kind: cups, queue: Lobby, paper: A3}\n", "site.yaml:3: one of: 58mm, 80mm, A4, Letter"},
        {"printer: {kind: cups, queue: Lobby, feed_bottom_mm: 500}\n", "site.yaml:3: 'feed_bottom_mm' is '500'"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char text[300];
        snprintf(text, sizeof text, SITE_LINES "%s", wrong[i][0]);
        assert_faults(FILES({"site.yaml", text}), FAULTS(wrong[i][1]));
    }
}

static void every_syntax_fault_not_only_the_first(void **state)
{
    (void)state;
    assert_faults(FILES({"resources.yaml", "resources:\n"
                                           "  - key: a\n"
                                           "    name: \"A\" and more\n"
                                           "    kind: office\n"
                                           "  - key: centre\n"
                                           "    name: B\n"
                                           "    about: Staff\n"
                                           "    icon: phone\n"
                                           "    kind: office\n"
                                           "    phone: 206-555-0142\n"
                                           "    source: none\n"
                                           "    checked: {on: 2026-11-01, by: A Person}\n"
                                           "    expires: 2027-10-31\n"
                                           "  - key: c\n"
                                           "    languages: [en, es\n"
                                           "  - key: d\n"
                                           "\tname: D\n"
                                           "  - key: e\n"
                                           "    name: E\n"}),
                  FAULTS("resources.yaml:3: ", "resources.yaml:15: a bracket is opened here",
                         "resources.yaml:17: ", "resources.yaml:18: needs 'about'",
                         "resources.yaml:18: needs 'checked'", "resources.yaml:18: needs 'expires'",
                         "resources.yaml:18: needs 'icon'", "resources.yaml:18: needs 'kind'",
                         "resources.yaml:18: needs 'source'", "resources.yaml:18: a phone, sms, url or address"));
}

static void an_open_quote_is_told_where_it_opens(void **state)
{
    (void)state;
    assert_faults(FILES({"local.yaml", "immigration:\n  value: no_rule\n  by: \"A Person\n  on: 2026-11-01\n"}),
                  FAULTS("local.yaml:3: a quote is opened here"));
}

static void anchors_aliases_tags_and_documents(void **state)
{
    (void)state;
    assert_faults(FILES({"local.yaml", "a: &x {value: v, by: p, on: 2026-11-01, expires: 2027-10-31}\n"
                                       "b: *x\n"
                                       "c: {value: !!str v, by: p, on: 2026-11-01, expires: 2027-10-31}\n"
                                       "---\n"
                                       "d: 1\n"}),
                  FAULTS("local.yaml:1: anchors", "local.yaml:2: must be a map", "local.yaml:2: aliases",
                         "local.yaml:3: tags", "local.yaml:4: a second document"));
}

static void nesting_has_a_limit(void **state)
{
    (void)state;
    assert_faults(FILES({"local.yaml", "a: [[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]\n"
                                       "b: {value: v, by: p, on: 2026-11-01, expires: 2027-10-31}\n"}),
                  FAULTS("local.yaml:1: nested too deep"));
}

static void facts(void **state)
{
    (void)state;
    assert_faults(FILES({"local.yaml", "Immigration: {value: v, by: p, on: 2026-11-01, expires: 2027-10-31}\n"
                                       "immigration: {value: always, by: p, on: 2026-11-01, expires: 2027-10-31}\n"
                                       "old: {value: v, by: p, on: 2025-11-01, expires: 2026-11-23}\n"
                                       "soon: {value: v, by: p, on: 2026-11-01, expires: 2026-11-24}\n"
                                       "back: {value: v, by: p, on: 2026-11-01, expires: 2026-10-01}\n"
                                       "bare: {value: \"\", on: 2026-02-30}\n"}),
                  FAULTS("local.yaml:1: the key 'Immigration'", "local.yaml:2: 'immigration' is 'always'",
                         "local.yaml:3: expired on 2026-11-23", "local.yaml:4: warning: expires soon",
                         "local.yaml:5: before 'on'", "local.yaml:6: 'on' is '2026-02-30'",
                         "local.yaml:6: 'value' is empty", "local.yaml:6: needs 'by'",
                         "local.yaml:6: needs 'expires'"));
}

#define RESOURCE(key, line)                                                                                            \
    "  - {key: " key ", name: N, about: Staff, icon: phone, kind: hotline, " line                                      \
    ", source: s, checked: {on: 2026-11-01, by: P}, expires: 2027-10-31}\n"

static void resources(void **state)
{
    (void)state;
    assert_faults(
        FILES({"resources.yaml",
               "resources:\n" RESOURCE("centre", "phone: 555-0142") RESOURCE("centre", "phone: \"911\"") RESOURCE(
                   "web", "url: \"http://example.org\"") RESOURCE("word", "phone: \"988\", sms_word: HI")
                   RESOURCE("tongue", "phone: \"988\", languages: [en, tlh]") RESOURCE("Bad Key", "phone: \"988\"")}),
        FAULTS("resources.yaml:2: nobody can dial", "resources.yaml:3: is taken", "resources.yaml:4: https://",
               "resources.yaml:5: needs 'sms'", "resources.yaml:6: warning: 'tlh'",
               "resources.yaml:7: 'key' is 'Bad Key'"));
}

static void people(void **state)
{
    (void)state;
    assert_faults(FILES({"people.yaml", "people:\n"
                                        "  - {key: one, name: One, languages: [en, xx], photo: photos/one.jpg}\n"
                                        "  - {key: one, name: Two, languages: [en]}\n"
                                        "  - {key: three, name: Three, languages: [en], public_key: short}\n"
                                        "  - {key: four, name: Four, languages: [en], days_off: [2026-13-01],\n"
                                        "     public_key: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA,\n"
                                        "     greeting: ../../etc/passwd}\n"}),
                  FAULTS("people.yaml:0: nobody has a public_key", "people.yaml:2: 'xx' is not in",
                         "people.yaml:2: no file 'photos/one.jpg'", "people.yaml:3: is taken",
                         "people.yaml:4: 43 characters", "people.yaml:5: '2026-13-01'", "people.yaml:6: 43 characters",
                         "people.yaml:7: no file '../../etc/passwd'"));
    assert_faults(FILES({"demonstration/rivera.key", "anybody can read this\n"}),
                  FAULTS("demonstration:0: the demonstration's keys lie here"));
}

static void languages(void **state)
{
    (void)state;
    assert_faults(FILES({"languages.yaml",
                         "languages:\n"
                         "  - {tag: en, autonym: English, english: English, script: Latn, dir: ltr}\n"
                         "  - {tag: EN, autonym: English, english: English, script: Latn, dir: ltr}\n"
                         "  - {tag: xx, autonym: X, english: X, script: Latin, dir: ltr}\n"
                         "  - {tag: yy, autonym: Y, english: Y, script: Latn, dir: up, digits: \"123\"}\n"
                         "  - {tag: zz, autonym: Z, english: Z, script: Latn, dir: ltr, months: [one, two]}\n"}),
                  FAULTS("languages.yaml:3: is taken", "languages.yaml:4: ISO 15924", "languages.yaml:5: 'digits'",
                         "languages.yaml:5: 'dir' is 'up'", "languages.yaml:6: 2 entries"));
}

static void missing_files(void **state)
{
    (void)state;
    assert_faults(FILES({"site.yaml", NULL}, {"local.yaml", NULL}, {"languages.yaml", NULL}, {"resources.yaml", NULL},
                        {"people.yaml", NULL}),
                  FAULTS("languages.yaml:0: cannot open", "local.yaml:0: cannot open", "people.yaml:0: cannot open",
                         "people.yaml:0: nobody", "resources.yaml:0: cannot open", "site.yaml:0: cannot open"));
}

static void bytes_that_are_no_text(void **state)
{
    (void)state;
    assert_faults(FILES({"site.yaml", "centre: \"\xff\xfe Centre\"\nlanguages: [en]\nphone: \"206\x07"
                                      "5550142\xc2\x85\"\n# \xed\xa0\x80 a surrogate\n"}),
                  FAULTS("site.yaml:1: not UTF-8", "site.yaml:3: control character U+0007", "site.yaml:4: not UTF-8"));
}

static void a_huge_file_is_not_read(void **state)
{
    (void)state;
    struct scratch_site s;
    scratch_make(&s, NULL);
    size_t len = 2 * 1024 * 1024;
    char *big = test_malloc(len);
    memset(big, 'a', len);
    scratch_write(&s, "local.yaml", big, len);
    test_free(big);
    assert_faults_of(&s, FAULTS("local.yaml:0: at most 1048576"));
    scratch_remove(&s);
}

static void the_site_opens_with_defaults_whatever_its_files_say(void **state)
{
    (void)state;
    struct scratch_site s;
    scratch_make(&s, FILES({"site.yaml", "]]]"}, {"languages.yaml", "- - -"}, {"local.yaml", "{"},
                           {"resources.yaml", "x"}, {"people.yaml", "\n\n- a"}));
    struct site *site;
    struct faults faults;
    struct err e = {0};
    faults_init(&faults);
    assert_true(site_open(&site, s.site, &faults, &e));
    assert_int_equal(site->offered_count, 1);
    assert_string_equal(site->offered[0]->text.tag, "en");
    assert_int_equal(site->idle_warn_s, 180);
    assert_int_equal(site->publish, PUBLISH_REVIEWED);
    assert_true(faults.errors >= 5);
    site_free(site);
    faults_release(&faults);
    scratch_remove(&s);
    faults_init(&faults);
    assert_false(site_open(&site, s.site, &faults, &e));
    assert_int_equal(e.code, ERR_NOT_FOUND);
    faults_release(&faults);
}

#define OFFICER "people:\n  - key: one\n    name: Officer One\n    languages: [en]\n    " SCRATCH_KEY "\n"
#define SCRATCH_KEY "public_key: SMg9VTeZtwW0YgVwHLuFweRr94QTxywoLjj01Y2_DmY"

static void hours_of_every_kind(void **state)
{
    (void)state;
    assert_faults(FILES({"people.yaml",
                         OFFICER "    hours:\n"
                                 "      - {day: tue, from: \"13:00\", to: \"16:00\", where: Library}\n"
                                 "      - {day: thu, week: first, from: \"09:00\", to: \"24:00\"}\n"
                                 "    exceptions:\n"
                                 "      - {on: 2026-12-17, from: \"10:00\", to: \"11:00\", where: School}\n"
                                 "      - {on: 2026-12-19, from: \"10:00\", to: \"11:00\", extra: yes}\n"
                                 "    days_off: [2026-11-26, 2026-12-24 to 2027-01-02, 2027-02-01\u20132027-02-05]\n"
                                 "    valid_from: 2026-11-01\n"
                                 "    valid_until: 2027-10-31\n"},
                        {"site.yaml", SITE_LINES "opening:\n"
                                                 "  - {day: tue, from: \"09:00\", to: \"17:00\"}\n"
                                                 "closed: [2026-12-25, 2026-12-31 to 2027-01-01]\n"
                                                 "opening_exceptions:\n"
                                                 "  - {on: 2026-12-24, from: \"09:00\", to: \"12:00\"}\n"
                                                 "time_zone: America/Boise\n"
                                                 "meeting_minutes: 45\n"}),
                  (const char *const[]){NULL});
}

static void hours_that_cannot_be(void **state)
{
    (void)state;
    assert_faults(FILES({"people.yaml", OFFICER
                         "    hours:\n"
                         "      - {day: tue, week: sixth, from: \"13:00\", to: \"16:00\"}\n"
                         "      - {day: tue, from: \"16:00\", to: \"16:00\"}\n"
                         "    exceptions:\n"
                         "      - {from: \"10:00\", to: \"11:00\"}\n"
                         "      - {on: 2026-12-19, from: \"11:00\", to: \"10:00\"}\n"
                         "      - {on: 2026-12-28, from: \"10:00\", to: \"11:00\"}\n"
                         "      - later\n"
                         "    days_off: [2026-02-30, 2026-12-24 to 2027-01-02, 2027-01-02 to 2026-12-24, tomorrow,\n"
                         "               2026-12-24 to, [2026-12-24]]\n"
                         "    valid_from: 2027-11-01\n"
                         "    valid_until: 2027-10-31\n"}),
                  FAULTS("people.yaml:7: 'week' is 'sixth' but must be one of: every, first",
                         "people.yaml:8: later than", "people.yaml:10: an exception needs 'on'",
                         "people.yaml:11: later than", "people.yaml:12: 2026-12-28 is a day off as well",
                         "people.yaml:13: must be a map", "people.yaml:14: '2026-02-30'",
                         "people.yaml:14: '2027-01-02 to 2026-12-24'", "people.yaml:14: 'tomorrow'",
                         "people.yaml:15: '2026-12-24 to'", "people.yaml:15: must be one text",
                         "people.yaml:17: not be before 'valid_from'"));
    assert_faults(FILES({"site.yaml", SITE_LINES "time_zone: America/Atlantis\n"
                                                 "meeting_minutes: 3\n"
                                                 "closed: 2026-12-25\n"
                                                 "opening_exceptions:\n"
                                                 "  - {on: 2026-12-24, from: \"9\", to: \"12:00\"}\n"}),
                  FAULTS("site.yaml:3: the machine knows no time zone 'America/Atlantis'",
                         "site.yaml:4: 'meeting_minutes' is '3'", "site.yaml:5: must be a list",
                         "site.yaml:7: 'from' is '9'"));
    assert_faults(FILES({"site.yaml", SITE_LINES "time_zone: ../../../etc/passwd\n"}),
                  FAULTS("site.yaml:3: no name of"));
}

static void places(void **state)
{
    (void)state;
    assert_faults(FILES({"people.yaml", OFFICER "    hours:\n"
                                                "      - {day: tue, from: \"13:00\", to: \"16:00\", where: Library}\n"
                                                "      - {day: wed, from: \"13:00\", to: \"16:00\", where: Bookroom}\n"
                                                "    exceptions:\n"
                                                "      - {on: 2026-12-17, from: \"10:00\", to: \"11:00\", where: X}\n"
                                                "places:\n"
                                                "  - {name: Library, address: 12 Main Street}\n"
                                                "  - {name: Library}\n"
                                                "  - {address: 13 Main Street}\n"
                                                "  - {name: School, colour: red}\n"}),
                  FAULTS("people.yaml:8: 'Bookroom' is not in 'places'", "people.yaml:10: 'X' is not in 'places'",
                         "people.yaml:13: taken by an earlier", "people.yaml:14: a place needs 'name'",
                         "people.yaml:15: a place has no 'colour'"));
    assert_faults(FILES({"people.yaml", OFFICER "places: Library\n"}), FAULTS("people.yaml:6: must be a list"));
}

/* What the files say, as values; and without a list of places, the places that the hours name. */
static void hours_as_values(void **state)
{
    (void)state;
    struct scratch_site scratch;
    struct site *s = NULL;
    struct faults faults;
    scratch_make(&scratch,
                 FILES({"people.yaml",
                        OFFICER "    hours:\n"
                                "      - {day: thu, week: last, from: \"09:00\", to: \"12:00\", where: Library}\n"
                                "    exceptions:\n"
                                "      - {on: 2026-12-19, from: \"10:00\", to: \"11:00\", where: School, extra: yes}\n"
                                "    days_off: [2026-12-24 to 2027-01-02]\n"
                                "    valid_until: 2027-10-31\n"},
                       {"site.yaml", SITE_LINES "closed: [2026-12-25]\n"
                                                "time_zone: America/Phoenix\n"}));
    faults_init(&faults);
    assert_true(site_open(&s, scratch.site, &faults, NULL));
    assert_int_equal(faults.errors, 0);
    const struct availability *a = &site_person(s, "one")->hours;
    assert_ptr_equal(site_person_by_key(s, s->people[0].public_key), &s->people[0]);
    assert_int_equal(a->weekly[0].week, WEEK_LAST);
    assert_true(a->dated[0].extra && a->dated_count == 1);
    assert_int_equal(a->days_off[0].last - a->days_off[0].first, 9);
    assert_int_equal(a->until, day_from_ymd((struct ymd){2027, 10, 31}));
    assert_int_equal(s->place_count, 2);
    assert_string_equal(site_place(s, "School")->name, "School");
    assert_null(site_place(s, "centre"));
    assert_int_equal(s->opening.day_off_count, 1);
    assert_string_equal(zone_name(s->zone), "America/Phoenix");
    assert_int_equal(s->meeting_min, 30);
    site_free(s);
    faults_release(&faults);
    scratch_remove(&scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sound_site_has_no_fault),
        cmocka_unit_test(all_kinds_of_wrong_values),
        cmocka_unit_test(a_printer_of_each_kind),
        cmocka_unit_test(a_printer_that_cannot_be),
        cmocka_unit_test(every_syntax_fault_not_only_the_first),
        cmocka_unit_test(an_open_quote_is_told_where_it_opens),
        cmocka_unit_test(anchors_aliases_tags_and_documents),
        cmocka_unit_test(nesting_has_a_limit),
        cmocka_unit_test(facts),
        cmocka_unit_test(resources),
        cmocka_unit_test(people),
        cmocka_unit_test(hours_of_every_kind),
        cmocka_unit_test(hours_that_cannot_be),
        cmocka_unit_test(places),
        cmocka_unit_test(hours_as_values),
        cmocka_unit_test(languages),
        cmocka_unit_test(missing_files),
        cmocka_unit_test(bytes_that_are_no_text),
        cmocka_unit_test(a_huge_file_is_not_read),
        cmocka_unit_test(the_site_opens_with_defaults_whatever_its_files_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
