/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "schema_int.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "domain/language.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* Days far outside a lifetime are slips of the finger: 1990-01-01 and 2199-12-31. */
static const struct ymd first_day = {1990, 1, 1}, last_day = {2199, 12, 31};

void schema_fault(struct schema_run *run, const struct yaml_node *at, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    char *text = arena_vprintf(run->arena, fmt, ap);
    va_end(ap);
    faults_add(run->faults, FAULT_ERROR, at->path ? at->path : run->path, at->line, "%s", text);
}

bool key_valid(const char *s)
{
    size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_-");
    return n > 0 && n <= 40 && s[n] == 0;
}

static bool tag_valid(const char *s)
{
    size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
    return n >= 2 && n < LANGUAGE_TAG_MAX && s[n] == 0;
}

static bool fits_text(struct schema_run *run, const struct yaml_node *v, const char *name, enum field_kind kind)
{
    if (!*v->text) {
        schema_fault(run, v, "'%s' is empty", name);
        return false;
    }
    if (strlen(v->text) > TEXT_MAX || strchr(v->text, '\n')) {
        schema_fault(run, v, "'%s' must be one line of at most %d bytes", name, (int)TEXT_MAX);
        return false;
    }
    const char *must = NULL;
    if (kind == FIELD_KEY && !key_valid(v->text))
        must = "small letters a-z, digits, - and _, at most 40";
    else if (kind == FIELD_TAG && !tag_valid(v->text))
        must = "a language tag like 'ar' or 'fa-AF'";
    else if (kind == FIELD_URL && (!str_starts(v->text, "https://") || strpbrk(v->text, " \"<>\\^`{|}")))
        must = "an address that begins with https://";
    if (must)
        schema_fault(run, v, "'%s' is '%s' but must be %s", name, v->text, must);
    return !must;
}

static bool parse_int(const char *s, int *out)
{
    char *end;
    errno = 0;
    long n = strtol(s, &end, 10);
    if (end == s || *end || errno || n < INT_MIN || n > INT_MAX)
        return false;
    *out = (int)n;
    return true;
}

static bool parse_bool(const char *s, bool *out)
{
    *out = str_eq(s, "true") || str_eq(s, "yes");
    return *out || str_eq(s, "false") || str_eq(s, "no");
}

bool schema_minutes(const char *s, int *out)
{
    if (strlen(s) != 5 || strspn(s, "0123456789") != 2 || s[2] != ':' || strspn(s + 3, "0123456789") != 2)
        return false;
    int hours = (s[0] - '0') * 10 + s[1] - '0', minutes = (s[3] - '0') * 10 + s[4] - '0';
    *out = hours * 60 + minutes;
    return minutes < 60 && *out <= 24 * 60;
}

static bool parse_day(const char *s, day_t *out)
{
    day_t day;
    if (!day_parse(s, &day) || day < day_from_ymd(first_day) || day > day_from_ymd(last_day))
        return false;
    *out = day;
    return true;
}

static bool parse_word(const char *s, const char *const *words, int *out)
{
    for (int i = 0; words[i]; i++)
        if (strcmp(words[i], s) == 0) {
            *out = i;
            return true;
        }
    return false;
}

static const char *word_list(struct schema_run *run, const char *const *words)
{
    const char *all = words[0];
    for (size_t i = 1; words[i]; i++)
        all = arena_printf(run->arena, "%s, %s", all, words[i]);
    return all;
}

/* Values that are one text. */
static bool read_scalar(struct schema_run *run, const struct field *f, const struct yaml_node *v, char *out)
{
    bool flag;
    int number;
    day_t day;
    switch (f->kind) {
    case FIELD_BOOL:
        if (!parse_bool(v->text, &flag))
            break;
        memcpy(out, &flag, sizeof flag);
        return true;
    case FIELD_INT:
        if (!parse_int(v->text, &number) || number < f->min || number > f->max) {
            schema_fault(run, v, "'%s' is '%s' but must be a number from %d to %d", f->name, v->text, f->min, f->max);
            return false;
        }
        memcpy(out, &number, sizeof number);
        return true;
    case FIELD_DAY:
        if (!parse_day(v->text, &day)) {
            schema_fault(run, v, "'%s' is '%s' but must be a day like 2027-10-31", f->name, v->text);
            return false;
        }
        memcpy(out, &day, sizeof day);
        return true;
    case FIELD_MINUTES:
        if (!schema_minutes(v->text, &number)) {
            schema_fault(run, v, "'%s' is '%s' but must be a time like \"09:30\"", f->name, v->text);
            return false;
        }
        memcpy(out, &number, sizeof number);
        return true;
    case FIELD_WORD:
        if (!parse_word(v->text, f->words, &number)) {
            schema_fault(run, v, "'%s' is '%s' but must be one of: %s", f->name, v->text, word_list(run, f->words));
            return false;
        }
        memcpy(out, &number, sizeof number);
        return true;
    default:
        if (!fits_text(run, v, f->name, f->kind))
            return false;
        memcpy(out, &v->text, sizeof v->text);
        return true;
    }
    schema_fault(run, v, "'%s' is '%s' but must be true or false", f->name, v->text);
    return false;
}

static bool is_text(struct schema_run *run, const struct field *f, const struct yaml_node *v)
{
    if (v->kind != YAML_TEXT)
        schema_fault(run, v, "each of '%s' must be one text", f->name);
    return v->kind == YAML_TEXT;
}

static void read_texts(struct schema_run *run, const struct field *f, const struct yaml_node *list, char *base)
{
    const char **texts = ARENA_ARRAY(run->arena, const char *, list->count);
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++)
        if (is_text(run, f, list->items[i]) && fits_text(run, list->items[i], f->name, f->item))
            texts[count++] = list->items[i]->text;
    memcpy(base + f->at, &texts, sizeof texts);
    memcpy(base + f->count_at, &count, sizeof count);
}

static bool read_fixed(struct schema_run *run, const struct field *f, const struct yaml_node *list, char *base)
{
    if (list->count < (size_t)f->min || list->count > (size_t)f->max) {
        schema_fault(run, list, "'%s' has %zu entries but must have %d to %d", f->name, list->count, f->min, f->max);
        return false;
    }
    for (size_t i = 0; i < list->count; i++)
        if (!is_text(run, f, list->items[i]) || !fits_text(run, list->items[i], f->name, FIELD_TEXT))
            return false;
    for (size_t i = 0; i < list->count; i++)
        memcpy(base + f->at + i * sizeof(const char *), &list->items[i]->text, sizeof list->items[i]->text);
    return true;
}

/* "2026-12-24", or two days with "to" or a dash between. */
static bool parse_range(const char *s, struct day_range *out)
{
    enum { DAY_TEXT = 10 };
    static const char *const between[] = {" to ", "\u2013", " \u2013 ", NULL};
    char first[DAY_TEXT + 1] = "";
    memcpy(first, s, strnlen(s, DAY_TEXT));
    if (!parse_day(first, &out->first))
        return false;
    out->last = out->first;
    bool ok = strlen(s) == DAY_TEXT;
    for (int i = 0; between[i] && !ok; i++)
        ok = str_starts(s + DAY_TEXT, between[i]) && parse_day(s + DAY_TEXT + strlen(between[i]), &out->last);
    return ok && out->last >= out->first;
}

static void read_ranges(struct schema_run *run, const struct field *f, const struct yaml_node *list, char *base)
{
    struct day_range *ranges = ARENA_ARRAY(run->arena, struct day_range, list->count);
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct yaml_node *v = list->items[i];
        if (!is_text(run, f, v))
            continue;
        if (parse_range(v->text, &ranges[count]))
            count++;
        else
            schema_fault(run, v, "'%s' has '%s' but must have days like 2027-10-31 or 2027-12-24 to 2028-01-02",
                         f->name, v->text);
    }
    memcpy(base + f->at, &ranges, sizeof ranges);
    memcpy(base + f->count_at, &count, sizeof count);
}

void *schema_items(struct schema_run *run, const struct yaml_node *list, const struct schema *schema, size_t *count)
{
    char *all = arena_array(run->arena, list->count, schema->size);
    *count = 0;
    for (size_t i = 0; i < list->count; i++) {
        char *out = all + *count * schema->size;
        memset(out, 0, schema->size); /* the one before may have been left out half filled */
        if (schema->defaults)
            schema->defaults(out);
        if (schema_read(run, list->items[i], schema, out))
            ++*count;
    }
    return all;
}

static bool read_field(struct schema_run *run, const struct field *f, const struct yaml_node *v, char *base)
{
    static const enum yaml_kind wanted[FIELD_KIND_COUNT] = {
        [FIELD_TEXTS] = YAML_LIST, [FIELD_FIXED] = YAML_LIST, [FIELD_RANGES] = YAML_LIST,
        [FIELD_MAP] = YAML_MAP,    [FIELD_ITEMS] = YAML_LIST, [FIELD_SKIP] = YAML_LIST,
    };
    static const char *const shapes[] = {[YAML_TEXT] = "one text", [YAML_LIST] = "a list", [YAML_MAP] = "a map"};
    if (v->kind != wanted[f->kind]) {
        schema_fault(run, v, "'%s' must be %s", f->name, shapes[wanted[f->kind]]);
        return false;
    }
    size_t count;
    void *items;
    switch (f->kind) {
    case FIELD_TEXTS:
        read_texts(run, f, v, base);
        return true;
    case FIELD_FIXED:
        return read_fixed(run, f, v, base);
    case FIELD_RANGES:
        read_ranges(run, f, v, base);
        return true;
    case FIELD_SKIP:
        return true;
    case FIELD_MAP:
        return schema_read(run, v, f->sub, base + f->at);
    case FIELD_ITEMS:
        items = schema_items(run, v, f->sub, &count);
        memcpy(base + f->at, &items, sizeof items);
        memcpy(base + f->count_at, &count, sizeof count);
        return true;
    default:
        return read_scalar(run, f, v, base + f->at);
    }
}

static const struct field *find_field(const struct schema *schema, const char *name)
{
    for (size_t i = 0; i < schema->count; i++)
        if (strcmp(schema->fields[i].name, name) == 0)
            return &schema->fields[i];
    return NULL;
}

bool schema_read(struct schema_run *run, const struct yaml_node *map, const struct schema *schema, void *out)
{
    if (map->kind != YAML_MAP) {
        schema_fault(run, map, "%s must be a map of 'key: value' lines", schema->what);
        return false;
    }
    bool usable = true;
    uint64_t seen = 0;
    if (schema->count > 64)
        BUG("%s has %zu fields", schema->what, schema->count);
    for (size_t i = 0; i < map->count; i++) {
        const struct yaml_pair *pair = &map->pairs[i];
        const struct field *f = find_field(schema, pair->key);
        if (!f) {
            const char *path = pair->value->path ? pair->value->path : run->path;
            faults_add(run->faults, FAULT_ERROR, path, pair->line, "%s has no '%s'", schema->what, pair->key);
            continue;
        }
        uint64_t bit = (uint64_t)1 << (f - schema->fields);
        if (seen & bit) /* twice: yaml_parse has said so, and the first stands */
            continue;
        bool blank = pair->value->kind == YAML_TEXT && !*pair->value->text;
        if (blank && !f->required && !f->wanted) /* `phone:` with nothing after it says that there is none */
            continue;
        seen |= bit;
        if (!read_field(run, f, pair->value, out) && f->required)
            usable = false;
    }
    for (size_t i = 0; i < schema->count; i++)
        if ((schema->fields[i].required || schema->fields[i].wanted) && !(seen >> i & 1)) {
            schema_fault(run, map, "%s needs '%s'", schema->what, schema->fields[i].name);
            usable = usable && !schema->fields[i].required;
        }
    return (!schema->finish || schema->finish(run, map, out)) && usable;
}
