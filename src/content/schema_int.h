/* Settings by table: which keys a map may have, of what kind, and where each value goes in a struct. One walk finds
 * every unknown key, wrong kind, missing value and number out of range. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_CONTENT_SCHEMA_INT_H
#define PORCHLIGHT_CONTENT_SCHEMA_INT_H

#include "yaml_int.h"

#include <stdint.h>

enum field_kind {
    FIELD_TEXT,    /* const char *; one line of at most TEXT_MAX bytes, not empty */
    FIELD_KEY,     /* const char *; [a-z0-9_-]{1,40} */
    FIELD_TAG,     /* const char *; a language tag: letters, digits, hyphens, under LANGUAGE_TAG_MAX bytes */
    FIELD_URL,     /* const char *; https:// */
    FIELD_BOOL,    /* bool; true, false, yes, no */
    FIELD_INT,     /* int; min to max */
    FIELD_DAY,     /* day_t; YYYY-MM-DD */
    FIELD_MINUTES, /* int; "HH:MM" as minutes after midnight, 24:00 included */
    FIELD_WORD,    /* int or enum; the word's index in `words` (NULL-ended) */
    FIELD_TEXTS,   /* const char *const * in the arena and size_t at `count_at`; each item as `item` says */
    FIELD_FIXED,   /* const char *[max]; at least `min` items, each a FIELD_TEXT */
    FIELD_RANGES,  /* struct day_range * and size_t at `count_at`; "2026-12-24" or "2026-12-24 to 2027-01-02" */
    FIELD_MAP,     /* a map whose fields (`sub`) lie in the same struct, from `at` on */
    FIELD_ITEMS,   /* a list of maps: an array of `sub->size` structs and size_t at `count_at` */
    FIELD_SKIP,    /* nothing: a list that somebody else reads */
    FIELD_KIND_COUNT
};

enum { TEXT_MAX = 1000 };

struct field {
    const char *name;
    enum field_kind kind;
    bool required; /* a struct that lacks it is left out */
    bool wanted;   /* its absence is a fault, but the struct can be used */
    size_t at, count_at;
    int min, max;
    const char *const *words;
    enum field_kind item;
    const struct schema *sub;
};

struct schema_run {
    struct arena *arena;
    const char *path;
    struct faults *faults;
    const char *root; /* the folder that `path` lies in, when `finish` of some part asks for it; may be NULL */
    void *context;    /* for `finish` */
};

struct schema {
    const char *what; /* "a resource": for messages */
    const struct field *fields;
    size_t count;
    size_t size; /* of the struct */
    void (*defaults)(void *out);
    /* What one field cannot say alone; false leaves the struct out. May be NULL. */
    bool (*finish)(struct schema_run *run, const struct yaml_node *map, void *out);
};

/* Fills `out` from the map; values that are absent or faulty are left as they were. False when a required one is not
 * there, or `finish` says no: then the struct must not be used. */
bool schema_read(struct schema_run *run, const struct yaml_node *map, const struct schema *schema, void *out);

/* A list of maps as an array in the arena, those that cannot be used left out; what FIELD_ITEMS does. */
void *schema_items(struct schema_run *run, const struct yaml_node *list, const struct schema *schema, size_t *count);

/* Complains at a node. */
void schema_fault(struct schema_run *run, const struct yaml_node *at, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

bool key_valid(const char *s);
bool schema_minutes(const char *s, int *out); /* "HH:MM" as minutes after midnight, 24:00 included */

#endif
