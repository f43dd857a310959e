/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A slip as a picture, dot by dot as a printer gets it, without a printer: for tests and for the staff guide. */
#include "app/run.h"

#include "app/offscreen.h"
#include "app_int.h"
#include "paper_int.h"
#include "ui/tree.h"

#include <errno.h>
#include <png.h>
#include <stdio.h>
#include <string.h>

/* libpng calls this and must not return from it. */
static void stop_writing(png_structp png, png_const_charp message)
{
    struct err *e = png_get_error_ptr(png);
    err_set(e, ERR_FAILED, "%s", message);
    png_longjmp(png, 1);
}

static bool write_rows(png_structp png, png_infop info, FILE *f, const struct raster *r, int dpi)
{
    if (setjmp(png_jmpbuf(png))) /* NOLINT(cert-err52-cpp): how libpng fails */
        return false;
    png_init_io(png, f);
    png_set_IHDR(png, info, (png_uint_32)r->w, (png_uint_32)r->h, 1, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_pHYs(png, info, (png_uint_32)(dpi * 10000 / 254), (png_uint_32)(dpi * 10000 / 254), PNG_RESOLUTION_METER);
    png_write_info(png, info);
    png_set_invert_mono(png); /* ours has 1 for black */
    for (int y = 0; y < r->h; y++)
        png_write_row(png, r->bits + (size_t)y * r->stride);
    png_write_end(png, info);
    return true;
}

static bool write_png(const struct raster *r, int dpi, const char *path, struct err *e)
{
    FILE *f = fopen(path, "wb");
    if (!f)
        return err_errno(e, errno, "cannot write '%s'", path);
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, e, stop_writing, NULL);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    bool ok = info && write_rows(png, info, f, r, dpi);
    png_destroy_write_struct(&png, &info);
    if (fclose(f) != 0 && ok)
        return err_errno(e, errno, "cannot write '%s'", path);
    return ok || err_wrap(e, "cannot write '%s'", path);
}

/* F.png, F-2.png, F-3.png … */
static bool write_sheets(const struct paper *p, int dpi, const char *out, struct err *e)
{
    const struct raster *sheets;
    size_t n = paper_sheets(p, &sheets);
    int stem = (int)strlen(out) - (str_ends(out, ".png") ? 4 : 0);
    for (size_t i = 0; i < n; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s", out);
        if (i)
            snprintf(path, sizeof path, "%.*s-%zu%s", stem, out, i + 1, out + stem);
        if (!write_png(&sheets[i], dpi, path, e))
            return false;
    }
    return true;
}

static bool write_tree(const struct paper *p, const char *what, const char *path, struct err *e)
{
    const struct ui *u;
    const struct node *root = paper_tree(p, &u);
    struct str out;
    str_init(&out);
    tree_json(u, root, what, &out);
    str_add_c(&out, '\n');
    bool ok = out.failed ? err_set(e, ERR_FAILED, "out of memory") : fs_write_atomic(path, out.s, out.len, 0644, e);
    str_release(&out);
    return ok;
}

static bool one(struct app *a, const char *what, enum paper_kind paper, const char *out, const char *tree,
                struct err *e)
{
    struct paper *p = services_paper(a->services);
    struct print_area area = paper_area(paper);
    return paper_make(p, what, area, e) && (!out || write_sheets(p, area.dpi, out, e)) &&
           (!tree || write_tree(p, what, tree, e));
}

/* ---- lists ---------------------------------------------------------------------------------------------------
 */

enum { WORD = ROUTE_MAX };

/* The next word of a list with commas. False: there are no more, or it is too long to be one. */
static bool next_word(const char **list, char word[WORD])
{
    size_t n = strcspn(*list, ",");
    if (!n || n >= WORD)
        return false;
    memcpy(word, *list, n);
    word[n] = '\0';
    *list += n + ((*list)[n] == ',');
    return true;
}

static const char *const paper_words[PAPER_KIND_COUNT] = {
    [PAPER_58MM] = "58", [PAPER_80MM] = "80", [PAPER_A4] = "a4", [PAPER_LETTER] = "letter"};

/* PAPER_KIND_COUNT: none has that word. */
static enum paper_kind paper_from_word(const char *word)
{
    int i = 0;
    while (i < PAPER_KIND_COUNT && strcmp(paper_words[i], word) != 0)
        i++;
    return (enum paper_kind)i;
}

bool slip_papers_known(const char *papers)
{
    char word[WORD];
    bool any = false;
    for (; next_word(&papers, word); any = true)
        if (paper_from_word(word) == PAPER_KIND_COUNT)
            return false;
    return any && !*papers;
}

static bool speak(struct app *a, const char *tag, struct err *e)
{
    const struct language *l = language_find(a->site->languages, a->site->language_count, tag);
    if (!l)
        return err_set(e, ERR_NOT_FOUND, "languages.yaml has no language '%s'", tag);
    memset(&a->session, 0, sizeof a->session);
    a->session.lang = l;
    app_changed(a);
    app_sample_slips(a);
    return true;
}

/* FOLDER/page-police.ar-80.png */
static bool named_for_itself(struct app *a, const char *what, enum paper_kind paper, const char *folder, struct err *e)
{
    char path[4096], name[WORD];
    snprintf(name, sizeof name, "%s", what);
    for (char *c = strchr(name, '/'); c; c = strchr(c, '/'))
        *c = '-';
    snprintf(path, sizeof path, "%s/%s.%s-%s.png", folder, name, a->session.lang->text.tag, paper_words[paper]);
    return one(a, what, paper, path, NULL, e);
}

static bool in_every(struct app *a, const struct slip_options *s, const char *langs, struct err *e)
{
    char tag[WORD], what[WORD], paper[WORD];
    while (next_word(&langs, tag)) {
        const char *slips = s->what;
        if (!speak(a, tag, e))
            return false;
        while (next_word(&slips, what)) {
            const char *papers = s->papers;
            while (next_word(&papers, paper))
                if (!named_for_itself(a, what, paper_from_word(paper), s->out, e))
                    return err_wrap(e, "'%s' in '%s' on '%s'", what, tag, paper);
        }
    }
    return true;
}

bool slip_shot(const struct app_options *o, const struct slip_options *s, struct err *e)
{
    struct offscreen f = {0};
    struct app_options mine = *o;
    const char *langs = o->lang;
    bool many = strchr(langs, ',') || strchr(s->what, ',') || strchr(s->papers, ',');
    mine.w = 1080; /* no screen is shown */
    mine.h = 1920;
    mine.lang = NULL;
    bool ok = offscreen_open(&f, &mine, e);
    if (ok && many)
        ok = in_every(f.app, s, langs, e);
    else if (ok)
        ok = speak(f.app, langs, e) && one(f.app, s->what, paper_from_word(s->papers), s->out, s->tree, e);
    offscreen_close(&f);
    return ok;
}
