/* Font files as the text floor sees them: opened in HarfBuzz when first needed, measured at any whole pixel size.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_TEXT_FONTS_INT_H
#define PORCHLIGHT_TEXT_FONTS_INT_H

#include "text/fonts.h"
#include "text/lang.h"

#include <hb.h>
#include <stdint.h>

/* Capital height of Noto Sans in em, used when the Latin face itself cannot be opened. */
#define FONT_CAP_EM 0.714F

enum { FONT_PX_MIN = 4, FONT_PX_MAX = 512, FONT_INK_CACHE = 512, FONT_INK_WAYS = 4, FONT_HAS_CACHE = 512 };

/* A glyph's box in font units, as hb_glyph_extents_t has it. */
struct font_ink_entry {
    uint32_t glyph1; /* glyph id + 1; 0 is an empty entry */
    int16_t x, y, w, h;
};

/* One file, regular or bold. HarfBuzz reads it by mmap; SDL2_ttf opens the same path when paint needs it. */
struct font {
    const char *path; /* the file found, or the first candidate when none is there */
    unsigned index;   /* in a collection */
    float scale;      /* of the em against the Latin face */
    bool found;       /* at fonts_open */
    bool tried;
    void *map; /* the file in memory, clean pages only */
    size_t map_len;
    bool touched;  /* read since fonts_rest */
    hb_font_t *hb; /* NULL until tried, and when it cannot be opened */
    unsigned upem;
    bool ascii[128];  /* what of ASCII it draws: asked for most characters of most texts */
    uint32_t *has;    /* FONT_HAS_CACHE others: code point << 1 | drawn, plus 1; 0 is empty. Made when needed */
    int ink_px;       /* the size that ink_mult is for */
    int64_t ink_mult; /* 26.6 pixels a font unit, times 65536 */
    struct font_ink_entry *inks; /* FONT_INK_CACHE entries, in font units; NULL until needed */
};

/* The face for a script in a language, or NULL when fonts.yaml has none or its file cannot be opened. `script` is
 * ISO 15924. */
struct font *fonts_for(struct fonts *f, const struct text_lang *lang, const char *script, bool bold);

/* The `i`-th fallback face; false after the last. *out is NULL when that file cannot be opened. */
bool fonts_fallback(struct fonts *f, size_t i, bool bold, struct font **out);

/* Gives the pages of font files back to the system when many fonts have been read since the last time; what is needed
 * again comes from the page cache. Keeps thirty languages from adding up in our resident memory. */
void fonts_rest(struct fonts *f);

/* True when the font draws this code point. */
bool font_has(struct font *font, uint32_t cp);

/* The whole pixel size at which `font` looks as big as Latin capitals of cap_px. */
int fonts_px(struct fonts *f, const struct font *font, float cap_px);

/* Ink of a glyph in 26.6 pixels at the size px, y upwards as in HarfBuzz. */
hb_glyph_extents_t font_glyph_ink(struct font *font, uint32_t glyph, int px);

#endif
