/* people.yaml: liaison officers. SPDX-License-Identifier: GPL-3.0-or-later */
#include "site_int.h"

#include <sodium.h>
#include <string.h>

/* A person as read: the key is still text. */
struct draft {
    struct person person;
    const char *public_key;
};

#define AT(member) .at = offsetof(struct draft, person.member)

static const struct field fields[] = {
    {.name = "key", .kind = FIELD_KEY, .required = true, AT(key)},
    {.name = "name", .kind = FIELD_TEXT, .required = true, AT(name)},
    {.name = "photo", .kind = FIELD_TEXT, AT(photo)},
    {.name = "greeting", .kind = FIELD_TEXT, AT(greeting)},
    {.name = "languages",
     .kind = FIELD_TEXTS,
     .wanted = true,
     AT(languages),
     .count_at = offsetof(struct draft, person.language_count),
     .item = FIELD_TAG},
    {.name = "hours",
     .kind = FIELD_ITEMS,
     AT(hours.weekly),
     .count_at = offsetof(struct draft, person.hours.weekly_count),
     .sub = &hours_schema},
    {.name = "exceptions",
     .kind = FIELD_ITEMS,
     AT(hours.dated),
     .count_at = offsetof(struct draft, person.hours.dated_count),
     .sub = &dated_schema},
    {.name = "days_off",
     .kind = FIELD_RANGES,
     AT(hours.days_off),
     .count_at = offsetof(struct draft, person.hours.day_off_count)},
    {.name = "valid_from", .kind = FIELD_DAY, AT(hours.from)},
    {.name = "valid_until", .kind = FIELD_DAY, AT(hours.until)},
    {.name = "public_key", .kind = FIELD_TEXT, .at = offsetof(struct draft, public_key)},
};

/* Such a point has no secret behind it: what is sealed to it can be read by anyone. */
static bool is_weak(const uint8_t key[32])
{
    uint8_t secret[32] = {1}, shared[32];
    return crypto_scalarmult(shared, secret, key) != 0;
}

static bool finish(struct schema_run *run, const struct yaml_node *map, void *out)
{
    struct draft *d = out;
    struct person *p = &d->person;
    bool ok = site_key_new(run, map, p->key);
    site_tags_known(run, map, "languages");
    site_exceptions_judge(run, map, "exceptions", &p->hours);
    if (p->hours.from && p->hours.until && p->hours.until < p->hours.from)
        schema_fault(run, yaml_get(map, "valid_until"), "'valid_until' must not be before 'valid_from'");
    if (d->public_key) {
        size_t len = 0;
        const char *end = NULL;
        bool ascii = true; /* libsodium 1.0.18 takes bytes from 0x80 for "_" */
        for (const char *c = d->public_key; *c; c++)
            ascii = ascii && !(*c & 0x80);
        p->has_key = ascii &&
                     sodium_base642bin(p->public_key, sizeof p->public_key, d->public_key, strlen(d->public_key), NULL,
                                       &len, &end, sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0 &&
                     len == sizeof p->public_key && *end == 0 && !is_weak(p->public_key);
        if (!p->has_key)
            schema_fault(run, yaml_get(map, "public_key"),
                         "'public_key' must be the 43 characters that 'porchlightctl keys show' prints");
    }
    return ok;
}

static const struct schema schema = {
    .what = "a person", SCHEMA_FIELDS(fields), .size = sizeof(struct draft), .finish = finish};

void site_read_people(struct site *s, struct faults *faults)
{
    struct site_context context = {.site = s};
    struct {
        const struct draft *drafts;
        size_t count;
    } out = {0};
    const struct field top[] = {
        {.name = "people",
         .kind = FIELD_ITEMS,
         .required = true,
         .at = offsetof(__typeof__(out), drafts),
         .count_at = offsetof(__typeof__(out), count),
         .sub = &schema},
        {.name = "places", .kind = FIELD_SKIP},
    };
    const struct schema file = {.what = "people.yaml", SCHEMA_FIELDS(top)};
    struct schema_run run = {.arena = &s->arena, .path = "people.yaml", .faults = faults, .context = &context};
    struct yaml_node *root = site_yaml(s, "people.yaml", faults);
    if (!root)
        return;
    site_lay_over(s, "people.yaml", "people", &schema, root, faults);
    schema_read(&run, root, &file, &out);
    VEC_RELEASE(&context.keys);
    struct person *all = ARENA_ARRAY(&s->arena, struct person, out.count);
    for (size_t i = 0; i < out.count; i++)
        all[i] = out.drafts[i].person;
    s->people = all;
    s->person_count = out.count;
    site_read_places(&run, s, root);
}
