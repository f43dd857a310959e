/* A meeting request: what a visitor chose to say. Every field may be empty. Pure.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DOMAIN_REQUEST_H
#define PORCHLIGHT_DOMAIN_REQUEST_H

#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "domain/form.h"
#include "domain/language.h"
#include <stdbool.h>
#include <stdint.h>

enum {
    REQUEST_NAME_MAX = 120, /* bytes with NUL */
    REQUEST_DIALECT_MAX = 120,
    REQUEST_PHONE_MAX = 32,
    REQUEST_READERS_MAX = 16, /* liaisons that one request is sealed to: the first that have a key */
    REQUEST_READER_MARK = 6   /* the first bytes of a reader's public key: enough to know a colleague by */
};

struct request {
    uint32_t topics;                 /* bit 1u << enum topic */
    char language[LANGUAGE_TAG_MAX]; /* "" unsaid */
    char dialect[REQUEST_DIALECT_MAX];
    enum interpreter interpreter;
    bool interpreter_not_from_my_community;
    enum meet_place place;
    struct request_slot slots[REQUEST_SLOTS_MAX];
    size_t slot_count;
    enum reach reach;
    char phone[REQUEST_PHONE_MAX];  /* digits and a leading +, only with REACH_PHONE */
    uint32_t safe_parts;            /* bit 1u << enum day_part: when it is safe to call */
    bool safe_voicemail, safe_text; /* a message may be left; a text may be sent */
    char name[REQUEST_NAME_MAX];
    bool assisted; /* staff filled it in with the visitor */
    /* Who can open it, as whoever sealed it says: known to those who can open it and, among the envelope's decoys, to
     * nobody else. Written by sealing; what a visitor says has none. */
    uint8_t readers[REQUEST_READERS_MAX][REQUEST_READER_MARK];
    size_t reader_count;
};

/* True when a liaison could act on it: some field says something; on false e says what is missing. */
bool request_valid(const struct request *r, struct err *e);

/* One JSON object (RFC 8259) with the form's stable words; empty fields are left out. `received` is the day. */
void request_to_json(const struct request *r, day_t received, struct str *out);

/* The inverse, for the liaison's side: unknown keys are ignored, a wrong type is a fault, over-long text is cut at
 * a code point. */
bool request_from_json(const char *json, size_t len, struct request *r, day_t *received, struct err *e);

/* The same JSON with this list of readers in place of its own, appended; what a newer version wrote stays. For sealing
 * anew. */
bool request_json_readers(const char *json, size_t len, const uint8_t (*marks)[REQUEST_READER_MARK], size_t count,
                          struct str *out, struct err *e);

/* Appends the payload padded to the next multiple of 2,048 bytes: JSON, 0x80, zeros (ISO/IEC 7816-4), so that
 * length says nothing. request_unpad gives the JSON's length or false. */
void request_pad(struct str *json);
bool request_unpad(const char *padded, size_t len, size_t *json_len);

/* Keeps only digits and a leading +; false when fewer than 3 or more than 15 digits remain (ITU-T E.164). */
bool request_set_phone(struct request *r, const char *typed);

#endif
