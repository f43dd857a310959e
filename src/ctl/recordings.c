/* porchlightctl recordings: what a volunteer has to read aloud, and under which name.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "content/recordings.h"
#include "base/clock.h"
#include "base/str.h"
#include "content/catalogue.h"
#include "ctl/ctl.h"

#include <stdio.h>
#include <string.h>

enum { OPT_SITE, OPT_LANG, OPT_MISSING, OPT_COUNT };

static const struct ctl_option options[] = {
    [OPT_SITE] = {"--site", "DIR", "the site (kiosk-config)"},
    [OPT_LANG] = {"--lang", "TAG", "the language to read aloud (needed)"},
    [OPT_MISSING] = {"--missing", NULL, "only what has no recording yet"},
};
_Static_assert(sizeof options / sizeof *options == OPT_COUNT, "one row an option");

struct list {
    const struct site *site;
    const char *tag;
    bool only_missing;
    size_t there, missing;
};

static void entry(struct list *l, const char *text)
{
    char path[RECORDING_PATH_MAX];
    if (!text || !*text)
        return;
    recording_path(l->tag, text, path);
    bool there = fs_stat(&l->site->root, path, NULL, NULL);
    l->there += there;
    l->missing += !there;
    if (!there || !l->only_missing)
        printf("%s\t%s\t%s\n", there ? "have" : "need", path, text);
}

static void pages(struct list *l, day_t today)
{
    struct catalogue *c = catalogue_new(l->site, NULL);
    for (size_t i = 0; i < catalogue_count(c); i++) {
        const struct page_text *t = catalogue_text(c, catalogue_page(c, i), l->tag, today);
        entry(l, t ? t->title : NULL);
        for (size_t k = 0; t && k < t->card_count; k++) {
            entry(l, t->cards[k].title);
            entry(l, t->cards[k].picture_label);
            for (size_t s = 0; s < t->cards[k].sentence_count; s++)
                entry(l, t->cards[k].sentences[s]);
        }
    }
    catalogue_free(c);
}

static int run(const struct ctl_args *args)
{
    const char *dir = args->values[OPT_SITE] ? args->values[OPT_SITE] : "kiosk-config";
    struct clock clock = clock_system();
    struct faults faults;
    struct err e = {0};
    struct site *site;
    if (!args->values[OPT_LANG])
        return ctl_complain(CTL_USAGE, "recordings needs --lang TAG");
    faults_init(&faults);
    bool ok = site_open(&site, dir, &faults, &e);
    faults_release(&faults);
    if (!ok)
        return ctl_complain(CTL_MACHINE, "%s", e.msg);
    const struct language *lang = site_language(site, args->values[OPT_LANG]);
    int code = CTL_DONE;
    if (lang) {
        struct list l = {.site = site, .tag = lang->text.tag, .only_missing = args->values[OPT_MISSING] != NULL};
        struct strings *strings = strings_new(&site->root);
        const char *id;
        for (size_t i = 0; (id = strings_at(strings, i)); i++)
            if (!strchr(id, '{')) /* what is filled in differs each time; a voice or a person reads it */
                entry(&l, strings_get(strings, l.tag, NULL, id));
        pages(&l, clock_today(&clock));
        strings_free(strings);
        fprintf(stderr, "%zu recorded, %zu to record\n", l.there, l.missing);
    } else {
        code = ctl_complain(CTL_FAULTS, "languages.yaml has no language '%s'", args->values[OPT_LANG]);
    }
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
