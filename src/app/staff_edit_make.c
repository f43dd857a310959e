/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each order as a change of the site: content/changes.h is given what stands there now with one thing altered. */
#include "staff_edit_int.h"

#include "base/str.h"

#include <stdio.h>
#include <string.h>

enum { ROWS_MAX = 200, RANGES_MAX = 800, LIST_MAX = 400 };

static const struct staff_edit *edit(const struct app *a)
{
    return staff_seen(a)->edit;
}

static day_t today(const struct app *a)
{
    return clock_today(&a->options.clock);
}

/* ---- facts ------------------------------------------------------------------------------------------------------ */

static bool sign(struct app *a, const struct changes_place *p, struct err *e)
{
    const struct staff_edit *s = edit(a);
    struct local_fact f = {.key = s->key, .value = s->text, .by = s->by, .on = today(a), .expires = s->until};
    return changes_sign(p, &f, e);
}

static bool withdraw(struct app *a, const struct changes_place *p, struct err *e)
{
    return changes_withdraw(p, edit(a)->key, edit(a)->by, today(a), e);
}

/* ---- hours ------------------------------------------------------------------------------------------------------ */

static const char *person(const struct app *a)
{
    return *edit(a)->key ? edit(a)->key : NULL;
}

static const struct availability *plan(const struct app *a, struct err *e)
{
    const struct person *one = site_person(a->site, person(a));
    if (person(a) && !one)
        err_set(e, ERR_NOT_FOUND, "there is no such person any more");
    return !person(a) ? &a->site->opening : one ? &one->hours : NULL;
}

static const char *place_name(const struct app *a, int place)
{
    return place >= 0 && (size_t)place < a->site->place_count ? a->site->places[place].name : NULL;
}

static bool put_hours(struct app *a, const struct changes_place *p, bool remove, struct err *e)
{
    const struct edit_hours *h = &edit(a)->hours;
    const struct availability *now = plan(a, e);
    struct weekly_hours rows[ROWS_MAX];
    if (!now)
        return false;
    size_t count = now->weekly_count, at = h->index < 0 ? count : (size_t)h->index;
    if (at > count || count >= ROWS_MAX)
        return err_set(e, ERR_REFUSED, "there are too many rows of hours");
    if (count)
        memcpy(rows, now->weekly, count * sizeof *rows);
    if (remove && at < count) {
        memmove(&rows[at], &rows[at + 1], (count - at - 1) * sizeof *rows);
        count--;
    } else if (!remove) {
        rows[at] = (struct weekly_hours){.weekday = h->weekday,
                                         .from_min = h->from_min,
                                         .to_min = h->to_min,
                                         .where = place_name(a, h->place),
                                         .week = h->week};
        count += at == count;
    }
    return changes_hours(p, person(a), rows, count, e);
}

static bool hours_put(struct app *a, const struct changes_place *p, struct err *e)
{
    return put_hours(a, p, false, e);
}

static bool hours_remove(struct app *a, const struct changes_place *p, struct err *e)
{
    return put_hours(a, p, true, e);
}

/* The ranges without these days; one that begins before and ends after them becomes two. */
static size_t without(const struct availability *now, day_t first, day_t last, struct day_range out[RANGES_MAX])
{
    size_t n = 0;
    for (size_t i = 0; i < now->day_off_count && n + 2 < RANGES_MAX; i++) {
        struct day_range r = now->days_off[i];
        if (r.last < first || r.first > last) {
            out[n++] = r;
            continue;
        }
        if (r.first < first)
            out[n++] = (struct day_range){r.first, first - 1};
        if (r.last > last)
            out[n++] = (struct day_range){last + 1, r.last};
    }
    return n;
}

/* Takes away the hours of these days alone, and puts `with` in their place. */
static bool set_dated(struct app *a, const struct changes_place *p, const struct availability *now, day_t first,
                      day_t last, const struct dated_hours *with, struct err *e)
{
    struct dated_hours rows[ROWS_MAX];
    size_t n = 0, gone = 0;
    for (size_t i = 0; i < now->dated_count && n + 1 < ROWS_MAX; i++) {
        bool there = now->dated[i].day >= first && now->dated[i].day <= last;
        gone += there;
        if (!there)
            rows[n++] = now->dated[i];
    }
    if (with)
        rows[n++] = *with;
    return (!gone && !with) || changes_dated(p, person(a), rows, n, e);
}

static bool set_off(struct app *a, const struct changes_place *p, const struct availability *now, day_t first,
                    day_t last, bool off, struct err *e)
{
    struct day_range ranges[RANGES_MAX];
    size_t n = without(now, first, last, ranges);
    bool same = n == now->day_off_count && (!n || memcmp(ranges, now->days_off, n * sizeof *ranges) == 0);
    if (off)
        ranges[n++] = (struct day_range){first, last};
    return (!off && same) || changes_days_off(p, person(a), ranges, n, e);
}

static bool day_as_week(struct app *a, const struct changes_place *p, struct err *e)
{
    const struct availability *now = plan(a, e);
    day_t d = edit(a)->day;
    return now && set_off(a, p, now, d, d, false, e) && set_dated(a, p, now, d, d, NULL, e);
}

static bool day_off(struct app *a, const struct changes_place *p, struct err *e)
{
    const struct staff_edit *s = edit(a);
    const struct availability *now = plan(a, e);
    if (now && s->until < s->day)
        return err_set(e, ERR_REFUSED, "the last day is before the first");
    return now && set_dated(a, p, now, s->day, s->until, NULL, e) && set_off(a, p, now, s->day, s->until, true, e);
}

static bool day_hours(struct app *a, const struct changes_place *p, struct err *e)
{
    const struct staff_edit *s = edit(a);
    const struct availability *now = plan(a, e);
    struct dated_hours own = {.day = s->day,
                              .from_min = s->hours.from_min,
                              .to_min = s->hours.to_min,
                              .where = place_name(a, s->hours.place)};
    return now && set_off(a, p, now, s->day, s->day, false, e) && set_dated(a, p, now, s->day, s->day, &own, e);
}

static const char *hours_subject(struct app *a, char out[AUDIT_SUBJECT])
{
    snprintf(out, AUDIT_SUBJECT, "%s", person(a) ? person(a) : "centre");
    return out;
}

static const char *day_subject(struct app *a, char out[AUDIT_SUBJECT])
{
    const struct staff_edit *s = edit(a);
    char first[11], last[11];
    day_format(s->day, first);
    day_format(s->until > s->day ? s->until : s->day, last);
    snprintf(out, AUDIT_SUBJECT, "%.40s %s%s%s", person(a) ? person(a) : "centre", first, s->until > s->day ? "/" : "",
             s->until > s->day ? last + 5 : "");
    return out;
}

/* ---- languages and pages -------------------------------------------------------------------------------------------
 */

/* Offered ones, and the others of the site that can be offered; the one of `key` is moved or turned. */
static bool set_languages(struct app *a, const struct changes_place *p, bool up, struct err *e)
{
    const char *order[LIST_MAX], *off[LIST_MAX], *tag = edit(a)->key;
    size_t n = 0, off_n = 0;
    bool was = false;
    for (size_t i = 0; i < a->site->offered_count && n + 1 < LIST_MAX; i++) {
        const char *t = a->site->offered[i]->text.tag;
        bool it = str_eq(t, tag);
        was = was || it;
        if (it && !up)
            continue;
        order[n++] = t;
        if (it && up && n > 1) {
            order[n - 1] = order[n - 2];
            order[n - 2] = t;
        }
    }
    if (!was && !up)
        order[n++] = tag;
    for (size_t i = 0; i < a->site->language_count && off_n < LIST_MAX; i++) {
        const char *t = a->site->languages[i]->text.tag;
        bool on = false;
        for (size_t k = 0; k < n; k++)
            on = on || str_eq(order[k], t);
        if (!on && catalogue_offers(a->catalogue, a->strings, t))
            off[off_n++] = t;
    }
    return changes_languages(p, order, n, off, off_n, e);
}

static bool language_turn(struct app *a, const struct changes_place *p, struct err *e)
{
    return set_languages(a, p, false, e);
}

static bool language_up(struct app *a, const struct changes_place *p, struct err *e)
{
    return set_languages(a, p, true, e);
}

static bool page_turn(struct app *a, const struct changes_place *p, struct err *e)
{
    const char *slugs[LIST_MAX];
    size_t n = 0;
    bool was = false;
    for (size_t i = 0; i < a->site->page_off_count && n + 1 < LIST_MAX; i++)
        if (str_eq(a->site->pages_off[i], edit(a)->key))
            was = true;
        else
            slugs[n++] = a->site->pages_off[i];
    if (!was)
        slugs[n++] = edit(a)->key;
    return changes_pages_off(p, slugs, n, e);
}

static bool setting(struct app *a, const struct changes_place *p, struct err *e)
{
    return changes_setting(p, edit(a)->key, edit(a)->text, e);
}

/* ---- resources -------------------------------------------------------------------------------------------------- */

static bool checked(struct app *a, const struct changes_place *p, struct err *e)
{
    return changes_checked(p, edit(a)->key, edit(a)->by, today(a), edit(a)->until, e);
}

static bool resource_phone(struct app *a, const struct changes_place *p, struct err *e)
{
    return changes_resource(p, edit(a)->key, "phone", edit(a)->text, e);
}

static bool resource_hours(struct app *a, const struct changes_place *p, struct err *e)
{
    return changes_resource(p, edit(a)->key, "hours", edit(a)->text, e);
}

static bool resource_turn(struct app *a, const struct changes_place *p, struct err *e)
{
    return site_resource(a->site, edit(a)->key) ? changes_resource(p, edit(a)->key, "off", "true", e)
                                                : changes_take_back(p, CHANGE_RESOURCES, edit(a)->key, "off", e);
}

const struct edit_kind *edit_kind_of(struct app *a, enum edit_order order)
{
    static const struct edit_kind kinds[EDIT_ORDER_COUNT] = {
        [EDIT_SIGN] = {AUDIT_FACT_SIGNED, CHANGE_FACTS, sign, NULL},
        [EDIT_WITHDRAW] = {AUDIT_FACT_WITHDRAWN, CHANGE_FACTS, withdraw, NULL},
        [EDIT_HOURS_PUT] = {AUDIT_HOURS_CHANGED, CHANGE_PEOPLE, hours_put, hours_subject},
        [EDIT_HOURS_REMOVE] = {AUDIT_HOURS_CHANGED, CHANGE_PEOPLE, hours_remove, hours_subject},
        [EDIT_DAY_AS_WEEK] = {AUDIT_DAY_ON, CHANGE_PEOPLE, day_as_week, day_subject},
        [EDIT_DAY_OFF] = {AUDIT_DAY_OFF, CHANGE_PEOPLE, day_off, day_subject},
        [EDIT_DAY_HOURS] = {AUDIT_HOURS_CHANGED, CHANGE_PEOPLE, day_hours, day_subject},
        [EDIT_LANGUAGE_TURN] = {AUDIT_LANGUAGE_OFF, CHANGE_SITE, language_turn, NULL},
        [EDIT_LANGUAGE_UP] = {AUDIT_SETTING_CHANGED, CHANGE_SITE, language_up, NULL},
        [EDIT_PAGE_TURN] = {AUDIT_PAGE_OFF, CHANGE_SITE, page_turn, NULL},
        [EDIT_SETTING] = {AUDIT_SETTING_CHANGED, CHANGE_SITE, setting, NULL},
        [EDIT_CHECKED] = {AUDIT_RESOURCE_CHANGED, CHANGE_RESOURCES, checked, NULL},
        [EDIT_RESOURCE_PHONE] = {AUDIT_RESOURCE_CHANGED, CHANGE_RESOURCES, resource_phone, NULL},
        [EDIT_RESOURCE_HOURS] = {AUDIT_RESOURCE_CHANGED, CHANGE_RESOURCES, resource_hours, NULL},
        [EDIT_RESOURCE_TURN] = {AUDIT_RESOURCE_CHANGED, CHANGE_RESOURCES, resource_turn, NULL},
    };
    /* the lobby's hours stand in site.yaml */
    static const struct edit_kind lobby[EDIT_ORDER_COUNT] = {
        [EDIT_HOURS_PUT] = {AUDIT_HOURS_CHANGED, CHANGE_SITE, hours_put, hours_subject},
        [EDIT_HOURS_REMOVE] = {AUDIT_HOURS_CHANGED, CHANGE_SITE, hours_remove, hours_subject},
        [EDIT_DAY_AS_WEEK] = {AUDIT_DAY_ON, CHANGE_SITE, day_as_week, day_subject},
        [EDIT_DAY_OFF] = {AUDIT_DAY_OFF, CHANGE_SITE, day_off, day_subject},
        [EDIT_DAY_HOURS] = {AUDIT_HOURS_CHANGED, CHANGE_SITE, day_hours, day_subject},
    };
    /* what is turned on has another word in the audit than what is turned off */
    static const struct edit_kind on[EDIT_ORDER_COUNT] = {
        [EDIT_LANGUAGE_TURN] = {AUDIT_LANGUAGE_ON, CHANGE_SITE, language_turn, NULL},
        [EDIT_PAGE_TURN] = {AUDIT_PAGE_ON, CHANGE_SITE, page_turn, NULL},
    };
    bool turned_off = order == EDIT_LANGUAGE_TURN, found = false;
    for (size_t i = 0; order == EDIT_LANGUAGE_TURN && i < a->site->offered_count; i++)
        found = found || str_eq(a->site->offered[i]->text.tag, edit(a)->key);
    for (size_t i = 0; order == EDIT_PAGE_TURN && i < a->site->page_off_count; i++)
        found = found || str_eq(a->site->pages_off[i], edit(a)->key);
    const struct edit_kind *k = &kinds[order];
    if (on[order].make && found != turned_off)
        k = &on[order];
    if (lobby[order].make && !person(a))
        k = &lobby[order];
    return k->make ? k : NULL;
}
