/* Everything that a liaison's key opens, one request after the other. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_STORE_OPENED_H
#define PORCHLIGHT_STORE_OPENED_H

#include "domain/liaison_day.h"
#include "domain/opened.h"
#include "store/store.h"

/* "new", "collected", "answered", "closed"; a value out of range is a BUG(). */
const char *request_state_word(enum request_state s);

/* One request with its answer and reply; answers that this key cannot read are marked as such and are no error.
 * Otherwise as store_read. */
bool store_read_opened(struct store *s, const struct request_row *row, const struct vault_key *key,
                       struct opened_request *out, struct err *e);

struct opened_count {
    size_t opened, foreign /* not sealed to this key */, damaged;
};

/* Calls `each` for every request that the key opens, newest day first, as one moment's list; what is taken back
 * meanwhile is left out. The request is wiped after each call; `each` stops the walk with false. False, too, when the
 * database cannot be read. */
bool store_each_opened(struct store *s, const struct vault_key *key,
                       bool (*each)(void *context, const struct opened_request *r), void *context,
                       struct opened_count *count, struct err *e);

/* What an officer, a key of people.yaml, has to do on a day. `out` is to be released also on false. */
bool store_liaison_day(struct store *s, const struct vault_key *key, const char *officer, day_t day,
                       struct liaison_day *out, struct opened_count *count, struct err *e);

#endif
