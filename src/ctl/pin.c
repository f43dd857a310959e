/* porchlightctl pin: the staff's PIN, set at the first start and when it was forgotten.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/str.h"
#include "ctl/ctl.h"
#include "ctl/passphrase.h"
#include "ctl/shown.h"
#include "store/gate.h"

#include <stdio.h>

enum { OPT_DATA, OPT_PASSPHRASE, OPT_COUNT };

static const struct ctl_option options[] = {
    [OPT_DATA] = {"--data", "DIR", "the kiosk's data folder"},
    [OPT_PASSPHRASE] = PASSPHRASE_OPTION,
};
_Static_assert(sizeof options / sizeof *options == OPT_COUNT, "one row an option");

/* A kiosk that runs keeps its folder to itself: then beside it. */
static bool open_store(struct store **s, const char *data, const struct clock *clock, struct err *e)
{
    return store_open(s, data, clock, e) || (e->code == ERR_REFUSED && store_open_beside(s, data, clock, true, e));
}

static int run(const struct ctl_args *args)
{
    struct err e = {0};
    const char *data = args->values[OPT_DATA];
    if (args->word_count != 1 || !str_eq(args->words[0], "set") || !data)
        return ctl_complain(CTL_USAGE, "pin set needs --data DIR; see --help");
    if (!vault_init(&e))
        return ctl_complain(CTL_MACHINE, "%s", e.msg);
    char *pin = passphrase_read(args->values[OPT_PASSPHRASE], true);
    if (!pin)
        return CTL_USAGE;
    struct clock clock = clock_system();
    struct store *s = NULL;
    struct site *site = NULL; /* whose days the record is dated by; without it, the machine's */
    if (shown_site(&site, NULL, data, NULL))
        clock.zone = site->zone;
    bool ok = gate_pin_fit(pin, &e) && open_store(&s, data, &clock, &e) && store_pin_set(s, pin, &e);
    store_close(s);
    site_free(site);
    passphrase_free(pin);
    if (!ok)
        return ctl_complain(e.code == ERR_REFUSED ? CTL_FAULTS : CTL_MACHINE, "%s", e.msg);
    fputs("The staff's PIN is set. On the screen: hold the top left corner for five seconds.\n", stderr);
    return CTL_DONE;
}

const struct ctl_command ctl_pin = {
    .name = "pin",
    .words = "set",
    .help = "set the staff's PIN: 6 to 12 digits",
    .options = options,
    .option_count = OPT_COUNT,
    .run = run,
};
