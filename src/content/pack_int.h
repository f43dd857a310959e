/* What the writers and readers of packs share. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_CONTENT_PACK_INT_H
#define PORCHLIGHT_CONTENT_PACK_INT_H

#include "content/pack.h"

enum { PACK_HASH_TEXT = 44 /* 43 characters and NUL */, PACK_WINDOW_LOG = 23 /* zstd needs 8 MiB to unpack */ };

/* The 43 characters of 32 bytes. */
void pack_base64(const uint8_t bytes[PACK_HASH], char out[PACK_HASH_TEXT]);

/* Appends the lines that are signed, from date, centre, notes, files and payload; or those of the signatures. */
void pack_write_signed(const struct pack *p, struct str *out);
void pack_write_signatures(const struct pack *p, struct str *out);

/* Whether the path stays out of every pack: the machine's own, secret, or a copy that an editor has left. */
bool pack_leaves_out(const char *path, bool folder);

/* One to `max` bytes of UTF-8 without control characters: it is printed to a terminal. */
bool pack_text_ok(const char *s, size_t len, size_t max);

#endif
