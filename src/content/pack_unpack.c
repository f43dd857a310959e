/* The files of a pack: unpacked as a stream, each proved before its end is told.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/fs_tree.h"
#include "pack_int.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

enum { PIECE = 128 * 1024 };

/* Cuts the unpacked stream into files. */
struct cutter {
    const struct pack *pack;
    const struct pack_sink *sink;
    size_t file;   /* the one being filled */
    uint64_t left; /* of its bytes */
    bool open;
    crypto_generichash_state hash;
};

static bool damaged(struct err *e)
{
    return err_set(e, ERR_DAMAGED, "the pack's files are not what its list says");
}

static bool finish_file(struct cutter *c, struct err *e)
{
    const struct pack_file *f = &c->pack->files[c->file];
    uint8_t hash[PACK_HASH];
    crypto_generichash_final(&c->hash, hash, sizeof hash);
    if (sodium_memcmp(hash, f->hash, sizeof hash) != 0)
        return damaged(e);
    c->open = false;
    c->file++;
    return !c->sink || c->sink->end(c->sink->context, f, e);
}

/* Begins the next file, passing over empty ones; none is left when file == file_count. */
static bool settle(struct cutter *c, struct err *e)
{
    while (c->file < c->pack->file_count && (!c->open || c->left == 0)) {
        if (c->open) {
            if (!finish_file(c, e))
                return false;
            continue;
        }
        const struct pack_file *f = &c->pack->files[c->file];
        crypto_generichash_init(&c->hash, NULL, 0, PACK_HASH);
        c->left = f->size;
        c->open = true;
        if (c->sink && !c->sink->begin(c->sink->context, f, e))
            return false;
    }
    return true;
}

static bool cut(struct cutter *c, const uint8_t *bytes, size_t len, struct err *e)
{
    while (len) {
        if (!settle(c, e))
            return false;
        if (c->file == c->pack->file_count)
            return damaged(e); /* more than the list says: no byte of it is kept */
        size_t n = c->left < len ? (size_t)c->left : len;
        crypto_generichash_update(&c->hash, bytes, n);
        if (c->sink && !c->sink->bytes(c->sink->context, bytes, n, e))
            return false;
        c->left -= n;
        bytes += n;
        len -= n;
    }
    return settle(c, e);
}

struct stream {
    ZSTD_DCtx *zstd;
    uint8_t *in, *out;
    size_t last; /* 0 once a frame has ended, as ZSTD_decompressStream says */
};

static bool unpack_piece(struct stream *s, size_t len, struct cutter *c, struct err *e)
{
    ZSTD_inBuffer in = {.src = s->in, .size = len};
    bool full = false; /* more may wait inside zstd although all input is taken */
    while (in.pos < in.size || full) {
        if (s->last == 0)
            return damaged(e); /* something after the one frame */
        ZSTD_outBuffer out = {.dst = s->out, .size = PIECE};
        s->last = ZSTD_decompressStream(s->zstd, &out, &in);
        if (ZSTD_isError(s->last))
            return damaged(e);
        if (!cut(c, s->out, out.pos, e))
            return false;
        full = out.pos == out.size && s->last != 0;
    }
    return true;
}

static bool unpack_all(const struct pack *p, struct stream *s, struct cutter *c, struct err *e)
{
    crypto_generichash_state state;
    uint8_t hash[PACK_HASH];
    crypto_generichash_init(&state, NULL, 0, sizeof hash);
    for (uint64_t at = 0; at < p->payload_size;) {
        uint64_t left = p->payload_size - at;
        ssize_t n = pread(p->fd, s->in, left < PIECE ? (size_t)left : PIECE, (off_t)(p->payload_at + at));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return err_errno(e, errno, "cannot read the pack");
        if (n == 0)
            return damaged(e);
        crypto_generichash_update(&state, s->in, (size_t)n);
        if (!unpack_piece(s, (size_t)n, c, e))
            return false;
        at += (uint64_t)n;
    }
    crypto_generichash_final(&state, hash, sizeof hash);
    if (s->last != 0 || c->file != p->file_count || memcmp(hash, p->payload_hash, sizeof hash) != 0)
        return damaged(e);
    return true;
}

bool pack_read(const struct pack *p, const struct pack_sink *sink, struct err *e)
{
    struct err own = {0};
    e = e ? e : &own;
    struct stream s = {.zstd = ZSTD_createDCtx(), .in = malloc(PIECE), .out = malloc(PIECE), .last = 1};
    struct cutter c = {.pack = p, .sink = sink};
    if (!s.zstd || !s.in || !s.out)
        BUG("out of memory");
    ZSTD_DCtx_setParameter(s.zstd, ZSTD_d_windowLogMax, PACK_WINDOW_LOG);
    bool ok = settle(&c, e) && unpack_all(p, &s, &c, e);
    ZSTD_freeDCtx(s.zstd);
    free(s.in);
    free(s.out);
    return ok;
}

/* ---- into a folder ---------------------------------------------------------------------------------------------- */

struct writer {
    const char *dir;
    char path[4096];
    int fd;
};

static bool begin_file(void *context, const struct pack_file *file, struct err *e)
{
    struct writer *w = context;
    size_t top = strlen(w->dir), n = strlen(file->path);
    if (top + 1 + n >= sizeof w->path)
        return err_set(e, ERR_FAILED, "the folder's path is too long");
    memcpy(w->path, w->dir, top);
    w->path[top] = '/';
    memcpy(w->path + top + 1, file->path, n + 1);
    for (char *c = w->path + top + 1; (c = strchr(c, '/')); c++) {
        *c = 0;
        bool ok = fs_make_dir(w->path, 0755, e);
        *c = '/';
        if (!ok)
            return false;
    }
    w->fd = open(w->path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
    return w->fd >= 0 || err_errno(e, errno, "cannot write '%s'", w->path);
}

static bool write_bytes(void *context, const void *bytes, size_t len, struct err *e)
{
    struct writer *w = context;
    for (const char *p = bytes; len;) {
        ssize_t n = write(w->fd, p, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return err_errno(e, errno, "cannot write '%s'", w->path);
        p += n;
        len -= (size_t)n;
    }
    return true;
}

static bool end_file(void *context, const struct pack_file *file, struct err *e)
{
    struct writer *w = context;
    (void)file;
    int fd = w->fd;
    w->fd = -1;
    return close(fd) == 0 || err_errno(e, errno, "cannot write '%s'", w->path);
}

bool pack_unpack(const struct pack *p, const char *dir, struct err *e)
{
    struct writer w = {.dir = dir, .fd = -1};
    const struct pack_sink sink = {.context = &w, .begin = begin_file, .bytes = write_bytes, .end = end_file};
    bool ok = pack_read(p, &sink, e);
    if (w.fd >= 0)
        close(w.fd);
    return ok;
}
