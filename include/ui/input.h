/* Fingers and keys become an activated id. A touch acts only when press and release are in the same target
 * (VVSG 7.2-H); a second identical activation within half a second is ignored (EN 301 549 5.8), and so is one that a
 * new screen has put in the place of the first: a double tap on "Next" must not be the answer to "Send". Held keys do
 * not repeat. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_UI_INPUT_H
#define PORCHLIGHT_UI_INPUT_H

#include "ui/node.h"
#include <stdint.h>

enum ui_key {
    UI_KEY_NEXT,
    UI_KEY_PREV,
    UI_KEY_UP,
    UI_KEY_DOWN,
    UI_KEY_LEFT,
    UI_KEY_RIGHT,
    UI_KEY_SELECT,
    UI_KEY_BACK,
    UI_KEY_COUNT
};

enum { INPUT_REPEAT_MS = 500 };

struct input {
    struct ui_id pressed; /* the target under the finger when it came down */
    bool down;
    struct ui_id focus; /* where the keys are; UI_NONE until a key is used */
    struct ui_id last;  /* last activation and when, for the repeat rule */
    int64_t last_ms;
    struct box last_box;
    bool dropped; /* what had the focus went away, and no key has moved it since */
};

/* The target at a point (the visible, enabled node drawn last), or NULL. */
struct node *input_hit(const struct node *root, int x, int y);

void input_press(struct input *in, const struct node *root, int x, int y);
/* True with *out when a target was activated. */
bool input_release(struct input *in, const struct node *root, int x, int y, int64_t now_ms, struct ui_id *out);
void input_cancel(struct input *in);

/* True with *out when Select activated the focused target; the other keys move the focus: NEXT and PREV in reading
 * order and round the end, arrows to the nearest target that way. */
bool input_key(struct input *in, const struct node *root, enum ui_key key, int64_t now_ms, struct ui_id *out);

/* After a new tree: keeps the focus if its target is still there, else drops it to the first target. */
void input_settle(struct input *in, const struct node *root);

#endif
