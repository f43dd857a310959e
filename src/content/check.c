/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "content/check.h"

#include "base/str.h"
#include "check_int.h"
#include "content/photo.h"
#include "domain/request.h"
#include "strings_int.h"
#include "textfile_int.h"

#include <stdio.h>
#include <string.h>

void check_icon(struct check *c, const char *icon, const char *path, int line)
{
    char name[80];
    snprintf(name, sizeof name, "%.64s.svg", icon);
    if (c->has_icons && !fs_stat(&c->icons, name, NULL, NULL))
        faults_add(c->faults, FAULT_ERROR, path, line, "there is no picture '%s'", icon);
}

void check_file(struct check *c, const char *file, const char *path, int line)
{
    if (!fs_stat(&c->site->root, file, NULL, NULL))
        faults_add(c->faults, FAULT_ERROR, path, line, "there is no file '%s' in the site", file);
}

void check_photo(struct check *c, const char *file, const char *path, int line)
{
    struct arena a;
    struct err e = {0};
    char *bytes;
    size_t len;
    arena_init(&a, false);
    if (!fs_read(&c->site->root, file, PHOTO_BYTES_MAX, &a, &bytes, &len, &e)) {
        if (e.code == ERR_NOT_FOUND)
            check_file(c, file, path, line);
        else
            faults_add(c->faults, FAULT_ERROR, path, line, "%s", e.msg);
    } else if (!photo_ok(bytes, len, &e)) {
        faults_add(c->faults, FAULT_ERROR, path, line, "'%s' cannot be shown: %s", file, e.msg);
    }
    arena_release(&a);
}

/* ---- dates in the settings ---- */

static void check_expiry(struct check *c, day_t expires, const char *path, int line, const char *what, const char *key)
{
    if (expires == DAY_NONE)
        return;
    char day[11];
    day_format(expires, day);
    if (expires < c->today)
        faults_add(c->faults, FAULT_ERROR, path, line, "%s '%s' expired on %s", what, key, day);
    else if ((int64_t)expires - c->today <= SOON_DAYS)
        faults_add(c->faults, FAULT_WARNING, path, line, "%s '%s' expires soon, on %s", what, key, day);
}

static int line_of(const struct yaml_node *node, int otherwise)
{
    return node ? node->line : otherwise;
}

/* The entry with this key in a list of maps. */
static const struct yaml_node *entry_of(const struct yaml_node *file, const char *list_name, const char *key)
{
    const struct yaml_node *list = yaml_get(file, list_name);
    for (size_t i = 0; list && list->kind == YAML_LIST && i < list->count; i++) {
        const struct yaml_node *k = yaml_get(list->items[i], "key");
        if (k && k->kind == YAML_TEXT && strcmp(k->text, key) == 0)
            return list->items[i];
    }
    return NULL;
}

/* Whether a map has this day under a key: then it is the one that is shown. */
static bool says_day(const struct yaml_node *map, const char *key, day_t day)
{
    const struct yaml_node *n = yaml_get(map, key);
    day_t there;
    return n && n->kind == YAML_TEXT && day_parse(n->text, &there) && there == day;
}

static void check_facts(struct check *c)
{
    for (size_t i = 0; i < c->site->fact_count; i++) {
        const struct local_fact *fact = &c->site->facts[i];
        const struct yaml_node *map = yaml_get(c->facts, fact->key), *over = yaml_get(c->changed_facts, fact->key);
        bool changed = says_day(over, "expires", fact->expires) && says_day(over, "on", fact->on);
        map = changed ? over : map;
        check_expiry(c, fact->expires, changed ? "changes/local.yaml" : "local.yaml",
                     line_of(yaml_get(map, "expires"), line_of(map, 0)), "the local fact", fact->key);
    }
}

static void check_resources(struct check *c, struct strings *strings)
{
    for (size_t i = 0; i < c->site->resource_count; i++) {
        const struct resource *r = &c->site->resources[i];
        const struct yaml_node *map = entry_of(c->resources, "resources", r->key);
        int line = line_of(map, 0);
        const struct yaml_node *over = yaml_get(entry_of(c->changed_resources, "resources", r->key), "expires");
        check_expiry(c, r->expires, over ? "changes/resources.yaml" : "resources.yaml",
                     over ? over->line : line_of(yaml_get(map, "expires"), line), "the resource", r->key);
        if (r->icon)
            check_icon(c, r->icon, "resources.yaml", line_of(yaml_get(map, "icon"), line));
        if (r->about && !strings_has(strings, "en", r->about))
            faults_add(c->faults, FAULT_WARNING, "resources.yaml", line_of(yaml_get(map, "about"), line),
                       "\"%s\" is not in strings/en.po, so it is not translated", r->about);
        const struct yaml_node *tags = yaml_get(map, "languages");
        for (size_t k = 0; tags && tags->kind == YAML_LIST && k < tags->count; k++)
            if (tags->items[k]->kind == YAML_TEXT && !site_language(c->site, tags->items[k]->text))
                faults_add(c->faults, FAULT_WARNING, "resources.yaml", tags->items[k]->line,
                           "language '%s' is not in languages.yaml", tags->items[k]->text);
    }
}

static void check_people(struct check *c)
{
    size_t keys = 0;
    for (size_t i = 0; i < c->site->person_count; i++) {
        const struct person *p = &c->site->people[i];
        const struct yaml_node *map = entry_of(c->people, "people", p->key);
        keys += p->has_key;
        if (p->has_key && keys == REQUEST_READERS_MAX + 1)
            faults_add(c->faults, FAULT_ERROR, "people.yaml", line_of(yaml_get(map, "public_key"), line_of(map, 0)),
                       "requests are sealed to the first %d officers with a key: this one and those after cannot read",
                       (int)REQUEST_READERS_MAX);
        if (p->photo)
            check_photo(c, p->photo, "people.yaml", line_of(yaml_get(map, "photo"), line_of(map, 0)));
        if (p->greeting)
            check_file(c, p->greeting, "people.yaml", line_of(yaml_get(map, "greeting"), line_of(map, 0)));
    }
    if (!keys)
        faults_add(c->faults, FAULT_ERROR, "people.yaml", 0,
                   "nobody has a public_key: requests to meet cannot be sealed, so none can be sent");
    /* everybody who has this program has the secret halves of those keys */
    if (!c->site->demonstration && fs_is_dir(&c->site->root, "demonstration"))
        faults_add(c->faults, FAULT_ERROR, "demonstration", 0,
                   "the demonstration's keys lie here: delete this folder, and give each officer a key of their own");
}

/* ---- strings, and languages that are promised but not ready ---- */

/* One list of strings: the visitors', or what staff and liaisons read. */
static void check_list(struct check *c, struct strings *strings, const char *folder, enum strings_list list)
{
    char **names;
    size_t count;
    if (!fs_list(&c->site->root, folder, &c->arena, &names, &count, NULL))
        return;
    for (size_t i = 0; i < count; i++) {
        if (!str_ends(names[i], ".po") || strcmp(names[i], "en.po") == 0)
            continue;
        const char *tag = arena_strndup(&c->arena, names[i], strlen(names[i]) - 3);
        if (!site_language(c->site, tag))
            faults_add(c->faults, FAULT_WARNING, arena_printf(&c->arena, "%s/%s", folder, names[i]), 0,
                       "language '%s' is not in languages.yaml", tag);
        strings_check(strings, tag, list, c->faults);
    }
}

static void check_strings(struct check *c, struct strings *strings)
{
    strings_check(strings, "en", STRINGS_VISITOR, c->faults);
    check_list(c, strings, "strings", STRINGS_VISITOR);
    if (fs_is_dir(&c->site->root, "strings/desk")) { /* without it the desk speaks English */
        strings_check(strings, "en", STRINGS_DESK, c->faults);
        check_list(c, strings, "strings/desk", STRINGS_DESK);
    }
}

static void check_offers(struct check *c, struct strings *strings, struct catalogue *catalogue)
{
    const struct yaml_node *list = yaml_get(c->site_file, "languages");
    for (size_t i = 0; list && list->kind == YAML_LIST && i < list->count; i++) {
        const char *tag = list->items[i]->kind == YAML_TEXT ? list->items[i]->text : "";
        const struct language *language = site_language(c->site, tag);
        if (!language || catalogue_offers(catalogue, strings, tag))
            continue;
        faults_add(c->faults, FAULT_ERROR, "site.yaml", list->items[i]->line, "%s (%s) cannot be offered: %s",
                   language->english, tag,
                   strings_complete(strings, tag, STRINGS_VISITOR) ? "a page marked core is not there in it"
                                                                   : "its interface strings are not complete");
    }
}

static const struct yaml_node *read_from(const struct fs_root *root, struct arena *a, const char *path)
{
    char *text;
    size_t len;
    return textfile_read(root, path, YAML_MAX, false, a, &text, &len, NULL) ? yaml_parse(text, len, path, 1, a, NULL)
                                                                            : NULL;
}

static const struct yaml_node *read_again(struct check *c, struct arena *a, const char *path)
{
    return read_from(&c->site->root, a, path);
}

static void read_changed(struct check *c, struct arena *a)
{
    struct fs_root data;
    if (!c->data || !fs_root_open(&data, c->data, NULL))
        return;
    c->changed_facts = read_from(&data, a, "changes/local.yaml");
    c->changed_resources = read_from(&data, a, "changes/resources.yaml");
    fs_root_close(&data);
}

static void check_all(struct check *c)
{
    struct arena settings;
    arena_init(&settings, false);
    c->site_file = read_again(c, &settings, "site.yaml");
    c->facts = read_again(c, &settings, "local.yaml");
    c->resources = read_again(c, &settings, "resources.yaml");
    c->people = read_again(c, &settings, "people.yaml");
    read_changed(c, &settings);

    struct catalogue *catalogue = catalogue_new(c->site, c->faults);
    struct strings *strings = strings_new(&c->site->root);
    check_facts(c);
    check_resources(c, strings);
    check_people(c);
    check_strings(c, strings);
    check_offers(c, strings, catalogue);
    check_pages(c);
    check_tree(c);
    strings_free(strings);
    catalogue_free(catalogue);
    arena_release(&settings);
}

bool check_site(const char *dir, const char *icon_dir, day_t today, struct faults *faults, struct err *e)
{
    return check_kiosk(dir, NULL, icon_dir, today, faults, e);
}

bool check_kiosk(const char *dir, const char *data, const char *icon_dir, day_t today, struct faults *faults,
                 struct err *e)
{
    struct check c = {.faults = faults, .today = today, .data = data};
    if (!site_open_changed(&c.site, dir, &(struct site_changes){.data = data}, faults, e))
        return false;
    bool ok = !icon_dir || fs_root_open(&c.icons, icon_dir, e);
    c.has_icons = icon_dir && ok;
    arena_init(&c.arena, false);
    if (ok) {
        check_all(&c);
        faults_sort(faults);
    }
    arena_release(&c.arena);
    if (c.has_icons)
        fs_root_close(&c.icons);
    site_free(c.site);
    return ok;
}
