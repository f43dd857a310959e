/* A request as a liaison's key opens it, with its answer and the visitor's reply: for lists, exports and a day's plan.
 * It holds a visitor's words: whoever has one wipes it. Pure. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DOMAIN_OPENED_H
#define PORCHLIGHT_DOMAIN_OPENED_H

#include "domain/answer.h"
#include "domain/request.h"
#include "domain/slots.h"

enum { OPENED_ID = 33, OPENED_KEY = 44, OPENED_SHORT_ID = 8 /* digits that people read to each other */ };

enum opened_part { OPENED_NOT_THERE, OPENED_READ, OPENED_FOREIGN /* not sealed to this key */, OPENED_DAMAGED };

struct opened_request {
    char id[OPENED_ID];
    day_t received, expires;
    const char *state; /* "new", "collected", "answered", "closed" */
    struct request request;
    enum opened_part answered, replied;
    struct answer answer;       /* when answered is OPENED_READ */
    char answer_by[OPENED_KEY]; /* the giver's public key, as people.yaml writes it */
    struct reply reply;         /* when replied is OPENED_READ */
};

/* What a promise is worth now. A reply that asks for another time gives the promised one back, and so does closing a
 * request whose answer was not accepted; an accepted time stays promised, even when the request is closed: somebody may
 * come. */
enum promise_state { PROMISE_NONE, PROMISE_GIVEN, PROMISE_ACCEPTED, PROMISE_FREED };
enum promise_state promise_state(const struct answer *a, const struct reply *r /* NULL: none */, bool closed);

/* The time that an answer promises; false when it offers none. */
bool promise_of(const struct answer *a, struct promise *out);

/* The same of an opened request. */
enum promise_state opened_promise(const struct opened_request *r, struct promise *out);

#endif
