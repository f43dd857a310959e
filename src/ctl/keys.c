/* porchlightctl keys: the key pair of a liaison, or of somebody who signs packs.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/str.h"
#include "ctl/ctl.h"
#include "ctl/passphrase.h"
#include "store/signing.h"
#include "store/vault.h"

#include <stdio.h>

enum { OPT_NAME, OPT_OUT, OPT_SIGN, OPT_PASSPHRASE, OPT_COUNT };

static const struct ctl_option options[] = {
    [OPT_NAME] = {"--name", "N", "new: whose key it is"},
    [OPT_OUT] = {"--out", "F", "new: the file to make; it is never written over"},
    [OPT_SIGN] = {"--sign", NULL, "new: a key that signs content packs, not a liaison's"},
    [OPT_PASSPHRASE] = PASSPHRASE_OPTION,
};
_Static_assert(sizeof options / sizeof *options == OPT_COUNT, "one row an option");

/* As people.yaml takes it, or as `packs: trust:` in site.yaml does. */
static void print_public(bool signs, const char *name, const uint8_t public_key[VAULT_PUBLIC_KEY])
{
    char text[44];
    vault_public_format(public_key, text);
    if (!signs) {
        printf("public_key: %s\n", text);
        return;
    }
    fputs("- {name: \"", stdout);
    for (const char *c = name; *c; c++)
        printf("%s%c", *c == '"' || *c == '\\' ? "\\" : "", *c);
    printf("\", key: %s}\n", text);
}

static int new_key(const struct ctl_args *args)
{
    const char *name = args->values[OPT_NAME], *out = args->values[OPT_OUT];
    if (!name || !out || args->word_count != 1)
        return ctl_complain(CTL_USAGE, "keys new needs --name N and --out F");
    char *passphrase = passphrase_read(args->values[OPT_PASSPHRASE], true);
    if (!passphrase)
        return CTL_USAGE;
    uint8_t public_key[VAULT_PUBLIC_KEY];
    struct err e = {0};
    bool signs = args->values[OPT_SIGN] != NULL;
    bool ok = signs ? signing_key_new(name, passphrase, out, public_key, &e)
                    : vault_key_new(name, passphrase, out, public_key, &e);
    passphrase_free(passphrase);
    if (!ok)
        return ctl_complain(e.code == ERR_REFUSED ? CTL_FAULTS : CTL_MACHINE, "%s", e.msg);
    fprintf(stderr, "The secret key is in '%s'. Keep it off the kiosk, with a copy in a safe place%s", out,
            signs ? ".\nThis line goes under packs: trust: in the kiosk's site.yaml:\n"
                  : ": without the file or its\npassphrase nobody can open the requests. This line goes under the "
                    "person in people.yaml:\n");
    print_public(signs, name, public_key);
    return CTL_DONE;
}

static int show_key(const struct ctl_args *args)
{
    if (args->word_count != 2)
        return ctl_complain(CTL_USAGE, "keys show needs one key file");
    char name[120];
    uint8_t public_key[VAULT_PUBLIC_KEY];
    struct err e = {0};
    bool signs = signing_key_peek(args->words[1], name, public_key, NULL);
    if (!signs && !vault_key_peek(args->words[1], name, public_key, &e))
        return ctl_complain(e.code == ERR_DAMAGED ? CTL_FAULTS : CTL_MACHINE, "%s", e.msg);
    printf("name: %s\n", name);
    print_public(signs, name, public_key);
    return CTL_DONE;
}

static int run(const struct ctl_args *args)
{
    struct err e = {0};
    if (!vault_init(&e))
        return ctl_complain(CTL_MACHINE, "%s", e.msg);
    const char *verb = args->word_count ? args->words[0] : "";
    if (str_eq(verb, "new"))
        return new_key(args);
    if (str_eq(verb, "show"))
        return show_key(args);
    return ctl_complain(CTL_USAGE, "keys new or keys show F; see --help");
}

const struct ctl_command ctl_keys = {
    .name = "keys",
    .words = "new | show F",
    .help = "make a key pair for a liaison or for signing packs, or show the public half of one",
    .options = options,
    .option_count = OPT_COUNT,
    .run = run,
};
