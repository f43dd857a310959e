/* The parts of a site, one file each. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_CONTENT_SITE_INT_H
#define PORCHLIGHT_CONTENT_SITE_INT_H

#include "base/vec.h"
#include "content/site.h"
#include "schema_int.h"

/* languages.yaml into languages; English alone when nothing can be read. */
void site_read_languages(struct site *s, struct faults *faults);
/* local.yaml into facts. */
void site_read_facts(struct site *s, struct faults *faults);
/* resources.yaml into resources; after languages. */
void site_read_resources(struct site *s, struct faults *faults);
/* people.yaml into people; after languages. */
void site_read_people(struct site *s, struct faults *faults);

/* Reads and parses one settings file; NULL, with its fault, when it cannot be read. */
struct yaml_node *site_yaml(struct site *s, const char *path, struct faults *faults);

/* What was changed of it on the kiosk; NULL when nothing was. */
struct yaml_node *site_changed(struct site *s, const char *path, struct faults *faults);

/* Lays the changes over the entries of a list in `root`: an entry at fault is not used. */
void site_lay_over(struct site *s, const char *path, const char *name, const struct schema *schema,
                   struct yaml_node *root, struct faults *faults);

/* The list below the file's only key, `name`: an array of structs in the arena. */
void *site_items(struct site *s, const char *path, const char *name, const struct schema *schema, void *context,
                 size_t *count, struct faults *faults);

/* What `finish` functions look at: the site so far, and the keys already taken in this file. */
struct site_context {
    struct site *site;
    VEC(const char *) keys;
};

/* Complains of a key that an earlier entry has; true when it is new. */
bool site_key_new(struct schema_run *run, const struct yaml_node *map, const char *key);

/* Complains of each tag in the list `name` that languages.yaml does not have. */
void site_tags_known(struct schema_run *run, const struct yaml_node *map, const char *name);

/* site.yaml's `printer:` into a struct printer_settings. */
extern const struct schema printer_schema;

/* Rows of weekly hours, as in site.yaml `opening` and people.yaml `hours`; rows of a day's own, as in
 * `opening_exceptions` and `exceptions`. site_hours.c */
extern const struct schema hours_schema, dated_schema;
extern const char *const weekday_words[];
extern const char *const week_words[]; /* by enum month_week */

/* Complains of each row in the list `name` of the map whose day is one of the days off. */
void site_exceptions_judge(struct schema_run *run, const struct yaml_node *map, const char *name,
                           const struct availability *a);

/* The places of people.yaml into places: those that the list `places` declares, or, where there is no such list, all
 * that the hours name. Complains of hours at a place that the list does not have. */
void site_read_places(struct schema_run *run, struct site *s, const struct yaml_node *root);

#define SCHEMA_FIELDS(table) .fields = (table), .count = sizeof(table) / sizeof *(table)

#endif
