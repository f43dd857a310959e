/* Laying out text: ours beside raw HarfBuzz shaping of the same runs, and beside Pango. links: pangoft2
 *
 * The texts are the demonstration's pages in each of its languages, a paragraph a title and a sentence, as the screens
 * lay them out; for languages that have no pages yet, their sample of tests/text. Every round forgets all paragraphs
 * first. HarfBuzz is given each run of one script, face and direction once, and nothing is made of what it answers:
 * that is the floor. Pango has the same font files and nothing else. The fonts are warm for all three.
 * DESIGN section 8. SPDX-License-Identifier: GPL-3.0-or-later */
#include "kit.h"

#include "base/arena.h"
#include "base/vec.h"
#include "content/catalogue.h"
#include "text/paragraph_int.h"

#include <pango/pangoft2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 15, WIDTH = 920, CAP_PX = 30, LAYOUTS_LEAST = 60 /* paragraphs a round */ };

/* What HarfBuzz is given at once. */
struct run {
    const char *text;
    int len;
    struct font *font;
    int px;
    hb_script_t script;
    hb_direction_t direction;
};

/* One language: its paragraphs, the runs that they consist of, and what was measured. */
struct text {
    struct text_lang lang;
    VEC(const char *) list;
    VEC(struct run) runs;
    struct fonts *fonts;
    struct text_engine *engine;
    PangoContext *context;
    PangoFontDescription *font;
    double ours[ROUNDS], harfbuzz[ROUNDS], pango[ROUNDS]; /* ms */
};

static struct arena words; /* of all texts */

/* ---- the texts ---- */

static void add_pages(struct text *t, struct catalogue *c, day_t today)
{
    for (size_t i = 0; i < catalogue_count(c); i++) {
        const struct page_text *page = catalogue_text(c, catalogue_page(c, i), t->lang.tag, today);
        for (size_t k = 0; page && k < page->card_count; k++) {
            VEC_PUSH(&t->list, page->cards[k].title);
            for (size_t s = 0; s < page->cards[k].sentence_count; s++)
                VEC_PUSH(&t->list, page->cards[k].sentences[s]);
        }
    }
}

/* The line of tests/text/samples.tsv that begins with the language's tag. */
static void add_sample(struct text *t)
{
    char line[1024];
    size_t n = strlen(t->lang.tag);
    FILE *f = fopen("tests/text/samples.tsv", "r");
    while (f && fgets(line, sizeof line, f)) {
        const char *sample = strrchr(line, '\t');
        if (strncmp(line, t->lang.tag, n) == 0 && line[n] == '\t' && sample)
            VEC_PUSH(&t->list, arena_strndup(&words, sample + 1, strcspn(sample + 1, "\n")));
    }
    if (f)
        fclose(f);
    if (!t->list.len)
        kit_give_up("tests/text/samples.tsv has no '%s'", t->lang.tag);
    while (t->list.len < LAYOUTS_LEAST)
        VEC_PUSH(&t->list, t->list.v[0]);
}

/* ---- the three ---- */

/* A size of its own for each paragraph, too near the others to be another in whole pixels: the caches find nothing. */
static struct text_style style_of(const struct text *t, size_t i)
{
    return (struct text_style){.lang = &t->lang, .cap_px = CAP_PX + (float)i * 0.0001F};
}

/* What was not used since one trim goes at the next; the working memory stays, as it does while a visitor reads. */
static double time_ours(struct text *t)
{
    text_engine_trim(t->engine, 1);
    text_engine_trim(t->engine, 1);
    size_t lines = 0;
    double start = kit_cpu_ms();
    for (size_t i = 0; i < t->list.len; i++) {
        struct text_style style = style_of(t, i);
        lines += paragraph_get(t->engine, t->list.v[i], &style, WIDTH)->line_count;
    }
    double ms = kit_cpu_ms() - start;
    if (lines < t->list.len)
        kit_give_up("a paragraph of '%s' has no line", t->lang.tag);
    return ms;
}

static double time_harfbuzz(struct text *t)
{
    hb_buffer_t *buffer = hb_buffer_create();
    double start = kit_cpu_ms();
    for (size_t i = 0; i < t->runs.len; i++) {
        const struct run *r = &t->runs.v[i];
        hb_buffer_clear_contents(buffer);
        hb_buffer_add_utf8(buffer, r->text, r->len, 0, r->len);
        hb_buffer_set_direction(buffer, r->direction);
        hb_buffer_set_script(buffer, r->script);
        hb_font_set_scale(r->font->hb, r->px * 64, r->px * 64);
        hb_shape(r->font->hb, buffer, NULL, 0);
    }
    double ms = kit_cpu_ms() - start;
    hb_buffer_destroy(buffer);
    return ms;
}

static double time_pango(struct text *t)
{
    size_t lines = 0;
    double start = kit_cpu_ms();
    for (size_t i = 0; i < t->list.len; i++) {
        PangoLayout *layout = pango_layout_new(t->context);
        pango_layout_set_font_description(layout, t->font);
        pango_layout_set_auto_dir(layout, FALSE);
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
        pango_layout_set_width(layout, WIDTH * PANGO_SCALE);
        pango_layout_set_text(layout, t->list.v[i], -1);
        lines += (size_t)pango_layout_get_line_count(layout);
        g_object_unref(layout);
    }
    double ms = kit_cpu_ms() - start;
    if (lines < t->list.len)
        kit_give_up("Pango has no line for '%s'", t->lang.tag);
    return ms;
}

/* ---- Pango's fonts: the files that our runs have, and no others ---- */

/* The family of a face of a file; NULL when the configuration has none. */
static const char *family_of(FcConfig *config, const struct font *font)
{
    const FcFontSet *set = FcConfigGetFonts(config, FcSetApplication);
    for (int i = 0; set && i < set->nfont; i++) {
        FcChar8 *file, *family;
        int index;
        if (FcPatternGetString(set->fonts[i], FC_FILE, 0, &file) == FcResultMatch &&
            strcmp((const char *)file, font->path) == 0 &&
            FcPatternGetInteger(set->fonts[i], FC_INDEX, 0, &index) == FcResultMatch && index == (int)font->index &&
            FcPatternGetString(set->fonts[i], FC_FAMILY, 0, &family) == FcResultMatch)
            return (const char *)family;
    }
    return NULL;
}

/* Adds a font once; `families` is a list with commas. */
static void add_font(FcConfig *config, const struct font *font, char *families, size_t size)
{
    if (!family_of(config, font) && !FcConfigAppFontAddFile(config, (const FcChar8 *)font->path))
        kit_give_up("fontconfig cannot read %s", font->path);
    const char *family = family_of(config, font);
    size_t n = strlen(families);
    if (family && !strstr(families, family))
        snprintf(families + n, size - n, "%s%s", n ? "," : "", family);
}

static void open_pango(struct text *t)
{
    static const char conf[] = "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig>"
                               "<match target=\"font\"><edit name=\"hinting\" mode=\"assign\"><bool>false</bool></edit>"
                               "</match></fontconfig>";
    char families[512] = "";
    FcConfig *config = FcConfigCreate();
    FcConfigParseAndLoadFromMemory(config, (const FcChar8 *)conf, FcTrue);
    for (size_t i = 0; i < t->runs.len; i++)
        add_font(config, t->runs.v[i].font, families, sizeof families);
    PangoFontMap *map = pango_ft2_font_map_new();
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), config);
    FcConfigDestroy(config); /* the map has its own reference */
    pango_ft2_font_map_set_resolution(PANGO_FT2_FONT_MAP(map), 72, 72);
    t->context = pango_font_map_create_context(map);
    g_object_unref(map);
    pango_context_set_round_glyph_positions(t->context, FALSE);
    pango_context_set_language(t->context, pango_language_from_string(t->lang.tag));
    pango_context_set_base_dir(t->context, t->lang.dir == TEXT_RTL ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
    t->font = pango_font_description_new();
    pango_font_description_set_family(t->font, families);
    pango_font_description_set_absolute_size(t->font, t->runs.v[0].px * PANGO_SCALE);
}

/* ---- the table ---- */

/* The runs that our own engine finds. */
static void find_runs(struct text *t)
{
    for (size_t i = 0; i < t->list.len; i++) {
        struct text_style style = style_of(t, i);
        const struct shaped *s = shaped_get(t->engine, t->list.v[i], strlen(t->list.v[i]), &style);
        for (size_t k = 0; k < s->item_count; k++) {
            const struct item *item = &s->items[k];
            size_t len = item->end - item->start;
            VEC_PUSH(&t->runs, ((struct run){.text = arena_strndup(&words, s->text + item->start, len),
                                             .len = (int)len,
                                             .font = item->font,
                                             .px = item->px,
                                             .script = item->script,
                                             .direction = item->level & 1 ? HB_DIRECTION_RTL : HB_DIRECTION_LTR}));
        }
    }
}

static void open_text(struct text *t)
{
    struct err e = {0};
    if (!fonts_open(&t->fonts, "fonts", &e) || !text_engine_new(&t->engine, t->fonts, &e))
        kit_give_up("%s", e.msg);
    find_runs(t);
    open_pango(t);
}

static void close_text(struct text *t)
{
    pango_font_description_free(t->font);
    g_object_unref(t->context);
    text_engine_free(t->engine);
    fonts_free(t->fonts);
    VEC_RELEASE(&t->list);
    VEC_RELEASE(&t->runs);
}

/* The three in turn, so that what else the machine does meets them all alike. */
static void measure(struct text *t)
{
    time_ours(t);
    time_pango(t);
    for (int i = 0; i < ROUNDS; i++) {
        t->harfbuzz[i] = time_harfbuzz(t);
        t->ours[i] = time_ours(t);
        t->pango[i] = time_pango(t);
    }
}

struct sums {
    double ours, harfbuzz, pango;
};

/* Medians, of all paragraphs together. */
static struct sums medians(struct text *t)
{
    return (struct sums){.ours = kit_percentile(t->ours, ROUNDS, 50),
                         .harfbuzz = kit_percentile(t->harfbuzz, ROUNDS, 50),
                         .pango = kit_percentile(t->pango, ROUNDS, 50)};
}

static void add(struct sums *all, struct sums one, double share)
{
    all->ours += one.ours * share;
    all->harfbuzz += one.harfbuzz * share;
    all->pango += one.pango * share;
}

static void rows_of(const char *what, struct sums s)
{
    char name[120];
    double floor = s.ours / s.harfbuzz, pango = s.ours / s.pango;
    snprintf(name, sizeof name, "%s / raw HarfBuzz shaping", what);
    kit_row(name, "<= 1.6 x", floor <= 1.6 ? KIT_OK : KIT_OVER, "%.2f x (%.2f / %.2f ms)", floor, s.ours, s.harfbuzz);
    snprintf(name, sizeof name, "%s / Pango", what);
    kit_row(name, "< 1 x", pango < 1 ? KIT_OK : KIT_OVER, "%.2f x (%.2f / %.2f ms)", pango, s.ours, s.pango);
}

static void row_of(const char *tag, struct sums s, size_t paragraphs)
{
    char name[120];
    snprintf(name, sizeof name, "  %s: ours, Pango / raw HarfBuzz; a paragraph", tag);
    kit_row(name, "", KIT_COMPARES, "%.2f x, %.2f x; %.0f us", s.ours / s.harfbuzz, s.pango / s.harfbuzz,
            s.ours / (double)paragraphs * 1e3);
}

/* Measures a language; true when its texts are pages. */
static bool bench_language(const struct language *language, struct catalogue *catalogue, day_t today, struct sums *out,
                           size_t *paragraphs)
{
    struct text t = {.lang = language->text};
    add_pages(&t, catalogue, today);
    bool pages = t.list.len > 0;
    if (!pages)
        add_sample(&t);
    open_text(&t);
    measure(&t);
    *out = medians(&t);
    *paragraphs = t.list.len;
    close_text(&t);
    return pages;
}

int main(void)
{
    static const char *const tags[] = {"en", "es", "ar", "fa-AF", "uk", "so", "sw",      "my",
                                       "km", "ne", "th", "lo",    "am", "ur", "zh-Hans", "ksw"};
    enum { TAGS = sizeof tags / sizeof *tags };
    struct faults faults;
    struct site *site;
    struct err e = {0};
    struct clock clock = clock_system();
    struct sums all_pages = {0}, one_each = {0}, of[TAGS];
    size_t paragraphs[TAGS];
    arena_init(&words, false);
    faults_init(&faults);
    if (!site_open(&site, "kiosk-config", &faults, &e))
        kit_give_up("%s", e.msg);
    struct catalogue *catalogue = catalogue_new(site, &faults);
    for (size_t i = 0; i < TAGS; i++) {
        const struct language *language = site_language(site, tags[i]);
        if (!language)
            kit_give_up("languages.yaml has no '%s'", tags[i]);
        if (bench_language(language, catalogue, clock_today(&clock), &of[i], &paragraphs[i]))
            add(&all_pages, of[i], 1);
        add(&one_each, of[i], 1 / (double)paragraphs[i]);
    }
    rows_of("laying out all pages in eight languages", all_pages);
    rows_of("laying out a paragraph in each of sixteen", one_each);
    for (size_t i = 0; i < TAGS; i++)
        row_of(tags[i], of[i], paragraphs[i]);
    catalogue_free(catalogue);
    site_free(site);
    faults_release(&faults);
    arena_release(&words);
    return 0;
}
