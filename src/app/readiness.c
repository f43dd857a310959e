/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "readiness_int.h"

#include "base/str.h"
#include "content/check.h"
#include "content/installed.h"
#include "device/printer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>

static struct ready ready(enum ready_verdict verdict, enum ready_says says, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
static struct ready ready(enum ready_verdict verdict, enum ready_says says, const char *fmt, ...)
{
    struct ready r = {.verdict = verdict, .says = says, .day = DAY_NONE, .last = DAY_NONE};
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(r.message, sizeof r.message, fmt, ap);
    va_end(ap);
    return r;
}

struct ready ready_failed(const struct err *e)
{
    struct ready r = ready(READY_BROKEN, SAYS_FAILED, "%s", e->msg);
    r.why = (int)e->code;
    return r;
}

struct ready ready_requests(const struct store_status *st, day_t today, int warn_days)
{
    struct ready r;
    if (st->stop != INTAKE_OPEN) {
        r = ready(READY_BROKEN, SAYS_REQUESTS_STOPPED, "none is taken: %s", intake_stop_words(st->stop));
        r.why = (int)st->stop;
    } else if (st->expiring) {
        r = ready(READY_LOOK, SAYS_REQUESTS_EXPIRING, "%zu that nobody has read will be erased within %d days",
                  st->expiring, INTAKE_WARN_DAYS);
        r.number = (int)st->expiring;
    } else if (st->unattended_since != DAY_NONE && today - st->unattended_since > warn_days) {
        r = ready(READY_LOOK, SAYS_REQUESTS_UNCOLLECTED, "nobody has collected for %d days, and visitors are told so",
                  today - st->unattended_since);
        r.number = today - st->unattended_since;
    } else if (st->lifted != DAY_NONE) {
        r = ready(READY_LOOK, SAYS_REQUESTS_LIFTED, "limits are lifted for %d more days; %zu are new",
                  st->lifted - today, st->unread);
        r.day = st->lifted;
    } else {
        r = ready(READY_FINE, SAYS_REQUESTS_TAKEN, "the database opens and is whole; %zu are new", st->unread);
        r.number = (int)st->unread;
    }
    return r;
}

struct ready ready_keys(const struct site *site)
{
    size_t keys = 0;
    for (size_t i = 0; i < site->person_count; i++)
        keys += site->people[i].has_key;
    struct ready r =
        ready(keys ? READY_FINE : READY_BROKEN, keys ? SAYS_KEYS : SAYS_NO_KEYS,
              "%zu of %zu liaison officers have a key; without one no request can be taken", keys, site->person_count);
    r.number = (int)keys;
    return r;
}

struct ready ready_printer(const struct printer_settings *settings, enum printer_state state, const char *message)
{
    if (settings->kind == PRINTER_KIND_NONE || state == PRINTER_NONE)
        return ready(READY_FINE, SAYS_PRINTER_NONE, "none is set up; codes and receipts are shown on the screen");
    bool low = state == PRINTER_PAPER_LOW || state == PRINTER_UNKNOWN;
    return ready(!printer_usable(state) ? READY_BROKEN
                 : low                  ? READY_LOOK
                                        : READY_FINE,
                 !printer_usable(state)       ? SAYS_PRINTER_TROUBLE
                 : state == PRINTER_PAPER_LOW ? SAYS_PRINTER_LOW
                 : low                        ? SAYS_MESSAGE
                                              : SAYS_PRINTER_READY,
                 "%s: %s", settings->address, message);
}

struct ready ready_sound(const char *trouble)
{
    return trouble ? ready(READY_LOOK, SAYS_NO_SOUND, "%s", trouble)
                   : ready(READY_FINE, SAYS_SOUND, "a sound device opens");
}

struct ready ready_disk(const char *data)
{
    struct statvfs v;
    if (!data || statvfs(data, &v) != 0)
        return ready(READY_BROKEN, SAYS_FAILED, "cannot look at '%s'", data ? data : "");
    unsigned long long free_mb = (unsigned long long)v.f_bavail * v.f_frsize >> 20;
    struct ready r = ready(free_mb < 100    ? READY_BROKEN
                           : free_mb < 1024 ? READY_LOOK
                                            : READY_FINE,
                           SAYS_DISK, "%llu MB free", free_mb);
    snprintf(r.word, sizeof r.word, "%llu", free_mb);
    return r;
}

/* It jumped, or is said to be right again: the requests are kept by it. */
static struct ready clock_in_doubt(const struct clock_watch *w)
{
    char day[11], seen[11];
    day_format(w->today, day);
    day_format(w->seen, seen);
    struct ready r =
        w->doubt == CLOCK_AHEAD
            ? ready(
                  READY_BROKEN, SAYS_CLOCK_AHEAD,
                  "the day jumped from %s to %s: nothing is erased until staff say on the screen that it is right, or "
                  "a time server sets the clock",
                  seen, day)
            : ready(READY_LOOK, SAYS_CLOCK_BEHIND, "the day went back from %s to %s", seen, day);
    r.day = w->today;
    r.last = w->seen;
    return r;
}

struct ready ready_clock(const struct clock *here, const struct clock_watch *watch)
{
    /* a clock before this program was written is wrong, and wrong dates hide pages */
    day_t today = clock_today(here), made = day_from_ymd((struct ymd){2026, 11, 1});
    int minute = clock_minute_of_day(here);
    const char *zone = zone_name(here->zone)[0] ? zone_name(here->zone) : "of the machine";
    char day[11];
    day_format(today, day);
    struct ready r = ready(today < made ? READY_BROKEN : READY_FINE, today < made ? SAYS_CLOCK_WRONG : SAYS_CLOCK,
                           "today is %s, %02d:%02d, time zone %s", day, minute / 60, minute % 60, zone);
    r.day = today;
    r.minute = minute;
    snprintf(r.word, sizeof r.word, "%s", zone);
    if (r.verdict == READY_FINE && watch && watch->doubt != CLOCK_BELIEVED)
        return clock_in_doubt(watch);
    return r;
}

struct ready ready_content(const char *dir, const char *data, const char *icons, day_t today)
{
    struct faults f;
    struct err e = {0};
    struct ready r;
    faults_init(&f);
    if (check_kiosk(dir, data, icons, today, &f, &e)) {
        r = ready(f.errors ? READY_BROKEN
                  : f.len  ? READY_LOOK
                           : READY_FINE,
                  f.errors ? SAYS_CONTENT_FAULTS
                  : f.len  ? SAYS_CONTENT_WARNINGS
                           : SAYS_CONTENT,
                  "%zu faults, %zu warnings; `porchlightctl check` lists them", f.errors, f.len - f.errors);
        r.number = (int)(f.errors ? f.errors : f.len);
    } else {
        r = ready_failed(&e);
    }
    faults_release(&f);
    return r;
}

struct ready ready_pack(const char *data, const char *site)
{
    struct pack p;
    struct err e = {0};
    char fingerprint[PACK_FINGERPRINT_MAX], day[11], shown[INSTALLED_PATH_MAX];
    if (!installed_pack(data, &p, &e))
        return e.code == ERR_NOT_FOUND ? ready(READY_FINE, SAYS_NO_PACK, "none is installed: '%s' is shown", site)
                                       : ready_failed(&e);
    pack_fingerprint(&p, fingerprint);
    day_format(p.date, day);
    struct ready r =
        installed_site(data, shown)
            ? ready(READY_FINE, SAYS_PACK, "the pack of %s is shown, fingerprint %s; not '%s'", day, fingerprint, site)
            : ready(READY_BROKEN, SAYS_FAILED, "the pack of %s cannot be opened: '%s' is shown", day, site);
    r.day = p.date;
    snprintf(r.word, sizeof r.word, "%s", fingerprint);
    pack_close(&p);
    return r;
}

/* ---- nudges ------------------------------------------------------------------------------------------------------ */

/* Where the centre is; "2026-11-24 16:00". */
static void local_time(const struct zone *zone, int64_t unix_s, day_t *on, int *minute, char out[20])
{
    struct clock then = clock_fake(unix_s);
    then.zone = zone;
    char day[11];
    *minute = clock_minute_of_day(&then);
    *on = clock_today(&then);
    day_format(*on, day);
    snprintf(out, 20, "%s %02d:%02d", day, *minute / 60, *minute % 60);
}

struct ready ready_nudge(const struct zone *zone, const char *by, const struct nudge_state *s)
{
    char told[20] = "never", tried[20];
    day_t day = DAY_NONE, unused;
    int minute = 0, of_try;
    if (s->told_at)
        local_time(zone, s->told_at, &day, &minute, told);
    local_time(zone, s->tried_at, &unused, &of_try, tried);
    struct ready r;
    if (s->last_trouble != NUDGE_FINE)
        r = ready(READY_LOOK, SAYS_NUDGE_FAILS, "by %s: %d tries failed, the last on %s: %s; told last: %s", by,
                  s->failures, tried, nudge_trouble_words(s->last_trouble), told);
    else
        r = ready(READY_FINE, s->told_at ? SAYS_NUDGED : SAYS_NUDGE_NEVER, "by %s: told last: %s", by, told);
    r.number = s->failures;
    r.day = day;
    r.minute = minute;
    r.why = (int)s->last_trouble;
    return r;
}

struct ready ready_no_nudges(void)
{
    return ready(READY_FINE, SAYS_NO_NUDGES, "not asked for: liaisons look by themselves");
}

/* ---- for staff --------------------------------------------------------------------------------------------------- */

struct ready ready_pages(const struct site *site, struct catalogue *c, day_t today)
{
    size_t hidden = 0;
    for (size_t i = 0; i < catalogue_count(c); i++) {
        const struct page *p = catalogue_page(c, i);
        bool shown = false, off = false;
        for (size_t k = 0; k < site->offered_count && !shown && !off; k++) {
            enum page_status s = catalogue_status(c, p, site->offered[k]->text.tag, today);
            shown = s == PAGE_SHOWN || s == PAGE_SHOWN_AS_DRAFT;
            off = s == PAGE_TURNED_OFF;
        }
        hidden += !shown && !off;
    }
    struct ready r =
        ready(hidden || !site->offered_count ? READY_LOOK : READY_FINE, hidden ? SAYS_PAGES_HIDDEN : SAYS_PAGES,
              "%zu languages offered, %zu pages hidden today", site->offered_count, hidden);
    r.number = (int)hidden;
    snprintf(r.word, sizeof r.word, "%zu", site->offered_count);
    return r;
}

struct nearest {
    int soon, over;
    day_t first;
};

static void one_day(struct nearest *n, day_t last, day_t today)
{
    if (last == DAY_NONE || last > today + READY_SOON_DAYS)
        return;
    n->over += last < today;
    n->soon += last >= today;
    if (last >= today && (n->first == DAY_NONE || last < n->first))
        n->first = last;
}

struct ready ready_expiry(const struct site *site, const struct catalogue *c, day_t today)
{
    struct nearest n = {.first = DAY_NONE};
    for (size_t i = 0; i < site->fact_count; i++)
        if (site->facts[i].value)
            one_day(&n, site->facts[i].expires, today);
    for (size_t i = 0; i < site->resource_count; i++)
        one_day(&n, site->resources[i].expires, today);
    for (size_t i = 0; i < catalogue_count(c); i++) {
        const struct page *p = catalogue_page(c, i);
        if (p->checked_on != DAY_NONE)
            one_day(&n, p->checked_on + p->shelf_life_days, today);
    }
    struct ready r = ready(n.over || n.soon ? READY_LOOK : READY_FINE,
                           n.over   ? SAYS_EXPIRED
                           : n.soon ? SAYS_EXPIRES
                                    : SAYS_NOTHING_EXPIRES,
                           "%d are past their day, %d will be within %d days", n.over, n.soon, READY_SOON_DAYS);
    r.number = n.over ? n.over : n.soon;
    r.day = n.first;
    return r;
}

struct ready ready_started(const struct zone *zone, int64_t unix_s)
{
    day_t day;
    int minute;
    char at[20];
    local_time(zone, unix_s, &day, &minute, at);
    struct ready r = ready(READY_FINE, SAYS_STARTED, "running since %s", at);
    r.day = day;
    r.minute = minute;
    return r;
}
