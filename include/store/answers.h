/* A liaison's answer and the visitor's reply to it, on the kiosk's disk: sealed both, as the request is (envelope.h).
 *
 * An answer is sealed to the request's receipt key, so that the visitor's code opens it and nothing else of the kiosk
 * does, and to the liaisons, so that they know what was promised. In it stands the public key of the liaison who gave
 * it, with a MAC under what that key and the receipt key share (X25519): whoever writes to the disk can't answer in a
 * liaison's name. The caller asks whether the key is one of people.yaml. A reply is sealed to the liaisons, and to the
 * receipt key, so that who comes back sees what was said. All answers are of one size and all replies are.
 *
 * In the clear, besides what store.h says: that there is an answer (the state says it too) and that there is a reply,
 * not which. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_STORE_ANSWERS_H
#define PORCHLIGHT_STORE_ANSWERS_H

#include "domain/answer.h"
#include "store/store.h"

/* An answer as its reader opens it. */
struct opened_answer {
    struct answer answer;
    uint8_t by[VAULT_PUBLIC_KEY]; /* the liaison's key */
    bool proven; /* the MAC is theirs. Only the code and the liaison's own key can tell; others see false */
    uint8_t mark[ANSWER_MARK]; /* of the sealed bytes: which answer it is that a reply is given to */
};

/* The liaison's side. Seals `a` by `liaison`, who must be able to open the request, also to `others` (who come after
 * the first 14 are left out), sets the state to answered and keeps the request `retention_days` from today; in place of
 * an earlier answer and the reply to it. One commit with one fsync; on false all is as it was. NOT_FOUND for no such
 * request, REFUSED when it is not sealed to this key, the answer makes no sense or a kiosk of this version has not yet
 * opened the database, DAMAGED when the request was changed. */
bool store_answer(struct store *s, const char *id, const struct answer *a, const struct vault_key *liaison,
                  const uint8_t (*others)[VAULT_PUBLIC_KEY], size_t other_count, int retention_days, struct err *e);

/* The same when `may` (NULL: yes) says so: it is asked within the transaction, and reads the store as it will be
 * changed. What it says in `e` is what is told. */
bool store_answer_if(struct store *s, const char *id, const struct answer *a, const struct vault_key *liaison,
                     const uint8_t (*others)[VAULT_PUBLIC_KEY], size_t other_count, int retention_days,
                     bool (*may)(void *context, struct err *e), void *context, struct err *e);

/* Sets the state to closed, by somebody who can open the request: errors as above. */
bool store_finish(struct store *s, const char *id, const struct vault_key *liaison, int retention_days, struct err *e);

/* Opens the answer, or the reply to it, with a liaison's key. NOT_FOUND when there is none, REFUSED when it is not
 * sealed to this key, DAMAGED when it was changed. */
bool store_read_answer(struct store *s, const char *id, const struct vault_key *key, struct opened_answer *out,
                       struct err *e);
bool store_read_reply(struct store *s, const char *id, const struct vault_key *key, struct reply *out, struct err *e);

/* The visitor's side, with the secret that receipt_derive gave (see store_find_as, which finds `id`). An answer that is
 * not proven is DAMAGED here. */
bool store_open_answer(struct store *s, const char *id, const struct receipt_secret *secret, struct opened_answer *out,
                       struct err *e);
bool store_open_reply(struct store *s, const char *id, const struct receipt_secret *secret, struct reply *out,
                      struct err *e);

/* Keeps `r` as the reply to the answer with this mark, in place of an earlier one, for `retention_days` from today;
 * one commit. Slowed and refused as store_find_as is; REFUSED as well when another answer has come since, NOT_FOUND
 * when there is none. At most 15 readers. */
bool store_reply_as(struct store *s, const struct receipt_secret *secret, const uint8_t mark[ANSWER_MARK],
                    const struct reply *r, const uint8_t (*readers)[VAULT_PUBLIC_KEY], size_t reader_count,
                    int retention_days, struct err *e);

#endif
