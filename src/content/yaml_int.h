/* YAML as a small tree with a line on every node. libyaml stops at its first fault; here the entry that holds the fault
 * is blanked and the rest is read again, so that every fault is found and every sound entry is kept. What settings
 * never need is refused: anchors, aliases, tags, several documents. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_CONTENT_YAML_INT_H
#define PORCHLIGHT_CONTENT_YAML_INT_H

#include "base/arena.h"
#include "content/faults.h"

enum { YAML_DEPTH_MAX = 12, YAML_ENTRIES_MAX = 20000 /* in one list or map */ };

enum yaml_kind { YAML_TEXT, YAML_LIST, YAML_MAP };

struct yaml_node {
    enum yaml_kind kind;
    int line;         /* from 1, in the file … */
    const char *path; /* … of this name: a map may hold what was laid over it from another */
    const char *text; /* YAML_TEXT: as written, "" for an empty value */
    struct yaml_pair *pairs;
    struct yaml_node **items;
    size_t count; /* of pairs or items */
};

struct yaml_pair {
    const char *key;
    int line;
    struct yaml_node *value;
};

/* Parses `len` bytes that textfile_clean has seen; `first_line` is the number of the first line in the file `path`.
 * Never fails: what cannot be read is a fault, and the result (in the arena) is an empty map when nothing can. */
struct yaml_node *yaml_parse(const char *text, size_t len, const char *path, int first_line, struct arena *a,
                             struct faults *faults);

/* The value of a key; NULL when absent or when `map` is NULL or no map. */
struct yaml_node *yaml_get(const struct yaml_node *map, const char *key);

#endif
