/* What staff have changed on this kiosk, laid over a file of the site before it is read: field by field, and each
 * entry whole or not at all. What an entry says that the site's own rules refuse is a fault with the change's path and
 * line, and the site's entry stands. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_CONTENT_OVERLAY_INT_H
#define PORCHLIGHT_CONTENT_OVERLAY_INT_H

#include "yaml_int.h"

struct overlay {
    struct arena *arena;
    struct faults *faults;
    const char *const *fields; /* what may be changed; NULL-ended */
    const char *what;          /* "person": for messages */
    /* Reads an entry by the site's own rules; false: it cannot be used. */
    bool (*reads)(void *context, const struct yaml_node *entry, struct faults *faults);
    void *context;
};

/* The fields that may be changed in "people.yaml", "resources.yaml" or "site.yaml"; NULL for any other file. */
const char *const *overlay_fields(const char *path);

/* The entries of the list `name`, found by their `key`. `off: true` takes one out where that field may be changed. An
 * entry that the site does not have is told as a warning and passed over. */
void overlay_list(const struct overlay *o, struct yaml_node *base, const struct yaml_node *over, const char *name);

/* The keys of a map, each by itself; a map in it is laid over field by field. */
void overlay_settings(const struct overlay *o, struct yaml_node *base, const struct yaml_node *over);

#endif
