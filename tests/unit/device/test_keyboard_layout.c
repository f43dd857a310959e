/* Every letter of the eight languages has a key. Besides the alphabets below, the site's own pages are the corpus, when
 * the test runs where they are. SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/keyboard_layout.h"

#include "base/fs.h"
#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

struct language {
    const char *tag, *layout;
    UScriptCode script;
    const char *alphabet; /* literal, so that CLDR is not its own judge */
    const char *on_plain; /* what must need no second page */
};

static const struct language languages[] = {
    {"en", "us", USCRIPT_LATIN, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,'-?!@", "az09'.,"},
    {"es", "latam", USCRIPT_LATIN, "abcdefghijklmnñopqrstuvwxyzáéíóúüABCDEFGHIJKLMNÑOPQRSTUVWXYZÁÉÍÓÚÜ¿¡?!0123456789",
     "ñáéíóúü¿"},
    {"ar", "ara", USCRIPT_ARABIC, "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيًٌٍَُِّْ،؛؟٠١٢٣٤٥٦٧٨٩0123456789",
     "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي"},
    {"fa-AF", "af", USCRIPT_ARABIC, "ءآأؤئابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیةًٌٍَُِّْ\u200c،؛؟۰۱۲۳۴۵۶۷۸۹0123456789ښټډړګڼېۍځڅږ",
     "آئابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی\u200c"},
    {"uk", "ua", USCRIPT_CYRILLIC,
     "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяАБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ'ʼ’№«»ыэёъ0123456789",
     "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'"},
    {"so", "us", USCRIPT_LATIN, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'0123456789", "'"},
    {"sw", "ke", USCRIPT_LATIN, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'0123456789", "'"},
    {"my", "mm", USCRIPT_MYANMAR, "ကခဂဃငစဆဇဈဉညဋဌဍဎဏတထဒဓနပဖဗဘမယရလဝသဟဠအဣဤဥဦဧဩဪါာိီုူေဲံ့း္်ျြွှဿ၊။၌၍၎၏၀၁၂၃၄၅၆၇၈၉0123456789",
     "ကခငစဆညတထနပဖဘမယရလဝသဟအါာိုူေဲံ့း်ျြွှ၊။"},
};
enum { LANGUAGES = sizeof languages / sizeof *languages };

static struct keyboard_layout *load(const char *name, const char *tag, struct arena *a)
{
    struct keyboard_layout *layout = ARENA_NEW(a, struct keyboard_layout);
    struct err e = {0};
    if (!keyboard_layout_load(layout, name, tag, a, &e))
        fail_msg("%s for %s: %s", name, tag, e.msg);
    return layout;
}

static bool page_types(const struct keyboard_page *page, const char *text, size_t n)
{
    for (size_t row = 0; row < KEYBOARD_ROWS; row++)
        for (size_t i = 0; i < page->counts[row]; i++)
            if (strlen(page->keys[row][i].text) == n && memcmp(page->keys[row][i].text, text, n) == 0)
                return true;
    return false;
}

static bool types(const struct keyboard_layout *layout, const char *text, size_t n)
{
    for (size_t p = 0; p < layout->page_count; p++)
        if (page_types(&layout->pages[p], text, n))
            return true;
    return false;
}

static void test_alphabets(void **state)
{
    (void)state;
    for (size_t l = 0; l < LANGUAGES; l++) {
        struct arena a;
        arena_init(&a, false);
        const struct language *lang = &languages[l];
        const struct keyboard_layout *layout = load(lang->layout, lang->tag, &a);
        size_t n = strlen(lang->alphabet);
        for (size_t i = 0, from = 0; i < n; from = i) {
            uint32_t cp = utf8_next(lang->alphabet, n, &i);
            if (!types(layout, lang->alphabet + from, i - from))
                fail_msg("%s: no key types U+%04X", lang->tag, cp);
        }
        n = strlen(lang->on_plain);
        for (size_t i = 0, from = 0; i < n; from = i) {
            uint32_t cp = utf8_next(lang->on_plain, n, &i);
            if (!page_types(&layout->pages[0], lang->on_plain + from, i - from))
                fail_msg("%s: U+%04X is not on the first page", lang->tag, cp);
        }
        arena_release(&a);
    }
}

/* Letters of the language's script in a text of the site all have keys. Returns how many were looked at. */
static size_t check_corpus(const struct language *lang, const struct keyboard_layout *layout, const char *file,
                           const char *text, size_t len)
{
    size_t seen = 0;
    for (size_t i = 0, from = 0; i < len; from = i) {
        uint32_t cp = utf8_next(text, len, &i);
        UErrorCode status = U_ZERO_ERROR;
        bool ours = (U_GET_GC_MASK((UChar32)cp) & (U_GC_L_MASK | U_GC_M_MASK)) &&
                    uscript_getScript((UChar32)cp, &status) == lang->script;
        seen += ours;
        if (ours && !types(layout, text + from, i - from))
            fail_msg("%s: no key types U+%04X of %s", lang->tag, cp, file);
    }
    return seen;
}

static void check_file(const struct language *lang, const struct keyboard_layout *layout, const struct fs_root *root,
                       const char *file, struct arena *a)
{
    char *text;
    size_t len;
    if (fs_read(root, file, 4 << 20, a, &text, &len, NULL) && utf8_valid(text, len, NULL))
        check_corpus(lang, layout, file, text, len);
}

static void test_the_sites_own_words(void **state)
{
    (void)state;
    struct fs_root root;
    if (!fs_root_open(&root, "kiosk-config", NULL))
        skip();
    for (size_t l = 0; l < LANGUAGES; l++) {
        struct arena a;
        arena_init(&a, false);
        const struct keyboard_layout *layout = load(languages[l].layout, languages[l].tag, &a);
        char **slugs;
        size_t count = 0;
        if (fs_list(&root, "pages", &a, &slugs, &count, NULL))
            for (size_t i = 0; i < count; i++)
                check_file(&languages[l], layout, &root, arena_printf(&a, "pages/%s/%s.md", slugs[i], languages[l].tag),
                           &a);
        /* English msgids are in every file: Latin letters, which the Latin page has */
        if (languages[l].script != USCRIPT_LATIN || strcmp(languages[l].tag, "es") == 0)
            check_file(&languages[l], layout, &root, arena_printf(&a, "strings/%s.po", languages[l].tag), &a);
        arena_release(&a);
    }
    fs_root_close(&root);
}

static void test_shape_of_the_keys(void **state)
{
    (void)state;
    for (size_t l = 0; l < LANGUAGES; l++) {
        struct arena a;
        arena_init(&a, false);
        const struct keyboard_layout *layout = load(languages[l].layout, languages[l].tag, &a);
        assert_in_range(layout->page_count, 2, KEYBOARD_PAGES_MAX);
        assert_int_equal(layout->pages[0].kind, KEYBOARD_PLAIN);
        assert_int_equal(layout->pages[layout->page_count - 1].kind, KEYBOARD_SIGNS);
        for (size_t p = 0; p < layout->page_count; p++) {
            const struct keyboard_page *page = &layout->pages[p];
            if (p > 0)
                assert_true(page->kind > layout->pages[p - 1].kind);
            for (size_t row = 0; row < KEYBOARD_ROWS; row++) {
                assert_in_range(page->counts[row], 0, 12);
                for (size_t i = 0; i < page->counts[row]; i++) {
                    const struct keyboard_key *key = &page->keys[row][i];
                    assert_true(utf8_valid(key->text, strlen(key->text), NULL));
                    assert_in_range(utf8_count(key->text), 1, 4);
                    assert_true(key->label[0] != 0);
                }
            }
        }
        assert_memory_equal(layout->pages[layout->page_count - 1].keys[0][0].text, "1", 2);
        arena_release(&a);
    }
}

static void test_shift_keeps_the_keys_in_place(void **state)
{
    (void)state;
    for (size_t l = 0; l < LANGUAGES; l++) {
        struct arena a;
        arena_init(&a, false);
        const struct keyboard_layout *layout = load(languages[l].layout, languages[l].tag, &a);
        assert_int_equal(layout->pages[1].kind, KEYBOARD_SHIFT);
        for (size_t row = 0; row < KEYBOARD_ROWS; row++)
            assert_int_equal(layout->pages[0].counts[row], layout->pages[1].counts[row]);
        arena_release(&a);
    }
}

static const struct keyboard_key *find(const struct keyboard_layout *layout, const char *text)
{
    for (size_t p = 0; p < layout->page_count; p++)
        for (size_t row = 0; row < KEYBOARD_ROWS; row++)
            for (size_t i = 0; i < layout->pages[p].counts[row]; i++)
                if (strcmp(layout->pages[p].keys[row][i].text, text) == 0)
                    return &layout->pages[p].keys[row][i];
    return NULL;
}

static void test_labels(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a, false);
    const struct keyboard_layout *ar = load("ara", "ar", &a), *fa = load("af", "fa-AF", &a), *my = load("mm", "my", &a);
    assert_string_equal(find(ar, "\u064B")->label, "\u25CC\u064B"); /* tanwin */
    assert_string_equal(find(ar, "ب")->label, "ب");
    assert_string_equal(find(fa, "\u200C")->label, "ZWNJ");
    assert_string_equal(find(my, "\u1039")->label, "\u25CC\u1039");
    assert_string_equal(find(my, "\u1031")->label, "\u25CC\u1031");
    assert_non_null(find(ar, "لا")); /* the ligature key types two letters, not U+FEFB */
    assert_null(find(ar, "\uFEFB"));
    assert_non_null(find(ar, "لآ"));
    assert_null(find(ar, "\u202A")); /* bidi controls of level 4 */
    assert_null(find(fa, "\uE60B")); /* private use */
    assert_null(find(fa, "\u200D"));
    arena_release(&a);
}

/* The Latin page beside a native one carries nothing of the native language. */
static void test_latin_page(void **state)
{
    (void)state;
    static const char *const tags[] = {"ar", "fa-AF", "uk", "my", "en"};
    struct arena a;
    arena_init(&a, false);
    const struct keyboard_layout *plain = load("us", "en", &a);
    for (size_t t = 0; t < sizeof tags / sizeof *tags; t++) {
        const struct keyboard_layout *latin = load("us", tags[t], &a);
        assert_int_equal(latin->page_count, plain->page_count);
        for (size_t p = 0; p < latin->page_count; p++)
            assert_memory_equal(latin->pages[p].counts, plain->pages[p].counts, sizeof plain->pages[p].counts);
    }
    arena_release(&a);
}

/* xkb's layout for Tanzania is in Arabic letters: whoever asks for it must know. */
static void test_tanzania_is_not_latin(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a, false);
    assert_false(types(load("tz", "sw", &a), "a", 1));
    assert_true(types(load("ke", "sw", &a), "a", 1));
    arena_release(&a);
}

static void test_unknown_layouts(void **state)
{
    (void)state;
    static const char *const names[] = {
        "nope",  "",        "us(nope)",  "us(",
        "us()",  "us(intl", "us(intl)x", "../../etc/passwd",
        "us,ru", "us\n",    "(ps)",      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct arena a;
        arena_init(&a, false);
        struct keyboard_layout *layout = ARENA_NEW(&a, struct keyboard_layout);
        struct err e = {0};
        if (keyboard_layout_load(layout, names[i], "en", &a, &e))
            fail_msg("'%s' was loaded", names[i]);
        assert_int_equal(e.code, ERR_NOT_FOUND);
        assert_int_equal(layout->page_count, 0);
        arena_release(&a);
    }
}

/* Any language tag and any layout: no crash, and rows within their bounds. */
static void test_other_layouts_and_odd_tags(void **state)
{
    (void)state;
    static const char *const names[] = {"af(ps)", "af(uz)", "iq(ku_ara)", "vn", "fr", "et", "kh", "th", "in",
                                        "np",     "ru",     "kr",         "jp", "cn", "il", "us", "ge", "tz"};
    static const char *const tags[] = {"ps", "", "xx", "und", "not a tag", "zh-Hans-CN", "vi", "am", "ko", "ckb"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        for (size_t t = 0; t < sizeof tags / sizeof *tags; t++) {
            struct arena a;
            arena_init(&a, false);
            const struct keyboard_layout *layout = load(names[i], tags[t], &a);
            for (size_t p = 0; p < layout->page_count; p++)
                for (size_t row = 0; row < KEYBOARD_ROWS; row++)
                    assert_in_range(layout->pages[p].counts[row], 0, KEYBOARD_KEYS_MAX);
            arena_release(&a);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_alphabets),
        cmocka_unit_test(test_the_sites_own_words),
        cmocka_unit_test(test_shape_of_the_keys),
        cmocka_unit_test(test_shift_keeps_the_keys_in_place),
        cmocka_unit_test(test_labels),
        cmocka_unit_test(test_latin_page),
        cmocka_unit_test(test_tanzania_is_not_latin),
        cmocka_unit_test(test_unknown_layouts),
        cmocka_unit_test(test_other_layouts_and_odd_tags),
    };
    return cmocka_run_group_tests_name("device/keyboard_layout", tests, NULL, NULL);
}
