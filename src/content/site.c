/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "site_int.h"

#include "base/str.h"
#include "domain/slots.h"
#include "nudge_settings_int.h"
#include "overlay_int.h"
#include "signers_int.h"
#include "textfile_int.h"
#include "yaml_write_int.h"

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
    {.name = "pages_off",
     .kind = FIELD_TEXTS,
     AT(site.pages_off),
     .count_at = offsetof(struct draft, site.page_off_count),
     .item = FIELD_KEY},
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

struct yaml_node *site_changed(struct site *s, const char *path, struct faults *faults)
{
    if (!s->changes || !s->changes->data)
        return NULL;
    char *text = NULL;
    size_t len = 0;
    const char *name = arena_printf(&s->arena, "changes/%s", path);
    if (str_eq(s->changes->file, path)) {
        text = arena_strdup(&s->arena, s->changes->text);
        len = textfile_clean(text, strlen(text), name, faults);
    } else {
        struct fs_root data;
        if (!fs_root_open(&data, s->changes->data, NULL)) /* a kiosk that has never run */
            return NULL;
        bool there = textfile_read(&data, name, YAML_MAX, false, &s->arena, &text, &len, faults);
        fs_root_close(&data);
        if (!there)
            return NULL;
    }
    return yaml_parse(text, len, name, 1, &s->arena, faults);
}

/* Reads an entry of a list as it will be read, and keeps nothing. */
struct entry_judge {
    struct site *site;
    const struct schema *schema;
    const char *path;
};

static bool read_entry(void *context, const struct yaml_node *entry, struct faults *faults)
{
    const struct entry_judge *j = context;
    struct arena scratch;
    arena_init(&scratch, false);
    struct site_context own = {.site = j->site};
    struct schema_run run = {.arena = &scratch, .path = j->path, .faults = faults, .context = &own};
    void *out = arena_array(&scratch, 1, j->schema->size);
    memset(out, 0, j->schema->size);
    if (j->schema->defaults)
        j->schema->defaults(out);
    bool ok = schema_read(&run, entry, j->schema, out);
    VEC_RELEASE(&own.keys);
    arena_release(&scratch);
    return ok;
}

void site_lay_over(struct site *s, const char *path, const char *name, const struct schema *schema,
                   struct yaml_node *root, struct faults *faults)
{
    struct entry_judge judge = {.site = s, .schema = schema, .path = path};
    struct overlay o = {.arena = &s->arena,
                        .faults = faults,
                        .fields = overlay_fields(path),
                        .what = str_eq(path, "people.yaml") ? "person" : "resource",
                        .reads = read_entry,
                        .context = &judge};
    const struct yaml_node *over = o.fields ? site_changed(s, path, faults) : NULL;
    if (over)
        overlay_list(&o, root, over, name);
}

void *site_items(struct site *s, const char *path, const char *name, const struct schema *schema, void *context,
                 size_t *count, struct faults *faults)
{
    *count = 0;
    struct yaml_node *root = site_yaml(s, path, faults);
    if (!root)
        return NULL;
    site_lay_over(s, path, name, schema, root, faults);
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

/* Reads all of site.yaml as it will be read, and keeps nothing. */
static bool read_settings(void *context, const struct yaml_node *root, struct faults *faults)
{
    struct arena scratch;
    arena_init(&scratch, false);
    struct draft d = {.site = *(const struct site *)context};
    nudge_defaults(&d.nudge);
    struct site_context own = {.site = &d.site};
    struct schema_run run = {
        .arena = &scratch, .path = "site.yaml", .faults = faults, .root = d.site.root.path, .context = &own};
    d.site.zone = NULL;
    bool ok = schema_read(&run, root, &site_schema, &d);
    zone_free(d.site.zone);
    arena_release(&scratch);
    return ok;
}

/* Whether a list of texts has this one before its end. */
static bool has_text(const struct yaml_node *list, const char *text, size_t end)
{
    for (size_t i = 0; list && list->kind == YAML_LIST && i < end && i < list->count; i++)
        if (list->items[i]->kind == YAML_TEXT && strcmp(list->items[i]->text, text) == 0)
            return true;
    return false;
}

/* Adds each language once, but those that are turned off. Staff's list may name one that this site has no more. */
static void add_languages(struct site *s, struct yaml_node *to, const struct yaml_node *from,
                          const struct yaml_node *off, struct faults *told)
{
    for (size_t i = 0; from && from->kind == YAML_LIST && i < from->count; i++) {
        struct yaml_node *tag = from->items[i];
        if (tag->kind != YAML_TEXT || has_text(off, tag->text, SIZE_MAX) || (told && has_text(from, tag->text, i)) ||
            (!told && has_text(to, tag->text, SIZE_MAX)))
            continue;
        if (told && !site_language(s, tag->text))
            faults_add(told, FAULT_WARNING, tag->path, tag->line,
                       "the site has no language '%s' any more: it is not offered", tag->text);
        else
            yaml_push(&s->arena, to, tag);
    }
}

/* Staff's languages in their order, then those of the site that they know nothing of: a pack has brought them. */
static void lay_over_languages(struct site *s, struct yaml_node *root, struct yaml_node *over, struct faults *faults)
{
    const struct yaml_node *order = yaml_get(over, "languages"), *off = yaml_get(over, "languages_off");
    const struct yaml_node *wrong = order && order->kind != YAML_LIST ? order
                                    : off && off->kind != YAML_LIST   ? off
                                                                      : NULL;
    if (wrong)
        faults_add(faults, FAULT_ERROR, wrong->path, wrong->line, "the languages must be a list");
    if ((order || off) && !wrong && root->kind == YAML_MAP) {
        struct yaml_node *list = yaml_new(&s->arena, YAML_LIST, NULL), *own = yaml_get(root, "languages");
        list->path = order ? order->path : off->path;
        list->line = order ? order->line : off->line;
        add_languages(s, list, order, off, faults);
        add_languages(s, list, own, off, NULL);
        yaml_put(&s->arena, root, "languages", list);
    }
    yaml_take(over, "languages");
    yaml_take(over, "languages_off");
}

static void lay_over_settings(struct site *s, struct yaml_node *root, struct faults *faults)
{
    struct yaml_node *over = site_changed(s, "site.yaml", faults);
    struct overlay o = {.arena = &s->arena,
                        .faults = faults,
                        .fields = overlay_fields("site.yaml"),
                        .what = "site",
                        .reads = read_settings,
                        .context = s};
    if (!over || root->kind != YAML_MAP)
        return;
    lay_over_languages(s, root, over, faults);
    overlay_settings(&o, root, over);
}

static void read_site_file(struct site *s, struct faults *faults)
{
    struct yaml_node *root = site_yaml(s, "site.yaml", faults);
    struct draft d = {.site = *s};
    nudge_defaults(&d.nudge);
    struct site_context context = {.site = &d.site};
    if (root) {
        lay_over_settings(&d.site, root, faults);
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
    return site_open_changed(out, dir, NULL, faults, e);
}

/* NULL: it could not be opened. `before` may be NULL: one whose languages are used. */
static struct site *open_site(const char *dir, const struct site_changes *changes, const struct site *before,
                              struct faults *faults, struct err *e)
{
    struct site *s = calloc(1, sizeof *s);
    if (!s)
        BUG("out of memory");
    if (!fs_root_open(&s->root, dir, e)) {
        free(s);
        err_wrap(e, "cannot open the site");
        return NULL;
    }
    arena_init(&s->arena, false);
    s->changes = changes;
    site_defaults(s);
    if (before) {
        s->languages = before->languages;
        s->language_count = before->language_count;
    } else {
        site_read_languages(s, faults);
        s->language_arena = s->arena;
        arena_init(&s->arena, false);
    }
    read_site_file(s, faults);
    site_read_facts(s, faults);
    site_read_resources(s, faults);
    site_read_people(s, faults);
    s->changes = NULL;
    return s;
}

bool site_open_changed(struct site **out, const char *dir, const struct site_changes *changes, struct faults *faults,
                       struct err *e)
{
    struct site *s = open_site(dir, changes, NULL, faults, e);
    if (s)
        *out = s;
    return s;
}

bool site_reopen(struct site *s, const struct site_changes *changes, struct faults *faults, struct err *e)
{
    struct site *fresh = open_site(s->root.path, changes, s, faults, e);
    if (!fresh)
        return false;
    struct site before = *s;
    *s = *fresh;
    *fresh = before;
    s->language_arena = before.language_arena;
    arena_init(&fresh->language_arena, false);
    /* clocks hold it; no change of staff's touches it */
    const struct zone *zone = s->zone;
    s->zone = fresh->zone;
    fresh->zone = zone;
    site_free(fresh);
    return true;
}

void site_free(struct site *s)
{
    if (!s)
        return;
    fs_root_close(&s->root);
    arena_release(&s->arena);
    arena_release(&s->language_arena);
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
