/* Hours and places, as site.yaml and people.yaml write them. SPDX-License-Identifier: GPL-3.0-or-later */
#include "site_int.h"

#include "base/str.h"

#include <string.h>

const char *const weekday_words[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun", NULL};
const char *const week_words[] = {"every", "first", "second", "third", "fourth", "fifth", "last", NULL};
_Static_assert(sizeof week_words / sizeof *week_words == WEEK_COUNT + 1, "a word for each week of a month");

static bool in_order(struct schema_run *run, const struct yaml_node *map, int from_min, int to_min)
{
    if (to_min > from_min)
        return true;
    if (yaml_get(map, "from") && yaml_get(map, "to"))
        schema_fault(run, map, "'to' must be later than 'from'");
    return false;
}

static bool hours_finish(struct schema_run *run, const struct yaml_node *map, void *out)
{
    const struct weekly_hours *h = out;
    return in_order(run, map, h->from_min, h->to_min);
}

static bool dated_finish(struct schema_run *run, const struct yaml_node *map, void *out)
{
    const struct dated_hours *h = out;
    return in_order(run, map, h->from_min, h->to_min);
}

#define AT(member) .at = offsetof(struct weekly_hours, member)
static const struct field hours_fields[] = {
    {.name = "day", .kind = FIELD_WORD, .required = true, AT(weekday), .words = weekday_words},
    {.name = "week", .kind = FIELD_WORD, AT(week), .words = week_words},
    {.name = "from", .kind = FIELD_MINUTES, .required = true, AT(from_min)},
    {.name = "to", .kind = FIELD_MINUTES, .required = true, AT(to_min)},
    {.name = "where", .kind = FIELD_TEXT, AT(where)},
};
#undef AT
const struct schema hours_schema = {
    .what = "a row of hours", SCHEMA_FIELDS(hours_fields), .size = sizeof(struct weekly_hours), .finish = hours_finish};

#define AT(member) .at = offsetof(struct dated_hours, member)
static const struct field dated_fields[] = {
    {.name = "on", .kind = FIELD_DAY, .required = true, AT(day)},
    {.name = "from", .kind = FIELD_MINUTES, .required = true, AT(from_min)},
    {.name = "to", .kind = FIELD_MINUTES, .required = true, AT(to_min)},
    {.name = "where", .kind = FIELD_TEXT, AT(where)},
    {.name = "extra", .kind = FIELD_BOOL, AT(extra)},
};
#undef AT
const struct schema dated_schema = {
    .what = "an exception", SCHEMA_FIELDS(dated_fields), .size = sizeof(struct dated_hours), .finish = dated_finish};

/* The list of that name, or NULL. */
static const struct yaml_node *list_of(const struct yaml_node *map, const char *name)
{
    const struct yaml_node *list = yaml_get(map, name);
    return list && list->kind == YAML_LIST ? list : NULL;
}

void site_exceptions_judge(struct schema_run *run, const struct yaml_node *map, const char *name,
                           const struct availability *a)
{
    const struct yaml_node *rows = list_of(map, name);
    for (size_t i = 0; rows && i < rows->count; i++) {
        const struct yaml_node *on = yaml_get(rows->items[i], "on");
        day_t day;
        if (!on || on->kind != YAML_TEXT || !day_parse(on->text, &day))
            continue;
        for (size_t k = 0; k < a->day_off_count; k++)
            if (day >= a->days_off[k].first && day <= a->days_off[k].last) {
                schema_fault(run, on, "%s is a day off as well: the hours of that day do not count", on->text);
                break;
            }
    }
}

/* ---- places ------------------------------------------------------------------------------------------------------ */

struct places {
    VEC(struct meeting_place) all;
    bool declared; /* there is a list of them */
};

static const struct meeting_place *find(const struct places *p, const char *name)
{
    for (size_t i = 0; i < p->all.len; i++)
        if (strcmp(p->all.v[i].name, name) == 0)
            return &p->all.v[i];
    return NULL;
}

static const struct field place_fields[] = {
    {.name = "name", .kind = FIELD_TEXT, .required = true, .at = offsetof(struct meeting_place, name)},
    {.name = "address", .kind = FIELD_TEXT, .at = offsetof(struct meeting_place, address)},
};
static const struct schema place_schema = {
    .what = "a place", SCHEMA_FIELDS(place_fields), .size = sizeof(struct meeting_place)};

static void read_declared(struct schema_run *run, const struct yaml_node *root, struct places *p)
{
    const struct yaml_node *rows = list_of(root, "places");
    p->declared = rows != NULL;
    for (size_t i = 0; rows && i < rows->count; i++) {
        struct meeting_place one = {0};
        if (!schema_read(run, rows->items[i], &place_schema, &one))
            continue;
        if (find(p, one.name))
            schema_fault(run, rows->items[i], "the place '%s' is taken by an earlier entry", one.name);
        else
            VEC_PUSH(&p->all, one);
    }
}

static void read_used(struct schema_run *run, const struct yaml_node *person, const char *name, struct places *p)
{
    const struct yaml_node *rows = list_of(person, name);
    for (size_t i = 0; rows && i < rows->count; i++) {
        const struct yaml_node *where = yaml_get(rows->items[i], "where");
        if (!where || where->kind != YAML_TEXT || !*where->text || find(p, where->text))
            continue;
        if (p->declared)
            schema_fault(run, where, "'%s' is not in 'places'", where->text);
        else
            VEC_PUSH(&p->all, ((struct meeting_place){where->text, NULL}));
    }
}

void site_read_places(struct schema_run *run, struct site *s, const struct yaml_node *root)
{
    struct places p = {.declared = false};
    const struct yaml_node *people = list_of(root, "people");
    read_declared(run, root, &p);
    for (size_t i = 0; people && i < people->count; i++) {
        read_used(run, people->items[i], "hours", &p);
        read_used(run, people->items[i], "exceptions", &p);
    }
    struct meeting_place *all = ARENA_ARRAY(&s->arena, struct meeting_place, p.all.len);
    if (p.all.len)
        memcpy(all, p.all.v, p.all.len * sizeof *all);
    s->places = all;
    s->place_count = p.all.len;
    VEC_RELEASE(&p.all);
}
