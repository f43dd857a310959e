/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "page_int.h"

#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

/* True when the text before `end` (spaces aside) ends with U+104A. */
static bool ends_in_little_section(const char *s, size_t start, size_t end)
{
    while (end > start && s[end - 1] == ' ')
        end--;
    return end - start >= 3 && memcmp(s + end - 3, "\xE1\x81\x8A", 3) == 0;
}

/* True when an odd {{ stands open before `end`. */
static bool inside_braces(const char *s, size_t start, size_t end)
{
    int open = 0;
    for (size_t i = start; i + 1 < end; i++) {
        open += s[i] == '{' && s[i + 1] == '{';
        open -= s[i] == '}' && s[i + 1] == '}' && open > 0;
    }
    return open > 0;
}

static void give(const char *s, size_t start, size_t end, sentence_fn *each, void *context)
{
    while (start < end && strchr(" \n\t", s[start]))
        start++;
    while (end > start && strchr(" \n\t", s[end - 1]))
        end--;
    if (end > start)
        each(context, s + start, end - start);
}

void sentences_split(const char *text, size_t len, const char *icu_locale, sentence_fn *each, void *context)
{
    UErrorCode status = U_ZERO_ERROR;
    UText *utext = utext_openUTF8(NULL, text, (int64_t)len, &status);
    UBreakIterator *it = ubrk_open(UBRK_SENTENCE, icu_locale ? icu_locale : "root", NULL, 0, &status);
    ubrk_setUText(it, utext, &status);
    size_t start = 0;
    if (U_SUCCESS(status))
        for (int32_t at = ubrk_next(it); at != UBRK_DONE; at = ubrk_next(it)) {
            size_t end = (size_t)at;
            if (end < len && (ends_in_little_section(text, start, end) || inside_braces(text, start, end)))
                continue;
            give(text, start, end, each, context);
            start = end;
        }
    if (start < len) /* ICU without its data: the paragraph is one sentence */
        give(text, start, len, each, context);
    ubrk_close(it);
    utext_close(utext);
}
