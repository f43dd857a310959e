/* Sites larger than anybody planned for: all that stands in them can be reached with a finger.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "../store/folder.h"
#include "app/run.h"
#include "site_copy.h"
#include "visit.h"

#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { SEEN_MAX = 2048 };

/* The targets of a kind that a visitor meets by turning the list's pages, each wholly on the glass. How many. */
static size_t sweep(struct visit *v, enum ui_kind kind)
{
    static bool seen[SEEN_MAX];
    size_t count = 0;
    memset(seen, 0, sizeof seen);
    stack_top(v->app)->page_at = 0;
    app_changed(v->app);
    do {
        const struct node *root = app_root(v->app);
        for (const struct node *n = node_next(root, NULL); n; n = node_next(root, n)) {
            const struct box *b = &n->box;
            if (n->id.kind != kind || !n->focus || n->id.index >= SEEN_MAX || seen[n->id.index])
                continue;
            assert_true(b->x >= 0 && b->y >= 0 && b->x + b->w <= root->box.w && b->y + b->h <= root->box.h);
            assert_ptr_equal(input_hit(root, b->x + b->w / 2, b->y + b->h / 2), n);
            seen[n->id.index] = true;
            count++;
        }
    } while (app_tap(v->app, UI_ID(UI_MORE, 0)));
    return count;
}

/* Every glass and size of letters that a site must fit. */
static const struct glass {
    int w, h;
    enum text_size size;
    bool lower;
} glasses[] = {{540, 960, SIZE_MEDIUM, false},
               {960, 540, SIZE_MEDIUM, false},
               {540, 960, SIZE_XLARGE, true},
               {1024, 768, SIZE_XLARGE, true}};
enum { GLASSES = sizeof glasses / sizeof *glasses };

static void begin(struct visit *v, const char *site, const struct glass *g)
{
    visit_begin(v, site, NULL, g->w, g->h);
    struct session *s = app_session(v->app);
    s->size = g->size;
    s->lower = g->lower;
    app_changed(v->app);
}

static void page_of(const char *site, const char *slug, const char *group, int order)
{
    char path[128];
    snprintf(path, sizeof path, "pages/%s/en.md", slug);
    site_add(site, path,
             "---\ntitle: Page %s\nicon: phone\ngroup: %s\norder: %d\ncore: false\nneeds: []\nsources: [\"a source\"]\n"
             "checked: {on: 2026-11-01, by: \"A Person\"}\nshelf_life_days: 365\n---\n\n## Who?\n\n![A "
             "phone](icon:phone)\n\nCall us.\n",
             slug, group, order);
}

static void three_hundred_pages(void **state)
{
    (void)state;
    static const char *const groups[] = {"police", "hurt", "talk"};
    enum { PAGES = 300 };
    const char *site = below("pages");
    site_copy(site);
    for (int i = 0; i < PAGES; i++) {
        char slug[16];
        snprintf(slug, sizeof slug, "p-%d", i);
        page_of(site, slug, groups[i < PAGES - 20 ? 0 : i % 3], 50 + i);
    }
    for (int g = 0; g < GLASSES; g++) {
        struct visit v;
        begin(&v, site, &glasses[g]);
        assert_true(app_go(v.app, "home"));
        size_t usual = catalogue_count(v.app->catalogue) - 1; /* About this machine has a button of its own */
        assert_int_equal(sweep(&v, UI_TILE), usual + 3);      /* and three tiles are the program's */
        assert_true(visit_can_touch(&v, UI_MY_REQUEST, 0));
        visit_end(&v);
    }
}

static void three_hundred_resources(void **state)
{
    (void)state;
    enum { MORE = 300 };
    const char *site = below("resources");
    site_copy(site);
    for (int i = 0; i < MORE; i++)
        site_add(site, "resources.yaml",
                 "\n  - key: r-%d\n    name: Office %d\n    about: Staff who help newcomers\n    kind: office\n"
                 "    phone: 206-555-%04d\n    icon: home\n    source: A\n    checked: {on: 2026-11-23, by: A}\n    "
                 "expires: 2027-05-22\n",
                 i, i, i);
    for (int g = 0; g < GLASSES; g++) {
        struct visit v;
        begin(&v, site, &glasses[g]);
        assert_true(app_go(v.app, "resources"));
        assert_true(v.app->site->resource_count > MORE);
        assert_int_equal(sweep(&v, UI_RESOURCE), v.app->site->resource_count);
        visit_touch(&v, UI_RESOURCE, (unsigned)v.app->site->resource_count - 1);
        assert_string_equal(app_route(v.app), "resource/r-299");
        visit_end(&v);
    }
}

/* Every language that languages.yaml knows, and as many again that nobody has heard of. */
static void eighty_languages(void **state)
{
    (void)state;
    enum { MORE = 40 };
    const char *site = below("languages");
    site_copy(site);
    site_write(site, "site.yaml", "centre: A Centre\npublish: draft\nlanguages:\n  - en\n");
    static const char *const pages[] = {"about-machine", "call-911", "liaison", "papers", "police", "victim-rights"};
    for (int i = 0; i < MORE; i++) {
        char po[64], command[512];
        site_add(site, "site.yaml", "  - x%d\n", i);
        site_add(site, "languages.yaml",
                 "\n  - tag: x%d\n    autonym: \"A rather long name %d\"\n    english: \"Language %d\"\n    script: "
                 "Latn\n    dir: ltr\n    keyboards: [us, fr]\n",
                 i, i, i);
        snprintf(po, sizeof po, "strings/x%d.po", i);
        snprintf(command, sizeof command, "cp %s/strings/es.po %s/%s", site, site, po);
        assert_int_equal(system(command), 0);
        for (size_t p = 0; p < sizeof pages / sizeof *pages; p++) {
            snprintf(command, sizeof command, "cp %s/pages/%s/es.md %s/pages/%s/x%d.md", site, pages[p], site, pages[p],
                     i);
            assert_int_equal(system(command), 0);
        }
    }
    for (int g = 0; g < GLASSES; g++) {
        struct visit v;
        begin(&v, site, &glasses[g]);
        assert_int_equal(sweep(&v, UI_TILE), MORE + 1);
        visit_touch(&v, UI_TILE, MORE);
        assert_string_equal(app_session(v.app)->lang->text.tag, "x39");
        assert_true(app_go(v.app, "request/language"));
        assert_int_equal(sweep(&v, UI_OPTION), MORE + 1);
        for (size_t i = 0; i < v.app->site->offered_count && g == 0; i++) { /* each has its keyboard */
            app_session(v.app)->lang = v.app->site->offered[i];
            app_changed(v.app);
            assert_true(app_go(v.app, "request/name"));
            visit_type(&v, 'q');
        }
        visit_end(&v);
    }
}

static void sixty_people(void **state)
{
    (void)state;
    enum { MORE = 60 };
    const char *site = below("people");
    site_copy(site);
    for (int i = 0; i < MORE; i++)
        site_add(site, "people.yaml",
                 "\n  - key: p-%d\n    name: Officer %d\n    languages: [en]\n    hours:\n      - {day: mon, from: "
                 "\"09:00\", to: \"12:00\"}\n    public_key: 4jUFgUl_2FNZWZRy-opNTuig-L9vL3CAg9eNxPsysCs\n",
                 i, i);
    for (int g = 0; g < GLASSES; g++) {
        struct visit v;
        begin(&v, site, &glasses[g]);
        assert_true(app_go(v.app, "meet"));
        assert_true(visit_can_touch(&v, UI_ASK, 0));
        assert_true(visit_can_touch(&v, UI_BACK, 0));
        for (int turn = 0; app_tap(v.app, UI_ID(UI_MORE, 0)); turn++)
            assert_true(turn < 200);
        assert_non_null(node_find(app_root(v.app), UI_ID(UI_PERSON, MORE + 1)));
        visit_end(&v);
    }
}

/* A page of a hundred cards, one of which holds five thousand words, can be walked through to its end and back. */
static void long_page(void **state)
{
    (void)state;
    enum { CARDS = 50, WORDS = 5000 };
    const char *site = below("cards");
    site_copy(site);
    page_of(site, "long", "police", 50);
    for (int i = 0; i < CARDS; i++)
        site_add(site, "pages/long/en.md", "\n## Card %d\n\n![A phone](icon:phone)\n\nOne sentence.\n", i);
    site_add(site, "pages/long/en.md", "\n## Many words\n\n![A phone](icon:phone)\n\n");
    for (int i = 0; i < WORDS; i++)
        site_add(site, "pages/long/en.md", "word%s", i % 500 == 499 ? ".\n" : " ");
    for (int g = 0; g < GLASSES; g++) {
        struct visit v;
        begin(&v, site, &glasses[g]);
        assert_true(app_go(v.app, "page/long"));
        for (int i = 0; i < CARDS + 2; i++)
            visit_touch(&v, UI_NEXT, 0);
        assert_true(visit_can_touch(&v, UI_ASK, 0));
        visit_touch(&v, UI_BACK, 0);
        assert_true(visit_can_touch(&v, UI_HOME, 0));
        assert_true(visit_can_touch(&v, UI_LEAVE, 0));
        visit_end(&v);
    }
}

/* A photograph may lie in any folder of the site, as the guide says. */
static void photos_anywhere(void **state)
{
    (void)state;
    const char *site = below("photos");
    char command[512];
    site_copy(site);
    snprintf(command, sizeof command, "mv %s/media %s/photos && sed -i 's,media/,photos/,' %s/people.yaml", site, site,
             site);
    assert_int_equal(system(command), 0);
    struct visit here, there;
    visit_begin(&here, "kiosk-config", NULL, 540, 960);
    visit_begin(&there, site, NULL, 540, 960);
    assert_true(app_go(here.app, "meet") && app_go(there.app, "meet"));
    visit_wait(&here, 0);
    visit_wait(&there, 0);
    const SDL_Surface *a = here.screen.surface, *b = there.screen.surface;
    assert_memory_equal(a->pixels, b->pixels, (size_t)a->h * (size_t)a->pitch);
    visit_end(&here);
    visit_end(&there);
}

/* The tour shows each card of the longest page there may be, and what comes after the last. */
static void tour_of_a_long_page(void **state)
{
    (void)state;
    const char *site = below("tour-site"), *out = below("tour");
    site_copy(site);
    site_remove(site, "pages/papers");
    site_remove(site, "pages/police");
    page_of(site, "long", "police", 50);
    for (int i = 1; i < PAGE_CARDS_MAX; i++)
        site_add(site, "pages/long/en.md", "\n## Card %d\n\n![A phone](icon:phone)\n\nOne sentence.\n", i);
    struct app_options o = {.site = site, .w = 320, .h = 320, .clock = clock_fake(VISIT_DAY_S), .at_once = true};
    struct shot_options look = {.size = SIZE_MEDIUM};
    struct err e = {0};
    if (!tour(&o, &look, "en", out, &e))
        fail_msg("%s", e.msg);
    char pattern[4400];
    glob_t found;
    snprintf(pattern, sizeof pattern, "%s/*-page-long-*.en.png", out);
    assert_int_equal(glob(pattern, 0, NULL, &found), 0);
    assert_int_equal(found.gl_pathc, PAGE_CARDS_MAX + 1);
    globfree(&found);
}

static void unknown_language(void **state)
{
    (void)state;
    struct app_options o = {
        .site = "kiosk-config", .w = 320, .h = 320, .lang = "xx", .clock = clock_fake(VISIT_DAY_S), .at_once = true};
    struct shot_options look = {.size = SIZE_MEDIUM, .screen = "home"};
    struct err e = {0};
    assert_false(shot(&o, &look, &e));
    assert_int_equal(e.code, ERR_NOT_FOUND);
    o.lang = "es-MX"; /* as near as there is */
    assert_true(shot(&o, &look, &e));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_hundred_pages), cmocka_unit_test(three_hundred_resources),
        cmocka_unit_test(eighty_languages),    cmocka_unit_test(sixty_people),
        cmocka_unit_test(long_page),           cmocka_unit_test(photos_anywhere),
        cmocka_unit_test(tour_of_a_long_page), cmocka_unit_test(unknown_language),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
