/* Paints a list of commands on an SDL surface and repaints only the cells whose commands changed.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_APP_CANVAS_H
#define PORCHLIGHT_APP_CANVAS_H

#include "app/pictures.h"
#include "text/paint.h"
#include "ui/draw.h"
#include <SDL.h>

struct canvas;

/* `text` and `pictures` are borrowed. The surface given to canvas_paint is 32-bit RGB. */
struct canvas *canvas_new(struct text_engine *text, struct pictures *pictures);
void canvas_free(struct canvas *c); /* accepts NULL */

enum { CANVAS_RECTS_MAX = 64 };

/* Brings `dst` from what was painted last to `list`; the rectangles to show go to `dirty`. Returns how many; 0: nothing
 * changed. */
int canvas_paint(struct canvas *c, SDL_Surface *dst, const struct paint_list *list, SDL_Rect dirty[CANVAS_RECTS_MAX]);

/* One command on any surface; what canvas_paint knows of its own stays as it is. */
void canvas_put(struct canvas *c, SDL_Surface *dst, const struct paint *p);

/* The next paint repaints everything (a new surface, an exposed window). */
void canvas_forget(struct canvas *c);

#endif
