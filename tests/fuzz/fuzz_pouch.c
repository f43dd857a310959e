/* Pouches from a stick: what passes keeps to its limits, and written again it is the same bytes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/pouch_int.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look_at(const struct pouch_record *r, const uint8_t *payload, size_t len)
{
    struct str again;
    if (!pouch_record_ok(r) || (r->answer.len && r->answer.len < ENVELOPE_OVERHEAD) ||
        r->act.revision > CARRY_REVISION_MAX || r->answered > CARRY_REVISION_MAX)
        BUG("a record out of its limits");
    str_init(&again);
    pouch_put_record(r, &again);
    if (again.len != len || memcmp(again.s, payload, len) != 0)
        BUG("two ways to write one record");
    str_release(&again);
}

static bool try_one(const uint8_t *data, size_t size)
{
    struct pouch_head h;
    struct pouch_record r = {0};
    struct err e = {0};
    if (!pouch_judge(data, size, &h, &e)) {
        if ((e.code != ERR_DAMAGED && e.code != ERR_REFUSED) || !e.msg[0])
            BUG("a refusal without a reason");
        return false;
    }
    struct pouch_cursor c = pouch_records(data, size, h.kind);
    while (r.type != RECORD_END) {
        const uint8_t *at = c.at;
        if (!pouch_next(&c, &r, &e))
            BUG("a pouch that passed does not: %s", e.msg);
        look_at(&r, at + POUCH_RECORD_HEAD, (size_t)(c.at - at) - POUCH_RECORD_HEAD - POUCH_RECORD_SUM);
    }
    return true;
}

static void add_record(struct str *out, uint64_t place, enum pouch_type type, const void *payload, size_t len)
{
    uint8_t head[POUCH_RECORD_HEAD], sum[POUCH_RECORD_SUM];
    pouch_record_head(type, len, head);
    pouch_record_sum(place, head, payload, len, sum);
    str_add_n(out, (const char *)head, sizeof head);
    str_add_n(out, payload, len);
    str_add_n(out, (const char *)sum, sizeof sum);
}

/* Sums and signature keep a fuzzer out, so they are made right: the input is the kind, then records of type, length
 * (two bytes) and payload; a payload that is too short for what it should be is stretched with ones. */
static void try_mended(const uint8_t *data, size_t size)
{
    static const uint8_t seed[CARRY_SEED] = {1};
    uint8_t head[POUCH_HEAD], secret[crypto_sign_SECRETKEYBYTES], sum[POUCH_SUM], signed_bytes[POUCH_SIGNED];
    uint8_t signature[POUCH_SIGNATURE], count[8] = {0};
    struct pouch_head h = {.kind = data[0] & 1 ? POUCH_FROM_COPY : POUCH_FROM_KIOSK, .made = 20000, .number = 5};
    struct str made;
    uint64_t place = 0;
    h.copy[0] = data[0] & 1;
    crypto_sign_seed_keypair(h.kiosk, secret, seed);
    str_init(&made);
    pouch_put_head(&h, head);
    str_add_n(&made, (const char *)head, sizeof head);
    for (size_t at = 1; at + 3 <= size && place < 255;) {
        size_t len = (size_t)data[at + 1] | (size_t)data[at + 2] << 8, there = size - at - 3;
        uint8_t *payload = malloc(len + 1);
        if (!payload)
            abort();
        memset(payload, 1, len);
        memcpy(payload, data + at + 3, len < there ? len : there);
        add_record(&made, place++, (enum pouch_type)data[at], payload, len);
        free(payload);
        at += 3 + (len < there ? len : there);
    }
    count[0] = (uint8_t)place;
    add_record(&made, place, RECORD_END, count, sizeof count);
    crypto_generichash(sum, sizeof sum, (const uint8_t *)made.s, made.len, NULL, 0);
    str_add_n(&made, (const char *)sum, sizeof sum);
    if (h.kind == POUCH_FROM_KIOSK) {
        pouch_signed_bytes(sum, signed_bytes);
        crypto_sign_detached(signature, NULL, signed_bytes, sizeof signed_bytes, secret);
        str_add_n(&made, (const char *)signature, sizeof signature);
    }
    try_one((const uint8_t *)made.s, made.len);
    str_release(&made);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (sodium_init() < 0)
        BUG("no libsodium");
    try_one(data, size);
    if (size)
        try_mended(data, size);
    return 0;
}
