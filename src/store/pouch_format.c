/* A pouch's bytes, written and judged. Pure. SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/pouch_int.h"

#include <string.h>

/* As PNG's: a byte beyond ASCII, both line ends and an end-of-file mark tell a copy that was made as if of text. */
static const uint8_t magic[8] = {0x8B, 'P', 'B', 'X', '\r', '\n', 0x1A, '\n'};

enum { AT_VERSION = 8, AT_KIND = 12, AT_KIOSK = 16, AT_COPY = 48, AT_MADE = 52, AT_NUMBER = 56, AT_SUM = 64 };
_Static_assert((int)AT_SUM + 32 + 4 == (int)POUCH_HEAD, "the head's fields, and four bytes that are zero");
enum { AT_ZERO = 96 };

enum { REQUEST_FIXED = REQUEST_ID_BYTES + 4 + 4 + 1 + 4 + 4 + CARRY_MARK + RECEIPT_TAG + 32 + 3 * 4 };
enum { ACT_FIXED = 1 + REQUEST_ID_BYTES + 4 + CARRY_PROOF };
enum { LAST_DAY = 2932896 /* 9999-12-31 */ };
_Static_assert((int)REQUEST_FIXED + 3 * (ENVELOPE_OVERHEAD + ENVELOPE_PAYLOAD_MAX) <= (int)POUCH_RECORD_MAX,
               "every request fits a record");

/* ---- numbers ----------------------------------------------------------------------------------------------------- */

static void put_number(uint8_t *p, uint64_t v, int bytes)
{
    for (int i = 0; i < bytes; i++)
        p[i] = (uint8_t)(v >> 8 * i);
}

static uint64_t number(const uint8_t *p, int bytes)
{
    uint64_t v = 0;
    for (int i = 0; i < bytes; i++)
        v |= (uint64_t)p[i] << 8 * i;
    return v;
}

static void add_number(struct str *out, uint32_t v)
{
    uint8_t p[4];
    put_number(p, v, 4);
    str_add_n(out, (const char *)p, 4);
}

static void add_bytes(struct str *out, const void *bytes, size_t len)
{
    if (len)
        str_add_n(out, bytes, len);
}

/* ---- the head ---------------------------------------------------------------------------------------------------- */

void pouch_put_head(const struct pouch_head *h, uint8_t out[POUCH_HEAD])
{
    memset(out, 0, POUCH_HEAD);
    memcpy(out, magic, sizeof magic);
    put_number(out + AT_VERSION, POUCH_VERSION, 4);
    put_number(out + AT_KIND, h->kind, 4);
    memcpy(out + AT_KIOSK, h->kiosk, sizeof h->kiosk);
    memcpy(out + AT_COPY, h->copy, sizeof h->copy);
    put_number(out + AT_MADE, (uint32_t)h->made, 4);
    put_number(out + AT_NUMBER, (uint64_t)h->number, 8);
    crypto_generichash(out + AT_SUM, POUCH_SUM, out, AT_SUM, NULL, 0);
}

static bool day_ok(int64_t day)
{
    return day >= 0 && day <= LAST_DAY;
}

bool pouch_take_head(const uint8_t *p, size_t len, struct pouch_head *out, struct err *e)
{
    static const uint8_t zeros[4];
    uint8_t sum[POUCH_SUM];
    if (len < sizeof magic || memcmp(p, magic, sizeof magic) != 0)
        return err_set(e, ERR_DAMAGED, "this is no pouch");
    if (len < POUCH_HEAD)
        return err_set(e, ERR_DAMAGED, "the pouch is cut short");
    uint64_t version = number(p + AT_VERSION, 4), kind = number(p + AT_KIND, 4);
    crypto_generichash(sum, sizeof sum, p, AT_SUM, NULL, 0);
    if (memcmp(sum, p + AT_SUM, sizeof sum) != 0)
        return err_set(e, ERR_DAMAGED, "the pouch was changed in its first bytes");
    if (version != POUCH_VERSION)
        return err_set(e, ERR_REFUSED, "the pouch has version %u; this program knows %d", (unsigned)version,
                       POUCH_VERSION);
    out->made = (day_t)number(p + AT_MADE, 4);
    out->number = (int64_t)number(p + AT_NUMBER, 8);
    memcpy(out->kiosk, p + AT_KIOSK, sizeof out->kiosk);
    memcpy(out->copy, p + AT_COPY, sizeof out->copy);
    bool own = memcmp(out->copy, zeros, sizeof zeros) == 0;
    if (kind >= POUCH_KIND_COUNT || !day_ok(out->made) || out->number < 0 || own != (kind == POUCH_FROM_KIOSK) ||
        memcmp(p + AT_ZERO, zeros, sizeof zeros) != 0)
        return err_set(e, ERR_DAMAGED, "the pouch's first bytes make no sense");
    out->kind = (enum pouch_kind)kind;
    return true;
}

/* ---- records, written -------------------------------------------------------------------------------------------- */

static void put_request(const struct pouch_record *r, struct str *out)
{
    add_bytes(out, r->binding.id, sizeof r->binding.id);
    add_number(out, (uint32_t)r->binding.received);
    add_number(out, (uint32_t)r->expires);
    str_add_c(out, (char)r->collected);
    add_number(out, r->answered);
    add_number(out, r->closed);
    add_bytes(out, r->mark, sizeof r->mark);
    add_bytes(out, r->binding.receipt_tag, sizeof r->binding.receipt_tag);
    add_bytes(out, r->binding.receipt_key, sizeof r->binding.receipt_key);
    add_number(out, (uint32_t)r->body.len);
    add_number(out, (uint32_t)r->answer.len);
    add_number(out, (uint32_t)r->reply.len);
    add_bytes(out, r->body.at, r->body.len);
    add_bytes(out, r->answer.at, r->answer.len);
    add_bytes(out, r->reply.at, r->reply.len);
}

void pouch_put_record(const struct pouch_record *r, struct str *out)
{
    switch (r->type) {
    case RECORD_REQUEST:
        put_request(r, out);
        break;
    case RECORD_ACT:
        str_add_c(out, (char)r->act.kind);
        add_bytes(out, r->act.id, sizeof r->act.id);
        add_number(out, r->act.revision);
        add_bytes(out, r->proof, CARRY_PROOF);
        add_bytes(out, r->answer.at, r->answer.len);
        break;
    default:
        add_bytes(out, r->data.at, r->data.len);
    }
}

void pouch_record_head(enum pouch_type type, size_t len, uint8_t out[POUCH_RECORD_HEAD])
{
    put_number(out, type, 4);
    put_number(out + 4, len, 4);
}

void pouch_record_sum(uint64_t place, const uint8_t head[POUCH_RECORD_HEAD], const void *payload, size_t len,
                      uint8_t out[POUCH_RECORD_SUM])
{
    crypto_generichash_state h;
    uint8_t p[8];
    put_number(p, place, sizeof p);
    crypto_generichash_init(&h, NULL, 0, POUCH_RECORD_SUM);
    crypto_generichash_update(&h, p, sizeof p);
    crypto_generichash_update(&h, head, POUCH_RECORD_HEAD);
    crypto_generichash_update(&h, payload, len);
    crypto_generichash_final(&h, out, POUCH_RECORD_SUM);
}

void pouch_signed_bytes(const uint8_t sum[POUCH_SUM], uint8_t out[POUCH_SIGNED])
{
    memcpy(mempcpy(out, "porchlight pouch", 16), sum, POUCH_SUM);
}

/* ---- records, read ----------------------------------------------------------------------------------------------- */

static bool sealed_ok(const struct pouch_bytes *b)
{
    return b->len >= ENVELOPE_OVERHEAD && b->len <= ENVELOPE_OVERHEAD + ENVELOPE_PAYLOAD_MAX &&
           b->at[0] == ENVELOPE_VERSION;
}

static bool request_ok(const struct pouch_record *r)
{
    return day_ok(r->binding.received) && day_ok(r->expires) && r->answered <= CARRY_REVISION_MAX &&
           r->closed <= CARRY_REVISION_MAX && sealed_ok(&r->body) && (r->answer.len != 0) == (r->answered != 0) &&
           (r->answered || sodium_is_zero(r->mark, sizeof r->mark)) && (!r->answer.len || sealed_ok(&r->answer)) &&
           (!r->reply.len || (r->answer.len && sealed_ok(&r->reply)));
}

static bool act_ok(const struct pouch_record *r)
{
    bool answered = r->act.kind == CARRY_ANSWERED;
    return r->act.kind < CARRY_KIND_COUNT && r->act.revision <= CARRY_REVISION_MAX &&
           (r->act.revision != 0) == (r->act.kind != CARRY_COLLECTED) && answered == (r->answer.len != 0) &&
           (!answered || sealed_ok(&r->answer));
}

bool pouch_record_ok(const struct pouch_record *r)
{
    switch (r->type) {
    case RECORD_REQUEST:
        return request_ok(r);
    case RECORD_ACT:
        return act_ok(r);
    case RECORD_GONE:
        return r->data.len > 0 && r->data.len % REQUEST_ID_BYTES == 0 &&
               r->data.len <= (size_t)POUCH_GONE_MAX * REQUEST_ID_BYTES;
    case RECORD_AUDIT:
        for (size_t i = 0; i < r->data.len; i++)
            if (r->data.at[i] != ' ' && (r->data.at[i] < '0' || r->data.at[i] > '9'))
                return false;
        return r->data.len <= POUCH_AUDIT_MAX;
    default:
        return r->data.len == 8;
    }
}

static bool take_request(const uint8_t *p, size_t len, struct pouch_record *r)
{
    if (len < REQUEST_FIXED)
        return false;
    const uint8_t *at = p;
    memcpy(r->binding.id, at, REQUEST_ID_BYTES);
    at += REQUEST_ID_BYTES;
    r->binding.received = (day_t)number(at, 4);
    r->expires = (day_t)number(at + 4, 4);
    if (at[8] > 1)
        return false;
    r->collected = at[8];
    r->answered = (uint32_t)number(at + 9, 4);
    r->closed = (uint32_t)number(at + 13, 4);
    memcpy(r->mark, at + 17, sizeof r->mark);
    at += 17 + sizeof r->mark;
    memcpy(r->binding.receipt_tag, at, RECEIPT_TAG);
    memcpy(r->binding.receipt_key, at + RECEIPT_TAG, sizeof r->binding.receipt_key);
    at += RECEIPT_TAG + sizeof r->binding.receipt_key;
    r->body.len = number(at, 4);
    r->answer.len = number(at + 4, 4);
    r->reply.len = number(at + 8, 4);
    /* each below 2^32: their sum is no trap */
    if ((uint64_t)r->body.len + r->answer.len + r->reply.len != len - REQUEST_FIXED)
        return false;
    r->body.at = p + REQUEST_FIXED;
    r->answer.at = r->body.at + r->body.len;
    r->reply.at = r->answer.at + r->answer.len;
    return true;
}

static bool take_act(const uint8_t *p, size_t len, struct pouch_record *r)
{
    if (len < ACT_FIXED)
        return false;
    r->act.kind = (enum carry_kind)p[0];
    memcpy(r->act.id, p + 1, REQUEST_ID_BYTES);
    r->act.revision = (uint32_t)number(p + 1 + REQUEST_ID_BYTES, 4);
    r->proof = p + ACT_FIXED - CARRY_PROOF;
    r->answer = (struct pouch_bytes){p + ACT_FIXED, len - ACT_FIXED};
    if (r->answer.len)
        carry_mark(r->answer.at, r->answer.len, r->act.mark);
    return true;
}

static bool type_fits(enum pouch_kind kind, enum pouch_type type)
{
    if (type == RECORD_END)
        return true;
    return kind == POUCH_FROM_KIOSK ? type == RECORD_REQUEST || type == RECORD_GONE || type == RECORD_AUDIT
                                    : type == RECORD_ACT;
}

struct pouch_cursor pouch_records(const uint8_t *bytes, size_t size, enum pouch_kind kind)
{
    return (struct pouch_cursor){.at = bytes + POUCH_HEAD, .end = bytes + size, .kind = kind};
}

bool pouch_next(struct pouch_cursor *c, struct pouch_record *out, struct err *e)
{
    size_t left = (size_t)(c->end - c->at);
    unsigned long long place = (unsigned long long)c->place + 1;
    if (left < POUCH_RECORD_HEAD + POUCH_RECORD_SUM)
        return err_set(e, ERR_DAMAGED, "the pouch is cut short, in part %llu", place);
    uint64_t type = number(c->at, 4), len = number(c->at + 4, 4);
    if (len > POUCH_RECORD_MAX || type == 0 || type >= RECORD_TYPE_COUNT || !type_fits(c->kind, (enum pouch_type)type))
        return err_set(e, ERR_DAMAGED, "the pouch is damaged, in part %llu", place);
    if (left < POUCH_RECORD_HEAD + len + POUCH_RECORD_SUM)
        return err_set(e, ERR_DAMAGED, "the pouch is cut short, in part %llu", place);
    const uint8_t *payload = c->at + POUCH_RECORD_HEAD;
    uint8_t sum[POUCH_RECORD_SUM];
    pouch_record_sum(c->place, c->at, payload, len, sum);
    *out = (struct pouch_record){.type = (enum pouch_type)type};
    bool ok = memcmp(sum, payload + len, sizeof sum) == 0;
    if (ok && type == RECORD_REQUEST)
        ok = take_request(payload, len, out);
    else if (ok && type == RECORD_ACT)
        ok = take_act(payload, len, out);
    else
        out->data = (struct pouch_bytes){payload, len};
    ok = ok && pouch_record_ok(out) && (type != RECORD_END || number(payload, 8) == c->place);
    if (!ok)
        return err_set(e, ERR_DAMAGED, "the pouch is damaged, in part %llu", place);
    c->at = payload + len + POUCH_RECORD_SUM;
    c->place++;
    return true;
}

bool pouch_judge(const uint8_t *bytes, size_t size, struct pouch_head *head, struct err *e)
{
    struct pouch_record r = {0};
    uint8_t sum[POUCH_SUM], signed_bytes[POUCH_SIGNED];
    if (!pouch_take_head(bytes, size, head, e))
        return false;
    struct pouch_cursor c = pouch_records(bytes, size, head->kind);
    do
        if (!pouch_next(&c, &r, e))
            return false;
    while (r.type != RECORD_END);
    size_t left = (size_t)(c.end - c.at), want = POUCH_SUM;
    if (head->kind == POUCH_FROM_KIOSK)
        want += POUCH_SIGNATURE;
    if (left != want)
        return err_set(e, ERR_DAMAGED,
                       left < want ? "the pouch is cut short, at its end" : "something stands behind the pouch's end");
    crypto_generichash(sum, sizeof sum, bytes, (size_t)(c.at - bytes), NULL, 0);
    if (memcmp(sum, c.at, sizeof sum) != 0)
        return err_set(e, ERR_DAMAGED, "the pouch was changed");
    pouch_signed_bytes(sum, signed_bytes);
    return head->kind == POUCH_FROM_COPY ||
           crypto_sign_verify_detached(c.at + POUCH_SUM, signed_bytes, sizeof signed_bytes, head->kiosk) == 0 ||
           err_set(e, ERR_DAMAGED, "the pouch is not signed by the kiosk that it names");
}
