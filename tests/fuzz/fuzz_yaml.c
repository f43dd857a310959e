/* Settings files: cleaning, parsing with mending, and the resources' schema on whatever comes out.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "content/nudge_settings_int.h"
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

static void must_be_harmless(const char *s)
{
    for (; s && *s; s++)
        if (*s <= ' ' || *s > '~')
            abort();
}

/* Whatever is taken of `nudge:` goes to a mail server: nothing in it can end a line or a word. */
static void read_nudge(struct schema_run *run, const struct yaml_node *map)
{
    struct nudge_draft d;
    nudge_defaults(&d);
    if (map)
        schema_read(run, map, &nudge_schema, &d);
    const struct mail_settings *m = &d.settings.mail;
    must_be_harmless(m->server);
    must_be_harmless(m->from);
    must_be_harmless(m->user);
    for (size_t i = 0; i < m->to_count; i++)
        must_be_harmless(m->to[i]);
    if (m->server && (!m->from || !m->to_count || !m->user != !m->password_file))
        abort();
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
    read_nudge(&run, yaml_get(root, "nudge"));
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
