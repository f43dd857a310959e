/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures of screens: one, or all of them. */
#include "app/run.h"

#include "app/offscreen.h"
#include "base/arena.h"
#include "base/fs.h"
#include "base/vec.h"
#include "content/catalogue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void dress(struct app *a, const struct shot_options *s)
{
    struct session *session = app_session(a);
    session->size = s->size;
    session->theme = s->theme;
    session->lower = s->lower;
    app_changed(a);
}

/* A few answers, so that the review has something to show; nobody's. */
static void sample_answers(struct app *a)
{
    struct request *r = &app_session(a)->request;
    r->topics = 1U << TOPIC_QUESTION | 1U << TOPIC_WORK;
    r->interpreter = INTERPRETER_WOMAN;
    r->interpreter_not_from_my_community = true;
    r->place = PLACE_HERE;
    r->reach = REACH_COME_BACK;
}

static bool go(struct app *a, const char *route)
{
    if (strcmp(route, "receipt") == 0 || strcmp(route, "print/receipt") == 0)
        app_sample_receipt(a);
    if (strcmp(route, "print/answer") == 0)
        app_sample_answer(a);
    if (strcmp(route, "request/review") == 0)
        sample_answers(a);
    return app_go(a, route);
}

/* A session begins in another language when languages.yaml does not have the one that was asked for. */
static bool speaks(struct app *a, const char *tag, struct err *e)
{
    if (!tag || language_find(&app_session(a)->lang, 1, tag))
        return true;
    return err_set(e, ERR_NOT_FOUND, "languages.yaml has no language '%s'", tag);
}

bool shot(const struct app_options *o, const struct shot_options *s, struct err *e)
{
    struct offscreen f;
    bool ok = offscreen_open(&f, o, e) && speaks(f.app, o->lang, e);
    if (ok) {
        dress(f.app, s);
        if (!go(f.app, s->screen))
            ok = err_set(e, ERR_NOT_FOUND, "there is no screen '%s' in this language today", s->screen);
    }
    if (ok)
        offscreen_paint(&f); /* drawn even when no picture is wanted: make bench times it */
    ok = ok && (!s->out || offscreen_save(&f, s->out, e)) && (!s->tree || offscreen_save_tree(&f, s->tree, e));
    offscreen_close(&f);
    return ok;
}

/* ---- the tour ------------------------------------------------------------------------------------------------------
 */

struct routes {
    VEC(char *) list;
};

static void add(struct routes *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void add(struct routes *r, const char *fmt, ...)
{
    char route[ROUTE_MAX];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(route, sizeof route, fmt, ap);
    va_end(ap);
    VEC_PUSH(&r->list, strdup(route));
}

/* Every place a visitor can come to, in the order of a visit. Places that a language lacks are left out by the tour. */
static bool all_routes(const char *site_dir, struct routes *r, struct err *e)
{
    struct faults faults;
    faults_init(&faults);
    struct site *site;
    if (!site_open(&site, site_dir, &faults, e)) {
        faults_release(&faults);
        return false;
    }
    struct catalogue *c = catalogue_new(site, &faults);
    add(r, "welcome");
    add(r, "home");
    for (size_t i = 0; i < catalogue_count(c); i++)
        for (int k = 1; k <= PAGE_CARDS_MAX + 1; k++) /* and what comes after the last */
            add(r, "page/%s/%d", catalogue_page(c, i)->slug, k);
    add(r, "about");
    add(r, "meet");
    for (int s = 0; s < STEP_COUNT; s++)
        add(r, "request/%s", form_step_word((enum form_step)s));
    add(r, "receipt");
    add(r, "my-request");
    add(r, "resources");
    for (size_t i = 0; i < site->resource_count; i++)
        add(r, "resource/%s", site->resources[i].key);
    add(r, "speak-card");
    for (size_t i = 0; i < catalogue_count(c); i++)
        add(r, "print/page/%s", catalogue_page(c, i)->slug);
    add(r, "print/resource/centre");
    add(r, "print/speak-card");
    add(r, "print/receipt");
    add(r, "print/answer");
    add(r, "emergency");
    add(r, "access");
    catalogue_free(c);
    site_free(site);
    faults_release(&faults);
    return true;
}

static void file_name(char *out, size_t size, const char *dir, int n, const char *route, const char *tag,
                      const char *ending)
{
    char id[ROUTE_MAX];
    snprintf(id, sizeof id, "%s", strcmp(route, "request/topic") == 0 ? "request" : route);
    for (char *c = id; *c; c++)
        if (*c == '/')
            *c = '-';
    snprintf(out, size, "%s%s%02d-%s.%s.%s", dir, *dir ? "/" : "", n, id, tag, ending);
}

static bool tour_language(struct offscreen *f, const struct routes *r, const char *tag, const char *dir,
                          struct str *html, struct err *e)
{
    int n = 0;
    char path[4096], name[256];
    str_add_f(html, "<h2 lang=\"%s\">%s</h2>\n<div class=\"row\">\n", tag, tag);
    for (size_t i = 0; i < r->list.len; i++) {
        if (!go(f->app, r->list.v[i]))
            continue;
        n++;
        file_name(path, sizeof path, dir, n, r->list.v[i], tag, "png");
        if (!offscreen_save(f, path, e))
            return false;
        file_name(path, sizeof path, dir, n, r->list.v[i], tag, "json");
        if (!offscreen_save_tree(f, path, e))
            return false;
        file_name(name, sizeof name, "", n, r->list.v[i], tag, "png");
        str_add_f(html,
                  "<figure><a href=\"%s\"><img loading=\"lazy\" src=\"%s\" "
                  "alt=\"\"></a><figcaption>%s</figcaption></figure>\n",
                  name, name, r->list.v[i]);
    }
    str_add(html, "</div>\n");
    return true;
}

static bool write_index(const char *dir, const struct str *body, struct err *e)
{
    struct str html;
    str_init(&html);
    str_add(&html, "<!doctype html>\n<meta charset=\"utf-8\">\n<title>Porchlight: the "
                   "tour</title>\n<style>body{font:16px sans-serif;background:#fbf6ec;"
                   "color:#1f2a37;margin:2em}.row{display:flex;flex-wrap:wrap;gap:1em}figure{margin:0;width:216px}img{"
                   "width:100%;border:1px solid "
                   "#857a69}</style>\n<h1>Porchlight: the tour</h1>\n");
    str_add_n(&html, body->s, body->len);
    char path[4096];
    snprintf(path, sizeof path, "%s/index.html", dir);
    bool ok = fs_write_atomic(path, html.s, html.len, 0644, e);
    str_release(&html);
    return ok;
}

bool tour(const struct app_options *o, const struct shot_options *look, const char *langs, const char *dir,
          struct err *e)
{
    struct routes routes = {0};
    struct str html;
    str_init(&html);
    bool ok = fs_make_dirs(dir, e) && all_routes(o->site, &routes, e);
    char *copy = strdup(langs), *save = NULL;
    for (char *tag = strtok_r(copy, ",", &save); ok && tag; tag = strtok_r(NULL, ",", &save)) {
        struct app_options mine = *o;
        mine.lang = tag;
        struct offscreen f;
        ok = offscreen_open(&f, &mine, e) && speaks(f.app, tag, e);
        if (ok) {
            dress(f.app, look);
            ok = tour_language(&f, &routes, tag, dir, &html, e);
        }
        offscreen_close(&f);
    }
    free(copy);
    ok = ok && write_index(dir, &html, e);
    for (size_t i = 0; i < routes.list.len; i++)
        free(routes.list.v[i]);
    VEC_RELEASE(&routes.list);
    str_release(&html);
    return ok;
}
