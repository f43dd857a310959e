/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "yaml_int.h"

#include "base/err.h"
#include "base/vec.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

/* Each try to go on after a fault costs one pass over the file: small files get many, big ones few. */
enum { TRIES_MAX = 100, TRIES_BYTES_MAX = 16 * 1024 * 1024 };

struct reader {
    yaml_parser_t parser;
    const char *path;
    int first_line;
    struct arena *arena;
    struct faults *faults;
    int fault_line; /* in the text, from 0, of what stopped the parser; -1 when nothing did */
    const char *problem;
    bool too_big;
};

static void complain(const struct reader *r, size_t line0, const char *what)
{
    faults_add(r->faults, FAULT_ERROR, r->path, (int)line0 + r->first_line, "%s", what);
}

static bool next(struct reader *r, yaml_event_t *event)
{
    if (yaml_parser_parse(&r->parser, event))
        return true;
    const yaml_parser_t *p = &r->parser;
    /* an open quote or bracket is noticed at the end of the file, but its fault stands where it was opened */
    bool open = p->context && (strstr(p->context, "quoted scalar") || strstr(p->context, "flow"));
    size_t line = open ? p->context_mark.line : p->problem_mark.line;
    r->problem = p->problem ? p->problem : "cannot be read";
    if (open && p->context_mark.line != p->problem_mark.line)
        r->problem = strstr(p->context, "quoted") ? "a quote is opened here and not closed"
                                                  : "a bracket is opened here and not closed";
    r->fault_line = (int)line;
    return false;
}

static struct yaml_node *new_node(struct reader *r, enum yaml_kind kind, const yaml_event_t *event)
{
    struct yaml_node *n = ARENA_NEW(r->arena, struct yaml_node);
    *n = (struct yaml_node){
        .kind = kind, .line = (int)event->start_mark.line + r->first_line, .path = r->path, .text = ""};
    return n;
}

static void refuse_extras(struct reader *r, const yaml_char_t *anchor, const yaml_char_t *tag,
                          const yaml_event_t *event)
{
    if (anchor)
        complain(r, event->start_mark.line, "anchors (&name) are not used here");
    if (tag)
        complain(r, event->start_mark.line, "tags (!name) are not used here");
}

static struct yaml_node *read_node(struct reader *r, yaml_event_t *event, int depth);

static struct yaml_node *read_list(struct reader *r, const yaml_event_t *start, int depth)
{
    struct yaml_node *node = new_node(r, YAML_LIST, start);
    VEC(struct yaml_node *) items = {0};
    bool ok = true;
    while (ok) {
        yaml_event_t event;
        if (!next(r, &event)) {
            ok = false;
            break;
        }
        if (event.type == YAML_SEQUENCE_END_EVENT) {
            yaml_event_delete(&event);
            break;
        }
        struct yaml_node *item = read_node(r, &event, depth + 1);
        ok = item != NULL;
        if (ok && items.len < YAML_ENTRIES_MAX)
            VEC_PUSH(&items, item);
        else if (ok && items.len == YAML_ENTRIES_MAX && !r->too_big) {
            complain(r, start->start_mark.line, "this list is too long");
            r->too_big = true;
        }
    }
    if (ok && items.len) {
        node->items = ARENA_ARRAY(r->arena, struct yaml_node *, items.len);
        memcpy(node->items, items.v, items.len * sizeof *items.v);
        node->count = items.len;
    }
    VEC_RELEASE(&items);
    return ok ? node : NULL;
}

static int by_key(const void *x, const void *y)
{
    const struct yaml_pair *a = *(const struct yaml_pair *const *)x, *b = *(const struct yaml_pair *const *)y;
    int by = strcmp(a->key, b->key);
    return by ? by : (a->line > b->line) - (a->line < b->line);
}

/* Complains of each key that a map has twice; the first stands. */
static void find_doubles(struct reader *r, const struct yaml_node *map)
{
    if (map->count < 2)
        return;
    const struct yaml_pair **sorted = malloc(map->count * sizeof *sorted);
    if (!sorted)
        BUG("out of memory");
    for (size_t i = 0; i < map->count; i++)
        sorted[i] = &map->pairs[i];
    qsort(sorted, map->count, sizeof *sorted, by_key);
    for (size_t i = 1; i < map->count; i++)
        if (strcmp(sorted[i]->key, sorted[i - 1]->key) == 0)
            faults_add(r->faults, FAULT_ERROR, r->path, sorted[i]->line, "'%s' stands here twice (first on line %d)",
                       sorted[i]->key, sorted[i - 1]->line);
    free(sorted);
}

static struct yaml_node *read_map(struct reader *r, const yaml_event_t *start, int depth)
{
    struct yaml_node *node = new_node(r, YAML_MAP, start);
    VEC(struct yaml_pair) pairs = {0};
    bool ok = true;
    while (ok) {
        yaml_event_t event;
        if (!next(r, &event)) {
            ok = false;
            break;
        }
        if (event.type == YAML_MAPPING_END_EVENT) {
            yaml_event_delete(&event);
            break;
        }
        struct yaml_node *key = read_node(r, &event, depth + 1);
        struct yaml_node *value = NULL;
        if (key && next(r, &event))
            value = read_node(r, &event, depth + 1);
        ok = value != NULL;
        if (!ok)
            break;
        if (key->kind != YAML_TEXT)
            faults_add(r->faults, FAULT_ERROR, r->path, key->line, "a key must be one word");
        else if (pairs.len < YAML_ENTRIES_MAX)
            VEC_PUSH(&pairs, ((struct yaml_pair){key->text, key->line, value}));
        else if (!r->too_big) {
            complain(r, start->start_mark.line, "this map is too long");
            r->too_big = true;
        }
    }
    if (ok && pairs.len) {
        node->pairs = ARENA_ARRAY(r->arena, struct yaml_pair, pairs.len);
        memcpy(node->pairs, pairs.v, pairs.len * sizeof *pairs.v);
        node->count = pairs.len;
        find_doubles(r, node);
    }
    VEC_RELEASE(&pairs);
    return ok ? node : NULL;
}

/* The node that begins with `event`, which is used up. NULL when the parser stopped. */
static struct yaml_node *read_node(struct reader *r, yaml_event_t *event, int depth)
{
    struct yaml_node *node = NULL;
    if (depth > YAML_DEPTH_MAX) {
        r->fault_line = (int)event->start_mark.line;
        r->problem = "lists and maps are nested too deep";
        yaml_event_delete(event);
        return NULL;
    }
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        refuse_extras(r, event->data.scalar.anchor, event->data.scalar.tag, event);
        node = new_node(r, YAML_TEXT, event);
        node->text = arena_strndup(r->arena, (const char *)event->data.scalar.value, event->data.scalar.length);
        if (strlen(node->text) != event->data.scalar.length) /* "\0" inside quotes */
            complain(r, event->start_mark.line, "a text holds a NUL character");
        break;
    case YAML_ALIAS_EVENT:
        complain(r, event->start_mark.line, "aliases (*name) are not used here");
        node = new_node(r, YAML_TEXT, event);
        break;
    case YAML_SEQUENCE_START_EVENT:
        refuse_extras(r, event->data.sequence_start.anchor, event->data.sequence_start.tag, event);
        node = read_list(r, event, depth);
        break;
    case YAML_MAPPING_START_EVENT:
        refuse_extras(r, event->data.mapping_start.anchor, event->data.mapping_start.tag, event);
        node = read_map(r, event, depth);
        break;
    default:
        r->fault_line = (int)event->start_mark.line;
        r->problem = "cannot be read here";
    }
    yaml_event_delete(event);
    return node;
}

/* One pass. NULL with fault_line ≥ 0 when the parser stopped; NULL with -1 for an empty text. */
static struct yaml_node *read_all(struct reader *r, const char *text, size_t len)
{
    if (!yaml_parser_initialize(&r->parser))
        BUG("out of memory");
    yaml_parser_set_encoding(&r->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r->parser, (const unsigned char *)text, len);
    struct yaml_node *root = NULL;
    int documents = 0;
    r->fault_line = -1;
    for (bool more = true; more;) {
        yaml_event_t event;
        if (!next(r, &event))
            break;
        yaml_event_type_t type = event.type;
        more = type != YAML_STREAM_END_EVENT;
        if (type == YAML_STREAM_START_EVENT || type == YAML_STREAM_END_EVENT || type == YAML_DOCUMENT_END_EVENT) {
            yaml_event_delete(&event);
        } else if (type == YAML_DOCUMENT_START_EVENT) {
            if (documents++ == 1)
                complain(r, event.start_mark.line, "a second document begins here; only the first is read");
            more = documents == 1;
            yaml_event_delete(&event);
        } else {
            root = read_node(r, &event, 0);
            more = root != NULL;
        }
    }
    yaml_parser_delete(&r->parser);
    return r->fault_line >= 0 ? NULL : root;
}

/* Start of the line that holds offset `at`. */
static size_t line_start(const char *text, size_t at)
{
    while (at > 0 && text[at - 1] != '\n')
        at--;
    return at;
}

static bool starts_entry(const char *line, bool margin_only)
{
    size_t indent = strspn(line, " ");
    if (indent == 0)
        return line[0] && !strchr("\n\t#", line[0]);
    return !margin_only && indent <= 4 && line[indent] == '-' && line[indent + 1] == ' ';
}

/* Blanks the entry (`- …` or a key at the margin) that holds the faulty line, up to where the next one begins. False
 * when there was nothing left to blank. */
static bool blank_entry(char *text, size_t len, int line)
{
    size_t at = 0;
    for (int i = 0; i < line && at < len; i++) {
        const char *end = memchr(text + at, '\n', len - at);
        at = end ? (size_t)(end - text) + 1 : len;
    }
    size_t from = line_start(text, at);
    /* a fault that is noticed on an empty or last line belongs to what stands before it */
    while (from > 0 && !starts_entry(text + from, false))
        from = line_start(text, from - 1);
    /* with a key at the margin goes all that hangs on it */
    bool margin = text[from] != ' ';
    size_t to = from;
    bool any = false, first = true;
    while (to < len && (first || !starts_entry(text + to, margin))) {
        first = false;
        for (; to < len && text[to] != '\n'; to++) {
            any = any || text[to] != ' ';
            text[to] = ' ';
        }
        to += to < len;
    }
    return any;
}

/* What a pass that failed has said is said again by the last one. */
static void take_back(struct faults *faults, size_t len, size_t errors)
{
    if (faults) {
        faults->len = len;
        faults->errors = errors;
    }
}

/* Blanks fault after fault until the text can be read or nothing is left. Returns the text that can be read, or NULL.
 */
static char *mend(const struct reader *r, const char *text, size_t len)
{
    struct arena scratch;
    arena_init(&scratch, false);
    char *copy = arena_strndup(r->arena, text, len);
    struct reader try = *r;
    try.arena = &scratch; /* tries must not pile up in the caller's memory */
    bool readable = false;
    for (size_t tries = 1; !readable; tries++) {
        complain(r, (size_t)try.fault_line, try.problem);
        if (tries > TRIES_MAX || tries * len > TRIES_BYTES_MAX) {
            complain(r, (size_t)try.fault_line, "too many faults: the rest of the file is not read");
            break;
        }
        if (!blank_entry(copy, len, try.fault_line))
            break;
        size_t said = r->faults ? r->faults->len : 0, errors = r->faults ? r->faults->errors : 0;
        readable = read_all(&try, copy, len) || try.fault_line < 0;
        take_back(r->faults, said, errors);
        arena_reset(&scratch);
    }
    arena_release(&scratch);
    return readable ? copy : NULL;
}

struct yaml_node *yaml_parse(const char *text, size_t len, const char *path, int first_line, struct arena *a,
                             struct faults *faults)
{
    struct reader r = {.path = path, .first_line = first_line, .arena = a, .faults = faults};
    size_t said = faults ? faults->len : 0, errors = faults ? faults->errors : 0;
    struct yaml_node *root = read_all(&r, text, len);
    if (!root && r.fault_line >= 0) {
        take_back(faults, said, errors);
        char *mended = mend(&r, text, len);
        r.too_big = false;
        root = mended ? read_all(&r, mended, len) : NULL;
    }
    if (!root) {
        root = ARENA_NEW(a, struct yaml_node);
        *root = (struct yaml_node){.kind = YAML_MAP, .line = first_line, .path = path, .text = ""};
    }
    return root;
}

struct yaml_node *yaml_get(const struct yaml_node *map, const char *key)
{
    for (size_t i = 0; map && map->kind == YAML_MAP && i < map->count; i++)
        if (strcmp(map->pairs[i].key, key) == 0)
            return map->pairs[i].value;
    return NULL;
}
