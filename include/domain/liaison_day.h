/* A liaison's day: who is met when, and how, for the screen and for paper. It holds visitors' words: release it soon.
 * Pure. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DOMAIN_LIAISON_DAY_H
#define PORCHLIGHT_DOMAIN_LIAISON_DAY_H

#include "domain/opened.h"

struct liaison_meeting {
    int minute;         /* after midnight; SLOT_NO_MINUTE: only the part of the day was promised */
    enum day_part part; /* of the minute, when there is one */
    bool by_phone;      /* the answer says a call, not a meeting */
    bool accepted;      /* the visitor said yes */
    char language[LANGUAGE_TAG_MAX], dialect[REQUEST_DIALECT_MAX];
    enum interpreter interpreter;
    bool interpreter_not_from_my_community, interpreter_arranged;
    enum reach reach;
    char phone[REQUEST_PHONE_MAX];
    uint32_t safe_parts; /* when it is safe to call: bit 1u << enum day_part */
    bool safe_voicemail, safe_text;
    char place[ANSWER_PLACE_MAX]; /* ANSWER_PLACE_CENTRE, a name of people.yaml, or "" */
    char name[REQUEST_NAME_MAX];  /* "" when none was given */
    char short_id[OPENED_SHORT_ID + 1];
    char id[OPENED_ID];
};

struct liaison_day {
    day_t day;
    struct liaison_meeting *v; /* in order of time; a part of the day without an hour stands before its hours */
    size_t count, cap;
};

/* An empty list of a day. */
void liaison_day_init(struct liaison_day *l, day_t day);

/* Takes the request in, at its place, when this officer promised it a time on that day and still owes it. */
void liaison_day_add(struct liaison_day *l, const struct opened_request *r, const char *officer);

/* Whether another meeting has the i-th one's hour: answers given on two copies, one carried by a stick, can promise it
 * twice, for neither saw the other. */
bool liaison_day_doubled(const struct liaison_day *l, size_t i);

/* Wipes it; accepts one never filled. */
void liaison_day_release(struct liaison_day *l);

#endif
