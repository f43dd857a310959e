/* Boxes: columns, rows, grids, stacks and pagers, and their mirror images. SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture.h"

#include <math.h>
#include <stdlib.h>

static void test_column(void **state)
{
    (void)state;
    struct ui u = glass();
    struct node *root = root_of(&u, AXIS_COLUMN);
    root->lay.pad = 100;
    root->lay.pad_block = 50;
    root->lay.gap = 10;
    struct node *a = block(&u, root, 0, 200), *b = block(&u, root, 0, 0), *c = block(&u, root, 300, 100);
    b->lay.grow = 1;
    layout(&u, root);
    BOX(root, 0, 0, 1000, 1000);
    BOX(a, 100, 50, 800, 200);
    BOX(b, 100, 260, 800, 580); /* takes what is left */
    BOX(c, 350, 850, 300, 100); /* a fixed width stands in the middle */
}

static void test_column_justify(void **state)
{
    (void)state;
    static const struct {
        enum place place;
        int first, second;
    } rows[] = {{PLACE_START, 0, 110}, {PLACE_CENTER, 395, 505}, {PLACE_END, 790, 900}, {PLACE_BETWEEN, 0, 900}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct ui u = glass();
        struct node *root = root_of(&u, AXIS_COLUMN);
        root->lay.gap = 10;
        root->lay.justify = rows[i].place;
        struct node *a = block(&u, root, 0, 100), *b = block(&u, root, 0, 100);
        layout(&u, root);
        assert_int_equal(a->box.y, rows[i].first);
        assert_int_equal(b->box.y, rows[i].second);
    }
}

/* Those that grow share by weight, and what one may not take goes to the others. */
static void test_growing(void **state)
{
    (void)state;
    struct ui u = glass();
    struct node *root = root_of(&u, AXIS_COLUMN);
    struct node *a = block(&u, root, 0, 0), *b = block(&u, root, 0, 0), *c = block(&u, root, 0, 0);
    a->lay.grow = 1;
    b->lay.grow = 3;
    c->lay.grow = 1;
    c->lay.max_h = 100;
    layout(&u, root);
    assert_int_equal(c->box.h, 100);
    assert_true(abs(a->box.h + b->box.h - 900) <= 2);
    assert_true(a->box.h >= 200 && b->box.h >= 600);
}

static void test_row_and_its_mirror(void **state)
{
    (void)state;
    struct box first[3];
    for (int rtl = 0; rtl < 2; rtl++) {
        struct ui u = glass();
        u.lang = rtl ? &ar : &en;
        struct node *root = root_of(&u, AXIS_ROW), *n[3];
        root->lay.gap = 20;
        root->lay.pad = 30;
        n[0] = block(&u, root, 100, 50);
        n[1] = block(&u, root, 0, 50);
        n[1]->lay.grow = 1;
        n[2] = block(&u, root, 200, 50);
        layout(&u, root);
        for (int i = 0; i < 3; i++) {
            assert_int_equal(n[i]->box.h, 50);
            if (!rtl)
                first[i] = n[i]->box;
            else
                BOX(n[i], 1000 - first[i].x - first[i].w, first[i].y, first[i].w, first[i].h);
        }
    }
    assert_int_equal(first[0].x, 30);
    assert_int_equal(first[1].w, 600);
    assert_int_equal(first[2].x, 770);
}

/* Too much for a row: what is fixed stays, words give way, and nobody leaves the row. */
static void test_row_squeezes(void **state)
{
    (void)state;
    struct ui u = glass();
    u.w = 400;
    struct node *root = root_of(&u, AXIS_ROW);
    root->lay.gap = 10;
    struct node *icon = block(&u, root, 60, 60);
    struct node *a = w_text(&u, root, "one two three four five six seven eight nine ten", TYPE_BODY);
    struct node *b = w_text(&u, root, "one two three four five six seven eight nine ten", TYPE_BODY);
    layout(&u, root);
    assert_int_equal(icon->box.w, 60);
    assert_true(a->box.w > 100 && b->box.w > 100);
    assert_true(b->box.x + b->box.w <= 400);
    assert_true(a->paragraph->line_count > 1 && !a->paragraph->overflows);
}

static void test_grid(void **state)
{
    (void)state;
    for (int rtl = 0; rtl < 2; rtl++) {
        struct ui u = glass();
        u.lang = rtl ? &ar : &en;
        u.h = 230;
        struct node *root = root_of(&u, AXIS_GRID);
        root->lay.columns = 3;
        root->lay.gap = 20;
        struct node *n[5];
        for (int i = 0; i < 5; i++)
            n[i] = block(&u, root, 0, i == 1 ? 150 : 60);
        layout(&u, root);
        /* 1000 - 2 × 20 in three; a row is as high as its highest */
        BOX(n[0], rtl ? 680 : 0, 0, 320, 150);
        BOX(n[1], 340, 0, 320, 150);
        BOX(n[2], rtl ? 0 : 680, 0, 320, 150);
        BOX(n[3], rtl ? 680 : 0, 170, 320, 60);
        BOX(n[4], 340, 170, 320, 60);
    }
}

/* With room to spare all rows are of one height, but no higher than a cell may be. */
static void test_grid_evens_out(void **state)
{
    (void)state;
    struct ui u = glass();
    struct node *root = root_of(&u, AXIS_GRID);
    root->lay.columns = 2;
    struct node *n[4];
    for (int i = 0; i < 4; i++) {
        n[i] = block(&u, root, 0, 0);
        n[i]->lay.min_h = i == 0 ? 200 : 100;
        n[i]->lay.max_h = 300;
    }
    layout(&u, root);
    for (int i = 0; i < 4; i++)
        assert_int_equal(n[i]->box.h, 300);
    assert_int_equal(n[2]->box.y, 300);
}

static void test_stack(void **state)
{
    (void)state;
    struct ui u = glass();
    struct node *root = root_of(&u, AXIS_STACK);
    root->lay.justify = PLACE_STRETCH;
    struct node *under = w_column(&u, root, 0), *over = w_column(&u, root, 0);
    layout(&u, root);
    BOX(under, 0, 0, 1000, 1000);
    BOX(over, 0, 0, 1000, 1000);
}

static void test_hidden_take_no_room(void **state)
{
    (void)state;
    struct ui u = glass();
    struct node *root = root_of(&u, AXIS_COLUMN);
    root->lay.gap = 40;
    struct node *a = block(&u, root, 0, 100), *gone = block(&u, root, 0, 100), *b = block(&u, root, 0, 100);
    gone->hidden = NODE_HIDDEN;
    layout(&u, root);
    assert_int_equal(a->box.y, 0);
    assert_int_equal(b->box.y, 140);
    for (struct node *n = node_next(root, NULL); n; n = node_next(root, n))
        assert_ptr_not_equal(n, gone);
}

/* Every child is on exactly one page, in order, whole; the buttons appear only when they are needed and end where the
 * pages do. */
static void pages(enum axis axis, int columns, int count, int expected)
{
    bool seen[64] = {false};
    int at = 0, last = 1, next = 0;
    for (; at < last; at++) {
        struct ui u = glass();
        u.page_at = at;
        struct node *root = root_of(&u, AXIS_COLUMN), *n[64];
        struct node *list = w_pager(&u, root, axis, columns, 5, "Up", "More");
        for (int i = 0; i < count; i++)
            n[i] = button(&u, list, UI_ID(UI_TILE, i), 0, 250);
        layout(&u, root);
        last = u.page_count;
        assert_int_equal(u.page_at, at);
        struct node *more = node_find(root, UI_ID(UI_MORE, 0)), *less = node_find(root, UI_ID(UI_LESS, 0));
        assert_true((more != NULL) == (last > 1));
        if (more) {
            assert_true(more->disabled == (at == last - 1) && less->disabled == (at == 0));
            assert_true(more->box.y + more->box.h <= 1000);
        }
        for (int i = 0; i < count; i++) {
            if (n[i]->hidden)
                continue;
            assert_int_equal(i, next);
            assert_false(seen[i]);
            seen[next++] = true;
            assert_true(n[i]->box.y >= 0 && n[i]->box.y + n[i]->box.h <= (more ? more->box.y : 1000));
        }
    }
    assert_int_equal(next, count);
    assert_int_equal(last, expected);
}

static void test_pager(void **state)
{
    (void)state;
    pages(AXIS_COLUMN, 0, 1, 1);
    pages(AXIS_COLUMN, 0, 3, 1); /* 3 × 250 and gaps are under 1000: no buttons */
    pages(AXIS_COLUMN, 0, 4, 2); /* with the buttons three fit */
    pages(AXIS_COLUMN, 0, 7, 3);
    pages(AXIS_GRID, 2, 6, 1);
    pages(AXIS_GRID, 2, 7, 2);
    pages(AXIS_GRID, 3, 30, 4);
}

/* The list before it was turned to its second page: the short one is shown all the same. */
static void test_pager_of_one_page_was_turned(void **state)
{
    (void)state;
    struct ui u = glass();
    u.page_at = 1;
    struct node *root = root_of(&u, AXIS_COLUMN);
    struct node *list = w_pager(&u, root, AXIS_COLUMN, 0, 5, "Up", "More");
    struct node *only = block(&u, list, 0, 250);
    layout(&u, root);
    assert_int_equal(u.page_at, 0);
    assert_int_equal(only->hidden, NODE_SHOWN);
    assert_true(only->box.h > 0);
}

static void test_pager_out_of_range(void **state)
{
    (void)state;
    static const int wanted[] = {-5, 99};
    for (int i = 0; i < 2; i++) {
        struct ui u = glass();
        u.page_at = wanted[i];
        struct node *root = root_of(&u, AXIS_COLUMN);
        struct node *list = w_pager(&u, root, AXIS_COLUMN, 0, 5, "Up", "More");
        for (int k = 0; k < 7; k++)
            block(&u, list, 0, 250);
        layout(&u, root);
        assert_int_equal(u.page_at, i ? u.page_count - 1 : 0);
    }
}

/* Fit: no word is broken while the letters can still be made smaller, and never below 3.5 mm. */
static void test_fit(void **state)
{
    (void)state;
    struct ui u = glass();
    struct text_style full = {.lang = &en, .cap_px = theme_step_mm(SIZE_XLARGE, TYPE_BODY) / u.mm_per_px};
    const char *word = "Neighbourhoodliness";
    int wide = (int)ceilf(paragraph_min_width(engine, word, &full));
    struct text_style least = full;
    least.cap_px = 3.5F / u.mm_per_px;
    int narrow = (int)ceilf(paragraph_min_width(engine, word, &least));
    for (int width = narrow + 4; width <= wide + 4; width += 7) {
        u = glass();
        u.size = SIZE_XLARGE;
        u.w = width;
        struct node *root = root_of(&u, AXIS_COLUMN);
        struct node *t = w_text(&u, root, word, TYPE_BODY);
        t->text.fit = true;
        layout(&u, root);
        assert_int_equal(t->paragraph->line_count, 1);
        assert_false(t->paragraph->overflows);
        arena_reset(&frame);
    }
    u = glass();
    u.size = SIZE_XLARGE;
    u.w = wide + 4;
    struct node *root = root_of(&u, AXIS_COLUMN);
    struct node *t = w_text(&u, root, word, TYPE_BODY), *fitted = w_text(&u, root, word, TYPE_BODY);
    fitted->text.fit = true;
    layout(&u, root);
    assert_int_equal(t->box.h, fitted->box.h); /* with room enough nothing is made smaller */
    u.w = narrow / 2;
    root = root_of(&u, AXIS_COLUMN);
    fitted = w_text(&u, root, word, TYPE_BODY);
    fitted->text.fit = true;
    layout(&u, root);
    assert_true(fitted->paragraph->line_count > 1); /* smaller than 3.5 mm it will not be: the word is broken instead */
}

/* Speech: what stands in a target is said by the target; private words never; silence is inherited. */
/* A button asks for the width of its words, wherever its language begins to write. */
static void test_as_wide_as_its_words(void **state)
{
    (void)state;
    int widths[2];
    for (int rtl = 0; rtl < 2; rtl++) {
        struct ui u = glass();
        u.lang = rtl ? &ar : &en;
        struct node *root = root_of(&u, AXIS_ROW);
        struct node *n = w_button(&u, root, UI_ID(UI_BACK, 0), LOOK_QUIET, "icons/back", "Call 911");
        w_spring(&u, root);
        layout(&u, root);
        widths[rtl] = n->box.w;
        assert_int_equal(n->box.x, rtl ? 1000 - n->box.w : 0);
    }
    assert_in_range(abs(widths[0] - widths[1]), 0, 1);
    assert_in_range(widths[0], 150, 400);
}

/* The hook of the last Burmese letter stands out over its advance and stays inside the button all the same. */
static void test_room_for_what_hangs_over(void **state)
{
    (void)state;
    static const struct text_lang my = {.tag = "my", .script = "Mymr", .dir = TEXT_LTR};
    struct ui u = glass();
    u.lang = &my;
    struct node *root = root_of(&u, AXIS_ROW);
    struct node *n = w_text(&u, root, "အရေးပေါ်", TYPE_BODY);
    n->text.bold = true;
    w_spring(&u, root);
    layout(&u, root);
    assert_true(n->paragraph->ink_right > n->paragraph->width);
    assert_true((float)n->box.w >= n->paragraph->ink_right);
}

/* A code is a square of whole modules in the middle of its place: as big as asked, or as there is room. */
static void test_code_is_whole(void **state)
{
    (void)state;
    enum { MODULES = 25, ALL = MODULES + 8, WANTED = 480 };
    for (int room = 1000; room >= 300; room -= 50) {
        struct ui u = glass();
        struct node *root = root_of(&u, AXIS_COLUMN);
        block(&u, root, 0, 1000 - room);
        struct node *n = w_qr(&u, root, UI_ID(UI_QR, 0), NULL, MODULES, WANTED, "a code");
        layout(&u, root);
        int side = room < WANTED ? room : WANTED;
        assert_int_equal(n->box.w, side / ALL * ALL);
        assert_int_equal(n->box.h, n->box.w);
        assert_int_equal(n->box.x, (1000 - n->box.w) / 2);
        assert_true(n->box.y >= 1000 - room && n->box.y + n->box.h <= 1000);
        int module = n->box.w / ALL;
        assert_true((float)module * u.mm_per_px >= MM_MODULE_MIN);
    }
    struct ui u = glass();
    struct node *root = root_of(&u, AXIS_COLUMN);
    struct node *n = w_qr(&u, root, UI_ID(UI_QR, 0), NULL, 177, 100, "a code too fine for its place");
    layout(&u, root);
    assert_int_equal(n->box.w, 185 * 4); /* 4 px are a millimetre; 3 would be 0.75 */
}

/* Fewer lines for smaller letters, but none under 3.5 mm. */
static void test_fit_lines(void **state)
{
    (void)state;
    float least = 3.5F / 0.25F;
    const char *words = "How an officer treated me, and what I can say about it";
    for (int lines = 0; lines <= 3; lines++)
        for (int width = 1000; width >= 300; width -= 100) {
            struct ui u = glass();
            struct node *root = root_of(&u, AXIS_COLUMN);
            root->lay.pad = (1000 - width) / 2;
            struct node *n = w_text(&u, root, words, TYPE_TITLE);
            n->text.fit_lines = lines;
            layout(&u, root);
            const struct text_style smallest = {.lang = &en, .cap_px = least, .even = true};
            size_t possible = paragraph_get(engine, words, &smallest, (float)width)->line_count;
            size_t allowed = possible > (size_t)lines ? possible : (size_t)lines;
            if (lines)
                assert_in_range(n->paragraph->line_count, 1, allowed);
            else if (width < 600)
                assert_true(n->paragraph->line_count > 2);
        }
}

/* More than the screen holds: the letters of the contents become smaller until everything is there, those around them
 * keep their size. */
static void test_contents_make_room(void **state)
{
    (void)state;
    struct ui u = glass();
    u.size = SIZE_XLARGE;
    u.h = 600;
    struct node *root = root_of(&u, AXIS_COLUMN);
    struct node *title = w_heading(&u, root, "A title", TYPE_HEADING);
    struct node *content = w_column(&u, root, 2);
    content->id = UI_ID(UI_CONTENT, 0);
    content->lay.grow = 1;
    struct node *n[9];
    for (int i = 0; i < 9; i++)
        n[i] = w_text(&u, content, "Some words", TYPE_BODY);
    layout(&u, root);
    assert_true(u.scale < 1);
    assert_false(u.lacking);
    int bottom = title->box.y + title->box.h;
    for (int i = 0; i < 9; i++) {
        assert_true(n[i]->box.y >= bottom);
        bottom = n[i]->box.y + n[i]->box.h;
        assert_true(n[i]->paragraph->height <= (float)n[i]->box.h);
    }
    assert_true(bottom <= 600);
    assert_true(title->paragraph->pitch > n[0]->paragraph->pitch * 1.2F);
    u.h = 1000;
    layout(&u, root);
    assert_true(u.scale > 0.99F);
    u.h = 120;
    layout(&u, root);
    assert_true(u.lacking); /* and it says so */
}

static void test_numbers(void **state)
{
    (void)state;
    struct ui u = glass();
    struct node *root = root_of(&u, AXIS_COLUMN);
    struct node *head = w_heading(&u, root, "Hello", TYPE_TITLE);
    struct node *b = w_button(&u, root, UI_ID(UI_HOME, 0), LOOK_TILE, NULL, "Home");
    struct node *secret = w_text(&u, root, "0199", TYPE_BODY);
    secret->is_private = true;
    struct node *quiet = w_column(&u, root, 0);
    quiet->speech = "";
    struct node *inside = w_text(&u, quiet, "unsaid", TYPE_BODY);
    struct node *off = w_button(&u, root, UI_ID(UI_SEND, 0), LOOK_TILE, NULL, "Send");
    off->disabled = true;
    struct node *last = w_button(&u, root, UI_ID(UI_BACK, 0), LOOK_TILE, NULL, "Back");
    layout(&u, root);
    assert_int_equal(head->spoken, 0);
    assert_int_equal(b->spoken, 1);
    assert_int_equal(b->first->spoken, -1);
    assert_int_equal(secret->spoken, -1);
    assert_null(node_speech(secret));
    assert_int_equal(quiet->spoken, -1);
    assert_int_equal(inside->spoken, -1);
    assert_int_equal(b->focus, 1);
    assert_int_equal(off->focus, 0);
    assert_int_equal(last->focus, 2);
}

static void test_mm(void **state)
{
    (void)state;
    struct ui u = glass();
    assert_int_equal(ui_mm(&u, 12.7F), 51);
    assert_int_equal(ui_mm(&u, 0), 0);
    assert_int_equal(ui_mm(&u, -3), 0);
    assert_int_equal(ui_mm(&u, 0.01F), 1); /* a line is never lost */
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
        TEST(test_column),
        TEST(test_column_justify),
        TEST(test_growing),
        TEST(test_row_and_its_mirror),
        TEST(test_row_squeezes),
        TEST(test_grid),
        TEST(test_grid_evens_out),
        TEST(test_stack),
        TEST(test_hidden_take_no_room),
        TEST(test_pager),
        TEST(test_pager_of_one_page_was_turned),
        TEST(test_pager_out_of_range),
        TEST(test_fit),
        TEST(test_as_wide_as_its_words),
        TEST(test_room_for_what_hangs_over),
        TEST(test_code_is_whole),
        TEST(test_fit_lines),
        TEST(test_contents_make_room),
        TEST(test_numbers),
        TEST(test_mm),
    };
    return cmocka_run_group_tests(tests, open_engine, close_engine);
}
