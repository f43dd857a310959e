/* The tree as a flat list of paint commands; colours are resolved, positions are final. The canvas (app) paints them
 * and repaints only what changed. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_UI_DRAW_H
#define PORCHLIGHT_UI_DRAW_H

#include "base/vec.h"
#include "ui/node.h"
#include <stdint.h>

enum paint_kind { PAINT_BOX, PAINT_TEXT, PAINT_ICON, PAINT_QR, PAINT_PAPER, PAINT_SHADE, PAINT_KIND_COUNT };

struct paint {
    enum paint_kind kind;
    struct box box; /* all that the command may touch */
    /* PAINT_BOX */
    uint32_t fill, edge; /* 0xRRGGBB */
    int radius, edge_w;  /* px; edge_w 0: no edge */
    bool no_fill;
    /* PAINT_TEXT: at box.x, box.y; `fill` is the colour */
    const struct paragraph *paragraph;
    /* PAINT_ICON: square or wide, fitted into box */
    const char *icon;
    enum theme theme;
    enum tone tone;
    bool mirror;
    /* PAINT_QR */
    const struct qr *qr;
    /* PAINT_PAPER: rows of a raster, shrunk into box */
    struct node_strip strip;
};

struct paint_list {
    VEC(struct paint) list;
};

void draw(const struct ui *u, const struct node *root, struct paint_list *out); /* appends */

/* A number that differs when the command would paint something else. */
uint64_t paint_hash(const struct paint *p);

#endif
