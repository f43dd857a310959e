/* What is promised already, out of the sealed answers, so that nobody is promised a time twice. An answer is sealed to
 * all liaisons, so each knows what the others promised.
 *
 * Nothing of a promise is told to the disk: a day and an hour in the clear, or under a key that lies beside them, would
 * tell who has the disk when somebody comes to meet an officer. So what was sealed to a lost key alone is not known,
 * and it is counted: whoever promises a time is told how many such answers there are, and no time is promised until
 * they have said that they know (slot_plan.unread_accepted). A colleague who can open them can seal them anew
 * (share.h). The same holds for a liaison's copy (pouch.h) and for any other place to which the sealed answers are
 * carried. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_STORE_PROMISES_H
#define PORCHLIGHT_STORE_PROMISES_H

#include "domain/slots.h"
#include "store/answers.h"

/* The promises of one liaison, who is a key of people.yaml; ids[i] is the request that list[i] was promised to. */
struct promises {
    struct promise *list;
    char (*ids)[REQUEST_ID_TEXT];
    size_t count;
    size_t unknown; /* answers that this key cannot read: what they promise, and for whom, is not known. Not those of
                       which it is known that no promise stands: closed, and never replied to */
};

void promises_release(struct promises *p);

/* What one liaison's key has read, to be kept from one reading to the next: an answer that is still the same one is not
 * opened again. Ten thousand answers are opened in seconds and looked at again in some 50 ms, a few at a time. */
struct promise_book;
struct promise_book *promise_book_new(const char *officer);
void promise_book_free(struct promise_book *b); /* wipes; accepts NULL */

/* Reads from the first answer on; what was read before is not lost. */
void promise_book_begin(struct promise_book *b);

/* Some milliseconds of reading: at most a few answers are opened. *more: it is not done. What is changed meanwhile may
 * not have been seen: ask store_outside (lists.h) before and after. On false begin again. */
bool promise_book_step(struct store *s, struct promise_book *b, const struct vault_key *key, bool *more, struct err *e);

/* What `officer` still owes (domain/opened.h) as of the last whole reading, but for the request `except` (NULL: none).
 * promises_release. */
void promise_book_list(const struct promise_book *b, const char *except, struct promises *out);

/* All of that at once, from nothing: for commands. */
bool store_promises(struct store *s, const struct vault_key *key, const char *officer, const char *except,
                    struct promises *out, struct err *e);

/* store_answer, unless it offers a time that the plan does not have, that is promised to somebody else, or that may be
 * promised in an answer that this key cannot read: then REFUSED with *fit saying which, and nothing is changed. Looking
 * and answering are one transaction, so that two liaisons, or one at two windows, cannot promise the same hour. The
 * plan's own promises are not looked at. *fit is SLOT_FREE otherwise, also when it fails for another reason. */
bool store_answer_planned(struct store *s, const char *id, const struct answer *a, const struct vault_key *liaison,
                          const uint8_t (*others)[VAULT_PUBLIC_KEY], size_t other_count, int retention_days,
                          const struct slot_plan *plan, enum slot_fit *fit, struct err *e);

#endif
