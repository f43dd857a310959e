/* The small tree of yaml_int.h, made and changed in memory and written so that yaml_parse reads the same tree again.
 * Nodes live in the arena. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_CONTENT_YAML_WRITE_INT_H
#define PORCHLIGHT_CONTENT_YAML_WRITE_INT_H

#include "base/str.h"
#include "yaml_int.h"

struct yaml_node *yaml_new(struct arena *a, enum yaml_kind kind, const char *text);

/* Puts a pair into a map, in the place of one with this key or at the end. The key is copied. */
void yaml_put(struct arena *a, struct yaml_node *map, const char *key, struct yaml_node *value);
void yaml_put_text(struct arena *a, struct yaml_node *map, const char *key, const char *text);
/* Takes a pair out; false when there was none, or `map` is no map. */
bool yaml_take(struct yaml_node *map, const char *key);
void yaml_push(struct arena *a, struct yaml_node *list, struct yaml_node *item);

/* A copy of the map itself; the values are shared. */
struct yaml_node *yaml_copy_map(struct arena *a, const struct yaml_node *map);

/* One value on one line: "text", ["a", "b"], {"key": "value"}. Every text is quoted, so none is taken for something
 * else. */
void yaml_write_flow(const struct yaml_node *n, struct str *out);

/* A map as a file: a key a line, each item of a list on a line of its own. */
void yaml_write_file(const struct yaml_node *map, struct str *out);

#endif
