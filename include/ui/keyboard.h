/* The on-screen keyboard and the number pad as parts of a screen. The text being typed belongs to the screen.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_UI_KEYBOARD_H
#define PORCHLIGHT_UI_KEYBOARD_H

#include "device/keyboard_layout.h"
#include "ui/node.h"

struct keyboard_state {
    int layout; /* which of the language's keyboards */
    int page;
};

/* `spoken` words for the keys without letters. */
struct keyboard_words {
    const char *shift, *layout, *space, *backspace;
};

/* `more_layouts`: there is another keyboard to change to. */
void keyboard_build(struct ui *u, struct node *parent, const struct keyboard_layout *layout,
                    const struct keyboard_state *state, bool more_layouts, const struct keyboard_words *words);

/* Applies a key to `text` (size bytes with NUL, never overrun, never cut inside a code point). `tag` is the language's.
 * True when the id was a key. */
bool keyboard_act(const struct keyboard_layout *layout, const char *tag, struct keyboard_state *state, int layouts,
                  struct ui_id act, char *text, size_t size);

/* Digits, "+" and erase; ids are UI_KEY.0–9, UI_KEY.10 for "+", UI_KEY_BACKSPACE. */
void number_pad_build(struct ui *u, struct node *parent, bool plus, const char *backspace);
bool number_pad_act(struct ui_id act, char *text, size_t size);

#endif
