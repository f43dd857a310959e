/* porchlightctl requests export: what a liaison's key opens, as a file. SPDX-License-Identifier: GPL-3.0-or-later */
#include "requests_int.h"

#include "base/fs.h"
#include "base/vec.h"
#include "domain/export.h"
#include "store/opened.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* An id that can be copied by value. */
struct id_text {
    char text[REQUEST_ID_TEXT];
};
_Static_assert(sizeof(struct id_text) == REQUEST_ID_TEXT, "an array of them is an array of ids");

struct exporting {
    struct export file;
    VEC(struct id_text) unread; /* those that are collected by this */
};

bool requests_parse_export(const struct ctl_args *args, int *code)
{
    const char *format = args->values[OPT_FORMAT], *out = args->values[OPT_OUT];
    struct stat st;
    if (!format || export_format_from_word(format) == EXPORT_FORMAT_COUNT)
        *code = ctl_complain(CTL_USAGE, "export needs --format ics, csv or json");
    else if (out && !args->values[OPT_FORCE] && lstat(out, &st) == 0)
        *code = ctl_complain(CTL_FAULTS, "'%s' is there already; --force writes over it", out);
    else
        return true;
    return false;
}

static bool take(void *context, const struct opened_request *r)
{
    struct exporting *x = context;
    struct id_text id;
    export_add(&x->file, r);
    if (str_eq(r->state, request_state_word(REQUEST_NEW))) {
        memcpy(id.text, r->id, sizeof id.text);
        VEC_PUSH(&x->unread, id);
    }
    return true;
}

/* Never half a file: it is written beside and takes its place whole, or goes to the terminal at once. */
static bool write_out(const struct ctl_args *args, const struct str *text, struct err *e)
{
    if (args->values[OPT_OUT])
        return fs_write_atomic(args->values[OPT_OUT], text->s, text->len, 0600, e);
    /* no buffer of stdio's keeps a copy */
    setvbuf(stdout, NULL, _IONBF, 0);
    return fwrite(text->s, 1, text->len, stdout) == text->len || err_set(e, ERR_FAILED, "cannot write the export");
}

/* Recorded first, so that nothing leaves that the audit does not tell of. A medium that cannot be written has no audit
 * to keep, and is no failure: the person is told. */
static bool write_recorded(const struct ctl_args *args, const char *actor, const struct exporting *x,
                           const struct clock *clock, struct err *e)
{
    char subject[AUDIT_SUBJECT];
    struct store *store = NULL;
    struct err why = {0};
    snprintf(subject, sizeof subject, "%s %zu", args->values[OPT_FORMAT], x->file.count);
    bool recorded = store_open_beside(&store, args->values[OPT_DATA], clock, true, &why) &&
                    store_audit(store, actor, AUDIT_REQUESTS_EXPORTED, subject, &why);
    if (!recorded)
        fprintf(stderr, "not on record: %s\n", why.msg);
    bool ok = write_out(args, &x->file.out, e);
    if (!ok && recorded)
        store_audit(store, actor, AUDIT_NOT_DONE, audit_word(AUDIT_REQUESTS_EXPORTED), &why);
    store_close(store);
    return ok;
}

static int finish(const struct ctl_args *args, const struct vault_key *key, const char *actor, struct exporting *x,
                  const struct opened_count *count, const struct clock *clock)
{
    struct err e = {0};
    if (!export_end(&x->file))
        return ctl_complain(CTL_MACHINE, "out of memory");
    if (count->foreign && !count->opened)
        return ctl_complain(CTL_FAULTS, "none of the %zu requests is sealed to this key", count->foreign);
    if (!write_recorded(args, actor, x, clock, &e))
        return ctl_complain(CTL_MACHINE, "%s", e.msg);
    /* the calendar has only what is answered; the others hold all that a visitor said */
    if (x->unread.len && x->file.settings.format != EXPORT_ICS)
        requests_mark_collected(args, key, (const char(*)[REQUEST_ID_TEXT])x->unread.v, x->unread.len, clock);
    if (args->values[OPT_OUT])
        printf("%zu %s in %s\n", x->file.count, x->file.settings.format == EXPORT_ICS ? "times" : "requests",
               args->values[OPT_OUT]);
    if (count->foreign)
        fprintf(stderr, "%zu more sealed to other keys\n", count->foreign);
    if (count->damaged)
        return ctl_complain(CTL_FAULTS, "%zu requests were changed on the disk and are left out", count->damaged);
    return CTL_DONE;
}

int requests_export(struct store *store, const struct ctl_args *args, const struct vault_key *key,
                    const struct clock *clock)
{
    struct err e = {0};
    struct opened_count count;
    struct exporting x = {.unread = {0}};
    struct site *site = requests_open_site(args, &e);
    if (!site)
        return ctl_complain(CTL_MACHINE, "%s", e.msg);
    const struct person *who = site_person_by_key(site, vault_key_public(key));
    const struct export_settings settings = {.format = export_format_from_word(args->values[OPT_FORMAT]),
                                             .zone = site->zone,
                                             .meeting_min = site->meeting_min,
                                             .now_s = clock->unix_s(clock),
                                             .officer = who ? who->key : NULL,
                                             .centre = site->centre,
                                             .places = site->places,
                                             .place_count = site->place_count,
                                             .names = args->values[OPT_NAMES] != NULL};
    char actor[AUDIT_ACTOR];
    requests_actor(site, key, actor);
    export_begin(&x.file, &settings);
    int code = store_each_opened(store, key, take, &x, &count, &e) ? finish(args, key, actor, &x, &count, clock)
                                                                   : requests_complain(&e);
    export_release(&x.file);
    VEC_RELEASE(&x.unread);
    site_free(site);
    return code;
}
