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

/* The ink of a run: a byte of coverage a pixel, w × h of them in rows of `pitch` bytes, their top left at (x, y). */
struct text_ink {
    const unsigned char *coverage; /* for the time of the call, then wiped */
    int pitch, w, h, x, y;
};
typedef void text_take_ink(void *context, const struct text_ink *ink);

/* Hands over the ink of each run of a paragraph at (x, y). None of it is taken from the cache or kept there: what is
 * printed is drawn once, and would drive out the words of the screen. */
void text_each_ink(struct text_engine *t, const struct paragraph *p, int x, int y, text_take_ink *take, void *context);

#endif
