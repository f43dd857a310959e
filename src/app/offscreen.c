/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/offscreen.h"

#include "base/fs.h"

#include <SDL_image.h>

bool offscreen_open(struct offscreen *s, const struct app_options *o, struct err *e)
{
    *s = (struct offscreen){.surface = SDL_CreateRGBSurfaceWithFormat(0, o->w, o->h, 32, SDL_PIXELFORMAT_RGB888)};
    if (!s->surface)
        return err_set(e, ERR_FAILED, "no surface of %d × %d: %s", o->w, o->h, SDL_GetError());
    return app_open(&s->app, o, e);
}

void offscreen_close(struct offscreen *s)
{
    app_close(s->app);
    SDL_FreeSurface(s->surface);
    *s = (struct offscreen){0};
}

int offscreen_paint(struct offscreen *s)
{
    SDL_Rect dirty[APP_RECTS_MAX];
    return app_frame(s->app, s->surface, dirty);
}

bool offscreen_save(struct offscreen *s, const char *png, struct err *e)
{
    offscreen_paint(s);
    if (IMG_SavePNG(s->surface, png) != 0)
        return err_set(e, ERR_FAILED, "cannot write '%s': %s", png, IMG_GetError());
    return true;
}

bool offscreen_save_tree(struct offscreen *s, const char *json, struct err *e)
{
    struct str out;
    str_init(&out);
    app_tree(s->app, &out);
    str_add_c(&out, '\n');
    bool ok = out.failed ? err_set(e, ERR_FAILED, "out of memory") : fs_write_atomic(json, out.s, out.len, 0644, e);
    str_release(&out);
    return ok;
}
