/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "content/strings.h"

#include "base/err.h"
#include "base/str.h"
#include "base/vec.h"
#include "domain/language.h"
#include "po_int.h"
#include "strings_int.h"
#include "textfile_int.h"
#include "words_int.h"

#include <stdlib.h>
#include <string.h>

/* One language of one list. */
struct table {
    char tag[LANGUAGE_TAG_MAX];
    enum strings_list list;
    struct po_entry *entries;
    size_t count;
    uint32_t *slots; /* open addressing: index into entries plus 1; 0 is free */
    size_t mask;
    int complete; /* -1 not known yet */
};

struct strings {
    const struct fs_root *root;
    struct arena arena;
    VEC(struct table *) tables;
};

struct strings *strings_new(const struct fs_root *root)
{
    struct strings *s = calloc(1, sizeof *s);
    if (!s)
        BUG("out of memory");
    s->root = root;
    arena_init(&s->arena, false);
    return s;
}

void strings_free(struct strings *s)
{
    if (!s)
        return;
    arena_release(&s->arena);
    VEC_RELEASE(&s->tables);
    free(s);
}

static uint64_t hash(const char *context, const char *id)
{
    uint64_t h = 0xCBF29CE484222325u; /* FNV-1a, 64 bit */
    for (const char *p = context; p && *p; p++)
        h = (h ^ (unsigned char)*p) * 0x100000001B3u;
    h = (h ^ 4u) * 0x100000001B3u; /* as in MO files, EOT stands between context and msgid */
    for (const char *p = id; *p; p++)
        h = (h ^ (unsigned char)*p) * 0x100000001B3u;
    return h;
}

/* The slot that holds the entry, or the free one where it would go. */
static uint32_t *find_slot(const struct table *t, const char *context, const char *id)
{
    size_t i = (size_t)hash(context, id) & t->mask;
    for (;; i = (i + 1) & t->mask) {
        uint32_t *slot = &t->slots[i];
        if (*slot == 0)
            return slot;
        const struct po_entry *e = &t->entries[*slot - 1];
        if (strcmp(e->id, id) == 0 && str_eq(e->context, context))
            return slot;
    }
}

static const struct po_entry *find_entry(const struct table *t, const char *context, const char *id)
{
    if (t->count == 0)
        return NULL;
    uint32_t slot = *find_slot(t, context, id);
    return slot ? &t->entries[slot - 1] : NULL;
}

static void index_entries(struct table *t, struct arena *a)
{
    size_t size = 16;
    while (size < t->count * 2)
        size *= 2;
    t->mask = size - 1;
    t->slots = ARENA_ARRAY(a, uint32_t, size);
    for (size_t i = 0; i < t->count; i++) {
        uint32_t *slot = find_slot(t, t->entries[i].context, t->entries[i].id);
        if (*slot == 0)
            *slot = (uint32_t)i + 1;
    }
}

/* A tag is part of a path: only what a tag may hold. */
static bool tag_ok(const char *tag)
{
    size_t n = tag ? strspn(tag, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") : 0;
    return n > 0 && n < LANGUAGE_TAG_MAX && strlen(tag) == n;
}

static const char *const folders[STRINGS_LIST_COUNT] = {[STRINGS_VISITOR] = "strings", [STRINGS_DESK] = "strings/desk"};

/* Reads a language into `into`; with `faults` gettext's library judges it too. */
static void load(struct strings *s, struct table *t, struct arena *into, struct faults *faults)
{
    struct arena scratch;
    arena_init(&scratch, false);
    char *text;
    size_t len;
    const char *path = arena_printf(&scratch, "%s/%s.po", folders[t->list], t->tag);
    if (textfile_read(s->root, path, PO_MAX, true, &scratch, &text, &len, faults)) {
        struct po_file file;
        po_read(text, len, into, &file);
        if (faults)
            po_judge(text, len, &file, path, faults);
        t->entries = file.entries;
        t->count = file.count;
        index_entries(t, into);
    }
    arena_release(&scratch);
}

/* The language's table, read when first asked for; NULL for what is no tag. */
static struct table *table_for(struct strings *s, const char *tag, enum strings_list list)
{
    if (!tag_ok(tag))
        return NULL;
    for (size_t i = 0; i < s->tables.len; i++)
        if (s->tables.v[i]->list == list && strcmp(s->tables.v[i]->tag, tag) == 0)
            return s->tables.v[i];
    struct table *t = ARENA_NEW(&s->arena, struct table);
    t->list = list;
    t->complete = -1;
    memcpy(t->tag, tag, strlen(tag) + 1);
    VEC_PUSH(&s->tables, t);
    load(s, t, &s->arena, NULL);
    return t;
}

const char *strings_get(struct strings *s, const char *tag, const char *context, const char *msgid)
{
    for (int list = 0; list < STRINGS_LIST_COUNT; list++) {
        struct table *t = table_for(s, tag, (enum strings_list)list);
        const struct po_entry *e = t ? find_entry(t, context, msgid) : NULL;
        if (e)
            return *e->text ? e->text : msgid;
    }
    return msgid;
}

bool strings_has(struct strings *s, const char *tag, const char *msgid)
{
    struct table *t = table_for(s, tag, STRINGS_VISITOR);
    return t && find_entry(t, NULL, msgid);
}

const char *strings_at(struct strings *s, size_t i)
{
    const struct table *t = table_for(s, "en", STRINGS_VISITOR);
    return t && i < t->count ? t->entries[i].id : NULL;
}

bool strings_complete(struct strings *s, const char *tag, enum strings_list list)
{
    struct table *t = table_for(s, tag, list), *en = table_for(s, "en", list);
    if (!t || t == en) /* a msgid is its own English */
        return t != NULL;
    if (t->complete >= 0)
        return t->complete;
    bool complete = en && t->count > 0;
    for (size_t i = 0; complete && i < en->count; i++) {
        const struct po_entry *e = find_entry(t, en->entries[i].context, en->entries[i].id);
        complete = e && *e->text;
    }
    t->complete = complete;
    return complete;
}

/* How often {name} stands in a text, for every name in either. */
static size_t count_of(const char *text, const char *mark, size_t n)
{
    size_t count = 0;
    for (const char *p = text; (p = strchr(p, '{')); p++)
        count += strncmp(p, mark, n) == 0;
    return count;
}

/* The length of a {placeholder} at p, with its braces; 0 when none stands there. */
static size_t placeholder(const char *p)
{
    size_t n = strspn(p + 1, "abcdefghijklmnopqrstuvwxyz0123456789_");
    return n && p[n + 1] == '}' ? n + 2 : 0;
}

static void check_placeholders(const struct po_entry *e, const char *path, struct faults *faults)
{
    const char *const sides[] = {e->id, e->text};
    for (int side = 0; side < 2; side++)
        for (const char *p = sides[side]; (p = strchr(p, '{')); p++) {
            size_t n = placeholder(p);
            if (n && count_of(e->id, p, n) != count_of(e->text, p, n))
                faults_add(faults, FAULT_ERROR, path, e->line,
                           "%.*s stands %zu times in the English and %zu times in the translation", (int)n, p,
                           count_of(e->id, p, n), count_of(e->text, p, n));
        }
}

static void check_words(const struct po_entry *e, const char *tag, const char *path, struct faults *faults)
{
    check_placeholders(e, path, faults);
    if (strcmp(tag, "my") == 0 && looks_zawgyi(e->text))
        faults_add(faults, FAULT_WARNING, path, e->line, "this looks like Zawgyi, not Unicode");
}

static const char *shown(struct arena *a, const struct po_entry *e)
{
    return e->context ? arena_printf(a, "%s (%s)", e->id, e->context) : e->id;
}

static void check_missing(struct strings *s, const struct table *t, const char *path, struct arena *a,
                          struct faults *faults)
{
    const struct table *en = table_for(s, "en", t->list); /* its own faults are told when it is checked itself */
    size_t drafts = 0;
    for (size_t i = 0; en && i < en->count; i++) {
        const struct po_entry *e = find_entry(t, en->entries[i].context, en->entries[i].id);
        if (!e)
            faults_add(faults, FAULT_ERROR, path, 0, "lacks \"%s\"", shown(a, &en->entries[i]));
        else if (!*e->text)
            faults_add(faults, FAULT_ERROR, path, e->line, "\"%s\" is not translated", shown(a, e));
        drafts += e && e->fuzzy;
    }
    for (size_t i = 0; t->entries && i < t->count; i++)
        if (en && en->count && !find_entry(en, t->entries[i].context, t->entries[i].id))
            faults_add(faults, FAULT_WARNING, path, t->entries[i].line, "\"%s\" is not in %s/en.po",
                       shown(a, &t->entries[i]), folders[t->list]);
    if (en && drafts)
        faults_add(faults, FAULT_WARNING, path, 0, "%zu of %zu sentences are drafts (fuzzy)", drafts, en->count);
}

void strings_check(struct strings *s, const char *tag, enum strings_list list, struct faults *faults)
{
    if (!tag || !tag_ok(tag))
        return;
    struct arena scratch;
    arena_init(&scratch, false);
    struct table t = {.list = list, .complete = -1};
    memcpy(t.tag, tag, strlen(tag) + 1);
    const char *path = arena_printf(&scratch, "%s/%s.po", folders[list], tag);
    load(s, &t, &scratch, faults);
    if (strcmp(tag, "en") != 0 && t.count > 0) /* a file that cannot be read has said so */
        check_missing(s, &t, path, &scratch, faults);
    for (size_t i = 0; i < t.count; i++)
        if (*t.entries[i].text)
            check_words(&t.entries[i], tag, path, faults);
    arena_release(&scratch);
}
