/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ctl/shown.h"

#include "content/installed.h"

bool shown_site(struct site **out, const char *site, const char *data, struct err *e)
{
    char shown[INSTALLED_PATH_MAX];
    struct faults faults;
    const char *dir = installed_site(data, shown) ? shown : site ? site : "kiosk-config";
    faults_init(&faults);
    bool ok = site_open_changed(out, dir, &(struct site_changes){.data = data}, &faults, e);
    faults_release(&faults);
    return ok;
}
