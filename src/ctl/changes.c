/* porchlightctl changes: what staff have changed on a kiosk's screen, for whoever builds the next pack.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "content/changes.h"

#include "base/clock.h"
#include "base/fs.h"
#include "base/str.h"
#include "content/installed.h"
#include "content/readings.h"
#include "content/recordings.h"
#include "ctl/ctl.h"
#include "ctl/shown.h"

#include <stdio.h>
#include <string.h>

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

/* ---- recordings that were made on the kiosk ---------------------------------------------------------------------- */

struct voices {
    struct arena arena;
    char **paths;
    bool *used; /* whether the site still has the words */
    size_t count, used_count;
};

static void mark_used(struct voices *v, const struct site *site, struct strings *strings, struct catalogue *c)
{
    struct clock clock = clock_system();
    struct readings all = {0};
    const char *tag = "";
    for (size_t i = 0; i < v->count; i++) {
        const char *from = v->paths[i] + strlen("audio/");
        size_t n = strcspn(from, "/");
        if (strlen(tag) != n || memcmp(tag, from, n) != 0) { /* the next language: they are sorted */
            tag = arena_printf(&v->arena, "%.*s", (int)n, from);
            readings_release(&all);
            if (site_language(site, tag))
                readings_list_hidden(&all, c, strings, tag, clock_today(&clock));
        }
        for (size_t k = 0; k < all.rows.len && !v->used[i]; k++) {
            char path[RECORDING_PATH_MAX];
            recording_path(tag, all.rows.v[k].words, path);
            v->used[i] = str_eq(path, v->paths[i]);
        }
        v->used_count += v->used[i];
    }
    readings_release(&all);
}

/* The arena is to be released also after false. */
static bool find_voices(struct voices *v, const struct ctl_args *args, struct err *e)
{
    struct site *site;
    *v = (struct voices){0};
    arena_init(&v->arena, false);
    if (!recordings_kept(args->values[OPT_DATA], NULL, &v->arena, &v->paths, &v->count, e))
        return false;
    v->used = ARENA_ARRAY(&v->arena, bool, v->count + 1);
    memset(v->used, 0, (v->count + 1) * sizeof *v->used);
    if (!v->count || !shown_site(&site, args->values[OPT_SITE], args->values[OPT_DATA], e))
        return !v->count;
    struct strings *strings = strings_new(&site->root);
    struct catalogue *c = catalogue_new(site, NULL);
    mark_used(v, site, strings, c);
    catalogue_free(c);
    strings_free(strings);
    site_free(site);
    return true;
}

/* Those whose words the site still has, by the paths that they have in a site. */
static bool export_voices(struct voices *v, const char *data, const char *dir, struct err *e)
{
    bool ok = true;
    for (size_t i = 0; ok && i < v->count; i++) {
        char from[RECORDING_KEPT_PATH_MAX];
        char *bytes;
        size_t len;
        if (!v->used[i] || !recording_kept(data, v->paths[i], from))
            continue;
        const char *to = arena_printf(&v->arena, "%s/%s", dir, v->paths[i]);
        ok = fs_make_dirs(arena_printf(&v->arena, "%.*s", (int)(strrchr(to, '/') - to), to), e) &&
             fs_read_path(from, RECORDING_BYTES_MAX, &v->arena, &bytes, &len, e) &&
             fs_write_atomic(to, bytes, len, 0644, e);
    }
    return ok;
}

/* ------------------------------------------------------------------------------------------------------------------ */

static int show(const struct changes *c, const struct voices *v)
{
    for (size_t i = 0; i < c->rows.len; i++)
        print_row(&c->rows.v[i]);
    for (size_t i = 0; i < v->count; i++)
        printf("changes/%s: a recording: %s\n", v->paths[i], v->used[i] ? "used" : "not used: of older words");
    size_t all = c->rows.len + v->count;
    fprintf(stderr, "%zu change%s\n", all, all == 1 ? "" : "s");
    return CTL_DONE;
}

/* The files as they are: their entries are those of the site's files, to be copied over. */
static int export(const struct changes *c, struct voices *v, const struct changes_place *p, const char *dir)
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
    ok = ok && export_voices(v, p->data, dir, &e);
    files += v->used_count;
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
    struct voices v;
    struct err e = {0};
    bool ok = changes_list(&c, &p, &e);
    ok = find_voices(&v, args, ok ? &e : NULL) && ok;
    int code = ok ? CTL_DONE : ctl_complain(CTL_MACHINE, "%s", e.msg);
    if (ok)
        code = shows ? show(&c, &v) : export(&c, &v, &p, args->words[1]);
    changes_release(&c);
    arena_release(&v.arena);
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
