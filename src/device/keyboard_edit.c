/* What typing and Backspace do to a text. SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/keyboard_layout.h"

#include "base/str.h"

#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

/* A longer cluster is cut: nobody types one, and the cost of a touch stays bounded. */
enum { CLUSTER_BYTES_MAX = 256 };

enum { ZWSP = 0x200B, VIRAMA = 0x1039, VOWEL_E = 0x1031, SHAN_VOWEL_E = 0x1084 };

/* The code point that ends at byte `at`, and where it begins; 0 at the start of the text. */
static uint32_t cp_before(const char *s, size_t at, size_t *begin)
{
    *begin = at;
    if (at == 0)
        return 0;
    size_t i = at - 1;
    while (i > 0 && at - i < 4 && ((unsigned char)s[i] & 0xC0) == 0x80)
        i--;
    size_t next = i;
    uint32_t cp = utf8_next(s, at, &next);
    if (next != at) { /* bad UTF-8: the last byte stands alone */
        *begin = at - 1;
        return 0xFFFD;
    }
    *begin = i;
    return cp;
}

/* ---- Backspace -----------------------------------------------------------------------------------------------------
 */

/* Scripts whose marks have keys of their own, so each is its own step. */
static bool steps_by_code_point(uint32_t cp)
{
    UErrorCode status = U_ZERO_ERROR;
    switch (uscript_getScript((UChar32)cp, &status)) {
    case USCRIPT_ARABIC:
    case USCRIPT_BENGALI:
    case USCRIPT_DEVANAGARI:
    case USCRIPT_GUJARATI:
    case USCRIPT_GURMUKHI:
    case USCRIPT_HEBREW:
    case USCRIPT_KANNADA:
    case USCRIPT_KAYAH_LI:
    case USCRIPT_KHMER:
    case USCRIPT_LAO:
    case USCRIPT_MALAYALAM:
    case USCRIPT_HANIFI_ROHINGYA:
    case USCRIPT_MYANMAR:
    case USCRIPT_ORIYA:
    case USCRIPT_SINHALA:
    case USCRIPT_SYRIAC:
    case USCRIPT_TAMIL:
    case USCRIPT_TELUGU:
    case USCRIPT_THAANA:
    case USCRIPT_THAI:
        return true;
    default:
        return false;
    }
}

/* Where the last cluster of text[0 … len) begins. */
static size_t last_cluster(const char *text, size_t len)
{
    size_t from = len > CLUSTER_BYTES_MAX ? len - CLUSTER_BYTES_MAX : 0;
    while (from < len && ((unsigned char)text[from] & 0xC0) == 0x80)
        from++;
    UErrorCode status = U_ZERO_ERROR;
    UText utext = UTEXT_INITIALIZER;
    utext_openUTF8(&utext, text + from, (int64_t)(len - from), &status);
    UBreakIterator *breaks = ubrk_open(UBRK_CHARACTER, "", NULL, 0, &status);
    ubrk_setUText(breaks, &utext, &status);
    int32_t begin = 0;
    if (U_SUCCESS(status)) {
        ubrk_last(breaks);
        begin = ubrk_previous(breaks);
    }
    ubrk_close(breaks);
    utext_close(&utext);
    size_t code_point;
    cp_before(text, len, &code_point);
    if (U_FAILURE(status) || begin == UBRK_DONE || from + (size_t)begin >= len)
        return code_point;
    return from + (size_t)begin;
}

size_t keyboard_backspace(const char *text, size_t len)
{
    if (len == 0)
        return 0;
    size_t begin;
    uint32_t last = cp_before(text, len, &begin);
    if (last == 0xFFFD && begin == len - 1)
        return 1;
    size_t cluster = last_cluster(text, len), next = cluster;
    uint32_t base = utf8_next(text, len, &next);
    size_t before;
    if ((last == VOWEL_E || last == SHAN_VOWEL_E) && cp_before(text, begin, &before) == ZWSP)
        return len - before; /* the waiting vowel goes with what holds it */
    if (steps_by_code_point(base) || steps_by_code_point(last))
        return len - begin;
    return len - cluster;
}

/* ---- a small editor: everything below changes the text only through splice
 * ------------------------------------------- */

struct edit {
    char *text;
    size_t len, cap, caret;
};

/* Replaces text[from … to) by the n bytes; false and unchanged when that does not fit. The caret moves along when it is
 * at or after `to`. */
static bool splice(struct edit *ed, size_t from, size_t to, const char *bytes, size_t n)
{
    size_t len = ed->len - (to - from) + n;
    if (len + 1 > ed->cap)
        return false;
    memmove(ed->text + from + n, ed->text + to, ed->len - to + 1);
    memcpy(ed->text + from, bytes, n);
    if (len < ed->len) /* a visitor's words: nothing of them stays behind the end */
        explicit_bzero(ed->text + len + 1, ed->len - len);
    if (ed->caret >= to)
        ed->caret = ed->caret - to + from + n;
    ed->len = len;
    return true;
}

static size_t encode(uint32_t cp, char out[U8_MAX_LENGTH])
{
    uint8_t bytes[U8_MAX_LENGTH];
    size_t n = 0;
    U8_APPEND_UNSAFE(bytes, n, cp);
    memcpy(out, bytes, n);
    return n;
}

static bool insert_at(struct edit *ed, size_t at, uint32_t cp)
{
    char bytes[U8_MAX_LENGTH];
    size_t n = encode(cp, bytes);
    return splice(ed, at, at, bytes, n);
}

/* Types one code point at the caret; with the one before it, it becomes one if Unicode has such a letter. */
static bool type_composed(struct edit *ed, uint32_t cp)
{
    size_t begin;
    uint32_t before = cp_before(ed->text, ed->caret, &begin);
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
    UChar32 both = U_SUCCESS(status) && before ? unorm2_composePair(nfc, (UChar32)before, (UChar32)cp) : -1;
    if (both < 0)
        return insert_at(ed, ed->caret, cp);
    char bytes[U8_MAX_LENGTH];
    size_t n = encode((uint32_t)both, bytes);
    return splice(ed, begin, ed->caret, bytes, n);
}

/* ---- Burmese, Shan, Mon
 * ---------------------------------------------------------------------------------------------- */

static bool is_burmese_like(const char *tag)
{
    static const char *const tags[] = {"my", "shn", "mnw"};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        size_t n = strlen(tags[i]);
        if (strncmp(tag, tags[i], n) == 0 && (tag[n] == 0 || tag[n] == '-' || tag[n] == '_'))
            return true;
    }
    return false;
}

static bool is_vowel_before(uint32_t cp)
{
    return cp == VOWEL_E || cp == SHAN_VOWEL_E;
}

/* Also the medials of Mon (105E–1060) and Shan (1082); they sort by code point (Unicode 15, 16.3, table 16-3). */
static bool is_medial(uint32_t cp)
{
    return (cp >= 0x103B && cp <= 0x103E) || (cp >= 0x105E && cp <= 0x1060) || cp == 0x1082;
}

static bool is_consonant(uint32_t cp)
{
    UErrorCode status = U_ZERO_ERROR;
    return u_charType((UChar32)cp) == U_OTHER_LETTER && uscript_getScript((UChar32)cp, &status) == USCRIPT_MYANMAR;
}

/* What stands before the caret, as far as the rules look: … c b a | */
struct behind {
    uint32_t a, b, c;
    size_t a_at, b_at, c_at; /* where each begins */
};

static struct behind look_behind(const struct edit *ed)
{
    struct behind w = {0};
    w.a = cp_before(ed->text, ed->caret, &w.a_at);
    w.b = cp_before(ed->text, w.a_at, &w.b_at);
    w.c = cp_before(ed->text, w.b_at, &w.c_at);
    return w;
}

/* A vowel that waits takes `cp`, its consonant, before it: ZWSP e | becomes cp e |. */
static bool seat_consonant(struct edit *ed, const struct behind *w, uint32_t cp)
{
    char bytes[U8_MAX_LENGTH];
    size_t n = encode(cp, bytes);
    return splice(ed, w->b_at, w->a_at, bytes, n);
}

/* Before the caret's trailing medials that sort after `cp`, and before a vowel that is seated. */
static bool insert_medial(struct edit *ed, size_t at, uint32_t cp)
{
    size_t begin;
    for (uint32_t before = cp_before(ed->text, at, &begin); is_medial(before) && before > cp;
         before = cp_before(ed->text, at, &begin))
        at = begin;
    return insert_at(ed, at, cp);
}

/* The vowel that waits joins the consonant before it, if there is one; else it keeps waiting. */
static void unhold(struct edit *ed, const struct behind *w)
{
    if (is_consonant(w->c) || is_medial(w->c))
        splice(ed, w->b_at, w->a_at, "", 0);
}

static bool type_burmese(struct edit *ed, uint32_t cp)
{
    struct behind w = look_behind(ed);
    bool waiting = is_vowel_before(w.a) && w.b == ZWSP;
    bool seated = is_vowel_before(w.a) && !waiting;
    if (is_vowel_before(cp)) {
        static const char hold[3] = {'\xE2', '\x80', '\x8B'};
        if (waiting)
            return true; /* touched twice: once is meant */
        char bytes[3 + U8_MAX_LENGTH];
        memcpy(bytes, hold, 3);
        size_t n = encode(cp, bytes + 3);
        return splice(ed, ed->caret, ed->caret, bytes, 3 + n);
    }
    if (waiting && is_consonant(cp))
        return seat_consonant(ed, &w, cp);
    if (seated && is_consonant(cp) && w.b == VIRAMA)
        return insert_at(ed, w.a_at, cp);
    if (seated && cp == VIRAMA && is_consonant(w.b))
        return insert_at(ed, w.a_at, cp);
    if (is_medial(cp) && !waiting)
        return insert_medial(ed, seated && (is_consonant(w.b) || is_medial(w.b)) ? w.a_at : ed->caret, cp);
    if (waiting) {
        char bytes[U8_MAX_LENGTH];
        size_t n = encode(cp, bytes); /* does it fit, before anything changes? unhold only makes room */
        if (ed->len + n + 1 > ed->cap)
            return false;
        unhold(ed, &w);
    }
    return type_composed(ed, cp);
}

bool keyboard_insert(const char *tag, char *text, size_t cap, size_t *caret, const char *key)
{
    struct edit ed = {.text = text, .len = strlen(text), .cap = cap};
    ed.caret = *caret < ed.len ? *caret : ed.len;
    while (ed.caret > 0 && ((unsigned char)text[ed.caret] & 0xC0) == 0x80) /* never into a letter */
        ed.caret--;
    size_t n = strlen(key), i = 0;
    uint32_t cp = utf8_next(key, n, &i);
    bool single = n > 0 && i == n && utf8_valid(key, n, NULL);
    bool done = !single                ? splice(&ed, ed.caret, ed.caret, key, n)
                : is_burmese_like(tag) ? type_burmese(&ed, cp)
                                       : type_composed(&ed, cp);
    if (done)
        *caret = ed.caret;
    return done;
}

void keyboard_finish(const char *tag, char *text)
{
    if (!is_burmese_like(tag))
        return;
    struct edit ed = {.text = text, .len = strlen(text), .cap = strlen(text) + 1};
    for (size_t i = 0; i < ed.len;) {
        size_t at = i;
        if (utf8_next(text, ed.len, &i) != ZWSP)
            continue;
        size_t after = i;
        if (is_vowel_before(utf8_next(text, ed.len, &after)))
            splice(&ed, at, i, "", 0);
        i = at;
        if (i < ed.len)
            utf8_next(text, ed.len, &i);
    }
}
