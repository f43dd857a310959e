/* Lines, alignment, the ellipsis, ranges and carets; and bad input in bounded time.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void lines_tile_the_text(void **state)
{
    (void)state;
    const struct paragraph *p = lay(&en, "The police are here to help you.\nCall 911 at any time.\n\nThank you", 150);
    assert_int_equal(p->lines[0].start, 0);
    for (size_t l = 0; l < p->line_count; l++) {
        assert_true(p->lines[l].width <= 150);
        assert_true(p->lines[l].start <= p->lines[l].end);
        if (l > 0)
            assert_in_range(p->lines[l].start - p->lines[l - 1].end, 0, 1); /* a newline between, or nothing */
    }
    assert_int_equal(p->lines[p->line_count - 1].end, p->len);
    assert_int_equal(lay(&en, "a\n\nb", 0)->line_count, 3);
    assert_int_equal(lay(&en, "a\n", 0)->line_count, 1);
    assert_int_equal(lay(&en, "", 0)->line_count, 1);
    assert_true(lay(&en, "", 0)->height > 20);
}

static void alignment_follows_direction(void **state)
{
    (void)state;
    struct text_style s = style_of(&en);
    s.align = TEXT_END;
    const struct paragraph *p = paragraph_get(engine, "Hello", &s, 300);
    assert_float_equal(p->lines[0].x + p->lines[0].width, 300, 1);
    s.lang = &ar;
    p = paragraph_get(engine, "مرحبا", &s, 300);
    assert_float_equal(p->lines[0].x, 0, 1);
    s.align = TEXT_CENTER;
    p = paragraph_get(engine, "مرحبا", &s, 300);
    assert_float_equal(p->lines[0].x * 2 + p->lines[0].width, 300, 2);
    s.align = TEXT_START;
    p = paragraph_get(engine, "مرحبا", &s, 300);
    assert_float_equal(p->lines[0].x + p->lines[0].width, 300, 1);
}

static void asked_again_at_its_own_width_it_is_the_same(void **state)
{
    (void)state;
    for (float w = 60; w < 400; w += 13) {
        const struct paragraph *p = lay(&en, "They cannot ask about your papers here, whatever you say.", w);
        const struct paragraph *q = lay(&en, p->text, p->width);
        assert_int_equal(p->line_count, q->line_count);
        assert_true(p->width <= w);
        /* a hit of the cache is the same object */
        assert_ptr_equal(p, lay(&en, "They cannot ask about your papers here, whatever you say.", w));
    }
    struct text_style s = style_of(&en);
    float least = paragraph_min_width(engine, "an interpreter (206) 555-0199", &s);
    const struct paragraph *p = lay(&en, "an interpreter (206) 555-0199", least);
    assert_int_equal(p->line_count, 3 - 1);
    assert_false(p->overflows);
}

static float last_width(const struct paragraph *p)
{
    return p->lines[p->line_count - 1].width;
}

/* `even` moves words down to a last line of one short word, at no cost in lines and at the same place on the screen. */
static void even_lines_leave_no_word_alone(void **state)
{
    (void)state;
    const struct {
        const struct text_lang *lang;
        const char *text;
    } cases[] = {{&en, "An interpreter can join the call. Say the name of your language in English."},
                 {&ar, "تعمل الشرطة المحلية على أن يلتزم الناس بقوانين المدينة والولاية"},
                 {&my, "မည်သူမျှ အန္တရာယ်မရှိလျှင် ရဲကို ဖုန်းခေါ်ပါ"}};
    for (size_t i = 0; i < 3; i++) {
        struct text_style s = style_of(cases[i].lang), even = s;
        even.even = true;
        int helped = 0;
        for (float w = 220; w < 900; w += 7) {
            const struct paragraph *p = paragraph_get(engine, cases[i].text, &s, w);
            const struct paragraph *q = paragraph_get(engine, cases[i].text, &even, w);
            assert_int_equal(q->line_count, p->line_count);
            assert_true(last_width(q) >= last_width(p));
            assert_false(q->overflows);
            if (q->line_count < 2 || last_width(p) > w * 0.35F) /* not short */
                assert_float_equal(last_width(q), last_width(p), 0.01);
            helped += last_width(q) > last_width(p);
            for (size_t l = 0; l < q->line_count; l++) /* still at the side where the language begins */
                assert_float_equal((q->lines[l].x + (q->rtl ? q->lines[l].width : 0)), (q->rtl ? w : 0), 1);
        }
        assert_true(helped > 5);
    }
}

static void ellipsis_when_lines_run_out(void **state)
{
    (void)state;
    const struct {
        const struct text_lang *lang;
        const char *text;
    } cases[] = {{&en, "The police are here to help you at any time of the day"},
                 {&ar, "الشرطة هنا لمساعدتك في كل وقت ومكان بلا مقابل"},
                 {&my, "ရဲများသည် သင့်ကို ကူညီရန် ရှိနေပါသည်"}};
    for (size_t i = 0; i < 3; i++) {
        struct text_style s = style_of(cases[i].lang);
        s.max_lines = 2;
        const struct paragraph *p = paragraph_get(engine, cases[i].text, &s, 160);
        assert_int_equal(p->line_count, 2);
        assert_true(p->clipped);
        assert_true(p->lines[1].width <= 160);
        const struct text_line *line = &p->lines[1];
        /* at the line's end: left in Arabic */
        const struct text_run *run = &p->runs[p->rtl ? line->first_run : line->first_run + line->run_count - 1];
        assert_memory_equal(run->s, "\xE2\x80\xA6", 3);
        s.max_lines = 9;
        assert_false(paragraph_get(engine, cases[i].text, &s, 160)->clipped);
    }
    struct text_style s = style_of(&en);
    s.max_lines = 1;
    assert_false(paragraph_get(engine, "fits", &s, 300)->clipped);
    assert_true(paragraph_get(engine, "one\ntwo", &s, 300)->clipped);
    assert_true(paragraph_get(engine, "one two three", &s, 1)->clipped);
}

static void carets_and_ranges(void **state)
{
    (void)state;
    const struct paragraph *p = lay(&en, "Hello you", 0);
    assert_float_equal(paragraph_caret(p, 0).x, 0, 0.01);
    float last = 0;
    for (size_t at = 1; at <= 9; at++) {
        assert_true(paragraph_caret(p, at).x > last);
        last = paragraph_caret(p, at).x;
    }
    assert_float_equal(last, p->lines[0].width, 0.1);
    /* in Arabic the caret walks to the left, and a number stands from left to right */
    const char *text = "قل 911 الآن";
    p = lay(&ar, text, 300);
    assert_float_equal(paragraph_caret(p, 0).x, 300, 1);
    size_t nine = (size_t)(strchr(text, '9') - text);
    assert_true(paragraph_caret(p, nine).x < paragraph_caret(p, nine + 1).x);
    struct text_rect box[4];
    assert_int_equal(paragraph_range(p, nine, nine + 3, box, 4), 1);
    assert_true(box[0].w > 20 && box[0].x > 0 && box[0].x + box[0].w < 300);
    assert_int_equal(paragraph_range(p, 0, strlen(text), box, 4), 1); /* touching boxes are one */
    assert_float_equal(box[0].w, p->lines[0].width, 0.5);
    assert_int_equal(paragraph_range(p, 0, nine + 2, box, 4), 2); /* a bidi selection in two pieces */
    assert_int_equal(paragraph_range(p, 3, 3, box, 4), 0);
    assert_int_equal(paragraph_range(p, 0, 99999, box, 0), 0);
    /* after a trailing space, and in the line after a break */
    p = lay(&en, "ab ", 0);
    assert_true(paragraph_caret(p, 3).x > paragraph_caret(p, 2).x);
    p = lay(&en, "aa bb", 30);
    assert_true(paragraph_caret(p, 4).y > paragraph_caret(p, 1).y);
}

/* ---- bad input ---- */

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Under the sanitizers a fifth of it: what is wrong with memory shows there too, and the time is judged without them.
 */
#ifdef __SANITIZE_ADDRESS__
enum { SHARE = 5 };
#else
enum { SHARE = 1 };
#endif

/* A few widths in every kind of language; slow machines and sanitizers get a generous bound, yet linear work only. */
static void survive(const char *what, const char *text)
{
    static const float widths[] = {0, 1, 37, 800};
    const struct text_lang *langs[] = {&en, &ar, &my, &ur};
    for (size_t l = 0; l < 4; l++)
        for (size_t w = 0; w < 4; w++) {
            double start = seconds();
            const struct paragraph *p = lay(langs[l], text, widths[w]);
            assert_true(p->line_count >= 1);
            assert_true(utf8_valid(p->text, p->len, NULL));
            paragraph_caret(p, p->len);
            if (seconds() - start > 20)
                fail_msg("%s took %.1f s in %s at width %.0f", what, seconds() - start, langs[l]->tag,
                         (double)widths[w]);
            text_engine_trim(engine, 0);
        }
}

static char *repeated(const char *unit, size_t bytes)
{
    size_t n = strlen(unit), count = bytes / n;
    char *s = malloc(count * n + 1);
    assert_non_null(s);
    for (size_t i = 0; i < count; i++)
        memcpy(s + i * n, unit, n);
    s[count * n] = '\0';
    return s;
}

static void bad_input(void **state)
{
    (void)state;
    static const struct {
        const char *what, *unit;
        size_t bytes;
    } cases[] = {
        {"much without a space", "abcdefghij", 100000},
        {"much joined Arabic", "شمس", 100000},
        {"many of one digit and a space", "1 ", 100000},
        {"brackets", "(+", 50000},
        {"embeddings", "\xE2\x80\xAB\xE2\x80\xAA", 30000},
        {"isolates", "\xE2\x81\xA7x\xE2\x81\xA6", 30000},
        {"pops", "\xE2\x80\xAC\xE2\x81\xA9", 30000},
        {"overrides between letters", "a\xE2\x80\xAE\xD8\xB4\xE2\x80\xAD", 30000},
        {"marks on marks", "\xCC\x81", 20000},
        {"bad bytes", "\xFF\xC0\x80\xED\xA0\x80\xF4\x90", 20000},
        {"newlines", "\n", 20000},
        {"joiners", "\xE2\x80\x8D", 20000},
        {"controls", "\x01\x02\xC2\x85\x7F", 20000},
        {"separators", "\xE2\x80\xA8\xE2\x80\xA9", 20000},
        {"unassigned and private", "\xF3\xB0\x80\x80\xF0\xBF\xBF\xBD", 20000},
        {"viramas", "\xE0\xA4\x95\xE0\xA5\x8D", 20000},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *s = repeated(cases[i].unit, cases[i].bytes / SHARE);
        survive(cases[i].what, s);
        free(s);
    }
    survive("empty", "");
    survive("half a character", "ab\xE1\x80");
}

static void nonsense_styles(void **state)
{
    (void)state;
    struct text_lang odd = {.tag = "", .script = "", .dir = TEXT_RTL},
                     longer = {.tag = "a-very-long-tag-that-no-language-on-earth-has-ever-had",
                               .script = "Latnnnnnnnn"};
    float sizes[] = {0, -5, NAN, INFINITY, 1e9F, 0.001F};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct text_style s = {.lang = &odd, .cap_px = sizes[i]};
        assert_true(paragraph_get(engine, "abc شمس", &s, 50)->line_count >= 1);
        s.lang = &longer;
        assert_true(paragraph_get(engine, "abc شمس", &s, sizes[i])->line_count >= 1);
        text_engine_trim(engine, 0);
    }
}

static void missing_fonts(void **state)
{
    (void)state;
    char dir[] = "/tmp/porchlight-fonts-XXXXXX", path[64];
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/fonts.yaml", dir);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs("folders: []\nfaces:\n  - {name: a, regular: [no-such-file.ttf]}\n  - {name: b, regular: [fonts.yaml]}\n"
          "scripts:\n  - {script: Latn, face: a}\n  - {script: Arab, face: b}\nfallback: [a, b]\n",
          f);
    fclose(f);
    struct fonts *few;
    struct text_engine *t;
    struct err e;
    const char *missing[4];
    assert_true(fonts_open(&few, dir, &e));
    assert_int_equal(fonts_missing(few, missing, 4), 1);
    assert_true(text_engine_new(&t, few, &e));
    struct text_style s = style_of(&en);
    assert_true(paragraph_get(t, "abc شمس", &s, 50)->line_count >= 1);
    text_engine_free(t);
    fonts_free(few);
    f = fopen(path, "w");
    fputs("faces: [}\n", f);
    fclose(f);
    assert_false(fonts_open(&few, dir, &e));
    assert_non_null(strstr(e.msg, "fonts.yaml"));
    f = fopen(path, "w");
    fputs("folders: []\nfaces:\n  - {name: a, regular: [x.ttf]}\nscripts:\n  - {script: Latn, face: nobody}\n", f);
    fclose(f);
    assert_false(fonts_open(&few, dir, &e));
    assert_non_null(strstr(e.msg, "nobody"));
    remove(path);
    remove(dir);
    assert_false(fonts_open(&few, dir, &e));
    assert_int_equal(e.code, ERR_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_tile_the_text),
        cmocka_unit_test(alignment_follows_direction),
        cmocka_unit_test(asked_again_at_its_own_width_it_is_the_same),
        cmocka_unit_test(even_lines_leave_no_word_alone),
        cmocka_unit_test(ellipsis_when_lines_run_out),
        cmocka_unit_test(carets_and_ranges),
        cmocka_unit_test(bad_input),
        cmocka_unit_test(nonsense_styles),
        cmocka_unit_test(missing_fonts),
    };
    return cmocka_run_group_tests(tests, open_engine, close_engine);
}
