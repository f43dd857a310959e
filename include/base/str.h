/* A growing string that remembers running out of memory, and the UTF-8 helpers everything uses.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_BASE_STR_H
#define PORCHLIGHT_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct str {
    char *s;     /* NUL-terminated; never NULL after str_init */
    size_t len;  /* bytes before the NUL */
    size_t cap;  /* 0 while s is the shared empty string */
    bool failed; /* memory ran out once: later appends do nothing, the caller checks once at the end */
};

void str_init(struct str *b);
void str_release(struct str *b); /* wipes with zeros first; accepts NULL */
void str_clear(struct str *b);   /* keeps the memory, wiped */
void str_add(struct str *b, const char *s);
void str_add_n(struct str *b, const char *s, size_t n);
void str_add_c(struct str *b, char c);
void str_add_f(struct str *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void str_add_cp(struct str *b, uint32_t cp); /* one code point as UTF-8; a surrogate or > 0x10FFFF adds U+FFFD */

bool str_eq(const char *a, const char *b); /* NULL equals only NULL */
bool str_starts(const char *s, const char *prefix);
bool str_ends(const char *s, const char *suffix);

/* True when the n bytes are well-formed UTF-8 (Unicode table 3-7); *bad, if given, is the first wrong byte's offset. */
bool utf8_valid(const char *s, size_t n, size_t *bad);

/* Decodes one code point of valid UTF-8 at s[*i], moves *i past it; at the end gives 0. A bad byte gives U+FFFD and
 * moves by one. */
uint32_t utf8_next(const char *s, size_t n, size_t *i);

/* The greatest length ≤ n at which s can be cut without leaving part of a character: for text cut by a buffer. */
size_t utf8_cut(const char *s, size_t n);

/* Number of code points in valid UTF-8. */
size_t utf8_count(const char *s);

#endif
