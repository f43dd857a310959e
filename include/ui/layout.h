/* Gives every node its box. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_UI_LAYOUT_H
#define PORCHLIGHT_UI_LAYOUT_H

#include "ui/node.h"

/* Lays the tree out in u->w × u->h, sets box, paragraph, focus and spoken of every node and u->page_count. What does
 * not fit on the pager's page is hidden. */
void layout(struct ui *u, struct node *root);

/* How high (px) the tree would like to be at u->w: for paper, which is as long as what is on it. */
int layout_height(struct ui *u, struct node *root);

#endif
