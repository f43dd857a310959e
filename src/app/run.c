/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window: real time, real fingers. It sleeps until an event or until the app asks to be called. */
#include "app/run.h"

#include "app/app.h"
#include "base/log.h"
#include "fingers_int.h"
#include "rest_int.h"

#include <stdlib.h>
#include <string.h>

/* Keyboards, keypads and two-switch boxes: arrows and Enter, or Tab for "next" and Space for "select". */
static bool key_of(SDL_Keycode k, Uint16 mod, enum ui_key *out)
{
    switch (k) {
    case SDLK_TAB:
        *out = mod & KMOD_SHIFT ? UI_KEY_PREV : UI_KEY_NEXT;
        return true;
    case SDLK_UP:
        *out = UI_KEY_UP;
        return true;
    case SDLK_DOWN:
        *out = UI_KEY_DOWN;
        return true;
    case SDLK_LEFT:
        *out = UI_KEY_LEFT;
        return true;
    case SDLK_RIGHT:
        *out = UI_KEY_RIGHT;
        return true;
    case SDLK_RETURN:
    case SDLK_KP_ENTER:
    case SDLK_SPACE:
        *out = UI_KEY_SELECT;
        return true;
    case SDLK_ESCAPE:
    case SDLK_BACKSPACE:
        *out = UI_KEY_BACK;
        return true;
    default:
        return false;
    }
}

struct window {
    SDL_Window *sdl;
    int w, h;
    bool closed;
    struct fingers fingers;
    SDL_Surface *ours; /* painted on where the display's own pixels are not 32-bit RGB, else NULL */
};

/* Window coordinates to the surface's: they differ only on scaled displays. */
static void scale(const struct window *w, float fx, float fy, int *x, int *y)
{
    *x = (int)(fx * (float)w->w);
    *y = (int)(fy * (float)w->h);
}

static void on_finger(struct app *a, struct window *w, const SDL_Event *ev)
{
    int x, y;
    scale(w, ev->tfinger.x, ev->tfinger.y, &x, &y);
    switch (fingers_take(&w->fingers, &ev->tfinger, SDL_GetNumTouchFingers(ev->tfinger.touchId))) {
    case FINGER_PRESSED:
        app_press(a, x, y);
        break;
    case FINGER_RELEASED:
        app_release(a, x, y);
        break;
    case FINGER_IGNORED:
        break;
    }
}

static void on_event(struct app *a, struct window *w, const SDL_Event *ev)
{
    enum ui_key key;
    switch (ev->type) {
    case SDL_QUIT:
        w->closed = true; /* SIGTERM and SIGINT too: SDL's own handlers wake it, and ours would not */
        break;
    case SDL_MOUSEBUTTONDOWN:
        if (ev->button.which != SDL_TOUCH_MOUSEID && ev->button.button == SDL_BUTTON_LEFT)
            app_press(a, ev->button.x, ev->button.y);
        break;
    case SDL_MOUSEBUTTONUP:
        if (ev->button.which != SDL_TOUCH_MOUSEID && ev->button.button == SDL_BUTTON_LEFT)
            app_release(a, ev->button.x, ev->button.y);
        break;
    case SDL_FINGERDOWN:
    case SDL_FINGERUP:
        on_finger(a, w, ev);
        break;
    case SDL_KEYDOWN:
        /* a held key does not repeat (VVSG 7.2-M) */
        if (!ev->key.repeat && key_of(ev->key.keysym.sym, ev->key.keysym.mod, &key))
            app_key(a, key);
        break;
    case SDL_WINDOWEVENT:
        if (ev->window.event == SDL_WINDOWEVENT_LEAVE || ev->window.event == SDL_WINDOWEVENT_FOCUS_LOST)
            app_cancel(a);
        if (ev->window.event == SDL_WINDOWEVENT_EXPOSED)
            app_expose(a);
        break;
    default:
        break;
    }
}

/* What the app paints on: the window's pixels, or on a display of 16 bits and other kinds a surface of ours. */
static SDL_Surface *paper(struct window *w, SDL_Surface *screen)
{
    if (screen->format->BytesPerPixel == 4 && screen->format->Rmask == 0xFF0000 && screen->format->Bmask == 0xFF)
        return screen;
    if (!w->ours || w->ours->w != screen->w || w->ours->h != screen->h) {
        SDL_FreeSurface(w->ours);
        w->ours = SDL_CreateRGBSurfaceWithFormat(0, screen->w, screen->h, 32, SDL_PIXELFORMAT_RGB888);
    }
    return w->ours;
}

static bool show(struct app *a, struct window *w, struct err *e)
{
    SDL_Surface *screen = SDL_GetWindowSurface(w->sdl), *s = screen ? paper(w, screen) : NULL;
    if (!s)
        return err_set(e, ERR_NO_DEVICE, "the window has no surface: %s", SDL_GetError());
    SDL_Rect dirty[APP_RECTS_MAX];
    int n = app_frame(a, s, dirty);
    for (int i = 0; s != screen && i < n; i++)
        SDL_BlitSurface(s, &dirty[i], screen, &(SDL_Rect){dirty[i].x, dirty[i].y, 0, 0});
    if (n > 0 && SDL_UpdateWindowSurfaceRects(w->sdl, dirty, n) != 0)
        return err_set(e, ERR_NO_DEVICE, "cannot show the picture: %s", SDL_GetError());
    return true;
}

/* Sleeps until an event or for ms. */
static bool next_event(struct rest *rest, int ms, SDL_Event *ev)
{
    enum { LOOK_AGAIN_MS = 1000 /* for what is no device's: a new one that SDL hears of later than we do */ };
    if (!rest)
        return SDL_WaitEventTimeout(ev, ms);
    if (SDL_PollEvent(ev))
        return true;
    rest_wait(rest, ms < LOOK_AGAIN_MS ? ms : LOOK_AGAIN_MS);
    return SDL_PollEvent(ev);
}

static bool loop(struct app *a, struct window *w, struct err *e)
{
    enum { MINUTE_MS = 60000 }; /* at most, so that dates and opening hours stay true on a quiet day */
    struct rest own = {0}, *rest = NULL;
    bool ok = true;
    if (strcmp(SDL_GetCurrentVideoDriver(), "KMSDRM") == 0 && rest_open(&own, "/dev/input"))
        rest = &own;
    while (ok && !w->closed && !app_site_changed(a)) {
        int wait = app_tick(a);
        ok = show(a, w, e);
        SDL_Event ev;
        if (ok && next_event(rest, wait < 0 || wait > MINUTE_MS ? MINUTE_MS : wait, &ev))
            do
                on_event(a, w, &ev);
            while (SDL_PollEvent(&ev));
    }
    rest_close(&own);
    return ok;
}

static bool open_window(struct window *w, int width, int height, struct err *e)
{
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0"); /* DESIGN section 4, trap 10 */
    SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "0");
    if (SDL_Init(SDL_INIT_VIDEO) != 0)
        return err_set(e, ERR_NO_DEVICE, "there is no display: %s", SDL_GetError());
    Uint32 flags = width ? 0 : SDL_WINDOW_FULLSCREEN_DESKTOP;
    w->sdl = SDL_CreateWindow("Porchlight", SDL_WINDOWPOS_UNDEFINED, SDL_WINDOWPOS_UNDEFINED, width ? width : 1080,
                              height ? height : 1920, flags);
    if (!w->sdl)
        return err_set(e, ERR_NO_DEVICE, "cannot open a window: %s", SDL_GetError());
    SDL_GetWindowSize(w->sdl, &w->w, &w->h);
    SDL_StopTextInput();
    if (!width)
        SDL_ShowCursor(SDL_DISABLE);
    return true;
}

bool run_kiosk(const struct app_options *given, struct err *e)
{
    struct window w = {0};
    struct app *a = NULL;
    struct app_options o = *given;
    bool ok = open_window(&w, o.w, o.h, e);
    o.w = w.w;
    o.h = w.h;
    o.sound = true;
    o.nudges = true;
    /* again when a pack has brought another site: it is opened afresh between two visitors */
    while (ok && !w.closed) {
        ok = app_open(&a, &o, e) && loop(a, &w, e);
        if (a)
            app_end_session(a);
        app_close(a);
        a = NULL;
    }
    SDL_FreeSurface(w.ours);
    if (w.sdl)
        SDL_DestroyWindow(w.sdl);
    SDL_Quit();
    return ok;
}
