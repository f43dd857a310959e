/* Every code on the slips is read by zbar: from the printer's dots, and as a telephone sees it in bad light: out of
 * focus by a dot, turned by three degrees, with 30 % of the contrast.
 * SPDX-License-Identifier: GPL-3.0-or-later */
/* links: zbar */
#include "stage.h"

#include "app/paper_int.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zbar.h>

#include <cmocka.h>

static const char *const languages[] = {"en", "es", "ar", "fa-AF", "uk", "so", "sw", "my"};
enum { LANGUAGES = sizeof languages / sizeof *languages };

/* On the photograph a dot is this many pixels. */
enum { ZOOM = 2, TAPS_MAX = 64 };
static const float blur_sigma = 2, blind_sigma = 14, turn_degrees = 3, contrast = 0.3F;

static struct app *kiosk;
static zbar_image_scanner_t *scanner;
static int codes_read;

static const struct paper *make(const char *what, const char *tag, enum paper_kind kind)
{
    struct err e = {0};
    memset(&kiosk->session, 0, sizeof kiosk->session);
    kiosk->session.lang = language_find(kiosk->site->languages, kiosk->site->language_count, tag);
    app_changed(kiosk);
    app_sample_slips(kiosk);
    struct paper *p = services_paper(kiosk->services);
    if (!paper_make(p, what, paper_area(kind), &e))
        fail_msg("%s in %s: %s", what, tag, e.msg);
    return p;
}

/* ---- pictures ---------------------------------------------------------------------------------------------------- */

struct grey {
    int w, h;
    float *px; /* 0 black to 1 */
};

static struct grey grey_new(int w, int h)
{
    struct grey g = {.w = w, .h = h, .px = calloc((size_t)w * (size_t)h, sizeof *g.px)};
    assert_non_null(g.px);
    return g;
}

/* The dots of a box, whatever the sheets it stands on. */
static struct grey dots_of(const struct paper *p, const struct box *b)
{
    const struct raster *sheets;
    size_t count = paper_sheets(p, &sheets), at = 0;
    int top = b->y;
    while (at + 1 < count && top >= sheets[at].h)
        top -= sheets[at++].h;
    struct grey g = grey_new(b->w, b->h);
    for (int y = 0; y < g.h; y++)
        for (int x = 0; x < g.w; x++)
            g.px[y * g.w + x] = !raster_get(&sheets[at], b->x + x, top + y);
    return g;
}

static float dot_at(const struct grey *g, int x, int y)
{
    return x < 0 || y < 0 || x >= g->w || y >= g->h ? 1 : g->px[y * g->w + x];
}

/* Twice as large, turned about its middle, on white paper. */
static struct grey turned(const struct grey *g)
{
    const float s = sinf(turn_degrees * (float)M_PI / 180), c = cosf(turn_degrees * (float)M_PI / 180);
    struct grey out = grey_new((g->w + g->h / 8) * ZOOM, (g->h + g->w / 8) * ZOOM);
    for (int y = 0; y < out.h; y++)
        for (int x = 0; x < out.w; x++) {
            float dx = (float)(x - out.w / 2) / ZOOM, dy = (float)(y - out.h / 2) / ZOOM;
            float u = c * dx + s * dy + (float)g->w / 2 - 0.5F, v = c * dy - s * dx + (float)g->h / 2 - 0.5F;
            int iu = (int)floorf(u), iv = (int)floorf(v);
            float fu = u - (float)iu, fv = v - (float)iv;
            out.px[y * out.w + x] = (1 - fv) * ((1 - fu) * dot_at(g, iu, iv) + fu * dot_at(g, iu + 1, iv)) +
                                    fv * ((1 - fu) * dot_at(g, iu, iv + 1) + fu * dot_at(g, iu + 1, iv + 1));
        }
    return out;
}

static void blur_line(const float *in, float *out, int n, int step, const float *taps, int reach)
{
    for (int i = 0; i < n; i++) {
        float sum = 0;
        for (int k = -reach; k <= reach; k++) {
            int at = i + k < 0 ? 0 : i + k >= n ? n - 1 : i + k;
            sum += taps[k + reach] * in[(ptrdiff_t)at * step];
        }
        out[(ptrdiff_t)i * step] = sum;
    }
}

static void blur(struct grey *g, float sigma)
{
    float taps[TAPS_MAX + 1], sum = 0;
    int reach = (int)ceilf(2 * sigma) < TAPS_MAX / 2 ? (int)ceilf(2 * sigma) : TAPS_MAX / 2;
    for (int k = -reach; k <= reach; k++)
        sum += taps[k + reach] = expf(-(float)(k * k) / (2 * sigma * sigma));
    for (int k = 0; k <= 2 * reach; k++)
        taps[k] /= sum;
    struct grey t = grey_new(g->w, g->h);
    for (int y = 0; y < g->h; y++)
        blur_line(g->px + (ptrdiff_t)y * g->w, t.px + (ptrdiff_t)y * g->w, g->w, 1, taps, reach);
    for (int x = 0; x < g->w; x++)
        blur_line(t.px + x, g->px + x, g->h, g->w, taps, reach);
    free(t.px);
}

/* What zbar reads, or NULL; the caller frees. */
static char *read_code(const struct grey *g, float share)
{
    size_t n = (size_t)g->w * (size_t)g->h;
    unsigned char *px = malloc(n);
    assert_non_null(px);
    for (size_t i = 0; i < n; i++)
        px[i] = (unsigned char)(255 * (0.5F + (g->px[i] - 0.5F) * share));
    zbar_image_t *image = zbar_image_create();
    zbar_image_set_format(image, zbar_fourcc('Y', '8', '0', '0'));
    zbar_image_set_size(image, (unsigned)g->w, (unsigned)g->h);
    zbar_image_set_data(image, px, n, NULL);
    zbar_scan_image(scanner, image);
    const zbar_symbol_t *symbol = zbar_image_first_symbol(image);
    char *text = symbol ? strndup(zbar_symbol_get_data(symbol), zbar_symbol_get_data_length(symbol)) : NULL;
    zbar_image_destroy(image);
    free(px);
    return text;
}

static char *read_photograph(const struct paper *p, const struct box *b, float sigma)
{
    struct grey dots = dots_of(p, b), shot = turned(&dots);
    blur(&shot, sigma);
    char *text = read_code(&shot, contrast);
    free(dots.px);
    free(shot.px);
    return text;
}

/* ---- slips ------------------------------------------------------------------------------------------------------- */

/* What all codes of a slip say, one below the other; both pictures of each must say the same. */
static void read_all(const struct paper *p, const char *where, struct str *out)
{
    const struct ui *u;
    const struct node *root = paper_tree(p, &u);
    str_init(out);
    for (const struct node *n = node_next(root, NULL); n; n = node_next(root, n)) {
        if (!n->qr)
            continue;
        struct grey dots = dots_of(p, &n->box);
        char *clean = read_code(&dots, 1), *photograph = read_photograph(p, &n->box, blur_sigma);
        free(dots.px);
        if (!clean || !photograph || strcmp(clean, photograph) != 0)
            fail_msg("%s: '%s' is read as '%s' from a bad photograph", where, clean ? clean : "(nothing)",
                     photograph ? photograph : "(nothing)");
        str_add_f(out, "%s\n", clean);
        free(clean);
        free(photograph);
        codes_read++;
    }
}

struct wanted {
    const char *what;
    const char *words[4];
};

static void check_slip(const struct wanted *w, const char *tag, enum paper_kind kind)
{
    char where[160];
    struct str said;
    snprintf(where, sizeof where, "%s in %s on paper %d", w->what, tag, (int)kind);
    read_all(make(w->what, tag, kind), where, &said);
    for (size_t i = 0; i < 4 && w->words[i]; i++)
        if (!said.s || !strstr(said.s, w->words[i]))
            fail_msg("%s: no code says '%s', but: %s", where, w->words[i], said.s ? said.s : "");
    str_release(&said);
}

static const struct wanted slips[] = {
    {"page/police", {"tel:+12065550199"}},
    {"resource/crisis", {"tel:988", "https://988lifeline.org"}},
    {"resource/dv/codes", {"tel:", "https://"}},
    {"receipt", {"123456"}},
    {"answer", {"BEGIN:VEVENT", "DTSTART:20261126T"}},
};

static void test_every_code(void **state)
{
    (void)state;
    for (size_t s = 0; s < sizeof slips / sizeof *slips; s++)
        for (int l = 0; l < LANGUAGES; l++)
            check_slip(&slips[s], languages[l], PAPER_80MM);
    check_slip(&slips[3], "my", PAPER_58MM);
    check_slip(&slips[1], "uk", PAPER_58MM);
    check_slip(&slips[0], "ar", PAPER_A4);
    check_slip(&slips[3], "es", PAPER_LETTER);
    check_slip(&(const struct wanted){"test", {"Porchlight"}}, "en", PAPER_58MM);
    print_message("# %d codes\n", codes_read);
    assert_true(codes_read > 60);
}

/* The same in every language: the calendar says "Information", in words of that language, and nothing of whom. */
static void test_neutral(void **state)
{
    (void)state;
    struct str said;
    read_all(make("answer", "en", PAPER_80MM), "answer", &said);
    assert_non_null(strstr(said.s, "SUMMARY:Information"));
    assert_null(strcasestr(said.s, "polic"));
    assert_null(strcasestr(said.s, "officer"));
    str_release(&said);
    for (int l = 0; l < LANGUAGES; l++) {
        read_all(make("resource/dv", languages[l], PAPER_80MM), "discreet", &said);
        assert_int_equal(said.len, 0);
        str_release(&said);
    }
}

/* The judge is no rubber stamp. */
static void test_blind(void **state)
{
    (void)state;
    const struct ui *u;
    const struct paper *p = make("receipt", "en", PAPER_80MM);
    const struct node *root = paper_tree(p, &u), *n = node_next(root, NULL);
    while (n && !n->qr)
        n = node_next(root, n);
    assert_non_null(n);
    assert_null(read_photograph(p, &n->box, blind_sigma));
}

static int open_kiosk(void **state)
{
    (void)state;
    kiosk = stage_open(1080, 1920);
    scanner = zbar_image_scanner_create();
    zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
    zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
    return 0;
}

static int close_kiosk(void **state)
{
    (void)state;
    zbar_image_scanner_destroy(scanner);
    app_close(kiosk);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_code),
        cmocka_unit_test(test_neutral),
        cmocka_unit_test(test_blind),
    };
    return cmocka_run_group_tests_name("slip codes", tests, open_kiosk, close_kiosk);
}
