/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "made_site.h"

#include "kit.h"

#include "base/arena.h"
#include "base/fs.h"
#include "content/catalogue.h"
#include "domain/form.h"
#include "screens/screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char from[] = "kiosk-config";
static const char *const pages_there[] = {"about-machine", "call-911", "liaison", "papers", "police", "victim-rights"};
enum { PAGES_THERE = sizeof pages_there / sizeof *pages_there, FILE_MAX = 1 << 20 };

struct maker {
    const char *dir;
    struct arena a;
    struct site *site;
    const struct language **offered;
    size_t count;
};

static void make_dirs(struct maker *m, const char *rel)
{
    struct err e = {0};
    if (!fs_make_dirs(arena_printf(&m->a, "%s/%s", m->dir, rel), &e))
        kit_give_up("%s", e.msg);
}

static void write_file(struct maker *m, const char *rel, const char *text, size_t len)
{
    FILE *f = fopen(arena_printf(&m->a, "%s/%s", m->dir, rel), "w");
    if (!f || fwrite(text, 1, len, f) != len || fclose(f) != 0)
        kit_give_up("cannot write %s/%s", m->dir, rel);
}

static char *read_file(struct maker *m, const char *rel, size_t *len)
{
    char *text;
    struct err e = {0};
    if (!fs_read_path(arena_printf(&m->a, "%s/%s", from, rel), FILE_MAX, &m->a, &text, len, &e))
        kit_give_up("%s", e.msg);
    return text;
}

static void copy(struct maker *m, const char *rel, const char *as)
{
    size_t len;
    const char *text = read_file(m, rel, &len);
    write_file(m, as, text, len);
}

/* A second name for a file of the new site. */
static void same(struct maker *m, const char *rel, const char *as)
{
    if (link(arena_printf(&m->a, "%s/%s", m->dir, rel), arena_printf(&m->a, "%s/%s", m->dir, as)) != 0)
        kit_give_up("cannot link %s in %s", as, m->dir);
}

static bool has_words(const struct maker *m, const struct language *l)
{
    for (size_t i = 0; i < m->site->offered_count; i++)
        if (m->site->offered[i] == l)
            return true;
    return false;
}

/* Whose words a language takes: its own, or those of the next one of its script; never English, whose files have
 * another head. */
static const char *words_of(const struct maker *m, size_t i)
{
    const struct language *l = m->offered[i];
    if (has_words(m, l))
        return l->text.tag;
    for (int latin = 0; latin < 2; latin++)
        for (size_t k = 0; k < m->site->offered_count; k++) {
            const struct language *o = m->site->offered[(i + k) % m->site->offered_count];
            if (strcmp(o->text.script, latin ? "Latn" : l->text.script) == 0 && strcmp(o->text.tag, "en") != 0)
                return o->text.tag;
        }
    kit_give_up("no words for %s", l->text.tag);
}

static void choose_languages(struct maker *m, size_t wanted)
{
    const struct site *s = m->site;
    m->offered = ARENA_ARRAY(&m->a, const struct language *, s->language_count);
    for (size_t i = 0; i < s->offered_count; i++)
        m->offered[m->count++] = s->offered[i];
    for (size_t i = 0; i < s->language_count && m->count < wanted; i++)
        if (!has_words(m, s->languages[i]))
            m->offered[m->count++] = s->languages[i];
    if (m->count < wanted)
        kit_give_up("languages.yaml has only %zu languages", m->count);
}

/* site.yaml with another list of languages. */
static void write_settings(struct maker *m)
{
    size_t len;
    const char *text = read_file(m, "site.yaml", &len), *list = strstr(text, "\nlanguages: ["), *end;
    if (!list || !(end = strchr(list + 1, '\n')))
        kit_give_up("site.yaml lists its languages otherwise than made_site.c knows");
    char *tags = arena_printf(&m->a, "%s", m->offered[0]->text.tag);
    for (size_t i = 1; i < m->count; i++)
        tags = arena_printf(&m->a, "%s, %s", tags, m->offered[i]->text.tag);
    const char *all = arena_printf(&m->a, "%.*s\nlanguages: [%s]%s", (int)(list - text), text, tags, end);
    write_file(m, "site.yaml", all, strlen(all));
}

static void write_strings(struct maker *m)
{
    make_dirs(m, "strings");
    for (size_t i = 0; i < m->count; i++) {
        const char *tag = m->offered[i]->text.tag;
        copy(m, arena_printf(&m->a, "strings/%s.po", words_of(m, i)), arena_printf(&m->a, "strings/%s.po", tag));
    }
}

static void write_page(struct maker *m, size_t n)
{
    const char *slug = pages_there[n % PAGES_THERE], *first = slug;
    if (n >= PAGES_THERE)
        slug = arena_printf(&m->a, "page-%zu", n);
    make_dirs(m, arena_printf(&m->a, "pages/%s", slug));
    copy(m, arena_printf(&m->a, "pages/%s/en.md", first), arena_printf(&m->a, "pages/%s/en.md", slug));
    for (size_t i = 0; i < m->count; i++) {
        const char *tag = m->offered[i]->text.tag, *as = arena_printf(&m->a, "pages/%s/%s.md", slug, tag);
        if (strcmp(tag, "en") == 0)
            continue;
        if (n < PAGES_THERE)
            copy(m, arena_printf(&m->a, "pages/%s/%s.md", first, words_of(m, i)), as);
        else
            same(m, arena_printf(&m->a, "pages/%s/%s.md", first, tag), as);
    }
}

static void copy_folder(struct maker *m, const char *folder)
{
    struct err e = {0};
    char **names;
    size_t count;
    make_dirs(m, folder);
    if (!fs_list(&m->site->root, folder, &m->a, &names, &count, &e))
        kit_give_up("%s", e.msg);
    for (size_t i = 0; i < count; i++) {
        const char *path = arena_printf(&m->a, "%s/%s", folder, names[i]);
        copy(m, path, path);
    }
}

void made_site(const char *dir, size_t languages, size_t pages)
{
    static const char *const settings[] = {"languages.yaml", "local.yaml", "people.yaml", "resources.yaml"};
    struct maker m = {.dir = dir};
    struct faults faults;
    struct err e = {0};
    faults_init(&faults);
    if (!site_open(&m.site, from, &faults, &e))
        kit_give_up("%s", e.msg);
    arena_init(&m.a, false);
    make_dirs(&m, ".");
    choose_languages(&m, languages);
    write_settings(&m);
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        copy(&m, settings[i], settings[i]);
    copy_folder(&m, "media");
    write_strings(&m);
    for (size_t i = 0; i < PAGES_THERE || i < pages; i++)
        write_page(&m, i);
    arena_release(&m.a);
    site_free(m.site);
    faults_release(&faults);
}

/* ---- routes ---- */

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

void routes_of(const char *site_dir, struct routes *out)
{
    static const char *const fixed[] = {"home",       "meet",      "receipt", "my-request", "resources",
                                        "speak-card", "emergency", "access",  "about"};
    enum { CARDS_MAX = 12 };
    struct faults faults;
    struct site *site;
    struct err e = {0};
    faults_init(&faults);
    if (!site_open(&site, site_dir, &faults, &e))
        kit_give_up("%s", e.msg);
    struct catalogue *c = catalogue_new(site, &faults);
    *out = (struct routes){0};
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        add(out, "%s", fixed[i]);
    for (int s = 0; s < STEP_COUNT; s++)
        add(out, "request/%s", form_step_word((enum form_step)s));
    for (size_t i = 0; i < catalogue_count(c); i++)
        for (int k = 1; k <= CARDS_MAX; k++)
            add(out, "page/%s/%d", catalogue_page(c, i)->slug, k);
    for (size_t i = 0; i < site->resource_count; i++)
        add(out, "resource/%s", site->resources[i].key);
    catalogue_free(c);
    site_free(site);
    faults_release(&faults);
}

void routes_release(struct routes *r)
{
    for (size_t i = 0; i < r->list.len; i++)
        free(r->list.v[i]);
    VEC_RELEASE(&r->list);
}
