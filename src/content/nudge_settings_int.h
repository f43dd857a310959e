/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_CONTENT_NUDGE_SETTINGS_INT_H
#define PORCHLIGHT_CONTENT_NUDGE_SETTINGS_INT_H

#include "content/nudge_settings.h"
#include "schema_int.h"

/* What `nudge:` is read into. */
struct nudge_draft {
    struct nudge_settings settings;
    const char *const *at;
    size_t at_count;
};
extern const struct schema nudge_schema;
void nudge_defaults(struct nudge_draft *d); /* before it is read; alone it tells nobody */

#endif
