/* What staff change on the screen. The site may be a signed pack that nobody can write to, so changes are kept beside
 * it, in the kiosk's data folder, in the site's own words:
 *
 *   changes/local.yaml       facts signed here, or withdrawn (`off: true`)
 *   changes/people.yaml      of a person by `key`: languages, hours, exceptions, days_off
 *   changes/resources.yaml   of a resource by `key`: phone, hours, checked, expires, off
 *   changes/site.yaml        phone, languages, languages_off, pages_off, publish, opening, closed, requests, sound …
 *
 * Only what differs stands there, field by field. site_open_changed lays it over the site: an entry is used whole or
 * not at all, by the site's own rules. A fact signed here goes before the site's unless the site's was signed on a
 * later day. What a newer pack no longer has is told and passed over.
 *
 * Each function below makes one change: it tries it on the site first (REFUSED with the reason when the site's rules
 * say no), then the file is replaced in one step that survives power loss. On any error nothing has changed.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_CONTENT_CHANGES_H
#define PORCHLIGHT_CONTENT_CHANGES_H

#include "base/str.h"
#include "base/vec.h"
#include "content/site.h"

struct changes_place {
    const char *site; /* the folder that is shown */
    const char *data; /* the kiosk's data folder */
};

enum change_file { CHANGE_FACTS, CHANGE_PEOPLE, CHANGE_RESOURCES, CHANGE_SITE, CHANGE_FILE_COUNT };
const char *change_file_name(enum change_file f); /* "local.yaml" */

/* All texts are one line; `by` is who signs. */
bool changes_sign(const struct changes_place *p, const struct local_fact *fact, struct err *e);
/* It is not true any more: pages that need it disappear. */
bool changes_withdraw(const struct changes_place *p, const char *key, const char *by, day_t on, struct err *e);

/* Of a person, or with `person` NULL of the lobby. */
bool changes_hours(const struct changes_place *p, const char *person, const struct weekly_hours *rows, size_t count,
                   struct err *e);
bool changes_days_off(const struct changes_place *p, const char *person, const struct day_range *days, size_t count,
                      struct err *e);
bool changes_dated(const struct changes_place *p, const char *person, const struct dated_hours *rows, size_t count,
                   struct err *e);

/* The languages of the first screen in order, and those of the site that are not offered. */
bool changes_languages(const struct changes_place *p, const char *const *order, size_t count, const char *const *off,
                       size_t off_count, struct err *e);
bool changes_pages_off(const struct changes_place *p, const char *const *slugs, size_t count, struct err *e);

/* A setting of site.yaml by its name: "phone", "publish", "requests.keep_days". */
bool changes_setting(const struct changes_place *p, const char *name, const char *value, struct err *e);

/* "phone", "hours" or "off" of a resource. */
bool changes_resource(const struct changes_place *p, const char *key, const char *field, const char *value,
                      struct err *e);
bool changes_checked(const struct changes_place *p, const char *key, const char *by, day_t on, day_t expires,
                     struct err *e);

/* As in the pack again: a fact (`field` NULL), a field of an entry, a setting (`key` ""). Fine when nothing was
 * changed.
 */
bool changes_take_back(const struct changes_place *p, enum change_file file, const char *key, const char *field,
                       struct err *e);

/* A file of changes as it lies there ("" when it does not), to put it back later. */
bool changes_snapshot(const struct changes_place *p, enum change_file file, struct str *out, struct err *e);
bool changes_restore(const struct changes_place *p, enum change_file file, const struct str *bytes, struct err *e);

/* ---- what is changed ----------------------------------------------------------------------------------------------
 */

enum change_state {
    CHANGE_USED,
    CHANGE_OLDER,  /* the site's fact was signed later */
    CHANGE_ORPHAN, /* the site has no such entry any more */
    CHANGE_FAULTY, /* its fault is among the site's */
    CHANGE_STATE_COUNT
};

struct change {
    enum change_file file;
    enum change_state state;
    const char *key;   /* "" in site.yaml */
    const char *field; /* NULL: the whole fact */
    const char *now;   /* what is set here, on one line */
    const char *site;  /* what the site says; NULL: nothing */
    int line;
};

struct changes {
    struct arena arena; /* the texts */
    VEC(struct change) rows;
};

/* In the order of the files. changes_release also after false. */
bool changes_list(struct changes *out, const struct changes_place *p, struct err *e);
void changes_release(struct changes *c);

#endif
