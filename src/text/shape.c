/* HarfBuzz: a text shaped once, as clusters. SPDX-License-Identifier: GPL-3.0-or-later */
#include "paragraph_int.h"

#include <stdlib.h>
#include <string.h>

static int16_t whole_px(int v26)
{
    int px = v26 <= 0 ? 0 : (v26 + 63) / 64;
    return (int16_t)(px > INT16_MAX ? INT16_MAX : px);
}

static int max_int(int a, int b)
{
    return a > b ? a : b;
}

/* Adds glyph ink to a cluster whose pen stands at `pen` from the cluster's left edge. */
static void add_ink(struct font *font, int px, const hb_glyph_info_t *info, const hb_glyph_position_t *pos, int pen,
                    int *left, int *right, struct ink *ink)
{
    hb_glyph_extents_t e = font_glyph_ink(font, info->codepoint, px);
    if (e.width == 0 && e.height == 0)
        return;
    int x = pen + pos->x_offset + e.x_bearing, y = pos->y_offset + e.y_bearing;
    *left = max_int(*left, -x);
    *right = max_int(*right, x + e.width);
    ink->top = max_int(ink->top, y);
    ink->bottom = max_int(ink->bottom, -(y + e.height));
}

/* One cluster from the glyphs [from, to), which are in visual order. */
static struct cluster cluster_of(const struct item *item, const hb_glyph_info_t *info, const hb_glyph_position_t *pos,
                                 unsigned from, unsigned to, struct ink *ink)
{
    struct cluster c = {.at = info[from].cluster};
    int left = 0, right = 0;
    for (unsigned g = from; g < to; g++) {
        add_ink(item->font, item->px, &info[g], &pos[g], c.adv, &left, &right, ink);
        c.adv += pos[g].x_advance;
        c.unsafe |= (hb_glyph_info_get_glyph_flags(&info[g]) & HB_GLYPH_FLAG_UNSAFE_TO_BREAK) != 0;
    }
    c.over_l = whole_px(left);
    c.over_r = whole_px(right - c.adv);
    return c;
}

void shape_run(struct text_engine *t, const struct item *item, const char *text, uint32_t start, uint32_t end,
               clusters *out, struct ink *ink)
{
    if (!item->font) {
        VEC_PUSH(out, ((struct cluster){.at = start}));
        return;
    }
    bool rtl = item->level & 1;
    item->font->touched = true;
    hb_buffer_clear_contents(t->buffer);
    /* SDL2_ttf gives HarfBuzz neither context nor language, so neither do we: what is measured is what is drawn */
    hb_buffer_add_utf8(t->buffer, text + start, (int)(end - start), 0, (int)(end - start));
    hb_buffer_set_direction(t->buffer, rtl ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
    hb_buffer_set_script(t->buffer, item->script);
    hb_font_set_scale(item->font->hb, item->px * 64, item->px * 64);
    hb_shape(item->font->hb, t->buffer, NULL, 0);
    unsigned n, first = (unsigned)out->len;
    hb_glyph_info_t *info = hb_buffer_get_glyph_infos(t->buffer, &n);
    hb_glyph_position_t *pos = hb_buffer_get_glyph_positions(t->buffer, &n);
    for (unsigned from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && info[to].cluster == info[from].cluster; to++)
            ;
        struct cluster c = cluster_of(item, info, pos, from, to, ink);
        c.at += start;
        VEC_PUSH(out, c);
    }
    if (rtl && out->len > first) /* to logical order */
        for (size_t i = first, j = out->len - 1; i < j; i++, j--) {
            struct cluster c = out->v[i];
            out->v[i] = out->v[j];
            out->v[j] = c;
        }
    if (out->len == first || out->v[first].at != start) /* nothing came back: keep the bytes reachable */
        VEC_PUSH(out, ((struct cluster){.at = start}));
}

/* ---- the cache of shaped texts ---- */

struct shape_key {
    const char *text;
    size_t n;
    const struct text_style *style;
};

static bool same_shape(const struct cache_node *n, const void *key)
{
    const struct shaped *s = (const struct shaped *)n;
    const struct shape_key *k = key;
    const struct text_lang *l = k->style->lang;
    return s->raw_len == k->n && s->cap_px == k->style->cap_px && s->bold == k->style->bold && s->lang.dir == l->dir &&
           s->lang.line_break == l->line_break && strcmp(s->lang.tag, l->tag) == 0 &&
           strcmp(s->lang.script, l->script) == 0 && memcmp(s->raw, k->text, k->n) == 0;
}

void shaped_drop(struct cache_node *n)
{
    explicit_bzero((char *)n + sizeof *n, n->bytes - sizeof *n);
    free(n);
}

static void *take(char **at, size_t bytes)
{
    void *p = *at;
    *at += (bytes + 7) / 8 * 8;
    return p;
}

static void *take_copy(char **at, const void *from, size_t bytes)
{
    void *p = take(at, bytes);
    if (bytes)
        memcpy(p, from, bytes);
    return p;
}

/* Copies the analysis and the clusters into one block. */
static struct shaped *pack(const struct text_engine *t, const struct shape_key *k, struct ink ink)
{
    const struct analysis *a = &t->a;
    const struct text_lang *l = k->style->lang;
    size_t tag = strlen(l->tag) + 1, script = strlen(l->script) + 1, items = a->items.len * sizeof(struct item),
           cl = t->scratch.len * sizeof(struct cluster);
    size_t bytes = sizeof(struct shaped) + k->n + 1 + tag + script + a->text.len + 1 + items + cl + a->breaks.len + 64;
    char *block = malloc(bytes);
    if (!block)
        BUG("out of memory");
    char *at = block;
    struct shaped *s = take(&at, sizeof *s);
    *s = (struct shaped){.node.bytes = bytes,
                         .raw_len = k->n,
                         .lang = *l,
                         .cap_px = k->style->cap_px,
                         .bold = k->style->bold,
                         .len = a->text.len,
                         .item_count = a->items.len,
                         .cluster_count = t->scratch.len,
                         .ink = ink,
                         .min_width = -1.0F};
    s->items = take_copy(&at, a->items.v, items);
    s->clusters = take_copy(&at, t->scratch.v, cl);
    s->raw = take_copy(&at, k->text, k->n);
    s->lang.tag = take_copy(&at, l->tag, tag);
    s->lang.script = take_copy(&at, l->script, script);
    s->text = take_copy(&at, a->text.s, a->text.len + 1);
    s->breaks = take_copy(&at, a->breaks.v, a->breaks.len);
    return s;
}

struct shaped *shaped_get(struct text_engine *t, const char *text, size_t n, const struct text_style *style)
{
    const struct shape_key key = {.text = text, .n = n, .style = style};
    uint64_t hash = cache_hash(0, text, n);
    hash = cache_hash(hash, style->lang->tag, strlen(style->lang->tag));
    hash = cache_hash(hash, &style->cap_px, sizeof style->cap_px);
    struct cache_node *hit = cache_find(&t->shapes, hash, same_shape, &key);
    if (hit)
        return (struct shaped *)hit;
    struct analysis *a = &t->a;
    analyse_text(a, text, n);
    analyse_spans(a, style->lang);
    analyse_levels(a, style->lang->dir);
    analyse_items(a, style->lang, style->cap_px, style->bold);
    analyse_breaks(a, style->lang);
    struct ink ink = {0, 0};
    t->scratch.len = 0;
    for (size_t i = 0; i < a->items.len; i++) {
        struct item *item = &a->items.v[i];
        item->first = (uint32_t)t->scratch.len;
        shape_run(t, item, a->text.s, item->start, item->end, &t->scratch, &ink);
        item->count = (uint32_t)t->scratch.len - item->first;
    }
    struct shaped *s = pack(t, &key, ink);
    s->node.hash = hash;
    cache_add(&t->shapes, &s->node);
    return s;
}
