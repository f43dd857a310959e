/* porchlightctl nudge: does a nudge arrive? SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/clock.h"
#include "content/nudge_settings.h"
#include "content/site.h"
#include "ctl/ctl.h"
#include "hub/drop.h"
#include "hub/mail.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OPT_SITE, OPT_WAIT, OPT_COUNT };
enum { WAIT_MAX_S = 600 };

static const struct ctl_option options[] = {
    [OPT_SITE] = {"--site", "DIR", "the site.yaml with 'nudge:' (default: kiosk-config)"},
    [OPT_WAIT] = {"--wait", "SECONDS", "give up after so long (default: 60)"},
};
_Static_assert(sizeof options / sizeof *options == OPT_COUNT, "one row an option");

/* How a failed try ends: what staff can mend in site.yaml or with the server's owner, or what the machine lacks. */
static enum ctl_exit exit_of(enum nudge_trouble t)
{
    switch (t) {
    case NUDGE_FINE:
        return CTL_DONE;
    case NUDGE_NO_TLS:
    case NUDGE_NO_LOGIN:
    case NUDGE_REFUSED:
    case NUDGE_NO_PASSWORD:
        return CTL_FAULTS;
    default:
        return CTL_MACHINE;
    }
}

static int worse(int a, int b)
{
    return a > b ? a : b;
}

static int try_mail(const struct mail_settings *m, const char *words, int wait_s)
{
    struct mail_result r;
    struct clock clock = clock_system();
    printf("mail    to %zu address%s by %s\n", m->to_count, m->to_count == 1 ? "" : "es", m->server);
    if (mail_send(m, words, clock.unix_s(&clock), wait_s, -1, &r)) {
        printf("        sent; the server said: %s\n", r.answer);
        return CTL_DONE;
    }
    fflush(stdout);
    return ctl_complain(exit_of(r.trouble), "mail: %s%s%s%s", nudge_trouble_words(r.trouble), r.answer[0] ? " (" : "",
                        r.answer, r.answer[0] ? ")" : "");
}

static int try_file(const char *folder, const char *words)
{
    struct err e = {0};
    printf("file    %s/%s\n", folder, DROP_NAME);
    if (drop_write(folder, words, &e)) {
        printf("        written: %s\n", words);
        return CTL_DONE;
    }
    fflush(stdout);
    return ctl_complain(CTL_MACHINE, "file: %s", e.msg);
}

static int print_faults(const struct faults *f)
{
    for (size_t i = 0; i < f->len; i++)
        fprintf(stderr, "%s:%d: %s\n", f->v[i].path, f->v[i].line, f->v[i].message);
    return f->len ? CTL_FAULTS : CTL_DONE;
}

/* Of site.yaml no more than the name and the nudge is looked at: the rest has its own check. */
static int try_all(const char *site, int wait_s, struct arena *a)
{
    struct nudge_settings s;
    struct faults faults, others;
    struct site *all = NULL;
    struct err e = {0};
    faults_init(&others);
    bool ok = site_open(&all, site, &others, &e);
    faults_release(&others);
    if (!ok)
        return ctl_complain(CTL_MACHINE, "%s", e.msg);
    faults_init(&faults);
    nudge_settings_read(site, a, &s, &faults);
    int code = print_faults(&faults);
    faults_release(&faults);
    char words[NUDGE_WORDS_MAX];
    nudge_words(0, all->centre, words);
    site_free(all);
    bool mail = nudge_has(&s, NUDGE_MAIL), file = nudge_has(&s, NUDGE_FILE);
    if (!mail && !file)
        return ctl_complain(CTL_FAULTS, "site.yaml in '%s' has no 'nudge:' that can be used", site);
    if (mail)
        code = worse(code, try_mail(&s.mail, words, wait_s));
    if (file)
        code = worse(code, try_file(s.folder, words));
    return code;
}

static int run(const struct ctl_args *args)
{
    const char *site = args->values[OPT_SITE] ? args->values[OPT_SITE] : "kiosk-config";
    long wait_s = MAIL_WAIT_S;
    if (args->word_count != 1 || strcmp(args->words[0], "test") != 0)
        return ctl_complain(CTL_USAGE, "nudge needs one word: test");
    if (args->values[OPT_WAIT]) {
        char *end;
        wait_s = strtol(args->values[OPT_WAIT], &end, 10);
        if (end == args->values[OPT_WAIT] || *end || wait_s < 1 || wait_s > WAIT_MAX_S)
            return ctl_complain(CTL_USAGE, "--wait takes seconds, 1 to %d", (int)WAIT_MAX_S);
    }
    if (sodium_init() < 0)
        return ctl_complain(CTL_MACHINE, "libsodium does not start");
    struct arena a;
    arena_init(&a, false);
    int code = try_all(site, (int)wait_s, &a);
    arena_release(&a);
    return code;
}

const struct ctl_command ctl_nudge = {
    .name = "nudge",
    .words = "test",
    .help = "sends 'test from …' the way liaisons are told of new requests",
    .options = options,
    .option_count = OPT_COUNT,
    .run = run,
};
