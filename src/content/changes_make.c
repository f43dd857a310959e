/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each change that staff can make, as a piece of the site's own YAML. */
#include "changes_int.h"

#include "base/str.h"
#include "site_int.h"

#include <stdio.h>
#include <string.h>

/* A change under way. */
struct making {
    struct arena arena;
    struct change_trees trees;
    const struct changes_place *place;
    enum change_file file;
};

static bool begin(struct making *m, const struct changes_place *p, enum change_file f, struct err *e)
{
    *m = (struct making){.place = p, .file = f};
    arena_init(&m->arena, false);
    if (change_trees(&m->arena, p, f, &m->trees, e))
        return true;
    arena_release(&m->arena);
    return false;
}

static bool end(struct making *m, struct err *e)
{
    bool ok = change_keep(m->place, m->file, &m->trees, true, e);
    arena_release(&m->arena);
    return ok;
}

static bool put(const struct changes_place *p, enum change_file f, const char *key, const char *field,
                struct yaml_node *(*make)(struct arena *a, const void *from, size_t count), const void *from,
                size_t count, struct err *e)
{
    struct making m;
    if (!begin(&m, p, f, e))
        return false;
    change_put(&m.arena, &m.trees, f, key, field, make(&m.arena, from, count));
    return end(&m, e);
}

static void put_day(struct arena *a, struct yaml_node *map, const char *key, day_t day)
{
    char text[11];
    day_format(day, text);
    yaml_put_text(a, map, key, text);
}

/* ---- facts ------------------------------------------------------------------------------------------------------ */

bool changes_sign(const struct changes_place *p, const struct local_fact *fact, struct err *e)
{
    struct making m;
    if (!begin(&m, p, CHANGE_FACTS, e))
        return false;
    struct yaml_node *map = yaml_new(&m.arena, YAML_MAP, NULL);
    yaml_put_text(&m.arena, map, "value", fact->value);
    yaml_put_text(&m.arena, map, "by", fact->by);
    put_day(&m.arena, map, "on", fact->on);
    put_day(&m.arena, map, "expires", fact->expires);
    yaml_put(&m.arena, m.trees.over, fact->key, map);
    return end(&m, e);
}

bool changes_withdraw(const struct changes_place *p, const char *key, const char *by, day_t on, struct err *e)
{
    struct making m;
    if (!begin(&m, p, CHANGE_FACTS, e))
        return false;
    struct yaml_node *map = yaml_new(&m.arena, YAML_MAP, NULL);
    yaml_put_text(&m.arena, map, "off", "true");
    yaml_put_text(&m.arena, map, "by", by);
    put_day(&m.arena, map, "on", on);
    yaml_put(&m.arena, m.trees.over, key, map);
    return end(&m, e);
}

/* ---- hours ------------------------------------------------------------------------------------------------------ */

static void put_minutes(struct arena *a, struct yaml_node *map, const char *key, int minutes)
{
    yaml_put_text(a, map, key, arena_printf(a, "%02d:%02d", minutes / 60, minutes % 60));
}

static struct yaml_node *make_hours(struct arena *a, const void *from, size_t count)
{
    const struct weekly_hours *rows = from;
    struct yaml_node *list = yaml_new(a, YAML_LIST, NULL);
    for (size_t i = 0; i < count; i++) {
        struct yaml_node *map = yaml_new(a, YAML_MAP, NULL);
        yaml_put_text(a, map, "day", weekday_words[rows[i].weekday]);
        if (rows[i].week != WEEK_EVERY)
            yaml_put_text(a, map, "week", week_words[rows[i].week]);
        put_minutes(a, map, "from", rows[i].from_min);
        put_minutes(a, map, "to", rows[i].to_min);
        if (rows[i].where)
            yaml_put_text(a, map, "where", rows[i].where);
        yaml_push(a, list, map);
    }
    return list;
}

bool changes_hours(const struct changes_place *p, const char *person, const struct weekly_hours *rows, size_t count,
                   struct err *e)
{
    return person ? put(p, CHANGE_PEOPLE, person, "hours", make_hours, rows, count, e)
                  : put(p, CHANGE_SITE, "", "opening", make_hours, rows, count, e);
}

static struct yaml_node *make_days(struct arena *a, const void *from, size_t count)
{
    const struct day_range *days = from;
    struct yaml_node *list = yaml_new(a, YAML_LIST, NULL);
    for (size_t i = 0; i < count; i++) {
        char first[11], last[11];
        day_format(days[i].first, first);
        day_format(days[i].last, last);
        bool one = days[i].first == days[i].last;
        yaml_push(a, list, yaml_new(a, YAML_TEXT, one ? first : arena_printf(a, "%s to %s", first, last)));
    }
    return list;
}

static struct yaml_node *make_dated(struct arena *a, const void *from, size_t count)
{
    const struct dated_hours *rows = from;
    struct yaml_node *list = yaml_new(a, YAML_LIST, NULL);
    for (size_t i = 0; i < count; i++) {
        struct yaml_node *map = yaml_new(a, YAML_MAP, NULL);
        put_day(a, map, "on", rows[i].day);
        put_minutes(a, map, "from", rows[i].from_min);
        put_minutes(a, map, "to", rows[i].to_min);
        if (rows[i].where)
            yaml_put_text(a, map, "where", rows[i].where);
        if (rows[i].extra)
            yaml_put_text(a, map, "extra", "yes");
        yaml_push(a, list, map);
    }
    return list;
}

bool changes_dated(const struct changes_place *p, const char *person, const struct dated_hours *rows, size_t count,
                   struct err *e)
{
    return person ? put(p, CHANGE_PEOPLE, person, "exceptions", make_dated, rows, count, e)
                  : put(p, CHANGE_SITE, "", "opening_exceptions", make_dated, rows, count, e);
}

bool changes_days_off(const struct changes_place *p, const char *person, const struct day_range *days, size_t count,
                      struct err *e)
{
    return person ? put(p, CHANGE_PEOPLE, person, "days_off", make_days, days, count, e)
                  : put(p, CHANGE_SITE, "", "closed", make_days, days, count, e);
}

/* ---- languages, pages, settings -----------------------------------------------------------------------------------
 */

static struct yaml_node *make_texts(struct arena *a, const void *from, size_t count)
{
    const char *const *texts = from;
    struct yaml_node *list = yaml_new(a, YAML_LIST, NULL);
    for (size_t i = 0; i < count; i++)
        yaml_push(a, list, yaml_new(a, YAML_TEXT, texts[i]));
    return list;
}

bool changes_languages(const struct changes_place *p, const char *const *order, size_t count, const char *const *off,
                       size_t off_count, struct err *e)
{
    struct making m;
    if (!count)
        return err_set(e, ERR_REFUSED, "at least one language must be offered");
    if (!begin(&m, p, CHANGE_SITE, e))
        return false;
    change_put(&m.arena, &m.trees, CHANGE_SITE, "", "languages", make_texts(&m.arena, order, count));
    if (off_count)
        yaml_put(&m.arena, m.trees.over, "languages_off", make_texts(&m.arena, off, off_count));
    else
        yaml_take(m.trees.over, "languages_off");
    return end(&m, e);
}

bool changes_pages_off(const struct changes_place *p, const char *const *slugs, size_t count, struct err *e)
{
    struct making m;
    if (!begin(&m, p, CHANGE_SITE, e))
        return false;
    if (!count && !yaml_get(m.trees.site, "pages_off"))
        yaml_take(m.trees.over, "pages_off");
    else
        change_put(&m.arena, &m.trees, CHANGE_SITE, "", "pages_off", make_texts(&m.arena, slugs, count));
    return end(&m, e);
}

static struct yaml_node *make_text(struct arena *a, const void *from, size_t count)
{
    (void)count;
    return yaml_new(a, YAML_TEXT, from);
}

bool changes_setting(const struct changes_place *p, const char *name, const char *value, struct err *e)
{
    const char *dot = strchr(name, '.');
    if (!dot)
        return put(p, CHANGE_SITE, "", name, make_text, value, 0, e);
    struct making m;
    if (!begin(&m, p, CHANGE_SITE, e))
        return false;
    const char *outer = arena_strndup(&m.arena, name, (size_t)(dot - name));
    const struct yaml_node *there = yaml_get(m.trees.over, outer);
    struct yaml_node *map =
        there && there->kind == YAML_MAP ? yaml_copy_map(&m.arena, there) : yaml_new(&m.arena, YAML_MAP, NULL);
    const struct yaml_node *own = yaml_get(yaml_get(m.trees.site, outer), dot + 1);
    if (own && own->kind == YAML_TEXT && str_eq(own->text, value))
        yaml_take(map, dot + 1);
    else
        yaml_put_text(&m.arena, map, dot + 1, value);
    if (map->count)
        yaml_put(&m.arena, m.trees.over, outer, map);
    else
        yaml_take(m.trees.over, outer);
    return end(&m, e);
}

/* ---- resources -------------------------------------------------------------------------------------------------- */

bool changes_resource(const struct changes_place *p, const char *key, const char *field, const char *value,
                      struct err *e)
{
    return put(p, CHANGE_RESOURCES, key, field, make_text, value, 0, e);
}

bool changes_checked(const struct changes_place *p, const char *key, const char *by, day_t on, day_t expires,
                     struct err *e)
{
    struct making m;
    char day[11];
    if (!begin(&m, p, CHANGE_RESOURCES, e))
        return false;
    struct yaml_node *map = yaml_new(&m.arena, YAML_MAP, NULL);
    put_day(&m.arena, map, "on", on);
    yaml_put_text(&m.arena, map, "by", by);
    change_put(&m.arena, &m.trees, CHANGE_RESOURCES, key, "checked", map);
    day_format(expires, day);
    change_put(&m.arena, &m.trees, CHANGE_RESOURCES, key, "expires", yaml_new(&m.arena, YAML_TEXT, day));
    return end(&m, e);
}
