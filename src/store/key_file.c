/* The text of a key file; vault_int.h shows it. SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/limits_int.h"
#include "store/vault_int.h"

#include <string.h>

enum { CHECK_BYTES = 32 };

static const char *const first_lines[] = {
    [KEY_SEALS] = "Porchlight liaison key 1: keep this file and its passphrase apart. "
                  "Whoever has both can read meeting requests.\n",
    [KEY_SIGNS] = "Porchlight signing key 1: keep this file and its passphrase apart. "
                  "Whoever has both can change what kiosks say.\n",
};
_Static_assert(sizeof first_lines / sizeof *first_lines == KEY_KIND_COUNT, "one line a kind");

bool key_base64(const char *text, size_t len, uint8_t *out, size_t size)
{
    size_t got;
    const char *end;
    for (size_t i = 0; i < len; i++)
        if (text[i] & 0x80)
            return false;
    return sodium_base642bin(out, size, text, len, NULL, &got, &end, sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0 &&
           got == size && end == text + len;
}

bool key_name_ok(const char *name, size_t len)
{
    if (len == 0 || len >= KEY_NAME_MAX || !utf8_valid(name, len, NULL))
        return false;
    for (size_t i = 0; i < len;) {
        uint32_t cp = utf8_next(name, len, &i);
        if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0))
            return false;
    }
    return true;
}

static void add_bytes(struct str *out, const char *name, const uint8_t *bytes, size_t len)
{
    char text[sodium_base64_ENCODED_LEN(KEY_WRAPPED, sodium_base64_VARIANT_URLSAFE_NO_PADDING)];
    sodium_bin2base64(text, sizeof text, bytes, len, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    str_add_f(out, "%s: %s\n", name, text);
}

static bool wrapping_key(const struct key_file *f, const char *passphrase, uint8_t key[32], struct err *e)
{
    if (crypto_pwhash(key, 32, passphrase, strlen(passphrase), f->salt, f->passes, (size_t)f->mem_kib * 1024,
                      crypto_pwhash_ALG_ARGON2ID13) == 0)
        return true;
    return err_set(e, ERR_FAILED, "not enough memory to open a key (%u MiB are needed)", f->mem_kib / 1024);
}

bool key_file_write(struct key_file *f, const uint8_t secret[crypto_box_SECRETKEYBYTES], const char *passphrase,
                    struct str *out, struct err *e)
{
    uint8_t key[32], check[CHECK_BYTES];
    randombytes_buf(f->salt, sizeof f->salt);
    randombytes_buf(f->nonce, sizeof f->nonce);
    if (!wrapping_key(f, passphrase, key, e))
        return false;
    str_add(out, first_lines[f->kind]);
    str_add_f(out, "name: %s\n", f->name);
    add_bytes(out, "public", f->public_key, sizeof f->public_key);
    str_add_f(out, "argon2id: %u %u\n", f->passes, f->mem_kib);
    add_bytes(out, "salt", f->salt, sizeof f->salt);
    add_bytes(out, "nonce", f->nonce, sizeof f->nonce);
    f->bound = out->len;
    crypto_aead_xchacha20poly1305_ietf_encrypt(f->wrapped, NULL, secret, crypto_box_SECRETKEYBYTES,
                                               (const uint8_t *)out->s, out->len, NULL, f->nonce, key);
    sodium_memzero(key, sizeof key);
    add_bytes(out, "secret", f->wrapped, sizeof f->wrapped);
    crypto_generichash(check, sizeof check, (const uint8_t *)out->s, out->len, NULL, 0);
    add_bytes(out, "check", check, sizeof check);
    return !out->failed || err_set(e, ERR_FAILED, "out of memory");
}

/* The public half that belongs to a secret. */
static void public_of(enum key_kind kind, const uint8_t secret[crypto_box_SECRETKEYBYTES],
                      uint8_t public_key[VAULT_PUBLIC_KEY])
{
    uint8_t both[crypto_sign_SECRETKEYBYTES];
    if (kind == KEY_SIGNS)
        crypto_sign_seed_keypair(public_key, both, secret);
    else
        crypto_scalarmult_base(public_key, secret);
    sodium_memzero(both, sizeof both);
}

bool key_file_unwrap(const struct key_file *f, const char *text, const char *passphrase,
                     uint8_t secret[crypto_box_SECRETKEYBYTES], struct err *e)
{
    uint8_t key[32], public_key[VAULT_PUBLIC_KEY];
    if (!wrapping_key(f, passphrase, key, e))
        return false;
    bool ok = crypto_aead_xchacha20poly1305_ietf_decrypt(secret, NULL, NULL, f->wrapped, sizeof f->wrapped,
                                                         (const uint8_t *)text, f->bound, f->nonce, key) == 0;
    sodium_memzero(key, sizeof key);
    if (!ok)
        return err_set(e, ERR_REFUSED, "wrong passphrase");
    public_of(f->kind, secret, public_key);
    return memcmp(public_key, f->public_key, sizeof public_key) == 0 ||
           err_set(e, ERR_DAMAGED, "the key's two halves do not belong together");
}

/* ---- reading --------------------------------------------------------------------------------------------------- */

struct cursor {
    const char *at, *end;
};

/* The rest of the next line when it begins with `name`; the cursor moves past it. */
static bool line(struct cursor *c, const char *name, const char **value, size_t *len)
{
    size_t n = strlen(name), left = (size_t)(c->end - c->at);
    const char *stop = left ? memchr(c->at, '\n', left) : NULL;
    if (!stop || (size_t)(stop - c->at) < n || memcmp(c->at, name, n) != 0)
        return false;
    *value = c->at + n;
    *len = (size_t)(stop - c->at) - n;
    c->at = stop + 1;
    return true;
}

static bool take_bytes(struct cursor *c, const char *name, uint8_t *out, size_t size)
{
    const char *value;
    size_t len;
    return line(c, name, &value, &len) && key_base64(value, len, out, size);
}

static bool take_number(const char **p, const char *end, uint32_t *out)
{
    uint64_t v = 0;
    const char *from = *p;
    while (*p < end && **p >= '0' && **p <= '9' && *p - from < 9)
        v = v * 10 + (uint64_t)(*(*p)++ - '0');
    *out = (uint32_t)v;
    return *p > from;
}

static bool take_limits(struct cursor *c, struct key_file *f)
{
    const char *p;
    size_t len;
    if (!line(c, "argon2id: ", &p, &len))
        return false;
    const char *end = p + len;
    return take_number(&p, end, &f->passes) && p < end && *p++ == ' ' && take_number(&p, end, &f->mem_kib) &&
           p == end && f->passes >= 1 && f->passes <= ARGON_PASSES_MAX && f->mem_kib >= ARGON_MEM_KIB_MIN &&
           f->mem_kib <= ARGON_MEM_KIB_MAX;
}

static bool take_name(struct cursor *c, char out[KEY_NAME_MAX])
{
    const char *value;
    size_t len;
    if (!line(c, "name: ", &value, &len) || !key_name_ok(value, len))
        return false;
    memcpy(out, value, len);
    out[len] = 0;
    return true;
}

bool key_file_parse(const char *text, size_t len, struct key_file *out, struct err *e)
{
    struct key_file f = {0};
    size_t first = 0;
    while (f.kind < KEY_KIND_COUNT &&
           (first = strlen(first_lines[f.kind]), len < first || memcmp(text, first_lines[f.kind], first) != 0))
        f.kind++;
    if (f.kind == KEY_KIND_COUNT || len > KEY_FILE_MAX)
        return err_set(e, ERR_DAMAGED, "this is no Porchlight key file");
    struct cursor c = {text + first, text + len};
    uint8_t check[CHECK_BYTES], sum[CHECK_BYTES];
    bool ok = take_name(&c, f.name) && take_bytes(&c, "public: ", f.public_key, sizeof f.public_key) &&
              take_limits(&c, &f) && take_bytes(&c, "salt: ", f.salt, sizeof f.salt) &&
              take_bytes(&c, "nonce: ", f.nonce, sizeof f.nonce);
    f.bound = (size_t)(c.at - text);
    ok = ok && take_bytes(&c, "secret: ", f.wrapped, sizeof f.wrapped);
    size_t checked = (size_t)(c.at - text);
    ok = ok && take_bytes(&c, "check: ", check, sizeof check) && c.at == c.end;
    if (ok) {
        crypto_generichash(sum, sizeof sum, (const uint8_t *)text, checked, NULL, 0);
        ok = memcmp(sum, check, sizeof sum) == 0;
    }
    if (!ok)
        return err_set(e, ERR_DAMAGED, "the key file was changed or cut short");
    *out = f;
    return true;
}
