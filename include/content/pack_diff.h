/* What a pack would change. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_CONTENT_PACK_DIFF_H
#define PORCHLIGHT_CONTENT_PACK_DIFF_H

#include "base/vec.h"
#include "content/pack.h"

enum pack_change { PACK_ADDED, PACK_CHANGED, PACK_REMOVED, PACK_CHANGE_COUNT };

/* One difference. `what` is a word: page, language (its strings), offered (as a
 * language on the first screen), fact, resource, person, setting, language data, file. */
struct pack_row {
    enum pack_change change;
    const char *what;
    const char *name; /* the page's slug, the language's tag, the entry's key, the setting's name, the file's path */
    const char *in;   /* of a page: the language; NULL for all of it, and for what is no page */
};

struct pack_diff {
    struct arena arena; /* the texts, and the list */
    VEC(struct pack_row) rows;
};

const char *pack_change_word(enum pack_change c); /* "added", … */

/* The pack against the site in `dir`, by kind and then by name. Nothing is written. Pages are told by file, entries of
 * the settings one by one. REFUSED when the folder holds what no pack could. pack_diff_release also after false. */
bool pack_diff(const struct pack *p, const char *dir, struct pack_diff *out, struct err *e);
void pack_diff_release(struct pack_diff *d);

#endif
