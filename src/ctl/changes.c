/* porchlightctl changes: what staff have changed on a kiosk's screen, for whoever builds the next pack.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "content/changes.h"

#include "base/fs.h"
#include "base/str.h"
#include "content/installed.h"
#include "ctl/ctl.h"

#include <stdio.h>

enum { OPT_SITE, OPT_DATA, OPT_COUNT };

static const struct ctl_option options[] = {
    [OPT_SITE] = {"--site", "DIR",
                  "the site that came with the kiosk; an installed pack goes before it (kiosk-config)"},
    [OPT_DATA] = {"--data", "DIR", "the kiosk's data folder"},
};
_Static_assert(sizeof options / sizeof *options == OPT_COUNT, "one row an option");

static const char *const states[CHANGE_STATE_COUNT] = {
    [CHANGE_USED] = "used",
    [CHANGE_OLDER] = "not used: the site's is newer",
    [CHANGE_ORPHAN] = "not used: not in the site any more",
    [CHANGE_FAULTY] = "not used: it has a fault",
};

static void print_row(const struct change *c)
{
    printf("changes/%s:%d: %s%s%s: %s\n  here: %s\n  site: %s\n", change_file_name(c->file), c->line, c->key,
           *c->key && c->field ? " " : "", c->field ? c->field : "", states[c->state], c->now, c->site ? c->site : "-");
}

static int show(const struct changes *c)
{
    for (size_t i = 0; i < c->rows.len; i++)
        print_row(&c->rows.v[i]);
    fprintf(stderr, "%zu change%s\n", c->rows.len, c->rows.len == 1 ? "" : "s");
    return CTL_DONE;
}

/* The files as they are: their entries are those of the site's files, to be copied over. */
static int export(const struct changes *c, const struct changes_place *p, const char *dir)
{
    struct err e = {0};
    struct arena a;
    arena_init(&a, false);
    bool ok = fs_make_dirs(dir, &e);
    size_t files = 0;
    for (int f = 0; ok && f < CHANGE_FILE_COUNT; f++) {
        bool any = false;
        for (size_t i = 0; i < c->rows.len; i++)
            any = any || (int)c->rows.v[i].file == f;
        if (!any)
            continue;
        struct str text;
        str_init(&text);
        ok = changes_snapshot(p, (enum change_file)f, &text, &e) &&
             fs_write_atomic(arena_printf(&a, "%s/%s", dir, change_file_name((enum change_file)f)), text.s, text.len,
                             0600, &e);
        str_release(&text);
        files++;
    }
    arena_release(&a);
    if (!ok)
        return ctl_complain(CTL_MACHINE, "%s", e.msg);
    fprintf(stderr, "%zu file%s in '%s'\n", files, files == 1 ? "" : "s", dir);
    return CTL_DONE;
}

static int run(const struct ctl_args *args)
{
    char shown[INSTALLED_PATH_MAX];
    bool shows = args->word_count == 1 && str_eq(args->words[0], "show");
    bool exports = args->word_count == 2 && str_eq(args->words[0], "export");
    const char *site = args->values[OPT_SITE] ? args->values[OPT_SITE] : "kiosk-config", *data = args->values[OPT_DATA];
    if (!data || (!shows && !exports))
        return ctl_complain(CTL_USAGE, "changes show or changes export DIR, with --data DIR; see --help");
    const struct changes_place p = {.site = installed_site(data, shown) ? shown : site, .data = data};
    struct changes c;
    struct err e = {0};
    int code = changes_list(&c, &p, &e) ? CTL_DONE : ctl_complain(CTL_MACHINE, "%s", e.msg);
    if (code == CTL_DONE)
        code = shows ? show(&c) : export(&c, &p, args->words[1]);
    changes_release(&c);
    return code;
}

const struct ctl_command ctl_changes = {
    .name = "changes",
    .words = "show | export DIR",
    .help = "what staff have changed on the screen, against the site",
    .options = options,
    .option_count = OPT_COUNT,
    .run = run,
};
