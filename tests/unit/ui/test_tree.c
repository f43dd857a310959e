/* Ids, the tree as JSON, and the paint list with its hashes. SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

static void test_ids(void **state)
{
    (void)state;
    for (int k = 1; k < UI_KIND_COUNT; k++) {
        struct ui_id id = {0};
        const char *name = ui_kind_name((enum ui_kind)k);
        char with[64];
        assert_true(*name && ui_id_parse(name, &id) && id.kind == k && id.index == 0);
        snprintf(with, sizeof with, "%s.65535", name);
        assert_true(ui_id_parse(with, &id) && id.kind == k && id.index == 65535);
        for (int other = 1; other < k; other++)
            assert_string_not_equal(name, ui_kind_name((enum ui_kind)other));
    }
    static const char *const bad[] = {
        "",        ".",    "home.", "home.x", "home.1x", "home.65536", "home.99999999999999999999",
        "home.-1", "Home", "homes", "hom",    "home. 1", ".3"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct ui_id id;
        if (ui_id_parse(bad[i], &id))
            fail_msg("'%s' was taken for an id", bad[i]);
    }
}

static json_t *json_of(struct ui *u, struct node *root)
{
    struct str s;
    str_init(&s);
    layout(u, root);
    tree_json(u, root, "home", &s);
    assert_false(s.failed);
    json_t *o = json_loads(s.s, 0, NULL);
    assert_non_null(o);
    str_release(&s);
    return o;
}

static const char *text(json_t *o, const char *key)
{
    return json_string_value(json_object_get(o, key));
}

static void test_json(void **state)
{
    (void)state;
    struct ui u = glass();
    struct node *root = root_of(&u, AXIS_COLUMN);
    struct node *b = w_button(&u, root, UI_ID(UI_TILE, 2), LOOK_TILE, "icons/home", "Say \"hello\" \\ \n");
    b->selected = true;
    struct node *t = w_text(&u, root, "مرحبا", TYPE_BODY);
    t->text.lang = &ar;
    w_text(&u, root, "gone", TYPE_BODY)->hidden = NODE_HIDDEN;
    struct node *off = w_button(&u, root, UI_ID(UI_SEND, 0), LOOK_TILE, NULL, "Send");
    off->disabled = true;
    json_t *o = json_of(&u, root);
    assert_string_equal(text(o, "id"), "home");
    assert_true(json_real_value(json_object_get(o, "mm_per_px")) == 0.25);
    json_t *kids = json_object_get(o, "children"), *k = json_array_get(kids, 0);
    assert_int_equal(json_array_size(kids), 3);
    assert_string_equal(text(k, "id"), "tile.2");
    assert_string_equal(text(k, "role"), "button");
    assert_string_equal(text(k, "label"), "Say \"hello\" \\ \n");
    assert_string_equal(text(k, "speech"), "Say \"hello\" \\ \n");
    assert_true(json_is_true(json_object_get(k, "target")) && json_is_true(json_object_get(k, "selected")));
    assert_int_equal(json_integer_value(json_object_get(k, "focus")), 1);
    json_t *rect = json_object_get(k, "rect");
    assert_int_equal(json_array_size(rect), 4);
    assert_int_equal(json_integer_value(json_array_get(rect, 2)), b->box.w);
    assert_string_equal(text(json_array_get(json_object_get(k, "children"), 0), "icon"), "icons/home");
    k = json_array_get(kids, 1);
    assert_string_equal(text(k, "lang"), "ar");
    assert_string_equal(text(k, "dir"), "rtl");
    k = json_array_get(kids, 2);
    assert_true(json_is_false(json_object_get(k, "target")) && json_is_true(json_object_get(k, "disabled")));
    assert_int_equal(json_integer_value(json_object_get(k, "focus")), 0);
    json_decref(o);
}

/* Enumerations beyond the tables would crash here rather than in a lobby. */
static void test_every_role(void **state)
{
    (void)state;
    struct ui u = glass();
    struct node *root = root_of(&u, AXIS_COLUMN);
    for (int r = 0; r < ROLE_COUNT; r++)
        node_add(&u, root, (enum role)r, UI_ID(UI_NONE, 0));
    json_t *o = json_of(&u, root);
    for (int r = 0; r < ROLE_COUNT; r++)
        assert_non_null(text(json_array_get(json_object_get(o, "children"), (size_t)r), "role"));
    json_decref(o);
}

static void draw_into(struct ui *u, struct node *root, struct paint_list *out)
{
    layout(u, root);
    out->list.len = 0;
    draw(u, root, out);
}

static void test_draw_list(void **state)
{
    (void)state;
    struct ui u = glass();
    struct paint_list list = {0};
    struct node *root = root_of(&u, AXIS_COLUMN);
    root->look = LOOK_GROUND;
    w_button(&u, root, UI_ID(UI_HOME, 0), LOOK_TILE, "icons/home", "Home");
    struct node *gone = w_text(&u, root, "gone", TYPE_BODY);
    gone->hidden = NODE_HIDDEN;
    draw_into(&u, root, &list);
    static const enum paint_kind order[] = {PAINT_BOX, PAINT_BOX, PAINT_ICON,
                                            PAINT_TEXT}; /* ground, tile, its picture, its word */
    assert_int_equal(list.list.len, 4);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(list.list.v[i].kind, order[i]);
    draw(&u, root, &list);
    assert_int_equal(list.list.len, 8); /* appends */
    VEC_RELEASE(&list.list);
}

/* Nothing changed: the same hash, and so nothing to repaint. Anything that is painted otherwise: another one. */
static void test_hash(void **state)
{
    (void)state;
    struct paint a = {.kind = PAINT_BOX,
                      .box = {1, 2, 3, 4},
                      .fill = 0x112233,
                      .edge = 0x445566,
                      .radius = 5,
                      .edge_w = 6,
                      .icon = "icons/home"};
    struct paint same = a;
    char copy[] = "icons/home";
    same.icon = copy;
    assert_true(paint_hash(&a) == paint_hash(&same));
    struct paint others[13];
    for (size_t i = 0; i < 13; i++)
        others[i] = a;
    others[0].kind = PAINT_ICON;
    others[1].box.x++;
    others[2].box.y++;
    others[3].box.w++;
    others[4].box.h++;
    others[5].fill++;
    others[6].edge++;
    others[7].radius++;
    others[8].edge_w++;
    others[9].no_fill = true;
    others[10].theme = THEME_BLACK;
    others[11].mirror = true;
    others[12].icon = "icons/leave";
    for (size_t i = 0; i < 13; i++)
        if (paint_hash(&others[i]) == paint_hash(&a))
            fail_msg("change %zu is not seen", i);
}

static void test_hash_sees_words(void **state)
{
    (void)state;
    struct ui u = glass();
    struct paint_list list = {0};
    uint64_t seen[2];
    static const char *const words[] = {"Thursday", "Fridayyy"};
    for (int i = 0; i < 2; i++) {
        struct node *root = root_of(&u, AXIS_COLUMN);
        w_text(&u, root, words[i], TYPE_BODY);
        draw_into(&u, root, &list);
        assert_int_equal(list.list.len, 1);
        seen[i] = paint_hash(&list.list.v[0]);
        text_engine_trim(engine, 0); /* the next paragraph may lie where this one lay */
    }
    assert_true(seen[0] != seen[1]);
    VEC_RELEASE(&list.list);
}

/* Right-to-left: pictures that mean a direction are turned, and the dots count from the right. */
static void test_mirrored_pictures(void **state)
{
    (void)state;
    struct paint_list list = {0};
    for (int rtl = 0; rtl < 2; rtl++) {
        struct ui u = glass();
        u.lang = rtl ? &ar : &en;
        struct node *root = root_of(&u, AXIS_COLUMN);
        w_back(&u, root, "Back");
        w_icon(&u, root, "icons/clock", 10);
        w_dots(&u, root, 3, 0)->lay.grow = 0;
        draw_into(&u, root, &list);
        int turned = 0, first_dot = -1;
        for (size_t i = 0; i < list.list.len; i++) {
            const struct paint *p = &list.list.v[i];
            if (p->kind == PAINT_ICON)
                turned += p->mirror;
            else if (p->kind == PAINT_BOX && p->fill == theme_color(u.theme, COLOR_ACCENT) && p->radius)
                first_dot = p->box.x;
        }
        assert_int_equal(turned, rtl);
        assert_true(rtl ? first_dot > 500 : first_dot < 500);
    }
    VEC_RELEASE(&list.list);
}

static int fresh(void **state)
{
    (void)state;
    arena_reset(&frame);
    return 0;
}

#define TEST(f) cmocka_unit_test_setup(f, fresh)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_ids),
        TEST(test_json),
        TEST(test_every_role),
        TEST(test_draw_list),
        TEST(test_hash),
        TEST(test_hash_sees_words),
        TEST(test_mirrored_pictures),
    };
    return cmocka_run_group_tests(tests, open_engine, close_engine);
}
