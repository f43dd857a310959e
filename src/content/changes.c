/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "content/changes.h"

#include "base/str.h"
#include "changes_int.h"
#include "site_int.h"
#include "textfile_int.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const char *const file_names[CHANGE_FILE_COUNT] = {"local.yaml", "people.yaml", "resources.yaml", "site.yaml"};
static const char *const list_names[CHANGE_FILE_COUNT] = {[CHANGE_PEOPLE] = "people", [CHANGE_RESOURCES] = "resources"};

const char *change_file_name(enum change_file f)
{
    return file_names[f];
}

const char *change_list_name(enum change_file f)
{
    return list_names[f];
}

/* ---- reading and writing one file ----------------------------------------------------------------------------------
 */

static struct yaml_node *empty_map(struct arena *a)
{
    return yaml_new(a, YAML_MAP, NULL);
}

/* A map; what else the file may be is worth nothing. */
static struct yaml_node *read_tree(struct arena *a, const struct fs_root *root, const char *path, struct faults *faults)
{
    char *text;
    size_t len;
    if (!textfile_read(root, path, YAML_MAX, false, a, &text, &len, faults))
        return empty_map(a);
    struct yaml_node *tree = yaml_parse(text, len, path, 1, a, faults);
    return tree->kind == YAML_MAP ? tree : empty_map(a);
}

bool change_trees(struct arena *a, const struct changes_place *p, enum change_file f, struct change_trees *out,
                  struct err *e)
{
    struct fs_root root;
    struct faults faults;
    if (!fs_root_open(&root, p->site, e))
        return false;
    out->site = read_tree(a, &root, file_names[f], NULL);
    fs_root_close(&root);
    if (!fs_root_open(&root, p->data, e))
        return false;
    faults_init(&faults);
    out->over = read_tree(a, &root, arena_printf(a, "changes/%s", file_names[f]), &faults);
    out->damaged = faults.errors > 0;
    faults_release(&faults);
    fs_root_close(&root);
    return true;
}

/* The errors of the changed file when the site is opened with it; `text` NULL: as it lies on the disk. */
static bool try_site(const struct changes_place *p, enum change_file f, const char *text, struct faults *faults,
                     struct err *e)
{
    struct site_changes c = {.data = p->data, .file = text ? file_names[f] : NULL, .text = text};
    struct site *site;
    bool ok = site_open_changed(&site, p->site, &c, faults, e);
    if (ok)
        site_free(site);
    return ok;
}

static bool told_before(const struct faults *before, const struct fault *f)
{
    for (size_t i = 0; i < before->len; i++)
        if (str_eq(before->v[i].path, f->path) && str_eq(before->v[i].message, f->message))
            return true;
    return false;
}

/* Whether the site takes the new text as it takes the old; what was wrong before is no reason to refuse. */
static bool site_takes(const struct changes_place *p, enum change_file f, const char *text, struct err *e)
{
    struct faults before, after;
    char path[64];
    snprintf(path, sizeof path, "changes/%s", file_names[f]);
    faults_init(&before);
    faults_init(&after);
    bool ok = try_site(p, f, NULL, &before, e) && try_site(p, f, text, &after, e);
    for (size_t i = 0; ok && i < after.len; i++)
        if (after.v[i].level == FAULT_ERROR && str_eq(after.v[i].path, path) && !told_before(&before, &after.v[i]))
            ok = err_set(e, ERR_REFUSED, "%s", after.v[i].message);
    faults_release(&before);
    faults_release(&after);
    return ok;
}

/* A file that somebody else has damaged is not thrown away: its bytes stay beside. One that cannot be read, or is too
 * big to be, goes there itself. */
static bool keep_damaged(const char *path, struct err *e)
{
    struct arena a;
    arena_init(&a, false);
    char *bytes;
    size_t len;
    struct err why = {0};
    const char *beside = arena_printf(&a, "%s.damaged", path);
    bool ok;
    if (fs_read_path(path, YAML_MAX, &a, &bytes, &len, &why))
        ok = fs_write_atomic(beside, bytes, len, 0600, e);
    else
        ok = why.code == ERR_NOT_FOUND || rename(path, beside) == 0 ||
             err_errno(e, errno, "cannot put the damaged '%s' aside", path);
    arena_release(&a);
    return ok;
}

bool change_keep(const struct changes_place *p, enum change_file f, const struct change_trees *t, bool judged,
                 struct err *e)
{
    struct str text, path;
    str_init(&text);
    str_init(&path);
    str_add(&text, "# Changed on the kiosk's screen; laid over the site's file of this name.\n");
    yaml_write_file(t->over, &text);
    str_add_f(&path, "%s/changes", p->data);
    bool ok = !text.failed && !path.failed && (!judged || site_takes(p, f, text.s, e)) && fs_make_dirs(path.s, e);
    str_add_f(&path, "/%s", file_names[f]);
    ok = ok && (!t->damaged || keep_damaged(path.s, e)) && fs_write_atomic(path.s, text.s, text.len, 0600, e);
    str_release(&text);
    str_release(&path);
    return ok;
}

/* ---- one field of one entry ------------------------------------------------------------------------------------- */

struct yaml_node *change_entry(const struct yaml_node *file, enum change_file f, const char *key)
{
    if (!list_names[f])
        return f == CHANGE_SITE ? NULL : yaml_get(file, key);
    const struct yaml_node *list = yaml_get(file, list_names[f]);
    for (size_t i = 0; list && list->kind == YAML_LIST && i < list->count; i++) {
        const struct yaml_node *k = yaml_get(list->items[i], "key");
        if (k && k->kind == YAML_TEXT && strcmp(k->text, key) == 0)
            return list->items[i];
    }
    return NULL;
}

/* The entry in the changes, made when there is none. */
static struct yaml_node *entry_made(struct arena *a, struct yaml_node *over, enum change_file f, const char *key)
{
    if (f == CHANGE_SITE)
        return over;
    struct yaml_node *entry = change_entry(over, f, key), *list = yaml_get(over, list_names[f]);
    if (entry && entry->kind == YAML_MAP)
        return entry;
    if (!list || list->kind != YAML_LIST) {
        list = yaml_new(a, YAML_LIST, NULL);
        yaml_put(a, over, list_names[f], list);
    }
    entry = empty_map(a);
    yaml_put_text(a, entry, "key", key);
    yaml_push(a, list, entry);
    return entry;
}

/* An entry of which nothing is changed any more goes, and so does a list without entries. */
static void drop_empty(struct yaml_node *over, enum change_file f)
{
    struct yaml_node *list = list_names[f] ? yaml_get(over, list_names[f]) : NULL;
    if (!list || list->kind != YAML_LIST)
        return;
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i]->kind != YAML_MAP || list->items[i]->count > 1 || !yaml_get(list->items[i], "key"))
            list->items[kept++] = list->items[i];
    list->count = kept;
    if (!kept)
        yaml_take(over, list_names[f]);
}

static bool same(const struct yaml_node *a, const struct yaml_node *b)
{
    struct str x, y;
    str_init(&x);
    str_init(&y);
    yaml_write_flow(a, &x);
    yaml_write_flow(b, &y);
    bool equal = !x.failed && !y.failed && str_eq(x.s, y.s);
    str_release(&x);
    str_release(&y);
    return equal;
}

void change_put(struct arena *a, struct change_trees *t, enum change_file f, const char *key, const char *field,
                struct yaml_node *value)
{
    const struct yaml_node *own = f == CHANGE_SITE ? t->site : change_entry(t->site, f, key);
    struct yaml_node *entry = entry_made(a, t->over, f, key), *before = yaml_get(own, field);
    if (before && same(before, value))
        yaml_take(entry, field); /* as in the site: no change */
    else
        yaml_put(a, entry, field, value);
    drop_empty(t->over, f);
}

bool changes_take_back(const struct changes_place *p, enum change_file file, const char *key, const char *field,
                       struct err *e)
{
    struct arena a;
    struct change_trees t;
    arena_init(&a, false);
    bool ok = change_trees(&a, p, file, &t, e), any = false;
    if (ok) {
        struct yaml_node *entry = file == CHANGE_SITE ? t.over : change_entry(t.over, file, key);
        if (file == CHANGE_FACTS)
            any = yaml_take(t.over, key);
        else if (entry && entry->kind == YAML_MAP && field)
            any = yaml_take(entry, field);
        if (file == CHANGE_SITE && str_eq(field, "languages"))
            any = yaml_take(t.over, "languages_off") || any;
        drop_empty(t.over, file);
    }
    ok = ok && (!any || change_keep(p, file, &t, false, e));
    arena_release(&a);
    return ok;
}

bool changes_snapshot(const struct changes_place *p, enum change_file file, struct str *out, struct err *e)
{
    struct arena a;
    struct err why = {0};
    char *bytes;
    size_t len;
    arena_init(&a, false);
    bool ok =
        fs_read_path(arena_printf(&a, "%s/changes/%s", p->data, file_names[file]), YAML_MAX, &a, &bytes, &len, &why);
    if (ok)
        str_add_n(out, bytes, len);
    else if (why.code != ERR_NOT_FOUND)
        *e = why;
    arena_release(&a);
    return (ok && !out->failed) || why.code == ERR_NOT_FOUND;
}

bool changes_restore(const struct changes_place *p, enum change_file file, const struct str *bytes, struct err *e)
{
    static const char nothing[] = "{}\n";
    struct arena a;
    arena_init(&a, false);
    const char *folder = arena_printf(&a, "%s/changes", p->data);
    bool ok = fs_make_dirs(folder, e) &&
              fs_write_atomic(arena_printf(&a, "%s/%s", folder, file_names[file]), bytes->len ? bytes->s : nothing,
                              bytes->len ? bytes->len : sizeof nothing - 1, 0600, e);
    arena_release(&a);
    return ok;
}
