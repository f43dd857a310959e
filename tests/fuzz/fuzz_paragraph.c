/* Any bytes as a paragraph: layout, ranges, carets, painting. The first bytes choose language, width and style.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/paint.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct text_lang langs[] = {
    {.tag = "en", .script = "Latn"},
    {.tag = "ar", .script = "Arab", .dir = TEXT_RTL},
    {.tag = "my", .script = "Mymr", .line_break = TEXT_BREAK_ICU},
    {.tag = "ksw", .script = "Mymr", .line_break = TEXT_BREAK_ZWSP},
    {.tag = "ur", .script = "Aran", .dir = TEXT_RTL},
    {.tag = "km", .script = "Khmr", .line_break = TEXT_BREAK_ICU},
    {.tag = "hi", .script = "Deva"},
    {.tag = "xx", .script = "????", .dir = TEXT_RTL},
};

enum { TEXT_MAX = 4096, LANG_COUNT = sizeof langs / sizeof *langs };

static void check(const struct paragraph *p)
{
    struct text_rect boxes[8];
    if (p->line_count == 0)
        abort();
    for (size_t l = 0; l < p->line_count; l++) {
        const struct text_line *line = &p->lines[l];
        if (line->start > line->end || line->end > p->len || line->first_run + line->run_count > p->run_count)
            abort();
        if (l > 0 && line->start < p->lines[l - 1].end)
            abort();
    }
    for (size_t at = 0; at <= p->len; at += p->len / 16 + 1) {
        paragraph_caret(p, at);
        paragraph_range(p, at, p->len, boxes, 8);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct fonts *fonts;
    static struct text_engine *engine;
    static SDL_Surface *surface;
    char text[TEXT_MAX + 1];
    if (!engine) {
        struct err e;
        if (!fonts_open(&fonts, "fonts", &e) || !text_engine_new(&engine, fonts, &e))
            abort();
        surface = SDL_CreateRGBSurfaceWithFormat(0, 200, 200, 32, SDL_PIXELFORMAT_RGB888);
    }
    if (size < 4)
        return 0;
    size_t n = size - 4 < TEXT_MAX ? size - 4 : TEXT_MAX;
    memcpy(text, data + 4, n);
    text[n] = '\0';
    struct text_style style = {.lang = &langs[data[0] % LANG_COUNT],
                               .cap_px = (float)(data[1] % 64),
                               .align = (enum text_align)(data[2] % 3),
                               .max_lines = data[2] >> 6,
                               .bold = (data[2] & 8) != 0};
    const struct paragraph *p = paragraph_get(engine, text, &style, (float)data[3] * 2);
    check(p);
    paragraph_min_width(engine, text, &style);
    text_paint(engine, surface, p, data[0] % 7 - 3, data[1] % 7 - 3, 0x123456, NULL);
    text_engine_trim(engine, data[2] & 1);
    return 0;
}
