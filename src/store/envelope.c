/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/envelope.h"

#include "store/vault_int.h"

#include <stdlib.h>
#include <string.h>

enum { KEY = crypto_aead_xchacha20poly1305_ietf_KEYBYTES, MAC = crypto_aead_xchacha20poly1305_ietf_ABYTES };
enum { NONCE_AT = 1, BOXES_AT = 1 + ENVELOPE_NONCE };
_Static_assert(ENVELOPE_NONCE == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, "libsodium's nonce");
_Static_assert(ENVELOPE_BOX == KEY + crypto_box_SEALBYTES, "a sealed key");
_Static_assert(ENVELOPE_OVERHEAD == ENVELOPE_HEAD + MAC, "libsodium's tag");

/* The authenticated data: a fixed word, the binding field by field (no padding of structs), then the envelope's head.
 */
enum { WORD = 16, BOUND = WORD + ENVELOPE_ID + RECEIPT_TAG + 32 + 4, AUTHENTICATED = BOUND + ENVELOPE_HEAD };
static const char words[][WORD] = {
    [ENVELOPE_REQUEST] = "porchlight req",
    [ENVELOPE_ANSWER] = "porchlight rsp",
    [ENVELOPE_REPLY] = "porchlight rep",
};
_Static_assert(sizeof words / sizeof *words == ENVELOPE_KIND_COUNT, "a word for each kind");

static void authenticated_data(const struct envelope_binding *to, const uint8_t *head, uint8_t out[AUTHENTICATED])
{
    uint8_t *p = out;
    uint32_t day = (uint32_t)to->received;
    const uint8_t day_bytes[4] = {(uint8_t)day, (uint8_t)(day >> 8), (uint8_t)(day >> 16), (uint8_t)(day >> 24)};
    p = mempcpy(p, words[to->kind], WORD);
    p = mempcpy(p, to->id, sizeof to->id);
    p = mempcpy(p, to->receipt_tag, sizeof to->receipt_tag);
    p = mempcpy(p, to->receipt_key, sizeof to->receipt_key);
    p = mempcpy(p, day_bytes, sizeof day_bytes);
    memcpy(p, head, ENVELOPE_HEAD);
}

/* A true point and random bytes: what crypto_box_seal makes, to whoever has no key for it. */
static void decoy(uint8_t box[ENVELOPE_BOX])
{
    uint8_t scalar[crypto_scalarmult_SCALARBYTES];
    randombytes_buf(scalar, sizeof scalar);
    crypto_scalarmult_base(box, scalar);
    randombytes_buf(box + crypto_scalarmult_BYTES, ENVELOPE_BOX - crypto_scalarmult_BYTES);
    sodium_memzero(scalar, sizeof scalar);
}

/* Which place each reader's box takes: a shuffle (Fisher and Yates), so that place does not tell the reader. */
static void shuffle(uint8_t place[VAULT_READERS_MAX])
{
    for (unsigned i = 0; i < VAULT_READERS_MAX; i++) {
        uint32_t j = randombytes_uniform(i + 1);
        place[i] = place[j];
        place[j] = (uint8_t)i;
    }
}

static bool fill_boxes(uint8_t *boxes, const uint8_t (*readers)[VAULT_PUBLIC_KEY], size_t count, const uint8_t key[KEY],
                       struct err *e)
{
    uint8_t place[VAULT_READERS_MAX] = {0};
    shuffle(place);
    for (size_t i = 0; i < VAULT_READERS_MAX; i++) {
        uint8_t *box = boxes + (size_t)place[i] * ENVELOPE_BOX;
        if (i >= count)
            decoy(box);
        else if (crypto_box_seal(box, key, KEY, readers[i]) != 0)
            return err_set(e, ERR_REFUSED, "a reader's public key is no key");
    }
    return true;
}

bool envelope_seal(const struct envelope_binding *to, const uint8_t (*readers)[VAULT_PUBLIC_KEY], size_t reader_count,
                   const char *payload, size_t len, struct str *out, struct err *e)
{
    if (reader_count == 0)
        return err_set(e, ERR_REFUSED, "no liaison has a key: nobody could read a request");
    if (reader_count > VAULT_READERS_MAX)
        return err_set(e, ERR_REFUSED, "a request goes to at most %d readers, not %zu", VAULT_READERS_MAX,
                       reader_count);
    if (len > ENVELOPE_PAYLOAD_MAX)
        return err_set(e, ERR_TOO_BIG, "a request of %zu bytes", len);
    uint8_t key[KEY], head[ENVELOPE_HEAD], bound[AUTHENTICATED];
    uint8_t *body = malloc(len + MAC);
    if (!body)
        return err_set(e, ERR_FAILED, "out of memory");
    head[0] = ENVELOPE_VERSION;
    randombytes_buf(head + NONCE_AT, ENVELOPE_NONCE);
    randombytes_buf(key, sizeof key);
    bool ok = fill_boxes(head + BOXES_AT, readers, reader_count, key, e);
    if (ok) {
        authenticated_data(to, head, bound);
        crypto_aead_xchacha20poly1305_ietf_encrypt(body, NULL, (const uint8_t *)payload, len, bound, sizeof bound, NULL,
                                                   head + NONCE_AT, key);
        str_add_n(out, (const char *)head, sizeof head);
        str_add_n(out, (const char *)body, len + MAC);
        ok = !out->failed || err_set(e, ERR_FAILED, "out of memory");
    }
    free(body); /* ciphertext only: nothing to wipe */
    sodium_memzero(key, sizeof key);
    return ok;
}

bool envelope_open(const struct envelope_binding *to, const struct vault_key *key, const uint8_t *sealed, size_t len,
                   struct str *out, struct err *e)
{
    if (len < ENVELOPE_OVERHEAD || len > ENVELOPE_OVERHEAD + ENVELOPE_PAYLOAD_MAX)
        return err_set(e, ERR_DAMAGED, "a sealed request of %zu bytes", len);
    if (sealed[0] != ENVELOPE_VERSION)
        return err_set(e, ERR_DAMAGED, "a sealed request of version %d", sealed[0]);
    uint8_t inner[KEY], bound[AUTHENTICATED];
    size_t i = 0;
    while (i < VAULT_READERS_MAX && crypto_box_seal_open(inner, sealed + BOXES_AT + i * ENVELOPE_BOX, ENVELOPE_BOX,
                                                         key->public_key, key->secret) != 0)
        i++;
    if (i == VAULT_READERS_MAX)
        return err_set(e, ERR_REFUSED, "this request is not sealed to this key");
    size_t plain_len = len - ENVELOPE_OVERHEAD;
    uint8_t *plain = sodium_malloc(plain_len ? plain_len : 1);
    bool ok = plain != NULL;
    if (!ok)
        err_set(e, ERR_FAILED, "not enough locked memory to open a request");
    authenticated_data(to, sealed, bound);
    if (ok && crypto_aead_xchacha20poly1305_ietf_decrypt(plain, NULL, NULL, sealed + ENVELOPE_HEAD, len - ENVELOPE_HEAD,
                                                         bound, sizeof bound, sealed + NONCE_AT, inner) != 0)
        ok = err_set(e, ERR_DAMAGED, "a sealed request was changed");
    if (ok) {
        str_add_n(out, (const char *)plain, plain_len);
        ok = !out->failed || err_set(e, ERR_FAILED, "out of memory");
    }
    sodium_free(plain);
    sodium_memzero(inner, sizeof inner);
    return ok;
}
