/* Draws a paragraph on an SDL surface through SDL2_ttf: each run with its direction and script set, the run's
 * surface cached. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_TEXT_PAINT_H
#define PORCHLIGHT_TEXT_PAINT_H

#include "text/paragraph.h"
#include <SDL.h>
#include <stdint.h>

/* Draws at (x, y) = the paragraph's top left, in 0xRRGGBB, only inside `clip` (NULL: the whole surface).
 * `dst` is 32-bit RGB. */
void text_paint(struct text_engine *t, SDL_Surface *dst, const struct paragraph *p, int x, int y, uint32_t rgb,
                const SDL_Rect *clip);

/* Draws the paragraph's runs into the cache only, so that the next text_paint of it costs no rendering. */
void text_warm(struct text_engine *t, const struct paragraph *p);

#endif
