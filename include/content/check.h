/* porchlightctl check: everything that is wrong with a site, never only the first.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_CONTENT_CHECK_H
#define PORCHLIGHT_CONTENT_CHECK_H

#include "content/catalogue.h"
#include "content/faults.h"

/* Reads the whole site and adds every fault: settings, strings, pages in every language, pictures (in the site's media
 * and in `icon_dir`, which may be NULL), unknown resources and facts, expiry against `today`, links that leave the
 * folder, files over their limits, sentences over 14 words and grade 5 in English (warnings). False only when `dir`
 * cannot be opened. */
bool check_site(const char *dir, const char *icon_dir, day_t today, struct faults *faults, struct err *e);
/* The same with what staff have changed on the kiosk whose data folder this is; NULL: nothing. */
bool check_kiosk(const char *dir, const char *data, const char *icon_dir, day_t today, struct faults *faults,
                 struct err *e);

#endif
