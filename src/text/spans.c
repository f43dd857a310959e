/* Trap 1 and 2: telephone numbers, codes, addresses and Latin words among letters of another script. A span takes the
 * Latin face whole, and inside right-to-left text it is isolated, or "(206) 555-0199" comes out as "0199-555 (206)".
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "analyse_int.h"

#include <string.h>
#include <unicode/uchar.h>

/* Fewer digits are a year, a price, a room; more are no telephone number (E.164 has 15, with an extension 18). */
enum { PHONE_DIGITS_MIN = 7, PHONE_DIGITS_MAX = 18 };

enum kind { KIND_OTHER, KIND_LETTER, KIND_DIGIT, KIND_SPACE, KIND_JOINER };

bool script_is_latin(UScriptCode s)
{
    return s == USCRIPT_LATIN || s == USCRIPT_GREEK || s == USCRIPT_CYRILLIC;
}

static bool is_in(uint32_t c, const char *set)
{
    return c != 0 && c < 0x80 && strchr(set, (int)c);
}

static enum kind kind_of(uint32_t c)
{
    if (c >= '0' && c <= '9')
        return KIND_DIGIT;
    if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z' && c < 0x80)
        return KIND_LETTER;
    if (c == ' ' || c == 0xA0)
        return KIND_SPACE;
    if (is_in(c, ".,:;/-_@&'+=?%#~()\"") || c == 0x2019 || c == 0x2010 || c == 0x2011)
        return KIND_JOINER;
    if (c < 0xAA || (c >= 0x590 && c < 0x1C80) || (c >= 0x3000 && c < 0xA640))
        return KIND_OTHER; /* most of what is not Latin, without a search */
    UErrorCode rc = U_ZERO_ERROR;
    UScriptCode s = uscript_getScript((UChar32)c, &rc);
    return script_is_latin(s) ? KIND_LETTER : KIND_OTHER;
}

static bool is_core(uint32_t c)
{
    enum kind k = kind_of(c);
    return k == KIND_LETTER || k == KIND_DIGIT;
}

static bool is_phone_sign(uint32_t c)
{
    return is_in(c, "-./*#") || (c >= 0x2010 && c <= 0x2012);
}

/* Decimal digits of any script; between Ol Chiki's and Vai's there are none, and most letters asked for are there or
 * among those of Europe. */
static bool is_digit(uint32_t c)
{
    if (c < 0x660 || (c >= 0x1C5A && c < 0xA620))
        return c >= '0' && c <= '9';
    return u_isdigit((UChar32)c);
}

/* The end of the telephone number that begins at i, or i. */
static size_t phone_end(const struct analysis *a, size_t i)
{
    size_t n = a->c.len, last = i, digits = 0;
    bool open = false;
    for (size_t j = i; j < n && digits <= PHONE_DIGITS_MAX; j++) {
        uint32_t c = a->c.v[j], before = j > i ? a->c.v[j - 1] : 0;
        if (is_digit(c)) {
            digits++;
            last = open ? last : j + 1;
        } else if (c == '+' && (j == i || before == '(')) {
            continue;
        } else if (c == '(' && !open && before != '-') {
            open = true;
        } else if (c == ')' && open && is_digit(before)) {
            open = false;
            last = j + 1;
        } else if (kind_of(c) == KIND_SPACE ? kind_of(before) == KIND_SPACE || j == i
                                            : !is_phone_sign(c) || is_phone_sign(before) || j == i) {
            break;
        }
    }
    bool cut = last < n && is_core(a->c.v[last]) && last > i && is_core(a->c.v[last - 1]);
    return !cut && digits >= PHONE_DIGITS_MIN && digits <= PHONE_DIGITS_MAX ? last : i;
}

/* May the span go on at k after the joiners [j, k)? Without a space yes; over a space only between words ("Call 911
 * now"), because "5 6" in Arabic is two numbers, the first on the right. */
static bool joins(const struct analysis *a, size_t j, size_t k)
{
    for (size_t i = j; i < k; i++)
        if (kind_of(a->c.v[i]) == KIND_SPACE)
            return kind_of(a->c.v[j - 1]) == KIND_LETTER || kind_of(a->c.v[k]) == KIND_LETTER;
    return true;
}

/* The next core character or telephone number after at most three joiners; *end is where that piece ends. */
static bool next_piece(const struct analysis *a, size_t j, size_t *end)
{
    size_t n = a->c.len;
    for (size_t k = j; k < n && k <= j + 3; k++) {
        enum kind kind = kind_of(a->c.v[k]);
        if (kind == KIND_DIGIT || is_in(a->c.v[k], "(+")) {
            size_t phone = phone_end(a, k);
            if (phone > k && k > j && kind_of(a->c.v[j - 1]) == KIND_LETTER) {
                *end = phone;
                return true;
            }
        }
        if (kind == KIND_LETTER || kind == KIND_DIGIT) {
            *end = k + 1;
            return joins(a, j, k);
        }
        if (kind == KIND_OTHER)
            return false;
    }
    return false;
}

static size_t close_bracket(const struct analysis *a, size_t start, size_t end)
{
    int open = 0;
    for (size_t i = start; i < end; i++)
        open += a->c.v[i] == '(' ? 1 : a->c.v[i] == ')' ? -1 : 0;
    return open > 0 && end < a->c.len && a->c.v[end] == ')' ? end + 1 : end;
}

/* What belongs to a number or a word though it is no letter: "50%", "20°", "C++" no. */
static bool is_suffix(uint32_t c, uint32_t before)
{
    if (u_charType((UChar32)c) == U_NON_SPACING_MARK)
        return true;
    return kind_of(before) == KIND_DIGIT && (c == '%' || c == 0xB0 || u_charType((UChar32)c) == U_CURRENCY_SYMBOL);
}

static struct span span_at(const struct analysis *a, size_t i)
{
    size_t n = a->c.len, end = phone_end(a, i);
    if (end > i) {
        size_t more;
        if (!next_piece(a, end, &more))
            return (struct span){.start = (uint32_t)i, .end = (uint32_t)end, .phone = true};
    } else {
        bool sign = is_in(a->c.v[i], "+#*@$") && i + 1 < n;
        end = is_core(a->c.v[i]) ? i + 1 : sign && is_core(a->c.v[i + 1]) ? i + 2 : i;
        if (end == i)
            return (struct span){.start = (uint32_t)i, .end = (uint32_t)i};
    }
    for (size_t more;;) {
        if (end < n && (is_core(a->c.v[end]) || is_suffix(a->c.v[end], a->c.v[end - 1])))
            end++;
        else if (next_piece(a, end, &more))
            end = more;
        else
            break;
    }
    return (struct span){.start = (uint32_t)i, .end = (uint32_t)close_bracket(a, i, end)};
}

/* A paragraph of a right-to-left language with Latin words and nothing else (not translated yet) is one span, so that
 * its full stop stays at its end. */
static bool all_latin(const struct analysis *a, size_t i, size_t *end)
{
    bool letters = false;
    size_t j = i;
    for (; j < a->c.len && a->c.v[j] != '\n' && a->c.v[j] != 0x2029; j++) {
        letters |= kind_of(a->c.v[j]) == KIND_LETTER;
        UCharDirection d = u_charDirection((UChar32)a->c.v[j]);
        if (d == U_RIGHT_TO_LEFT || d == U_RIGHT_TO_LEFT_ARABIC)
            return false;
    }
    *end = j;
    return letters;
}

void analyse_spans(struct analysis *a, const struct text_lang *lang)
{
    bool latin = script_is_latin(script_of_lang(lang));
    a->spans.len = 0;
    bool fresh = true; /* at the start of a paragraph */
    for (size_t i = 0; i < a->c.len;) {
        uint32_t c = a->c.v[i];
        size_t end;
        if (fresh && lang->dir == TEXT_RTL && all_latin(a, i, &end)) {
            VEC_PUSH(&a->spans, ((struct span){.start = (uint32_t)i, .end = (uint32_t)end}));
            i = end;
            fresh = false;
            continue;
        }
        fresh = c == '\n' || c == 0x2029;
        struct span s = {.start = (uint32_t)i, .end = (uint32_t)i};
        bool digit = is_digit(c);
        bool inside = i > 0 && (digit || !latin) && is_core(c) && is_core(a->c.v[i - 1]);
        if (latin && !inside && (digit || is_in(c, "(+")))
            s = (struct span){.start = (uint32_t)i, .end = (uint32_t)phone_end(a, i), .phone = true};
        else if (!latin && !inside && (is_core(c) || digit || is_in(c, "(+#*@$")))
            s = span_at(a, i);
        if (s.end > s.start)
            VEC_PUSH(&a->spans, s);
        i = s.end > s.start ? s.end : i + 1;
    }
}
