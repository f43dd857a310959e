/* Scripts, faces, and the runs of one script, one face and one direction. SPDX-License-Identifier: GPL-3.0-or-later */
#include "analyse_int.h"

#include "base/log.h"

#include <string.h>
#include <unicode/uchar.h>

/* Longest item in bytes: HarfBuzz is given bounded pieces whatever comes. */
enum { ITEM_MAX = 4096, WARN_MAX = 16, OPEN_MAX = 8 };

/* What a language's script tag stands for beyond ISO 15924's plain scripts. */
static const struct {
    char tag[5];
    UScriptCode own;       /* for characters that have no script of their own */
    UScriptCode covers[3]; /* scripts that take this tag's face */
} special[] = {
    {.tag = "Aran", .own = USCRIPT_ARABIC, .covers = {USCRIPT_ARABIC}},
    {.tag = "Hans", .own = USCRIPT_HAN, .covers = {USCRIPT_HAN, USCRIPT_BOPOMOFO}},
    {.tag = "Hant", .own = USCRIPT_HAN, .covers = {USCRIPT_HAN, USCRIPT_BOPOMOFO}},
    {.tag = "Jpan", .own = USCRIPT_HAN, .covers = {USCRIPT_HAN, USCRIPT_HIRAGANA, USCRIPT_KATAKANA}},
    {.tag = "Kore", .own = USCRIPT_HANGUL, .covers = {USCRIPT_HAN, USCRIPT_HANGUL}},
};

UScriptCode script_of_lang(const struct text_lang *lang)
{
    for (size_t i = 0; i < sizeof special / sizeof *special; i++)
        if (strcmp(special[i].tag, lang->script) == 0)
            return special[i].own;
    int32_t v = u_getPropertyValueEnum(UCHAR_SCRIPT, lang->script);
    return v == UCHAR_INVALID_CODE ? USCRIPT_LATIN : (UScriptCode)v;
}

/* The key into fonts.yaml for a script inside a text of `lang`. */
static const char *face_key(const struct text_lang *lang, UScriptCode s)
{
    for (size_t i = 0; i < sizeof special / sizeof *special; i++) {
        if (strcmp(special[i].tag, lang->script) != 0)
            continue;
        for (size_t k = 0; k < 3; k++)
            if (special[i].covers[k] == s && s != USCRIPT_COMMON)
                return special[i].tag;
    }
    return uscript_getShortName(s);
}

/* An opening bracket remembers its script, so that its partner is drawn in the same face. */
struct brackets {
    UScriptCode script[OPEN_MAX];
    int depth;
};

static UScriptCode common_script(struct brackets *b, uint32_t c, UScriptCode now, UScriptCode native)
{
    if (c == ' ')
        return now;
    UScriptCode s = now;
    if (c >= 0x80 && !uscript_hasScript((UChar32)c, now) && uscript_hasScript((UChar32)c, native))
        s = native; /* the Arabic comma has no script of its own but is not for Latin */
    int8_t type = u_charType((UChar32)c);
    if (type == U_START_PUNCTUATION || type == U_INITIAL_PUNCTUATION) {
        if (b->depth < OPEN_MAX)
            b->script[b->depth] = s;
        b->depth++;
    } else if ((type == U_END_PUNCTUATION || type == U_FINAL_PUNCTUATION) && b->depth > 0) {
        b->depth--;
        if (b->depth < OPEN_MAX)
            s = b->script[b->depth];
    }
    return s;
}

/* Nastaliq's own space is too narrow to stand between its letters and a number or a Latin word. */
static void widen_spaces(struct analysis *a)
{
    for (size_t s = 0; s < a->spans.len; s++) {
        const struct span *span = &a->spans.v[s];
        if (span->start > 0 && a->c.v[span->start - 1] == ' ')
            a->script.v[span->start - 1] = USCRIPT_LATIN;
        if (span->end < a->c.len && a->c.v[span->end] == ' ')
            a->script.v[span->end] = USCRIPT_LATIN;
    }
}

static void find_scripts(struct analysis *a, UScriptCode native)
{
    struct brackets open = {.depth = 0};
    UScriptCode now = native;
    size_t s = 0;
    a->script.len = 0;
    for (size_t i = 0; i < a->c.len; i++) {
        UErrorCode rc = U_ZERO_ERROR;
        uint32_t c = a->c.v[i];
        bool ascii_letter = c < 0x80 && (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
        UScriptCode own = ascii_letter ? USCRIPT_LATIN : c < 0x80 ? USCRIPT_COMMON : uscript_getScript((UChar32)c, &rc);
        UScriptCode use;
        while (s < a->spans.len && i >= a->spans.v[s].end)
            s++;
        bool foreign = s < a->spans.len && i >= a->spans.v[s].start && !script_is_latin(native);
        bool plain = own == USCRIPT_COMMON || own == USCRIPT_INHERITED || own == USCRIPT_UNKNOWN;
        if (c == '\n') {
            use = now = native;
        } else if (foreign) {
            /* a number in the language's own digits stays in its face; a third script has a face of its own */
            bool native_digit = u_isdigit((UChar32)c) && c >= 0x80;
            bool mark = own == USCRIPT_INHERITED && i > a->spans.v[s].start;
            use = native_digit ? native : mark ? (UScriptCode)a->script.v[i - 1] : plain ? USCRIPT_LATIN : own;
        } else if (own == USCRIPT_INHERITED && i > 0) {
            use = (UScriptCode)a->script.v[i - 1];
        } else if (plain) {
            use = common_script(&open, c, now, native);
        } else {
            use = now = own;
        }
        VEC_PUSH(&a->script, (int32_t)use);
    }
}

static bool is_mark(uint32_t c)
{
    if (c < 0x300 || (c >= 0x370 && c < 0x483) || (c >= 0x1100 && c < 0x135D) || (c >= 0x3100 && c < 0xA66F))
        return false; /* nothing to look up in these blocks */
    return (U_GET_GC_MASK((UChar32)c) & U_GC_M_MASK) != 0;
}

static bool invisible(uint32_t c)
{
    if (c < 0xAD || (c >= 0x350 && c < 0x61C) || (c >= 0x620 && c < 0x115F) || (c >= 0x1161 && c < 0x17B4) ||
        (c >= 0x3165 && c < 0xFE00))
        return c == '\n'; /* nothing to look up in these blocks */
    return u_hasBinaryProperty((UChar32)c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

static bool draws_all(const struct analysis *a, struct font *font, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (!invisible(a->c.v[i]) && !font_has(font, a->c.v[i]))
            return false;
    return true;
}

static struct font *fallback_for(struct analysis *a, size_t from, size_t to, bool bold)
{
    struct font *font = NULL;
    for (size_t i = 0; fonts_fallback(a->fonts, i, bold, &font); i++)
        if (font && draws_all(a, font, from, to))
            return font;
    return NULL;
}

static void warn_missing(struct analysis *a, uint32_t c)
{
    for (size_t i = 0; i < a->warned.len; i++)
        if (a->warned.v[i] == c)
            return;
    if (a->warned.len >= WARN_MAX)
        return;
    VEC_PUSH(&a->warned, c);
    log_warn("no font of fonts.yaml draws U+%04X", (unsigned)c);
}

/* The face for a letter with its marks [from, to): the script's own, else the first fallback that draws all, else the
 * first that draws the letter, else the script's own again with .notdef. */
static struct font *font_for(struct analysis *a, struct font *own, size_t from, size_t to, bool bold)
{
    if (own && draws_all(a, own, from, to))
        return own;
    struct font *font = fallback_for(a, from, to, bold);
    if (!font && to > from + 1)
        font = own && font_has(own, a->c.v[from]) ? own : fallback_for(a, from, from + 1, bold);
    if (!font)
        warn_missing(a, a->c.v[from]);
    if (!font && !own)
        fonts_fallback(a->fonts, 0, bold, &own);
    return font ? font : own;
}

static void find_fonts(struct analysis *a, const struct text_lang *lang, bool bold)
{
    size_t n = a->c.len;
    int32_t script = -1;
    struct font *own = NULL, *last = NULL;
    a->font.len = 0;
    for (size_t i = 0; i < n;) {
        size_t end = i + 1;
        while (end < n && end < i + 32 && (is_mark(a->c.v[end]) || (invisible(a->c.v[end]) && a->c.v[end] != '\n')))
            end++;
        if (a->script.v[i] != script) {
            script = a->script.v[i];
            own = fonts_for(a->fonts, lang, face_key(lang, (UScriptCode)script), bold);
            last = own;
        }
        /* a space or a control alone does not call for another face than the letters before it */
        bool blank = invisible(a->c.v[i]) || (a->c.v[i] == ' ' && i > 0 && a->script.v[i] == a->script.v[i - 1]);
        struct font *font = last && blank && draws_all(a, last, i, end) ? last : font_for(a, own, i, end, bold);
        last = font ? font : own;
        for (; i < end; i++)
            VEC_PUSH(&a->font, font);
    }
}

static hb_script_t hb_script(UScriptCode s)
{
    const char *name = uscript_getShortName(s);
    return name ? hb_script_from_string(name, 4) : HB_SCRIPT_COMMON;
}

void analyse_items(struct analysis *a, const struct text_lang *lang, float cap_px, bool bold)
{
    find_scripts(a, script_of_lang(lang));
    if (strcmp(lang->script, "Aran") == 0)
        widen_spaces(a);
    find_fonts(a, lang, bold);
    a->items.len = 0;
    for (size_t i = 0; i < a->c.len; i++) {
        uint32_t c = a->c.v[i], at = a->at.v[i];
        struct item *item = a->items.len ? &a->items.v[a->items.len - 1] : NULL;
        if (c == '\n' || c == 0x2029 || c == 0x2028)
            continue;
        bool same = item && item->end == at && item->level == a->level.v[i] && item->font == a->font.v[i] &&
                    a->script.v[i] == a->script.v[i - 1];
        if (same && at - item->start >= ITEM_MAX)
            same = is_mark(c) || (a->c.v[i - 1] != ' ' && at - item->start < ITEM_MAX + 256);
        if (!same) {
            struct font *font = a->font.v[i];
            VEC_PUSH(&a->items, ((struct item){.start = at,
                                               .font = font,
                                               .px = font ? fonts_px(a->fonts, font, cap_px) : FONT_PX_MIN,
                                               .script = hb_script((UScriptCode)a->script.v[i]),
                                               .level = a->level.v[i]}));
            item = &a->items.v[a->items.len - 1];
        }
        item->end = a->at.v[i + 1];
    }
}
