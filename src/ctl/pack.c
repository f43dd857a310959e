/* porchlightctl pack: a site in one signed file, from the author's machine to the kiosk.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/clock.h"
#include "base/fs.h"
#include "content/check.h"
#include "content/installed.h"
#include "content/pack_build.h"
#include "content/pack_diff.h"
#include "content/trust.h"
#include "ctl/ctl.h"
#include "ctl/pack_print.h"
#include "ctl/passphrase.h"
#include "store/signing.h"
#include "store/vault.h"

#include <stdio.h>

enum {
    OPT_SITE,
    OPT_DATA,
    OPT_KEY,
    OPT_OUT,
    OPT_NOTES,
    OPT_DATE,
    OPT_TRUST,
    OPT_ICONS,
    OPT_TODAY,
    OPT_FORCE,
    OPT_JSON,
    OPT_PASSPHRASE,
    OPT_COUNT
};

static const struct ctl_option options[] = {
    [OPT_SITE] = {"--site", "DIR", "the site to pack, or the one that came with the kiosk (kiosk-config)"},
    [OPT_DATA] = {"--data", "DIR", "the kiosk's data folder: where packs are installed"},
    [OPT_KEY] = {"--key", "F", "build, approve: the signing key's file"},
    [OPT_OUT] = {"--out", "F", "build, approve: the pack to write (approve: the pack itself)"},
    [OPT_NOTES] = {"--notes", "TEXT", "build: what has changed, for those who install it"},
    [OPT_DATE] = {"--date", "YYYY-MM-DD", "build: the pack's day (today, UTC)"},
    [OPT_TRUST] = {"--trust", "F", "who may sign (DATA/trust.yaml, else packs: in SITE/site.yaml)"},
    [OPT_ICONS] = {"--icons", "DIR", "the program's pictures, to check the site with"},
    [OPT_TODAY] = {"--today", "YYYY-MM-DD", "build, install: judge dates as on this day"},
    [OPT_FORCE] = {"--force", NULL, "build, install: in spite of faults, or a date to come"},
    [OPT_JSON] = {"--json", NULL, "verify, diff, status: the same as JSON"},
    [OPT_PASSPHRASE] = PASSPHRASE_OPTION,
};
_Static_assert(sizeof options / sizeof *options == OPT_COUNT, "one row an option");

static int fail(const struct err *e)
{
    bool refused = e->code == ERR_REFUSED || e->code == ERR_DAMAGED || e->code == ERR_TOO_BIG;
    return ctl_complain(refused ? CTL_FAULTS : CTL_MACHINE, "%s", e->msg);
}

static const char *site_of(const struct ctl_args *args)
{
    return args->values[OPT_SITE] ? args->values[OPT_SITE] : "kiosk-config";
}

/* The day for judging dates; false after a complaint. */
static bool day_of(const char *given, day_t otherwise, day_t *out)
{
    *out = otherwise;
    if (!given || day_parse(given, out))
        return true;
    ctl_complain(CTL_USAGE, "'%s' is not a date like 2026-11-24", given);
    return false;
}

static day_t today(void)
{
    struct clock clock = clock_system();
    return clock_today(&clock);
}

/* ---- signing ---------------------------------------------------------------------------------------------------- */

static void sign_with(void *context, const void *bytes, size_t len, uint8_t out[64])
{
    signing_key_sign(context, bytes, len, out);
}

/* Asks for the passphrase. NULL after a complaint, with the exit code. */
static struct signing_key *open_key(const struct ctl_args *args, int *code)
{
    struct signing_key *key = NULL;
    struct err e = {0};
    char name[120];
    uint8_t public_key[SIGNING_PUBLIC];
    /* a wrong file is told before the passphrase is asked for */
    if (!signing_key_peek(args->values[OPT_KEY], name, public_key, &e)) {
        *code = fail(&e);
        return NULL;
    }
    char *passphrase = passphrase_read(args->values[OPT_PASSPHRASE], false);
    *code = CTL_USAGE;
    if (passphrase && !signing_key_open(args->values[OPT_KEY], passphrase, &key, &e))
        *code = fail(&e);
    passphrase_free(passphrase);
    return key;
}

static int save(const char *path, const struct str *bytes, const char *done)
{
    struct err e = {0};
    struct pack p;
    char fingerprint[PACK_FINGERPRINT_MAX];
    /* read back: what leaves this machine is known to be whole */
    if (!fs_write_atomic(path, bytes->s, bytes->len, 0644, &e) || !pack_open(&p, path, &e))
        return fail(&e);
    pack_fingerprint(&p, fingerprint);
    printf("%s: %s, %zu files, %zu bytes\nfingerprint: %s\n", done, path, p.file_count, bytes->len, fingerprint);
    pack_close(&p);
    return CTL_DONE;
}

/* True when the site may be packed. */
static bool check_before(const struct ctl_args *args, day_t day, int *code)
{
    struct arena a;
    struct faults faults;
    struct err e = {0};
    arena_init(&a, false);
    faults_init(&faults);
    bool ok = check_site(site_of(args), ctl_icons(args->values[OPT_ICONS], site_of(args), &a), day, &faults, &e);
    if (!ok) {
        *code = fail(&e);
    } else if (faults.errors) {
        print_faults(&faults, false);
        ok = args->values[OPT_FORCE] != NULL;
        *code = ctl_complain(CTL_FAULTS,
                             ok ? "the site has %zu fault%s and is packed all the same"
                                : "the site has %zu fault%s: mend them, or give --force",
                             faults.errors, faults.errors == 1 ? "" : "s");
    }
    faults_release(&faults);
    arena_release(&a);
    return ok;
}

static int build(const struct ctl_args *args)
{
    struct clock clock = clock_system();
    day_t date, day;
    int code = CTL_FAULTS;
    if (args->word_count != 1 || !args->values[OPT_KEY] || !args->values[OPT_OUT])
        return ctl_complain(CTL_USAGE, "pack build needs --site DIR, --key F and --out F");
    if (!day_of(args->values[OPT_DATE], (day_t)(clock.unix_s(&clock) / 86400), &date) ||
        !day_of(args->values[OPT_TODAY], today(), &day))
        return CTL_USAGE;
    if (!check_before(args, day, &code))
        return code;
    struct signing_key *key = open_key(args, &code);
    if (!key)
        return code;
    struct pack_signing by = {signing_key_public(key), key, sign_with};
    struct str out;
    struct faults left;
    struct err e = {0};
    str_init(&out);
    faults_init(&left);
    bool ok = pack_build(site_of(args), date, args->values[OPT_NOTES], &by, &out, &left, &e);
    signing_key_free(key);
    for (size_t i = 0; i < left.len; i++)
        fprintf(stderr, "left out: %s\n", left.v[i].path);
    code = ok ? save(args->values[OPT_OUT], &out, "built") : fail(&e);
    faults_release(&left);
    str_release(&out);
    return code;
}

static int approve(const struct ctl_args *args)
{
    int code;
    struct pack p;
    struct err e = {0};
    if (args->word_count != 2 || !args->values[OPT_KEY])
        return ctl_complain(CTL_USAGE, "pack approve needs a pack and --key F");
    if (!pack_open(&p, args->words[1], &e))
        return fail(&e);
    struct signing_key *key = open_key(args, &code);
    if (key) {
        struct pack_signing by = {signing_key_public(key), key, sign_with};
        struct str out;
        str_init(&out);
        bool ok = pack_approve(&p, &by, &out, &e);
        signing_key_free(key);
        const char *path = args->values[OPT_OUT] ? args->values[OPT_OUT] : args->words[1];
        code = ok ? save(path, &out, "approved") : fail(&e);
        str_release(&out);
    }
    pack_close(&p);
    return code;
}

/* ---- judging ---------------------------------------------------------------------------------------------------- */

/* Who is trusted here: what is told, else as the kiosk has it. */
static bool read_signers(const struct ctl_args *args, struct arena *a, struct signers *out, struct err *e)
{
    const char *file = args->values[OPT_TRUST];
    return file ? signers_read(file, a, out, e) : trust_read(args->values[OPT_DATA], site_of(args), a, out, e);
}

/* Opens a pack and judges it. `print` shows it whatever the judgement. */
static int judge(const struct ctl_args *args, const char *path, bool print, struct pack *p)
{
    struct arena a;
    struct signers signers;
    const struct signer *trusted[PACK_SIGNATURES_MAX] = {0};
    struct err e = {0};
    if (!pack_open(p, path, &e))
        return fail(&e);
    arena_init(&a, false);
    int code = CTL_DONE;
    bool read = read_signers(args, &a, &signers, &e);
    bool good = read && pack_judge(p, &signers, trusted, &e);
    if (print && read && !print_pack(p, trusted, good ? NULL : e.msg, args->values[OPT_JSON] != NULL))
        code = ctl_complain(CTL_MACHINE, "cannot print the result");
    else if (!good)
        code = fail(&e);
    if (code != CTL_DONE)
        pack_close(p);
    arena_release(&a);
    return code;
}

static int verify(const struct ctl_args *args)
{
    struct pack p;
    if (args->word_count != 2)
        return ctl_complain(CTL_USAGE, "pack verify needs a pack");
    int code = judge(args, args->words[1], true, &p);
    if (code == CTL_DONE)
        pack_close(&p);
    return code;
}

static int diff(const struct ctl_args *args)
{
    struct pack p;
    struct pack_diff d;
    struct err e = {0};
    char shown[INSTALLED_PATH_MAX];
    if (args->word_count != 2)
        return ctl_complain(CTL_USAGE, "pack diff needs a pack");
    if (!pack_open(&p, args->words[1], &e))
        return fail(&e);
    const char *dir = installed_site(args->values[OPT_DATA], shown) ? shown : site_of(args);
    int code = CTL_DONE;
    if (!pack_diff(&p, dir, &d, &e))
        code = fail(&e);
    else if (!print_diff(&p, &d, args->values[OPT_JSON] != NULL))
        code = ctl_complain(CTL_MACHINE, "cannot print the result");
    pack_diff_release(&d);
    pack_close(&p);
    return code;
}

/* ---- the kiosk -------------------------------------------------------------------------------------------------- */

static const char wait_for_it[] = "a kiosk that runs shows it within a minute of the last visitor's leaving";

static int install(const struct ctl_args *args)
{
    struct pack p;
    day_t day;
    if (args->word_count != 2 || !args->values[OPT_DATA])
        return ctl_complain(CTL_USAGE, "pack install needs a pack and --data DIR");
    if (!day_of(args->values[OPT_TODAY], today(), &day))
        return CTL_USAGE;
    int code = judge(args, args->words[1], false, &p);
    if (code != CTL_DONE)
        return code;
    struct arena a;
    struct faults faults;
    struct err e = {0};
    char fingerprint[PACK_FINGERPRINT_MAX];
    arena_init(&a, false);
    faults_init(&faults);
    const struct install_options o = {.icons = ctl_icons(args->values[OPT_ICONS], site_of(args), &a),
                                      .today = day,
                                      .force = args->values[OPT_FORCE] != NULL,
                                      .faults = &faults};
    bool ok = install_pack(&p, args->values[OPT_DATA], &o, &e);
    print_faults(&faults, false);
    pack_fingerprint(&p, fingerprint);
    if (ok)
        printf("installed: fingerprint %s\n%s\n", fingerprint, wait_for_it);
    else
        code = fail(&e);
    faults_release(&faults);
    arena_release(&a);
    pack_close(&p);
    return code;
}

static int status(const struct ctl_args *args)
{
    struct pack p;
    struct arena a;
    struct signers signers = {0};
    const struct signer *trusted[PACK_SIGNATURES_MAX] = {0};
    struct err e = {0};
    if (args->word_count != 1 || !args->values[OPT_DATA])
        return ctl_complain(CTL_USAGE, "pack status needs --data DIR");
    if (!installed_pack(args->values[OPT_DATA], &p, &e)) {
        if (e.code != ERR_NOT_FOUND)
            return fail(&e);
        printf("no pack is installed: '%s' is shown\n", site_of(args));
        return CTL_DONE;
    }
    arena_init(&a, false);
    bool good = read_signers(args, &a, &signers, &e) && pack_judge(&p, &signers, trusted, &e);
    int code = CTL_DONE;
    if (!print_pack(&p, trusted, good ? NULL : e.msg, args->values[OPT_JSON] != NULL))
        code = ctl_complain(CTL_MACHINE, "cannot print the result");
    arena_release(&a);
    pack_close(&p);
    return code;
}

static int rollback(const struct ctl_args *args)
{
    struct err e = {0};
    if (args->word_count != 1 || !args->values[OPT_DATA])
        return ctl_complain(CTL_USAGE, "pack rollback needs --data DIR");
    if (!install_back(args->values[OPT_DATA], &e))
        return fail(&e);
    int code = status(args);
    if (code == CTL_DONE && !args->values[OPT_JSON])
        puts(wait_for_it);
    return code;
}

static int run(const struct ctl_args *args)
{
    static const struct {
        const char *name;
        int (*run)(const struct ctl_args *args);
    } verbs[] = {{"build", build},     {"approve", approve},   {"verify", verify}, {"diff", diff},
                 {"install", install}, {"rollback", rollback}, {"status", status}};
    struct err e = {0};
    if (!vault_init(&e))
        return ctl_complain(CTL_MACHINE, "%s", e.msg);
    const char *verb = args->word_count ? args->words[0] : "";
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (str_eq(verb, verbs[i].name))
            return verbs[i].run(args);
    return ctl_complain(CTL_USAGE, "pack build, approve, verify, diff, install, rollback or status; see --help");
}

const struct ctl_command ctl_pack = {
    .name = "pack",
    .words = "build | approve F | verify F | diff F | install F | rollback | status",
    .help = "a site in one signed file: made, approved, compared, installed, taken back",
    .options = options,
    .option_count = OPT_COUNT,
    .run = run,
};
