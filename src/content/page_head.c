/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/str.h"
#include "page_int.h"
#include "schema_int.h"
#include "textfile_int.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

static const char *const group_words[] = {
    [PAGE_POLICE] = "police", [PAGE_HURT] = "hurt", [PAGE_TALK] = "talk", [PAGE_MACHINE] = "machine", NULL};
_Static_assert(sizeof group_words / sizeof *group_words == PAGE_GROUP_COUNT + 1, "one word a group, and NULL");
static const char *const state_words[] = {"draft", "reviewed", NULL};

/* FIELD_WORD counts from 0: draft 0, reviewed 1. */
_Static_assert(TRANSLATION_DRAFT == 1 && TRANSLATION_REVIEWED == 2, "state_words follow TRANSLATION_ORIGINAL");

#define AT(member) .at = offsetof(struct page_head, member)

static const struct field checked_fields[] = {
    {.name = "on", .kind = FIELD_DAY, .required = true, AT(page.checked_on)},
    {.name = "by", .kind = FIELD_TEXT, .required = true, AT(page.checked_by)},
};
static const struct schema checked_schema = {
    .what = "'checked'", .fields = checked_fields, .count = sizeof checked_fields / sizeof *checked_fields};

static const struct field original_fields[] = {
    {.name = "title", .kind = FIELD_TEXT, .required = true, AT(title)},
    {.name = "slug", .kind = FIELD_TEXT, AT(slug)},
    {.name = "icon", .kind = FIELD_KEY, .wanted = true, AT(page.icon)},
    {.name = "group", .kind = FIELD_WORD, .required = true, AT(page.group), .words = group_words},
    {.name = "order", .kind = FIELD_INT, .wanted = true, AT(page.order), .min = 0, .max = 10000},
    {.name = "core", .kind = FIELD_BOOL, AT(core)},
    {.name = "needs",
     .kind = FIELD_TEXTS,
     .required = true,
     AT(page.needs),
     .count_at = offsetof(struct page_head, page.need_count),
     .item = FIELD_KEY},
    {.name = "sources",
     .kind = FIELD_TEXTS,
     .wanted = true,
     AT(page.sources),
     .count_at = offsetof(struct page_head, page.source_count),
     .item = FIELD_TEXT},
    {.name = "checked", .kind = FIELD_MAP, .required = true, .sub = &checked_schema},
    {.name = "shelf_life_days", .kind = FIELD_INT, .required = true, AT(page.shelf_life_days), .min = 1, .max = 3660},
};
static const struct schema original_schema = {
    .what = "the head of en.md", .fields = original_fields, .count = sizeof original_fields / sizeof *original_fields};

static const struct field translation_fields[] = {
    {.name = "state", .kind = FIELD_WORD, .required = true, AT(state), .words = state_words},
    {.name = "by", .kind = FIELD_TEXT, .required = true, AT(by)},
    {.name = "on", .kind = FIELD_DAY, .required = true, AT(on)},
    {.name = "of", .kind = FIELD_TEXT, .required = true, AT(of)},
};
static const struct schema translation_schema = {.what = "'translation'",
                                                 .fields = translation_fields,
                                                 .count = sizeof translation_fields / sizeof *translation_fields};

static const struct field translated_fields[] = {
    {.name = "title", .kind = FIELD_TEXT, .required = true, AT(title)},
    {.name = "slug", .kind = FIELD_TEXT, AT(slug)},
    {.name = "translation", .kind = FIELD_MAP, .required = true, .sub = &translation_schema},
};
static const struct schema translated_schema = {.what = "the head of a translation",
                                                .fields = translated_fields,
                                                .count = sizeof translated_fields / sizeof *translated_fields};

/* True when the line at `at` is --- alone; *next is where the next one begins. */
static bool is_rule(const char *text, size_t len, size_t at, size_t *next)
{
    const char *end = memchr(text + at, '\n', len - at);
    size_t n = end ? (size_t)(end - text) - at : len - at;
    *next = end ? at + n + 1 : len;
    while (n && strchr(" \t\r", text[at + n - 1]))
        n--;
    return n == 3 && memcmp(text + at, "---", 3) == 0;
}

/* Offsets of head and body; false when the file does not begin with a head or it does not end. */
static bool split(const char *text, size_t len, size_t *head, size_t *head_end, size_t *body)
{
    size_t at = len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    if (!is_rule(text, len, at, head))
        return false;
    for (*head_end = *head; *head_end < len; *head_end = *body)
        if (is_rule(text, len, *head_end, body))
            return true;
    return false;
}

static void hash_body(const char *body, size_t len, char out[BODY_HASH_MAX])
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(digest, (const unsigned char *)body, len);
    sodium_bin2hex(out, BODY_HASH_MAX, digest, (BODY_HASH_MAX - 1) / 2);
}

static int line_of(const struct yaml_node *map, const char *key)
{
    const struct yaml_node *node = yaml_get(map, key);
    return node ? node->line : map->line;
}

static void read_head(const char *text, size_t len, bool original, struct arena *a, struct page_file *out,
                      struct faults *faults)
{
    struct yaml_node *map = yaml_parse(text, len, out->path, 2, a, faults);
    struct schema_run run = {.arena = a, .path = out->path, .faults = faults};
    struct page_head *h = &out->head;
    h->page.checked_on = h->on = DAY_NONE;
    out->head_ok = schema_read(&run, map, original ? &original_schema : &translated_schema, h);
    h->of_line = line_of(yaml_get(map, "translation") ? yaml_get(map, "translation") : map, "of");
    h->needs_line = line_of(map, "needs");
    if (original)
        return;
    h->state = h->state == 0 ? TRANSLATION_DRAFT : TRANSLATION_REVIEWED;
    if (h->of && (strlen(h->of) != BODY_HASH_MAX - 1 || strspn(h->of, "0123456789abcdef") != BODY_HASH_MAX - 1)) {
        faults_add(faults, FAULT_ERROR, out->path, h->of_line, "'of' must be 12 digits 0-9, a-f");
        h->of = NULL; /* then it counts as stale */
    }
}

static bool no_head(const char *path, struct faults *faults)
{
    faults_add(faults, FAULT_ERROR, path, 1, "a page begins with a head between two lines of ---");
    return false;
}

static bool read_bytes(const struct fs_root *root, const char *path, struct arena *a, char **text, size_t *len,
                       struct faults *faults)
{
    struct err e = {0};
    if (!fs_read(root, path, PAGE_MAX, a, text, len, &e)) {
        faults_add(faults, FAULT_ERROR, path, 0, "%s", e.msg);
        return false;
    }
    return true;
}

bool page_file_read(const struct fs_root *root, const char *path, bool original, struct arena *a, struct page_file *out,
                    struct faults *faults)
{
    *out = (struct page_file){.path = arena_strdup(a, path)};
    char *text;
    size_t len, head, head_end, body;
    if (!read_bytes(root, path, a, &text, &len, faults))
        return false;
    bool has_head = split(text, len, &head, &head_end, &body);
    if (has_head)
        hash_body(text + body, len - body, out->hash);
    len = textfile_clean(text, len, path, faults); /* may shorten: the offsets are found again */
    if (!has_head || !split(text, len, &head, &head_end, &body))
        return no_head(path, faults);
    out->body = text + body;
    out->body_len = len - body;
    out->body_line = 1;
    for (size_t i = 0; i < body; i++)
        out->body_line += text[i] == '\n';
    read_head(text + head, head_end - head, original, a, out, faults);
    return true;
}

bool page_head_read(const struct fs_root *root, const char *path, struct arena *a, struct page_file *out,
                    struct faults *faults)
{
    *out = (struct page_file){.path = arena_strdup(a, path)};
    char *text;
    size_t len, head, head_end, body;
    if (!read_bytes(root, path, a, &text, &len, faults))
        return false;
    if (!split(text, len, &head, &head_end, &body))
        return no_head(path, faults);
    len = textfile_clean(text, body, path, faults); /* may shorten: the offsets are found again */
    if (!split(text, len, &head, &head_end, &body))
        return no_head(path, faults);
    read_head(text + head, head_end - head, true, a, out, faults);
    return true;
}
