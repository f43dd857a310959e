/* Cleaning, bidi levels, and the life of the working memory. SPDX-License-Identifier: GPL-3.0-or-later */
#include "analyse_int.h"

#include "base/log.h"

#include <string.h>
#include <unicode/uchar.h>

enum { LRI = 0x2066, PDI = 0x2069, LRO = 0x202D, PDF = 0x202C };

void analysis_init(struct analysis *a, struct fonts *fonts)
{
    *a = (struct analysis){.fonts = fonts};
    str_init(&a->text);
    a->bidi = ubidi_open();
    if (!a->bidi)
        BUG("out of memory");
}

#define WIPE(vec)                                                                                                      \
    do {                                                                                                               \
        if ((vec)->v)                                                                                                  \
            explicit_bzero((vec)->v, (vec)->cap * sizeof *(vec)->v);                                                   \
        VEC_RELEASE(vec);                                                                                              \
    } while (0)

void analysis_wipe(struct analysis *a)
{
    struct analysis fresh;
    analysis_init(&fresh, a->fonts);
    fresh.warned.v = a->warned.v;
    fresh.warned.len = a->warned.len;
    fresh.warned.cap = a->warned.cap;
    a->warned.v = NULL;
    a->warned.len = a->warned.cap = 0;
    analysis_release(a);
    *a = fresh;
}

void analysis_release(struct analysis *a)
{
    str_release(&a->text);
    WIPE(&a->c);
    WIPE(&a->at);
    WIPE(&a->u);
    WIPE(&a->iso);
    WIPE(&a->iso_at);
    WIPE(&a->level);
    WIPE(&a->spans);
    WIPE(&a->font);
    WIPE(&a->script);
    WIPE(&a->items);
    WIPE(&a->breaks);
    VEC_RELEASE(&a->warned);
    ubidi_close(a->bidi);
    ubrk_close(a->lines);
    ubrk_close(a->graphemes);
    a->bidi = NULL;
    a->lines = a->graphemes = NULL;
}

/* Blocks with right-to-left characters, and the controls that ask for the algorithm. */
static bool wants_bidi(uint32_t c)
{
    if (c < 0x590)
        return false;
    return c <= 0x8FF || (c >= 0x200E && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
           (c >= 0xFB1D && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFC) || (c >= 0x10800 && c <= 0x10FFF) ||
           (c >= 0x1E800 && c <= 0x1EFFF);
}

/* No font draws control characters; they become spaces of as many bytes, so that positions stay. */
static uint32_t no_control(uint32_t c)
{
    if ((c < 0x20 && c != '\n') || c == 0x7F)
        return ' ';
    if (c >= 0x80 && c < 0xA0)
        return 0xA0;
    return c;
}

#define ROOM(vec, n) vec_grow((void **)&(vec)->v, &(vec)->cap, (n), sizeof *(vec)->v)

static size_t put_utf16(UChar *u, size_t at, uint32_t c)
{
    if (c <= 0xFFFF) {
        u[at] = (UChar)c;
        return at + 1;
    }
    u[at] = (UChar)(0xD7C0 + (c >> 10));
    u[at + 1] = (UChar)(0xDC00 + (c & 0x3FF));
    return at + 2;
}

void analyse_text(struct analysis *a, const char *text, size_t n)
{
    str_clear(&a->text);
    a->spans.len = 0;
    a->rtl_chars = false;
    /* room for the longest case at once: every byte bad, each a U+FFFD of three bytes */
    ROOM(&a->c, n + 1);
    ROOM(&a->at, n + 1);
    ROOM(&a->u, n + 1);
    size_t count = 0, units = 0, same = 0; /* bytes from `same` to i go over as they are */
    for (size_t i = 0; i < n; count++) {
        size_t from = i;
        unsigned char b = (unsigned char)text[i];
        uint32_t raw = b < 0x80 ? (i++, b) : utf8_next(text, n, &i), c = no_control(raw);
        a->at.v[count] = (uint32_t)(a->text.len + (from - same));
        a->c.v[count] = c;
        units = put_utf16(a->u.v, units, c);
        a->rtl_chars |= wants_bidi(c);
        if (c == raw && (c != 0xFFFD || i - from == 3))
            continue;
        str_add_n(&a->text, text + same, from - same);
        str_add_cp(&a->text, c);
        same = i;
    }
    str_add_n(&a->text, text + same, n - same);
    if (a->text.failed)
        BUG("out of memory");
    a->at.v[count] = (uint32_t)a->text.len;
    a->c.len = count;
    a->at.len = count + 1;
    a->u.len = units;
}

/* The text with isolates around the spans. Inside a number the direction is forced as well: the digits of Arabic are
 * weak, and "٥٥٥-٠١٩٩" turns round its hyphen even inside an isolate. */
static void put_isolates(struct analysis *a)
{
    size_t s = 0, n = 0;
    ROOM(&a->iso, a->u.len + 4 * a->spans.len + 1);
    ROOM(&a->iso_at, a->c.len + 1);
    UChar *iso = a->iso.v;
    for (uint32_t i = 0; i < a->c.len; i++) {
        const struct span *span = s < a->spans.len ? &a->spans.v[s] : NULL;
        if (span && i == span->start) {
            iso[n++] = LRI;
            if (span->phone)
                iso[n++] = LRO;
        }
        a->iso_at.v[i] = (uint32_t)n;
        n = put_utf16(iso, n, a->c.v[i]);
        if (span && i + 1 == span->end) {
            if (span->phone)
                iso[n++] = PDF;
            iso[n++] = PDI;
            s++;
        }
    }
    a->iso.len = n;
    a->iso_at.len = a->c.len;
}

void analyse_levels(struct analysis *a, enum text_dir dir)
{
    size_t n = a->c.len;
    UBiDiLevel base = dir == TEXT_RTL ? 1 : 0;
    ROOM(&a->level, n + 1);
    a->level.len = n;
    UErrorCode rc = U_ZERO_ERROR;
    const UBiDiLevel *levels = NULL;
    if ((base || a->rtl_chars) && n) {
        put_isolates(a);
        ubidi_setPara(a->bidi, a->iso.v, (int32_t)a->iso.len, base, NULL, &rc);
        levels = ubidi_getLevels(a->bidi, &rc);
        if (U_FAILURE(rc)) {
            log_warn("bidi: %s", u_errorName(rc));
            levels = NULL;
        }
    }
    for (size_t i = 0; i < n; i++)
        a->level.v[i] = levels ? levels[a->iso_at.v[i]] : base;
}
