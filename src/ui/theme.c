/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/theme.h"

#include "base/err.h"
#include "base/str.h"

#include <math.h>

/* Text on its ground: default at least 10:1, white and black at least 20:1, low between 4.5 and 8:1
 * (VVSG 7.1-C, 7.1-D); tests/unit/ui/test_theme.c measures every pair that is drawn. */
static const uint32_t colors[THEME_COUNT][COLOR_COUNT] = {
    [THEME_DEFAULT] = {[COLOR_GROUND] = 0xFBF6EC,
                       [COLOR_SURFACE] = 0xFFFFFF,
                       [COLOR_INK] = 0x1F2A37,
                       [COLOR_QUIET] = 0x24303D,
                       [COLOR_EDGE] = 0x857A69,
                       [COLOR_ACCENT] = 0x0A4642,
                       [COLOR_ON_ACCENT] = 0xFFFFFF,
                       [COLOR_CHOSEN] = 0xF9DFAE,
                       [COLOR_DANGER] = 0x850C12,
                       [COLOR_ON_DANGER] = 0xFFFFFF,
                       [COLOR_FOCUS] = 0x1B4FD8,
                       [COLOR_LIT] = 0xFFE9A8,
                       [COLOR_SHADE] = 0x1F2A37},
    [THEME_WHITE] = {[COLOR_GROUND] = 0xFFFFFF,
                     [COLOR_SURFACE] = 0xFFFFFF,
                     [COLOR_INK] = 0x000000,
                     [COLOR_QUIET] = 0x000000,
                     [COLOR_EDGE] = 0x000000,
                     [COLOR_ACCENT] = 0x000000,
                     [COLOR_ON_ACCENT] = 0xFFFFFF,
                     [COLOR_CHOSEN] = 0xFFFFFF,
                     [COLOR_DANGER] = 0x000000,
                     [COLOR_ON_DANGER] = 0xFFFFFF,
                     [COLOR_FOCUS] = 0x1B4FD8,
                     [COLOR_LIT] = 0xFFFFB3,
                     [COLOR_SHADE] = 0x000000},
    [THEME_BLACK] = {[COLOR_GROUND] = 0x000000,
                     [COLOR_SURFACE] = 0x000000,
                     [COLOR_INK] = 0xFFFFFF,
                     [COLOR_QUIET] = 0xFFFFFF,
                     [COLOR_EDGE] = 0xFFFFFF,
                     [COLOR_ACCENT] = 0xFFFFFF,
                     [COLOR_ON_ACCENT] = 0x000000,
                     [COLOR_CHOSEN] = 0x000000,
                     [COLOR_DANGER] = 0xFFFFFF,
                     [COLOR_ON_DANGER] = 0x000000,
                     [COLOR_FOCUS] = 0x8FB4FF,
                     [COLOR_LIT] = 0x000033,
                     [COLOR_SHADE] = 0x000000},
    [THEME_LOW] = {[COLOR_GROUND] = 0xD9CFBF,
                   [COLOR_SURFACE] = 0xE3DACB,
                   [COLOR_INK] = 0x4A4438,
                   [COLOR_QUIET] = 0x4A4438,
                   [COLOR_EDGE] = 0x6D6556,
                   [COLOR_ACCENT] = 0x45534B,
                   [COLOR_ON_ACCENT] = 0xE3DACB,
                   [COLOR_CHOSEN] = 0xCFC0A4,
                   [COLOR_DANGER] = 0x7A3B36,
                   [COLOR_ON_DANGER] = 0xE3DACB,
                   [COLOR_FOCUS] = 0x2F4A8A,
                   [COLOR_LIT] = 0xD8C48E,
                   [COLOR_SHADE] = 0x4A4438},
};

static const uint32_t icons[THEME_COUNT][TONE_COUNT][ICON_INK_COUNT] =
    {
        [THEME_DEFAULT] =
            {
                [TONE_PLAIN] = {[ICON_LINE] = 0x1F2A37,
                                [ICON_WARM] = 0xF2B25C,
                                [ICON_LIGHT] = 0xFBE3C0,
                                [ICON_COOL] = 0xA9CFCB,
                                [ICON_WHITE] = 0xFFFFFF,
                                [ICON_LEAF] = 0x8FB573,
                                [ICON_DANGER] = 0xB3261E},
                [TONE_ON_ACCENT] = {[ICON_LINE] = 0xFFFFFF,
                                    [ICON_WARM] = 0xB97A22,
                                    [ICON_LIGHT] = 0x1F6A64,
                                    [ICON_COOL] = 0x2B7F78,
                                    [ICON_WHITE] = 0x0A4642,
                                    [ICON_LEAF] = 0x4D7A3B,
                                    [ICON_DANGER] = 0x850C12},
                [TONE_ON_DANGER] = {[ICON_LINE] = 0xFFFFFF,
                                    [ICON_WARM] = 0xA8323A,
                                    [ICON_LIGHT] = 0xA8323A,
                                    [ICON_COOL] = 0xA8323A,
                                    [ICON_WHITE] = 0x850C12,
                                    [ICON_LEAF] = 0xA8323A,
                                    [ICON_DANGER] = 0x850C12},
            },
        [THEME_WHITE] =
            {
                [TONE_PLAIN] = {[ICON_LINE] = 0x000000,
                                [ICON_WARM] = 0xD6D6D6,
                                [ICON_LIGHT] = 0xFFFFFF,
                                [ICON_COOL] = 0xFFFFFF,
                                [ICON_WHITE] = 0xFFFFFF,
                                [ICON_LEAF] = 0xD6D6D6,
                                [ICON_DANGER] = 0x000000},
                [TONE_ON_ACCENT] = {[ICON_LINE] = 0xFFFFFF, [ICON_WARM] = 0x4A4A4A},
                [TONE_ON_DANGER] = {[ICON_LINE] = 0xFFFFFF, [ICON_WARM] = 0x4A4A4A},
            },
        [THEME_BLACK] =
            {
                [TONE_PLAIN] =
                    {[ICON_LINE] = 0xFFFFFF, [ICON_WARM] = 0x4A4A4A, [ICON_LEAF] = 0x4A4A4A, [ICON_DANGER] = 0xFFFFFF},
                [TONE_ON_ACCENT] =
                    {
                        [ICON_LINE] = 0x000000,
                        [ICON_WARM] = 0xD6D6D6,
                        [ICON_LIGHT] = 0xFFFFFF,
                        [ICON_COOL] = 0xFFFFFF,
                        [ICON_WHITE] = 0xFFFFFF,
                        [ICON_LEAF] = 0xD6D6D6},
                [TONE_ON_DANGER] =
                    {
                        [ICON_LINE] = 0x000000,
                        [ICON_WARM] = 0xD6D6D6,
                        [ICON_LIGHT] = 0xFFFFFF,
                        [ICON_COOL] = 0xFFFFFF,
                        [ICON_WHITE] = 0xFFFFFF,
                        [ICON_LEAF] = 0xD6D6D6,
                        [ICON_DANGER] = 0xFFFFFF},
            },
        [THEME_LOW] =
            {
                [TONE_PLAIN] = {[ICON_LINE] = 0x4A4438,
                                [ICON_WARM] = 0xC9A66B,
                                [ICON_LIGHT] = 0xDCCCAE,
                                [ICON_COOL] = 0xB7C2B6,
                                [ICON_WHITE] = 0xE3DACB,
                                [ICON_LEAF] = 0xA3AE8B,
                                [ICON_DANGER] = 0x7A3B36},
                [TONE_ON_ACCENT] = {[ICON_LINE] = 0xE3DACB,
                                    [ICON_WARM] = 0x7D7048,
                                    [ICON_LIGHT] = 0x5F6C62,
                                    [ICON_COOL] = 0x5F6C62,
                                    [ICON_WHITE] = 0x45534B,
                                    [ICON_LEAF] = 0x5F6C62,
                                    [ICON_DANGER] = 0x7A3B36},
                [TONE_ON_DANGER] = {[ICON_LINE] = 0xE3DACB,
                                    [ICON_WARM] = 0x965650,
                                    [ICON_LIGHT] = 0x965650,
                                    [ICON_COOL] = 0x965650,
                                    [ICON_WHITE] = 0x7A3B36,
                                    [ICON_LEAF] = 0x965650,
                                    [ICON_DANGER] = 0x7A3B36},
            },
};

static const char *const theme_words[] = {
    [THEME_DEFAULT] = "default", [THEME_WHITE] = "white", [THEME_BLACK] = "black", [THEME_LOW] = "low"};
_Static_assert(sizeof theme_words / sizeof *theme_words == THEME_COUNT, "a word for every theme");

static const char *const size_words[] = {
    [SIZE_SMALL] = "small", [SIZE_MEDIUM] = "medium", [SIZE_LARGE] = "large", [SIZE_XLARGE] = "xlarge"};
_Static_assert(sizeof size_words / sizeof *size_words == SIZE_COUNT, "a word for every text size");

uint32_t theme_color(enum theme t, enum color c)
{
    return colors[t][c];
}

uint32_t theme_icon(enum theme t, enum tone tone, enum icon_ink ink)
{
    return icons[t][tone][ink];
}

bool theme_keeps_skin(enum theme t)
{
    return t == THEME_DEFAULT || t == THEME_LOW;
}

static double luminance(uint32_t rgb)
{
    double sum = 0;
    static const double weight[] = {0.2126, 0.7152, 0.0722};
    for (int i = 0; i < 3; i++) {
        double v = (double)(rgb >> (16 - 8 * i) & 0xFF) / 255;
        sum += weight[i] * (v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4));
    }
    return sum;
}

double theme_contrast(uint32_t a, uint32_t b)
{
    double x = luminance(a), y = luminance(b);
    return x > y ? (x + 0.05) / (y + 0.05) : (y + 0.05) / (x + 0.05);
}

float theme_cap_mm(enum text_size s)
{
    static const float cap[SIZE_COUNT] = {
        [SIZE_SMALL] = 4.0F, [SIZE_MEDIUM] = 5.5F, [SIZE_LARGE] = 7.0F, [SIZE_XLARGE] = 8.8F};
    return cap[s];
}

float theme_step_mm(enum text_size s, enum type_step step)
{
    static const float share[TYPE_COUNT] = {
        [TYPE_LABEL] = 0.78F, [TYPE_BODY] = 1.0F, [TYPE_HEADING] = 1.22F, [TYPE_TITLE] = 1.5F, [TYPE_HUGE] = 2.2F};
    /* the largest body text is as big as most titles: what stands above it needs to be only a little bigger */
    static const float share_xlarge[TYPE_COUNT] = {
        [TYPE_LABEL] = 0.78F, [TYPE_BODY] = 1.0F, [TYPE_HEADING] = 1.1F, [TYPE_TITLE] = 1.25F, [TYPE_HUGE] = 1.8F};
    float mm = theme_cap_mm(s) * (s == SIZE_XLARGE ? share_xlarge : share)[step];
    return mm < 3.5F ? 3.5F : mm;
}

float theme_paper_mm(enum type_step step)
{
    static const float mm[TYPE_COUNT] = {[TYPE_LABEL] = MM_PAPER_CAP,
                                         [TYPE_BODY] = MM_PAPER_CAP,
                                         [TYPE_HEADING] = 4.0F,
                                         [TYPE_TITLE] = 4.8F,
                                         [TYPE_HUGE] = 7.5F};
    return mm[step];
}

const char *theme_word(enum theme t)
{
    return theme_words[t];
}

const char *text_size_word(enum text_size s)
{
    return size_words[s];
}

enum theme theme_from_word(const char *w)
{
    int i = 0;
    while (i < THEME_COUNT && !str_eq(theme_words[i], w))
        i++;
    return (enum theme)i;
}

enum text_size text_size_from_word(const char *w)
{
    int i = 0;
    while (i < SIZE_COUNT && !str_eq(size_words[i], w))
        i++;
    return (enum text_size)i;
}
