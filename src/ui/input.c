/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/input.h"

#include <stdlib.h>

static bool inside(const struct box *b, int x, int y)
{
    return x >= b->x && y >= b->y && x < b->x + b->w && y < b->y + b->h;
}

/* While a dialog is up, only what is in it can be touched. */
static const struct node *modal(const struct node *root)
{
    const struct node *found = root;
    for (const struct node *n = node_next(root, NULL); n; n = node_next(root, n))
        if (n->role == ROLE_DIALOG)
            found = n;
    return found;
}

struct node *input_hit(const struct node *root, int x, int y)
{
    const struct node *top = modal(root);
    struct node *hit = NULL;
    for (struct node *n = node_next(top, NULL); n; n = node_next(top, n))
        if (n->focus && inside(&n->box, x, y))
            hit = n;
    return hit;
}

static bool overlap(const struct box *a, const struct box *b)
{
    return a->x < b->x + b->w && b->x < a->x + a->w && a->y < b->y + b->h && b->y < a->y + a->h;
}

static bool is_letter(struct ui_id id)
{
    return id.kind == UI_KEY || id.kind == UI_KEY_BACKSPACE || id.kind == UI_KEY_SPACE || id.kind == UI_KEY_SHIFT ||
           id.kind == UI_KEY_LAYOUT;
}

/* Letters are meant to be struck twice, "ss", and pages to be turned as fast as one reads. */
static bool may_repeat(struct ui_id id)
{
    return id.kind == UI_KEY || id.kind == UI_KEY_BACKSPACE || id.kind == UI_KEY_SPACE || id.kind == UI_MORE ||
           id.kind == UI_LESS || id.kind == UI_NEXT || id.kind == UI_BACK;
}

static bool activate(struct input *in, const struct node *n, int64_t now_ms, struct ui_id *out)
{
    struct ui_id id = n->id;
    bool soon = in->last.kind && now_ms - in->last_ms < INPUT_REPEAT_MS, again = ui_id_eq(in->last, id);
    if (soon && again && !may_repeat(id))
        return false;
    /* targets of one tree never overlap: this one has come up under the finger; a keyboard's pages are meant to */
    if (soon && !again && !(is_letter(id) && is_letter(in->last)) && (in->dropped || overlap(&in->last_box, &n->box)))
        return false;
    in->last = id;
    in->last_ms = now_ms;
    in->last_box = n->box;
    *out = id;
    return true;
}

void input_press(struct input *in, const struct node *root, int x, int y)
{
    const struct node *n = input_hit(root, x, y);
    in->down = true;
    in->pressed = n ? n->id : UI_ID(UI_NONE, 0);
    in->focus = UI_ID(UI_NONE, 0); /* a finger needs no ring */
}

bool input_release(struct input *in, const struct node *root, int x, int y, int64_t now_ms, struct ui_id *out)
{
    const struct node *n = input_hit(root, x, y);
    bool same = in->down && n && in->pressed.kind && ui_id_eq(n->id, in->pressed);
    input_cancel(in);
    in->dropped = false;
    return same && activate(in, n, now_ms, out);
}

void input_cancel(struct input *in)
{
    in->down = false;
    in->pressed = UI_ID(UI_NONE, 0);
}

static struct node *by_order(const struct node *top, int focus)
{
    for (struct node *n = node_next(top, NULL); n; n = node_next(top, n))
        if (n->focus == focus)
            return n;
    return NULL;
}

static void ends(const struct node *top, int *first, int *last)
{
    *first = *last = 0;
    for (const struct node *n = node_next(top, NULL); n; n = node_next(top, n))
        if (n->focus) {
            if (!*first)
                *first = n->focus;
            *last = n->focus;
        }
}

/* The nearest target in a direction: distance along it, plus twice the distance across, so that rows and columns hold.
 */
static const struct node *towards(const struct node *top, const struct node *from, enum ui_key key)
{
    const struct node *best = NULL;
    long best_cost = 0;
    int fx = from->box.x + from->box.w / 2, fy = from->box.y + from->box.h / 2;
    for (const struct node *n = node_next(top, NULL); n; n = node_next(top, n)) {
        if (!n->focus || n == from)
            continue;
        int dx = n->box.x + n->box.w / 2 - fx, dy = n->box.y + n->box.h / 2 - fy;
        int along = key == UI_KEY_LEFT ? -dx : key == UI_KEY_RIGHT ? dx : key == UI_KEY_UP ? -dy : dy;
        int across = key == UI_KEY_LEFT || key == UI_KEY_RIGHT ? abs(dy) : abs(dx);
        if (along <= 0)
            continue;
        long cost = along + 2L * across;
        if (!best || cost < best_cost) {
            best = n;
            best_cost = cost;
        }
    }
    return best;
}

bool input_key(struct input *in, const struct node *root, enum ui_key key, int64_t now_ms, struct ui_id *out)
{
    const struct node *top = modal(root), *at = NULL;
    int first, last;
    ends(top, &first, &last);
    if (!first)
        return false;
    if (in->focus.kind)
        for (struct node *n = node_next(top, NULL); n && !at; n = node_next(top, n))
            if (n->focus && ui_id_eq(n->id, in->focus))
                at = n;
    if (!at) { /* the first key only shows where we are */
        const struct node *n = by_order(top, key == UI_KEY_PREV ? last : first);
        in->focus = n->id;
        return false;
    }
    if (key == UI_KEY_SELECT)
        return activate(in, at, now_ms, out);
    in->dropped = false;
    const struct node *to = NULL;
    if (key == UI_KEY_NEXT)
        to = by_order(top, at->focus == last ? first : at->focus + 1);
    else if (key == UI_KEY_PREV)
        to = by_order(top, at->focus == first ? last : at->focus - 1);
    else
        to = towards(top, at, key);
    if (to)
        in->focus = to->id;
    return false;
}

void input_settle(struct input *in, const struct node *root)
{
    if (!in->focus.kind)
        return;
    const struct node *top = modal(root);
    int first, last;
    for (const struct node *n = node_next(top, NULL); n; n = node_next(top, n))
        if (n->focus && ui_id_eq(n->id, in->focus))
            return;
    ends(top, &first, &last);
    const struct node *n = first ? by_order(top, first) : NULL;
    in->focus = n ? n->id : UI_ID(UI_NONE, 0);
    in->dropped = true;
}
