/* Inside the paragraph engine: shaped texts, runs, the engine itself. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_TEXT_PARAGRAPH_INT_H
#define PORCHLIGHT_TEXT_PARAGRAPH_INT_H

#include "analyse_int.h"
#include "cache_int.h"
#include "text/paragraph.h"

/* HarfBuzz's unit: 26.6 fixed point. */
#define PX26(v) ((float)(v) / 64.0F)

/* The least that HarfBuzz placed as one: a letter with its marks, a ligature. */
struct cluster {
    uint32_t at;            /* first byte */
    int32_t adv;            /* 26.6 */
    int16_t over_l, over_r; /* ink beyond the advance on either side, whole px, never negative */
    bool unsafe;            /* cutting before it would change glyphs on one of the sides */
};

typedef VEC(struct cluster) clusters;

/* Ink above and below the baseline, 26.6, both counted positive. */
struct ink {
    int top, bottom;
};

/* A text shaped once, whatever the width. One allocation. */
struct shaped {
    struct cache_node node;
    /* the key */
    const char *raw;
    size_t raw_len;
    struct text_lang lang; /* pointers into the allocation */
    float cap_px;
    bool bold;
    /* the answer */
    char *text;
    size_t len;
    struct item *items;
    size_t item_count;
    struct cluster *clusters;
    size_t cluster_count;
    uint8_t *breaks; /* len + 1 */
    struct ink ink;
    bool has_graphemes;
    float min_width; /* -1: not asked yet */
};

/* A cluster in a finished line, logical order. */
struct text_mark {
    uint32_t at;
    float adv;
};

struct text_run {
    struct font *font; /* NULL: nothing to draw */
    int px;
    hb_script_t script;
    bool rtl;
    const char *s; /* what to draw: bytes of the paragraph's text, or the ellipsis */
    uint32_t s_len;
    uint32_t start, end; /* bytes of the text; equal for the ellipsis */
    float x, width;      /* from the paragraph's left edge */
    const struct text_mark *marks;
    uint32_t first_mark, mark_count; /* marks == the paragraph's + first_mark */
    int16_t over_l, over_r;          /* ink beyond x and x + width, px */
};

/* Where lines are made before they are copied into a paragraph; used again for every one. */
struct fill_room {
    VEC(struct text_line) lines;
    VEC(struct text_run) runs; /* `marks` is set when all are known */
    VEC(uint8_t) levels;       /* of runs */
    VEC(struct text_mark) marks;
    clusters again; /* a line's end shaped again */
};

struct painter; /* paint.c: SDL2_ttf's fonts and the run masks */

struct text_engine {
    struct fonts *fonts;
    struct analysis a;
    hb_buffer_t *buffer;
    clusters scratch;
    struct fill_room room;
    struct cache shapes, paragraphs;
    struct painter *painter; /* NULL until something is painted */
};

/* Shapes bytes [start, end) of an item and appends their clusters; grows the ink. */
void shape_run(struct text_engine *t, const struct item *item, const char *text, uint32_t start, uint32_t end,
               clusters *out, struct ink *ink);

/* The shaped text for a key, from the cache or new. Borrowed until trim. */
struct shaped *shaped_get(struct text_engine *t, const char *text, size_t n, const struct text_style *style);
void shaped_drop(struct cache_node *n);

/* Lays `s` out and returns a paragraph as one allocation with its cache node in front (see struct entry in
 * paragraph.c): `head` bytes are left free at its start. *bytes is its size. */
struct paragraph *lines_fill(struct text_engine *t, struct shaped *s, const struct text_style *style, float width,
                             size_t head, size_t *bytes);

/* Between two paragraphs nothing in it is needed. It holds where clusters stand, and no text. */
void fill_room_release(struct fill_room *room);

/* The widest piece between two good breaks, px. */
float lines_min_width(struct text_engine *t, struct shaped *s);

/* paint.c */
void painter_free(struct painter *p); /* accepts NULL */
void painter_trim(struct painter *p, unsigned keep);
size_t painter_bytes(const struct painter *p);

#endif
