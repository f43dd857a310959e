/* Settings files: cleaning, parsing with mending, and the resources' schema on whatever comes out.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "content/site_int.h"
#include "content/textfile_int.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Walks the whole tree, so that a wild pointer in it is touched. */
static size_t walk(const struct yaml_node *n)
{
    size_t sum = strlen(n->text ? n->text : "");
    for (size_t i = 0; i < n->count; i++)
        sum += n->kind == YAML_MAP ? strlen(n->pairs[i].key) + walk(n->pairs[i].value) : walk(n->items[i]);
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    struct faults faults;
    arena_init(&a, false);
    faults_init(&faults);
    char *text = arena_alloc(&a, size + 1);
    if (size)
        memcpy(text, data, size);
    size_t len = textfile_clean(text, size, "f.yaml", &faults);
    struct yaml_node *root = yaml_parse(text, len, "f.yaml", 1, &a, &faults);
    walk(root);
    struct schema_run run = {.arena = &a, .path = "f.yaml", .faults = &faults};
    const struct yaml_node *opening = yaml_get(root, "opening"), *dated = yaml_get(root, "opening_exceptions");
    size_t count;
    if (opening && opening->kind == YAML_LIST)
        schema_items(&run, opening, &hours_schema, &count);
    if (dated && dated->kind == YAML_LIST)
        schema_items(&run, dated, &dated_schema, &count);
    site_exceptions_judge(&run, root, "opening_exceptions", &(struct availability){0});
    struct site site = {.arena = a};
    run.arena = &site.arena;
    site_read_places(&run, &site, root);
    a = site.arena;
    for (size_t i = 0; i < faults.len; i++)
        if (faults.v[i].line < 1)
            abort(); /* each of these faults has its line */
    faults_sort(&faults);
    faults_release(&faults);
    arena_release(&a);
    return 0;
}
