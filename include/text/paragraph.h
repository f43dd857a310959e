/* Paragraphs: UTF-8 in, lines of placed runs out. DESIGN section 4.
 *
 * bidi runs (ICU ubidi) → script and font runs → HarfBuzz widths by cluster → ICU line breaks → lines.
 * A paragraph is laid out once for (text, style, width) and kept until text_engine_trim; what is returned is
 * borrowed and stays valid until then. All lengths are in pixels. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_TEXT_PARAGRAPH_H
#define PORCHLIGHT_TEXT_PARAGRAPH_H

#include "base/err.h"
#include "text/fonts.h"
#include "text/lang.h"
#include <stdbool.h>
#include <stddef.h>

struct text_engine;

enum text_align { TEXT_START, TEXT_CENTER, TEXT_END };

struct text_style {
    const struct text_lang *lang; /* never NULL; must outlive the engine */
    float cap_px;                 /* height of a Latin capital H; other scripts are scaled to look as big */
    float line_gap;               /* air between lines as a share of the ink pitch; 0 means the default */
    enum text_align align;
    int max_lines; /* 0: no limit; else the last line ends in "…" and `clipped` is set */
    bool bold;
    bool even; /* no last line of a single short word where breaking earlier avoids it without one more line */
};

struct text_rect {
    float x, y, w, h;
};

struct text_run; /* one font, one direction, one line: see paragraph_int.h */

struct text_line {
    size_t start, end;           /* bytes of the text, logical order; end excludes a trailing newline */
    float x, width;              /* from the paragraph's left edge, after alignment; advance width */
    float baseline;              /* from the paragraph's top */
    size_t first_run, run_count; /* into runs, visual order from the left */
};

struct paragraph {
    const char *text; /* the engine's copy */
    size_t len;
    float width;  /* the widest line; never more than asked unless a single cluster is wider (`overflows`) */
    float height; /* of all lines with ink: nothing is drawn above 0 or below this */
    float pitch;  /* one for all lines */
    float ink_left, ink_right; /* ink never leaves these: a little outside 0 and `width` where letters hang over */
    const struct text_line *lines;
    size_t line_count;
    const struct text_run *runs;
    size_t run_count;
    bool rtl;       /* the language's direction */
    bool clipped;   /* max_lines cut it */
    bool overflows; /* some line could not be made to fit the width */
};

/* `fonts` is borrowed. */
bool text_engine_new(struct text_engine **out, struct fonts *fonts, struct err *e);
void text_engine_free(struct text_engine *t); /* accepts NULL */

/* Lays out valid UTF-8 (bad bytes become U+FFFD) within `width` px; width <= 0 means one long line per newline. Never
 * fails: a glyph nobody has is drawn as the face's .notdef and reported once through the log. */
const struct paragraph *paragraph_get(struct text_engine *t, const char *text, const struct text_style *style,
                                      float width);

/* The widest unbreakable piece, for choosing a size that does not overflow. */
float paragraph_min_width(struct text_engine *t, const char *text, const struct text_style *style);

/* Boxes that cover the bytes [start, end), at most `max`; returns how many. For lighting the spoken sentence. */
size_t paragraph_range(const struct paragraph *p, size_t start, size_t end, struct text_rect *out, size_t max);

/* The caret before byte `at` (w is 0). */
struct text_rect paragraph_caret(const struct paragraph *p, size_t at);

/* Forgets paragraphs and run surfaces not used since the last `keep` calls of trim; `keep` 0 forgets (and wipes) all.
 */
void text_engine_trim(struct text_engine *t, unsigned keep);

/* Bytes held by the caches, for the bench. */
size_t text_engine_bytes(const struct text_engine *t);

#endif
