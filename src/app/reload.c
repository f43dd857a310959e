/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What staff have changed is shown at once: the site is read again where it stands, and whoever is at the desk stays
 * there. Languages stay the same objects, so sessions and the cached text go on; all else that pointed into the site is
 * made anew. Screens of the desk keep keys, never pointers. */
#include "app_int.h"

#include "base/log.h"

bool app_reload(struct app *a, struct err *e)
{
    struct faults faults;
    faults_init(&faults);
    say_stop(a);
    bool ok = site_reopen(a->site, &(struct site_changes){.data = a->options.data}, &faults, e);
    if (ok) {
        catalogue_free(a->catalogue);
        a->catalogue = catalogue_new(a->site, &faults);
        a->view.catalogue = a->catalogue;
        VEC_RELEASE(&a->paints.list);
        arena_reset(&a->frame);
        a->root = NULL;
        canvas_forget(a->canvas);
        ahead_restart(a);
        app_refresh_health(a);
        a->dirty = true;
    }
    for (size_t i = 0; i < faults.len; i++)
        if (faults.v[i].level == FAULT_ERROR)
            log_warn("%s:%d: %s", faults.v[i].path, faults.v[i].line, faults.v[i].message);
    faults_release(&faults);
    return ok;
}
