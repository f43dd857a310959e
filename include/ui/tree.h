/* The tree as JSON for tests and assistive tools: DESIGN section 7. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_UI_TREE_H
#define PORCHLIGHT_UI_TREE_H

#include "base/str.h"
#include "ui/node.h"

/* {"id","role","label","text","lang","dir","rect":[x,y,w,h],"target","focus","speech","children":[…]} and "mm_per_px"
 * at the root; `screen` is the root's "id". Also "selected", "icon" and "clipped" where they apply. */
void tree_json(const struct ui *u, const struct node *root, const char *screen, struct str *out);

/* What Listen says for a node, or NULL: speech, else label, else text; private nodes are silent. */
const char *node_speech(const struct node *n);

#endif
