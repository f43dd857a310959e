/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is the kiosk ready for a visitor? Each part says ok, a warning, or what is wrong and what to do. */
#include "app/run.h"

#include "app/paths.h"
#include "base/log.h"
#include "content/installed.h"
#include "content/nudge_settings.h"
#include "device/printer.h"
#include "device/speech.h"
#include "readiness_int.h"
#include "store/intake.h"
#include "store/nudges.h"
#include "text/fonts.h"

#include <SDL.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>

struct report {
    json_t *parts;
    bool json, bad;
};

static void say_ready(struct report *r, const char *part, const struct ready *is)
{
    static const char *const words[READY_VERDICT_COUNT] = {
        [READY_FINE] = "ok", [READY_LOOK] = "warning", [READY_BROKEN] = "bad"};
    r->bad = r->bad || is->verdict == READY_BROKEN;
    if (r->json)
        json_array_append_new(r->parts,
                              json_pack("{ssssss}", "part", part, "state", words[is->verdict], "message", is->message));
    else
        printf("%-8s %-8s %s\n", part, words[is->verdict], is->message);
}

static void say(struct report *r, const char *part, enum ready_verdict v, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
static void say(struct report *r, const char *part, enum ready_verdict v, const char *fmt, ...)
{
    struct ready is = {.verdict = v};
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(is.message, sizeof is.message, fmt, ap);
    va_end(ap);
    say_ready(r, part, &is);
}

static void check_screen(struct report *r, const struct site *site)
{
    if (SDL_InitSubSystem(SDL_INIT_VIDEO) != 0) {
        say(r, "screen", READY_BROKEN, "there is no display: %s", SDL_GetError());
        say(r, "touch", READY_LOOK, "cannot be looked for without a display");
        return;
    }
    SDL_DisplayMode m = {0};
    SDL_GetCurrentDisplayMode(0, &m);
    double mm = (double)(site->screen_w_mm > site->screen_h_mm ? site->screen_w_mm : site->screen_h_mm);
    double px = (double)(m.w > m.h ? m.w : m.h);
    /* VVSG 8.1-A asks for 1920 × 1080; smaller works, but is less clear */
    say(r, "screen", px >= 1920 ? READY_FINE : READY_LOOK,
        "%d × %d px on a glass of %d × %d mm (%.0f px an inch); check the mm with a ruler", m.w, m.h, site->screen_w_mm,
        site->screen_h_mm, px / mm * 25.4);
    int touch = SDL_GetNumTouchDevices();
    say(r, "touch", touch > 0 ? READY_FINE : READY_LOOK, "%d touch device%s; a mouse works as a finger", touch,
        touch == 1 ? "" : "s");
    SDL_QuitSubSystem(SDL_INIT_VIDEO);
}

static void check_sound(struct report *r)
{
    struct speech *s = NULL;
    struct err e = {0};
    struct ready is = ready_sound(speech_new(&s, &e) ? NULL : e.msg);
    say_ready(r, "sound", &is);
    speech_free(s);
}

static void check_printer(struct report *r, const struct site *site)
{
    enum { WAIT_MS = 20000 }; /* longer than a printer may take for its answers */
    struct printer_status s = {.state = PRINTER_NONE};
    if (site->printer.kind != PRINTER_KIND_NONE)
        printer_ask(&site->printer, WAIT_MS, &s);
    struct ready is = ready_printer(&site->printer, s.state, s.message);
    say_ready(r, "printer", &is);
}

static void check_requests(struct report *r, const struct app_options *o, const struct site *site)
{
    struct store *s = NULL;
    struct err e = {0};
    struct store_status st;
    struct ready is = ready_keys(site);
    say_ready(r, "keys", &is);
    day_t today = clock_today(&o->clock);
    bool ok = vault_init(&e) && store_open(&s, o->data, &o->clock, &e);
    if (ok)
        store_set_limits(s, &site->intake);
    ok = ok && store_status(s, today + INTAKE_WARN_DAYS, &st, &e);
    is = ok ? ready_requests(&st, today, site->intake_warn_days) : ready_failed(&e);
    say_ready(r, "requests", &is);
    store_close(s);
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
    struct ready is = ready_no_nudges();
    if (!asked)
        say_ready(r, "nudge", &is);
    else if (!store_open_beside(&s, o->data, &o->clock, false, &e))
        say(r, "nudge", READY_LOOK, "%s", e.msg);
    for (int c = 0; s && c < NUDGE_CHANNEL_COUNT; c++) {
        struct nudge_state state;
        if (!nudge_has(&settings, (enum nudge_channel)c))
            continue;
        if (store_nudge_state(s, (enum nudge_channel)c, &state, &e)) {
            is = ready_nudge(site->zone, by[c], &state);
            say_ready(r, "nudge", &is);
        } else {
            say(r, "nudge", READY_LOOK, "%s", e.msg);
        }
    }
    store_close(s);
    arena_release(&a);
}

static void check_fonts(struct report *r, const char *share)
{
    char dir[PATHS_MAX + 16];
    snprintf(dir, sizeof dir, "%s/fonts", share);
    struct fonts *f = NULL;
    struct err e = {0};
    if (!fonts_open(&f, dir, &e)) {
        say(r, "fonts", READY_BROKEN, "%s", e.msg);
        return;
    }
    const char *first[1] = {""};
    size_t n = fonts_missing(f, first, 1);
    if (n)
        say(r, "fonts", READY_BROKEN, "%zu font files are missing, first: %s", n, first[0]);
    else
        say(r, "fonts", READY_FINE, "every font of fonts.yaml is there");
    fonts_free(f);
}

/* What the requests say of the day, where there are any. */
static bool look_at_clock(const struct app_options *o, struct clock_watch *out)
{
    struct store *s = NULL;
    bool ok = store_open_beside(&s, o->data, &o->clock, false, NULL) && store_clock_watch(s, out, NULL);
    store_close(s);
    return ok;
}

/* Disk, clock, fonts and what is shown. */
static void check_machine(struct report *r, const struct app_options *o, const struct site *site, const char *share)
{
    char shown[INSTALLED_PATH_MAX], icons[PATHS_MAX + 16];
    struct clock here = o->clock;
    here.zone = site->zone;
    snprintf(icons, sizeof icons, "%s/assets/icons", share);
    struct ready is = ready_disk(o->data);
    say_ready(r, "disk", &is);
    struct clock_watch watch;
    bool watched = look_at_clock(o, &watch);
    is = ready_clock(&here, watched ? &watch : NULL);
    say_ready(r, "clock", &is);
    check_fonts(r, share);
    is = ready_pack(o->data, o->site);
    say_ready(r, "pack", &is);
    is = ready_content(installed_site(o->data, shown) ? shown : o->site, o->data, icons, clock_today(&o->clock));
    say_ready(r, "content", &is);
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
        check_machine(&r, o, site, share);
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
