/* The site that a pack has brought, in the kiosk's data folder:
 *
 *   site/current -> versions/000007     what the kiosk shows; where there is none, the folder of --site
 *   site/versions/000007/site/          the files
 *   site/versions/000007/pack           the pack's lines, with its signatures
 *   site/versions/000007/before         the version that was shown before it; empty: the folder of --site
 *   site/history                        the newest day's packs in the order of their coming: none comes twice
 *   site/incoming/                      a pack that is being unpacked; what a killed install leaves is removed by the
 * next
 *
 * A version is whole and durable before `current` leads to it, and that changes from one moment to the next. A kiosk
 * that runs keeps the folder it has opened. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_CONTENT_INSTALLED_H
#define PORCHLIGHT_CONTENT_INSTALLED_H

#include "content/faults.h"
#include "content/pack.h"

/* Versions kept behind the one that is shown, for rolling back. */
enum { INSTALLED_KEPT = 3, INSTALLED_PATH_MAX = 4096 };

/* The folder with the site that is shown instead of --site; false when there is none, or none that can be opened. The
 * path is the version's own and does not change when another is installed. `data` may be NULL. */
bool installed_site(const char *data, char out[INSTALLED_PATH_MAX]);

/* Its pack; pack_close gives it back. NOT_FOUND when none is installed. */
bool installed_pack(const char *data, struct pack *out, struct err *e);

struct install_options {
    const char *icons; /* for the check; may be NULL */
    day_t today;
    bool force;            /* in spite of faults, or of a date to come */
    struct faults *faults; /* what the check of the new site finds; never NULL */
};

/* Unpacks beside, checks, changes over. The caller has judged the signatures. REFUSED for a pack older than the newest
 * that ever came, one of the same day that another has replaced, one with a date to come, and a site with faults. The
 * pack that is shown already is fine, and nothing is done. */
bool install_pack(const struct pack *p, const char *data, const struct install_options *o, struct err *e);

/* One step back: to the version before, or to the folder of --site. REFUSED when there is nothing to go back to. */
bool install_back(const char *data, struct err *e);

#endif
