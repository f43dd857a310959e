/* The kiosk's disk: one SQLite database of sealed meeting requests. DESIGN section 6: WAL, synchronous=FULL,
 * secure_delete=ON, STRICT tables. In the clear: a random id, the day received, a state, the expiry day, a receipt tag
 * and a receipt public key; of an erased one its id, and a month until which that is kept; and once for the kiosk: its
 * salt, the count of wrong codes, the day of the last collection and the last day on which it ran.
 *
 * Threads: a store belongs to one thread at a time. The slow part of a code, Argon2id, is apart: receipt_new and
 * receipt_derive (store/receipt.h) are pure, so a worker runs them with a copy of the salt while the screen lives, and
 * the *_as functions here take what they give. store_send, store_find and store_withdraw do both steps and hold their
 * caller for the 0.1–0.5 s that Argon2id takes. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_STORE_STORE_H
#define PORCHLIGHT_STORE_STORE_H

#include "base/clock.h"
#include "base/err.h"
#include "domain/receipt_code.h"
#include "domain/request.h"
#include "store/receipt.h"
#include "store/vault.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct store;

/* Opens or makes `dir`/porchlight.db. A database that fails its check is DAMAGED and is left exactly as it is: the
 * caller goes on informing and offers the paper way. REFUSED when another kiosk has the folder or a newer version wrote
 * the database, NO_SPACE on a full or read-only disk. `clock` is borrowed. Up to 16 MiB (some 3,500 requests) every
 * page is checked; beyond that all but the sealed bytes, which prove themselves when they are read. */
bool store_open(struct store **out, const char *dir, const struct clock *clock, struct err *e);
void store_close(struct store *s); /* accepts NULL */

/* Opens a database that is there, beside a kiosk that may be running: for store_list, store_read and, when it `writes`,
 * store_mark_collected. Without `writes` it also reads from a medium that cannot be written. NOT_FOUND when there is
 * none. */
bool store_open_beside(struct store **out, const char *dir, const struct clock *clock, bool writes, struct err *e);

/* Opens a liaison's copy of a kiosk (store/pouch.h), or makes one where the folder has no database. REFUSED when the
 * folder is a kiosk's; else as store_open, which in turn refuses a copy. store_open_beside opens either. */
bool store_open_copy(struct store **out, const char *dir, const struct clock *clock, struct err *e);

/* Reads every page and checks every index: seconds for a large database. DAMAGED. For idle hours and the doctor. */
bool store_check(struct store *s, struct err *e);

enum request_state { REQUEST_NEW, REQUEST_COLLECTED, REQUEST_ANSWERED, REQUEST_CLOSED, REQUEST_STATE_COUNT };
enum { REQUEST_ID_BYTES = 16, REQUEST_ID_TEXT = 33 };

/* One row without its sealed part. */
struct request_row {
    char id[REQUEST_ID_TEXT]; /* hex */
    day_t received, expires;
    enum request_state state;
};

/* Seals `r` to every reader, commits with one fsync, then gives the code. On false nothing is kept and there is no
 * code. Needs at least one reader. */
bool store_send(struct store *s, const struct request *r, const uint8_t (*readers)[VAULT_PUBLIC_KEY],
                size_t reader_count, int retention_days, struct receipt_code *code, struct err *e);

/* By code. NOT_FOUND for a wrong one; after wrong tries REFUSED with *wait_s seconds to wait (5 after the third,
 * doubling to 300, kept over a restart). *wait_s is set in every case, also to the wait that a wrong code begins; it
 * may be NULL. */
bool store_find(struct store *s, const struct receipt_code *code, struct request_row *row, int *wait_s, struct err *e);

/* Erases the request at once, leaving a tombstone with the id alone. Same errors as store_find. */
bool store_withdraw(struct store *s, const struct receipt_code *code, struct err *e);

/* The same three with the slow step done elsewhere, by receipt_new or receipt_derive with this salt. store_send_as
 * gives REFUSED for a code that is taken (once in 2.5e11 for each request kept): draw another. Ask store_wait_s before
 * deriving. */
void store_receipt_salt(const struct store *s, struct receipt_salt *out);
int store_wait_s(const struct store *s); /* seconds until the next code is looked at; 0 is now */
bool store_send_as(struct store *s, const struct request *r, const uint8_t (*readers)[VAULT_PUBLIC_KEY],
                   size_t reader_count, int retention_days, const struct receipt_secret *secret, struct err *e);
bool store_find_as(struct store *s, const struct receipt_secret *secret, struct request_row *row, int *wait_s,
                   struct err *e);
bool store_withdraw_as(struct store *s, const struct receipt_secret *secret, struct err *e);

/* Newest day first, by page; *total may be NULL. Within a day the order is that of the ids, which are random: the order
 * of arrival is not kept, so that nobody who watched the lobby can tell whose row is whose. */
bool store_list(struct store *s, size_t offset, size_t limit, struct request_row *rows, size_t *count, size_t *total,
                struct err *e);

/* The whole id from its first hex digits: NOT_FOUND, or REFUSED when several begin so. */
bool store_resolve(struct store *s, const char *prefix, char id[REQUEST_ID_TEXT], struct err *e);

/* The row of an id. */
bool store_get(struct store *s, const char *id, struct request_row *row, struct err *e);

/* Opens one request with a liaison's key: REFUSED when it is not sealed to that key, DAMAGED when it was changed. */
bool store_read(struct store *s, const char *id, const struct vault_key *key, struct request *out, day_t *received,
                struct err *e);

/* A liaison has it: new becomes collected (and is kept for its retention from today), today is the last collection.
 * NOT_FOUND for no such request. */
bool store_mark_collected(struct store *s, const char *id, struct err *e);

/* The day of the last collection, DAY_NONE when there was none. */
bool store_last_collected(struct store *s, day_t *day, struct err *e);

/* The day since which nobody has collected: of the last collection or, before the first, of the oldest request;
 * DAY_NONE when there was neither. */
bool store_unattended_since(struct store *s, day_t *day, struct err *e);

/* Erases what is past its last day, leaving tombstones, as store_withdraw does; nothing when the day is not believed
 * (clock_watch.h). To be called once a day. */
bool store_erase_expired(struct store *s, size_t *erased, struct err *e);

/* How many requests that nobody has read will be erased before `day`: for warning staff. */
bool store_unread_before(struct store *s, day_t day, size_t *count, struct err *e);

#endif
