/* porchlightctl pouch: sealed requests on a stick to a liaison's own computer, and their answers back. Which of the two
 * this is the data folder says. Works beside a running kiosk. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ctl/ctl.h"

#include "base/str.h"
#include "base/vec.h"
#include "content/site.h"
#include "ctl/shown.h"
#include "store/pouch.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { OPT_DATA, OPT_SITE, OPT_JSON, OPT_COUNT };

static const struct ctl_option options[] = {
    [OPT_DATA] = {"--data", "DIR", "the kiosk's data folder, or your own copy's"},
    [OPT_SITE] = {"--site", "DIR", "at the kiosk: its settings (the installed pack, or kiosk-config)"},
    [OPT_JSON] = {"--json", NULL, "print JSON"},
};

static int complain(const struct err *e)
{
    bool finding =
        e->code == ERR_REFUSED || e->code == ERR_DAMAGED || e->code == ERR_NOT_FOUND || e->code == ERR_TOO_BIG;
    return ctl_complain(finding ? CTL_FAULTS : CTL_MACHINE, "%s", e->msg);
}

static int print_json(json_t *o)
{
    bool ok = o && json_dumpf(o, stdout, JSON_INDENT(2)) == 0 && putchar('\n') != EOF;
    json_decref(o);
    return ok ? CTL_DONE : ctl_complain(CTL_MACHINE, "cannot print the result");
}

/* "1a2b 3c4d 5e6f 7081", for comparing by telephone. */
static void print_kiosk(const char *kiosk)
{
    if (strlen(kiosk) == POUCH_KIOSK - 1)
        printf("Kiosk %.4s %.4s %.4s %.4s\n", kiosk, kiosk + 4, kiosk + 8, kiosk + 12);
}

/* A copy's folder is opened as its owner does: a program of a newer version brings it up to date. */
static bool open_data(struct store **out, const char *data, const struct clock *clock, struct err *e)
{
    if (!store_open_beside(out, data, clock, true, e))
        return false;
    if (!store_is_copy(*out))
        return true;
    store_close(*out);
    *out = NULL;
    return store_open_copy(out, data, clock, e);
}

/* The site that the kiosk shows, with what staff have changed on it. */
static bool open_shown(const struct ctl_args *args, struct site **site, struct err *e)
{
    return shown_site(site, args->values[OPT_SITE], args->values[OPT_DATA], e);
}

/* ---- out --------------------------------------------------------------------------------------------------------- */

static int print_made(const struct pouch_made *m, const char *dir, bool as_json)
{
    if (as_json)
        return print_json(json_pack("{s:s, s:s, s:s, s:I, s:I, s:I, s:I}", "for",
                                    m->kind == POUCH_FROM_KIOSK ? "liaison" : "kiosk", "file", m->name, "kiosk",
                                    m->kiosk, "bytes", (json_int_t)m->bytes, "requests", (json_int_t)m->requests,
                                    "acts", (json_int_t)m->acts, "left_out", (json_int_t)m->left_out));
    printf("%s/%s, %llu KiB\n", dir, m->name, (unsigned long long)(m->bytes + 1023) / 1024);
    if (m->kind == POUCH_FROM_KIOSK)
        printf("Sealed requests: %zu\n", m->requests);
    else
        printf("Answers and other changes for the kiosk: %zu\n", m->acts);
    print_kiosk(m->kiosk);
    puts("All of it is on the stick: you can pull it out now.");
    return CTL_DONE;
}

static int out(const struct ctl_args *args, const char *dir, const char *data)
{
    struct clock clock = clock_system();
    struct store *s = NULL;
    struct site *site = NULL;
    struct pouch_made made;
    struct err e = {0};
    bool ok = open_data(&s, data, &clock, &e);
    if (ok && !store_is_copy(s) && open_shown(args, &site, NULL))
        clock.zone = site->zone; /* whose days these are; without it, the machine's */
    ok = ok && pouch_out(s, dir, NULL, &made, &e);
    store_close(s);
    site_free(site);
    if (!ok)
        return complain(&e);
    int code = print_made(&made, dir, args->values[OPT_JSON]);
    if (made.left_out)
        return ctl_complain(CTL_FAULTS, "%zu damaged requests were left out: run 'porchlight doctor'", made.left_out);
    return code;
}

/* ---- in ---------------------------------------------------------------------------------------------------------- */

static const struct {
    const char *name, *text; /* in JSON; for people */
    size_t offset;
} counts[] = {
    {"new", "new", offsetof(struct pouch_report, fresh)},
    {"collected", "collected", offsetof(struct pouch_report, collected)},
    {"answered", "answered", offsetof(struct pouch_report, answered)},
    {"replied", "with the visitor's reply", offsetof(struct pouch_report, replied)},
    {"closed", "closed", offsetof(struct pouch_report, closed)},
    {"erased", "erased here: taken back by the visitor, or past their last day", offsetof(struct pouch_report, erased)},
    {"known", "known already", offsetof(struct pouch_report, known)},
    {"outdone", "left as they are: a later answer or change is there", offsetof(struct pouch_report, outdone)},
    {"gone", "not used: their requests were taken back or are past their last day",
     offsetof(struct pouch_report, gone)},
    {"unknown", "not used: their requests were never here", offsetof(struct pouch_report, unknown)},
    {"unproven", "NOT used: no liaison of people.yaml has made them", offsetof(struct pouch_report, unproven)},
    {"waiting", "changes of yours that the kiosk does not have yet", offsetof(struct pouch_report, waiting)},
};
enum { COUNTS = sizeof counts / sizeof *counts };

static size_t count_of(const struct pouch_report *r, size_t i)
{
    return *(const size_t *)(const void *)((const char *)r + counts[i].offset);
}

static int print_report(const struct pouch_report *r, bool as_json)
{
    if (as_json) {
        json_t *o = json_pack("{s:I, s:I, s:b, s:s, s:s}", "files", (json_int_t)r->files, "refused",
                              (json_int_t)r->refused, "older", (int)r->older, "kiosk", r->kiosk, "audit", r->audit);
        for (size_t i = 0; o && i < COUNTS; i++)
            json_object_set_new(o, counts[i].name, json_integer((json_int_t)count_of(r, i)));
        return print_json(o);
    }
    if (!r->files)
        return CTL_DONE;
    printf("Pouches taken in: %zu\n", r->files);
    print_kiosk(r->kiosk);
    if (r->older)
        puts("It is older than the last one: what is newer here stays.");
    for (size_t i = 0; i < COUNTS; i++)
        if (count_of(r, i))
            printf("%6zu %s\n", count_of(r, i), counts[i].text);
    if (r->audit[0])
        printf("Audit of the kiosk: %s\n", r->audit);
    puts("All of it is kept: you can pull the stick out now.");
    return CTL_DONE;
}

struct trusted {
    struct site *site;
    VEC(uint8_t) keys;
    struct pouch_trust trust;
};

static bool load_trust(const struct ctl_args *args, struct trusted *t, struct err *e)
{
    if (!open_shown(args, &t->site, e))
        return err_wrap(e, "the kiosk's settings say whose answers it shows (--site DIR)");
    const struct site *site = t->site;
    for (size_t i = 0; i < site->person_count; i++)
        for (size_t k = 0; site->people[i].has_key && k < VAULT_PUBLIC_KEY; k++)
            VEC_PUSH(&t->keys, site->people[i].public_key[k]);
    t->trust = (struct pouch_trust){.liaisons = (const uint8_t(*)[VAULT_PUBLIC_KEY])t->keys.v,
                                    .liaison_count = t->keys.len / VAULT_PUBLIC_KEY,
                                    .retention_days = site->retention_days};
    return true;
}

/* A folder, or one file in it. */
static bool split(const char *path, struct arena *a, const char **dir, const char **name)
{
    struct stat st;
    *dir = path;
    *name = NULL;
    if (stat(path, &st) != 0 || S_ISDIR(st.st_mode))
        return false;
    const char *slash = strrchr(path, '/');
    *dir = !slash ? "." : slash == path ? "/" : arena_strndup(a, path, (size_t)(slash - path));
    *name = slash ? slash + 1 : path;
    return true;
}

/* A folder without a database becomes the copy, but not for a folder without a pouch. */
static bool open_or_make(struct store **out, const char *dir, const char *name, const char *data,
                         const struct clock *clock, struct err *e)
{
    struct pouch_found found[POUCH_FILES_MAX];
    size_t count;
    if (open_data(out, data, clock, e))
        return true;
    if (e->code != ERR_NOT_FOUND)
        return false;
    if (!name && !pouch_find(dir, found, &count, e))
        return false;
    if (!name && !count)
        return err_set(e, ERR_NOT_FOUND, "there is no pouch in '%s'", dir);
    return store_open_copy(out, data, clock, e);
}

static int in(const struct ctl_args *args, const char *path, const char *data)
{
    struct clock clock = clock_system();
    struct store *s = NULL;
    struct pouch_report report = {0};
    struct trusted t = {0};
    struct err e = {0};
    struct arena a;
    const char *dir, *name;
    arena_init(&a, false);
    split(path, &a, &dir, &name);
    bool ok = open_or_make(&s, dir, name, data, &clock, &e) && (store_is_copy(s) || load_trust(args, &t, &e));
    clock.zone = t.site ? t.site->zone : NULL;
    if (ok)
        ok = name ? pouch_in(s, dir, name, &t.trust, NULL, &report, &e)
                  : pouch_in_all(s, dir, &t.trust, NULL, &report, &e);
    store_close(s);
    VEC_RELEASE(&t.keys);
    site_free(t.site);
    arena_release(&a);
    int code = ok || report.files ? print_report(&report, args->values[OPT_JSON]) : CTL_DONE;
    if (!ok)
        return complain(&e);
    return code == CTL_DONE && report.unproven ? CTL_FAULTS : code;
}

/* ---- the command ------------------------------------------------------------------------------------------------- */

static int run(const struct ctl_args *args)
{
    struct err e = {0};
    const char *verb = args->word_count == 2 ? args->words[0] : "", *data = args->values[OPT_DATA];
    bool outwards = str_eq(verb, "out");
    if (!outwards && !str_eq(verb, "in"))
        return ctl_complain(CTL_USAGE, "pouch out DIR or pouch in DIR; see --help");
    if (!data)
        return ctl_complain(CTL_USAGE, "pouch needs --data DIR");
    if (!vault_init(&e))
        return ctl_complain(CTL_MACHINE, "%s", e.msg);
    return outwards ? out(args, args->words[1], data) : in(args, args->words[1], data);
}

const struct ctl_command ctl_pouch = {
    .name = "pouch",
    .words = "out DIR | in DIR",
    .help = "carry sealed requests to a liaison's computer and answers back, on a stick",
    .options = options,
    .option_count = OPT_COUNT,
    .run = run,
};
