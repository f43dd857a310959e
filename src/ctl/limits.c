/* porchlightctl limits: how many requests are taken, and lifting that for a day. Works beside a running kiosk.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/str.h"
#include "content/site.h"
#include "ctl/ctl.h"
#include "ctl/shown.h"
#include "store/intake.h"

#include <jansson.h>
#include <stdio.h>

enum { OPT_DATA, OPT_SITE, OPT_UNTIL, OPT_JSON, OPT_COUNT };

static const struct ctl_option options[] = {
    [OPT_DATA] = {"--data", "DIR", "the kiosk's data folder (needed)"},
    [OPT_SITE] = {"--site", "DIR",
                  "the site that came with the kiosk; an installed pack goes before it (kiosk-config)"},
    [OPT_UNTIL] = {"--until", "YYYY-MM-DD", "lift: the last day, at most six days ahead; else today"},
    [OPT_JSON] = {"--json", NULL, "show: print JSON"},
};
_Static_assert(sizeof options / sizeof *options == OPT_COUNT, "one row an option");

static int complain_of(const struct err *e)
{
    bool finding = e->code == ERR_DAMAGED || e->code == ERR_REFUSED;
    return ctl_complain(finding ? CTL_FAULTS : CTL_MACHINE, "%s", e->msg);
}

static json_t *day_or_null(day_t day)
{
    char text[11];
    if (day == DAY_NONE)
        return json_null();
    day_format(day, text);
    return json_string(text);
}

static int show_json(const struct store_status *st, const struct intake_limits *l)
{
    json_t *j = json_pack("{s:s, s:o, s:I, s:I, s:I, s:I, s:o, s:o, s:{s:i, s:i, s:i, s:i, s:i}}", "state",
                          intake_stop_words(st->stop), "lifted_until", day_or_null(st->lifted), "kept",
                          (json_int_t)st->kept, "unread", (json_int_t)st->unread, "today", (json_int_t)st->today,
                          "expiring", (json_int_t)st->expiring, "oldest_unread", day_or_null(st->oldest_unread),
                          "last_collected", day_or_null(st->last_collected), "limits", "a_visit", l->a_session,
                          "an_hour", l->an_hour, "a_day", l->a_day, "unread", l->unread, "free_mb", l->free_mb);
    bool ok = j && json_dumpf(j, stdout, JSON_INDENT(2)) == 0 && putchar('\n') != EOF;
    json_decref(j);
    return ok ? CTL_DONE : ctl_complain(CTL_MACHINE, "cannot print the limits");
}

static int show(const struct store_status *st, const struct intake_limits *l)
{
    char day[11] = "never";
    printf("%-22s %s\n", "Requests are", st->stop == INTAKE_OPEN ? "taken" : "not taken");
    if (st->stop != INTAKE_OPEN)
        printf("%-22s %s\n", "Why", intake_stop_words(st->stop));
    printf("%-22s %zu of %d\n%-22s %zu of %d\n", "Today", st->today, l->a_day, "Nobody has collected", st->unread,
           l->unread);
    printf("%-22s %zu\n", "Unread, soon erased", st->expiring);
    if (st->last_collected != DAY_NONE)
        day_format(st->last_collected, day);
    printf("%-22s %s\n", "Last collected", day);
    if (st->lifted != DAY_NONE) {
        day_format(st->lifted, day);
        printf("%-22s %s\n", "Lifted to the end of", day);
    }
    return CTL_DONE;
}

static int lift(struct store *s, day_t last)
{
    struct err e = {0};
    if (!store_lift_limits(s, "staff", last, &e))
        return complain_of(&e);
    puts(last == DAY_NONE ? "the limits hold again" : "lifted, but for the disk's");
    return CTL_DONE;
}

static int run(const struct ctl_args *args)
{
    struct clock clock = clock_system();
    struct err e = {0};
    struct site *site = NULL;
    struct store *s = NULL;
    struct store_status st;
    const char *verb = args->word_count == 1 ? args->words[0] : "", *until = args->values[OPT_UNTIL];
    bool lifts = str_eq(verb, "lift"), back = str_eq(verb, "restore");
    day_t last = DAY_NONE;
    if (!lifts && !back && !str_eq(verb, "show"))
        return ctl_complain(CTL_USAGE, "limits show, lift or restore; see --help");
    if (!args->values[OPT_DATA] || (until && (!lifts || !day_parse(until, &last))))
        return ctl_complain(CTL_USAGE, "limits needs --data DIR; lift takes --until YYYY-MM-DD");
    bool ok = shown_site(&site, args->values[OPT_SITE], args->values[OPT_DATA], &e);
    if (ok)
        clock.zone = site->zone;
    ok = ok && store_open_beside(&s, args->values[OPT_DATA], &clock, lifts || back, &e);
    int code;
    if (ok && (lifts || back)) {
        code = lift(s, lifts && !until ? clock_today(&clock) : last);
    } else {
        if (ok)
            store_set_limits(s, &site->intake);
        code = !ok || !store_status(s, clock_today(&clock) + INTAKE_WARN_DAYS, &st, &e) ? complain_of(&e)
               : args->values[OPT_JSON]                                                 ? show_json(&st, &site->intake)
                                                                                        : show(&st, &site->intake);
    }
    store_close(s);
    site_free(site);
    return code;
}

const struct ctl_command ctl_limits = {
    .name = "limits",
    .words = "show | lift | restore",
    .help = "how many requests are taken; lift that for a day",
    .options = options,
    .option_count = OPT_COUNT,
    .run = run,
};
