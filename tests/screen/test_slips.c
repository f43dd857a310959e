/* Everything that can be printed, in every language and on every paper: letters, codes, words to be heard, and what
 * must not stand on a slip. limit: 200
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "stage.h"

#include "app/paper_int.h"
#include "device/qr.h"
#include "text/paragraph_int.h"
#include "ui/tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include <cmocka.h>

static const char *const languages[] = {"en", "es", "ar", "fa-AF", "uk", "so", "sw", "my"};
enum { LANGUAGES = sizeof languages / sizeof *languages };

static struct app *kiosk;
static int slips_seen, codes_seen;

/* The slip of what the session has, with nobody's receipt and answer. */
static struct paper *make(const char *what, const char *tag, enum paper_kind kind)
{
    struct err e = {0};
    memset(&kiosk->session, 0, sizeof kiosk->session);
    kiosk->session.lang = language_find(kiosk->site->languages, kiosk->site->language_count, tag);
    assert_non_null(kiosk->session.lang);
    app_changed(kiosk);
    app_sample_receipt(kiosk);
    app_sample_answer(kiosk);
    struct paper *p = services_paper(kiosk->services);
    paper_forget(p);
    if (!paper_make(p, what, paper_area(kind), &e))
        fail_msg("%s in %s: %s", what, tag, e.msg);
    slips_seen++;
    return p;
}

typedef void (*check_slip)(const struct paper *p, const char *where);

static void each_language(const char *what, enum paper_kind kind, check_slip check)
{
    static const char *const names[PAPER_KIND_COUNT] = {"58 mm", "80 mm", "A4", "Letter"};
    char where[160];
    for (int l = 0; l < LANGUAGES; l++) {
        snprintf(where, sizeof where, "%s in %s on %s", what, languages[l], names[kind]);
        check(make(what, languages[l], kind), where);
    }
}

/* All slips on a paper. */
static void each_slip(enum paper_kind kind, check_slip check)
{
    char what[PRINT_WHAT_MAX];
    for (size_t i = 0; i < catalogue_count(kiosk->catalogue); i++) {
        snprintf(what, sizeof what, "page/%s", catalogue_page(kiosk->catalogue, i)->slug);
        each_language(what, kind, check);
    }
    for (size_t i = 0; i < kiosk->site->resource_count; i++) {
        snprintf(what, sizeof what, "resource/%s/codes", kiosk->site->resources[i].key);
        each_language(what, kind, check);
    }
    each_language("receipt", kind, check);
    each_language("answer", kind, check);
    each_language("speak-card", kind, check);
    check(make("test", "en", kind), "test");
}

/* ---- letters and codes ------------------------------------------------------------------------------------------- */

/* Noto Sans: capitals of 0.714 em. A capital of 10 pt is 3.53 mm high; sizes are whole pixels. */
static void letters(const struct paper *p, const struct ui *u, const char *where)
{
    const struct node *root = paper_tree(p, &u);
    for (const struct node *n = node_next(root, NULL); n; n = node_next(root, n)) {
        if (!n->paragraph)
            continue;
        if (n->paragraph->clipped)
            fail_msg("%s: cut off: %s", where, n->text.s);
        for (size_t i = 0; i < n->paragraph->run_count; i++) {
            const struct text_run *run = &n->paragraph->runs[i];
            bool letter = run->s_len && (run->s[0] | 32) >= 'a' && (run->s[0] | 32) <= 'z';
            float mm = (float)run->px * 0.714F * u->mm_per_px;
            if (letter && run->font && mm + 0.36F * u->mm_per_px < 3.53F)
                fail_msg("%s: capitals of %.2f mm: %s", where, (double)mm, n->text.s);
        }
        if (n->box.x < 0 || n->box.x + n->box.w > u->w || n->box.y + n->box.h > u->h)
            fail_msg("%s: leaves the paper: %s", where, n->text.s);
        if (*n->text.s && n->spoken < 0 && !(n->speech && !*n->speech)) {
            const struct node *up = n->parent;
            while (up && up->spoken < 0)
                up = up->parent;
            if (!up)
                fail_msg("%s: cannot be heard: %s", where, n->text.s);
        }
    }
}

/* At least 4 dots a module at 203 dpi and 4 modules of white around: read from the dots, not from the tree. */
static void codes(const struct paper *p, const char *where)
{
    const struct ui *u;
    const struct node *root = paper_tree(p, &u);
    const struct raster *sheets;
    size_t count = paper_sheets(p, &sheets);
    for (const struct node *n = node_next(root, NULL); n; n = node_next(root, n)) {
        if (!n->qr)
            continue;
        codes_seen++;
        int module = n->box.w / (n->qr->size + 2 * QR_QUIET);
        if ((float)module * u->mm_per_px < 0.499F)
            fail_msg("%s: a module of %d dots", where, module);
        if (count != 1) /* a sheet begins anew */
            continue;
        for (int y = 0; y < n->box.h; y++)
            for (int x = 0; x < n->box.w; x++) {
                int cx = x / module - QR_QUIET, cy = y / module - QR_QUIET, size = n->qr->size;
                bool dark = cx >= 0 && cy >= 0 && cx < size && cy < size && n->qr->dark[cy * size + cx];
                if (raster_get(&sheets[0], n->box.x + x, n->box.y + y) != dark)
                    fail_msg("%s: dot %d,%d of a code is wrong", where, x, y);
            }
    }
}

static void check_all(const struct paper *p, const char *where)
{
    const struct ui *u;
    paper_tree(p, &u);
    letters(p, u, where);
    codes(p, where);
}

static void test_every_slip(void **state)
{
    (void)state;
    each_slip(PAPER_80MM, check_all);
    static const char *const narrow[] = {
        "page/victim-rights", "page/police", "page/papers", "resource/dv/codes", "resource/centre", "receipt", "answer",
        "speak-card",         "test"};
    for (size_t i = 0; i < sizeof narrow / sizeof *narrow; i++)
        each_language(narrow[i], PAPER_58MM, check_all);
    each_language("page/victim-rights", PAPER_A4, check_all);
    each_language("receipt", PAPER_LETTER, check_all);
    each_language("resource/centre", PAPER_A4, check_all);
    print_message("# %d slips, %d codes\n", slips_seen, codes_seen);
    assert_true(slips_seen > 300);
    assert_true(codes_seen > 300);
}

/* ---- what must not stand on a slip ------------------------------------------------------------------------------- */

/* In each language the words that would say whose paper it is: police, officer, crime, report, violence. */
static const char *const telling[LANGUAGES][8] = {
    {"police", "officer", "liaison", "crime", "violence", "request", "report"},
    {"polic", "oficial", "agente", "enlace", "delito", "violencia", "solicitud", "denuncia"},
    {"شرط", "ضابط", "ضابطة", "جريم", "عنف", "بلاغ", "ارتباط"},
    {"پولیس", "پلیس", "افسر", "جرم", "خشونت", "رابط", "گزارش"},
    {"поліц", "офіцер", "злочин", "насил", "зв’язк", "заяв", "скарг"},
    {"boolis", "booliis", "sarkaal", "dambi", "rabshad", "xiriiriye", "dacwad"},
    {"polisi", "afisa", "uhalifu", "ukatili", "jeuri", "mashtaka", "askari"},
    {"ရဲ", "အရာရှိ", "ရာဇဝတ်", "အကြမ်းဖက်", "တိုင်ကြား"},
};

/* As it stands in the text, letters of Latin and Cyrillic whatever their case. */
static bool has(const char *text, const char *word)
{
    size_t n = strlen(word);
    for (; *text; text++)
        if (strncasecmp(text, word, n) == 0)
            return true;
    return false;
}

static void no_telling_word(const struct paper *p, int l, const char *what)
{
    const struct ui *u;
    const struct node *root = paper_tree(p, &u);
    for (const struct node *n = node_next(root, NULL); n; n = node_next(root, n))
        for (int w = 0; w < 8 && telling[l][w]; w++)
            if ((n->text.s && has(n->text.s, telling[l][w])) || (n->label && has(n->label, telling[l][w])))
                fail_msg("%s in %s says '%s': %s", what, languages[l], telling[l][w], n->text.s ? n->text.s : n->label);
}

static void test_no_police_words(void **state)
{
    (void)state;
    static const char *const neutral[] = {"receipt", "answer"};
    for (int l = 0; l < LANGUAGES; l++)
        for (size_t i = 0; i < sizeof neutral / sizeof *neutral; i++) {
            no_telling_word(make(neutral[i], languages[l], PAPER_80MM), l, neutral[i]);
            no_telling_word(make(neutral[i], "en", PAPER_80MM), 0, neutral[i]);
        }
    /* the list finds what is there */
    const struct ui *u;
    bool found[LANGUAGES] = {false};
    for (int l = 0; l < LANGUAGES; l++) {
        const struct node *root = paper_tree(make("page/police", languages[l], PAPER_80MM), &u);
        for (const struct node *n = node_next(root, NULL); n; n = node_next(root, n))
            for (int w = 0; w < 8 && telling[l][w]; w++)
                found[l] = found[l] ||
                           (n->text.s && n->text.lang == &kiosk->session.lang->text && has(n->text.s, telling[l][w]));
        if (!found[l])
            fail_msg("%s: the list would not see a police word", languages[l]);
    }
}

/* A number that is dangerous to be found with: a neutral title, no address, and no code unless it is asked for. */
static void test_discreet(void **state)
{
    (void)state;
    const struct ui *u;
    for (int l = 0; l < LANGUAGES; l++) {
        const struct node *root = paper_tree(make("resource/dv", languages[l], PAPER_80MM), &u);
        const struct resource *dv = site_resource(kiosk->site, "dv");
        bool titled = false;
        for (const struct node *n = node_next(root, NULL); n; n = node_next(root, n)) {
            assert_null(n->qr);
            if (n->text.s)
                assert_false(has(n->text.s, dv->name) || has(n->text.s, "hotline") || has(n->text.s, dv->about));
            titled = titled || (n->role == ROLE_HEADING && strcmp(n->text.s, tr(&kiosk->view, "Information")) == 0);
        }
        assert_true(titled);
        root = paper_tree(make("resource/dv/codes", languages[l], PAPER_80MM), &u);
        int seen = 0;
        for (const struct node *n = node_next(root, NULL); n; n = node_next(root, n))
            seen += n->qr != NULL;
        assert_int_equal(seen, 2);
    }
    assert_true(slip_discreet(&kiosk->view, "page/victim-rights"));
    assert_false(slip_discreet(&kiosk->view, "page/police"));
    assert_false(slip_discreet(&kiosk->view, "receipt"));
}

/* ---- sheets ------------------------------------------------------------------------------------------------------ */

/* The parts of the preview are all of the slip, each dot once, and a sheet is no higher than the printer takes. */
static void test_parts_make_the_slip(void **state)
{
    (void)state;
    static const enum paper_kind kinds[] = {PAPER_58MM, PAPER_80MM, PAPER_A4, PAPER_LETTER};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        struct paper *p = make("page/victim-rights", "my", kinds[k]);
        struct print_area area = paper_area(kinds[k]);
        const struct raster *sheets;
        size_t count = paper_sheets(p, &sheets), at = 0, words = 0;
        int y = 0;
        const struct slip_picture *picture = paper_picture(p);
        for (size_t i = 0; i < picture->part_count; i++) {
            const struct slip_part *part = &picture->parts[i];
            if (part->strip.raster != &sheets[at]) {
                assert_int_equal(y, sheets[at++].h);
                y = 0;
            }
            assert_ptr_equal(part->strip.raster, &sheets[at]);
            assert_int_equal(part->strip.y, y);
            y += part->strip.h;
            words += part->word_count;
        }
        assert_int_equal(at, count - 1);
        assert_int_equal(y, sheets[at].h);
        assert_true(words > 20);
        assert_true(area.sheet ? count > 1 : count == 1);
        for (size_t i = 0; i < count; i++) {
            assert_int_equal(sheets[i].w, area.w);
            assert_true(!area.h || sheets[i].h <= area.h);
        }
    }
}

static void test_what_is_not_there(void **state)
{
    (void)state;
    static const char *const none[] = {
        "",        "page",          "page/",    "page/nothing", "resource/nothing", "receipt/x",
        "rubbish", "page/police/x", "day-list", "/codes",       "speak-card/x"};
    struct paper *p = make("receipt", "en", PAPER_80MM);
    struct err e = {0};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        assert_false(slip_there(&kiosk->view, none[i]));
        assert_false(paper_make(p, none[i], paper_area(PAPER_80MM), &e));
        assert_int_equal(e.code, ERR_NOT_FOUND);
    }
    kiosk->session.has_receipt = false;
    assert_false(slip_there(&kiosk->view, "receipt"));
    kiosk->session.lookup = LOOKUP_CLOSED;
    assert_false(slip_there(&kiosk->view, "answer"));
}

/* With the session, the slip and everything of it is gone. */
static void test_forgotten(void **state)
{
    (void)state;
    struct paper *p = make("receipt", "en", PAPER_80MM);
    const struct raster *sheets;
    assert_int_equal(paper_sheets(p, &sheets), 1);
    app_end_session(kiosk);
    assert_int_equal(paper_sheets(p, &sheets), 0);
    assert_null(sheets[0].bits);
    assert_int_equal(paper_picture(p)->part_count, 0);
}

static int open_kiosk(void **state)
{
    (void)state;
    kiosk = stage_open(1080, 1920);
    return 0;
}

static int close_kiosk(void **state)
{
    (void)state;
    app_close(kiosk);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_slip),        cmocka_unit_test(test_no_police_words),
        cmocka_unit_test(test_discreet),          cmocka_unit_test(test_parts_make_the_slip),
        cmocka_unit_test(test_what_is_not_there), cmocka_unit_test(test_forgotten),
    };
    return cmocka_run_group_tests_name("slips", tests, open_kiosk, close_kiosk);
}
