/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "site_int.h"

#include "base/str.h"
#include "domain/slots.h"
#include "nudge_settings_int.h"
#include "signers_int.h"
#include "textfile_int.h"

#include <stdlib.h>
#include <string.h>

/* site.yaml as read: the offered languages are still tags. `nudge` is only judged here: whoever sends reads it from the
 * machine's own folder. */
struct draft {
    struct site site;
    struct nudge_draft nudge;
    const char *const *tags;
    size_t tag_count;
    const char *time_zone;
};

static const char *const publish_words[] = {[PUBLISH_REVIEWED] = "reviewed", [PUBLISH_DRAFT] = "draft", NULL};

#define AT(member) .at = offsetof(struct draft, member)

static const struct field screen_fields[] = {
    {.name = "width_mm", .kind = FIELD_INT, AT(site.screen_w_mm), .min = 50, .max = 5000},
    {.name = "height_mm", .kind = FIELD_INT, AT(site.screen_h_mm), .min = 50, .max = 5000},
    {.name = "viewing_mm", .kind = FIELD_INT, AT(site.viewing_mm), .min = 200, .max = 5000},
};
static const struct schema screen_schema = {.what = "'screen'", SCHEMA_FIELDS(screen_fields)};

static const struct field timeout_fields[] = {
    {.name = "warn_after_s", .kind = FIELD_INT, AT(site.idle_warn_s), .min = 20, .max = 3600},
    {.name = "reset_after_s", .kind = FIELD_INT, AT(site.idle_reset_s), .min = 10, .max = 600},
};
static const struct schema timeout_schema = {.what = "'timeouts'", SCHEMA_FIELDS(timeout_fields)};

static const struct field request_fields[] = {
    {.name = "keep_days", .kind = FIELD_INT, AT(site.retention_days), .min = 1, .max = 366},
    {.name = "warn_uncollected_days", .kind = FIELD_INT, AT(site.intake_warn_days), .min = 1, .max = 366},
    {.name = "max_a_visit", .kind = FIELD_INT, AT(site.intake.a_session), .min = 1, .max = 20},
    {.name = "max_an_hour", .kind = FIELD_INT, AT(site.intake.an_hour), .min = 2, .max = 500},
    {.name = "max_a_day", .kind = FIELD_INT, AT(site.intake.a_day), .min = 5, .max = 2000},
    {.name = "max_unread", .kind = FIELD_INT, AT(site.intake.unread), .min = 20, .max = 100000},
    {.name = "free_mb", .kind = FIELD_INT, AT(site.intake.free_mb), .min = 20, .max = 100000},
};
static const struct schema request_schema = {.what = "'requests'", SCHEMA_FIELDS(request_fields)};

static const struct field sound_fields[] = {
    {.name = "volume_percent", .kind = FIELD_INT, AT(site.volume_percent), .min = 0, .max = 100},
};
static const struct schema sound_schema = {.what = "'sound'", SCHEMA_FIELDS(sound_fields)};

static const struct field site_fields[] = {
    {.name = "centre", .kind = FIELD_TEXT, .wanted = true, AT(site.centre)},
    {.name = "phone", .kind = FIELD_TEXT, AT(site.centre_phone)},
    {.name = "demonstration", .kind = FIELD_BOOL, AT(site.demonstration)},
    {.name = "languages",
     .kind = FIELD_TEXTS,
     .wanted = true,
     AT(tags),
     .count_at = offsetof(struct draft, tag_count),
     .item = FIELD_TAG},
    {.name = "publish", .kind = FIELD_WORD, AT(site.publish), .words = publish_words},
    {.name = "opening",
     .kind = FIELD_ITEMS,
     AT(site.opening.weekly),
     .count_at = offsetof(struct draft, site.opening.weekly_count),
     .sub = &hours_schema},
    {.name = "opening_exceptions",
     .kind = FIELD_ITEMS,
     AT(site.opening.dated),
     .count_at = offsetof(struct draft, site.opening.dated_count),
     .sub = &dated_schema},
    {.name = "closed",
     .kind = FIELD_RANGES,
     AT(site.opening.days_off),
     .count_at = offsetof(struct draft, site.opening.day_off_count)},
    {.name = "time_zone", .kind = FIELD_TEXT, AT(time_zone)},
    {.name = "meeting_minutes",
     .kind = FIELD_INT,
     AT(site.meeting_min),
     .min = SLOT_LENGTH_MIN,
     .max = SLOT_LENGTH_MAX},
    {.name = "screen", .kind = FIELD_MAP, .sub = &screen_schema},
    {.name = "timeouts", .kind = FIELD_MAP, .sub = &timeout_schema},
    {.name = "requests", .kind = FIELD_MAP, .sub = &request_schema},
    {.name = "packs", .kind = FIELD_MAP, AT(site.packs), .sub = &signers_schema},
    {.name = "sound", .kind = FIELD_MAP, .sub = &sound_schema},
    {.name = "nudge", .kind = FIELD_MAP, AT(nudge), .sub = &nudge_schema},
    {.name = "printer", .kind = FIELD_MAP, AT(site.printer), .sub = &printer_schema},
};

static void find_zone(struct schema_run *run, const struct yaml_node *map, struct draft *d)
{
    struct zone *z = NULL;
    struct err e = {0};
    if (d->time_zone && !zone_new(&z, d->time_zone, &e))
        schema_fault(run, yaml_get(map, "time_zone"), "'time_zone' is '%s' but must be a name like America/Boise: %s",
                     d->time_zone, e.msg);
    d->site.zone = z;
}

/* Turns tags into languages, each once. */
static bool site_finish(struct schema_run *run, const struct yaml_node *map, void *out)
{
    struct draft *d = out;
    struct site *s = &d->site;
    const struct yaml_node *list = yaml_get(map, "languages");
    const struct language **offered = ARENA_ARRAY(run->arena, const struct language *, d->tag_count + 1);
    site_tags_known(run, map, "languages");
    for (size_t i = 0; i < d->tag_count; i++) {
        const struct language *l = site_language(s, d->tags[i]);
        bool before = !l || strcmp(l->text.tag, d->tags[i]) != 0;
        for (size_t k = 0; k < s->offered_count && !before; k++)
            if (offered[k] == l) {
                before = true;
                schema_fault(run, list, "'%s' is offered twice", d->tags[i]);
            }
        if (!before)
            offered[s->offered_count++] = l;
    }
    s->offered = offered;
    find_zone(run, map, d);
    site_exceptions_judge(run, map, "opening_exceptions", &s->opening);
    return true;
}

static const struct schema site_schema = {.what = "site.yaml", SCHEMA_FIELDS(site_fields), .finish = site_finish};

struct yaml_node *site_yaml(struct site *s, const char *path, struct faults *faults)
{
    char *text;
    size_t len;
    if (!textfile_read(&s->root, path, YAML_MAX, true, &s->arena, &text, &len, faults))
        return NULL;
    return yaml_parse(text, len, path, 1, &s->arena, faults);
}

void *site_items(struct site *s, const char *path, const char *name, const struct schema *schema, void *context,
                 size_t *count, struct faults *faults)
{
    *count = 0;
    struct yaml_node *root = site_yaml(s, path, faults);
    if (!root)
        return NULL;
    struct {
        void *items;
        size_t count;
    } out = {0};
    const struct field fields[] = {
        {.name = name,
         .kind = FIELD_ITEMS,
         .required = true,
         .at = offsetof(__typeof__(out), items),
         .count_at = offsetof(__typeof__(out), count),
         .sub = schema},
    };
    const struct schema file = {.what = path, SCHEMA_FIELDS(fields)};
    struct schema_run run = {.arena = &s->arena, .path = path, .faults = faults, .context = context};
    schema_read(&run, root, &file, &out);
    *count = out.count;
    return out.items;
}

bool site_key_new(struct schema_run *run, const struct yaml_node *map, const char *key)
{
    struct site_context *c = run->context;
    for (size_t i = 0; key && i < c->keys.len; i++)
        if (strcmp(c->keys.v[i], key) == 0) {
            const struct yaml_node *at = yaml_get(map, "key");
            schema_fault(run, at ? at : map, "the key '%s' is taken by an earlier entry", key);
            return false;
        }
    if (key)
        VEC_PUSH(&c->keys, key);
    return true;
}

void site_tags_known(struct schema_run *run, const struct yaml_node *map, const char *name)
{
    const struct site_context *c = run->context;
    const struct yaml_node *list = yaml_get(map, name);
    for (size_t i = 0; list && list->kind == YAML_LIST && i < list->count; i++) {
        const struct yaml_node *item = list->items[i];
        if (item->kind == YAML_TEXT && *item->text && !site_language(c->site, item->text))
            schema_fault(run, item, "language '%s' is not in languages.yaml", item->text);
    }
}

static void site_defaults(struct site *s)
{
    s->centre = "";
    s->screen_w_mm = 268; /* 21.5 inch, 16:9, portrait */
    s->screen_h_mm = 476;
    s->viewing_mm = 600;
    s->idle_warn_s = 180;
    s->idle_reset_s = 45;
    s->publish = PUBLISH_REVIEWED; /* what nobody has decided is the careful one */
    s->retention_days = 90;
    s->intake_warn_days = 14;
    s->intake = intake_limits_default();
    s->volume_percent = 60;
    s->meeting_min = 30;
    s->printer = printer_settings_default();
}

static void read_site_file(struct site *s, struct faults *faults)
{
    struct yaml_node *root = site_yaml(s, "site.yaml", faults);
    struct draft d = {.site = *s};
    nudge_defaults(&d.nudge);
    struct site_context context = {.site = &d.site};
    if (root) {
        struct schema_run run = {.arena = &d.site.arena,
                                 .path = "site.yaml",
                                 .faults = faults,
                                 .root = d.site.root.path,
                                 .context = &context};
        schema_read(&run, root, &site_schema, &d);
    }
    *s = d.site;
    if (!s->zone)
        s->zone = zone_machine();
    if (s->offered_count == 0) { /* the kiosk still starts, in English or whatever comes first */
        const struct language **one = ARENA_ARRAY(&s->arena, const struct language *, 1);
        one[0] = site_language(s, "en");
        if (!one[0])
            one[0] = s->languages[0];
        s->offered = one;
        s->offered_count = 1;
    }
}

bool site_open(struct site **out, const char *dir, struct faults *faults, struct err *e)
{
    struct site *s = calloc(1, sizeof *s);
    if (!s)
        BUG("out of memory");
    if (!fs_root_open(&s->root, dir, e)) {
        free(s);
        return err_wrap(e, "cannot open the site");
    }
    arena_init(&s->arena, false);
    site_defaults(s);
    site_read_languages(s, faults);
    read_site_file(s, faults);
    site_read_facts(s, faults);
    site_read_resources(s, faults);
    site_read_people(s, faults);
    *out = s;
    return true;
}

void site_free(struct site *s)
{
    if (!s)
        return;
    fs_root_close(&s->root);
    arena_release(&s->arena);
    zone_free(s->zone);
    free(s);
}

const struct language *site_language(const struct site *s, const char *tag)
{
    return language_find(s->languages, s->language_count, tag);
}

const struct local_fact *site_fact(const struct site *s, const char *key)
{
    return local_fact_find(s->facts, s->fact_count, key);
}

const struct resource *site_resource(const struct site *s, const char *key)
{
    for (size_t i = 0; key && i < s->resource_count; i++)
        if (strcmp(s->resources[i].key, key) == 0)
            return &s->resources[i];
    return NULL;
}

const struct person *site_person(const struct site *s, const char *key)
{
    for (size_t i = 0; key && i < s->person_count; i++)
        if (strcmp(s->people[i].key, key) == 0)
            return &s->people[i];
    return NULL;
}

const struct person *site_person_by_key(const struct site *s, const uint8_t public_key[32])
{
    for (size_t i = 0; i < s->person_count; i++)
        if (s->people[i].has_key && memcmp(s->people[i].public_key, public_key, sizeof s->people[i].public_key) == 0)
            return &s->people[i];
    return NULL;
}

const struct meeting_place *site_place(const struct site *s, const char *name)
{
    for (size_t i = 0; name && i < s->place_count; i++)
        if (strcmp(s->places[i].name, name) == 0)
            return &s->places[i];
    return NULL;
}
