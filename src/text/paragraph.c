/* The engine and its cache of paragraphs. SPDX-License-Identifier: GPL-3.0-or-later */
#include "paragraph_int.h"

#include <stdlib.h>
#include <string.h>

/* A paragraph in the cache: one allocation, with its text, lines and runs behind it and the key's text at the end. */
struct entry {
    struct cache_node node;
    const char *raw; /* what was asked for, which differs from the paragraph's text where that was cleaned */
    size_t raw_len;
    char tag[32], script[8];
    struct text_style style; /* lang is not used */
    enum text_dir dir;
    enum text_break line_break;
    float width;
    struct paragraph p; /* lines_fill writes it at this place */
};

struct key {
    const char *text;
    size_t n;
    const struct text_style *style;
    float width;
};

/* What is kept at most after a trim that keeps anything. */
enum { SHAPES_MAX = 1 << 20, PARAGRAPHS_MAX = 4 << 20 };

static bool same_paragraph(const struct cache_node *n, const void *key)
{
    const struct entry *e = (const struct entry *)n;
    const struct key *k = key;
    const struct text_style *a = &e->style, *b = k->style;
    return e->raw_len == k->n && e->width == k->width && a->cap_px == b->cap_px && a->line_gap == b->line_gap &&
           a->align == b->align && a->max_lines == b->max_lines && a->bold == b->bold && a->even == b->even &&
           e->dir == b->lang->dir && e->line_break == b->lang->line_break && strcmp(e->tag, b->lang->tag) == 0 &&
           strcmp(e->script, b->lang->script) == 0 && memcmp(e->raw, k->text, k->n) == 0;
}

static void paragraph_drop(struct cache_node *n)
{
    struct entry *e = (struct entry *)n;
    explicit_bzero((char *)(uintptr_t)e->raw, e->raw_len);
    free((char *)(uintptr_t)e->raw);
    explicit_bzero((char *)n + sizeof *n, n->bytes - e->raw_len - sizeof *n);
    free(n);
}

bool text_engine_new(struct text_engine **out, struct fonts *fonts, struct err *e)
{
    *out = NULL;
    struct text_engine *t = calloc(1, sizeof *t);
    if (!t)
        return err_set(e, ERR_FAILED, "out of memory");
    t->fonts = fonts;
    t->buffer = hb_buffer_create();
    t->shapes.drop = shaped_drop;
    t->paragraphs.drop = paragraph_drop;
    analysis_init(&t->a, fonts);
    *out = t;
    return true;
}

void text_engine_free(struct text_engine *t)
{
    if (!t)
        return;
    text_engine_trim(t, 0);
    painter_free(t->painter);
    hb_buffer_destroy(t->buffer);
    analysis_release(&t->a);
    free(t);
}

/* A language tag or script longer than any real one is cut, so the key cannot overflow. */
static struct text_lang key_lang(const struct text_lang *lang, char tag[32], char script[8])
{
    size_t n = strnlen(lang->tag, 31), m = strnlen(lang->script, 7);
    memcpy(tag, lang->tag, n);
    memcpy(script, lang->script, m);
    tag[n] = script[m] = '\0';
    return (struct text_lang){.tag = tag, .script = script, .dir = lang->dir, .line_break = lang->line_break};
}

static struct entry *make(struct text_engine *t, const struct key *k)
{
    struct shaped *s = shaped_get(t, k->text, k->n, k->style);
    size_t bytes;
    struct paragraph *p = lines_fill(t, s, k->style, k->width, offsetof(struct entry, p), &bytes);
    struct entry *e = (struct entry *)((char *)p - offsetof(struct entry, p));
    char *raw = malloc(k->n + 1);
    if (!raw)
        BUG("out of memory");
    memcpy(raw, k->text, k->n);
    e->raw = raw;
    e->raw_len = k->n;
    e->style = *k->style;
    e->dir = k->style->lang->dir;
    e->line_break = k->style->lang->line_break;
    e->width = k->width;
    e->node.bytes = bytes + k->n;
    return e;
}

const struct paragraph *paragraph_get(struct text_engine *t, const char *text, const struct text_style *style,
                                      float width)
{
    char tag[32], script[8];
    struct text_lang lang = key_lang(style->lang, tag, script);
    struct text_style plain = *style;
    plain.lang = &lang;
    struct key key = {.text = text, .n = strlen(text), .style = &plain, .width = width > 0 ? width : 0};
    uint64_t hash = cache_hash(0, text, key.n);
    hash = cache_hash(hash, tag, strlen(tag));
    hash = cache_hash(hash, &plain.cap_px, sizeof plain.cap_px);
    hash = cache_hash(hash, &key.width, sizeof key.width);
    struct cache_node *hit = cache_find(&t->paragraphs, hash, same_paragraph, &key);
    if (hit)
        return &((struct entry *)hit)->p;
    struct entry *e = make(t, &key);
    memcpy(e->tag, tag, sizeof tag);
    memcpy(e->script, script, sizeof script);
    e->node.hash = hash;
    cache_add(&t->paragraphs, &e->node);
    return &e->p;
}

float paragraph_min_width(struct text_engine *t, const char *text, const struct text_style *style)
{
    char tag[32], script[8];
    struct text_lang lang = key_lang(style->lang, tag, script);
    struct text_style plain = *style;
    plain.lang = &lang;
    return lines_min_width(t, shaped_get(t, text, strlen(text), &plain));
}

void text_engine_trim(struct text_engine *t, unsigned keep)
{
    cache_trim(&t->paragraphs, keep);
    cache_trim(&t->shapes, keep);
    if (t->painter)
        painter_trim(t->painter, keep);
    fonts_rest(t->fonts);
    if (keep > 0) {
        cache_limit(&t->paragraphs, PARAGRAPHS_MAX);
        cache_limit(&t->shapes, SHAPES_MAX);
        return;
    }
    /* a visitor's words may still stand in the working memory */
    analysis_wipe(&t->a);
    VEC_RELEASE(&t->scratch);
    fill_room_release(&t->room);
    hb_buffer_destroy(t->buffer);
    t->buffer = hb_buffer_create();
}

size_t text_engine_bytes(const struct text_engine *t)
{
    return t->shapes.bytes + t->paragraphs.bytes + (t->painter ? painter_bytes(t->painter) : 0);
}
