/* The requests as a liaison goes through them: the new ones first, or some of them. Nothing is opened for it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_STORE_LISTS_H
#define PORCHLIGHT_STORE_LISTS_H

#include "store/store.h"

enum request_list {
    LIST_NEW,
    LIST_WAITING,  /* for a liaison: read and not answered, then those whose visitor has replied */
    LIST_ANSWERED, /* the replied ones as well */
    LIST_ALL,      /* new, read, answered, closed */
    LIST_COUNT
};

/* Whoever waits for a liaison (new, read, replied) stands in line, the longest waiting first, so that a flood of others
 * stands behind them and buries nobody; what is answered or closed is the newest day first. Within a day there is no
 * order (see store_list). *more: there are rows after these; it may be NULL. */
bool store_list_of(struct store *s, enum request_list which, size_t offset, size_t limit, struct request_row *rows,
                   size_t *count, bool *more, struct err *e);

/* Changes whenever another program has changed the database; our own changes don't count. */
int64_t store_outside(struct store *s);

/* How many nobody has read. */
bool store_count_new(struct store *s, size_t *count, struct err *e);

#endif
