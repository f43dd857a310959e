/* resources.yaml. SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/str.h"
#include "site_int.h"

static const char *const kind_words[] = {[RESOURCE_HOTLINE] = "hotline",
                                         [RESOURCE_OFFICE] = "office",
                                         [RESOURCE_MEDIA] = "media",
                                         [RESOURCE_LINK] = "link",
                                         NULL};
_Static_assert(sizeof kind_words / sizeof *kind_words == RESOURCE_KIND_COUNT + 1, "one word a kind, and NULL");

/* `source` is for whoever checks the entry next: it must be there, and goes nowhere. */
struct draft {
    struct resource resource;
    const char *source;
};

#define AT(member) .at = offsetof(struct draft, resource.member)

static const struct field checked_fields[] = {
    {.name = "on", .kind = FIELD_DAY, .wanted = true, AT(checked_on)},
    {.name = "by", .kind = FIELD_TEXT, .wanted = true, AT(checked_by)},
};
static const struct schema checked_schema = {.what = "'checked'", SCHEMA_FIELDS(checked_fields)};

static const struct field fields[] = {
    {.name = "key", .kind = FIELD_KEY, .required = true, AT(key)},
    {.name = "name", .kind = FIELD_TEXT, .required = true, AT(name)},
    {.name = "about", .kind = FIELD_TEXT, .wanted = true, AT(about)},
    {.name = "icon", .kind = FIELD_KEY, .wanted = true, AT(icon)},
    {.name = "kind", .kind = FIELD_WORD, .required = true, AT(kind), .words = kind_words},
    {.name = "phone", .kind = FIELD_TEXT, AT(phone)},
    {.name = "sms", .kind = FIELD_TEXT, AT(sms)},
    {.name = "sms_word", .kind = FIELD_TEXT, AT(sms_word)},
    {.name = "url", .kind = FIELD_URL, AT(url)},
    {.name = "address", .kind = FIELD_TEXT, AT(address)},
    {.name = "hours", .kind = FIELD_TEXT, AT(hours)},
    {.name = "languages",
     .kind = FIELD_TEXTS,
     AT(languages),
     .count_at = offsetof(struct draft, resource.language_count),
     .item = FIELD_TAG},
    {.name = "interpreter", .kind = FIELD_BOOL, AT(interpreter)},
    {.name = "discreet", .kind = FIELD_BOOL, AT(discreet)},
    {.name = "caution", .kind = FIELD_TEXT, AT(caution)},
    {.name = "source", .kind = FIELD_TEXT, .wanted = true, .at = offsetof(struct draft, source)},
    {.name = "checked", .kind = FIELD_MAP, .wanted = true, .sub = &checked_schema},
    {.name = "expires", .kind = FIELD_DAY, .wanted = true, AT(expires)},
};

static void defaults(void *out)
{
    struct draft *d = out;
    d->resource.checked_on = d->resource.expires = DAY_NONE;
}

static void number_dials(struct schema_run *run, const struct yaml_node *map, const char *name, const char **number)
{
    struct str dial;
    str_init(&dial);
    if (*number && !resource_dial(*number, &dial)) {
        schema_fault(run, yaml_get(map, name), "'%s' is '%s', which nobody can dial: give all its digits", name,
                     *number);
        *number = NULL; /* better no code than a wrong one */
    }
    str_release(&dial);
}

static bool finish(struct schema_run *run, const struct yaml_node *map, void *out)
{
    struct draft *d = out;
    struct resource *r = &d->resource;
    bool ok = site_key_new(run, map, r->key);
    number_dials(run, map, "phone", &r->phone);
    number_dials(run, map, "sms", &r->sms);
    bool reachable = r->phone || r->sms || r->url || r->address || (r->kind == RESOURCE_MEDIA && r->hours) ||
                     yaml_get(map, "phone") || yaml_get(map, "sms") ||
                     yaml_get(map, "url"); /* faulty ones are told above */
    if (!reachable)
        schema_fault(run, map, "a resource needs a phone, sms, url or address (or, for media, hours)");
    if (r->sms_word && !r->sms && !yaml_get(map, "sms"))
        schema_fault(run, yaml_get(map, "sms_word"), "'sms_word' needs 'sms', the number to send it to");
    return ok;
}

static const struct schema schema = {
    .what = "a resource", SCHEMA_FIELDS(fields), .size = sizeof(struct draft), .defaults = defaults, .finish = finish};

void site_read_resources(struct site *s, struct faults *faults)
{
    struct site_context context = {.site = s};
    size_t count;
    const struct draft *drafts = site_items(s, "resources.yaml", "resources", &schema, &context, &count, faults);
    VEC_RELEASE(&context.keys);
    struct resource *all = ARENA_ARRAY(&s->arena, struct resource, count);
    for (size_t i = 0; i < count; i++)
        all[i] = drafts[i].resource;
    s->resources = all;
    s->resource_count = count;
}
