/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/pictures.h"

#include "base/arena.h"
#include "base/log.h"
#include "base/str.h"
#include "base/vec.h"
#include "content/photo.h"

#include <SDL_image.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PICTURE_BYTES_MAX = 8 << 20, PICTURE_SIDE_MAX = 8192 };
static const char site_prefix[] = "site:";

struct picture {
    char *name;
    int w, h;
    enum theme theme;
    enum tone tone;
    bool mirror;
    struct runs *runs;
    uint64_t used; /* tick of the last use */
};

struct pictures {
    const struct fs_root *assets, *site;
    VEC(struct picture) kept;
    VEC(char *) reported;
    uint64_t tick;
    size_t bytes;
};

/* The colours of our drawings and what becomes of them; skins are handled apart. */
static const struct {
    const char *hex;
    enum icon_ink ink;
} inks[] = {{"1f2a37", ICON_LINE},  {"f2b25c", ICON_WARM}, {"fbe3c0", ICON_LIGHT}, {"a9cfcb", ICON_COOL},
            {"ffffff", ICON_WHITE}, {"8fb573", ICON_LEAF}, {"b3261e", ICON_DANGER}};
static const char *const skins[] = {"5c3a28", "8d5a3b", "c98f63", "e8bd94"};

struct pictures *pictures_new(const struct fs_root *assets, const struct fs_root *site)
{
    struct pictures *p = calloc(1, sizeof *p);
    if (!p)
        BUG("out of memory");
    p->assets = assets;
    p->site = site;
    return p;
}

static void drop(struct pictures *p, size_t i)
{
    struct picture *k = &p->kept.v[i];
    p->bytes -= runs_bytes(k->runs);
    runs_free(k->runs);
    free(k->name);
    *k = p->kept.v[--p->kept.len];
}

void pictures_free(struct pictures *p)
{
    if (!p)
        return;
    while (p->kept.len)
        drop(p, 0);
    for (size_t i = 0; i < p->reported.len; i++)
        free(p->reported.v[i]);
    VEC_RELEASE(&p->kept);
    VEC_RELEASE(&p->reported);
    free(p);
}

static void report(struct pictures *p, const char *name, const char *why)
{
    for (size_t i = 0; i < p->reported.len; i++)
        if (str_eq(p->reported.v[i], name))
            return;
    log_warn("cannot show picture '%s': %s", name, why);
    VEC_PUSH(&p->reported, strdup(name));
}

/* Our files name their colours as "#rrggbb"; each is replaced in place, which keeps the length. */
static void recolour(char *svg, enum theme theme, enum tone tone)
{
    for (char *c = strchr(svg, '#'); c; c = strchr(c + 1, '#')) {
        uint32_t rgb = 0;
        bool found = false;
        for (size_t i = 0; i < sizeof inks / sizeof *inks && !found; i++)
            if (strncasecmp(c + 1, inks[i].hex, 6) == 0) {
                rgb = theme_icon(theme, tone, inks[i].ink);
                found = true;
            }
        for (size_t i = 0; i < sizeof skins / sizeof *skins && !found; i++)
            if (strncasecmp(c + 1, skins[i], 6) == 0 && (!theme_keeps_skin(theme) || tone != TONE_PLAIN)) {
                rgb = theme_icon(theme, tone, ICON_WHITE);
                found = true;
            }
        if (found) {
            char hex[7];
            snprintf(hex, sizeof hex, "%06x", rgb);
            memcpy(c + 1, hex, 6);
        }
    }
}

/* Width over height from the viewBox; 1 when there is none. */
static float proportions(const char *svg)
{
    const char *v = strstr(svg, "viewBox=\"");
    float box[4] = {0};
    char *end = NULL;
    for (int i = 0; v && i < 4; i++, v = end)
        box[i] = strtof(i ? v : v + strlen("viewBox=\""), &end);
    return box[2] > 0 && box[3] > 0 ? box[2] / box[3] : 1;
}

static SDL_Surface *load_svg(struct pictures *p, const char *name, int w, int h, enum theme theme, enum tone tone)
{
    struct arena a;
    arena_init(&a, false);
    struct err e = {0};
    char *svg;
    size_t len;
    SDL_Surface *s = NULL;
    const char *path = arena_printf(&a, "%s.svg", name);
    if (fs_read(p->assets, path, PICTURE_BYTES_MAX, &a, &svg, &len, &e)) {
        recolour(svg, theme, tone);
        float ratio = proportions(svg);
        if ((float)w > (float)h * ratio)
            w = (int)((float)h * ratio);
        else
            h = (int)((float)w / ratio);
        SDL_RWops *rw = SDL_RWFromConstMem(svg, (int)len);
        s = rw ? IMG_LoadSizedSVG_RW(rw, w > 0 ? w : 1, h > 0 ? h : 1) : NULL;
        if (rw)
            SDL_RWclose(rw);
        if (!s)
            report(p, name, IMG_GetError());
    } else {
        report(p, name, e.msg);
    }
    arena_release(&a);
    return s;
}

/* Fitted into w × h, as large as it can be. */
static SDL_Surface *fitted(SDL_Surface *s, int w, int h)
{
    float across = (float)w / (float)s->w, down = (float)h / (float)s->h, k = across < down ? across : down;
    int ow = (int)((float)s->w * k), oh = (int)((float)s->h * k);
    SDL_Surface *out =
        SDL_CreateRGBSurfaceWithFormat(0, ow > 0 ? ow : 1, oh > 0 ? oh : 1, 32, SDL_PIXELFORMAT_ARGB8888);
    SDL_Surface *from = SDL_ConvertSurfaceFormat(s, SDL_PIXELFORMAT_ARGB8888, 0);
    if (out && (!from || SDL_SoftStretchLinear(from, NULL, out, NULL) != 0)) {
        SDL_FreeSurface(out);
        out = NULL;
    }
    SDL_FreeSurface(from);
    return out;
}

static SDL_Surface *load_photo(struct pictures *p, const char *name, int w, int h)
{
    struct arena a;
    arena_init(&a, false);
    struct err e = {0};
    char *bytes;
    size_t len;
    SDL_Surface *out = NULL;
    if (!fs_read(p->site, name, PHOTO_BYTES_MAX, &a, &bytes, &len, &e) || !photo_ok(bytes, len, &e)) {
        report(p, name, e.msg);
    } else {
        SDL_RWops *rw = SDL_RWFromConstMem(bytes, (int)len);
        SDL_Surface *raw = rw ? IMG_Load_RW(rw, 1) : NULL;
        out = raw ? fitted(raw, w, h) : NULL;
        if (!out)
            report(p, name, IMG_GetError());
        SDL_FreeSurface(raw);
    }
    arena_release(&a);
    return out;
}

/* What stands where a picture could not be loaded. */
static SDL_Surface *frame(int w, int h, enum theme theme)
{
    SDL_Surface *s = SDL_CreateRGBSurfaceWithFormat(0, w, h, 32, SDL_PIXELFORMAT_ARGB8888);
    if (!s)
        BUG("out of memory for a picture of %d × %d", w, h);
    uint32_t edge = 0xFF000000 | theme_color(theme, COLOR_EDGE);
    int t = w > 40 ? 2 : 1;
    SDL_Rect sides[] = {{0, 0, w, t}, {0, h - t, w, t}, {0, 0, t, h}, {w - t, 0, t, h}};
    SDL_FillRects(s, sides, 4, edge);
    return s;
}

static void turn_round(SDL_Surface *s)
{
    for (int y = 0; y < s->h; y++) {
        uint32_t *row = (uint32_t *)(void *)((uint8_t *)s->pixels + y * s->pitch);
        for (int x = 0; x < s->w / 2; x++) {
            uint32_t t = row[x];
            row[x] = row[s->w - 1 - x];
            row[s->w - 1 - x] = t;
        }
    }
}

const struct runs *pictures_get(struct pictures *p, const char *name, int w, int h, enum theme theme, enum tone tone,
                                bool mirror)
{
    if (w < 1 || h < 1 || w > PICTURE_SIDE_MAX || h > PICTURE_SIDE_MAX)
        return NULL;
    for (size_t i = 0; i < p->kept.len; i++) {
        struct picture *k = &p->kept.v[i];
        if (k->w == w && k->h == h && k->theme == theme && k->tone == tone && k->mirror == mirror &&
            strcmp(k->name, name) == 0) {
            k->used = ++p->tick;
            return k->runs;
        }
    }
    SDL_Surface *s = str_starts(name, site_prefix) ? load_photo(p, name + sizeof site_prefix - 1, w, h)
                                                   : load_svg(p, name, w, h, theme, tone);
    if (!s)
        s = frame(w, h, theme);
    if (mirror)
        turn_round(s);
    struct runs *runs = runs_new(s);
    SDL_FreeSurface(s);
    p->bytes += runs_bytes(runs);
    VEC_PUSH(&p->kept, ((struct picture){.name = strdup(name),
                                         .w = w,
                                         .h = h,
                                         .theme = theme,
                                         .tone = tone,
                                         .mirror = mirror,
                                         .runs = runs,
                                         .used = ++p->tick}));
    return runs;
}

void pictures_trim(struct pictures *p, size_t bytes)
{
    while (p->bytes > bytes && p->kept.len) {
        size_t oldest = 0;
        for (size_t i = 1; i < p->kept.len; i++)
            if (p->kept.v[i].used < p->kept.v[oldest].used)
                oldest = i;
        drop(p, oldest);
    }
}
