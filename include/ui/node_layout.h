/* How a node wants its children placed: what a screen may ask of ui/layout. SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef PORCHLIGHT_UI_NODE_LAYOUT_H
#define PORCHLIGHT_UI_NODE_LAYOUT_H

#include <stdbool.h>

enum axis { AXIS_COLUMN, AXIS_ROW, AXIS_GRID, AXIS_STACK };
enum place { PLACE_STRETCH, PLACE_START, PLACE_CENTER, PLACE_END, PLACE_BETWEEN };

/* Integer pixels. */
struct box {
    int x, y, w, h;
};

struct node_layout {
    enum axis axis;
    enum place align;               /* across the axis; default stretch */
    enum place justify;             /* along the axis, when nothing grows; default start */
    int columns;                    /* AXIS_GRID */
    int pad, pad_block;             /* px: pad at start and end; pad_block above and below */
    int gap;                        /* px between children */
    int grow;                       /* weight of spare room along the parent's axis; 0: none */
    int w, h;                       /* fixed px; 0: from the contents */
    int min_w, min_h, max_w, max_h; /* px; 0: none. max_h limits growing only: contents are never cut off */
    int whole;       /* px: the box becomes a square of a whole multiple of this, in the middle; 0: any box */
    bool unmirrored; /* a row or grid that runs from the left in every language: keys, digits */
    bool pager;      /* children that do not fit go to further pages; the last child is the row with UI_MORE, UI_LESS */
};

#endif
