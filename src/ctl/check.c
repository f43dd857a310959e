/* porchlightctl check: every fault of a site, one a line. SPDX-License-Identifier: GPL-3.0-or-later */
#include "content/check.h"
#include "base/clock.h"
#include "content/installed.h"
#include "ctl/ctl.h"

#include <jansson.h>
#include <stdio.h>
#include <unistd.h>

enum { OPT_SITE, OPT_DATA, OPT_ICONS, OPT_TODAY, OPT_JSON, OPT_COUNT };

static const struct ctl_option options[] = {
    [OPT_SITE] = {"--site", "DIR", "the site to check (kiosk-config)"},
    [OPT_DATA] = {"--data", "DIR", "a kiosk's data folder: what is shown there, pack and staff's changes included"},
    [OPT_ICONS] = {"--icons", "DIR", "the program's pictures (assets/icons here or beside the site)"},
    [OPT_TODAY] = {"--today", "YYYY-MM-DD", "judge dates as on this day"},
    [OPT_JSON] = {"--json", NULL, "print an array of {path, line, level, message}"},
};
_Static_assert(sizeof options / sizeof *options == OPT_COUNT, "one row an option");

static bool print_json(const struct faults *faults)
{
    json_t *all = json_array();
    for (size_t i = 0; i < faults->len; i++) {
        const struct fault *f = &faults->v[i];
        json_array_append_new(all, json_pack("{s:s, s:i, s:s, s:s}", "path", f->path, "line", f->line, "level",
                                             f->level == FAULT_ERROR ? "error" : "warning", "message", f->message));
    }
    bool ok = json_dumpf(all, stdout, JSON_INDENT(2)) == 0 && putchar('\n') != EOF;
    json_decref(all);
    return ok;
}

static void print_lines(const struct faults *faults)
{
    for (size_t i = 0; i < faults->len; i++) {
        const struct fault *f = &faults->v[i];
        printf("%s:%d: %s%s\n", f->path, f->line, f->level == FAULT_WARNING ? "warning: " : "", f->message);
    }
    size_t warnings = faults->len - faults->errors;
    fprintf(stderr, "%zu fault%s, %zu warning%s\n", faults->errors, faults->errors == 1 ? "" : "s", warnings,
            warnings == 1 ? "" : "s");
}

const char *ctl_icons(const char *told, const char *site, struct arena *a)
{
    if (told)
        return told;
    if (access("assets/icons", X_OK) == 0)
        return "assets/icons";
    const char *beside = arena_printf(a, "%s/../assets/icons", site);
    return access(beside, X_OK) == 0 ? beside : NULL;
}

static int run(const struct ctl_args *args)
{
    const char *site = args->values[OPT_SITE] ? args->values[OPT_SITE] : "kiosk-config";
    struct clock clock = clock_system();
    day_t today = clock_today(&clock);
    if (args->values[OPT_TODAY] && !day_parse(args->values[OPT_TODAY], &today))
        return ctl_complain(CTL_USAGE, "'%s' is not a date like 2026-11-24", args->values[OPT_TODAY]);

    struct arena arena;
    struct faults faults;
    struct err e = {0};
    arena_init(&arena, false);
    faults_init(&faults);
    const char *icons = ctl_icons(args->values[OPT_ICONS], site, &arena);
    int code = CTL_DONE;
    char shown[INSTALLED_PATH_MAX];
    if (installed_site(args->values[OPT_DATA], shown))
        site = shown;
    if (!check_kiosk(site, args->values[OPT_DATA], icons, today, &faults, &e)) {
        code = ctl_complain(CTL_MACHINE, "%s", e.msg);
    } else {
        faults_sort(&faults);
        if (!args->values[OPT_JSON])
            print_lines(&faults);
        else if (!print_json(&faults))
            code = ctl_complain(CTL_MACHINE, "cannot print the faults");
        if (code == CTL_DONE && faults.errors)
            code = CTL_FAULTS;
    }
    faults_release(&faults);
    arena_release(&arena);
    return code;
}

const struct ctl_command ctl_check = {
    .name = "check",
    .help = "read a site and say everything that is wrong with it",
    .options = options,
    .option_count = OPT_COUNT,
    .run = run,
};
