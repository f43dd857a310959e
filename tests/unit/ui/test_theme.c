/* Colours and sizes against the numbers of VVSG 2.0 7.1 and WCAG 2.2 1.4.11, measured on what draw() really produces.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* How a node can be shown, as bits. */
enum { SELECTED = 1, LIT = 2, PRESSED = 4, STATES = 8 };

static const char *const look_names[LOOK_COUNT] = {
    [LOOK_NONE] = "none",       [LOOK_GROUND] = "ground", [LOOK_CARD] = "card",     [LOOK_TILE] = "tile",
    [LOOK_PRIMARY] = "primary", [LOOK_QUIET] = "quiet",   [LOOK_DANGER] = "danger", [LOOK_BAR] = "bar",
    [LOOK_BARE] = "bare",       [LOOK_NOTICE] = "notice", [LOOK_FIELD] = "field",   [LOOK_KEY] = "key",
    [LOOK_SHADE] = "shade",     [LOOK_QR] = "qr",         [LOOK_INK] = "ink"};

static bool covers(const struct box *a, const struct box *b)
{
    return a->x <= b->x && a->y <= b->y && a->x + a->w >= b->x + b->w && a->y + a->h >= b->y + b->h;
}

/* Draws `look` in a state on `outer`, with words inside it. */
static void draw_one(struct ui *u, enum look outer, enum look look, enum color color, int state, struct paint_list *out)
{
    struct node *root = root_of(u, AXIS_COLUMN);
    root->look = LOOK_GROUND;
    struct node *panel = w_column(u, root, 0);
    panel->look = outer;
    panel->lay.pad = panel->lay.pad_block = 40;
    struct node *n = button(u, panel, UI_ID(UI_TILE, 0), 0, 200);
    n->look = look;
    n->selected = state & SELECTED;
    struct node *t = w_text(u, n, "Hx", TYPE_BODY);
    t->text.color = color;
    layout(u, root);
    u->lit = state & LIT ? n->spoken : -1;
    u->pressed = state & PRESSED ? n->id : UI_ID(UI_NONE, 0);
    out->list.len = 0;
    draw(u, root, out);
}

/* The colour under a text: the last box painted before it that holds its top line. */
static uint32_t ground_under(const struct paint_list *list, size_t text)
{
    struct box first_line = list->list.v[text].box;
    first_line.h = 1;
    for (size_t i = text; i-- > 0;)
        if (list->list.v[i].kind == PAINT_BOX && !list->list.v[i].no_fill && covers(&list->list.v[i].box, &first_line))
            return list->list.v[i].fill;
    fail_msg("nothing is painted behind the words");
    return 0;
}

static void limits(enum theme t, double *low, double *high)
{
    *low = t == THEME_DEFAULT ? 10 : t == THEME_LOW ? 4.5 : 20;
    *high = t == THEME_LOW ? 8 : 21.01;
}

static void test_every_word_on_its_ground(void **state)
{
    (void)state;
    struct paint_list list = {0};
    int wrong = 0, pairs = 0;
    static const enum look outers[] = {LOOK_NONE, LOOK_CARD, LOOK_BAR, LOOK_NOTICE};
    static const enum color colors[] = {COLOR_GROUND, COLOR_INK, COLOR_QUIET};
    for (int t = 0; t < THEME_COUNT; t++)
        for (size_t o = 0; o < sizeof outers / sizeof *outers; o++)
            for (int look = 0; look < LOOK_COUNT; look++)
                for (size_t c = 0; c < sizeof colors / sizeof *colors; c++)
                    for (int s = 0; s < STATES; s++) {
                        /* a code is always black on white and holds no words, nor does a bar of ink; quiet words do not
                         * stand on an accent */
                        bool accent = look == LOOK_PRIMARY || look == LOOK_DANGER;
                        if (look == LOOK_SHADE || look == LOOK_QR || look == LOOK_INK ||
                            (accent && colors[c] != COLOR_GROUND))
                            continue;
                        struct ui u = glass();
                        u.theme = (enum theme)t;
                        draw_one(&u, outers[o], (enum look)look, colors[c], s, &list);
                        for (size_t i = 0; i < list.list.len; i++) {
                            if (list.list.v[i].kind != PAINT_TEXT)
                                continue;
                            uint32_t fore = list.list.v[i].fill, back = ground_under(&list, i);
                            double ratio = theme_contrast(fore, back), low, high;
                            limits((enum theme)t, &low, &high);
                            pairs++;
                            if (ratio < low || ratio > high) {
                                print_message("%s: %s on %s, state %d: #%06X on #%06X is %.2f:1\n",
                                              theme_word((enum theme)t), look_names[look], look_names[outers[o]], s,
                                              fore, back, ratio);
                                wrong++;
                            }
                        }
                        arena_reset(&frame);
                    }
    VEC_RELEASE(&list.list);
    assert_true(pairs > 1000);
    assert_int_equal(wrong, 0);
}

/* Words that cannot be used just now may be pale, but not gone. */
static void test_disabled_words_can_be_seen(void **state)
{
    (void)state;
    struct paint_list list = {0};
    for (int t = 0; t < THEME_COUNT; t++) {
        struct ui u = glass();
        u.theme = (enum theme)t;
        struct node *root = root_of(&u, AXIS_COLUMN);
        root->look = LOOK_GROUND;
        struct node *n = button(&u, root, UI_ID(UI_SEND, 0), 0, 200);
        n->look = LOOK_PRIMARY;
        n->disabled = true;
        w_text(&u, n, "Hx", TYPE_BODY);
        layout(&u, root);
        list.list.len = 0;
        draw(&u, root, &list);
        size_t i = 0;
        while (list.list.v[i].kind != PAINT_TEXT)
            i++;
        assert_true(theme_contrast(list.list.v[i].fill, ground_under(&list, i)) > 2);
    }
    VEC_RELEASE(&list.list);
    arena_reset(&frame);
}

/* WCAG 1.4.11: what shows where a control ends, or that it is chosen, stands out 3:1 from what is beside it. */
static void test_edges_of_controls(void **state)
{
    (void)state;
    static const enum look controls[] = {LOOK_TILE, LOOK_PRIMARY, LOOK_QUIET, LOOK_DANGER, LOOK_FIELD, LOOK_KEY};
    static const enum look outers[] = {LOOK_NONE, LOOK_CARD, LOOK_BAR};
    struct paint_list list = {0};
    int wrong = 0;
    for (int t = 0; t < THEME_COUNT; t++)
        for (size_t o = 0; o < sizeof outers / sizeof *outers; o++)
            for (size_t k = 0; k < sizeof controls / sizeof *controls; k++)
                for (int s = 0; s < STATES; s++) {
                    struct ui u = glass();
                    u.theme = (enum theme)t;
                    draw_one(&u, outers[o], controls[k], COLOR_GROUND, s, &list);
                    uint32_t beside = theme_color(u.theme, outers[o] == LOOK_NONE ? COLOR_GROUND : COLOR_SURFACE);
                    const struct paint *p = NULL;
                    for (size_t i = 0; i < list.list.len; i++)
                        if (list.list.v[i].kind == PAINT_BOX && list.list.v[i].box.h == 200)
                            p = &list.list.v[i];
                    assert_non_null(p);
                    double edge = theme_contrast(p->edge, beside), fill = theme_contrast(p->fill, beside);
                    if (p->edge_w < 1 || (edge < 3 && fill < 3)) {
                        print_message("%s: %s on %s, state %d: edge %.2f:1, fill %.2f:1\n", theme_word(u.theme),
                                      look_names[controls[k]], look_names[outers[o]], s, edge, fill);
                        wrong++;
                    }
                    arena_reset(&frame);
                }
    VEC_RELEASE(&list.list);
    assert_int_equal(wrong, 0);
}

/* A touched control looks otherwise than an untouched one, in every theme. */
static void test_pressed_is_seen(void **state)
{
    (void)state;
    struct paint_list a = {0}, b = {0};
    for (int t = 0; t < THEME_COUNT; t++)
        for (int look = LOOK_TILE; look <= LOOK_DANGER; look++) {
            struct ui u = glass();
            u.theme = (enum theme)t;
            draw_one(&u, LOOK_NONE, (enum look)look, COLOR_GROUND, 0, &a);
            draw_one(&u, LOOK_NONE, (enum look)look, COLOR_GROUND, PRESSED, &b);
            bool other = a.list.len != b.list.len;
            for (size_t i = 0; i < a.list.len && !other; i++)
                other = a.list.v[i].fill != b.list.v[i].fill || a.list.v[i].edge_w != b.list.v[i].edge_w ||
                        a.list.v[i].edge != b.list.v[i].edge;
            assert_true(other);
            arena_reset(&frame);
        }
    VEC_RELEASE(&a.list);
    VEC_RELEASE(&b.list);
}

/* WCAG 2.4.13: the ring is at least 2 px wide and stands out 3:1 from every ground it can lie on. */
static void test_focus_ring(void **state)
{
    (void)state;
    struct paint_list list = {0};
    for (int t = 0; t < THEME_COUNT; t++) {
        struct ui u = glass();
        u.theme = (enum theme)t;
        uint32_t ring = theme_color(u.theme, COLOR_FOCUS);
        assert_true(theme_contrast(ring, theme_color(u.theme, COLOR_GROUND)) >= 3);
        assert_true(theme_contrast(ring, theme_color(u.theme, COLOR_SURFACE)) >= 3);
        struct node *root = root_of(&u, AXIS_COLUMN);
        struct node *n = button(&u, root, UI_ID(UI_HOME, 0), 0, 200);
        block(&u, root, 0, 100)->look = LOOK_CARD;
        u.focus = n->id;
        layout(&u, root);
        list.list.len = 0;
        draw(&u, root, &list);
        const struct paint *last = &list.list.v[list.list.len - 1]; /* nothing is painted over it */
        assert_true(last->no_fill && last->edge == ring && last->edge_w >= 2);
        assert_true(last->box.x < n->box.x && last->box.x + last->box.w > n->box.x + n->box.w);
    }
    VEC_RELEASE(&list.list);
    arena_reset(&frame);
}

static void test_icons_stand_out(void **state)
{
    (void)state;
    for (int t = 0; t < THEME_COUNT; t++) {
        enum theme th = (enum theme)t;
        static const enum color under[TONE_COUNT] = {
            [TONE_PLAIN] = COLOR_SURFACE, [TONE_ON_ACCENT] = COLOR_ACCENT, [TONE_ON_DANGER] = COLOR_DANGER};
        for (int tone = 0; tone < TONE_COUNT; tone++)
            assert_true(theme_contrast(theme_icon(th, (enum tone)tone, ICON_LINE), theme_color(th, under[tone])) >= 3);
        assert_true(theme_contrast(theme_icon(th, TONE_PLAIN, ICON_LINE), theme_color(th, COLOR_GROUND)) >= 3);
        assert_true(theme_contrast(theme_icon(th, TONE_PLAIN, ICON_LINE), theme_color(th, COLOR_CHOSEN)) >= 3);
        assert_true(theme_contrast(theme_icon(th, TONE_PLAIN, ICON_DANGER), theme_color(th, COLOR_SURFACE)) >= 3);
    }
}

/* VVSG 7.1-G. */
static void test_capital_heights(void **state)
{
    (void)state;
    static const float range[SIZE_COUNT][2] = {[SIZE_SMALL] = {3.5F, 4.2F},
                                               [SIZE_MEDIUM] = {4.8F, 5.6F},
                                               [SIZE_LARGE] = {6.4F, 7.1F},
                                               [SIZE_XLARGE] = {8.5F, 9.0F}};
    for (int s = 0; s < SIZE_COUNT; s++) {
        float mm = theme_cap_mm((enum text_size)s);
        assert_true(mm >= range[s][0] && mm <= range[s][1]);
        assert_true(theme_step_mm((enum text_size)s, TYPE_BODY) == mm);
        for (int step = 0; step < TYPE_COUNT; step++) {
            float at = theme_step_mm((enum text_size)s, (enum type_step)step);
            assert_true(at >= 3.5F);
            assert_true(step == 0 || at >= theme_step_mm((enum text_size)s, (enum type_step)(step - 1)));
            assert_true(s == 0 || at >= theme_step_mm((enum text_size)(s - 1), (enum type_step)step));
        }
    }
}

/* EN 301 549 5.1.4: 0.7° at the distance of the demonstration site in one of the sizes. */
static void test_seen_from_a_distance(void **state)
{
    (void)state;
    double degrees = 180 * (double)theme_cap_mm(SIZE_XLARGE) / (3.14159265358979 * 700);
    assert_true(degrees >= 0.7);
}

static void test_contrast_formula(void **state)
{
    (void)state;
    assert_true(fabs(theme_contrast(0x000000, 0xFFFFFF) - 21) < 0.001);
    assert_true(fabs(theme_contrast(0xFFFFFF, 0x000000) - 21) < 0.001);
    assert_true(fabs(theme_contrast(0x777777, 0xFFFFFF) - 4.48) < 0.01); /* WCAG's well-known near miss */
    assert_true(fabs(theme_contrast(0x123456, 0x123456) - 1) < 0.001);
}

static void test_words(void **state)
{
    (void)state;
    for (int t = 0; t < THEME_COUNT; t++)
        assert_int_equal(theme_from_word(theme_word((enum theme)t)), t);
    for (int s = 0; s < SIZE_COUNT; s++)
        assert_int_equal(text_size_from_word(text_size_word((enum text_size)s)), s);
    assert_int_equal(theme_from_word("blue"), THEME_COUNT);
    assert_int_equal(theme_from_word(""), THEME_COUNT);
    assert_int_equal(text_size_from_word("XLARGE"), SIZE_COUNT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_word_on_its_ground),
        cmocka_unit_test(test_disabled_words_can_be_seen),
        cmocka_unit_test(test_edges_of_controls),
        cmocka_unit_test(test_pressed_is_seen),
        cmocka_unit_test(test_focus_ring),
        cmocka_unit_test(test_icons_stand_out),
        cmocka_unit_test(test_capital_heights),
        cmocka_unit_test(test_seen_from_a_distance),
        cmocka_unit_test(test_contrast_formula),
        cmocka_unit_test(test_words),
    };
    return cmocka_run_group_tests(tests, open_engine, close_engine);
}
