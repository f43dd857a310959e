/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is changed, against what the site says. */
#include "changes_int.h"

#include "base/str.h"

#include <stdio.h>
#include <string.h>

/* A text as it is; anything else as a line of YAML. */
static const char *line_of(struct arena *a, const struct yaml_node *n)
{
    if (!n || n->kind == YAML_TEXT)
        return n ? arena_strdup(a, n->text) : NULL;
    struct str s;
    str_init(&s);
    yaml_write_flow(n, &s);
    const char *out = arena_strdup(a, s.s);
    str_release(&s);
    return out;
}

static void add(struct changes *c, struct change row, const struct yaml_node *now, const struct yaml_node *site)
{
    row.key = arena_strdup(&c->arena, row.key);
    row.field = row.field ? arena_strdup(&c->arena, row.field) : NULL;
    row.now = line_of(&c->arena, now);
    row.site = line_of(&c->arena, site);
    VEC_PUSH(&c->rows, row);
}

static day_t signed_on(const struct yaml_node *fact)
{
    const struct yaml_node *on = yaml_get(fact, "on");
    day_t day;
    return on && on->kind == YAML_TEXT && day_parse(on->text, &day) ? day : DAY_NONE;
}

/* "value · name · day": of a withdrawn one "– · name · day". NULL when it is no map. */
static const char *fact_line(struct arena *a, const struct yaml_node *fact)
{
    static const char *const parts[] = {"value", "by", "on", "expires"};
    const char *line = NULL;
    for (size_t i = 0; fact && fact->kind == YAML_MAP && i < sizeof parts / sizeof *parts; i++) {
        const struct yaml_node *n = yaml_get(fact, parts[i]);
        const char *text = n && n->kind == YAML_TEXT ? n->text : "–";
        line = line ? arena_printf(a, "%s · %s", line, text) : text;
    }
    return line ? arena_strdup(a, line) : NULL;
}

static void list_facts(struct changes *c, const struct change_trees *t)
{
    for (size_t i = 0; i < t->over->count; i++) {
        const struct yaml_pair *p = &t->over->pairs[i];
        const struct yaml_node *own = yaml_get(t->site, p->key);
        bool older = own && signed_on(own) > signed_on(p->value);
        struct change row = {
            .file = CHANGE_FACTS, .state = older ? CHANGE_OLDER : CHANGE_USED, .key = p->key, .line = p->value->line};
        add(c, row, p->value, own);
        struct change *kept = &c->rows.v[c->rows.len - 1];
        const char *now = fact_line(&c->arena, p->value), *before = fact_line(&c->arena, own);
        kept->now = now ? now : kept->now;
        kept->site = before ? before : kept->site;
    }
}

static void list_entries(struct changes *c, const struct change_trees *t, enum change_file f)
{
    const struct yaml_node *list = yaml_get(t->over, change_list_name(f));
    for (size_t i = 0; list && list->kind == YAML_LIST && i < list->count; i++) {
        const struct yaml_node *entry = list->items[i], *key = yaml_get(entry, "key");
        if (!key || key->kind != YAML_TEXT)
            continue;
        const struct yaml_node *own = change_entry(t->site, f, key->text);
        for (size_t k = 0; k < entry->count; k++) {
            const struct yaml_pair *p = &entry->pairs[k];
            struct change row = {.file = f,
                                 .state = own ? CHANGE_USED : CHANGE_ORPHAN,
                                 .key = key->text,
                                 .field = p->key,
                                 .line = p->value->line};
            if (!str_eq(p->key, "key"))
                add(c, row, p->value, yaml_get(own, p->key));
        }
    }
}

static void list_settings(struct changes *c, const struct change_trees *t)
{
    for (size_t i = 0; i < t->over->count; i++) {
        const struct yaml_pair *p = &t->over->pairs[i];
        struct change row = {.file = CHANGE_SITE, .key = "", .field = p->key, .line = p->line};
        add(c, row, p->value, yaml_get(t->site, p->key));
    }
}

/* A fault belongs to the last change that begins at or before its line. */
static void blame(struct changes *c, enum change_file f, int line)
{
    struct change *at = NULL;
    for (size_t i = 0; i < c->rows.len; i++)
        if (c->rows.v[i].file == f && c->rows.v[i].line <= line && (!at || c->rows.v[i].line >= at->line))
            at = &c->rows.v[i];
    /* an entry is used whole or not at all */
    for (size_t i = 0; at && i < c->rows.len; i++)
        if (c->rows.v[i].file == f && (f != CHANGE_SITE ? str_eq(c->rows.v[i].key, at->key) : &c->rows.v[i] == at))
            c->rows.v[i].state = CHANGE_FAULTY;
}

static bool find_faulty(struct changes *c, const struct changes_place *p, struct err *e)
{
    struct faults faults;
    struct site *site;
    faults_init(&faults);
    bool ok = site_open_changed(&site, p->site, &(struct site_changes){.data = p->data}, &faults, e);
    if (ok)
        site_free(site);
    for (size_t i = 0; ok && i < faults.len; i++)
        for (int f = 0; f < CHANGE_FILE_COUNT; f++)
            if (faults.v[i].level == FAULT_ERROR && str_starts(faults.v[i].path, "changes/") &&
                str_eq(faults.v[i].path + strlen("changes/"), change_file_name((enum change_file)f)))
                blame(c, (enum change_file)f, faults.v[i].line);
    faults_release(&faults);
    return ok;
}

bool changes_list(struct changes *out, const struct changes_place *p, struct err *e)
{
    struct arena scratch;
    *out = (struct changes){.rows = {0}};
    arena_init(&out->arena, false);
    arena_init(&scratch, false);
    bool ok = true;
    for (int f = 0; f < CHANGE_FILE_COUNT && ok; f++) {
        struct change_trees t;
        ok = change_trees(&scratch, p, (enum change_file)f, &t, e);
        if (ok && f == CHANGE_FACTS)
            list_facts(out, &t);
        else if (ok && f == CHANGE_SITE)
            list_settings(out, &t);
        else if (ok)
            list_entries(out, &t, (enum change_file)f);
    }
    ok = ok && find_faulty(out, p, e);
    arena_release(&scratch);
    return ok;
}

void changes_release(struct changes *c)
{
    VEC_RELEASE(&c->rows);
    arena_release(&c->arena);
}
