/* The traps of DESIGN section 4, one test each (the tenth, how the window is set up, is the app's).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture.h"

#include <stdio.h>
#include <string.h>

/* The font of the run that holds the first place of `what` in the text. */
static const char *face_at(const struct paragraph *p, const char *what)
{
    size_t at = (size_t)(strstr(p->text, what) - p->text);
    for (size_t r = 0; r < p->run_count; r++)
        if (p->runs[r].start <= at && at < p->runs[r].end)
            return strrchr(p->runs[r].font->path, '/') + 1;
    return "";
}

static void trap1_latin_face(void **state)
{
    (void)state;
    const struct paragraph *p = lay(&my, "ရဲ (206) 555-0199 ကို၊ abc-1 မြန်။ 10%", 0);
    assert_string_equal(face_at(p, "ရဲ"), "NotoSansMyanmar-Regular.ttf");
    /* whole: brackets, hyphen and the space inside the number are not Myanmar's */
    const char *const latin[] = {"(206", "206", ") 555", " 555", "-0199", "abc", "-1", "%"};
    for (size_t i = 0; i < sizeof latin / sizeof *latin; i++)
        assert_string_equal(face_at(p, latin[i]), "NotoSans-Regular.ttf");
    assert_string_equal(face_at(p, "၊"), "NotoSansMyanmar-Regular.ttf");
    struct text_lang hi = {.tag = "hi", .script = "Deva"};
    p = lay(&hi, "(हिन्दी) 911, 5.", 0);
    assert_string_equal(face_at(p, "("), "NotoSansDevanagari-Regular.ttf");
    assert_string_equal(face_at(p, ","), "NotoSansDevanagari-Regular.ttf");
    assert_string_equal(face_at(p, "911"), "NotoSans-Regular.ttf");
    p = lay(&ar, "اتصل: 911.", 0);
    assert_string_equal(face_at(p, "911"), "NotoSans-Regular.ttf");
    assert_string_equal(face_at(p, ":"), "NotoSansArabic-Regular.ttf");
    assert_string_equal(face_at(p, "."), "NotoSansArabic-Regular.ttf");
}

static void trap2_isolation(void **state)
{
    (void)state;
    static const struct {
        const char *text, *piece; /* the piece must be seen whole, from left to right */
    } cases[] = {
        {"اتصل على (206) 555-0199 الآن", "(206) 555-0199"},
        {"اتصل على +1 206-555-0199.", "+1 206-555-0199"},
        {"الرمز A7-4K2 هنا", "A7-4K2"},
        {"زر porchlight.org/help، أو", "porchlight.org/help"},
        {"مركز Riverside Welcome Centre (RWC) في", "Riverside Welcome Centre (RWC)"},
        {"قل Call (206) 555-0199 now من فضلك", "Call (206) 555-0199 now"},
        {"الرقم ٢٠٦-٥٥٥-٠١٩٩ هنا", "٢٠٦-٥٥٥-٠١٩٩"},
        {"نسبة 50% فقط", "50%"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct paragraph *p = lay(&ar, cases[i].text, 0);
        if (!strstr(seen(p, 0), cases[i].piece))
            fail_msg("'%s' is torn: seen as '%s'", cases[i].piece, seen(p, 0));
    }
    /* two numbers with a space between are two numbers, the first on the right */
    assert_non_null(strstr(seen(lay(&ar, "من 5 6 مرات", 0), 0), "6 5"));
    /* what is not translated yet keeps its full stop */
    assert_string_equal(seen(lay(&ar, "Are you sure?", 0), 0), "Are you sure?");
}

/* The bytes where lines may end softly, as "3 7 ". */
static const char *breaks_of(const struct text_lang *lang, const char *text)
{
    static char out[1024];
    size_t n = 0;
    analyse_text(&engine->a, text, strlen(text));
    analyse_spans(&engine->a, lang);
    analyse_breaks(&engine->a, lang);
    out[0] = '\0';
    for (size_t i = 0; i < engine->a.breaks.len && n < sizeof out - 16; i++)
        if (engine->a.breaks.v[i] == BREAK_GOOD)
            n += (size_t)snprintf(out + n, sizeof out - n, "%zu ", i);
    return out;
}

/* Three scripts in one line: what stands among Latin words in right-to-left text keeps the face of its own script. */
static void trap2_a_third_script(void **state)
{
    (void)state;
    static const char *const texts[] = {"Burmese – မြန်မာ", "Name: မြန်မာ (Ann) now", "لغة Burmese မြန်မာ هنا"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const struct paragraph *p = lay(&ar, texts[i], 0);
        assert_string_equal(face_at(p, "မြန်"), "NotoSansMyanmar-Regular.ttf");
        assert_string_equal(face_at(p, "မာ"), "NotoSansMyanmar-Regular.ttf");
    }
    assert_string_equal(face_at(lay(&ar, "Khmer ខ្មែរ", 0), "ខ"), "NotoSansKhmer-Regular.ttf");
}

static void trap3_line_breaks(void **state)
{
    (void)state;
    struct text_lang ksw = {.tag = "ksw", .script = "Mymr", .line_break = TEXT_BREAK_ZWSP};
    struct text_lang ko = {.tag = "ko", .script = "Kore"};
    /* Shan inside a syllable with the Burmese dictionary; with ours only at the space and at U+200B */
    const char *shan = "လိၵ်ႈတႆးလိၵ်ႈတႆး လိၵ်ႈ\xE2\x80\x8Bတႆး";
    char burmese[256];
    snprintf(burmese, sizeof burmese, "%s", breaks_of(&my, shan));
    assert_string_not_equal(burmese, breaks_of(&ksw, shan));
    char want[64];
    size_t space = strlen("လိၵ်ႈတႆးလိၵ်ႈတႆး "), zwsp = space + strlen("လိၵ်ႈ\xE2\x80\x8B");
    snprintf(want, sizeof want, "%zu %zu ", space, zwsp);
    assert_string_equal(breaks_of(&ksw, shan), want);
    /* Burmese has breaks inside, and after U+104D */
    assert_string_not_equal(breaks_of(&my, "ကူညီရန်ရှိနေပါသည်"), "");
    assert_non_null(strstr(breaks_of(&my, "က၍က"), "6 "));
    assert_string_equal(breaks_of(&ko, "여러분을 돕기"), "13 ");
    assert_string_equal(breaks_of(&en, "한국어"), "");
    assert_string_not_equal(breaks_of(&km, "ប៉ូលិសនៅទីនេះដើម្បីជួយអ្នក"), "");
    /* a telephone number is broken only when it must be */
    assert_string_equal(breaks_of(&en, "call (206) 555-0199 now"), "5 20 ");
    const struct paragraph *p = lay(&en, "call (206) 555-0199", 60);
    assert_false(p->overflows);
}

static void trap4_pitch_from_ink(void **state)
{
    (void)state;
    const struct paragraph *latin = lay(&en, "one two three four five", 100);
    const struct paragraph *accents = lay(&en, "one two thrÉe four five", 100);
    const struct paragraph *urdu = lay(&ur, "ٹھیک ہے ٹھیک ہے ٹھیک ہے", 80);
    const struct paragraph *khmer = lay(&km, "ស្ត្រី ខ្ញុំ ស្ត្រី ខ្ញុំ", 60);
    assert_true(latin->line_count > 1 && urdu->line_count > 1 && khmer->line_count > 1);
    for (size_t i = 1; i < urdu->line_count; i++)
        assert_float_equal(urdu->lines[i].baseline - urdu->lines[i - 1].baseline, urdu->pitch, 0.01);
    assert_true(accents->pitch > latin->pitch);
    assert_true(urdu->pitch > latin->pitch * 1.3F);
    assert_true(khmer->pitch > latin->pitch * 1.2F);
    /* rows of plain labels are alike whatever their letters */
    assert_float_equal(lay(&en, "aceno", 0)->height, lay(&en, "Happy", 0)->height, 0.01);
    assert_float_equal(lay(&en, "aceno", 0)->lines[0].baseline, lay(&en, "Happy", 0)->lines[0].baseline, 0.01);
}

/* Ink height of one letter in px at cap_px 100. */
static float letter(const struct text_lang *lang, const char *s)
{
    struct text_style style = {.lang = lang, .cap_px = 100};
    return PX26(shaped_get(engine, s, strlen(s), &style)->ink.top);
}

static void trap5_as_big_as_capitals(void **state)
{
    (void)state;
    struct text_lang th = {.tag = "th", .script = "Thai"}, lo = {.tag = "lo", .script = "Laoo"},
                     hi = {.tag = "hi", .script = "Deva"}, ne = {.tag = "ne", .script = "Deva"},
                     ksw = {.tag = "ksw", .script = "Mymr"}, am = {.tag = "am", .script = "Ethi"};
    assert_float_equal(letter(&en, "H"), 100, 1);
    assert_float_equal(letter(&my, "က"), 100, 4);
    assert_float_equal(letter(&ksw, "က"), 100, 4);
    assert_float_equal(letter(&th, "ก"), 100, 4);
    assert_float_equal(letter(&lo, "ກ"), 100, 4);
    assert_float_equal(letter(&km, "ក"), 100, 4);
    assert_float_equal(letter(&hi, "क"), 100, 4);
    assert_float_equal(letter(&ne, "क"), 100, 4);
    assert_float_equal(letter(&am, "ሀ"), 100, 12);
}

static void trap6_reshaped_line_ends(void **state)
{
    (void)state;
    /* every line, laid out alone, is as wide as it was inside its paragraph: so it is drawn as it was measured */
    const char *const texts[] = {"الشرطةهنالمساعدتكفيكلوقتومكانبلامقابل",
                                 "پولیس آپ کی مدد کے لیے یہاں موجود ہے ٹھیک ہے"};
    const struct text_lang *langs[] = {&ar, &ur};
    for (size_t t = 0; t < 2; t++)
        for (float width = 30; width < 200; width += 7) {
            const struct paragraph *p = lay(langs[t], texts[t], width);
            for (size_t l = 0; l < p->line_count; l++) {
                char line[256];
                size_t n = p->lines[l].end - p->lines[l].start;
                memcpy(line, p->text + p->lines[l].start, n);
                while (n > 0 && line[n - 1] == ' ')
                    n--;
                line[n] = '\0';
                const struct paragraph *alone = lay(langs[t], line, 0);
                assert_float_equal(alone->lines[0].width, p->lines[l].width, 0.05);
                assert_true(p->lines[l].width <= width || p->overflows);
            }
        }
}

static void trap7_faces_by_language(void **state)
{
    (void)state;
    struct text_lang ne = {.tag = "ne-NP", .script = "Deva"}, ksw = {.tag = "ksw", .script = "Mymr"},
                     ja = {.tag = "ja", .script = "Jpan"}, zh = {.tag = "zh-Hans", .script = "Hans"};
    assert_string_equal(face_at(lay(&ne, "झ", 0), "झ"), "Lohit-Nepali.ttf");
    assert_string_equal(face_at(lay(&ksw, "က", 0), "က"), "Padauk-Regular.ttf");
    assert_int_equal(lay(&ja, "骨", 0)->runs[0].font->index, 0);
    assert_int_equal(lay(&zh, "骨", 0)->runs[0].font->index, 2);
    assert_string_equal(face_at(lay(&ur, "ہے", 0), "ہ"), "NotoNastaliqUrdu-Regular.ttf");
}

static void trap8_no_looped_faces(void **state)
{
    (void)state;
    struct text_lang th = {.tag = "th", .script = "Thai"}, lo = {.tag = "lo", .script = "Laoo"};
    assert_null(strstr(face_at(lay(&th, "ก", 0), "ก"), "Looped"));
    assert_null(strstr(face_at(lay(&lo, "ກ", 0), "ກ"), "Looped"));
}

static void trap9_direction_is_the_languages(void **state)
{
    (void)state;
    /* ICU takes these for left to right; we ask our own table, and a number at the start does not turn the line */
    struct text_lang dari = {.tag = "prs", .script = "Arab", .dir = TEXT_RTL},
                     syr = {.tag = "cld-Syrc", .script = "Syrc", .dir = TEXT_RTL};
    const struct paragraph *p = lay(&dari, "911 زنگ", 300);
    assert_true(p->lines[0].x > 150);
    assert_string_equal(seen(p, 0) + strlen(seen(p, 0)) - 3, "911");
    assert_true(lay(&syr, "ܣܘܪܬ", 300)->lines[0].x > 150);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trap1_latin_face),         cmocka_unit_test(trap2_isolation),
        cmocka_unit_test(trap2_a_third_script),     cmocka_unit_test(trap3_line_breaks),
        cmocka_unit_test(trap4_pitch_from_ink),     cmocka_unit_test(trap5_as_big_as_capitals),
        cmocka_unit_test(trap6_reshaped_line_ends), cmocka_unit_test(trap7_faces_by_language),
        cmocka_unit_test(trap8_no_looped_faces),    cmocka_unit_test(trap9_direction_is_the_languages),
    };
    return cmocka_run_group_tests(tests, open_engine, close_engine);
}
