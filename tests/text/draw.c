/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw.h"

#include <SDL_image.h>
#include <string.h>

enum { MARGIN = 20, INK = 0x1F2430 };

static SDL_Surface *paper(int w, int h)
{
    SDL_Surface *s = SDL_CreateRGBSurfaceWithFormat(0, w, h, 32, SDL_PIXELFORMAT_RGB888);
    if (s)
        SDL_FillRect(s, NULL, SDL_MapRGB(s->format, 255, 252, 246));
    return s;
}

static bool save(SDL_Surface *s, const char *path)
{
    bool ok = IMG_SavePNG(s, path) == 0;
    SDL_FreeSurface(s);
    return ok;
}

bool draw_paragraph(struct text_engine *t, const struct paragraph *p, const char *path)
{
    SDL_Surface *s = paper((int)p->ink_right + 2 * MARGIN, (int)p->height + 2 * MARGIN);
    if (!s)
        return false;
    text_paint(t, s, p, MARGIN, MARGIN, INK, NULL);
    return save(s, path);
}

bool draw_broken(struct text_engine *t, const char *text, const struct text_style *style, const char *path)
{
    const struct paragraph *whole = paragraph_get(t, text, style, 0);
    SDL_Surface *s = paper((int)(whole->width * 3) + 2 * MARGIN, (int)whole->height + 2 * MARGIN);
    int x = MARGIN;
    size_t n = strlen(text);
    for (size_t i = 0, k; s && i < n; i += k) {
        char one[8] = {0};
        for (k = 1; i + k < n && ((unsigned char)text[i + k] & 0xC0) == 0x80 && k < 4; k++)
            ;
        memcpy(one, text + i, k);
        const struct paragraph *p = paragraph_get(t, one, style, 0);
        text_paint(t, s, p, x, MARGIN, INK, NULL);
        x += (int)p->width;
    }
    return s && save(s, path);
}
