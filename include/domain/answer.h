/* A liaison's answer to a meeting request, made of set phrases that every language of the kiosk has, and what the
 * visitor says to it. Nobody translates and nobody types: a day, a time and a place are slots. Pure.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DOMAIN_ANSWER_H
#define PORCHLIGHT_DOMAIN_ANSWER_H

#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "domain/form.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* In the order in which they are shown. The first four offer a time; an answer has at most one of those. */
enum answer_phrase {
    ANSWER_MEET,        /* "meet": day, time, place */
    ANSWER_PHONE,       /* "meet-by-phone": day, time */
    ANSWER_CANNOT_THEN, /* "cannot-then-but": not as asked, but this day and time; perhaps a place */
    ANSWER_WILL_CALL,   /* "will-call": day, time */
    ANSWER_INTERPRETER, /* "interpreter-arranged" */
    ANSWER_DESK,        /* "come-to-desk" */
    ANSWER_OTHER_WAY,   /* "need-other-way": nobody could be reached */
    ANSWER_RESOURCE,    /* "see-resource": a resource's key */
    ANSWER_THANKS,      /* "thanks": nothing more is to be done */
    ANSWER_PHRASE_COUNT
};

enum { ANSWER_PLACE_MAX = 120, ANSWER_KEY_MAX = 41 /* bytes with NUL */, ANSWER_NO_MINUTE = -1 };
#define ANSWER_PLACE_CENTRE "centre" /* this centre; its name is the kiosk's business */

struct answer {
    uint32_t phrases;             /* bit 1u << enum answer_phrase */
    day_t day;                    /* DAY_NONE: none */
    int minute;                   /* after midnight, local time; ANSWER_NO_MINUTE: none */
    enum day_part part;           /* PART_COUNT: none; never together with a minute */
    char place[ANSWER_PLACE_MAX]; /* ANSWER_PLACE_CENTRE or a place as people.yaml calls it; "" none */
    char officer[ANSWER_KEY_MAX]; /* who is to be met, a key of people.yaml; "" not said */
    char resource[ANSWER_KEY_MAX];
};

enum reply_kind { REPLY_NONE, REPLY_ACCEPT, REPLY_OTHER_TIME, REPLY_COUNT };

/* A mark says which answer somebody has seen, so that a reply is never taken for one to a newer answer. */
enum { ANSWER_MARK = 32 };

struct reply {
    enum reply_kind kind;
    struct request_slot slots[REQUEST_SLOTS_MAX]; /* with REPLY_OTHER_TIME: times that suit; may be none */
    size_t slot_count;
};

/* Nothing said. */
struct answer answer_empty(void);
static inline bool answer_has(const struct answer *a, enum answer_phrase p)
{
    return a->phrases >> p & 1;
}

/* Whether a time is offered that can be accepted. */
bool answer_offers_time(const struct answer *a);

/* The part of the day of its time, PART_COUNT for none: before 12:00 morning, before 17:00 midday, then evening. */
enum day_part answer_part(const struct answer *a);

/* True when every phrase has the slots it needs and there is no slot without its phrase; on false e says which. */
bool answer_valid(const struct answer *a, struct err *e);
bool reply_valid(const struct reply *r, struct err *e);

/* Stable words; a value out of range is a BUG(). The inverse gives the _COUNT for an unknown word. */
const char *answer_phrase_word(enum answer_phrase p);
enum answer_phrase answer_phrase_from_word(const char *w);
const char *reply_word(enum reply_kind k); /* "none", "accept", "other-time" */
enum reply_kind reply_from_word(const char *w);

/* "09:30" and only that, 00:00–23:59; false for anything else. */
bool answer_parse_minute(const char *text, int *minute);

/* One JSON object, always under 2,047 bytes: padded with request_pad every answer is as long as any other. */
void answer_to_json(const struct answer *a, struct str *out);
void reply_to_json(const struct reply *r, struct str *out);

/* The inverse: unknown keys are ignored, a wrong type is a fault, and so is what the checks above refuse. `out` is
 * untouched on false. */
bool answer_from_json(const char *json, size_t len, struct answer *out, struct err *e);
bool reply_from_json(const char *json, size_t len, struct reply *out, struct err *e);

#endif
