/* The site's settings as values: site, local, people, resources and languages .yaml. DESIGN section 5.
 * What cannot be read is a fault and the defaults carry on: a kiosk with a broken setting still starts.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_CONTENT_SITE_H
#define PORCHLIGHT_CONTENT_SITE_H

#include "base/arena.h"
#include "base/fs.h"
#include "base/zone.h"
#include "content/faults.h"
#include "content/signers.h"
#include "domain/availability.h"
#include "domain/intake.h"
#include "domain/language.h"
#include "domain/printer_settings.h"
#include "domain/resource.h"
#include "domain/rules.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct person {
    const char *key; /* [a-z0-9-]{1,40} */
    const char *name;
    const char *photo;            /* path below the site, or NULL */
    const char *greeting;         /* recording below the site, or NULL */
    const char *const *languages; /* tags spoken */
    size_t language_count;
    struct availability hours;
    bool has_key;
    uint8_t public_key[32]; /* X25519; what requests are sealed to */
};

/* What staff have changed on this kiosk, laid over the site as it is opened: content/changes.h. */
struct site_changes {
    const char *data; /* the kiosk's data folder; the changes are in its changes/ */
    /* A file of them is not read from there but from `text`: to see what it would do. NULL: none. */
    const char *file, *text;
};

struct site {
    struct fs_root root;
    struct arena arena;                 /* everything below lives here … */
    struct arena language_arena;        /* … but the languages: sessions and caches of text hold them */
    const struct site_changes *changes; /* while it is opened; NULL before and after */

    const char *centre;            /* "Riverside Welcome Centre" */
    const char *centre_phone;      /* NULL when none */
    bool demonstration;            /* shown as such on every page */
    int screen_w_mm, screen_h_mm;  /* the glass as mounted; default 268 × 476 (21.5 inch, portrait) */
    int viewing_mm;                /* default 600 */
    struct availability opening;   /* of the lobby, the days on which it is closed left out */
    const struct zone *zone;       /* site.yaml's time_zone, else the machine's; never NULL */
    int meeting_min;               /* how long a meeting is planned; default 30 */
    int idle_warn_s, idle_reset_s; /* default 180 and 45; facts.md C12 */
    enum publish_policy publish;
    int retention_days;              /* default 90 */
    int intake_warn_days;            /* nobody has collected for so long: say so; default 14 */
    struct intake_limits intake;     /* how many requests are taken; domain/intake.h has the defaults */
    int volume_percent;              /* at the start of each session; default 60 */
    struct signers packs;            /* nobody is trusted by default */
    struct printer_settings printer; /* none by default, and when it has a fault */

    const struct language *const *offered; /* in staff's order; those named in site.yaml and known */
    size_t offered_count;
    const struct language *const *languages; /* all of languages.yaml */
    size_t language_count;
    const struct resource *resources; /* in file order, expired ones included */
    size_t resource_count;
    const struct person *people;
    size_t person_count;
    const struct meeting_place *places; /* where they can be met besides the centre; names are unique */
    size_t place_count;
    const struct local_fact *facts; /* withdrawn ones included: without a value */
    size_t fact_count;
    const char *const *pages_off; /* slugs of pages that staff have turned off */
    size_t page_off_count;
};

/* False only when the folder itself cannot be opened. Faults go to `faults` (never NULL). The site stays where it
 * is in memory until site_free. */
bool site_open(struct site **out, const char *dir, struct faults *faults, struct err *e);
/* The same with changes laid over, whose faults are told as in "changes/local.yaml"; `changes` is used during the call
 * alone and may be NULL. A change that is at fault is not used, and the site's own value stands. */
bool site_open_changed(struct site **out, const char *dir, const struct site_changes *changes, struct faults *faults,
                       struct err *e);
/* The site as it is now in the place of the one before: the same `struct site`, all that it pointed to is new, and what
 * was borrowed from it is gone, but for its languages and its zone. False, with the old one as it was, when it cannot
 * be opened. */
bool site_reopen(struct site *s, const struct site_changes *changes, struct faults *faults, struct err *e);
void site_free(struct site *s); /* accepts NULL */

const struct language *site_language(const struct site *s, const char *tag); /* of all languages; see language_find */
const struct local_fact *site_fact(const struct site *s, const char *key);   /* NULL when absent */
const struct resource *site_resource(const struct site *s, const char *key);
const struct person *site_person(const struct site *s, const char *key);
const struct person *site_person_by_key(const struct site *s, const uint8_t public_key[32]);
const struct meeting_place *site_place(const struct site *s, const char *name);

#endif
