/* porchlightctl requests share: old requests for today's liaisons. SPDX-License-Identifier: GPL-3.0-or-later */
#include "requests_int.h"

#include "content/site.h"
#include "store/share.h"

#include <stdio.h>
#include <string.h>

enum { PAGE_ROWS = 200 };

struct sharing {
    struct store *store;
    const struct vault_key *key;
    uint8_t readers[VAULT_READERS_MAX][VAULT_PUBLIC_KEY];
    size_t reader_count;
    size_t shared, same, foreign;
};

static bool share_one(struct sharing *sh, const char *id, struct err *e)
{
    bool changed = false;
    if (!store_share(sh->store, id, sh->key, (const uint8_t(*)[VAULT_PUBLIC_KEY])sh->readers, sh->reader_count,
                     &changed, e))
        return false;
    sh->shared += changed;
    sh->same += !changed;
    return true;
}

/* One that is another's, damaged or taken back meanwhile does not end it. */
static bool share_all(struct sharing *sh, struct err *e)
{
    struct request_row rows[PAGE_ROWS];
    size_t count = PAGE_ROWS;
    for (size_t at = 0; count == PAGE_ROWS; at += count) {
        if (!store_list(sh->store, at, PAGE_ROWS, rows, &count, NULL, e))
            return false;
        for (size_t i = 0; i < count; i++) {
            struct err own = {0};
            if (share_one(sh, rows[i].id, &own) || own.code == ERR_NOT_FOUND)
                continue;
            if (own.code == ERR_DAMAGED)
                ctl_complain(CTL_FAULTS, "%s", own.msg);
            else if (own.code != ERR_REFUSED)
                return err_set(e, own.code, "%s", own.msg);
            sh->foreign++;
        }
    }
    return true;
}

int requests_share(struct store *store, const struct ctl_args *args, const struct vault_key *key)
{
    struct err e = {0};
    struct sharing sh = {.store = store, .key = key};
    char id[REQUEST_ID_TEXT];
    /* never a default here: another site's liaisons would be let in */
    if (!args->values[OPT_SITE])
        return ctl_complain(CTL_USAGE, "share needs --site DIR: to whom is what its people.yaml says");
    struct site *site = requests_open_site(args, &e);
    if (!site)
        return ctl_complain(CTL_MACHINE, "%s", e.msg);
    for (size_t i = 0; i < site->person_count && sh.reader_count < VAULT_READERS_MAX; i++)
        if (site->people[i].has_key)
            memcpy(sh.readers[sh.reader_count++], site->people[i].public_key, VAULT_PUBLIC_KEY);
    requests_act_as_holder(store, site, key);
    bool all = str_eq(args->words[1], "all");
    bool ok = all ? share_all(&sh, &e) : store_resolve(store, args->words[1], id, &e) && share_one(&sh, id, &e);
    printf("%zu sealed anew to %zu liaisons, %zu were so already, %zu cannot be opened with this key\n", sh.shared,
           sh.reader_count, sh.same, sh.foreign);
    site_free(site);
    return ok ? CTL_DONE : requests_complain(&e);
}

/* ---- who can read it --------------------------------------------------------------------------------------------- */

static const char *name_of(const struct site *site, const uint8_t mark[REQUEST_READER_MARK])
{
    for (size_t i = 0; site && i < site->person_count; i++)
        if (site->people[i].has_key && memcmp(site->people[i].public_key, mark, REQUEST_READER_MARK) == 0)
            return site->people[i].key;
    return NULL;
}

void requests_show_readers(const struct request *r, const struct ctl_args *args)
{
    struct site *site = requests_open_site(args, NULL);
    struct str b;
    str_init(&b);
    for (size_t i = 0; i < r->reader_count; i++) {
        const char *name = name_of(site, r->readers[i]);
        str_add(&b, i ? ", " : "");
        for (size_t k = 0; !name && k < REQUEST_READER_MARK; k++)
            str_add_f(&b, "%02x", r->readers[i][k]);
        str_add(&b, name ? name : "");
    }
    requests_print_row("Readable by", &b);
    str_release(&b);
    site_free(site);
}
