/* One file of changes as a tree, beside the site's own. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_CONTENT_CHANGES_INT_H
#define PORCHLIGHT_CONTENT_CHANGES_INT_H

#include "content/changes.h"
#include "yaml_write_int.h"

struct change_trees {
    struct yaml_node *site, *over; /* maps; empty where there is no such file */
    bool damaged;                  /* `over` could not be read whole */
};

/* "people", "resources"; NULL for a file that is a map of its own. */
const char *change_list_name(enum change_file f);

bool change_trees(struct arena *a, const struct changes_place *p, enum change_file f, struct change_trees *out,
                  struct err *e);

/* The entry of a fact, a person, a resource in a file; NULL when it has none. */
struct yaml_node *change_entry(const struct yaml_node *file, enum change_file f, const char *key);

/* Sets a field of an entry, or with `key` "" of site.yaml; one that is as in the site is no change. */
void change_put(struct arena *a, struct change_trees *t, enum change_file f, const char *key, const char *field,
                struct yaml_node *value);

/* Writes the changes; `judged`: unless the site refuses them. */
bool change_keep(const struct changes_place *p, enum change_file f, const struct change_trees *t, bool judged,
                 struct err *e);

#endif
