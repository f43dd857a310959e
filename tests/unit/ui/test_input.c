/* Fingers and keys: VVSG 7.2-H, EN 301 549 5.8, WCAG 2.1.2 and 2.4.3. SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture.h"

/* Two rows of two targets, 200 × 100 each, with 100 between:  home language / back next. */
static struct node *four(struct ui *u)
{
    struct node *root = root_of(u, AXIS_COLUMN);
    root->lay.gap = 100;
    static const enum ui_kind ids[] = {UI_HOME, UI_LANGUAGE, UI_LISTEN, UI_ACCESS};
    for (int r = 0; r < 2; r++) {
        struct node *row = w_row(u, root, 0);
        row->lay.gap = 100;
        for (int c = 0; c < 2; c++)
            button(u, row, UI_ID(ids[2 * r + c], 0), 200, 100);
    }
    layout(u, root);
    return root;
}

static bool is(struct ui_id id, enum ui_kind kind)
{
    return id.kind == kind && id.index == 0;
}

static void test_press_and_release_in_one_target(void **state)
{
    (void)state;
    struct ui u = glass();
    struct node *root = four(&u);
    struct input in = {0};
    struct ui_id out = {0};
    input_press(&in, root, 100, 50);
    assert_true(is(in.pressed, UI_HOME));
    assert_true(input_release(&in, root, 199, 99, 1000, &out)); /* another place in the same target */
    assert_true(is(out, UI_HOME));
    assert_false(in.down);
    assert_false(input_release(&in, root, 100, 50, 5000, &out)); /* a release without a press */
}

static void test_sliding_off_cancels(void **state)
{
    (void)state;
    struct ui u = glass();
    struct node *root = four(&u);
    struct input in = {0};
    struct ui_id out = {0};
    input_press(&in, root, 100, 50);
    assert_false(input_release(&in, root, 250, 50, 1000, &out)); /* into the gap */
    input_press(&in, root, 100, 50);
    assert_false(input_release(&in, root, 350, 50, 2000, &out)); /* into another target */
    input_press(&in, root, 250, 50);
    assert_false(input_release(&in, root, 100, 50, 3000, &out)); /* from the gap into a target */
    input_press(&in, root, 100, 50);
    input_cancel(&in);
    assert_false(input_release(&in, root, 100, 50, 4000, &out));
    assert_int_equal(out.kind, UI_NONE);
}

static bool tap(struct input *in, const struct node *root, int x, int y, int64_t at)
{
    struct ui_id out;
    input_press(in, root, x, y);
    return input_release(in, root, x, y, at, &out);
}

static void test_second_identical_is_ignored(void **state)
{
    (void)state;
    struct ui u = glass();
    struct node *root = four(&u);
    struct input in = {0};
    assert_true(tap(&in, root, 100, 50, 1000));
    assert_false(tap(&in, root, 100, 50, 1499));
    assert_true(tap(&in, root, 100, 50, 1500));
    assert_true(tap(&in, root, 400, 50, 1501)); /* another target at once is meant */
    assert_true(tap(&in, root, 100, 50, 1502));
}

static void test_letters_may_be_double(void **state)
{
    (void)state;
    struct ui u = glass();
    struct node *root = root_of(&u, AXIS_COLUMN);
    button(&u, root, UI_ID(UI_KEY, 3), 200, 100);
    layout(&u, root);
    struct input in = {0};
    int x = root->first->box.x + 10;
    assert_true(tap(&in, root, x, 10, 1000));
    assert_true(tap(&in, root, x, 10, 1100));
}

/* "Next" gave way to "Send" under the finger: the second half of a double tap is not an answer to what has just
 * appeared. */
static void test_double_tap_does_not_fall_through(void **state)
{
    (void)state;
    struct ui u = glass();
    struct node *before = root_of(&u, AXIS_COLUMN), *after = root_of(&u, AXIS_COLUMN);
    before->lay.align = after->lay.align = PLACE_START;
    button(&u, before, UI_ID(UI_NEXT, 0), 200, 100);
    button(&u, after, UI_ID(UI_SEND, 0), 220, 120);
    button(&u, after, UI_ID(UI_LEAVE, 0), 220, 120);
    layout(&u, before);
    layout(&u, after);
    struct input in = {0};
    assert_true(tap(&in, before, 100, 50, 1000));
    assert_false(tap(&in, after, 100, 50, 1300));
    assert_true(tap(&in, after, 100, 200, 1310)); /* elsewhere: meant */
    assert_true(tap(&in, before, 100, 50, 3000));
    assert_true(tap(&in, after, 100, 50, 3500));
}

/* The same for a switch: Select, and what had the focus is gone. */
static void test_double_select_does_not_fall_through(void **state)
{
    (void)state;
    struct ui u = glass();
    struct node *before = root_of(&u, AXIS_COLUMN), *after = root_of(&u, AXIS_COLUMN);
    button(&u, before, UI_ID(UI_NEXT, 0), 200, 100);
    button(&u, after, UI_ID(UI_SEND, 0), 200, 100);
    button(&u, after, UI_ID(UI_LEAVE, 0), 200, 100);
    layout(&u, before);
    layout(&u, after);
    struct input in = {0};
    struct ui_id out;
    assert_false(input_key(&in, before, UI_KEY_NEXT, 900, &out));
    assert_true(input_key(&in, before, UI_KEY_SELECT, 1000, &out));
    input_settle(&in, after);
    assert_false(input_key(&in, after, UI_KEY_SELECT, 1200, &out));
    assert_true(input_key(&in, after, UI_KEY_SELECT, 1500, &out));
    assert_true(is(out, UI_SEND));
    input_settle(&in, before);
    input_settle(&in, after);
    assert_false(input_key(&in, after, UI_KEY_NEXT, 1550, &out));
    assert_true(input_key(&in, after, UI_KEY_SELECT, 1560, &out)); /* moved there on purpose */
    assert_true(is(out, UI_LEAVE));
}

static void test_disabled_and_hidden_are_not_hit(void **state)
{
    (void)state;
    struct ui u = glass();
    struct node *root = root_of(&u, AXIS_COLUMN);
    root->lay.align = PLACE_START;
    struct node *a = button(&u, root, UI_ID(UI_SEND, 0), 200, 100), *b = button(&u, root, UI_ID(UI_HOME, 0), 200, 100);
    a->disabled = true;
    layout(&u, root);
    assert_null(input_hit(root, 10, 10));
    assert_ptr_equal(input_hit(root, 10, 110), b);
    assert_null(input_hit(root, 10, 200)); /* one past the end */
    assert_null(input_hit(root, -1, 110));
    b->hidden = NODE_HIDDEN;
    assert_null(input_hit(root, 10, 110));
}

/* While a dialog is up, neither finger nor key gets past it. */
static void test_dialog_is_modal(void **state)
{
    (void)state;
    struct ui u = glass();
    struct node *root = root_of(&u, AXIS_STACK);
    root->lay.justify = PLACE_STRETCH;
    struct node *page = w_column(&u, root, 0);
    struct node *under = button(&u, page, UI_ID(UI_HOME, 0), 0, 60);
    struct node *box = w_dialog(&u, root, "Are you still here?");
    w_button(&u, box, UI_ID(UI_STAY, 0), LOOK_PRIMARY, NULL, "Yes");
    w_button(&u, box, UI_ID(UI_LEAVE, 1), LOOK_QUIET, NULL, "Leave");
    layout(&u, root);
    assert_null(input_hit(root, under->box.x + 5, under->box.y + 5));
    struct input in = {0};
    struct ui_id out;
    for (int i = 0; i < 9; i++) {
        input_key(&in, root, i % 3 ? UI_KEY_NEXT : UI_KEY_UP, i, &out);
        assert_true(in.focus.kind == UI_STAY || in.focus.kind == UI_LEAVE);
    }
    in.focus = under->id;
    input_settle(&in, root); /* the dialog came up while the focus was below it */
    assert_true(is(in.focus, UI_STAY));
}

static void test_focus_goes_round(void **state)
{
    (void)state;
    struct ui u = glass();
    struct node *root = four(&u);
    struct input in = {0};
    struct ui_id out = {0};
    static const enum ui_kind forward[] = {UI_HOME, UI_LANGUAGE, UI_LISTEN, UI_ACCESS, UI_HOME, UI_LANGUAGE};
    for (size_t i = 0; i < sizeof forward / sizeof *forward; i++) {
        assert_false(input_key(&in, root, UI_KEY_NEXT, 0, &out));
        assert_true(is(in.focus, forward[i]));
    }
    static const enum ui_kind back[] = {UI_HOME, UI_ACCESS, UI_LISTEN};
    for (size_t i = 0; i < sizeof back / sizeof *back; i++) {
        assert_false(input_key(&in, root, UI_KEY_PREV, 0, &out));
        assert_true(is(in.focus, back[i]));
    }
    struct input other = {0};
    input_key(&other, root, UI_KEY_PREV, 0, &out); /* backwards begins at the end */
    assert_true(is(other.focus, UI_ACCESS));
}

/* "Move" and "select" are enough; the first Select only shows where one is. */
static void test_two_switches(void **state)
{
    (void)state;
    struct ui u = glass();
    struct node *root = four(&u);
    struct input in = {0};
    struct ui_id out = {0};
    assert_false(input_key(&in, root, UI_KEY_SELECT, 0, &out));
    assert_true(is(in.focus, UI_HOME));
    input_key(&in, root, UI_KEY_NEXT, 0, &out);
    input_key(&in, root, UI_KEY_NEXT, 0, &out);
    assert_true(input_key(&in, root, UI_KEY_SELECT, 1000, &out));
    assert_true(is(out, UI_LISTEN));
    assert_false(input_key(&in, root, UI_KEY_SELECT, 1400, &out));
    assert_true(input_key(&in, root, UI_KEY_SELECT, 1900, &out));
}

static void test_arrows(void **state)
{
    (void)state;
    for (int rtl = 0; rtl < 2; rtl++) {
        struct ui u = glass();
        u.lang = rtl ? &ar : &en;
        struct node *root = four(&u);
        struct input in = {.focus = UI_ID(UI_HOME, 0)};
        struct ui_id out;
        /* arrows go where they point, whatever the language */
        input_key(&in, root, rtl ? UI_KEY_LEFT : UI_KEY_RIGHT, 0, &out);
        assert_true(is(in.focus, UI_LANGUAGE));
        input_key(&in, root, UI_KEY_DOWN, 0, &out);
        assert_true(is(in.focus, UI_ACCESS));
        input_key(&in, root, rtl ? UI_KEY_RIGHT : UI_KEY_LEFT, 0, &out);
        assert_true(is(in.focus, UI_LISTEN));
        input_key(&in, root, UI_KEY_DOWN, 0, &out); /* nothing there: stays */
        assert_true(is(in.focus, UI_LISTEN));
        input_key(&in, root, UI_KEY_UP, 0, &out);
        assert_true(is(in.focus, UI_HOME));
    }
}

static void test_a_finger_takes_the_ring_away(void **state)
{
    (void)state;
    struct ui u = glass();
    struct node *root = four(&u);
    struct input in = {.focus = UI_ID(UI_ACCESS, 0)};
    input_press(&in, root, 100, 50);
    assert_int_equal(in.focus.kind, UI_NONE);
    input_settle(&in, root);
    assert_int_equal(in.focus.kind, UI_NONE);
}

static void test_nothing_to_touch(void **state)
{
    (void)state;
    struct ui u = glass();
    struct node *root = root_of(&u, AXIS_COLUMN);
    layout(&u, root);
    struct input in = {.focus = UI_ID(UI_HOME, 0)};
    struct ui_id out;
    for (int k = 0; k < UI_KEY_COUNT; k++)
        assert_false(input_key(&in, root, (enum ui_key)k, 0, &out));
    assert_false(tap(&in, root, 5, 5, 0));
    in.focus = UI_ID(UI_HOME, 0);
    input_settle(&in, root);
    assert_int_equal(in.focus.kind, UI_NONE);
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
        TEST(test_press_and_release_in_one_target),
        TEST(test_sliding_off_cancels),
        TEST(test_second_identical_is_ignored),
        TEST(test_letters_may_be_double),
        TEST(test_double_tap_does_not_fall_through),
        TEST(test_double_select_does_not_fall_through),
        TEST(test_disabled_and_hidden_are_not_hit),
        TEST(test_dialog_is_modal),
        TEST(test_focus_goes_round),
        TEST(test_two_switches),
        TEST(test_arrows),
        TEST(test_a_finger_takes_the_ring_away),
        TEST(test_nothing_to_touch),
    };
    return cmocka_run_group_tests(tests, open_engine, close_engine);
}
