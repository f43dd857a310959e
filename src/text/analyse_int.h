/* From UTF-8 to items: characters, foreign spans, bidi levels, scripts and faces, places to break.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_TEXT_ANALYSE_INT_H
#define PORCHLIGHT_TEXT_ANALYSE_INT_H

#include "base/str.h"
#include "base/vec.h"
#include "fonts_int.h"
#include "text/lang.h"

#include <hb.h>
#include <unicode/ubidi.h>
#include <unicode/ubrk.h>
#include <unicode/uscript.h>

/* Code points [start, end) that are written from left to right in the Latin face whatever stands around them:
 * telephone numbers, codes, web addresses, Latin words. */
struct span {
    uint32_t start, end;
    bool phone; /* nothing but a number: forced left to right, and rather not broken */
};

/* One font, one script, one direction: what HarfBuzz is given at once. Bytes of the text. */
struct item {
    uint32_t start, end;
    uint32_t first, count; /* clusters, in logical order */
    struct font *font;     /* NULL: no face at all could be opened */
    int px;
    hb_script_t script;
    UBiDiLevel level;
};

/* How good a place to end a line is; the value at byte i is about the boundary before that byte. */
enum text_boundary { BREAK_NONE, BREAK_POOR, BREAK_GOOD, BREAK_LINE };

/* Working memory, used again for every text. Index i of `c`, `level`, `font`, `script` is the i-th code point. */
struct analysis {
    struct fonts *fonts;
    struct str text;      /* cleaned: valid UTF-8, no control characters but newline */
    VEC(uint32_t) c;      /* code points */
    VEC(uint32_t) at;     /* their bytes, and one more: the length */
    VEC(UChar) u;         /* the text as UTF-16 */
    VEC(UChar) iso;       /* the same with isolates put in */
    VEC(uint32_t) iso_at; /* code point → unit of iso */
    VEC(UBiDiLevel) level;
    VEC(struct span) spans;
    VEC(struct font *) font;
    VEC(int32_t) script; /* UScriptCode */
    VEC(struct item) items;
    VEC(uint8_t) breaks; /* enum text_boundary by byte, length + 1 of them */
    bool rtl_chars;      /* some character or control needs the bidi algorithm */
    UBiDi *bidi;
    UBreakIterator *lines, *graphemes; /* opened when first needed; NULL when ICU has no data */
    VEC(uint32_t) warned;              /* characters nobody draws that the log has heard of */
};

void analysis_init(struct analysis *a, struct fonts *fonts);
void analysis_release(struct analysis *a); /* wipes */

/* As new, but the log is not told the same again. */
void analysis_wipe(struct analysis *a);

/* Fills text, c, at, u, rtl_chars. */
void analyse_text(struct analysis *a, const char *text, size_t n);

/* Fills spans. In a text whose script is Latin, Greek or Cyrillic there are only telephone numbers. */
void analyse_spans(struct analysis *a, const struct text_lang *lang);

/* Fills level. With no spans this is the Unicode algorithm and nothing else. */
void analyse_levels(struct analysis *a, enum text_dir dir);

/* Fills font, script and items; px from the capital height. */
void analyse_items(struct analysis *a, const struct text_lang *lang, float cap_px, bool bold);

/* Fills breaks. */
void analyse_breaks(struct analysis *a, const struct text_lang *lang);

/* Sets bit 7 of breaks where a grapheme begins; for words longer than a line. */
enum { BREAK_GRAPHEME = 0x80 };
void analyse_graphemes(struct analysis *a, const char *text, size_t n, uint8_t *breaks);

/* True for what is written from left to right in the Latin face: the letters of Latin, Greek and Cyrillic. */
bool script_is_latin(UScriptCode s);

/* "Arab" for "Aran", "Hani" for "Hans" and so on. */
UScriptCode script_of_lang(const struct text_lang *lang);

#endif
