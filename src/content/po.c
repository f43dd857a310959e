/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "po_int.h"

#include "base/str.h"
#include "base/vec.h"

#include <string.h>

enum part { PART_NONE, PART_CONTEXT, PART_ID, PART_TEXT, PART_OTHER, PART_COUNT };

struct reader {
    struct arena *arena;
    struct po_file *out;
    VEC(struct po_entry) entries;
    struct str parts[PART_COUNT]; /* of the entry being read, escapes undone */
    enum part part;               /* what quoted text belongs to */
    bool open, has_context, fuzzy, next_fuzzy;
    int line;
};

static bool header_is_utf8(const char *header)
{
    const char *charset = strcasestr(header, "charset=");
    return charset && strncasecmp(charset + 8, "UTF-8", 5) == 0 && (!charset[13] || strchr("\n ;", charset[13]));
}

static void finish_entry(struct reader *r)
{
    const char *id = r->parts[PART_ID].s, *text = r->parts[PART_TEXT].s;
    if (r->open && !*id && !r->has_context && r->entries.len == 0) {
        r->out->utf8 = header_is_utf8(text);
        r->out->header_line = r->line;
    } else if (r->open && *id) {
        struct po_entry entry = {
            .context = r->has_context ? arena_strdup(r->arena, r->parts[PART_CONTEXT].s) : NULL,
            .id = arena_strdup(r->arena, id),
            .text = arena_strdup(r->arena, text),
            .line = r->line,
            .fuzzy = r->fuzzy,
        };
        VEC_PUSH(&r->entries, entry);
    }
    for (int i = 0; i < PART_COUNT; i++)
        str_clear(&r->parts[i]);
    r->open = r->has_context = false;
    r->part = PART_NONE;
}

static void begin_entry(struct reader *r, int line)
{
    finish_entry(r);
    r->open = true;
    r->line = line;
    r->fuzzy = r->next_fuzzy;
    r->next_fuzzy = false;
}

static bool word_is(const char *p, size_t n, const char *word)
{
    size_t w = strlen(word);
    return n > w && strncmp(p, word, w) == 0 && strchr(" \t\"[", p[w]);
}

/* A keyword at the start of a line says what the quotes that follow belong to. */
static void keyword(struct reader *r, const char *p, size_t n, int line)
{
    if (word_is(p, n, "msgctxt")) {
        begin_entry(r, line);
        r->has_context = true;
        r->part = PART_CONTEXT;
    } else if (word_is(p, n, "msgid")) {
        if (r->part != PART_CONTEXT)
            begin_entry(r, line);
        r->part = PART_ID;
    } else if (word_is(p, n, "msgstr") && (p[6] != '[' || strncmp(p, "msgstr[0]", 9) == 0)) {
        r->part = PART_TEXT;
    } else {
        r->part = PART_OTHER; /* msgid_plural, further forms, and what nobody knows */
    }
}

/* What stands between the line's first and last quote. */
static void quoted(struct reader *r, const char *p, size_t n)
{
    const char *open = memchr(p, '"', n), *close = open ? memrchr(p, '"', n) : NULL;
    if (!open || !r->open)
        return;
    struct str *to = &r->parts[r->part];
    for (const char *s = open + 1; s < close;) {
        const char *slash = memchr(s, '\\', (size_t)(close - s));
        if (!slash || slash + 1 == close) {
            str_add_n(to, s, (size_t)(close - s));
            return;
        }
        str_add_n(to, s, (size_t)(slash - s));
        char c = slash[1];
        str_add_c(to, c == 'n' ? '\n' : c == 't' ? '\t' : c);
        s = slash + 2;
    }
}

static void read_line(struct reader *r, const char *p, size_t n, int line)
{
    while (n && (*p == ' ' || *p == '\t'))
        p++, n--;
    if (n == 0)
        return;
    if (*p == '#') {
        if (n > 1 && p[1] == ',' && memmem(p, n, "fuzzy", 5))
            r->next_fuzzy = true;
        return;
    }
    if (*p != '"')
        keyword(r, p, n, line);
    quoted(r, p, n);
}

void po_read(const char *text, size_t len, struct arena *a, struct po_file *out)
{
    *out = (struct po_file){.header_line = 1};
    struct reader r = {.arena = a, .out = out};
    for (int i = 0; i < PART_COUNT; i++)
        str_init(&r.parts[i]);
    int line = 1;
    for (size_t i = 0; i < len; line++) {
        const char *end = memchr(text + i, '\n', len - i);
        size_t n = end ? (size_t)(end - text) - i : len - i;
        read_line(&r, text + i, n, line);
        i += n + 1;
    }
    finish_entry(&r);
    if (out->utf8 && r.entries.len) {
        out->count = r.entries.len;
        out->entries = ARENA_ARRAY(a, struct po_entry, out->count);
        memcpy(out->entries, r.entries.v, out->count * sizeof *out->entries);
    }
    VEC_RELEASE(&r.entries);
    for (int i = 0; i < PART_COUNT; i++)
        str_release(&r.parts[i]);
}
