/* local.yaml: what a named person attests of this town. SPDX-License-Identifier: GPL-3.0-or-later */
#include "site_int.h"

#include <string.h>

#define AT(member) .at = offsetof(struct local_fact, member)

static const struct field fields[] = {
    {.name = "value", .kind = FIELD_TEXT, .required = true, AT(value)},
    {.name = "by", .kind = FIELD_TEXT, .required = true, AT(by)},
    {.name = "on", .kind = FIELD_DAY, .required = true, AT(on)},
    {.name = "expires", .kind = FIELD_DAY, .required = true, AT(expires)},
};

static bool finish(struct schema_run *run, const struct yaml_node *map, void *out)
{
    const struct local_fact *fact = out;
    bool ok = true;
    if (fact->on != DAY_NONE && fact->expires != DAY_NONE && fact->expires < fact->on) {
        schema_fault(run, yaml_get(map, "expires"), "'expires' is before 'on'");
        ok = false;
    }
    if (strcmp(fact->key, "immigration") == 0 && fact->value &&
        immigration_from_word(fact->value) == IMMIGRATION_COUNT) {
        schema_fault(run, yaml_get(map, "value"), "'immigration' is '%s' but must be one of: %s, %s, %s, %s, %s, %s",
                     fact->value, immigration_words[0], immigration_words[1], immigration_words[2],
                     immigration_words[3], immigration_words[4], immigration_words[5]);
        ok = false;
    }
    return ok;
}

static const struct schema schema = {.what = "a local fact", SCHEMA_FIELDS(fields), .finish = finish};

void site_read_facts(struct site *s, struct faults *faults)
{
    struct schema_run run = {.arena = &s->arena, .path = "local.yaml", .faults = faults};
    const struct yaml_node *root = site_yaml(s, run.path, faults);
    if (!root)
        return;
    if (root->kind != YAML_MAP) {
        schema_fault(&run, root, "local.yaml must be a map of facts");
        return;
    }
    struct local_fact *facts = ARENA_ARRAY(&s->arena, struct local_fact, root->count);
    for (size_t i = 0; i < root->count; i++) {
        const struct yaml_pair *pair = &root->pairs[i];
        struct local_fact *fact = &facts[s->fact_count];
        *fact = (struct local_fact){.key = pair->key, .on = DAY_NONE, .expires = DAY_NONE};
        if (!key_valid(pair->key)) {
            faults_add(faults, FAULT_ERROR, run.path, pair->line,
                       "the key '%s' must be small letters a-z, digits, - and _, at most 40", pair->key);
            continue;
        }
        bool twice = local_fact_find(facts, s->fact_count, pair->key) != NULL; /* yaml_parse has said so */
        if (schema_read(&run, pair->value, &schema, fact) && !twice)
            s->fact_count++;
    }
    s->facts = facts;
}
