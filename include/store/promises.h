/* What is promised already, out of the sealed answers, so that nobody is promised a time twice. An answer is sealed to
 * all liaisons, so each knows what the others promised. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_STORE_PROMISES_H
#define PORCHLIGHT_STORE_PROMISES_H

#include "domain/slots.h"
#include "store/answers.h"

/* The promises of one liaison, who is a key of people.yaml. */
struct promises {
    struct promise *list;
    size_t count;
    size_t unknown; /* answers that this key cannot read: what they promise is not known */
};

/* Opens the answers of the requests that are answered or closed and keeps what `officer` still owes (domain/opened.h),
 * but for the request `except` (NULL: none). promises_release. */
bool store_promises(struct store *s, const struct vault_key *key, const char *officer, const char *except,
                    struct promises *out, struct err *e);
void promises_release(struct promises *p);

/* store_answer, unless it offers a time that the plan does not have or that is promised to somebody else: then REFUSED
 * with *fit saying which, and nothing is changed. Looking and answering are one transaction, so that two liaisons, or
 * one at two windows, cannot promise the same hour. The plan's own promises are not looked at. *fit is SLOT_FREE
 * otherwise, also when it fails for another reason. */
bool store_answer_planned(struct store *s, const char *id, const struct answer *a, const struct vault_key *liaison,
                          const uint8_t (*others)[VAULT_PUBLIC_KEY], size_t other_count, int retention_days,
                          const struct slot_plan *plan, enum slot_fit *fit, struct err *e);

#endif
