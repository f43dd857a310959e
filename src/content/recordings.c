/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "content/recordings.h"

#include "base/str.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

void recording_path(const char *tag, const char *text, char out[RECORDING_PATH_MAX])
{
    enum { FIRST_ISOLATE = 0x2066, LAST_ISOLATE = 0x2069, HASH_BYTES = 8 };
    crypto_hash_sha256_state state;
    uint8_t hash[crypto_hash_sha256_BYTES];
    char hex[2 * HASH_BYTES + 1];
    crypto_hash_sha256_init(&state);
    for (size_t i = 0, n = strlen(text); i < n;) {
        size_t from = i;
        uint32_t cp = utf8_next(text, n, &i);
        if (cp < FIRST_ISOLATE || cp > LAST_ISOLATE)
            crypto_hash_sha256_update(&state, (const uint8_t *)text + from, i - from);
    }
    crypto_hash_sha256_final(&state, hash);
    sodium_bin2hex(hex, sizeof hex, hash, HASH_BYTES);
    snprintf(out, RECORDING_PATH_MAX, "audio/%.*s/%s.opus", LANGUAGE_TAG_MAX - 1, tag, hex);
}
