/* Colours, sizes and text sizes of a session. Lengths are millimetres on the glass (facts.md section 4, rows 1–9), so a
 * button is as big on every screen. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_UI_THEME_H
#define PORCHLIGHT_UI_THEME_H

#include <stdbool.h>
#include <stdint.h>

enum theme { THEME_DEFAULT, THEME_WHITE, THEME_BLACK, THEME_LOW, THEME_COUNT };
enum text_size { SIZE_SMALL, SIZE_MEDIUM, SIZE_LARGE, SIZE_XLARGE, SIZE_COUNT };

enum color {
    COLOR_GROUND,    /* the wall */
    COLOR_SURFACE,   /* a tile, a card */
    COLOR_INK,       /* text */
    COLOR_QUIET,     /* secondary text; same contrast rule as ink */
    COLOR_EDGE,      /* borders of controls: 3:1 against ground and surface (WCAG 1.4.11) */
    COLOR_ACCENT,    /* the way forward */
    COLOR_ON_ACCENT, /* text on it */
    COLOR_CHOSEN,    /* a chosen option's ground */
    COLOR_DANGER,    /* emergency only */
    COLOR_ON_DANGER,
    COLOR_FOCUS, /* the ring */
    COLOR_LIT,   /* behind the sentence being spoken */
    COLOR_SHADE, /* laid over the screen behind a dialog */
    COLOR_COUNT
};

/* What the colours in our SVG files become: assets/README.md names them. */
enum icon_ink { ICON_LINE, ICON_WARM, ICON_LIGHT, ICON_COOL, ICON_WHITE, ICON_LEAF, ICON_DANGER, ICON_INK_COUNT };

/* On which ground a picture stands. */
enum tone { TONE_PLAIN, TONE_ON_ACCENT, TONE_ON_DANGER, TONE_COUNT };

uint32_t theme_color(enum theme t, enum color c); /* 0xRRGGBB */
uint32_t theme_icon(enum theme t, enum tone tone, enum icon_ink ink);
/* The people's skin tones keep their colours except in the high-contrast themes, where they become the ground. */
bool theme_keeps_skin(enum theme t);

/* WCAG 2 relative-luminance contrast of two colours, 1–21. */
double theme_contrast(uint32_t a, uint32_t b);

/* Height of a Latin capital in mm for body text: 4.0, 5.5, 7.0, 8.8 (facts.md, "Suggested settings"). */
float theme_cap_mm(enum text_size s);

/* Steps of the type scale, as a share of the body's capital height; labels never fall below 3.5 mm (VVSG "small"). */
enum type_step { TYPE_LABEL, TYPE_BODY, TYPE_HEADING, TYPE_TITLE, TYPE_HUGE, TYPE_COUNT };
float theme_step_mm(enum text_size s, enum type_step step);

/* The same on paper, whatever size the visitor reads on the glass: never under capitals of 10 pt, 3.53 mm. */
#define MM_PAPER_CAP 3.53f
float theme_paper_mm(enum type_step step);

const char *theme_word(enum theme t);              /* default, white, black, low: --contrast */
const char *text_size_word(enum text_size s);      /* small, medium, large, xlarge: --text-size */
enum theme theme_from_word(const char *w);         /* THEME_COUNT when unknown */
enum text_size text_size_from_word(const char *w); /* SIZE_COUNT when unknown */

/* Lengths in mm. Targets: at least 12.7 with gaps of at least 2.54 (VVSG 7.2-I); ours are bigger. */
#define MM_TARGET_MIN 12.7f
#define MM_TARGET 20.0f
#define MM_GAP 5.0f
#define MM_MODULE_MIN 0.8f  /* of a QR code, read from an arm's length */
#define MM_CODE_SMALL 64.0f /* how small a bigger code may become before words go to the next page */
#define MM_EDGE 0.5f
#define MM_RADIUS 4.0f

#endif
