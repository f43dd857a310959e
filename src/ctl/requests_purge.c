/* porchlightctl requests purge: erasing, by rule or on a liaison's word. SPDX-License-Identifier: GPL-3.0-or-later */
#include "requests_int.h"

#include "store/clock_watch.h"
#include "store/retention.h"

#include <stdio.h>

static bool which_of(const struct ctl_args *args, enum purge *which)
{
    const char *word = args->word_count > 1 ? args->words[1] : "";
    *which = str_eq(word, "closed") ? PURGE_CLOSED : str_eq(word, "all") ? PURGE_ALL : PURGE_EXPIRED;
    return *which != PURGE_EXPIRED || !*word;
}

static int say(const struct purged *p, bool erase)
{
    if (p->foreign)
        fprintf(stderr, "%zu more are not opened by this key, and go when their day is past\n", p->foreign);
    if (!erase && p->found)
        return ctl_complain(CTL_FAULTS, "%zu would be erased for good: say --yes", p->found);
    printf("erased %zu\n", p->erased);
    if (p->log_left)
        return ctl_complain(CTL_FAULTS, "another program reads the database: bytes of what was erased are still in its "
                                        "log. Run purge again when it has ended");
    return CTL_DONE;
}

/* A clock that jumped is believed when whoever gives the command says --yes. */
static bool date_is_right(struct store *store, const struct ctl_args *args, struct err *e)
{
    struct clock_watch w;
    char today[11], seen[11];
    if (!store_clock_watch(store, &w, e))
        return false;
    if (w.doubt != CLOCK_AHEAD)
        return true;
    if (args->values[OPT_YES])
        return store_clock_confirm(store, "staff", e);
    day_format(w.today, today);
    day_format(w.seen, seen);
    return err_set(e, ERR_REFUSED,
                   "the clock says %s and the last day that was believed is %s: if it is right, say --yes", today,
                   seen);
}

int requests_purge(struct store *store, const struct ctl_args *args, const struct vault_key *key)
{
    enum purge which;
    struct purged p;
    struct err e = {0};
    if (!which_of(args, &which))
        return ctl_complain(CTL_USAGE, "purge, purge closed or purge all, not '%s'", args->words[1]);
    bool erase = which == PURGE_EXPIRED || args->values[OPT_YES];
    if (key)
        requests_act_as(store, args, key);
    if (which == PURGE_EXPIRED && !date_is_right(store, args, &e))
        return requests_complain(&e);
    bool ok = store_purge(store, which, key, erase, &p, &e);
    if (!ok && p.erased)
        fprintf(stderr, "erased %zu before it failed\n", p.erased);
    return ok ? say(&p, erase) : requests_complain(&e);
}
