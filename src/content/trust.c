/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "content/trust.h"

#include "content/site.h"

#include <unistd.h>

static bool of_site(const char *dir, struct arena *a, struct signers *out, struct err *e)
{
    struct site *site;
    struct faults faults;
    faults_init(&faults);
    bool ok = site_open(&site, dir, &faults, e);
    faults_release(&faults);
    if (!ok)
        return false;
    struct signer *copy = ARENA_ARRAY(a, struct signer, site->packs.count + 1);
    *out = site->packs;
    for (size_t i = 0; i < out->count; i++) {
        copy[i] = out->v[i];
        copy[i].name = arena_strdup(a, out->v[i].name);
        copy[i].key_text = arena_strdup(a, out->v[i].key_text);
    }
    out->v = copy;
    site_free(site);
    return true;
}

bool trust_read(const char *data, const char *site, struct arena *a, struct signers *out, struct err *e)
{
    const char *beside = data ? arena_printf(a, "%s/trust.yaml", data) : NULL;
    return beside && access(beside, F_OK) == 0 ? signers_read(beside, a, out, e) : of_site(site, a, out, e);
}
