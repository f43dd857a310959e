/* Trap 3: where a line may end. ICU's rules, less what they get wrong for a language.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "analyse_int.h"

#include "base/log.h"

#include <string.h>
#include <unicode/uchar.h>

static ULineBreak class_of(uint32_t c)
{
    return (ULineBreak)u_getIntPropertyValue((UChar32)c, UCHAR_LINE_BREAK);
}

static bool is_hangul(uint32_t c)
{
    if (c < 0x1100 || (c > 0x11FF && c < 0xA960) || c > 0xD7FF)
        return false;
    ULineBreak k = class_of(c);
    return k == U_LB_H2 || k == U_LB_H3 || k == U_LB_JL || k == U_LB_JV || k == U_LB_JT;
}

/* ICU cuts South-East Asian letters by a dictionary chosen by script: Karen and Shan words are not in the Burmese one.
 */
static bool wanted(const struct text_lang *lang, uint32_t before, uint32_t after)
{
    if (before < 0xE00 || after < 0xE00)
        return true;
    if (is_hangul(before) && is_hangul(after))
        return false; /* Korean breaks at spaces; UAX #14 would break at every syllable */
    return lang->line_break != TEXT_BREAK_ZWSP || class_of(before) != U_LB_COMPLEX_CONTEXT ||
           class_of(after) != U_LB_COMPLEX_CONTEXT;
}

static UBreakIterator *opened(UBreakIterator **it, UBreakIteratorType type)
{
    UErrorCode rc = U_ZERO_ERROR;
    if (!*it)
        *it = ubrk_open(type, "en", NULL, 0, &rc);
    if (U_FAILURE(rc))
        log_warn("ICU has no break rules: %s", u_errorName(rc));
    return *it;
}

static void mark_icu(struct analysis *a, const struct text_lang *lang)
{
    UErrorCode rc = U_ZERO_ERROR;
    UBreakIterator *it = opened(&a->lines, UBRK_LINE);
    if (!it || a->u.len == 0)
        return;
    ubrk_setText(it, a->u.v, (int32_t)a->u.len, &rc);
    if (U_FAILURE(rc))
        return;
    size_t i = 0;   /* code point */
    int32_t at = 0; /* its unit */
    for (int32_t pos = ubrk_next(it); pos != UBRK_DONE; pos = ubrk_next(it)) {
        while (i < a->c.len && at < pos)
            at += a->c.v[i++] > 0xFFFF ? 2 : 1;
        if (i < a->c.len && i > 0 && wanted(lang, a->c.v[i - 1], a->c.v[i]))
            a->breaks.v[a->at.v[i]] = BREAK_GOOD;
    }
}

/* Burmese: the particles U+104C–104F end a phrase, but ICU ties them to what follows. */
static void mark_extra(struct analysis *a, const struct text_lang *lang)
{
    for (size_t i = 1; i < a->c.len; i++) {
        uint32_t before = a->c.v[i - 1];
        if (before == '\n' || before == 0x2028 || before == 0x2029)
            a->breaks.v[a->at.v[i]] = BREAK_LINE;
        else if (lang->line_break == TEXT_BREAK_ICU && before >= 0x104C && before <= 0x104F &&
                 class_of(a->c.v[i]) == U_LB_COMPLEX_CONTEXT)
            a->breaks.v[a->at.v[i]] = BREAK_GOOD;
    }
}

/* A telephone number is read as one thing: broken only when the line cannot hold it. */
static void spare_phones(struct analysis *a)
{
    for (size_t s = 0; s < a->spans.len; s++) {
        const struct span *span = &a->spans.v[s];
        for (uint32_t i = span->start + 1; span->phone && i < span->end; i++)
            if (a->breaks.v[a->at.v[i]] == BREAK_GOOD)
                a->breaks.v[a->at.v[i]] = BREAK_POOR;
    }
}

void analyse_breaks(struct analysis *a, const struct text_lang *lang)
{
    a->breaks.len = 0;
    vec_grow((void **)&a->breaks.v, &a->breaks.cap, a->text.len + 1, 1);
    memset(a->breaks.v, BREAK_NONE, a->text.len + 1);
    a->breaks.len = a->text.len + 1;
    mark_icu(a, lang);
    mark_extra(a, lang);
    spare_phones(a);
}

void analyse_graphemes(struct analysis *a, const char *text, size_t n, uint8_t *breaks)
{
    UErrorCode rc = U_ZERO_ERROR;
    UBreakIterator *it = opened(&a->graphemes, UBRK_CHARACTER);
    UText ut = UTEXT_INITIALIZER;
    utext_openUTF8(&ut, text, (int64_t)n, &rc);
    if (it)
        ubrk_setUText(it, &ut, &rc);
    if (it && U_SUCCESS(rc)) {
        for (int32_t pos = ubrk_first(it); pos != UBRK_DONE; pos = ubrk_next(it))
            breaks[pos] |= BREAK_GRAPHEME;
        ubrk_setText(it, NULL, 0, &rc); /* the iterator must not keep a pointer to the text */
    } else {
        for (size_t i = 0; i <= n; i++) /* every character, rather than none */
            breaks[i] |= ((unsigned char)text[i] & 0xC0) != 0x80 ? BREAK_GRAPHEME : 0;
    }
    utext_close(&ut);
}
