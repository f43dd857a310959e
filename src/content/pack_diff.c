/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "content/pack_diff.h"

#include "base/fs.h"
#include "pack_int.h"
#include "textfile_int.h"
#include "yaml_int.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* The settings whose entries are told one by one. */
enum settings { SITE, LOCAL, RESOURCES, PEOPLE, LANGUAGES, SETTINGS_COUNT };

static const struct {
    const char *path, *list, *key,
        *what; /* `list`: the entries are a list below this name; NULL: they are the file's */
} settings[] = {
    [SITE] = {"site.yaml", NULL, NULL, "setting"},
    [LOCAL] = {"local.yaml", NULL, NULL, "fact"},
    [RESOURCES] = {"resources.yaml", "resources", "key", "resource"},
    [PEOPLE] = {"people.yaml", "people", "key", "person"},
    [LANGUAGES] = {"languages.yaml", "languages", "tag", "language data"},
};
_Static_assert(sizeof settings / sizeof *settings == SETTINGS_COUNT, "one row a file");

struct compare {
    struct pack_diff *out;
    struct fs_root root;
    struct arena scratch;
    struct str texts[SETTINGS_COUNT]; /* of the pack */
    int filling;                      /* which of them pack_read is in; -1 */
};

const char *pack_change_word(enum pack_change c)
{
    static const char *const words[] = {[PACK_ADDED] = "added", [PACK_CHANGED] = "changed", [PACK_REMOVED] = "removed"};
    if ((unsigned)c >= PACK_CHANGE_COUNT)
        BUG("change %d", (int)c);
    return words[c];
}

static void add_row(struct compare *c, enum pack_change change, const char *what, const char *name, const char *in)
{
    struct arena *a = &c->out->arena;
    struct pack_row row = {change, what, arena_strdup(a, name), arena_strdup(a, in)};
    VEC_PUSH(&c->out->rows, row);
}

/* ---- the settings ----------------------------------------------------------------------------------------------- */

static int settings_of(const char *path)
{
    for (int i = 0; i < SETTINGS_COUNT; i++)
        if (strcmp(path, settings[i].path) == 0)
            return i;
    return -1;
}

static bool begin_file(void *context, const struct pack_file *file, struct err *e)
{
    struct compare *c = context;
    (void)e;
    c->filling = file->size <= YAML_MAX ? settings_of(file->path) : -1;
    return true;
}

static bool take_bytes(void *context, const void *bytes, size_t len, struct err *e)
{
    struct compare *c = context;
    (void)e;
    if (c->filling >= 0)
        str_add_n(&c->texts[c->filling], bytes, len);
    return true;
}

static bool end_file(void *context, const struct pack_file *file, struct err *e)
{
    struct compare *c = context;
    (void)file;
    (void)e;
    c->filling = -1;
    return true;
}

static bool same(const struct yaml_node *x, const struct yaml_node *y)
{
    if (!x || !y || x->kind != y->kind)
        return x == y;
    if (x->kind == YAML_TEXT)
        return strcmp(x->text, y->text) == 0;
    if (x->count != y->count)
        return false;
    for (size_t i = 0; i < x->count; i++)
        if (x->kind == YAML_LIST ? !same(x->items[i], y->items[i])
                                 : !same(x->pairs[i].value, yaml_get(y, x->pairs[i].key)))
            return false;
    return true;
}

static const char *key_of(const struct yaml_node *entry, const char *name)
{
    const struct yaml_node *key = yaml_get(entry, name);
    return key && key->kind == YAML_TEXT ? key->text : NULL;
}

/* Entry `i` of a settings file and its name; NULL for one without. */
static const struct yaml_node *entry_at(int which, const struct yaml_node *file, size_t i, const char **name)
{
    if (!settings[which].list) {
        *name = file->pairs[i].key;
        return file->pairs[i].value;
    }
    *name = key_of(file->items[i], settings[which].key);
    return file->items[i];
}

static const struct yaml_node *find_entry(int which, const struct yaml_node *file, const char *name)
{
    const char *found;
    for (size_t i = 0; file && i < file->count; i++) {
        const struct yaml_node *entry = entry_at(which, file, i, &found);
        if (found && strcmp(found, name) == 0)
            return entry;
    }
    return NULL;
}

/* The map or list that holds the entries; NULL when the file is not there or of another shape. */
static const struct yaml_node *entries_of(int which, char *text, size_t len, struct arena *a)
{
    const char *path = settings[which].path;
    len = textfile_clean(text, len, path, NULL);
    const struct yaml_node *root = yaml_parse(text, len, path, 1, a, NULL);
    const struct yaml_node *found = settings[which].list ? yaml_get(root, settings[which].list) : root;
    return found && found->kind == (settings[which].list ? YAML_LIST : YAML_MAP) ? found : NULL;
}

/* Of the list `languages:` in site.yaml: a language more or less, and their order. */
static void compare_offers(struct compare *c, const struct yaml_node *was, const struct yaml_node *is)
{
    size_t before = c->out->rows.len;
    const struct yaml_node *const lists[2] = {was, is};
    for (int k = 0; k < 2; k++)
        for (size_t i = 0; lists[k] && lists[k]->kind == YAML_LIST && i < lists[k]->count; i++) {
            const struct yaml_node *tag = lists[k]->items[i], *other = lists[!k];
            bool there = tag->kind != YAML_TEXT;
            for (size_t n = 0; other && other->kind == YAML_LIST && n < other->count && !there; n++)
                there = same(tag, other->items[n]);
            if (!there)
                add_row(c, k ? PACK_ADDED : PACK_REMOVED, "offered", tag->text, NULL);
        }
    if (c->out->rows.len == before)
        add_row(c, PACK_CHANGED, "setting", "languages", NULL);
}

/* Whom the machine trusts is not what a pack says. */
static bool machines_own(int which, const char *name)
{
    return which == SITE && strcmp(name, "packs") == 0;
}

static void compare_settings(struct compare *c, int which)
{
    char *old = NULL;
    size_t len;
    const struct yaml_node *was = NULL, *is = NULL;
    const char *name, *what = settings[which].what;
    if (fs_read(&c->root, settings[which].path, YAML_MAX, &c->scratch, &old, &len, NULL))
        was = entries_of(which, old, len, &c->scratch);
    if (c->texts[which].len)
        is = entries_of(which, arena_strndup(&c->scratch, c->texts[which].s, c->texts[which].len), c->texts[which].len,
                        &c->scratch);
    size_t before = c->out->rows.len;
    for (size_t i = 0; is && i < is->count; i++) {
        const struct yaml_node *entry = entry_at(which, is, i, &name);
        const struct yaml_node *other = name ? find_entry(which, was, name) : NULL;
        if (!name || machines_own(which, name) || (other && same(entry, other)))
            continue;
        if (which == SITE && strcmp(name, "languages") == 0)
            compare_offers(c, other, entry);
        else
            add_row(c, other ? PACK_CHANGED : PACK_ADDED, what, name, NULL);
    }
    for (size_t i = 0; was && i < was->count; i++) {
        entry_at(which, was, i, &name);
        if (name && !machines_own(which, name) && !find_entry(which, is, name))
            add_row(c, PACK_REMOVED, what, name, NULL);
    }
    /* the bytes differ, and it is none of the entries: their order, a comment, or a file that cannot be read */
    if (c->out->rows.len == before &&
        !(which == SITE && (find_entry(which, was, "packs") != NULL) != (find_entry(which, is, "packs") != NULL)))
        add_row(c, PACK_CHANGED, "file", settings[which].path, NULL);
}

/* ---- the files -------------------------------------------------------------------------------------------------- */

/* pages/<slug>/<tag>.md and strings/<tag>.po by what they are, anything else as a file. */
static void add_file_row(struct compare *c, enum pack_change change, const char *path)
{
    const char *slug = path + strlen("pages/"), *file = str_starts(path, "pages/") ? strchr(slug, '/') : NULL;
    struct arena *a = &c->scratch;
    if (file && str_ends(file, ".md") && !strchr(file + 1, '/')) {
        const char *tag = arena_strndup(a, file + 1, strlen(file + 1) - strlen(".md"));
        bool whole = change != PACK_CHANGED && strcmp(tag, "en") == 0;
        add_row(c, change, "page", arena_strndup(a, slug, (size_t)(file - slug)), whole ? NULL : tag);
    } else if (str_starts(path, "strings/") && str_ends(path, ".po")) {
        const char *tag = path + strlen("strings/");
        add_row(c, change, "language", arena_strndup(a, tag, strlen(tag) - strlen(".po")), NULL);
    } else {
        add_row(c, change, "file", path, NULL);
    }
}

static bool differs(struct compare *c, const struct pack_file *f, bool *there)
{
    struct arena a;
    char *bytes;
    size_t len;
    uint8_t hash[PACK_HASH];
    uint64_t size;
    *there = fs_stat(&c->root, f->path, &size, NULL);
    if (!*there || size != f->size)
        return true;
    arena_init(&a, false);
    bool same_bytes = fs_read(&c->root, f->path, PACK_FILE_MAX, &a, &bytes, &len, NULL);
    if (same_bytes) {
        crypto_generichash(hash, sizeof hash, (const uint8_t *)bytes, len, NULL, 0);
        same_bytes = memcmp(hash, f->hash, sizeof hash) == 0;
    }
    arena_release(&a);
    return !same_bytes;
}

static int by_path(const void *key, const void *file)
{
    return strcmp(key, ((const struct pack_file *)file)->path);
}

/* Files of the folder that the pack does not have. What a pack never holds is passed over. */
static bool find_removed(struct compare *c, const struct pack *p, const char *folder, int depth, struct err *e)
{
    char **names;
    size_t count;
    if (depth > PACK_DEPTH_MAX || !fs_list(&c->root, folder, &c->scratch, &names, &count, e))
        return depth > PACK_DEPTH_MAX ? err_set(e, ERR_REFUSED, "'%s' lies too deep", folder) : false;
    for (size_t i = 0; i < count; i++) {
        const char *path = *folder ? arena_printf(&c->scratch, "%s/%s", folder, names[i]) : names[i];
        enum fs_kind kind = fs_look(&c->root, path);
        if (pack_leaves_out(path, kind == FS_FOLDER))
            continue;
        if (kind == FS_FOLDER && !find_removed(c, p, path, depth + 1, e))
            return false;
        if (kind == FS_FILE && !bsearch(path, p->files, p->file_count, sizeof *p->files, by_path))
            add_file_row(c, PACK_REMOVED, path);
    }
    return true;
}

/* Of a page that comes or goes as a whole, its languages are not told one by one. The rows are sorted. */
static void drop_parts(struct pack_diff *d)
{
    size_t kept = 0;
    const struct pack_row *whole = NULL;
    for (size_t i = 0; i < d->rows.len; i++) {
        const struct pack_row *r = &d->rows.v[i];
        bool part = whole && r->in && whole->change == r->change && strcmp(whole->name, r->name) == 0;
        if (part)
            continue;
        d->rows.v[kept++] = *r;
        whole = strcmp(r->what, "page") == 0 && !r->in ? &d->rows.v[kept - 1] : whole;
    }
    d->rows.len = kept;
}

/* ---- all of it -------------------------------------------------------------------------------------------------- */

static int rank(const char *what)
{
    static const char *const order[] = {"page",     "language", "offered", "fact",
                                        "resource", "person",   "setting", "language data"};
    int i = 0;
    while (i < (int)(sizeof order / sizeof *order) && strcmp(order[i], what) != 0)
        i++;
    return i;
}

static int by_kind(const void *x, const void *y)
{
    const struct pack_row *a = x, *b = y;
    int by = rank(a->what) - rank(b->what);
    if (by == 0)
        by = strcmp(a->name, b->name);
    if (by == 0)
        by = (int)a->change - (int)b->change;
    return by ? by : strcmp(a->in ? a->in : "", b->in ? b->in : "");
}

bool pack_diff(const struct pack *p, const char *dir, struct pack_diff *out, struct err *e)
{
    struct compare c = {.out = out, .filling = -1};
    *out = (struct pack_diff){0};
    arena_init(&out->arena, false);
    if (!fs_root_open(&c.root, dir, e))
        return false;
    arena_init(&c.scratch, false);
    for (int i = 0; i < SETTINGS_COUNT; i++)
        str_init(&c.texts[i]);
    const struct pack_sink sink = {.context = &c, .begin = begin_file, .bytes = take_bytes, .end = end_file};
    bool ok = pack_read(p, &sink, e), there;
    for (size_t i = 0; ok && i < p->file_count; i++) {
        int which = settings_of(p->files[i].path);
        if (!differs(&c, &p->files[i], &there))
            continue;
        if (which >= 0)
            compare_settings(&c, which);
        else
            add_file_row(&c, there ? PACK_CHANGED : PACK_ADDED, p->files[i].path);
    }
    ok = ok && find_removed(&c, p, "", 0, e);
    if (out->rows.len)
        qsort(out->rows.v, out->rows.len, sizeof *out->rows.v, by_kind);
    drop_parts(out);
    for (int i = 0; i < SETTINGS_COUNT; i++)
        str_release(&c.texts[i]);
    arena_release(&c.scratch);
    fs_root_close(&c.root);
    return ok;
}

void pack_diff_release(struct pack_diff *d)
{
    VEC_RELEASE(&d->rows);
    arena_release(&d->arena);
}
