/* porchlightctl audit: who changed what, and whether the records are whole. It changes nothing and works beside a
 * running kiosk. SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/audit.h"

#include "base/str.h"
#include "ctl/ctl.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

enum { OPT_DATA, OPT_HEAD, OPT_NEWEST, OPT_JSON, OPT_COUNT };
enum { PAGE_ROWS = 200 };

static const struct ctl_option options[] = {
    [OPT_DATA] = {"--data", "DIR", "the kiosk's data folder (needed)"},
    [OPT_HEAD] = {"--head", "DIGITS", "verify: twenty digits written down earlier: are they of these records?"},
    [OPT_NEWEST] = {"--newest", "N", "list: so many and no more"},
    [OPT_JSON] = {"--json", NULL, "print JSON"},
};
_Static_assert(sizeof options / sizeof *options == OPT_COUNT, "one row an option");

static int complain_of(const struct err *e)
{
    bool finding = e->code == ERR_DAMAGED || e->code == ERR_REFUSED;
    return ctl_complain(finding ? CTL_FAULTS : CTL_MACHINE, "%s", e->msg);
}

static bool print_json(json_t *j)
{
    bool ok = j && json_dumpf(j, stdout, JSON_INDENT(2)) == 0 && putchar('\n') != EOF;
    json_decref(j);
    return ok;
}

/* ---- list -------------------------------------------------------------------------------------------------------- */

static void time_text(const struct audit_record *r, char out[20])
{
    char day[11];
    day_format(r->day, day);
    if (r->minute == AUDIT_NO_MINUTE)
        snprintf(out, 20, "%s", day);
    else
        snprintf(out, 20, "%s %02d:%02d", day, r->minute / 60 % 24, r->minute % 60);
}

static void list_line(const struct audit_record *r)
{
    char when[20];
    time_text(r, when);
    printf("%6lld  %-16s  %-20s  %-18s  %s\n", (long long)r->number, when, r->actor, audit_word(r->what),
           r->subject[0] ? r->subject : "-");
}

static json_t *list_object(const struct audit_record *r)
{
    char day[11], time[16] = "";
    day_format(r->day, day);
    if (r->minute != AUDIT_NO_MINUTE)
        snprintf(time, sizeof time, "%02d:%02d", r->minute / 60 % 24, r->minute % 60);
    return json_pack("{s:I, s:s, s:o, s:s, s:s, s:s}", "number", (json_int_t)r->number, "day", day, "time",
                     time[0] ? json_string(time) : json_null(), "actor", r->actor, "action", audit_word(r->what),
                     "subject", r->subject);
}

static int list(struct store *s, size_t most, bool as_json)
{
    struct audit_record rows[PAGE_ROWS];
    struct err e = {0};
    json_t *all = as_json ? json_array() : NULL;
    size_t count = 1, shown = 0;
    int code = CTL_DONE;
    while (count && shown < most && code == CTL_DONE) {
        size_t wanted = most - shown < PAGE_ROWS ? most - shown : PAGE_ROWS;
        if (!store_audit_list(s, shown, wanted, rows, &count, NULL, &e))
            code = complain_of(&e);
        for (size_t i = 0; i < count; i++)
            if (all)
                json_array_append_new(all, list_object(&rows[i]));
            else
                list_line(&rows[i]);
        shown += count;
    }
    if (code == CTL_DONE && all)
        return print_json(all) ? CTL_DONE : ctl_complain(CTL_MACHINE, "cannot print the records");
    json_decref(all);
    if (code == CTL_DONE && !shown)
        fputs("no records yet\n", stderr);
    return code;
}

/* ---- verify ------------------------------------------------------------------------------------------------------ */

static void say_whole(const struct audit_report *r)
{
    if (!r->head[0] || r->last < r->first) {
        puts("no records yet");
        return;
    }
    printf("%lld records are whole, numbers %lld to %lld\nhead: %s\n", (long long)r->last - (long long)r->first + 1,
           (long long)r->first, (long long)r->last, r->head);
}

/* The report, and what became of --head: `had` is the record that had it, 0 when none. */
static int verify(struct store *s, const char *head, bool as_json)
{
    struct audit_report r;
    struct err e = {0}, lost = {0};
    int64_t had = 0;
    bool whole = store_audit_verify(s, &r, &e);
    if (!whole && !r.broken)
        return complain_of(&e);
    bool known = !head || store_audit_knows(s, head, &had, &lost);
    if (as_json &&
        !print_json(json_pack("{s:b, s:I, s:I, s:o, s:s, s:o}", "whole", whole, "first", (json_int_t)r.first, "last",
                              (json_int_t)r.last, "broken_at", r.broken ? json_integer(r.broken) : json_null(), "head",
                              r.head, "head_of", had ? json_integer(had) : json_null())))
        return ctl_complain(CTL_MACHINE, "cannot print the report");
    if (!as_json && whole)
        say_whole(&r);
    if (!as_json && had)
        printf("the digits given are those of record %lld\n", (long long)had);
    if (!whole)
        complain_of(&e);
    if (!known)
        complain_of(&lost);
    return whole && known ? CTL_DONE : CTL_FAULTS;
}

static bool parse_most(const char *text, size_t *most)
{
    char *end;
    if (!text)
        return true;
    unsigned long n = strtoul(text, &end, 10);
    *most = n;
    return text[0] >= '0' && text[0] <= '9' && *end == 0 && n > 0;
}

static int run(const struct ctl_args *args)
{
    struct clock clock = clock_system();
    struct err e = {0};
    struct store *store;
    size_t most = SIZE_MAX;
    const char *verb = args->word_count == 1 ? args->words[0] : "";
    bool lists = str_eq(verb, "list");
    if (!lists && !str_eq(verb, "verify"))
        return ctl_complain(CTL_USAGE, "audit list or audit verify; see --help");
    if (!args->values[OPT_DATA])
        return ctl_complain(CTL_USAGE, "audit needs --data DIR");
    if (!parse_most(args->values[OPT_NEWEST], &most))
        return ctl_complain(CTL_USAGE, "--newest is a number from 1 up, not '%s'", args->values[OPT_NEWEST]);
    if (!store_open_beside(&store, args->values[OPT_DATA], &clock, false, &e))
        return complain_of(&e);
    bool json = args->values[OPT_JSON] != NULL;
    int code = lists ? list(store, most, json) : verify(store, args->values[OPT_HEAD], json);
    store_close(store);
    return code;
}

const struct ctl_command ctl_audit = {
    .name = "audit",
    .words = "list | verify",
    .help = "who changed what on the kiosk, and whether the records are whole",
    .options = options,
    .option_count = OPT_COUNT,
    .run = run,
};
