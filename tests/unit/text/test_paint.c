/* What is drawn stands where it was measured, inside the paragraph's box and the clip.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture.h"

#include "text/paint.h"

#include <stdio.h>
#include <string.h>

enum { PAD = 60, GROUND = 0xFFFFFF };

static SDL_Surface *drawn(const struct paragraph *p, const SDL_Rect *clip)
{
    SDL_Surface *s = SDL_CreateRGBSurfaceWithFormat(0, (int)p->ink_right + 2 * PAD, (int)p->height + 2 * PAD, 32,
                                                    SDL_PIXELFORMAT_RGB888);
    SDL_FillRect(s, NULL, GROUND);
    text_paint(engine, s, p, PAD, PAD, 0x000000, clip);
    return s;
}

static bool dark(const SDL_Surface *s, int x, int y)
{
    uint32_t v;
    memcpy(&v, (const char *)s->pixels + y * s->pitch + x * 4, 4);
    return (v & 0xFFFFFF) != GROUND;
}

static SDL_Rect ink(const SDL_Surface *s)
{
    int x0 = s->w, x1 = -1, y0 = s->h, y1 = -1;
    for (int y = 0; y < s->h; y++)
        for (int x = 0; x < s->w; x++)
            if (dark(s, x, y)) {
                x0 = x < x0 ? x : x0;
                x1 = x > x1 ? x : x1;
                y0 = y < y0 ? y : y0;
                y1 = y > y1 ? y : y1;
            }
    return (SDL_Rect){x0, y0, x1 - x0 + 1, y1 - y0 + 1};
}

static const struct {
    const struct text_lang *lang;
    const char *text;
} samples[] = {
    {&en, "jÂgf Ệ Ǻ Ṩ̣̂ fjord Ế, (206) 555-0199 j"},
    {&ar, "الشرطة ّ ً هنا لِمُسَاعَدَتِكَ ﷺ 911"},
    {&ur, "پولیس آپ کی مدد کے لیے ٹھیک ہے چچچچ ڑے ۓ"},
    {&my, "ရဲများသည် သင့်ကို ကူညီရန် ဩကြွှူံ့"},
    {&km, "ស្ត្រី ខ្ញុំ ប៉ូលិស ក្ន្តុំ៎"},
};

static void ink_stays_inside(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        for (float cap = 8; cap < 60; cap += 3.7F) {
            struct text_style style = {.lang = samples[i].lang, .cap_px = cap};
            const struct paragraph *p = paragraph_get(engine, samples[i].text, &style, cap * 12);
            SDL_Surface *s = drawn(p, NULL);
            SDL_Rect box = ink(s);
            if (box.y < PAD || box.y + box.h > PAD + (int)p->height || box.x < PAD + (int)p->ink_left - 1 ||
                box.x + box.w > PAD + (int)p->ink_right + 1)
                fail_msg("%s at %.1f: ink %d,%d %dx%d leaves 0..%.0f x %.0f..%.0f", samples[i].lang->tag, (double)cap,
                         box.x - PAD, box.y - PAD, box.w, box.h, (double)p->height, (double)p->ink_left,
                         (double)p->ink_right);
            SDL_FreeSurface(s);
        }
}

/* Drawing a word alone and inside a line gives the same columns, shifted by where HarfBuzz puts it. */
static void words_stand_where_measured(void **state)
{
    (void)state;
    static const char before[] = "jumping fjords AVATAR ", word[] = "Tomorrow";
    char both[128];
    snprintf(both, sizeof both, "%s%s", before, word);
    const struct paragraph *p = lay(&en, both, 0);
    float at = paragraph_caret(p, strlen(before)).x;
    SDL_Surface *s = drawn(p, NULL);
    SDL_Rect right = {PAD + (int)at - 2, 0, s->w, s->h};
    SDL_Surface *cut = drawn(p, &right);
    SDL_Rect in_line = ink(cut);
    SDL_FreeSurface(cut);
    SDL_FreeSurface(s);
    s = drawn(lay(&en, word, 0), NULL);
    SDL_Rect alone = ink(s);
    SDL_FreeSurface(s);
    assert_float_equal((float)(in_line.x - alone.x), at, 1.0F);
    assert_int_equal(in_line.y, alone.y);
    assert_int_equal(in_line.h, alone.h);
}

/* Letters whose ink begins left of the pen, and ink above the font's ascent, move SDL2_ttf's surface. */
static void pen_and_baseline_are_found_again(void **state)
{
    (void)state;
    for (float cap = 10; cap < 50; cap += 2.3F) {
        struct text_style style = {.lang = &en, .cap_px = cap};
        SDL_Surface *a = drawn(paragraph_get(engine, "j", &style, 0), NULL);
        SDL_Rect j = ink(a);
        const struct paragraph *p = paragraph_get(engine, "j", &style, 0);
        /* a j hangs out on the left: within a pixel of HarfBuzz's figure, which ink_left rounds outwards */
        assert_true(j.x - PAD <= 0);
        assert_float_equal(j.x - PAD, p->ink_left, 1.0);
        SDL_FreeSurface(a);
        /* the same base line with and without a tower of accents: the foot of H and of Ệ's E agree */
        a = drawn(paragraph_get(engine, "H", &style, 0), NULL);
        SDL_Surface *b = drawn(paragraph_get(engine, "HE\u0302\u0309\u0302\u0301", &style, 0), NULL);
        float ya = paragraph_get(engine, "H", &style, 0)->lines[0].baseline;
        float yb = paragraph_get(engine, "HE\u0302\u0309\u0302\u0301", &style, 0)->lines[0].baseline;
        SDL_Rect ra = ink(a), rb = ink(b);
        assert_float_equal((float)(ra.y + ra.h) - ya, (float)(rb.y + rb.h) - yb, 1.0);
        SDL_FreeSurface(a);
        SDL_FreeSurface(b);
    }
}

static void clip_and_colour(void **state)
{
    (void)state;
    const struct paragraph *p = lay(&en, "HHHHHHHHHH", 0);
    SDL_Rect clip = {PAD + 20, PAD, 30, (int)p->height};
    SDL_Surface *s = drawn(p, &clip);
    SDL_Rect box = ink(s);
    assert_true(box.x >= clip.x && box.x + box.w <= clip.x + clip.w);
    SDL_FillRect(s, NULL, 0x102030);
    text_paint(engine, s, p, PAD, PAD, 0xA0B0C0, NULL);
    unsigned full = 0;
    for (int y = 0; y < s->h; y++)
        for (int x = 0; x < s->w; x++) {
            uint32_t v;
            memcpy(&v, (char *)s->pixels + y * s->pitch + x * 4, 4);
            full += (v & 0xFFFFFF) == 0xA0B0C0;
            assert_in_range(v >> 16 & 0xFF, 0x10, 0xA0);
            assert_in_range(v >> 8 & 0xFF, 0x20, 0xB0);
            assert_in_range(v & 0xFF, 0x30, 0xC0);
        }
    assert_true(full > 100);
    /* far outside, on every side, and an empty clip */
    SDL_Rect nothing = {10, 10, 0, 0};
    text_paint(engine, s, p, -10000, 5, 0, NULL);
    text_paint(engine, s, p, 5, 100000, 0, NULL);
    text_paint(engine, s, p, 5, 5, 0, &nothing);
    SDL_FreeSurface(s);
}

static void caches_are_bounded_and_emptied(void **state)
{
    (void)state;
    struct text_style style = style_of(&en);
    SDL_Surface *s = SDL_CreateRGBSurfaceWithFormat(0, 1080, 1920, 32, SDL_PIXELFORMAT_RGB888);
    for (int i = 0; i < 3000; i++) {
        char text[128];
        snprintf(text, sizeof text, "line %d of a long list of labels that a kiosk shows to its visitors", i);
        text_paint(engine, s, paragraph_get(engine, text, &style, 900), 0, 0, 0, NULL);
        text_engine_trim(engine, 2);
    }
    assert_true(text_engine_bytes(engine) < 12 << 20);
    const struct paragraph *p = paragraph_get(engine, "kept", &style, 100);
    text_engine_trim(engine, 2);
    assert_ptr_equal(p, paragraph_get(engine, "kept", &style, 100));
    text_engine_trim(engine, 0);
    assert_int_equal(text_engine_bytes(engine), 0);
    SDL_FreeSurface(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ink_stays_inside),
        cmocka_unit_test(words_stand_where_measured),
        cmocka_unit_test(pen_and_baseline_are_found_again),
        cmocka_unit_test(clip_and_colour),
        cmocka_unit_test(caches_are_bounded_and_emptied),
    };
    return cmocka_run_group_tests(tests, open_engine, close_engine);
}
