/* The parts that screens are made of. Each is written in one order: id, role, look, layout, contents.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_UI_WIDGETS_H
#define PORCHLIGHT_UI_WIDGETS_H

#include "ui/node.h"

/* Strings are borrowed for the frame. All return the new node, so that a screen can go on with it. */

struct node *w_column(struct ui *u, struct node *parent, float gap_mm);
struct node *w_row(struct ui *u, struct node *parent, float gap_mm);
struct node *w_grid(struct ui *u, struct node *parent, int columns, float gap_mm);
struct node *w_spring(struct ui *u, struct node *parent); /* takes spare room */

struct node *w_text(struct ui *u, struct node *parent, const char *s, enum type_step step);
struct node *w_heading(struct ui *u, struct node *parent, const char *s, enum type_step step);

/* A picture in a square of mm; silent unless given a label by the caller. */
struct node *w_icon(struct ui *u, struct node *parent, const char *name, float mm);
/* A picture that takes the spare room between its least and most heights. */
struct node *w_picture(struct ui *u, struct node *parent, const char *name, const char *label, float min_mm,
                       float max_mm);

/* Icon beside label, at least MM_TARGET high. */
struct node *w_button(struct ui *u, struct node *parent, struct ui_id id, enum look look, const char *icon,
                      const char *label);
/* The way back, at the start of a row of its own. */
struct node *w_back(struct ui *u, struct node *parent, const char *label);
/* Icon above label, for bars and tiles; `sub` is a smaller second line or NULL. */
struct node *w_tile(struct ui *u, struct node *parent, struct ui_id id, const char *icon, float icon_mm,
                    const char *label);

/* A tile's picture may become as small as `least_mm` when its words need the height. */
void w_tile_gives_way(struct ui *u, struct node *tile, float least_mm);

/* A strip that speaks for itself: drafts, demonstration, a closed mailbox. */
struct node *w_notice(struct ui *u, struct node *parent, const char *icon, const char *s);

struct node *w_dots(struct ui *u, struct node *parent, int count, int at);

/* A pager: put content into what is returned. `less` and `more` are the words on its two buttons. */
struct node *w_pager(struct ui *u, struct node *parent, enum axis axis, int columns, float gap_mm, const char *less,
                     const char *more);

/* For a column: a code on white with its quiet zone, `side` px high or what is left of it, whole pixels a module and
 * never under MM_MODULE_MIN, even when that is wider. */
struct node *w_qr(struct ui *u, struct node *parent, struct ui_id id, const struct qr *qr, int modules, int side,
                  const char *label);

/* A box over everything else; put its contents into what is returned. */
struct node *w_dialog(struct ui *u, struct node *root, const char *label);

#endif
