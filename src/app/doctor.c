/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is the kiosk ready for a visitor? Each part says ok, a warning, or what is wrong and what to do. */
#include "app/run.h"

#include "app/paths.h"
#include "base/log.h"
#include "content/check.h"
#include "content/installed.h"
#include "content/nudge_settings.h"
#include "device/printer.h"
#include "device/speech.h"
#include "store/intake.h"
#include "store/nudges.h"
#include "text/fonts.h"

#include <SDL.h>
#include <jansson.h>
#include <stdio.h>
#include <sys/statvfs.h>

enum verdict { VERDICT_OK, VERDICT_WARNING, VERDICT_BAD };

struct report {
    json_t *parts;
    bool json, bad;
};

static void say(struct report *r, const char *part, enum verdict v, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
static void say(struct report *r, const char *part, enum verdict v, const char *fmt, ...)
{
    static const char *const words[] = {[VERDICT_OK] = "ok", [VERDICT_WARNING] = "warning", [VERDICT_BAD] = "bad"};
    char text[ERR_MSG_MAX];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    r->bad = r->bad || v == VERDICT_BAD;
    if (r->json)
        json_array_append_new(r->parts, json_pack("{ssssss}", "part", part, "state", words[v], "message", text));
    else
        printf("%-8s %-8s %s\n", part, words[v], text);
}

static void check_screen(struct report *r, const struct site *site)
{
    if (SDL_InitSubSystem(SDL_INIT_VIDEO) != 0) {
        say(r, "screen", VERDICT_BAD, "there is no display: %s", SDL_GetError());
        say(r, "touch", VERDICT_WARNING, "cannot be looked for without a display");
        return;
    }
    SDL_DisplayMode m = {0};
    SDL_GetCurrentDisplayMode(0, &m);
    double mm = (double)(site->screen_w_mm > site->screen_h_mm ? site->screen_w_mm : site->screen_h_mm);
    double px = (double)(m.w > m.h ? m.w : m.h);
    /* VVSG 8.1-A asks for 1920 × 1080; smaller works, but is less clear */
    say(r, "screen", px >= 1920 ? VERDICT_OK : VERDICT_WARNING,
        "%d × %d px on a glass of %d × %d mm (%.0f px an inch); check the mm with a ruler", m.w, m.h, site->screen_w_mm,
        site->screen_h_mm, px / mm * 25.4);
    int touch = SDL_GetNumTouchDevices();
    say(r, "touch", touch > 0 ? VERDICT_OK : VERDICT_WARNING, "%d touch device%s; a mouse works as a finger", touch,
        touch == 1 ? "" : "s");
    SDL_QuitSubSystem(SDL_INIT_VIDEO);
}

static void check_sound(struct report *r)
{
    struct speech *s = NULL;
    struct err e = {0};
    if (speech_new(&s, &e))
        say(r, "sound", VERDICT_OK, "a sound device opens");
    else
        say(r, "sound", VERDICT_WARNING, "%s", e.msg);
    speech_free(s);
}

static void check_printer(struct report *r, const struct site *site)
{
    enum { WAIT_MS = 20000 }; /* longer than a printer may take for its answers */
    struct printer_status s;
    if (site->printer.kind == PRINTER_KIND_NONE) {
        say(r, "printer", VERDICT_OK, "none is set up; codes and receipts are shown on the screen");
        return;
    }
    printer_ask(&site->printer, WAIT_MS, &s);
    bool low = s.state == PRINTER_PAPER_LOW || s.state == PRINTER_UNKNOWN;
    say(r, "printer",
        !printer_usable(s.state) ? VERDICT_BAD
        : low                    ? VERDICT_WARNING
                                 : VERDICT_OK,
        "%s: %s", site->printer.address, s.message);
}

static void check_disk(struct report *r, const struct app_options *o)
{
    struct statvfs v;
    if (statvfs(o->data, &v) != 0) {
        say(r, "disk", VERDICT_BAD, "cannot look at '%s'", o->data);
        return;
    }
    unsigned long long free_mb = (unsigned long long)v.f_bavail * v.f_frsize >> 20;
    say(r, "disk",
        free_mb < 100    ? VERDICT_BAD
        : free_mb < 1024 ? VERDICT_WARNING
                         : VERDICT_OK,
        "%llu MB free", free_mb);
}

/* The worst of it, or that all is well. */
static void say_requests(struct report *r, const struct store_status *st, day_t today, int warn_days)
{
    if (st->stop != INTAKE_OPEN)
        say(r, "requests", VERDICT_BAD, "none is taken: %s", intake_stop_words(st->stop));
    else if (st->expiring)
        say(r, "requests", VERDICT_WARNING, "%zu that nobody has read will be erased within %d days", st->expiring,
            INTAKE_WARN_DAYS);
    else if (st->unattended_since != DAY_NONE && today - st->unattended_since > warn_days)
        say(r, "requests", VERDICT_WARNING, "nobody has collected for %d days, and visitors are told so",
            today - st->unattended_since);
    else if (st->lifted != DAY_NONE)
        say(r, "requests", VERDICT_WARNING, "limits are lifted for %d more days; %zu are new", st->lifted - today,
            st->unread);
    else
        say(r, "requests", VERDICT_OK, "the database opens and is whole; %zu are new", st->unread);
}

static void check_requests(struct report *r, const struct app_options *o, const struct site *site)
{
    struct store *s = NULL;
    struct err e = {0};
    size_t keys = 0;
    for (size_t i = 0; i < site->person_count; i++)
        keys += site->people[i].has_key;
    say(r, "keys", keys ? VERDICT_OK : VERDICT_BAD,
        "%zu of %zu liaison officers have a key; without one no request can be taken", keys, site->person_count);
    struct store_status st;
    day_t today = clock_today(&o->clock);
    bool ok = vault_init(&e) && store_open(&s, o->data, &o->clock, &e);
    if (ok)
        store_set_limits(s, &site->intake);
    if (!ok || !store_status(s, today + INTAKE_WARN_DAYS, &st, &e))
        say(r, "requests", VERDICT_BAD, "%s", e.msg);
    else
        say_requests(r, &st, today, site->intake_warn_days);
    store_close(s);
}

/* "2026-11-24 16:00", where the centre is. */
static void local_time(const struct site *site, int64_t unix_s, char out[20])
{
    struct clock then = clock_fake(unix_s);
    then.zone = site->zone;
    char day[11];
    int minute = clock_minute_of_day(&then);
    day_format(clock_today(&then), day);
    snprintf(out, 20, "%s %02d:%02d", day, minute / 60, minute % 60);
}

static void say_nudge(struct report *r, const struct site *site, const char *by, const struct nudge_state *s)
{
    char told[20] = "never", tried[20];
    if (s->told_at)
        local_time(site, s->told_at, told);
    local_time(site, s->tried_at, tried);
    if (s->last_trouble != NUDGE_FINE)
        say(r, "nudge", VERDICT_WARNING, "by %s: %d tries failed, the last on %s: %s; told last: %s", by, s->failures,
            tried, nudge_trouble_words(s->last_trouble), told);
    else
        say(r, "nudge", VERDICT_OK, "by %s: told last: %s", by, told);
}

/* Are liaisons told of requests, and did it work? */
static void check_nudges(struct report *r, const struct app_options *o, const struct site *site)
{
    static const char *const by[NUDGE_CHANNEL_COUNT] = {[NUDGE_MAIL] = "e-mail", [NUDGE_FILE] = "file"};
    struct arena a;
    struct nudge_settings settings;
    struct store *s = NULL;
    struct err e = {0};
    arena_init(&a, false);
    nudge_settings_read(o->site, &a, &settings, NULL);
    bool asked = nudge_has(&settings, NUDGE_MAIL) || nudge_has(&settings, NUDGE_FILE);
    if (!asked)
        say(r, "nudge", VERDICT_OK, "not asked for: liaisons look by themselves");
    else if (!store_open_beside(&s, o->data, &o->clock, false, &e))
        say(r, "nudge", VERDICT_WARNING, "%s", e.msg);
    for (int c = 0; s && c < NUDGE_CHANNEL_COUNT; c++) {
        struct nudge_state state;
        if (!nudge_has(&settings, (enum nudge_channel)c))
            continue;
        if (store_nudge_state(s, (enum nudge_channel)c, &state, &e))
            say_nudge(r, site, by[c], &state);
        else
            say(r, "nudge", VERDICT_WARNING, "%s", e.msg);
    }
    store_close(s);
    arena_release(&a);
}

/* A clock before this program was written is wrong, and wrong dates hide pages. */
static void check_clock(struct report *r, const struct app_options *o, const struct site *site)
{
    char day[11];
    struct clock here = o->clock;
    here.zone = site->zone;
    day_t today = clock_today(&here), made = day_from_ymd((struct ymd){2026, 11, 1});
    day_format(today, day);
    say(r, "clock", today < made ? VERDICT_BAD : VERDICT_OK, "today is %s, %02d:%02d, time zone %s", day,
        clock_minute_of_day(&here) / 60, clock_minute_of_day(&here) % 60,
        zone_name(here.zone)[0] ? zone_name(here.zone) : "of the machine");
}

/* Which of two folders is shown, so that nobody changes the other and wonders. */
static void check_pack(struct report *r, const struct app_options *o)
{
    struct pack p;
    struct err e = {0};
    char fingerprint[PACK_FINGERPRINT_MAX], day[11], shown[INSTALLED_PATH_MAX];
    if (installed_pack(o->data, &p, &e)) {
        pack_fingerprint(&p, fingerprint);
        day_format(p.date, day);
        if (installed_site(o->data, shown))
            say(r, "pack", VERDICT_OK, "the pack of %s is shown, fingerprint %s; not '%s'", day, fingerprint, o->site);
        else
            say(r, "pack", VERDICT_BAD, "the pack of %s cannot be opened: '%s' is shown", day, o->site);
        pack_close(&p);
    } else if (e.code == ERR_NOT_FOUND) {
        say(r, "pack", VERDICT_OK, "none is installed: '%s' is shown", o->site);
    } else {
        say(r, "pack", VERDICT_BAD, "%s", e.msg);
    }
}

static void check_content(struct report *r, const struct app_options *o, const char *share, struct err *e)
{
    char shown[INSTALLED_PATH_MAX];
    char icons[PATHS_MAX + 16];
    snprintf(icons, sizeof icons, "%s/assets/icons", share);
    struct faults f;
    faults_init(&f);
    if (!check_kiosk(installed_site(o->data, shown) ? shown : o->site, o->data, icons, clock_today(&o->clock), &f, e))
        say(r, "content", VERDICT_BAD, "%s", e->msg);
    else
        say(r, "content",
            f.errors ? VERDICT_BAD
            : f.len  ? VERDICT_WARNING
                     : VERDICT_OK,
            "%zu faults, %zu warnings; `porchlightctl check` lists them", f.errors, f.len - f.errors);
    faults_release(&f);
}

static void check_fonts(struct report *r, const char *share)
{
    char dir[PATHS_MAX + 16];
    snprintf(dir, sizeof dir, "%s/fonts", share);
    struct fonts *f = NULL;
    struct err e = {0};
    if (!fonts_open(&f, dir, &e)) {
        say(r, "fonts", VERDICT_BAD, "%s", e.msg);
        return;
    }
    const char *first[1] = {""};
    size_t n = fonts_missing(f, first, 1);
    if (n)
        say(r, "fonts", VERDICT_BAD, "%zu font files are missing, first: %s", n, first[0]);
    else
        say(r, "fonts", VERDICT_OK, "every font of fonts.yaml is there");
    fonts_free(f);
}

bool doctor(const struct app_options *o, bool json, struct err *e)
{
    struct report r = {.parts = json_array(), .json = json};
    struct faults f;
    faults_init(&f);
    struct site *site = NULL;
    char share[PATHS_MAX], shown[INSTALLED_PATH_MAX];
    bool ok = paths_share(share, e) && site_open_changed(&site, installed_site(o->data, shown) ? shown : o->site,
                                                         &(struct site_changes){.data = o->data}, &f, e);
    if (ok) {
        check_screen(&r, site);
        check_sound(&r);
        check_printer(&r, site);
        check_disk(&r, o);
        check_clock(&r, o, site);
        check_fonts(&r, share);
        check_pack(&r, o);
        check_content(&r, o, share, e);
        check_requests(&r, o, site);
        check_nudges(&r, o, site);
        if (json) {
            json_dumpf(r.parts, stdout, JSON_INDENT(1));
            putchar('\n');
        }
        if (r.bad)
            ok = err_set(e, ERR_REFUSED, "not ready");
    }
    json_decref(r.parts);
    site_free(site);
    faults_release(&f);
    SDL_Quit();
    return ok;
}
