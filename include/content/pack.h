/* A content pack: a whole site in one signed file.
 *
 *   Porchlight content pack 1
 *   date: 2026-11-24                 the day it was built, UTC; older packs are not installed over newer ones
 *   centre: Riverside Welcome Centre
 *   note: what has changed           a line each, none or more
 *   payload: 123456 <hash>           bytes, and BLAKE2b-256 as 43 characters of URL-safe base64
 *   files: 87
 *   <hash> <bytes> <path>            in the paths' byte order, each once
 *   signatures: 1
 *   <public key> <signature>         Ed25519 of all lines above `signatures:`
 *   …                                to the end: one zstd frame of the files, one after the other
 *
 * There is one way to write each pack, so one changed byte is always seen: in the lines by the signatures, in those by
 * themselves, in the rest by the payload's hash. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_CONTENT_PACK_H
#define PORCHLIGHT_CONTENT_PACK_H

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "content/signers.h"

#include <stdint.h>

/* A pack over a limit is refused before anything is written. Sizes in bytes. */
enum {
    PACK_FILES_MAX = 100000,
    PACK_PATH_MAX = 240,
    PACK_DEPTH_MAX = 8, /* folders, as check allows */
    PACK_HEAD_MAX = 24 * 1024 * 1024,
    PACK_FILE_MAX = 64 * 1024 * 1024,
    PACK_UNPACKED_MAX = 512 * 1024 * 1024,
    PACK_SIZE_MAX = PACK_UNPACKED_MAX + PACK_HEAD_MAX,
    PACK_NOTES_MAX = 2000,
    PACK_CENTRE_MAX = 200,
    PACK_SIGNATURES_MAX = 8,
    PACK_HASH = 32,
    PACK_FINGERPRINT_MAX = 20 /* "1234 5678 9012 3456" */
};

struct pack_file {
    const char *path;
    uint64_t size;
    uint8_t hash[PACK_HASH];
};

struct pack_signature {
    uint8_t key[SIGNER_KEY];
    uint8_t bytes[64];
};

struct pack {
    struct arena arena; /* the texts and the list below live here */
    int fd;             /* the file, while it is open; -1 for one parsed from memory */
    day_t date;
    const char *centre;
    const char *notes; /* lines; "" when there are none */
    struct pack_file *files;
    size_t file_count;
    uint64_t unpacked; /* sum of the files */
    struct pack_signature signatures[PACK_SIGNATURES_MAX];
    size_t signature_count;
    const char *signed_text; /* all lines that the signatures are of */
    size_t signed_len;
    uint8_t hash[PACK_HASH]; /* of these lines: the pack's identity, whoever has signed it */
    uint64_t payload_at, payload_size;
    uint8_t payload_hash[PACK_HASH];
};

/* Opens a pack and proves it whole: every line, every signature that it carries, the payload's hash. Whose the
 * signatures are is the question of pack_judge. DAMAGED for what is no pack, was changed or is over a limit. */
bool pack_open(struct pack *p, const char *path, struct err *e);
void pack_close(struct pack *p); /* accepts one that could not be opened */

/* The lines alone, from the beginning of a pack; `payload_at` says where they end. The signatures hold. DAMAGED. */
bool pack_parse(struct pack *p, const char *bytes, size_t len, struct err *e);

/* Sixteen digits in groups of four, made of the hash: to compare over the telephone. */
void pack_fingerprint(const struct pack *p, char out[PACK_FINGERPRINT_MAX]);

/* What is trusted of who signed. REFUSED when too few trusted people have: says how many and how many are needed.
 * `trusted` (PACK_SIGNATURES_MAX; may be NULL) gets each signature's signer, NULL for a stranger. */
bool pack_judge(const struct pack *p, const struct signers *signers, const struct signer **trusted, struct err *e);

/* ---- reading the files in a pack -------------------------------------------------------------------------------- */

/* Called with each file in order, its bytes in pieces, and its end once its hash has proved right. False with the
 * reason stops the reading. */
struct pack_sink {
    void *context;
    bool (*begin)(void *context, const struct pack_file *file, struct err *e);
    bool (*bytes)(void *context, const void *bytes, size_t len, struct err *e);
    bool (*end)(void *context, const struct pack_file *file, struct err *e);
};

/* `sink` may be NULL: only proves that all is there. Never unpacks more than the lines say. DAMAGED. */
bool pack_read(const struct pack *p, const struct pack_sink *sink, struct err *e);

/* Writes the files below `dir`, which is there and empty; nothing is durable yet. Files are 0644, folders 0755. */
bool pack_unpack(const struct pack *p, const char *dir, struct err *e);

/* True for a path that a pack may hold: relative, UTF-8, no part empty or beginning with a dot, no backslash or control
 * character, within the limits. */
bool pack_path_ok(const char *path, size_t len);

#endif
