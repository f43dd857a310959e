/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets.h"

#include <math.h>

enum { QUIET_MODULES = 4 }; /* ISO/IEC 18004 */

struct node *w_column(struct ui *u, struct node *parent, float gap_mm)
{
    struct node *n = node_add(u, parent, ROLE_GROUP, UI_ID(UI_NONE, 0));
    n->lay.gap = ui_mm(u, gap_mm);
    return n;
}

struct node *w_row(struct ui *u, struct node *parent, float gap_mm)
{
    struct node *n = w_column(u, parent, gap_mm);
    n->lay.axis = AXIS_ROW;
    n->lay.align = PLACE_CENTER;
    return n;
}

struct node *w_grid(struct ui *u, struct node *parent, int columns, float gap_mm)
{
    struct node *n = w_column(u, parent, gap_mm);
    n->lay.axis = AXIS_GRID;
    n->lay.columns = columns;
    return n;
}

struct node *w_spring(struct ui *u, struct node *parent)
{
    struct node *n = node_add(u, parent, ROLE_GROUP, UI_ID(UI_NONE, 0));
    n->lay.grow = 1;
    return n;
}

struct node *w_text(struct ui *u, struct node *parent, const char *s, enum type_step step)
{
    struct node *n = node_add(u, parent, ROLE_TEXT, UI_ID(UI_NONE, 0));
    n->text.s = s;
    n->text.step = step;
    return n;
}

struct node *w_heading(struct ui *u, struct node *parent, const char *s, enum type_step step)
{
    struct node *n = w_text(u, parent, s, step);
    n->role = ROLE_HEADING;
    n->text.bold = true;
    return n;
}

struct node *w_icon(struct ui *u, struct node *parent, const char *name, float mm)
{
    struct node *n = node_add(u, parent, ROLE_IMAGE, UI_ID(UI_NONE, 0));
    n->icon = name;
    n->lay.w = n->lay.h = ui_mm(u, mm);
    return n;
}

struct node *w_picture(struct ui *u, struct node *parent, const char *name, const char *label, float min_mm,
                       float max_mm)
{
    struct node *n = node_add(u, parent, ROLE_IMAGE, UI_ID(UI_PICTURE, 0));
    n->icon = name;
    n->label = label;
    n->lay.grow = 1;
    n->lay.min_h = ui_mm(u, min_mm);
    n->lay.max_h = ui_mm(u, max_mm);
    return n;
}

static struct node *target(struct ui *u, struct node *parent, struct ui_id id, enum look look, const char *label)
{
    struct node *n = node_add(u, parent, ROLE_BUTTON, id);
    n->look = look;
    n->label = label;
    n->target = true;
    n->lay.min_h = ui_mm(u, MM_TARGET);
    n->lay.min_w = ui_mm(u, MM_TARGET);
    return n;
}

struct node *w_button(struct ui *u, struct node *parent, struct ui_id id, enum look look, const char *icon,
                      const char *label)
{
    struct node *n = target(u, parent, id, look, label);
    n->lay.axis = AXIS_ROW;
    n->lay.align = PLACE_CENTER;
    n->lay.justify = PLACE_CENTER;
    n->lay.gap = ui_mm(u, 3);
    n->lay.pad = ui_mm(u, 4);
    n->lay.pad_block = ui_mm(u, 3);
    if (icon)
        w_icon(u, n, icon, 13);
    if (label) {
        struct node *t = w_text(u, n, label, TYPE_BODY);
        t->text.bold = true;
        t->text.fit = true;
        t->text.align = icon ? TEXT_START : TEXT_CENTER;
    }
    return n;
}

struct node *w_back(struct ui *u, struct node *parent, const char *label)
{
    struct node *row = w_row(u, parent, 0);
    struct node *n = w_button(u, row, UI_ID(UI_BACK, 0), LOOK_QUIET, "icons/back", label);
    n->first->mirror = true;
    return n;
}

struct node *w_tile(struct ui *u, struct node *parent, struct ui_id id, const char *icon, float icon_mm,
                    const char *label)
{
    struct node *n = target(u, parent, id, LOOK_TILE, label);
    n->lay.justify = PLACE_CENTER;
    n->lay.gap = ui_mm(u, 2);
    n->lay.pad = ui_mm(u, 3);
    n->lay.pad_block = ui_mm(u, 3);
    if (icon) {
        struct node *picture = w_icon(u, n, icon, icon_mm);
        picture->lay.w = 0;
    }
    if (label) {
        struct node *t = w_text(u, n, label, TYPE_BODY);
        t->text.align = TEXT_CENTER;
        t->text.bold = true;
        t->text.fit = true;
    }
    return n;
}

void w_tile_gives_way(struct ui *u, struct node *tile, float least_mm)
{
    struct node *picture = tile->first;
    picture->lay.grow = 1;
    picture->lay.min_h = ui_mm(u, least_mm);
    picture->lay.max_h = picture->lay.h;
    picture->lay.h = 0;
}

struct node *w_notice(struct ui *u, struct node *parent, const char *icon, const char *s)
{
    struct node *n = w_row(u, parent, 3);
    n->id = UI_ID(UI_NOTICE, 0);
    n->look = LOOK_NOTICE;
    n->lay.pad = ui_mm(u, 3);
    n->lay.pad_block = ui_mm(u, 1.5F);
    w_icon(u, n, icon, 8);
    struct node *t = w_text(u, n, s, TYPE_LABEL);
    t->lay.grow = 1;
    t->text.fit = true;
    t->text.fit_lines = ui_portrait(u) ? 2 : 1;
    return n;
}

struct node *w_dots(struct ui *u, struct node *parent, int count, int at)
{
    struct node *n = node_add(u, parent, ROLE_DOTS, UI_ID(UI_DOTS, 0));
    n->dots.count = count;
    n->dots.at = at;
    n->lay.h = ui_mm(u, 6);
    n->lay.grow = 1;
    return n;
}

struct node *w_pager(struct ui *u, struct node *parent, enum axis axis, int columns, float gap_mm, const char *less,
                     const char *more)
{
    struct node *n = w_column(u, parent, MM_GAP);
    n->lay.pager = true;
    n->lay.grow = 1;
    struct node *content = w_column(u, n, gap_mm);
    content->lay.axis = axis;
    content->lay.columns = columns;
    struct node *row = w_row(u, n, MM_GAP);
    row->id = UI_ID(UI_MORE_ROW, 0);
    w_button(u, row, UI_ID(UI_LESS, 0), LOOK_QUIET, "icons/more-up", less);
    w_dots(u, row, 1, 0);
    w_button(u, row, UI_ID(UI_MORE, 0), LOOK_QUIET, "icons/more-down", more);
    return content;
}

struct node *w_qr(struct ui *u, struct node *parent, struct ui_id id, const struct qr *qr, int modules, int side,
                  const char *label)
{
    struct node *n = node_add(u, parent, ROLE_QR, id);
    n->look = LOOK_QR;
    n->qr = qr;
    n->label = label;
    int all = modules + 2 * QUIET_MODULES, least = all * (int)ceilf(MM_MODULE_MIN / u->mm_per_px);
    int small = ui_mm(u, MM_CODE_SMALL);
    n->lay.whole = all;
    n->lay.w = n->lay.max_h = side > least ? side / all * all : least;
    n->lay.min_h = small > least ? small : least;
    if (n->lay.min_h > n->lay.max_h)
        n->lay.min_h = n->lay.max_h;
    n->lay.grow = 1;
    return n;
}

struct node *w_dialog(struct ui *u, struct node *root, const char *label)
{
    struct node *shade = node_add(u, root, ROLE_GROUP, UI_ID(UI_NONE, 0));
    shade->look = LOOK_SHADE;
    struct node *holder = w_column(u, root, 0);
    holder->lay.justify = PLACE_CENTER;
    holder->lay.pad = ui_mm(u, 16);
    struct node *box = w_column(u, holder, 7);
    box->role = ROLE_DIALOG;
    box->id = UI_ID(UI_DIALOG, 0);
    box->label = label;
    box->look = LOOK_CARD;
    box->lay.pad = ui_mm(u, 12);
    box->lay.pad_block = ui_mm(u, 12);
    box->lay.max_w = ui_mm(u, 240);
    return box;
}
