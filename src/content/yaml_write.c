/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "yaml_write_int.h"

#include <string.h>

struct yaml_node *yaml_new(struct arena *a, enum yaml_kind kind, const char *text)
{
    struct yaml_node *n = ARENA_NEW(a, struct yaml_node);
    *n = (struct yaml_node){.kind = kind, .text = arena_strdup(a, text ? text : "")};
    return n;
}

void yaml_put(struct arena *a, struct yaml_node *map, const char *key, struct yaml_node *value)
{
    for (size_t i = 0; i < map->count; i++)
        if (strcmp(map->pairs[i].key, key) == 0) {
            map->pairs[i] = (struct yaml_pair){map->pairs[i].key, value->line, value};
            return;
        }
    struct yaml_pair *pairs = ARENA_ARRAY(a, struct yaml_pair, map->count + 1);
    if (map->count)
        memcpy(pairs, map->pairs, map->count * sizeof *pairs);
    pairs[map->count++] = (struct yaml_pair){arena_strdup(a, key), value->line, value};
    map->pairs = pairs;
}

void yaml_put_text(struct arena *a, struct yaml_node *map, const char *key, const char *text)
{
    yaml_put(a, map, key, yaml_new(a, YAML_TEXT, text));
}

bool yaml_take(struct yaml_node *map, const char *key)
{
    for (size_t i = 0; map->kind == YAML_MAP && i < map->count; i++)
        if (strcmp(map->pairs[i].key, key) == 0) {
            memmove(&map->pairs[i], &map->pairs[i + 1], (map->count - i - 1) * sizeof *map->pairs);
            map->count--;
            return true;
        }
    return false;
}

void yaml_push(struct arena *a, struct yaml_node *list, struct yaml_node *item)
{
    struct yaml_node **items = ARENA_ARRAY(a, struct yaml_node *, list->count + 1);
    if (list->count)
        memcpy(items, list->items, list->count * sizeof *items);
    items[list->count++] = item;
    list->items = items;
}

struct yaml_node *yaml_copy_map(struct arena *a, const struct yaml_node *map)
{
    struct yaml_node *n = ARENA_NEW(a, struct yaml_node);
    *n = *map;
    n->pairs = ARENA_ARRAY(a, struct yaml_pair, map->count + 1);
    if (map->count)
        memcpy(n->pairs, map->pairs, map->count * sizeof *n->pairs);
    return n;
}

/* YAML 1.1 section 5.7: in double quotes only these need a backslash; other control characters never come through
 * textfile_clean. */
static void write_text(const char *s, struct str *out)
{
    str_add_c(out, '"');
    for (; *s; s++) {
        if (*s == '"' || *s == '\\')
            str_add_c(out, '\\');
        if (*s == '\n')
            str_add(out, "\\n");
        else if (*s == '\t')
            str_add(out, "\\t");
        else
            str_add_c(out, *s);
    }
    str_add_c(out, '"');
}

/* A key that a schema could have stands bare; any other is quoted. */
static void write_key(const char *key, struct str *out)
{
    if (*key >= 'a' && *key <= 'z' && !key[strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789_-")])
        str_add(out, key);
    else
        write_text(key, out);
    str_add(out, ": ");
}

/* The reader refuses what is nested deeper than YAML_DEPTH_MAX, so this ends. */
void yaml_write_flow(const struct yaml_node *n, struct str *out) /* NOLINT(misc-no-recursion) */
{
    if (n->kind == YAML_TEXT) {
        write_text(n->text, out);
        return;
    }
    bool list = n->kind == YAML_LIST;
    str_add_c(out, list ? '[' : '{');
    for (size_t i = 0; i < n->count; i++) {
        if (i)
            str_add(out, ", ");
        if (!list)
            write_key(n->pairs[i].key, out);
        yaml_write_flow(list ? n->items[i] : n->pairs[i].value, out);
    }
    str_add_c(out, list ? ']' : '}');
}

void yaml_write_file(const struct yaml_node *map, struct str *out)
{
    if (map->count == 0)
        str_add(out, "{}\n");
    for (size_t i = 0; i < map->count; i++) {
        const struct yaml_node *v = map->pairs[i].value;
        write_key(map->pairs[i].key, out);
        if (v->kind == YAML_LIST && v->count) {
            for (size_t k = 0; k < v->count; k++) {
                str_add(out, "\n  - ");
                yaml_write_flow(v->items[k], out);
            }
        } else {
            yaml_write_flow(v, out);
        }
        str_add_c(out, '\n');
    }
}
