/* Erasing before the day that the rule has, on somebody's word; store.h has the rule itself.
 *
 * What is erased goes from database, index, free pages and log, with its answer and reply; its id stays as a tombstone.
 * In batches, each one commit with its audit record, so that a hundred thousand need no room that is not there: after a
 * failure those batches that were done are done. What a solid-state disk or a file system with copies keeps of a block
 * that was written over is beyond a program: the disk's own encryption is for that.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_STORE_RETENTION_H
#define PORCHLIGHT_STORE_RETENTION_H

#include "store/store.h"

enum purge {
    PURGE_EXPIRED, /* past their last day, as store_erase_expired: nobody's key is needed for that */
    PURGE_CLOSED,  /* finished ones that this key opens */
    PURGE_ALL,     /* all that this key opens */
};

struct purged {
    size_t found, erased, foreign; /* found: by the rule or this key; foreign: in that state, and this key opens not */
    bool log_left; /* a reader was in the way: the log still has bytes of them, until the next commit after it went */
};

/* Looks, and with `erase` erases. `key` may be NULL for PURGE_EXPIRED alone. Works beside a running kiosk. Errors as
 * store_withdraw; REFUSED when no kiosk of this version has opened the database, and by the rule when the day is not
 * believed (store/clock_watch.h). */
bool store_purge(struct store *s, enum purge which, const struct vault_key *key, bool erase, struct purged *out,
                 struct err *e);

#endif
