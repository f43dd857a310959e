/* The measured requirements for a public touch screen, on every screen in every language and size of letters: rows of
 * the table in tests/README.md. limit: 280
 *
 * One walk through every language, size and glass finds all faults; each test then asks for one kind of them. The first
 * of each kind are printed, all of them with PORCHLIGHT_GEOMETRY=all. SPDX-License-Identifier: GPL-3.0-or-later */
#include "geometry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static int scenes_seen;

static const char *const languages[] = {"en", "es", "ar", "fa-AF", "uk", "so", "sw", "my"};
enum { LANGUAGES = sizeof languages / sizeof *languages };
static const int glasses[][2] = {{1080, 1920}, {1920, 1080}, {1024, 768}, {2160, 3840}};
enum { GLASSES = sizeof glasses / sizeof *glasses };

static void walk(struct app *a, const struct scenes *scenes, const char *tag, enum text_size size, bool lower,
                 struct frame *f)
{
    for (size_t i = 0; i < scenes->list.len; i++) {
        const struct scene *s = &scenes->list.v[i];
        struct spot p = {.a = a, .scene = s, .tag = tag, .size = size, .lower = lower};
        if (!stage_go(a, s, tag, size, THEME_DEFAULT, lower))
            continue;
        scenes_seen++;
        int pages = 1;
        for (; p.page < pages; p.page++) {
            const struct node *root = stage_tree(a, s, p.page);
            pages = a->ui.page_count;
            if (a->ui.page_at != p.page)
                geometry_fault(&p, RULE_PAGES, root, "page %d cannot be turned to", p.page);
            geometry_check(&p, root, f);
        }
        if (pages > 12)
            geometry_fault(&p, RULE_PAGES, a->root, "%d pages are too many to turn", pages);
    }
    text_engine_trim(a->text, 0);
}

static void check_mirror(struct app *a, const struct scenes *scenes, enum text_size size, const struct frame *en,
                         const struct frame *rtl, const char *tag)
{
    struct spot p = {.a = a, .scene = &scenes->list.v[0], .tag = tag, .size = size};
    for (int i = 0; i < FRAME_IDS; i++) {
        const struct box *b = &en->box[i], *c = &rtl->box[i];
        int right = a->ui.w - (b->x + b->w);
        bool bar = geometry_frame[i] != UI_EMERGENCY; /* Emergency is as wide as its word */
        if (abs(c->x - right) > 1 || (bar && abs(c->w - b->w) > 1))
            geometry_fault(&p, RULE_MIRROR, NULL, "%s is at %d, mirrored it would be at %d",
                           ui_kind_name(geometry_frame[i]), c->x, right);
    }
}

static int walk_all(void **state)
{
    (void)state;
    for (int g = 0; g < GLASSES; g++) {
        struct app *a = stage_open(glasses[g][0], glasses[g][1]);
        struct scenes scenes = {0};
        stage_scenes(a, &scenes);
        for (int s = 0; s < SIZE_COUNT; s++) {
            struct frame frames[LANGUAGES] = {{0}};
            for (int l = 0; l < LANGUAGES; l++)
                walk(a, &scenes, languages[l], (enum text_size)s, false, &frames[l]);
            for (int l = 1; l < LANGUAGES; l++)
                if (frames[0].known && frames[l].known && (l == 2 || l == 3))
                    check_mirror(a, &scenes, (enum text_size)s, &frames[0], &frames[l], languages[l]);
        }
        struct frame lower[SIZE_COUNT + 1] = {{0}};
        if (glasses[g][1] > glasses[g][0]) {
            walk(a, &scenes, "en", SIZE_MEDIUM, true, &lower[SIZE_COUNT]);
            for (int s = 0; s < SIZE_COUNT; s++) /* Burmese needs the most room */
                walk(a, &scenes, "my", (enum text_size)s, true, &lower[s]);
        }
        VEC_RELEASE(&scenes.list);
        app_close(a);
    }
    print_message("# %d screens were measured\n", scenes_seen);
    return 0;
}

#define X(name, words)                                                                                                 \
    static void test_##name(void **state)                                                                              \
    {                                                                                                                  \
        (void)state;                                                                                                   \
        assert_int_equal(geometry_faults[RULE_##name], 0);                                                             \
    }
GEOMETRY_RULES(X)
#undef X

static void test_the_walk_was_long(void **state)
{
    (void)state;
    assert_true(scenes_seen > 10000);
}

/* EN 301 549 5.1.4: at the site's viewing distance one of the sizes is seen under 0.7°. */
static void test_a_size_for_the_distance(void **state)
{
    (void)state;
    struct app *a = stage_open(1080, 1920);
    double mm_away = a->site->viewing_mm, pi = 3.14159265358979;
    assert_true(mm_away > 0);
    assert_true(180 * (double)theme_cap_mm(SIZE_XLARGE) / (pi * mm_away) >= 0.7);
    app_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define X(rule_, words_) {.name = words_, .test_func = test_##rule_},
        GEOMETRY_RULES(X)
#undef X
            cmocka_unit_test(test_the_walk_was_long),
        cmocka_unit_test(test_a_size_for_the_distance),
    };
    return cmocka_run_group_tests_name("geometry", tests, walk_all, NULL);
}
