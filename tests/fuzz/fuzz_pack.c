/* Packs from a stick. What parses keeps to its limits, and no payload gives more than the lines say.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "content/pack_int.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seen {
    uint64_t bytes;
    size_t files;
};

static bool begin(void *context, const struct pack_file *file, struct err *e)
{
    (void)context;
    (void)e;
    if (!pack_path_ok(file->path, strlen(file->path)) || strncmp(file->path, "../", 3) == 0 ||
        strstr(file->path, "/../") || strcmp(file->path, "..") == 0 || *file->path == '/')
        BUG("a path that leaves its folder");
    return true;
}

static bool bytes(void *context, const void *at, size_t len, struct err *e)
{
    (void)at;
    (void)e;
    ((struct seen *)context)->bytes += len;
    return true;
}

static bool end(void *context, const struct pack_file *file, struct err *e)
{
    (void)file;
    (void)e;
    ((struct seen *)context)->files++;
    return true;
}

/* The payload's own hash keeps a fuzzer out, so it is mended. */
static void try_payload(struct pack *p, const uint8_t *data, size_t size)
{
    struct seen seen = {0};
    const struct pack_sink sink = {&seen, begin, bytes, end};
    struct err e = {0};
    p->fd = memfd_create("pack", MFD_CLOEXEC);
    if (p->fd < 0 || write(p->fd, data, size) != (ssize_t)size)
        BUG("no memory file");
    p->payload_at = 0;
    p->payload_size = size;
    crypto_generichash(p->payload_hash, PACK_HASH, data, size, NULL, 0);
    bool ok = pack_read(p, &sink, &e);
    if (seen.bytes > p->unpacked || seen.files > p->file_count || (ok && seen.bytes != p->unpacked) ||
        (!ok && !e.msg[0]))
        BUG("%llu bytes of %llu", (unsigned long long)seen.bytes, (unsigned long long)p->unpacked);
}

static void try_parse(const uint8_t *data, size_t size, const uint8_t *payload, size_t payload_size)
{
    struct pack p;
    struct err e = {0};
    if (!pack_parse(&p, (const char *)data, size, &e)) {
        if (e.code != ERR_DAMAGED || !e.msg[0])
            BUG("a refusal without a reason");
        return;
    }
    if (p.file_count == 0 || p.file_count > PACK_FILES_MAX || p.unpacked > PACK_UNPACKED_MAX ||
        p.signature_count == 0 || p.payload_at > size)
        BUG("a pack out of its limits");
    struct str again;
    str_init(&again);
    pack_write_signed(&p, &again);
    if (again.len != p.signed_len || memcmp(again.s, p.signed_text, again.len) != 0)
        BUG("two ways to write one pack");
    str_release(&again);
    try_payload(&p, payload, payload_size);
    pack_close(&p);
}

/* Nor do signatures hold by chance: the lines are signed afresh. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t seed[crypto_sign_SEEDBYTES] = {1};
    uint8_t secret[crypto_sign_SECRETKEYBYTES];
    struct pack by = {.signature_count = 1};
    struct str mended;
    try_parse(data, size, data, size);
    const uint8_t *at = size ? memmem(data, size, "\nsignatures: ", 13) : NULL;
    if (!at)
        return 0;
    size_t kept = (size_t)(at + 1 - data);
    const uint8_t *line = memchr(at + 1, '\n', size - kept), *payload = line ? line + 1 : data + size;
    crypto_sign_seed_keypair(by.signatures[0].key, secret, seed);
    crypto_sign_detached(by.signatures[0].bytes, NULL, data, kept, secret);
    str_init(&mended);
    str_add_n(&mended, (const char *)data, kept);
    pack_write_signatures(&by, &mended);
    try_parse((const uint8_t *)mended.s, mended.len, payload, (size_t)(data + size - payload));
    str_release(&mended);
    return 0;
}
