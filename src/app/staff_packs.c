/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Packs from sticks. A stick is slow and may be pulled out, so a pack is read on a thread; nothing of it is kept but by
 * content/installed.h, which shows the old site or the new one and never a mix. */
#include "staff_int.h"

#include "app/paths.h"
#include "base/log.h"
#include "base/str.h"
#include "content/installed.h"
#include "content/pack_diff.h"
#include "content/trust.h"
#include "screens/staff_packs.h"
#include "slow_int.h"
#include "store/audit.h"

#include <dirent.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

_Static_assert((int)LINE_CHANGE_COUNT == (int)PACK_CHANGE_COUNT, "the same changes");
_Static_assert((int)PACK_DIGITS == (int)PACK_FINGERPRINT_MAX, "the digits fit");

enum { PACK_FILE_PATH = USB_PATH + PACK_NAME, NAMES_MAX = 10000 };
enum step { STEP_OPEN, STEP_INSTALL };

/* `job` is the thread's while it runs. */
struct packs_work {
    struct staff_packs seen; /* first */
    char paths[PACKS_MAX][PACK_FILE_PATH];
    struct slow slow;
    struct pack_job {
        enum step step;
        char path[PACK_FILE_PATH], site[INSTALLED_PATH_MAX], data[INSTALLED_PATH_MAX], icons[PATHS_MAX + 16];
        char expected[PACK_FINGERPRINT_MAX]; /* STEP_INSTALL: what staff have seen */
        day_t today;
        struct arena arena;
        struct signers signers;
        struct pack_told told;
        struct pack_line lines[PACK_LINES_MAX];
        size_t line_count, line_total;
        bool ok, trusted;
        struct err err;
    } job;
};

static struct packs_work *work(const struct app *a)
{
    return (struct packs_work *)staff_seen(a)->packs;
}

/* ---- what is on the sticks --------------------------------------------------------------------------------------- */

static bool is_pack(int dir, const char *name)
{
    struct stat st;
    if (!str_ends(name, ".pack") || strlen(name) >= PACK_NAME || !utf8_valid(name, strlen(name), NULL))
        return false;
    for (const char *c = name; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7F)
            return false;
    return fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode);
}

static void find_on(struct packs_work *w, const struct usb_stick *stick)
{
    struct staff_packs *s = &w->seen;
    DIR *dir = opendir(stick->path);
    if (!dir)
        return;
    struct dirent *d;
    size_t from = s->found_count;
    for (int n = 0; n < NAMES_MAX && s->found_count < PACKS_MAX && (d = readdir(dir)); n++)
        if (is_pack(dirfd(dir), d->d_name)) {
            size_t at = s->found_count++;
            for (; at > from && strcmp(s->found[at - 1].name, d->d_name) > 0; at--) { /* by name, stick by stick */
                s->found[at] = s->found[at - 1];
                memcpy(w->paths[at], w->paths[at - 1], PACK_FILE_PATH);
            }
            snprintf(s->found[at].name, PACK_NAME, "%s", d->d_name);
            snprintf(s->found[at].stick, sizeof s->found[at].stick, "%s", sticks_name(stick));
            snprintf(w->paths[at], PACK_FILE_PATH, "%s/%s", stick->path, d->d_name);
        }
    closedir(dir);
}

static void packs_sticks(struct app *a)
{
    struct packs_work *w = work(a);
    const struct usb_state *sticks = sticks_now(a);
    if (w->slow.running)
        return;
    w->seen.found_count = 0;
    w->seen.stick_count = sticks->count;
    for (size_t i = 0; i < sticks->count; i++)
        find_on(w, &sticks->sticks[i]);
    a->dirty = true;
}

/* ---- one pack ---------------------------------------------------------------------------------------------------- */

static void tell(struct pack_told *t, const struct pack *p, const struct signer *const *trusted)
{
    *t = (struct pack_told){.date = p->date};
    pack_fingerprint(p, t->digits);
    snprintf(t->centre, sizeof t->centre, "%.*s", (int)utf8_cut(p->centre, strnlen(p->centre, sizeof t->centre - 1)),
             p->centre);
    snprintf(t->notes, sizeof t->notes, "%.*s", (int)utf8_cut(p->notes, strnlen(p->notes, sizeof t->notes - 1)),
             p->notes);
    for (size_t i = 0; trusted && i < p->signature_count; i++) {
        size_t n = strlen(t->signers);
        if (trusted[i] && n + strlen(trusted[i]->name) + 3 < sizeof t->signers)
            snprintf(t->signers + n, sizeof t->signers - n, "%s%s", n ? ", " : "", trusted[i]->name);
    }
}

static void look_at_shown(struct app *a)
{
    struct pack p;
    struct err e = {0};
    struct pack_told *t = &work(a)->seen.shown;
    *t = (struct pack_told){.date = DAY_NONE};
    if (!a->options.data || !installed_pack(a->options.data, &p, &e))
        return;
    tell(t, &p, NULL);
    pack_close(&p);
}

static bool compare(struct pack_job *j, const struct pack *p)
{
    struct pack_diff d;
    bool ok = pack_diff(p, j->site, &d, &j->err);
    for (size_t i = 0; ok && i < d.rows.len && i < PACK_LINES_MAX; i++) {
        struct pack_line *l = &j->lines[j->line_count++];
        l->change = (enum pack_line_change)d.rows.v[i].change;
        snprintf(l->what, sizeof l->what, "%s", d.rows.v[i].what);
        snprintf(l->name, sizeof l->name, "%.*s",
                 (int)utf8_cut(d.rows.v[i].name, strnlen(d.rows.v[i].name, sizeof l->name - 1)), d.rows.v[i].name);
        snprintf(l->in, sizeof l->in, "%s", d.rows.v[i].in ? d.rows.v[i].in : "");
    }
    j->line_total = ok ? d.rows.len : 0;
    pack_diff_release(&d);
    return ok;
}

static bool put_on(struct pack_job *j, const struct pack *p)
{
    struct faults faults;
    char fingerprint[PACK_FINGERPRINT_MAX];
    pack_fingerprint(p, fingerprint);
    if (!str_eq(fingerprint, j->expected))
        return err_set(&j->err, ERR_REFUSED, "the pack on the stick is another one now");
    faults_init(&faults);
    const struct install_options o = {.icons = *j->icons ? j->icons : NULL, .today = j->today, .faults = &faults};
    bool ok = install_pack(p, j->data, &o, &j->err);
    faults_release(&faults);
    return ok;
}

/* On the thread. */
static void run(void *of)
{
    struct pack_job *j = of;
    struct pack p;
    const struct signer *trusted[PACK_SIGNATURES_MAX] = {0};
    struct err untrusted = {0};
    j->ok = false;
    if (!pack_open(&p, j->path, &j->err))
        return;
    j->trusted = pack_judge(&p, &j->signers, trusted, &untrusted);
    tell(&j->told, &p, trusted);
    if (j->step == STEP_OPEN)
        j->ok = compare(j, &p);
    else
        j->ok = j->trusted && put_on(j, &p);
    if (!j->trusted)
        j->err = untrusted;
    pack_close(&p);
}

/* Who is trusted is read by the machine's own settings before the thread begins. */
static bool prepare(struct app *a, enum step step, struct err *e)
{
    struct packs_work *w = work(a);
    struct pack_job *j = &w->job;
    char share[PATHS_MAX];
    if (!a->options.data || w->seen.which >= w->seen.found_count)
        return err_set(e, ERR_NOT_FOUND, "the stick is not there any more");
    *j = (struct pack_job){.step = step, .today = clock_today(&a->options.clock)};
    snprintf(j->path, sizeof j->path, "%s", w->paths[w->seen.which]);
    snprintf(j->site, sizeof j->site, "%s", a->site->root.path);
    snprintf(j->data, sizeof j->data, "%s", a->options.data);
    snprintf(j->expected, sizeof j->expected, "%s", w->seen.offered.digits);
    if (paths_share(share, NULL))
        snprintf(j->icons, sizeof j->icons, "%s/assets/icons", share);
    arena_init(&j->arena, false);
    if (trust_read(a->options.data, a->options.site, &j->arena, &j->signers, e))
        return true;
    arena_release(&j->arena);
    return false;
}

/* ---- orders ------------------------------------------------------------------------------------------------------ */

static bool record(struct app *a, enum audit_action what, const char *subject, struct err *e)
{
    return a->store ? store_audit(a->store, "staff", what, subject, e)
                    : err_set(e, ERR_FAILED, "the database is not open, so nothing can be recorded");
}

static void not_done(struct app *a, enum audit_action what)
{
    struct err quiet = {0};
    if (!record(a, AUDIT_NOT_DONE, audit_word(what), &quiet))
        log_warn("the audit does not tell that '%s' failed: %s", audit_word(what), quiet.msg);
}

static void result(struct app *a, enum packs_result good, bool ok, const struct err *e)
{
    struct staff_packs *s = &work(a)->seen;
    s->result = ok ? good : PACKS_FAILED;
    s->why = ok ? ERR_NONE : e->code;
    if (!ok)
        log_warn("a pack: %s", e->msg);
    look_at_shown(a);
    a->dirty = true;
}

static void finish(struct app *a)
{
    struct packs_work *w = work(a);
    struct pack_job *j = &w->job;
    struct staff_packs *s = &w->seen;
    arena_release(&j->arena);
    if (j->step == STEP_INSTALL) {
        if (!j->ok)
            not_done(a, AUDIT_PACK_INSTALLED);
        s->open = false;
        result(a, PACKS_INSTALLED, j->ok, &j->err);
        return;
    }
    s->open = j->ok;
    s->offered = j->told;
    s->trusted = j->trusted;
    s->line_count = j->line_count;
    s->line_total = j->line_total;
    memcpy(s->lines, j->lines, sizeof s->lines);
    result(a, PACKS_NONE, j->ok, &j->err);
    if (j->ok && !j->trusted)
        log_warn("a pack is not trusted: %s", j->err.msg);
}

static void start(struct app *a, enum step step)
{
    struct packs_work *w = work(a);
    struct err e = {0};
    if (w->slow.running || (step == STEP_INSTALL && !(w->seen.open && w->seen.trusted)))
        return;
    if (!prepare(a, step, &e)) {
        result(a, PACKS_NONE, false, &e);
        return;
    }
    if (step == STEP_INSTALL && !record(a, AUDIT_PACK_INSTALLED, w->seen.offered.digits, &e)) {
        arena_release(&w->job.arena);
        result(a, PACKS_NONE, false, &e);
        return;
    }
    slow_start(&w->slow, run, &w->job, a->options.at_once);
    if (slow_finished(&w->slow))
        finish(a);
}

static void go_back(struct app *a)
{
    struct err e = {0};
    bool recorded = record(a, AUDIT_PACK_ROLLED_BACK, work(a)->seen.shown.digits, &e);
    bool ok = recorded && install_back(a->options.data, &e);
    if (recorded && !ok)
        not_done(a, AUDIT_PACK_ROLLED_BACK);
    result(a, PACKS_WENT_BACK, ok, &e);
}

static void packs_carry(struct app *a, int order)
{
    struct packs_work *w = work(a);
    if (w->slow.running)
        return;
    if (order == PACKS_OPEN)
        start(a, STEP_OPEN);
    else if (order == PACKS_INSTALL)
        start(a, STEP_INSTALL);
    else if (order == PACKS_CLOSE)
        w->seen.open = false;
    else if (order == PACKS_BACK && a->options.data)
        go_back(a);
    a->dirty = true;
}

static void packs_open(struct app *a)
{
    struct packs_work *w = sodium_malloc(sizeof *w);
    if (!w)
        BUG("out of memory");
    sodium_memzero(w, sizeof *w);
    staff_seen(a)->packs = &w->seen;
    look_at_shown(a);
    packs_sticks(a);
}

static void packs_close(struct app *a)
{
    struct packs_work *w = work(a);
    if (w->slow.running) {
        slow_end(&w->slow);
        finish(a);
    }
    sodium_free(w);
    staff_seen(a)->packs = NULL;
}

static void packs_poll(struct app *a)
{
    if (slow_finished(&work(a)->slow))
        finish(a);
}

static bool packs_busy(const struct app *a)
{
    return work(a)->slow.running;
}

const struct staff_work staff_packs_work = {.open = packs_open,
                                            .close = packs_close,
                                            .carry = packs_carry,
                                            .poll = packs_poll,
                                            .busy = packs_busy,
                                            .sticks = packs_sticks};
