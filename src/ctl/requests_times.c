/* porchlightctl requests times: when the liaison can still be met. SPDX-License-Identifier: GPL-3.0-or-later */
#include "requests_int.h"

#include "domain/opened.h"

#include <stdio.h>
#include <string.h>

enum { TIMES_DAYS = 28, TIMES_MAX = 2000, NEAR_MAX = 4 };

struct slot_plan requests_plan(const struct site *site, const struct person *p)
{
    return (struct slot_plan){
        .person = &p->hours, .centre = &site->opening, .zone = site->zone, .length_min = site->meeting_min};
}

static const char *weekday(day_t day)
{
    static const char *const names[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    return names[day_weekday(day)];
}

static const char *place_of(const struct slot *s)
{
    return s->where ? s->where : ANSWER_PLACE_CENTRE;
}

/* "Thu 2026-12-03 10:30", appended. */
static void add_time(struct str *out, const struct promise *p)
{
    char day[11];
    day_format(p->day, day);
    str_add_f(out, "%s %s ", weekday(p->day), day);
    if (p->minute == SLOT_NO_MINUTE)
        str_add(out, day_part_word(p->part));
    else
        str_add_f(out, "%02d:%02d", p->minute / 60, p->minute % 60);
}

/* What this officer promised is not known as far as the key cannot read it. */
static void note_unknown(const struct promises *given)
{
    if (given->unknown)
        fprintf(stderr,
                "note: %zu answers cannot be read with this key; what they promise is not known. A colleague who can "
                "read them gives them on with `requests share all`\n",
                given->unknown);
}

int requests_complain_time(struct store *store, const struct site *site, const struct vault_key *key,
                           const struct answer *a, const char *id, enum slot_fit fit, const struct clock *clock)
{
    static const char *const why[] = {[SLOT_OUTSIDE] = "is not in the plan",
                                      [SLOT_TAKEN] = "is promised to somebody else",
                                      [SLOT_GAP] = "does not happen: the clocks go forward over it",
                                      [SLOT_UNREAD] = "may be promised already",
                                      [SLOT_LATE] = "is too far ahead"};
    struct slot_plan plan = requests_plan(site, site_person_by_key(site, vault_key_public(key)));
    struct promises given = {0};
    struct promise wanted;
    struct slot near[NEAR_MAX];
    struct str b;
    struct err e = {0};
    if (!promise_of(a, &wanted) || !store_promises(store, key, a->officer, id, &given, &e))
        return requests_complain(&e);
    plan.promises = given.list;
    plan.promise_count = given.count;
    size_t n = slots_nearest(&plan, &wanted, clock_today(clock), clock_minute_of_day(clock), near, NEAR_MAX);
    str_init(&b);
    add_time(&b, &wanted);
    str_add_f(&b, " %s. ", why[fit]);
    for (size_t i = 0; i < n; i++) {
        struct promise p = {near[i].day, near[i].minute, slot_part(near[i].minute)};
        str_add(&b, i ? ", " : "Free near it: ");
        add_time(&b, &p);
    }
    str_add(&b, n ? ". " : "Nothing near it is free. ");
    ctl_complain(CTL_FAULTS, "%sUse %s to promise it all the same.", b.s,
                 fit == SLOT_UNREAD ? "--despite-unread" : "--force");
    note_unknown(&given);
    str_release(&b);
    promises_release(&given);
    return CTL_FAULTS;
}

static bool print_json(const struct slot *slots, size_t n)
{
    json_t *all = json_array();
    for (size_t i = 0; i < n; i++) {
        char day[11], time[6];
        day_format(slots[i].day, day);
        snprintf(time, sizeof time, "%02d:%02d", slots[i].minute / 60 % 24, slots[i].minute % 60);
        json_array_append_new(all,
                              json_pack("{s:s, s:s, s:s}", "day", day, "time", time, "place", place_of(&slots[i])));
    }
    bool ok = json_dumpf(all, stdout, JSON_INDENT(2)) == 0 && putchar('\n') != EOF;
    json_decref(all);
    return ok;
}

/* A line a day and place: "Thu 2026-12-03  09:00 09:30 10:00  centre". */
static void print_lines(const struct slot *slots, size_t n)
{
    for (size_t i = 0; i < n;) {
        char day[11];
        const char *place = place_of(&slots[i]);
        day_t d = slots[i].day;
        day_format(d, day);
        printf("%s %s ", weekday(d), day);
        for (; i < n && slots[i].day == d && str_eq(place_of(&slots[i]), place); i++)
            printf(" %02d:%02d", slots[i].minute / 60, slots[i].minute % 60);
        printf("  %s\n", place);
    }
}

int requests_times(struct store *store, const struct ctl_args *args, const struct vault_key *key,
                   const struct clock *clock)
{
    static struct slot slots[TIMES_MAX];
    struct err e = {0};
    day_t today = clock_today(clock), first = today;
    struct promises given;
    if (args->values[OPT_DAY] && !day_parse(args->values[OPT_DAY], &first))
        return ctl_complain(CTL_USAGE, "--day is YYYY-MM-DD, not '%s'", args->values[OPT_DAY]);
    struct site *site = requests_open_site(args, &e);
    if (!site)
        return ctl_complain(CTL_MACHINE, "%s", e.msg);
    const struct person *who = site_person_by_key(site, vault_key_public(key));
    int code = CTL_DONE;
    if (!who) {
        code = ctl_complain(CTL_FAULTS, "nobody in people.yaml has this key");
    } else if (!store_promises(store, key, who->key, NULL, &given, &e)) {
        code = requests_complain(&e);
    } else {
        struct slot_plan plan = requests_plan(site, who);
        plan.promises = given.list;
        plan.promise_count = given.count;
        first = first < today ? today : first;
        size_t n =
            slots_free(&plan, first, first == today ? clock_minute_of_day(clock) : 0, TIMES_DAYS, slots, TIMES_MAX);
        if (!args->values[OPT_JSON])
            print_lines(slots, n);
        else if (!print_json(slots, n))
            code = ctl_complain(CTL_MACHINE, "cannot print the times");
        if (!n)
            fprintf(stderr, "nothing is free within %d days\n", TIMES_DAYS);
        note_unknown(&given);
        promises_release(&given);
    }
    site_free(site);
    return code;
}
