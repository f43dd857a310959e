/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/node.h"

#include <math.h>

int ui_mm(const struct ui *u, float mm)
{
    if (mm <= 0)
        return 0;
    int px = (int)lroundf(mm / u->mm_per_px);
    return px > 0 ? px : 1;
}

struct node *node_add(struct ui *u, struct node *parent, enum role role, struct ui_id id)
{
    struct node *n = ARENA_NEW(u->frame, struct node);
    n->id = id;
    n->role = role;
    n->parent = parent;
    n->text.caret = -1;
    n->text.step = TYPE_BODY;
    n->spoken = -1;
    if (!parent)
        return n;
    if (parent->last)
        parent->last->next = n;
    else
        parent->first = n;
    parent->last = n;
    return n;
}

/* The next one after n's whole subtree, within root. */
static struct node *past(const struct node *root, const struct node *n)
{
    while (n && n != root) {
        if (n->next)
            return n->next;
        n = n->parent;
    }
    return NULL;
}

struct node *node_next(const struct node *root, const struct node *after)
{
    struct node *n;
    if (!after) {
        /* the caller holds the tree; only the walk is const */
        union {
            const struct node *in;
            struct node *out;
        } cast = {.in = root};
        n = cast.out;
    } else {
        n = after->first ? after->first : past(root, after);
    }
    while (n && n->hidden)
        n = n == root ? NULL : past(root, n);
    return n;
}

struct node *node_find(const struct node *root, struct ui_id id)
{
    for (struct node *n = node_next(root, NULL); n; n = node_next(root, n))
        if (ui_id_eq(n->id, id))
            return n;
    return NULL;
}
