/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/keyboard.h"

#include "ui/widgets.h"

#include <string.h>

static struct node *key(struct ui *u, struct node *row, struct ui_id id, const char *label, const char *says)
{
    struct node *n = node_add(u, row, ROLE_BUTTON, id);
    n->look = LOOK_KEY;
    n->target = true;
    n->label = says;
    n->lay.justify = PLACE_CENTER;
    n->lay.grow = 1;
    n->lay.min_h = ui_mm(u, ui_portrait(u) ? 17 : 13.5F); /* low glass */
    n->lay.max_w = ui_mm(u, 34);
    if (label) {
        struct node *t = w_text(u, n, label, TYPE_BODY);
        t->text.align = TEXT_CENTER;
        t->text.fit = true;
    }
    return n;
}

static struct node *picture_key(struct ui *u, struct node *row, enum ui_kind kind, const char *icon, const char *says)
{
    struct node *n = key(u, row, UI_ID(kind, 0), NULL, says);
    w_icon(u, n, icon, 11)->lay.w = 0;
    return n;
}

static struct node *key_row(struct ui *u, struct node *parent)
{
    struct node *row = w_row(u, parent, 2.6F);
    row->lay.justify = PLACE_CENTER;
    row->lay.align = PLACE_STRETCH;
    row->lay.unmirrored = true; /* keyboards and telephones have their keys in one order everywhere */
    return row;
}

void keyboard_build(struct ui *u, struct node *parent, const struct keyboard_layout *layout,
                    const struct keyboard_state *state, bool more_layouts, const struct keyboard_words *words)
{
    struct node *board = w_column(u, parent, 2.6F);
    board->speech = ""; /* hearing forty letters helps nobody; a key says itself when it has the focus */
    const struct keyboard_page *page = &layout->pages[(size_t)state->page < layout->page_count ? state->page : 0];
    for (int r = 0; r < KEYBOARD_ROWS; r++) {
        if (!page->counts[r])
            continue;
        struct node *row = key_row(u, board);
        for (size_t k = 0; k < page->counts[r]; k++) {
            const struct keyboard_key *key_of = &page->keys[r][k];
            key(u, row, UI_ID(UI_KEY, (size_t)r * KEYBOARD_KEYS_MAX + k), key_of->label ? key_of->label : key_of->text,
                key_of->text);
        }
    }
    struct node *row = key_row(u, board);
    if (layout->page_count > 1)
        picture_key(u, row, UI_KEY_SHIFT, "icons/shift", words->shift)->selected = state->page > 0;
    if (more_layouts)
        picture_key(u, row, UI_KEY_LAYOUT, "icons/keyboard", words->layout);
    struct node *space = picture_key(u, row, UI_KEY_SPACE, "icons/space", words->space);
    space->lay.grow = 3;
    space->lay.max_w = ui_mm(u, 120);
    picture_key(u, row, UI_KEY_BACKSPACE, "icons/backspace", words->backspace);
}

/* All or nothing: a letter that does not fit is not begun. */
static void append(char *text, size_t size, const char *more)
{
    size_t len = strlen(text), n = strlen(more);
    if (len + n < size)
        memcpy(text + len, more, n + 1);
}

static void erase_last(char *text)
{
    size_t len = strlen(text), cut = keyboard_backspace(text, len);
    memset(text + len - cut, 0, cut);
}

bool keyboard_act(const struct keyboard_layout *layout, const char *tag, struct keyboard_state *state, int layouts,
                  struct ui_id act, char *text, size_t size)
{
    switch (act.kind) {
    case UI_KEY_SHIFT:
        state->page = (size_t)state->page + 1 < layout->page_count ? state->page + 1 : 0;
        return true;
    case UI_KEY_LAYOUT:
        state->layout = (state->layout + 1) % (layouts > 0 ? layouts : 1);
        state->page = 0;
        return true;
    case UI_KEY_SPACE: {
        size_t caret = strlen(text);
        keyboard_insert(tag, text, size, &caret, " ");
        return true;
    }
    case UI_KEY_BACKSPACE:
        erase_last(text);
        return true;
    case UI_KEY: {
        size_t r = act.index / KEYBOARD_KEYS_MAX, k = act.index % KEYBOARD_KEYS_MAX;
        const struct keyboard_page *page = &layout->pages[(size_t)state->page < layout->page_count ? state->page : 0];
        size_t caret = strlen(text);
        if (r < KEYBOARD_ROWS && k < page->counts[r])
            keyboard_insert(tag, text, size, &caret, page->keys[r][k].text);
        if (state->page == 1)
            state->page = 0; /* shift holds for one letter */
        return true;
    }
    default:
        return false;
    }
}

void number_pad_build(struct ui *u, struct node *parent, bool plus, const char *backspace)
{
    static const char *const digits[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
    struct node *grid = w_grid(u, parent, 3, 3);
    grid->lay.unmirrored = true;
    for (int i = 1; i <= 12; i++) {
        struct node *n;
        if (i == 12)
            n = picture_key(u, grid, UI_KEY_BACKSPACE, "icons/backspace", backspace);
        else if (i == 10)
            n = key(u, grid, UI_ID(UI_KEY, 10), plus ? "+" : "", plus ? "+" : "");
        else
            n = key(u, grid, UI_ID(UI_KEY, i == 11 ? 0 : i), digits[i == 11 ? 0 : i], digits[i == 11 ? 0 : i]);
        if (i == 10 && !plus) {
            n->target = false;
            n->look = LOOK_NONE;
        }
        n->lay.min_h = ui_mm(u, ui_portrait(u) ? 21 : 17);
        n->lay.max_w = 0;
    }
}

bool number_pad_act(struct ui_id act, char *text, size_t size)
{
    if (act.kind == UI_KEY_BACKSPACE) {
        erase_last(text);
        return true;
    }
    if (act.kind != UI_KEY || act.index > 10)
        return false;
    char c[2] = {act.index == 10 ? '+' : (char)('0' + act.index), 0};
    if (act.index != 10 || !*text)
        append(text, size, c);
    return true;
}
