/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "overlay_int.h"

#include "base/str.h"
#include "yaml_write_int.h"

#include <string.h>

static const char *const person_fields[] = {"languages", "hours", "exceptions", "days_off", NULL};
static const char *const resource_fields[] = {"phone", "hours", "checked", "expires", "off", NULL};
/* who may sign packs, and the machine itself, are not the staff's to change */
static const char *const site_fields[] = {"phone",    "languages", "languages_off", "pages_off",
                                          "publish",  "opening",   "closed",        "opening_exceptions",
                                          "requests", "sound",     "timeouts",      NULL};

const char *const *overlay_fields(const char *path)
{
    return str_eq(path, "people.yaml")      ? person_fields
           : str_eq(path, "resources.yaml") ? resource_fields
           : str_eq(path, "site.yaml")      ? site_fields
                                            : NULL;
}

static bool may_change(const struct overlay *o, const char *field)
{
    for (size_t i = 0; o->fields[i]; i++)
        if (strcmp(o->fields[i], field) == 0)
            return true;
    return false;
}

static bool is_true(const struct yaml_node *n)
{
    return n && n->kind == YAML_TEXT && (str_eq(n->text, "true") || str_eq(n->text, "yes"));
}

/* A value over another: maps field by field, all else as a whole. */
static struct yaml_node *over_value(const struct overlay *o, struct yaml_node *base, struct yaml_node *over)
{
    if (!base || base->kind != YAML_MAP || over->kind != YAML_MAP)
        return over;
    struct yaml_node *merged = yaml_copy_map(o->arena, base);
    for (size_t i = 0; i < over->count; i++)
        yaml_put(o->arena, merged, over->pairs[i].key, over->pairs[i].value);
    return merged;
}

/* Whether the merged entry can be read, and nothing of the change is at fault; what the site's own part is blamed for
 * is told when the site is read. */
static bool acceptable(const struct overlay *o, const struct yaml_node *base, const struct yaml_node *merged,
                       const struct yaml_node *over)
{
    struct faults before, after;
    faults_init(&before);
    faults_init(&after);
    bool was = o->reads(o->context, base, &before), is = o->reads(o->context, merged, &after), told = false;
    for (size_t i = 0; i < after.len; i++)
        if (after.v[i].level == FAULT_ERROR && str_eq(after.v[i].path, over->path)) {
            faults_add(o->faults, FAULT_ERROR, over->path, after.v[i].line, "%s", after.v[i].message);
            told = true;
        }
    bool ok = !told && (is || !was);
    if (!ok && !told)
        faults_add(o->faults, FAULT_ERROR, over->path, over->line, "with this change the %s cannot be used: %s",
                   o->what, after.len ? after.v[0].message : "something is missing");
    faults_release(&before);
    faults_release(&after);
    return ok;
}

/* The site's entry with the change's fields, or NULL when they are not acceptable. */
static struct yaml_node *merge(const struct overlay *o, const struct yaml_node *base, const struct yaml_node *over)
{
    struct yaml_node *merged = yaml_copy_map(o->arena, base);
    bool ok = true;
    for (size_t i = 0; i < over->count; i++) {
        const struct yaml_pair *p = &over->pairs[i];
        bool off = str_eq(p->key, "off"); /* lay_entry has seen to it */
        if (str_eq(p->key, "key") || (off && may_change(o, "off")))
            continue;
        if (!off && may_change(o, p->key)) {
            yaml_put(o->arena, merged, p->key, over_value(o, yaml_get(base, p->key), p->value));
            continue;
        }
        faults_add(o->faults, FAULT_ERROR, over->path, p->line, "'%s' of a %s cannot be changed on the kiosk", p->key,
                   o->what);
        ok = false;
    }
    return ok && acceptable(o, base, merged, over) ? merged : NULL;
}

static size_t find_key(const struct yaml_node *list, const char *key, size_t end)
{
    for (size_t i = 0; i < end; i++) {
        const struct yaml_node *k = yaml_get(list->items[i], "key");
        if (k && k->kind == YAML_TEXT && strcmp(k->text, key) == 0)
            return i;
    }
    return end;
}

static void lay_entry(const struct overlay *o, struct yaml_node *base, const struct yaml_node *list, size_t i)
{
    const struct yaml_node *over = list->items[i], *key = yaml_get(over, "key");
    if (!key || key->kind != YAML_TEXT) {
        faults_add(o->faults, FAULT_ERROR, over->path, over->line, "each entry needs 'key', the %s that is changed",
                   o->what);
        return;
    }
    size_t at = find_key(base, key->text, base->count);
    if (find_key(list, key->text, i) < i) {
        faults_add(o->faults, FAULT_ERROR, over->path, over->line, "the key '%s' is taken by an earlier entry",
                   key->text);
    } else if (at == base->count) {
        faults_add(o->faults, FAULT_WARNING, over->path, over->line,
                   "the site has no %s '%s' any more: the change is not used", o->what, key->text);
    } else if (may_change(o, "off") && is_true(yaml_get(over, "off"))) {
        memmove(&base->items[at], &base->items[at + 1], (base->count - at - 1) * sizeof *base->items);
        base->count--;
    } else {
        struct yaml_node *merged = merge(o, base->items[at], over);
        if (merged)
            base->items[at] = merged;
    }
}

void overlay_list(const struct overlay *o, struct yaml_node *base, const struct yaml_node *over, const char *name)
{
    struct yaml_node *all = yaml_get(base, name);
    const struct yaml_node *list = yaml_get(over, name);
    if (over->kind != YAML_MAP || (over->count && (!list || list->kind != YAML_LIST))) {
        faults_add(o->faults, FAULT_ERROR, over->path, over->line, "'%s' must be a list", name);
        return;
    }
    for (size_t i = 0; i < over->count; i++)
        if (!str_eq(over->pairs[i].key, name))
            faults_add(o->faults, FAULT_ERROR, over->path, over->pairs[i].line, "there is no '%s' here",
                       over->pairs[i].key);
    for (size_t i = 0; all && all->kind == YAML_LIST && list && i < list->count; i++)
        lay_entry(o, all, list, i);
}

void overlay_settings(const struct overlay *o, struct yaml_node *base, const struct yaml_node *over)
{
    if (over->kind != YAML_MAP) {
        faults_add(o->faults, FAULT_ERROR, over->path, over->line, "it must be a map of 'key: value' lines");
        return;
    }
    for (size_t i = 0; base->kind == YAML_MAP && i < over->count; i++) {
        struct yaml_pair one = over->pairs[i];
        bool again = false;
        for (size_t k = 0; k < i; k++)
            again = again || str_eq(over->pairs[k].key, one.key); /* yaml_parse has said so */
        const struct yaml_node alone = {
            .kind = YAML_MAP, .line = one.line, .path = over->path, .pairs = &one, .count = 1};
        struct yaml_node *merged = again ? NULL : merge(o, base, &alone);
        if (merged)
            *base = *merged;
    }
}
