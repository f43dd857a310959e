/* The two doors behind the visitors' screens: the staff's, which a PIN opens, and the liaisons', which a key and its
 * passphrase open. Here are the PIN's hash and, for each door, how long one waits after wrong tries: 5 seconds after
 * the third, doubling to half an hour, kept over a restart, forgiven one an hour. So a PIN of six digits stands against
 * 17,520 tries a year by somebody who never goes home: one chance in 57 a year, and every one of them is in the audit.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_STORE_GATE_H
#define PORCHLIGHT_STORE_GATE_H

#include "store/store.h"

enum gate_door { GATE_STAFF, GATE_LIAISON, GATE_COUNT };

enum { GATE_PIN_MIN = 6, GATE_PIN_MAX = 12, GATE_HASH = 128 };

/* REFUSED unless it is 6 to 12 digits that are neither all the same nor a run such as 123456. */
bool gate_pin_fit(const char *pin, struct err *e);

/* The hash of a PIN: Argon2id, as slow as a passphrase's. Pure, so that a thread may do it. Errors as gate_pin_fit;
 * FAILED when there is not enough memory. */
bool gate_pin_hash(const char *pin, char out[GATE_HASH], struct err *e);

/* Keeps it in place of an earlier one, and forgives the staff's wrong tries; in the same commit it is recorded in the
 * audit. Errors as store_audit. */
bool store_pin_keep(struct store *s, const char *hash, struct err *e);

/* Both. */
bool store_pin_set(struct store *s, const char *pin, struct err *e);

/* NOT_FOUND when no PIN was ever set. */
bool store_pin_hash(struct store *s, char out[GATE_HASH], struct err *e);

/* The slow step, some tenths of a second: pure, so that a thread may do it. */
bool gate_pin_right(const char *hash, const char *pin);

/* Seconds until the door listens again; 0: now. */
int store_gate_wait_s(struct store *s, enum gate_door door);

/* One more wrong try, or a right one, which forgives them all. What cannot be written counts in memory. */
void store_gate_wrong(struct store *s, enum gate_door door);
void store_gate_right(struct store *s, enum gate_door door);

#endif
