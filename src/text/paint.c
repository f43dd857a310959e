/* Runs drawn by SDL2_ttf, kept as coverage masks of one byte a pixel and blended here: a quarter of the memory of ARGB
 * surfaces, and a change of colour costs nothing. SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/paint.h"

#include "base/log.h"
#include "paragraph_int.h"

#include <SDL_ttf.h>
#include <limits.h>
#include <malloc.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* An SDL2_ttf font costs 0.1–2 MB (its own copy of the tables and its glyphs); masks of a full page are about 1 MB. */
enum { TTF_MAX = 12, MASKS_MAX = 6 << 20 };

/* From this size on (an em of 4.7 mm on a sheet of 300 dpi) printed letters look the same on whole dots and without
 * hinting, and each glyph is drawn once in place of once for each fraction of a dot: half the time. */
enum { PLAIN_PX = 56 };

struct ttf {
    const struct font *font;
    int px;
    bool plain;
    TTF_Font *ttf; /* NULL: could not be opened, and the log knows */
    unsigned used;
};

struct painter {
    struct ttf ttf[TTF_MAX];
    size_t ttf_count;
    unsigned now, closed; /* uses; fonts closed since memory was given back */
    struct cache masks;
    hb_buffer_t *buffer;
    bool quit_ttf; /* we called TTF_Init */
};

/* The ink of a run. */
struct mask {
    struct cache_node node;
    const struct font *font;
    int px;
    hb_script_t script;
    bool rtl;
    uint32_t len;          /* bytes of text after the pixels */
    int w, h;              /* 0: nothing to see */
    int dx, dy;            /* from pen and baseline to the top left */
    unsigned char bytes[]; /* w * h of coverage, then the text */
};

struct mask_key {
    const struct text_run *run;
};

static bool same_mask(const struct cache_node *n, const void *key)
{
    const struct mask *m = (const struct mask *)n;
    const struct text_run *r = ((const struct mask_key *)key)->run;
    return m->font == r->font && m->px == r->px && m->script == r->script && m->rtl == r->rtl && m->len == r->s_len &&
           memcmp(m->bytes + (size_t)m->w * (size_t)m->h, r->s, r->s_len) == 0;
}

static void mask_drop(struct cache_node *n)
{
    explicit_bzero((char *)n + sizeof *n, n->bytes - sizeof *n);
    free(n);
}

static struct painter *painter_new(void)
{
    struct painter *p = calloc(1, sizeof *p);
    if (!p)
        BUG("out of memory");
    p->masks.drop = mask_drop;
    p->buffer = hb_buffer_create();
    p->quit_ttf = TTF_Init() == 0; /* it counts: another engine may live longer */
    if (!p->quit_ttf)
        log_error("SDL2_ttf: %s", TTF_GetError());
    return p;
}

void painter_free(struct painter *p)
{
    if (!p)
        return;
    cache_trim(&p->masks, 0);
    for (size_t i = 0; i < p->ttf_count; i++)
        if (p->ttf[i].ttf)
            TTF_CloseFont(p->ttf[i].ttf);
    hb_buffer_destroy(p->buffer);
    if (p->quit_ttf)
        TTF_Quit();
    free(p);
}

void painter_trim(struct painter *p, unsigned keep)
{
    cache_trim(&p->masks, keep);
    /* FreeType's faces leave holes that malloc keeps: 30 MB after fifty languages, 0 with this (1 ms, rarely) */
    if (p->closed >= TTF_MAX / 2) {
        p->closed = 0;
        malloc_trim(0);
    }
}

size_t painter_bytes(const struct painter *p)
{
    return p->masks.bytes;
}

/* ---- SDL2_ttf's fonts ---- */

static struct ttf *ttf_slot(struct painter *p)
{
    if (p->ttf_count < TTF_MAX)
        return &p->ttf[p->ttf_count++];
    struct ttf *oldest = &p->ttf[0];
    for (size_t i = 1; i < TTF_MAX; i++)
        if (p->ttf[i].used < oldest->used)
            oldest = &p->ttf[i];
    if (oldest->ttf)
        TTF_CloseFont(oldest->ttf);
    p->closed++;
    return oldest;
}

/* From the map that HarfBuzz reads: opening a file by its path costs SDL2_ttf a thousand seeks and reads of a few
 * bytes. */
static TTF_Font *ttf_open(const struct font *font, int px)
{
    SDL_RWops *bytes = font->map && font->map_len <= INT_MAX ? SDL_RWFromConstMem(font->map, (int)font->map_len) : NULL;
    return bytes ? TTF_OpenFontIndexRW(bytes, 1, px, (long)font->index)
                 : TTF_OpenFontIndex(font->path, px, (long)font->index);
}

static TTF_Font *ttf_for(struct painter *p, const struct font *font, int px, bool plain)
{
    p->now++;
    for (size_t i = 0; i < p->ttf_count; i++) {
        if (p->ttf[i].font != font || p->ttf[i].px != px || p->ttf[i].plain != plain)
            continue;
        p->ttf[i].used = p->now;
        return p->ttf[i].ttf;
    }
    struct ttf *slot = ttf_slot(p);
    *slot = (struct ttf){.font = font, .px = px, .plain = plain, .used = p->now};
    slot->ttf = TTF_WasInit() ? ttf_open(font, px) : NULL;
    if (!slot->ttf) {
        log_warn("font %s cannot be drawn: %s", font->path, TTF_GetError());
        return NULL;
    }
    /* edges on whole pixels up and down, glyphs at fractions of a pixel along the line: sharp, evenly spaced, and with
     * the same advances as HarfBuzz without hinting */
    TTF_SetFontHinting(slot->ttf, plain ? TTF_HINTING_NONE : TTF_HINTING_LIGHT_SUBPIXEL);
    return slot->ttf;
}

/* ---- drawing a run once ---- */

/* What SDL2_ttf adds to the surface: it moves the pen right when ink begins left of it, and down when ink rises above
 * the font's ascent, and tells neither. Both are found from the same glyphs. */
struct shift {
    int x;           /* the pen in the surface, px */
    int top, bottom; /* ink above and below the baseline without hinting, 26.6 */
};

static int floor_px(int v26)
{
    return v26 >= 0 ? v26 / 64 : -((-v26 + 63) / 64);
}

static struct shift shift_of(struct painter *p, const struct text_run *run)
{
    struct shift s = {0, INT32_MIN, INT32_MIN};
    run->font->touched = true;
    hb_buffer_clear_contents(p->buffer);
    hb_buffer_add_utf8(p->buffer, run->s, (int)run->s_len, 0, (int)run->s_len);
    hb_buffer_set_direction(p->buffer, run->rtl ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
    hb_buffer_set_script(p->buffer, run->script);
    hb_font_set_scale(run->font->hb, run->px * 64, run->px * 64);
    hb_shape(run->font->hb, p->buffer, NULL, 0);
    unsigned n;
    const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(p->buffer, &n);
    const hb_glyph_position_t *pos = hb_buffer_get_glyph_positions(p->buffer, &n);
    for (unsigned g = 0, pen = 0; g < n; g++) {
        hb_glyph_extents_t e = font_glyph_ink(run->font, info[g].codepoint, run->px);
        int left = floor_px((int)pen + pos[g].x_offset) + floor_px(e.x_bearing);
        int top = pos[g].y_offset + e.y_bearing, bottom = -(top + e.height);
        s.x = -left > s.x ? -left : s.x;
        if (e.height != 0) {
            s.top = top > s.top ? top : s.top;
            s.bottom = bottom > s.bottom ? bottom : s.bottom;
        }
        pen += (unsigned)pos[g].x_advance;
    }
    return s;
}

/* The first that is not blank; n when all are. */
static int first_ink(const unsigned char *row, int n)
{
    int a = 0;
    for (uint64_t eight = 0; a + 8 <= n; a += 8) {
        memcpy(&eight, row + a, sizeof eight);
        if (eight)
            break;
    }
    while (a < n && !row[a])
        a++;
    return a;
}

/* Box of what is not blank in an 8-bit surface. */
static SDL_Rect ink_box(const SDL_Surface *s)
{
    int x0 = s->w, x1 = -1, y0 = -1, y1 = -1;
    for (int y = 0; y < s->h; y++) {
        const unsigned char *row = (const unsigned char *)s->pixels + (size_t)y * (size_t)s->pitch;
        int a = first_ink(row, s->w), b = s->w - 1;
        if (a == s->w)
            continue;
        while (!row[b])
            b--;
        x0 = a < x0 ? a : x0;
        x1 = b > x1 ? b : x1;
        y0 = y0 < 0 ? y : y0;
        y1 = y;
    }
    return y0 < 0 ? (SDL_Rect){0, 0, 0, 0} : (SDL_Rect){x0, y0, x1 - x0 + 1, y1 - y0 + 1};
}

/* The baseline's row in the surface. When ink comes near the ascent the surface may have grown; then the row is where
 * the ink's top and bottom agree best with HarfBuzz's. */
static int baseline_of(TTF_Font *ttf, struct shift s, SDL_Rect ink)
{
    int ascent = TTF_FontAscent(ttf);
    if (s.top < (ascent - 1) * 64)
        return ascent;
    float by_top = (float)ink.y + PX26(s.top), by_bottom = (float)(ink.y + ink.h) - PX26(s.bottom);
    int row = (int)lroundf((by_top + by_bottom) / 2);
    return row > ascent ? row : ascent;
}

static SDL_Surface *render(struct painter *p, const struct text_run *run, bool plain, TTF_Font **ttf)
{
    char tag[5] = {0}, *text = malloc((size_t)run->s_len + 1);
    if (!text)
        BUG("out of memory");
    memcpy(text, run->s, run->s_len);
    text[run->s_len] = '\0';
    hb_tag_to_string((hb_tag_t)run->script, tag);
    *ttf = ttf_for(p, run->font, run->px, plain);
    SDL_Surface *s = NULL;
    if (*ttf) {
        TTF_SetFontDirection(*ttf, run->rtl ? TTF_DIRECTION_RTL : TTF_DIRECTION_LTR);
        TTF_SetFontScriptName(*ttf, tag);
        /* "shaded" from black to white: a pixel's index is its coverage */
        s = TTF_RenderUTF8_Shaded(*ttf, text, (SDL_Color){255, 255, 255, 255}, (SDL_Color){0, 0, 0, 255});
    }
    explicit_bzero(text, run->s_len);
    free(text);
    return s;
}

/* A run as it was drawn, for the moment. */
struct drawn {
    SDL_Surface *surface; /* owned; NULL: nothing to see */
    SDL_Rect ink;
    int dx, dy; /* from pen and baseline to the ink's top left */
};

static void run_draw(struct painter *p, const struct text_run *run, bool plain, struct drawn *out)
{
    TTF_Font *ttf;
    *out = (struct drawn){.surface = render(p, run, plain, &ttf)};
    if (out->surface && out->surface->format->BitsPerPixel == 8)
        out->ink = ink_box(out->surface);
    if (!out->ink.w)
        return;
    struct shift shift = shift_of(p, run);
    out->dx = out->ink.x - shift.x;
    out->dy = out->ink.y - baseline_of(ttf, shift, out->ink);
}

static unsigned char *drawn_row(const struct drawn *d, int y)
{
    return (unsigned char *)d->surface->pixels + (ptrdiff_t)(d->ink.y + y) * d->surface->pitch + d->ink.x;
}

/* Outside of the ink there is nothing to wipe. */
static void drawn_drop(struct drawn *d)
{
    for (int y = 0; y < d->ink.h; y++)
        explicit_bzero(drawn_row(d, y), (size_t)d->ink.w);
    SDL_FreeSurface(d->surface);
}

static struct mask *mask_new(struct painter *p, const struct text_run *run)
{
    struct drawn d;
    run_draw(p, run, false, &d);
    size_t wide = (size_t)d.ink.w, pixels = wide * (size_t)d.ink.h, bytes = sizeof(struct mask) + pixels + run->s_len;
    struct mask *m = malloc(bytes);
    if (!m)
        BUG("out of memory");
    *m = (struct mask){.node.bytes = bytes,
                       .font = run->font,
                       .px = run->px,
                       .script = run->script,
                       .rtl = run->rtl,
                       .len = run->s_len,
                       .w = d.ink.w,
                       .h = d.ink.h,
                       .dx = d.dx,
                       .dy = d.dy};
    for (int y = 0; y < d.ink.h; y++)
        memcpy(m->bytes + (size_t)y * wide, drawn_row(&d, y), wide);
    memcpy(m->bytes + pixels, run->s, run->s_len);
    drawn_drop(&d);
    return m;
}

static const struct mask *mask_get(struct painter *p, const struct text_run *run)
{
    uint64_t hash = cache_hash((uint64_t)run->px << 1 | run->rtl, run->s, run->s_len);
    hash = cache_hash(hash, &run->font, sizeof run->font);
    const struct mask_key key = {.run = run};
    struct cache_node *hit = cache_find(&p->masks, hash, same_mask, &key);
    if (hit)
        return (struct mask *)hit;
    struct mask *m = mask_new(p, run);
    m->node.hash = hash;
    cache_add(&p->masks, &m->node);
    cache_limit(&p->masks, MASKS_MAX);
    return m;
}

/* ---- blending ---- */

/* d + (s - d) * a / 255 for four bytes at once, two in each half, rounded as (v + 128 + (v >> 8)) >> 8. */
static uint32_t blend(uint32_t d, uint32_t s, uint32_t a)
{
    const uint32_t low = 0x00FF00FFU, half = 0x00800080U;
    uint32_t b = 255 - a;
    uint32_t even = (d & low) * b + (s & low) * a + half;
    uint32_t odd = ((d >> 8) & low) * b + ((s >> 8) & low) * a + half;
    even = ((even + ((even >> 8) & low)) >> 8) & low;
    odd = (odd + ((odd >> 8) & low)) & ~low;
    return even | odd;
}

static void blend_row(uint32_t *dst, const unsigned char *mask, int n, uint32_t colour)
{
    for (int i = 0; i < n;) {
        uint64_t eight;
        if (i + 8 <= n && (memcpy(&eight, mask + i, 8), eight == 0)) {
            i += 8; /* most of a line of text is blank */
            continue;
        }
        for (int end = i + 8 < n ? i + 8 : n; i < end; i++) {
            uint32_t a = mask[i];
            if (a == 255)
                dst[i] = colour;
            else if (a)
                dst[i] = blend(dst[i], colour, a);
        }
    }
}

static void blend_mask(SDL_Surface *dst, const struct mask *m, int x, int y, uint32_t colour, SDL_Rect clip)
{
    SDL_Rect at = {x, y, m->w, m->h}, seen;
    if (!SDL_IntersectRect(&at, &clip, &seen))
        return;
    for (int row = 0; row < seen.h; row++) {
        unsigned char *line = (unsigned char *)dst->pixels + (size_t)(seen.y + row) * (size_t)dst->pitch;
        const unsigned char *mask = m->bytes + (size_t)(seen.y - y + row) * (size_t)m->w + (seen.x - x);
        blend_row((uint32_t *)(void *)line + seen.x, mask, seen.w, colour);
    }
}

void text_paint(struct text_engine *t, SDL_Surface *dst, const struct paragraph *p, int x, int y, uint32_t rgb,
                const SDL_Rect *clip)
{
    SDL_Rect all = {0, 0, dst->w, dst->h}, seen = all;
    if ((clip && !SDL_IntersectRect(&all, clip, &seen)) || dst->format->BytesPerPixel != 4)
        return;
    if (!t->painter)
        t->painter = painter_new();
    if (SDL_MUSTLOCK(dst) && SDL_LockSurface(dst) != 0)
        return;
    uint32_t colour = SDL_MapRGB(dst->format, (Uint8)(rgb >> 16), (Uint8)(rgb >> 8), (Uint8)rgb);
    float top = p->line_count ? p->lines[0].baseline : 0;
    float high = p->height - p->pitch * (float)(p->line_count - 1);
    for (size_t l = 0; l < p->line_count; l++) {
        const struct text_line *line = &p->lines[l];
        float row = (float)y + line->baseline - top;
        if (row + high < (float)seen.y || row > (float)(seen.y + seen.h))
            continue;
        for (size_t r = line->first_run; r < line->first_run + line->run_count; r++) {
            const struct text_run *run = &p->runs[r];
            if (!run->font || run->s_len == 0)
                continue;
            const struct mask *m = mask_get(t->painter, run);
            blend_mask(dst, m, x + (int)lroundf(run->x) + m->dx, y + (int)line->baseline + m->dy, colour, seen);
        }
    }
    if (SDL_MUSTLOCK(dst))
        SDL_UnlockSurface(dst);
}

void text_warm(struct text_engine *t, const struct paragraph *p)
{
    if (!t->painter)
        t->painter = painter_new();
    for (size_t r = 0; r < p->run_count; r++)
        if (p->runs[r].font && p->runs[r].s_len)
            mask_get(t->painter, &p->runs[r]);
}

void text_each_ink(struct text_engine *t, const struct paragraph *p, int x, int y, text_take_ink *take, void *context)
{
    if (!t->painter)
        t->painter = painter_new();
    for (size_t l = 0; l < p->line_count; l++) {
        const struct text_line *line = &p->lines[l];
        for (size_t r = line->first_run; r < line->first_run + line->run_count; r++) {
            const struct text_run *run = &p->runs[r];
            if (!run->font || run->s_len == 0)
                continue;
            struct drawn d;
            run_draw(t->painter, run, run->px >= PLAIN_PX, &d);
            if (d.ink.w)
                take(context, &(struct text_ink){.coverage = drawn_row(&d, 0),
                                                 .pitch = d.surface->pitch,
                                                 .w = d.ink.w,
                                                 .h = d.ink.h,
                                                 .x = x + (int)lroundf(run->x) + d.dx,
                                                 .y = y + (int)line->baseline + d.dy});
            drawn_drop(&d);
        }
    }
}
