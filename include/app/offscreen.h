/* The kiosk on a surface instead of a window, for pictures and journeys. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_APP_OFFSCREEN_H
#define PORCHLIGHT_APP_OFFSCREEN_H

#include "app/app.h"

struct offscreen {
    struct app *app;
    SDL_Surface *surface;
};

bool offscreen_open(struct offscreen *s, const struct app_options *o, struct err *e);
void offscreen_close(struct offscreen *s); /* accepts one never opened */
/* Paints what is due; how many rectangles changed. */
int offscreen_paint(struct offscreen *s);
bool offscreen_save(struct offscreen *s, const char *png, struct err *e);
bool offscreen_save_tree(struct offscreen *s, const char *json, struct err *e);

#endif
