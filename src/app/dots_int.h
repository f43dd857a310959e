/* Paint commands as dots of paper. On paper there is no ground and nothing lies over anything else: each command leaves
 * its ink, and what is light is paper. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_APP_DOTS_INT_H
#define PORCHLIGHT_APP_DOTS_INT_H

#include "app/canvas.h"
#include "device/raster.h"

/* Borrowed. */
struct dots_tools {
    struct text_engine *text;
    struct pictures *pictures;
    struct canvas *canvas; /* for boxes with round corners */
};

/* The ink of `all` that lies in the rows from `top` on, as many as the raster has; it is white before. */
void dots_paint(const struct dots_tools *t, const struct paint_list *all, int top, struct raster *r);

#endif
