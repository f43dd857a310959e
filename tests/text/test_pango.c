/* Pango as a judge, with the same font files and nothing else: the same lines begin at the same bytes, and letters
 * stand in the same order. Only for scripts whose breaks Pango knows. links: pangoft2
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/paragraph_int.h"

#include <pango/pangoft2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ORDER_MAX = 2048 };

static struct fonts *fonts;
static struct text_engine *engine;
static PangoFontMap *map;
static PangoContext *context;

/* Hinting off: then Pango's advances are HarfBuzz's own, as ours are. */
static const char conf[] = "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig>"
                           "<match target=\"font\"><edit name=\"hinting\" mode=\"assign\"><bool>false</bool></edit>"
                           "</match></fontconfig>";

static int start(void **state)
{
    (void)state;
    struct err e;
    if (!fonts_open(&fonts, "fonts", &e) || !text_engine_new(&engine, fonts, &e))
        return -1;
    map = pango_ft2_font_map_new();
    FcConfig *config = FcConfigCreate();
    FcConfigParseAndLoadFromMemory(config, (const FcChar8 *)conf, FcTrue);
    static const char *const names[] = {"NotoSans",           "NotoSansArabic",   "NotoSansHebrew",
                                        "NotoSansDevanagari", "NotoSansEthiopic", "NotoSansArmenian"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[256];
        snprintf(path, sizeof path, "/usr/share/fonts/truetype/noto/%s-Regular.ttf", names[i]);
        if (!FcConfigAppFontAddFile(config, (const FcChar8 *)path))
            return -1;
    }
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), config);
    pango_ft2_font_map_set_resolution(PANGO_FT2_FONT_MAP(map), 72, 72);
    context = pango_font_map_create_context(map);
    pango_context_set_round_glyph_positions(context, FALSE);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    g_object_unref(context);
    g_object_unref(map);
    text_engine_free(engine);
    fonts_free(fonts);
    return 0;
}

static PangoLayout *pango_for(const struct text_lang *lang, const char *family, int px, const char *text, float width)
{
    PangoLayout *layout = pango_layout_new(context);
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family(font, family);
    pango_font_description_set_absolute_size(font, px * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_context_set_base_dir(context, lang->dir == TEXT_RTL ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
    pango_layout_context_changed(layout);
    pango_layout_set_auto_dir(layout, FALSE);
    pango_layout_set_text(layout, text, -1);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD);
    pango_layout_set_width(layout, width > 0 ? (int)(width * PANGO_SCALE) : -1);
    return layout;
}

static bool agree(const struct paragraph *p, PangoLayout *q)
{
    bool same = pango_layout_get_line_count(q) == (int)p->line_count;
    for (size_t l = 0; same && l < p->line_count; l++)
        same = pango_layout_get_line_readonly(q, (int)l)->start_index == (int)p->lines[l].start;
    return same;
}

static void same_line_starts(void **state)
{
    (void)state;
    static const struct {
        struct text_lang lang;
        const char *family, *text;
    } cases[] = {
        {{"en", "Latn", TEXT_LTR, TEXT_BREAK_SPACE},
         "Noto Sans",
         "The police are here to help you. They can't ask about your papers here, and an interpreter costs nothing: "
         "say the name of your language in English, then wait on the line."},
        {{"uk", "Cyrl", TEXT_LTR, TEXT_BREAK_SPACE},
         "Noto Sans",
         "Поліція тут, щоб допомогти вам. Ви можете попросити перекладача у будь-який час, і це безкоштовно."},
        {{"ar", "Arab", TEXT_RTL, TEXT_BREAK_SPACE},
         "Noto Sans Arabic",
         "الشرطة هنا لمساعدتك في أي وقت. يمكنك أن تطلب مترجما مجانا، فقط قل اسم لغتك ثم انتظر قليلا على الخط."},
        {{"fa", "Arab", TEXT_RTL, TEXT_BREAK_SPACE},
         "Noto Sans Arabic",
         "پلیس برای کمک به شما اینجاست. "
         "می‌توانید در هر زمان مترجم بخواهید؛ نام زبان خود را "
         "بگویید."},
        {{"he", "Hebr", TEXT_RTL, TEXT_BREAK_SPACE},
         "Noto Sans Hebrew",
         "המשטרה כאן כדי לעזור לכם אפשר לבקש מתורגמן בכל עת וזה לא עולה כסף אמרו את שם השפה שלכם"},
        {{"hi", "Deva", TEXT_LTR, TEXT_BREAK_SPACE},
         "Noto Sans Devanagari",
         "पुलिस आपकी मदद के लिए यहाँ है। आप किसी भी समय दुभाषिया माँग सकते हैं और इसके लिए पैसे नहीं लगते।"},
    };
    unsigned compared = 0, near = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (float width = 200; width < 700; width += 11) {
            struct text_style style = {.lang = &cases[i].lang, .cap_px = 20};
            const struct paragraph *p = paragraph_get(engine, cases[i].text, &style, width);
            PangoLayout *q = pango_for(&cases[i].lang, cases[i].family, p->runs[0].px, cases[i].text, width);
            bool same = agree(p, q);
            /* the two round advances to 1/64 and 1/1024 px: a line that just fits for one may not for the other */
            near += !same;
            same = same || agree(paragraph_get(engine, cases[i].text, &style, width - 0.1F), q) ||
                   agree(paragraph_get(engine, cases[i].text, &style, width + 0.1F), q);
            if (!same)
                fail_msg("%s at %.0f: lines begin elsewhere than Pango's", cases[i].lang.tag, (double)width);
            compared += (unsigned)p->line_count;
            g_object_unref(q);
        }
    assert_true(near < 4);
    print_message("%u line starts agree\n", compared);
    assert_true(compared > 1000);
}

/* First bytes of clusters from left to right. */
static size_t our_order(const struct paragraph *p, size_t *out)
{
    size_t n = 0;
    for (size_t r = 0; r < p->run_count; r++)
        for (uint32_t i = 0; i < p->runs[r].mark_count && n < ORDER_MAX; i++) {
            uint32_t k = p->runs[r].rtl ? p->runs[r].mark_count - 1 - i : i;
            out[n++] = p->runs[r].marks[k].at;
        }
    return n;
}

static size_t pango_order(PangoLayout *layout, size_t *out)
{
    size_t n = 0;
    PangoLayoutLine *line = pango_layout_get_line_readonly(layout, 0);
    for (GSList *l = line->runs; l; l = l->next) {
        const PangoGlyphItem *item = l->data;
        for (int g = 0; g < item->glyphs->num_glyphs && n < ORDER_MAX; g++) {
            size_t at = (size_t)(item->item->offset + item->glyphs->log_clusters[g]);
            if (n == 0 || out[n - 1] != at)
                out[n++] = at;
        }
    }
    return n;
}

/* An invisible bidi control: rule X9 leaves its place open. */
static bool is_control(const char *s)
{
    return s[0] == '\xE2' && (s[1] == '\x80' || s[1] == '\x81') && (unsigned char)s[2] >= 0xA6 &&
           (unsigned char)s[2] <= 0xAE;
}

/* Keeps what both know: they may differ in what is one cluster, never in the order. */
static size_t common(const char *text, size_t *a, size_t n, const size_t *b, size_t m)
{
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        bool in = false;
        for (size_t j = 0; j < m && !in; j++)
            in = a[i] == b[j];
        if (in && !is_control(text + a[i]))
            a[k++] = a[i];
    }
    return k;
}

static void same_visual_order(void **state)
{
    (void)state;
    static const struct text_lang en = {.tag = "en", .script = "Latn"}, ar = {"ar", "Arab", TEXT_RTL, TEXT_BREAK_SPACE};
    static const struct {
        const struct text_lang *lang;
        const char *text;
    } cases[] = {
        {&en, "Arabic (العربية) and עברית, together: שלום 123 مرحبا 456."},
        {&en, "One العربية 12-34 עברית two ٣٤٥ three"},
        {&en, "a \xE2\x81\xA7شمس abc 1\xE2\x81\xA9 b \xE2\x80\xAEright\xE2\x80\xAC end"},
        {&ar, "הנה عربي (שלום) ثم نص، ٣٤٥ و ١٢"},
        {&ar, "قال: «مرحبا» ثم [ذهب] إلى البيت!"},
        {&ar, "رقم \xE2\x81\xA6(206) 555-0199\xE2\x81\xA9 ثم \xE2\x81\xA6Riverside Centre (RWC)\xE2\x81\xA9."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text_style style = {.lang = cases[i].lang, .cap_px = 20};
        size_t ours[ORDER_MAX], theirs[ORDER_MAX], copy[ORDER_MAX];
        size_t n = our_order(paragraph_get(engine, cases[i].text, &style, 0), ours);
        PangoLayout *q = pango_for(cases[i].lang, "Noto Sans", 28, cases[i].text, 0);
        size_t m = pango_order(q, theirs);
        g_object_unref(q);
        memcpy(copy, ours, n * sizeof *ours);
        size_t all = n;
        n = common(cases[i].text, ours, n, theirs, m);
        m = common(cases[i].text, theirs, m, copy, all);
        assert_true(n > 15);
        assert_int_equal(n, m);
        for (size_t k = 0; k < n; k++)
            if (ours[k] != theirs[k])
                fail_msg("'%s': place %zu from the left is byte %zu, Pango's %zu", cases[i].text, k, ours[k],
                         theirs[k]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(same_line_starts), cmocka_unit_test(same_visual_order)};
    return cmocka_run_group_tests(tests, start, stop);
}
