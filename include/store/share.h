/* Who can open what is already here. A new liaison, or a new key in place of a lost one, opens nothing old: somebody
 * whose key opens a request seals it anew. The request's words are read in memory and sealed at once with a new key, to
 * the readers given and to who does it and to nobody else; the answer and the reply as well, where that key opens them,
 * so that whoever reads the request reads what was promised. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_STORE_SHARE_H
#define PORCHLIGHT_STORE_SHARE_H

#include "store/store.h"

/* One request, in one commit, with its record in the audit; true without any of that when just these readers have it
 * already (*changed false). Of more readers than an envelope has places the first are taken. NOT_FOUND for no such
 * request, REFUSED when it is not sealed to this key, on a liaison's copy (store/pouch.h), or when a kiosk of this
 * version has not yet opened the database, DAMAGED when it was changed. `changed` may be NULL. On false all is as it
 * was. */
bool store_share(struct store *s, const char *id, const struct vault_key *key,
                 const uint8_t (*readers)[VAULT_PUBLIC_KEY], size_t reader_count, bool *changed, struct err *e);

#endif
