/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char empty[1]; /* shared by every string with no memory; never written to */

void str_init(struct str *b)
{
    *b = (struct str){.s = empty};
}

void str_release(struct str *b)
{
    if (!b || !b->s)
        return;
    if (b->cap) {
        explicit_bzero(b->s, b->cap);
        free(b->s);
    }
    str_init(b);
}

void str_clear(struct str *b)
{
    if (b->cap)
        explicit_bzero(b->s, b->cap);
    b->len = 0;
}

static bool grow(struct str *b, size_t more)
{
    if (b->failed)
        return false;
    size_t need;
    if (__builtin_add_overflow(b->len + 1, more, &need)) {
        b->failed = true;
        return false;
    }
    if (need <= b->cap)
        return true;
    size_t cap = b->cap ? b->cap : 64;
    while (cap < need && cap <= SIZE_MAX / 2)
        cap *= 2;
    /* not realloc: the old bytes may be a visitor's words and must be wiped where they lay */
    char *s = cap >= need ? malloc(cap) : NULL;
    if (!s) {
        b->failed = true;
        return false;
    }
    memcpy(s, b->s, b->len);
    s[b->len] = 0;
    if (b->cap) {
        explicit_bzero(b->s, b->cap);
        free(b->s);
    }
    b->s = s;
    b->cap = cap;
    return true;
}

void str_add_n(struct str *b, const char *s, size_t n)
{
    if (n == 0 || !grow(b, n))
        return;
    memcpy(b->s + b->len, s, n);
    b->len += n;
    b->s[b->len] = 0;
}

void str_add(struct str *b, const char *s)
{
    str_add_n(b, s, strlen(s));
}

void str_add_c(struct str *b, char c)
{
    str_add_n(b, &c, 1);
}

void str_add_f(struct str *b, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n < 0)
        b->failed = true;
    else if (grow(b, (size_t)n)) {
        vsnprintf(b->s + b->len, (size_t)n + 1, fmt, again);
        b->len += (size_t)n;
    }
    va_end(again);
}

void str_add_cp(struct str *b, uint32_t cp)
{
    if (cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
        cp = 0xFFFD;
    char u[4];
    size_t n;
    if (cp < 0x80) {
        u[0] = (char)cp;
        n = 1;
    } else if (cp < 0x800) {
        u[0] = (char)(0xC0 | cp >> 6);
        u[1] = (char)(0x80 | (cp & 0x3F));
        n = 2;
    } else if (cp < 0x10000) {
        u[0] = (char)(0xE0 | cp >> 12);
        u[1] = (char)(0x80 | (cp >> 6 & 0x3F));
        u[2] = (char)(0x80 | (cp & 0x3F));
        n = 3;
    } else {
        u[0] = (char)(0xF0 | cp >> 18);
        u[1] = (char)(0x80 | (cp >> 12 & 0x3F));
        u[2] = (char)(0x80 | (cp >> 6 & 0x3F));
        u[3] = (char)(0x80 | (cp & 0x3F));
        n = 4;
    }
    str_add_n(b, u, n);
}

bool str_eq(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

bool str_starts(const char *s, const char *prefix)
{
    return strncmp(s, prefix, strlen(prefix)) == 0;
}

bool str_ends(const char *s, const char *suffix)
{
    size_t n = strlen(s), m = strlen(suffix);
    return n >= m && strcmp(s + n - m, suffix) == 0;
}

/* Length of the well-formed sequence at s, 0 when it is not one; *cp is its code point. */
static size_t decode(const unsigned char *s, size_t n, uint32_t *cp)
{
    if (s[0] < 0x80) {
        *cp = s[0];
        return 1;
    }
    size_t len = s[0] >= 0xC2 && s[0] <= 0xDF   ? 2
                 : s[0] >= 0xE0 && s[0] <= 0xEF ? 3
                 : s[0] >= 0xF0 && s[0] <= 0xF4 ? 4
                                                : 0;
    if (len == 0 || len > n)
        return 0;
    uint32_t c = s[0] & (0x7FU >> len);
    for (size_t i = 1; i < len; i++) {
        if ((s[i] & 0xC0) != 0x80)
            return 0;
        c = c << 6 | (s[i] & 0x3F);
    }
    /* overlong forms, surrogates and what lies above Unicode */
    if ((len == 3 && (c < 0x800 || (c >= 0xD800 && c <= 0xDFFF))) || (len == 4 && (c < 0x10000 || c > 0x10FFFF)))
        return 0;
    *cp = c;
    return len;
}

bool utf8_valid(const char *s, size_t n, size_t *bad)
{
    uint32_t cp;
    for (size_t i = 0; i < n;) {
        size_t len = decode((const unsigned char *)s + i, n - i, &cp);
        if (len == 0) {
            if (bad)
                *bad = i;
            return false;
        }
        i += len;
    }
    return true;
}

uint32_t utf8_next(const char *s, size_t n, size_t *i)
{
    if (*i >= n)
        return 0;
    uint32_t cp;
    size_t len = decode((const unsigned char *)s + *i, n - *i, &cp);
    if (len == 0) {
        (*i)++;
        return 0xFFFD;
    }
    *i += len;
    return cp;
}

size_t utf8_cut(const char *s, size_t n)
{
    size_t start = n;
    while (start > 0 && n - start < 3 && ((unsigned char)s[start - 1] & 0xC0) == 0x80)
        start--;
    if (start == 0)
        return n;
    unsigned char lead = (unsigned char)s[start - 1];
    size_t len = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    return n - (start - 1) < len ? start - 1 : n;
}

size_t utf8_count(const char *s)
{
    size_t count = 0;
    for (; *s; s++)
        count += (*s & 0xC0) != 0x80;
    return count;
}
