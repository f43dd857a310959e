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

/* On the kiosk alone: what is signed is true no more, and nothing has been signed in its place. */
struct withdrawn {
    struct local_fact fact;
    bool off;
};

static const struct field withdrawn_fields[] = {
    {.name = "off", .kind = FIELD_BOOL, .required = true, .at = offsetof(struct withdrawn, off)},
    {.name = "by", .kind = FIELD_TEXT, .required = true, .at = offsetof(struct withdrawn, fact.by)},
    {.name = "on", .kind = FIELD_DAY, .required = true, .at = offsetof(struct withdrawn, fact.on)},
};
static const struct schema withdrawn_schema = {.what = "a withdrawn fact", SCHEMA_FIELDS(withdrawn_fields)};

static bool read_fact(struct schema_run *run, const struct yaml_pair *pair, bool changed, struct local_fact *out)
{
    struct withdrawn w = {.fact = {.key = pair->key, .on = DAY_NONE, .expires = DAY_NONE}};
    bool off = changed && yaml_get(pair->value, "off"), ok = false;
    if (!key_valid(pair->key))
        faults_add(run->faults, FAULT_ERROR, pair->value->path, pair->line,
                   "the key '%s' must be small letters a-z, digits, - and _, at most 40", pair->key);
    else if (off)
        ok = schema_read(run, pair->value, &withdrawn_schema, &w) && w.off;
    else
        ok = schema_read(run, pair->value, &schema, &w.fact);
    *out = w.fact;
    return ok;
}

/* The facts of one file; what is not right is left out. */
static struct local_fact *read_facts(struct schema_run *run, const struct yaml_node *root, bool changed, size_t *count)
{
    *count = 0;
    if (!root || root->kind != YAML_MAP) {
        if (root)
            schema_fault(run, root, "local.yaml must be a map of facts");
        return NULL;
    }
    struct local_fact *facts = ARENA_ARRAY(run->arena, struct local_fact, root->count);
    for (size_t i = 0; i < root->count; i++) {
        bool twice = local_fact_find(facts, *count, root->pairs[i].key) != NULL; /* yaml_parse has said so */
        if (read_fact(run, &root->pairs[i], changed, &facts[*count]) && !twice)
            ++*count;
    }
    return facts;
}

void site_read_facts(struct site *s, struct faults *faults)
{
    struct schema_run run = {.arena = &s->arena, .path = "local.yaml", .faults = faults};
    size_t own, changed;
    const struct local_fact *of_site = read_facts(&run, site_yaml(s, run.path, faults), false, &own);
    const struct local_fact *of_kiosk = read_facts(&run, site_changed(s, run.path, faults), true, &changed);
    struct local_fact *all = ARENA_ARRAY(&s->arena, struct local_fact, own + changed + 1);
    if (own)
        memcpy(all, of_site, own * sizeof *all);
    s->fact_count = own;
    for (size_t i = 0; i < changed; i++) {
        struct local_fact *there = NULL;
        for (size_t k = 0; k < own && !there; k++)
            there = strcmp(all[k].key, of_kiosk[i].key) == 0 ? &all[k] : NULL;
        if (!there)
            all[s->fact_count++] = of_kiosk[i];
        else if (of_kiosk[i].on >= there->on) /* whoever has signed last knows best */
            *there = of_kiosk[i];
    }
    s->facts = all;
}
