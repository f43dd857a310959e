/* The site that a kiosk shows, for commands beside it. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_CTL_SHOWN_H
#define PORCHLIGHT_CTL_SHOWN_H

#include "content/site.h"

/* As `porchlight run` with these two would show it: the pack that is installed in `data`, else `site` (NULL:
 * kiosk-config), with what staff have changed on the screen. `data` may be NULL. site_free gives it back; faults of the
 * content are passed over, `porchlightctl check` tells them. */
bool shown_site(struct site **out, const char *site, const char *data, struct err *e);

#endif
