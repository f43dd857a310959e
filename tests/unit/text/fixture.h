/* What the text tests share: the project's fonts, an engine, languages. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_TESTS_TEXT_FIXTURE_H
#define PORCHLIGHT_TESTS_TEXT_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/paragraph_int.h"

static struct fonts *fonts;
static struct text_engine *engine;

static const struct text_lang en = {.tag = "en", .script = "Latn", .dir = TEXT_LTR};
static const struct text_lang ar = {.tag = "ar", .script = "Arab", .dir = TEXT_RTL};
static const struct text_lang my = {.tag = "my", .script = "Mymr", .dir = TEXT_LTR, .line_break = TEXT_BREAK_ICU};
static const struct text_lang ur = {.tag = "ur", .script = "Aran", .dir = TEXT_RTL};
static const struct text_lang km = {.tag = "km", .script = "Khmr", .dir = TEXT_LTR, .line_break = TEXT_BREAK_ICU};

static struct text_style style_of(const struct text_lang *lang)
{
    return (struct text_style){.lang = lang, .cap_px = 20};
}

static inline const struct paragraph *lay(const struct text_lang *lang, const char *text, float width)
{
    struct text_style style = style_of(lang);
    return paragraph_get(engine, text, &style, width);
}

/* The text of a line as it is seen from left to right, by cluster, without spaces at its ends. */
static inline const char *seen(const struct paragraph *p, size_t l)
{
    static char out[4096];
    size_t n = 0;
    const struct text_line *line = &p->lines[l];
    for (size_t r = line->first_run; r < line->first_run + line->run_count; r++) {
        const struct text_run *run = &p->runs[r];
        for (uint32_t i = 0; i < run->mark_count; i++) {
            uint32_t k = run->rtl ? run->mark_count - 1 - i : i;
            size_t at = run->marks[k].at, end = k + 1 < run->mark_count ? run->marks[k + 1].at : run->end;
            for (; at < end && n + 1 < sizeof out; at++)
                out[n++] = p->text[at];
        }
    }
    out[n] = '\0';
    return out;
}

static inline int open_engine(void **state)
{
    (void)state;
    struct err e;
    if (!fonts_open(&fonts, "fonts", &e))
        fail_msg("%s", e.msg);
    return text_engine_new(&engine, fonts, &e) ? 0 : -1;
}

static inline int close_engine(void **state)
{
    (void)state;
    text_engine_free(engine);
    fonts_free(fonts);
    return 0;
}

#endif
