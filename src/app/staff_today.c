/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the running kiosk is, by the doctor's rules; and lifting the limits on requests. */
#include "staff_int.h"

#include "app/paths.h"
#include "base/log.h"
#include "content/nudge_settings.h"
#include "readiness_int.h"
#include "store/nudges.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

static void look_at_requests(struct app *a, struct staff_today *t)
{
    struct store_status st = {0};
    struct err e = {0};
    day_t today = clock_today(&a->options.clock);
    bool ok = a->store ? store_status(a->store, today + INTAKE_WARN_DAYS, &st, &e)
                       : err_set(&e, ERR_FAILED, "the database is not open");
    t->parts[READY_REQUESTS] = ok ? ready_requests(&st, today, a->site->intake_warn_days) : ready_failed(&e);
    t->lifted = ok ? st.lifted : DAY_NONE;
    t->taken_today = ok ? (int)st.today : 0;
    t->unread = ok ? (int)st.unread : 0;
}

/* Of two channels the one that has more to tell. */
static void look_at_nudges(struct app *a, struct staff_today *t)
{
    static const char *const by[NUDGE_CHANNEL_COUNT] = {[NUDGE_MAIL] = "e-mail", [NUDGE_FILE] = "file"};
    struct arena arena;
    struct nudge_settings settings;
    struct nudge_state state;
    struct err e = {0};
    struct ready *out = &t->parts[READY_NUDGE];
    arena_init(&arena, false);
    nudge_settings_read(a->options.site, &arena, &settings, NULL);
    *out = ready_no_nudges();
    for (int c = 0; a->store && c < NUDGE_CHANNEL_COUNT; c++) {
        if (!nudge_has(&settings, (enum nudge_channel)c))
            continue;
        struct ready r = store_nudge_state(a->store, (enum nudge_channel)c, &state, &e)
                             ? ready_nudge(a->site->zone, by[c], &state)
                             : ready_failed(&e);
        if (out->says == SAYS_NO_NUDGES || r.verdict > out->verdict)
            *out = r;
    }
    arena_release(&arena);
}

static void look(struct app *a)
{
    struct staff_today *t = staff_seen(a)->today;
    char share[PATHS_MAX], icons[PATHS_MAX + 16];
    struct clock_watch watch;
    struct err e = {0};
    day_t today = clock_today(&a->options.clock);
    bool found = paths_share(share, &e);
    snprintf(icons, sizeof icons, "%s/assets/icons", found ? share : "");
    look_at_requests(a, t);
    look_at_nudges(a, t);
    struct printer_status printer = printing_status(a);
    t->parts[READY_KEYS] = ready_keys(a->site);
    t->parts[READY_PRINTER] = ready_printer(&a->site->printer, printer.state, printer.message);
    t->parts[READY_SOUND] = ready_sound(a->speech ? NULL : "no sound device opens");
    t->parts[READY_DISK] = ready_disk(a->options.data);
    bool watched = a->store && store_clock_watch(a->store, &watch, &e);
    t->parts[READY_CLOCK] = ready_clock(&a->options.clock, watched ? &watch : NULL);
    t->parts[READY_CONTENT] = ready_content(a->site->root.path, a->options.data, found ? icons : NULL, today);
    t->parts[READY_PAGES] = ready_pages(a->site, a->catalogue, today);
    t->parts[READY_EXPIRY] = ready_expiry(a->site, a->catalogue, today);
    t->parts[READY_PACK] = ready_pack(a->options.data, a->options.site);
    t->parts[READY_STARTED] = ready_started(a->site->zone, a->behind.started_s);
    t->stale = false;
    a->dirty = true;
}

static void today_open(struct app *a)
{
    struct staff_today *t = sodium_malloc(sizeof *t);
    if (!t)
        BUG("out of memory");
    sodium_memzero(t, sizeof *t);
    staff_seen(a)->today = t;
    look(a);
}

static void today_close(struct app *a)
{
    sodium_free(staff_seen(a)->today);
    staff_seen(a)->today = NULL;
}

static void today_poll(struct app *a)
{
    if (staff_seen(a)->today->stale)
        look(a);
}

/* What is past its day by the date that is right after all goes at once. */
static bool date_is_right(struct app *a, struct err *e)
{
    bool ok = store_clock_confirm(a->store, "staff", e);
    if (ok)
        a->idle.kept_on = DAY_NONE;
    return ok;
}

static void today_carry(struct app *a, int order)
{
    struct staff_today *t = staff_seen(a)->today;
    struct err e = {0};
    static const enum today_result results[TODAY_ORDER_COUNT] = {
        [TODAY_LIFT] = TODAY_LIFTED, [TODAY_RESTORE] = TODAY_RESTORED, [TODAY_DATE_IS_RIGHT] = TODAY_DATE_KEPT};
    if (order < 0 || order >= TODAY_ORDER_COUNT)
        return;
    day_t last = order == TODAY_LIFT ? clock_today(&a->options.clock) : DAY_NONE;
    bool ok = !a->store                      ? err_set(&e, ERR_FAILED, "the database is not open")
              : order == TODAY_DATE_IS_RIGHT ? date_is_right(a, &e)
                                             : store_lift_limits(a->store, "staff", last, &e);
    t->result = ok ? results[order] : TODAY_FAILED;
    t->why = ok ? ERR_NONE : e.code;
    if (!ok)
        log_warn("an order of staff was not carried out: %s", e.msg);
    app_refresh_health(a);
    look(a);
}

const struct staff_work staff_today_work = {
    .open = today_open, .close = today_close, .carry = today_carry, .poll = today_poll};
