/* Judging words: how hard English is, numbers that belong elsewhere, Burmese in the wrong encoding.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "words_int.h"

#include "base/str.h"

#include <ctype.h>
#include <string.h>

static bool is_vowel(char c)
{
    return c && strchr("aeiouy", tolower((unsigned char)c));
}

/* Groups of vowels; a silent e, es or ed at the end is none, but -le after a consonant is one. */
static size_t syllables_of(const char *w, size_t n)
{
    size_t groups = 0;
    for (size_t i = 0; i < n; i++)
        groups += is_vowel(w[i]) && (i == 0 || !is_vowel(w[i - 1]));
    char last = (char)tolower((unsigned char)w[n - 1]), before = n > 1 ? (char)tolower((unsigned char)w[n - 2]) : 0;
    bool after_t_or_d = n > 2 && strchr("td", tolower((unsigned char)w[n - 3]));
    bool after_hiss = n > 2 && strchr("sxzcgh", tolower((unsigned char)w[n - 3]));
    if (last == 'e' && n > 2 && !is_vowel(before) && !(before == 'l' && !is_vowel(w[n - 3])))
        groups -= groups > 1;
    else if (last == 'd' && before == 'e' && n > 3 && !after_t_or_d && !is_vowel(w[n - 3]))
        groups -= groups > 1;
    else if (last == 's' && before == 'e' && n > 3 && !after_hiss && !is_vowel(w[n - 3]))
        groups -= groups > 1;
    return groups ? groups : 1;
}

void count_words(const char *sentence, size_t *words, size_t *syllables)
{
    *words = *syllables = 0;
    for (const char *p = sentence; *p;) {
        if (p[0] == '{' && p[1] == '{' && strstr(p, "}}")) { /* an inserted fact: its words are not known here */
            p = strstr(p, "}}") + 2;
            continue;
        }
        size_t skip = strcspn(p, " \t\n");
        size_t from = 0, to = skip; /* without the punctuation around it; letters outside ASCII count as letters */
        while (from < to && !isalnum((unsigned char)p[from]) && (unsigned char)p[from] < 0x80)
            from++;
        while (to > from && !isalnum((unsigned char)p[to - 1]) && (unsigned char)p[to - 1] < 0x80)
            to--;
        bool letters = false;
        for (size_t i = from; i < to; i++)
            letters = letters || isalnum((unsigned char)p[i]);
        if (letters) {
            ++*words;
            *syllables += syllables_of(p + from, to - from);
        }
        p += skip;
        p += strspn(p, " \t\n");
    }
}

double reading_grade(size_t sentences, size_t words, size_t syllables)
{
    if (sentences == 0 || words == 0)
        return 0;
    return 0.39 * (double)words / (double)sentences + 11.8 * (double)syllables / (double)words - 15.59;
}

/* The zeros of the digits that site languages use. */
static bool is_digit(uint32_t cp)
{
    static const uint32_t zeros[] = {'0', 0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0xED0, 0x1040, 0x1090, 0x17E0};
    for (size_t i = 0; i < sizeof zeros / sizeof *zeros; i++)
        if (cp >= zeros[i] && cp < zeros[i] + 10)
            return true;
    return false;
}

static bool is_date(const char *s)
{
    for (int i = 0; i < 10; i++)
        if ((i == 4 || i == 7) ? s[i] != '-' : !(s[i] >= '0' && s[i] <= '9'))
            return false;
    return !(s[10] >= '0' && s[10] <= '9') && s[10] != '-';
}

bool has_phone_number(const char *text)
{
    size_t n = strlen(text), digits = 0, gap = 0;
    for (size_t i = 0; i < n;) {
        if (digits == 0 && is_date(text + i)) {
            i += 10;
            continue;
        }
        uint32_t cp = utf8_next(text, n, &i);
        if (is_digit(cp)) {
            digits++;
            gap = 0;
            if (digits >= 7)
                return true;
        } else if (digits && gap < 2 &&
                   (cp == ' ' || cp == '-' || cp == '.' || cp == '(' || cp == ')' || cp == 0x2011)) {
            gap++;
        } else {
            digits = gap = 0;
        }
    }
    return false;
}

static bool myanmar_base(uint32_t cp) /* what a vowel or medial can follow */
{
    return (cp >= 0x1000 && cp <= 0x102A) || cp == 0x103F || cp == 0x1039 || (cp >= 0x103B && cp <= 0x103E) ||
           cp == 0x104E || (cp >= 0x1040 && cp <= 0x1049) || cp == 0x200B || cp == 0x25CC;
}

bool looks_zawgyi(const char *text)
{
    size_t n = strlen(text);
    uint32_t before = 0;
    for (size_t i = 0; i < n;) {
        uint32_t cp = utf8_next(text, n, &i);
        /* Zawgyi writes the vowel E before its letter, as it looks; Unicode after */
        if (cp == 0x1031 && !myanmar_base(before))
            return true;
        /* U+1039 stacks the next letter in Unicode; in Zawgyi it is the visible killer */
        if (before == 0x1039 && !(cp >= 0x1000 && cp <= 0x1021))
            return true;
        /* stacked letters that Zawgyi has codes of its own for; in Unicode they are Mon, Karen, Kayah and Shan */
        if (cp >= 0x1060 && cp <= 0x1097)
            return true;
        before = cp;
    }
    return before == 0x1039;
}
