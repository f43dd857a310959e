/* A drawing kept as runs of colour, row by row: our pictures are flat, so they shrink to a tenth of their pixels and
 * are painted faster than they would be blended. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_APP_RUNS_H
#define PORCHLIGHT_APP_RUNS_H

#include <SDL.h>
#include <stddef.h>

struct runs;

/* From a 32-bit surface with alpha (not premultiplied), which stays the caller's. Out of memory is a BUG(). */
struct runs *runs_new(const SDL_Surface *s);
void runs_free(struct runs *r); /* accepts NULL */
int runs_w(const struct runs *r);
int runs_h(const struct runs *r);
size_t runs_bytes(const struct runs *r);

/* Paints at (x, y) on a 32-bit RGB surface, only inside `clip`, which lies inside the surface. */
void runs_paint(const struct runs *r, SDL_Surface *dst, int x, int y, const SDL_Rect *clip);

#endif
