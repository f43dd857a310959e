/* Every code that a visitor can bring on the screen, painted as the kiosk paints it and read back by zbar, an outside
 * judge, from the picture. links: zbar
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/app_int.h"
#include "app/offscreen.h"
#include "screens/form_words.h"

#include "device/qr.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <zbar.h>

enum { DAY_S = 20781 * 86400 + 15 * 3600 /* 24 November 2026, three in the afternoon UTC */, CARDS_MAX = 40 };
enum { FINDER = 7 /* modules a finder is wide */, BODY_MAX = 4096 };

/* How the kiosk is dressed while its codes are read. */
struct dress {
    int w, h; /* px */
    enum text_size size;
    enum theme theme;
};

static struct offscreen kiosk;
static int read_count; /* codes read in this test */

static void open_kiosk(const struct dress *d)
{
    struct app_options o = {.site = "kiosk-config", .w = d->w, .h = d->h, .clock = clock_fake(DAY_S), .at_once = true};
    struct err e = {0};
    if (!offscreen_open(&kiosk, &o, &e))
        fail_msg("%s", e.msg);
    read_count = 0;
}

static void speak(const char *tag, const struct dress *d)
{
    struct session *s = app_session(kiosk.app);
    const struct site *site = kiosk.app->site;
    s->lang = language_find(site->languages, site->language_count, tag);
    assert_non_null(s->lang);
    s->size = d->size;
    s->theme = d->theme;
    app_changed(kiosk.app);
}

/* ---- from the picture to the words ------------------------------------------------------------------------------- */

/* A part of the picture as zbar wants it: eight bits of grey. */
struct grey {
    int w, h;
    unsigned char *px;
};

/* The code and half its width around it, as a telephone held before the glass sees it. */
static struct grey photograph(const struct box *b)
{
    int air = b->w / 2, x0 = b->x > air ? b->x - air : 0, y0 = b->y > air ? b->y - air : 0;
    int x1 = b->x + b->w + air, y1 = b->y + b->h + air;
    x1 = x1 < kiosk.surface->w ? x1 : kiosk.surface->w;
    y1 = y1 < kiosk.surface->h ? y1 : kiosk.surface->h;
    struct grey g = {.w = x1 - x0, .h = y1 - y0};
    g.px = malloc((size_t)g.w * (size_t)g.h);
    assert_non_null(g.px);
    for (int y = 0; y < g.h; y++) {
        const uint32_t *row =
            (const uint32_t *)kiosk.surface->pixels + (ptrdiff_t)(y0 + y) * (kiosk.surface->pitch / 4) + x0;
        for (int x = 0; x < g.w; x++) /* ITU-R BT.601 */
            g.px[y * g.w + x] =
                (unsigned char)(((row[x] >> 16 & 255) * 299 + (row[x] >> 8 & 255) * 587 + (row[x] & 255) * 114) / 1000);
    }
    return g;
}

/* What zbar reads, or NULL when it reads nothing; the caller frees. More than one code in the picture is a fault. */
static char *read_code(const struct grey *g)
{
    zbar_image_scanner_t *scanner = zbar_image_scanner_create();
    zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
    zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
    zbar_image_t *image = zbar_image_create();
    zbar_image_set_format(image, zbar_fourcc('Y', '8', '0', '0'));
    zbar_image_set_size(image, (unsigned)g->w, (unsigned)g->h);
    zbar_image_set_data(image, g->px, (unsigned long)g->w * (unsigned long)g->h, NULL);
    zbar_scan_image(scanner, image);
    const zbar_symbol_t *symbol = zbar_image_first_symbol(image);
    char *text = symbol ? strndup(zbar_symbol_get_data(symbol), zbar_symbol_get_data_length(symbol)) : NULL;
    bool another = symbol && zbar_symbol_next(symbol);
    zbar_image_destroy(image);
    zbar_image_scanner_destroy(scanner);
    assert_false(another);
    return text;
}

static uint32_t pixel(int x, int y)
{
    return ((const uint32_t *)kiosk.surface->pixels)[(ptrdiff_t)y * (kiosk.surface->pitch / 4) + x] & 0xFFFFFF;
}

/* Whether a finder stands there: a black ring, a white one, and a black middle (ISO/IEC 18004 6.3.3). */
static bool finder_at(int x, int y, int module)
{
    for (int j = 0; j < FINDER; j++)
        for (int i = 0; i < FINDER; i++) {
            int in_x = i < FINDER - 1 - i ? i : FINDER - 1 - i, in_y = j < FINDER - 1 - j ? j : FINDER - 1 - j;
            bool dark = (in_x < in_y ? in_x : in_y) != 1;
            if (pixel(x + i * module + module / 2, y + j * module + module / 2) != (dark ? 0x000000 : 0xFFFFFF))
                return false;
        }
    return true;
}

/* White all round, a finder in three corners and none in the fourth (a mirrored code has it elsewhere), and a module of
 * at least 0.8 mm on the glass. All of it is measured in the picture. */
static void measure(const char *where, const struct box *b)
{
    int quiet = 0, run = 0;
    while (quiet < b->w / 2 && pixel(b->x + quiet, b->y + quiet) == 0xFFFFFF)
        quiet++;
    while (run < b->w / 2 && pixel(b->x + quiet + run, b->y + quiet) == 0x000000)
        run++;
    int module = run / FINDER, near_x = b->x + quiet, near_y = b->y + quiet, far = b->w - 2 * quiet - run;
    if (run == 0 || run % FINDER || quiet < QR_QUIET * module)
        fail_msg("%s: %d px of white, then %d px of black", where, quiet, run);
    if (!finder_at(near_x, near_y, module) || !finder_at(near_x + far, near_y, module) ||
        !finder_at(near_x, near_y + far, module) || finder_at(near_x + far, near_y + far, module))
        fail_msg("%s: the finders are not where they should be", where);
    for (int i = 0; i < quiet; i++)
        for (int k = 0; k < b->w; k++)
            if (pixel(b->x + i, b->y + k) != 0xFFFFFF || pixel(b->x + b->w - 1 - i, b->y + k) != 0xFFFFFF ||
                pixel(b->x + k, b->y + i) != 0xFFFFFF || pixel(b->x + k, b->y + b->h - 1 - i) != 0xFFFFFF)
                fail_msg("%s: the margin is not white", where);
    const struct site *site = kiosk.app->site;
    int glass_mm = site->screen_w_mm > site->screen_h_mm ? site->screen_w_mm : site->screen_h_mm;
    int glass_px = kiosk.surface->w > kiosk.surface->h ? kiosk.surface->w : kiosk.surface->h;
    double mm = (double)module * glass_mm / glass_px;
    if (mm < 0.8)
        fail_msg("%s: a module is %.2f mm", where, mm);
}

/* ---- what each code should say ----------------------------------------------------------------------------------- */

static const char *translated(const char *msgid)
{
    return strings_get(kiosk.app->strings, app_session(kiosk.app)->lang->text.tag, NULL, msgid);
}

/* One line a value; what is empty has none. */
static void line(char *out, const char *s)
{
    size_t n = strlen(out);
    if (s && *s)
        snprintf(out + n, BODY_MAX - n, "%s%s", n ? "\n" : "", s);
}

/* tel: with the digits of a printed number; ten or eleven are American. */
static void dial(const char *printed, char *out, size_t size)
{
    char digits[32] = "";
    size_t n = 0;
    for (; *printed && n < sizeof digits - 1; printed++)
        if (*printed >= '0' && *printed <= '9')
            digits[n++] = *printed;
    digits[n] = 0;
    snprintf(out, size, "%s%s", n == 10 ? "+1" : n == 11 ? "+" : "", digits);
}

static void escaped(char *out, const char *s)
{
    size_t n = strlen(out);
    for (; *s && n + 2 < BODY_MAX; s++) {
        if (strchr("\\,;", *s))
            out[n++] = '\\';
        out[n++] = *s;
    }
    out[n] = 0;
}

/* Written down a second time here, from the rules in domain/resource.h, so that a change of one is seen. */
static void contact_card(const struct resource *r, char out[BODY_MAX])
{
    char number[40], name[BODY_MAX] = "", address[BODY_MAX] = "";
    escaped(name, r->discreet ? "Information" : r->name);
    snprintf(out, BODY_MAX, "BEGIN:VCARD\r\nVERSION:3.0\r\nN:%.400s;;;;\r\nFN:%.400s\r\n", name, name);
    size_t n = strlen(out);
    if (r->phone) {
        dial(r->phone, number, sizeof number);
        n += (size_t)snprintf(out + n, BODY_MAX - n, "TEL;TYPE=VOICE:%s\r\n", number);
    }
    if (r->url && !r->discreet)
        n += (size_t)snprintf(out + n, BODY_MAX - n, "URL:%s\r\n", r->url);
    if (r->address && !r->discreet) {
        escaped(address, r->address);
        n += (size_t)snprintf(out + n, BODY_MAX - n, "ADR;TYPE=WORK:;;%s;;;;\r\n", address);
    }
    snprintf(out + n, BODY_MAX - n, "END:VCARD\r\n");
}

static void plain_words(const struct resource *r, char out[BODY_MAX])
{
    char text_line[80] = "";
    out[0] = 0;
    line(out, r->discreet ? NULL : translated(r->about));
    line(out, r->discreet ? "Information" : r->name);
    line(out, r->phone);
    if (r->sms)
        snprintf(text_line, sizeof text_line, "SMS %s%s%s", r->sms, r->sms_word ? ": " : "",
                 r->sms_word ? r->sms_word : "");
    line(out, text_line);
    line(out, r->hours);
    line(out, r->discreet ? NULL : r->address);
    line(out, r->discreet || r->phone || r->sms ? NULL : r->url);
}

static void resource_words(const struct resource *r, enum qr_kind kind, char out[BODY_MAX])
{
    if (kind == QR_WEB)
        snprintf(out, BODY_MAX, "%s", r->url);
    else if (kind == QR_CALL)
        dial(r->phone, stpcpy(out, "tel:"), BODY_MAX - 4);
    else if (kind == QR_CONTACT)
        contact_card(r, out);
    else
        plain_words(r, out);
}

static void receipt_words(char out[BODY_MAX])
{
    const char *script = app_session(kiosk.app)->lang->text.script;
    const char *comma = strcmp(script, "Arab") == 0 ? "، " : strcmp(script, "Mymr") == 0 ? "၊ " : ", ";
    snprintf(out, BODY_MAX, "%s\n%s%s%s%s%s\n123456", kiosk.app->site->centre, translated("tree"), comma,
             translated("boat"), comma, translated("sun"));
}

/* What the code on the screen that is shown should say; a code on any other screen is nobody's and fails. */
static void should_say(enum qr_kind kind, char out[BODY_MAX])
{
    const char *route = app_route(kiosk.app);
    if (strcmp(route, "receipt") == 0) {
        receipt_words(out);
        return;
    }
    if (strncmp(route, "resource/", strlen("resource/")) != 0)
        fail_msg("%s: nobody knows what this code should say", route);
    const struct resource *r = site_resource(kiosk.app->site, route + strlen("resource/"));
    assert_non_null(r);
    resource_words(r, kind, out);
}

/* ---- walking ----------------------------------------------------------------------------------------------------- */

/* A touch a second after the one before: quicker ones are a trembling hand and don't count. */
static bool tap(enum ui_kind kind, int index)
{
    clock_advance(app_clock(kiosk.app), 1000);
    return app_tap(kiosk.app, UI_ID(kind, index));
}

/* The code on the screen, or NULL; all pages of its pager are looked at. */
static const struct node *find_code(void)
{
    for (;;) {
        const struct node *root = app_root(kiosk.app);
        for (const struct node *n = node_next(root, NULL); n; n = node_next(root, n))
            if (n->role == ROLE_QR)
                return n;
        if (!tap(UI_MORE, 0))
            return NULL;
    }
}

enum { ANY_KIND = -1 };

/* Reads the code on the screen, which is one of `kind`. */
static void check_code(int kind)
{
    char want[BODY_MAX], where[200];
    const struct session *s = app_session(kiosk.app);
    const struct node *n = find_code();
    if (!n || (kind != ANY_KIND && n->id.index != kind)) {
        fail_msg("%s in %s has no code %d", app_route(kiosk.app), s->lang->text.tag, kind);
        return;
    }
    snprintf(where, sizeof where, "%s code %d in %s, %dx%d, %s, %s", app_route(kiosk.app), n->id.index,
             s->lang->text.tag, kiosk.surface->w, kiosk.surface->h, theme_word(s->theme), text_size_word(s->size));
    offscreen_paint(&kiosk);
    measure(where, &n->box);
    struct grey g = photograph(&n->box);
    char *got = read_code(&g);
    free(g.px);
    if (!got) {
        fail_msg("%s: not read", where);
        return;
    }
    should_say((enum qr_kind)n->id.index, want);
    if (strcmp(got, want) != 0)
        fail_msg("%s: it says\n%s\nand should say\n%s", where, got, want);
    free(got);
    read_count++;
}

static void check_receipt(void)
{
    app_sample_receipt(kiosk.app);
    assert_true(app_go(kiosk.app, "receipt"));
    check_code(0);
}

/* The codes that are one of `kinds` (a bit each) of a resource, one after the other, as a finger brings them up. */
static void check_resource(const struct resource *r, unsigned kinds)
{
    char route[ROUTE_MAX];
    snprintf(route, sizeof route, "resource/%s", r->key);
    assert_true(app_go(kiosk.app, route));
    for (int k = 0; k < QR_KIND_COUNT; k++) {
        if (!resource_has(r, (enum qr_kind)k) || !(kinds >> k & 1))
            continue;
        assert_true(tap(UI_QR_KIND, k));
        check_code(k);
    }
}

enum { EVERY_KIND = (1 << QR_KIND_COUNT) - 1, WORDS = 1 << QR_TEXT /* the only one with translated words */ };

static void check_resources(unsigned kinds)
{
    for (size_t i = 0; i < kiosk.app->site->resource_count; i++)
        check_resource(&kiosk.app->site->resources[i], kinds);
}

/* ---- the tests --------------------------------------------------------------------------------------------------- */

static const struct dress usual = {1080, 1920, SIZE_MEDIUM, THEME_DEFAULT};

static void test_every_code_in_every_language(void **state)
{
    (void)state;
    open_kiosk(&usual);
    const struct site *site = kiosk.app->site;
    assert_true(site->offered_count >= 8 && site->resource_count >= 17);
    for (size_t i = 0; i < site->offered_count; i++) {
        speak(site->offered[i]->text.tag, &usual);
        check_resources(EVERY_KIND);
        check_receipt();
    }
    assert_true(read_count > 400);
    offscreen_close(&kiosk);
}

/* English for what is the same in all, Burmese for the longest words and so the smallest modules. */
static void check_dresses(const struct dress *dresses, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        open_kiosk(&dresses[i]);
        speak("en", &dresses[i]);
        check_resources(EVERY_KIND);
        check_receipt();
        speak("my", &dresses[i]);
        check_resources(WORDS);
        check_receipt();
        offscreen_close(&kiosk);
    }
}

static void test_every_size(void **state)
{
    (void)state;
    const struct dress dresses[] = {{1920, 1080, SIZE_MEDIUM, THEME_DEFAULT},
                                    {1024, 768, SIZE_MEDIUM, THEME_DEFAULT},
                                    {2160, 3840, SIZE_MEDIUM, THEME_DEFAULT}};
    check_dresses(dresses, sizeof dresses / sizeof *dresses);
}

static void test_largest_letters(void **state)
{
    (void)state;
    const struct dress dresses[] = {{1080, 1920, SIZE_XLARGE, THEME_DEFAULT}, {1024, 768, SIZE_XLARGE, THEME_DEFAULT}};
    check_dresses(dresses, sizeof dresses / sizeof *dresses);
}

static void test_every_theme(void **state)
{
    (void)state;
    const struct dress dresses[] = {{1080, 1920, SIZE_MEDIUM, THEME_BLACK},
                                    {1080, 1920, SIZE_MEDIUM, THEME_LOW},
                                    {1080, 1920, SIZE_MEDIUM, THEME_WHITE}};
    check_dresses(dresses, sizeof dresses / sizeof *dresses);
}

/* Some codes letter by letter. What may lie on a shared telephone does not say what it is for. */
static void test_letter_by_letter(void **state)
{
    (void)state;
    static const struct {
        const char *key;
        enum qr_kind kind;
        const char *words;
    } known[] = {
        {"emergency", QR_CALL, "tel:911"},
        {"dv", QR_CALL, "tel:+18007997233"},
        {"dv", QR_WEB, "https://www.thehotline.org"},
        {"dv", QR_CONTACT,
         "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Information;;;;\r\nFN:Information\r\nTEL;TYPE=VOICE:+18007997233\r\n"
         "END:VCARD\r\n"},
        {"dv", QR_TEXT, "Information\n1-800-799-7233\nSMS 88788: START\n24/7"},
        {"centre", QR_CALL, "tel:+12065550142"},
        {"centre", QR_CONTACT,
         "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Riverside Welcome Centre;;;;\r\nFN:Riverside Welcome Centre\r\n"
         "TEL;TYPE=VOICE:+12065550142\r\nADR;TYPE=WORK:;;100 Riverside Way\\, Riverside;;;;\r\nEND:VCARD\r\n"},
        {"centre", QR_TEXT,
         "Працівники, які допомагають новоприбулим\nRiverside Welcome Centre\n206-555-0142\nMon-Fri 9:00-17:00\n"
         "100 Riverside Way, Riverside"},
        {"radio_hour", QR_TEXT, "Радіо багатьма мовами\nRiverside Community Radio: Newcomers' Hour\nSun 18:00-19:00"},
    };
    open_kiosk(&usual);
    speak("uk", &usual);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        char said[BODY_MAX];
        const struct resource *r = site_resource(kiosk.app->site, known[i].key);
        assert_non_null(r);
        resource_words(r, known[i].kind, said);
        assert_string_equal(said, known[i].words);
        check_resource(r, 1U << known[i].kind);
    }
    assert_int_equal(read_count, sizeof known / sizeof *known);
    check_receipt();
    char said[BODY_MAX];
    receipt_words(said);
    assert_string_equal(said, "Riverside Welcome Centre\nдерево, човен, сонце\n123456");
    assert_null(strcasestr(said, "поліц"));
    offscreen_close(&kiosk);
}

/* A card that names somebody leads to that somebody's code, in every language to the same. */
static void check_card(const struct page *p, size_t card, const struct card *c, const struct card *english)
{
    char route[ROUTE_MAX], want[ROUTE_MAX];
    assert_int_equal(c->resource_count, english->resource_count);
    for (size_t i = 0; i < c->resource_count; i++) {
        snprintf(route, sizeof route, "page/%s/%zu", p->slug, card);
        assert_true(app_go(kiosk.app, route));
        while (!tap(UI_RESOURCE, (int)i))
            if (!tap(UI_MORE, 0))
                fail_msg("%s has no way to '%s'", route, c->resources[i]);
        snprintf(want, sizeof want, "resource/%s", english->resources[i]);
        assert_string_equal(app_route(kiosk.app), want);
        check_code(ANY_KIND);
    }
}

static void test_cards_lead_to_their_codes(void **state)
{
    (void)state;
    open_kiosk(&usual);
    const struct site *site = kiosk.app->site;
    struct catalogue *c = kiosk.app->catalogue;
    day_t today = clock_today(app_clock(kiosk.app));
    for (size_t i = 0; i < site->offered_count; i++) {
        const char *tag = site->offered[i]->text.tag;
        speak(tag, &usual);
        for (size_t k = 0; k < catalogue_count(c); k++) {
            const struct page *p = catalogue_page(c, k);
            const struct page_text *t = catalogue_text(c, p, tag, today), *en = catalogue_text(c, p, "en", today);
            if (!t || !en || t->card_count != en->card_count) {
                fail_msg("%s has not the cards of English in %s", p->slug, tag);
                return;
            }
            for (size_t card = 1; card <= t->card_count; card++)
                check_card(p, card, &t->cards[card - 1], &en->cards[card - 1]);
        }
    }
    assert_true(read_count >= 8 * 9);
    offscreen_close(&kiosk);
}

static void no_code_on(const char *route)
{
    if (strcmp(route, "receipt") != 0 && app_go(kiosk.app, route) && find_code())
        fail_msg("%s shows a code that no test reads", route);
}

/* The walk above reads those of `resource` and `receipt`; a code on another screen would have to be read as well. */
static void test_no_other_screen_has_a_code(void **state)
{
    (void)state;
    char route[ROUTE_MAX];
    open_kiosk(&usual);
    speak("en", &usual);
    const struct screen *s;
    for (size_t i = 0; (s = screen_at(i)); i++)
        no_code_on(s->id);
    for (size_t i = 0; i < catalogue_count(kiosk.app->catalogue); i++)
        for (int card = 1; card <= CARDS_MAX; card++) {
            snprintf(route, sizeof route, "page/%s/%d", catalogue_page(kiosk.app->catalogue, i)->slug, card);
            no_code_on(route);
        }
    for (int step = 0; step < STEP_COUNT; step++) {
        snprintf(route, sizeof route, "request/%s", form_step_word((enum form_step)step));
        no_code_on(route);
    }
    offscreen_close(&kiosk);
}

/* ---- pictures that must not be read ------------------------------------------------------------------------------ */

static void blot(struct grey *g, int x, int y, int w, int h, unsigned char with)
{
    for (int i = y; i < y + h; i++)
        memset(g->px + (ptrdiff_t)i * g->w + x, with, (size_t)w);
}

/* Photographs the code of 911's card and lets `spoil` have it; whether anything is read from that. */
static bool reads(void (*spoil)(struct grey *g, const struct box *in))
{
    const struct node *n = find_code();
    if (!n) {
        fail_msg("there is no code to spoil");
        return true;
    }
    offscreen_paint(&kiosk);
    struct grey g = photograph(&n->box);
    int air_x = n->box.x < n->box.w / 2 ? n->box.x : n->box.w / 2;
    int air_y = n->box.y < n->box.w / 2 ? n->box.y : n->box.w / 2;
    spoil(&g, &(struct box){air_x, air_y, n->box.w, n->box.h});
    char *got = read_code(&g);
    bool read = got != NULL;
    free(got);
    free(g.px);
    return read;
}

static void leave_it(struct grey *g, const struct box *b)
{
    (void)g;
    (void)b;
}

static void lose_a_finder(struct grey *g, const struct box *b)
{
    blot(g, b->x, b->y, b->w * 2 / 5, b->h * 2 / 5, 255);
}

static void lose_the_middle(struct grey *g, const struct box *b)
{
    blot(g, b->x + b->w / 4, b->y + b->h / 4, b->w / 2, b->h / 2, 255);
}

static void lose_contrast(struct grey *g, const struct box *b)
{
    blot(g, b->x, b->y, b->w, b->h, 200);
}

static void test_damaged_pictures_are_not_read(void **state)
{
    (void)state;
    open_kiosk(&usual);
    speak("en", &usual);
    assert_true(app_go(kiosk.app, "resource/centre"));
    assert_true(tap(UI_QR_KIND, QR_TEXT));
    assert_true(reads(leave_it));
    assert_false(reads(lose_a_finder));
    assert_false(reads(lose_the_middle));
    assert_false(reads(lose_contrast));
    offscreen_close(&kiosk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_damaged_pictures_are_not_read),
        cmocka_unit_test(test_letter_by_letter),
        cmocka_unit_test(test_cards_lead_to_their_codes),
        cmocka_unit_test(test_no_other_screen_has_a_code),
        cmocka_unit_test(test_every_code_in_every_language),
        cmocka_unit_test(test_every_size),
        cmocka_unit_test(test_largest_letters),
        cmocka_unit_test(test_every_theme),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
