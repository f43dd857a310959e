/* porchlightctl stats: how often, by day or month; never who, never when.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ctl/ctl.h"
#include "store/counters.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

enum { OPT_DATA, OPT_SINCE, OPT_UNTIL, OPT_MONTHS, OPT_JSON, OPT_COUNT };

static const struct ctl_option options[] = {
    [OPT_DATA] = {"--data", "DIR", "the kiosk's data folder (needed)"},
    [OPT_SINCE] = {"--since", "DAY", "from this day on, YYYY-MM-DD"},
    [OPT_UNTIL] = {"--until", "DAY", "up to this day"},
    [OPT_MONTHS] = {"--months", NULL, "all of each month, not only the busy days"},
    [OPT_JSON] = {"--json", NULL, "the same as JSON"},
};
_Static_assert(sizeof options / sizeof *options == OPT_COUNT, "one row an option");

struct output {
    json_t *rows; /* NULL: lines */
    bool months;
    size_t shown;
};

static void show(void *context, const struct tally_cell *sum)
{
    struct output *o = context;
    char day[11];
    day_format(sum->day, day);
    if (o->months)
        day[strlen("YYYY-MM")] = 0;
    if (o->rows) {
        json_array_append_new(o->rows,
                              json_pack("{s:s, s:s, s:s, s:s, s:o}", o->months ? "month" : "day", day, "what",
                                        counted_word(sum->what), "subject", sum->subject, "language", sum->tag, "count",
                                        sum->count == COUNT_HIDDEN ? json_null() : json_integer(sum->count)));
    } else {
        char count[16] = "under 5";
        if (sum->count != COUNT_HIDDEN)
            snprintf(count, sizeof count, "%d", sum->count);
        if (o->shown == 0)
            printf("%-10s  %-10s  %-24s  %-8s  %s\n", o->months ? "MONTH" : "DAY", "WHAT", "SUBJECT", "LANGUAGE",
                   "COUNT");
        printf("%-10s  %-10s  %-24s  %-8s  %s\n", day, counted_word(sum->what), sum->subject[0] ? sum->subject : "-",
               sum->tag, count);
    }
    o->shown++;
}

static bool day_option(const char *value, day_t *day)
{
    *day = DAY_NONE;
    return !value || day_parse(value, day);
}

static int run(const struct ctl_args *args)
{
    struct clock clock = clock_system();
    struct err e = {0};
    struct store *store;
    day_t from, to;
    if (!args->values[OPT_DATA])
        return ctl_complain(CTL_USAGE, "stats needs --data DIR");
    if (!day_option(args->values[OPT_SINCE], &from) || !day_option(args->values[OPT_UNTIL], &to))
        return ctl_complain(CTL_USAGE, "a day is written YYYY-MM-DD");
    if (!store_open_beside(&store, args->values[OPT_DATA], &clock, false, &e))
        return ctl_complain(CTL_MACHINE, "%s", e.msg);
    struct output o = {.rows = args->values[OPT_JSON] ? json_array() : NULL,
                       .months = args->values[OPT_MONTHS] != NULL};
    int code = CTL_DONE;
    if (!store_counts(store, from, to, o.months, show, &o, &e))
        code = ctl_complain(CTL_MACHINE, "%s", e.msg);
    else if (o.rows && (json_dumpf(o.rows, stdout, JSON_INDENT(2)) != 0 || putchar('\n') == EOF))
        code = ctl_complain(CTL_MACHINE, "cannot print the counts");
    else if (!o.rows && !o.shown)
        fputs("nothing counted\n", stderr);
    json_decref(o.rows);
    store_close(store);
    return code;
}

const struct ctl_command ctl_stats = {
    .name = "stats",
    .help = "how often pages, languages and requests were chosen; numbers under 5 are hidden",
    .options = options,
    .option_count = OPT_COUNT,
    .run = run,
};
