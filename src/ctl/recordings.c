/* porchlightctl recordings: what a volunteer has to read aloud, and under which name.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "content/recordings.h"
#include "base/clock.h"
#include "base/str.h"
#include "content/readings.h"
#include "ctl/ctl.h"
#include "ctl/shown.h"

#include <stdio.h>
#include <string.h>

enum { OPT_SITE, OPT_DATA, OPT_LANG, OPT_MISSING, OPT_COUNT };

static const struct ctl_option options[] = {
    [OPT_SITE] = {"--site", "DIR", "the site (kiosk-config)"},
    [OPT_DATA] = {"--data", "DIR", "a kiosk's data folder: its pack, its changes and the recordings made on it count"},
    [OPT_LANG] = {"--lang", "TAG", "the language to read aloud (needed)"},
    [OPT_MISSING] = {"--missing", NULL, "only what has no recording yet"},
};
_Static_assert(sizeof options / sizeof *options == OPT_COUNT, "one row an option");

struct counts {
    size_t site, kiosk, missing;
};

static void entry(const struct site *site, const char *data, const char *tag, bool only_missing, const char *text,
                  struct counts *n)
{
    char path[RECORDING_PATH_MAX], kept[RECORDING_KEPT_PATH_MAX];
    recording_path(tag, text, path);
    bool kiosk = recording_kept(data, path, kept), there = kiosk || fs_stat(&site->root, path, NULL, NULL);
    n->kiosk += kiosk;
    n->site += there && !kiosk;
    n->missing += !there;
    if (!there || !only_missing)
        printf("%s\t%s\t%s\n", kiosk ? "kept" : there ? "have" : "need", path, text);
}

static void list(const struct site *site, const struct ctl_args *args, const char *tag)
{
    struct clock clock = clock_system();
    struct strings *strings = strings_new(&site->root);
    struct catalogue *c = catalogue_new(site, NULL);
    struct readings all;
    struct counts n = {0};
    readings_list(&all, c, strings, tag, clock_today(&clock));
    for (size_t i = 0; i < all.rows.len; i++)
        entry(site, args->values[OPT_DATA], tag, args->values[OPT_MISSING] != NULL, all.rows.v[i].words, &n);
    readings_release(&all);
    catalogue_free(c);
    strings_free(strings);
    fprintf(stderr, "%zu recorded, %zu to record\n", n.site + n.kiosk, n.missing);
    if (n.kiosk)
        fprintf(stderr, "%zu of them on this kiosk alone: `changes export` brings them out\n", n.kiosk);
}

static int run(const struct ctl_args *args)
{
    struct err e = {0};
    struct site *site;
    if (!args->values[OPT_LANG])
        return ctl_complain(CTL_USAGE, "recordings needs --lang TAG");
    if (!shown_site(&site, args->values[OPT_SITE], args->values[OPT_DATA], &e))
        return ctl_complain(CTL_MACHINE, "%s", e.msg);
    const struct language *lang = site_language(site, args->values[OPT_LANG]);
    int code = CTL_DONE;
    if (lang)
        list(site, args, lang->text.tag);
    else
        code = ctl_complain(CTL_FAULTS, "languages.yaml has no language '%s'", args->values[OPT_LANG]);
    site_free(site);
    return code;
}

const struct ctl_command ctl_recordings = {
    .name = "recordings",
    .help = "list what is to be read aloud in a language, and under which file name",
    .options = options,
    .option_count = OPT_COUNT,
    .run = run,
};
