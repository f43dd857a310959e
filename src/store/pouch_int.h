/* The bytes of a pouch, and its file. Numbers are little-endian.
 *
 *   head   8 magic, 4 version, 4 kind, 32 kiosk's key, 4 copy, 4 day made, 8 number, 32 sum of these,
 *          4 zeros
 *   records, each: 4 type, 4 length, the payload, 16 sum of the record's place (8) and all of it
 *   the last of them, RECORD_END: 8 number of records before it
 *   32 sum of all before it; a kiosk's pouch then has 64 of signature over POUCH_WORD and that sum
 *
 * Sums are BLAKE2b. Nothing comes after. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_STORE_POUCH_INT_H
#define PORCHLIGHT_STORE_POUCH_INT_H

#include "audit_int.h"
#include "base/str.h"
#include "store/carry_int.h"
#include "store/pouch.h"

#include <sodium.h>

enum {
    POUCH_VERSION = 1,
    POUCH_HEAD = 100,
    POUCH_RECORD_HEAD = 8,
    POUCH_RECORD_SUM = 16,
    POUCH_SUM = 32,
    POUCH_SIGNATURE = crypto_sign_BYTES,
    POUCH_RECORD_MAX = 256 * 1024,
    POUCH_GONE_MAX = 1024, /* ids in one record */
    POUCH_AUDIT_MAX = 31,
    POUCH_LEAST = POUCH_HEAD + POUCH_RECORD_HEAD + 8 + POUCH_RECORD_SUM + POUCH_SUM
};

/* More than 100,000 requests with answers and replies, and less than any file system's limit. */
#define POUCH_SIZE_MAX ((uint64_t)2000 * 1024 * 1024)

struct pouch_head {
    enum pouch_kind kind;
    uint8_t kiosk[CARRY_KIOSK];
    uint8_t copy[CARRY_COPY]; /* zeros in a kiosk's */
    day_t made;
    int64_t number; /* of a kiosk's pouches, growing */
};

enum pouch_type { RECORD_REQUEST = 1, RECORD_GONE, RECORD_AUDIT, RECORD_ACT, RECORD_END, RECORD_TYPE_COUNT };

struct pouch_bytes {
    const uint8_t *at; /* borrowed from the pouch */
    size_t len;
};

struct pouch_record {
    enum pouch_type type;
    /* RECORD_REQUEST */
    struct envelope_binding binding; /* kind is not set */
    day_t expires;
    bool collected;
    uint32_t answered, closed; /* revisions */
    uint8_t mark[CARRY_MARK];  /* which answer it is; zeros for none */
    struct pouch_bytes body, answer, reply;
    /* RECORD_ACT: its proof, and an answer's sealed bytes in `answer` */
    struct carry_act act;
    const uint8_t *proof;
    /* RECORD_GONE: ids; RECORD_AUDIT: the head's text */
    struct pouch_bytes data;
};

/* ---- pouch_format.c: pure ---------------------------------------------------------------------------------------- */

void pouch_put_head(const struct pouch_head *h, uint8_t out[POUCH_HEAD]);
/* DAMAGED for what is no pouch's head, REFUSED for a newer version. */
bool pouch_take_head(const uint8_t *bytes, size_t len, struct pouch_head *out, struct err *e);

/* A record that can be written and read. */
bool pouch_record_ok(const struct pouch_record *r);
/* Appends a record's payload. */
void pouch_put_record(const struct pouch_record *r, struct str *out);
void pouch_record_head(enum pouch_type type, size_t len, uint8_t out[POUCH_RECORD_HEAD]);
void pouch_record_sum(uint64_t place, const uint8_t head[POUCH_RECORD_HEAD], const void *payload, size_t len,
                      uint8_t out[POUCH_RECORD_SUM]);
/* What is signed: the sum, with a word before it. */
enum { POUCH_SIGNED = 16 + POUCH_SUM };
void pouch_signed_bytes(const uint8_t sum[POUCH_SUM], uint8_t out[POUCH_SIGNED]);

/* Judges every byte of a whole pouch: after it pouch_next cannot fail. Errors as pouch_take_head. */
bool pouch_judge(const uint8_t *bytes, size_t size, struct pouch_head *head, struct err *e);

struct pouch_cursor {
    const uint8_t *at, *end;
    uint64_t place;
    enum pouch_kind kind;
};
struct pouch_cursor pouch_records(const uint8_t *bytes, size_t size, enum pouch_kind kind);
/* RECORD_END is the last. DAMAGED. */
bool pouch_next(struct pouch_cursor *c, struct pouch_record *out, struct err *e);

/* ---- pouch_out.c ------------------------------------------------------------------------------------------------- */

/* A record of the audit about a pouch, within a transaction: by whom store_act_as named, else by whom such a database
 * belongs to. */
bool pouch_audit(struct store *s, bool copy, enum audit_action what, const char *subject, struct err *e);

#endif
