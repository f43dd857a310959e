/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "content/pack_build.h"

#include "base/fs.h"
#include "base/vec.h"
#include "content/site.h"
#include "pack_int.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zstd.h>

enum { LEVEL = 12, PIECE = 32 * 1024 };

struct build {
    struct fs_root root;
    struct arena arena; /* names and the list */
    struct faults *left;
    struct {
        VEC(const char *) paths;
    } found;
    struct pack pack;
    ZSTD_CCtx *zstd;
    struct str payload;
};

/* ---- what goes into it ------------------------------------------------------------------------------------------ */

bool pack_leaves_out(const char *path, bool folder)
{
    static const char *const folders[] = {"demonstration", "system", "data"};
    static const char *const ends[] = {".key", ".pack", ".db", ".db-wal", ".db-shm", "~", ".orig", ".bak", ".swp"};
    for (size_t i = 0; folder && i < sizeof folders / sizeof *folders; i++)
        if (strcmp(path, folders[i]) == 0)
            return true;
    for (size_t i = 0; !folder && i < sizeof ends / sizeof *ends; i++)
        if (str_ends(path, ends[i]))
            return true;
    return false;
}

static bool walk(struct build *b, const char *folder, int depth, struct err *e);

static bool take_path(struct build *b, const char *path, int depth, struct err *e)
{
    enum fs_kind kind = fs_look(&b->root, path);
    if (pack_leaves_out(path, kind == FS_FOLDER)) {
        faults_add(b->left, FAULT_WARNING, path, 0, "left out");
        return true;
    }
    if (kind == FS_FOLDER)
        return walk(b, path, depth + 1, e);
    if (kind != FS_FILE)
        return err_set(e, ERR_REFUSED, "'%s' is a %s: only files and folders go into a pack", path,
                       kind == FS_LINK ? "link" : "device, pipe or something else");
    if (!pack_path_ok(path, strlen(path)))
        return err_set(e, ERR_REFUSED,
                       "'%s' cannot go into a pack: a name has no backslash or control character, and at most %d "
                       "bytes with its folders",
                       path, (int)PACK_PATH_MAX);
    if (b->found.paths.len == PACK_FILES_MAX)
        return err_set(e, ERR_TOO_BIG, "a pack holds at most %d files", (int)PACK_FILES_MAX);
    VEC_PUSH(&b->found.paths, path);
    return true;
}

static bool walk(struct build *b, const char *folder, int depth, struct err *e)
{
    char **names;
    size_t count;
    if (depth > PACK_DEPTH_MAX)
        return err_set(e, ERR_TOO_BIG, "'%s' lies too deep: at most %d folders in one another", folder,
                       (int)PACK_DEPTH_MAX);
    if (!fs_list(&b->root, folder, &b->arena, &names, &count, e))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!take_path(b, *folder ? arena_printf(&b->arena, "%s/%s", folder, names[i]) : names[i], depth, e))
            return false;
    return true;
}

static int by_bytes(const void *x, const void *y)
{
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* ---- the payload ------------------------------------------------------------------------------------------------ */

static bool compress(struct build *b, const void *bytes, size_t len, ZSTD_EndDirective how, struct err *e)
{
    uint8_t piece[PIECE];
    ZSTD_inBuffer in = {.src = bytes, .size = len};
    size_t waiting;
    do {
        ZSTD_outBuffer out = {.dst = piece, .size = sizeof piece};
        waiting = ZSTD_compressStream2(b->zstd, &out, &in, how);
        if (ZSTD_isError(waiting))
            return err_set(e, ERR_FAILED, "cannot pack (has a file changed meanwhile?): %s",
                           ZSTD_getErrorName(waiting));
        str_add_n(&b->payload, (const char *)piece, out.pos);
    } while (how == ZSTD_e_end ? waiting != 0 : in.pos < in.size);
    return !b->payload.failed || err_set(e, ERR_FAILED, "out of memory");
}

/* A secret key that somebody has put among the pages under another name would go to every kiosk. */
static bool is_secret(const char *bytes, size_t len)
{
    return (len > 25 && memcmp(bytes, "Porchlight liaison key 1:", 25) == 0) ||
           (len > 25 && memcmp(bytes, "Porchlight signing key 1:", 25) == 0);
}

static bool add_file(struct build *b, const char *path, struct err *e)
{
    struct arena scratch;
    arena_init(&scratch, false);
    char *bytes;
    size_t len;
    struct pack_file *f = &b->pack.files[b->pack.file_count];
    bool ok = fs_read(&b->root, path, PACK_FILE_MAX, &scratch, &bytes, &len, e);
    if (ok && is_secret(bytes, len))
        ok = err_set(e, ERR_REFUSED, "'%s' is a secret key: it does not belong in a site", path);
    if (ok && b->pack.unpacked + len > PACK_UNPACKED_MAX)
        ok = err_set(e, ERR_TOO_BIG, "a pack holds at most %d MiB", PACK_UNPACKED_MAX / 1024 / 1024);
    if (ok) {
        *f = (struct pack_file){.path = path, .size = len};
        crypto_generichash(f->hash, sizeof f->hash, (const uint8_t *)bytes, len, NULL, 0);
        b->pack.unpacked += len;
        b->pack.file_count++;
        ok = compress(b, bytes, len, ZSTD_e_continue, e);
    }
    arena_release(&scratch);
    return ok;
}

static bool pack_files(struct build *b, struct err *e)
{
    if (b->found.paths.len == 0)
        return err_set(e, ERR_REFUSED, "there is no file in '%s'", b->root.path);
    qsort(b->found.paths.v, b->found.paths.len, sizeof *b->found.paths.v, by_bytes);
    b->pack.files = ARENA_ARRAY(&b->arena, struct pack_file, b->found.paths.len);
    b->zstd = ZSTD_createCCtx();
    if (!b->zstd)
        BUG("out of memory");
    ZSTD_CCtx_setParameter(b->zstd, ZSTD_c_compressionLevel, LEVEL);
    /* known beforehand, zstd takes memory for as much and no more; a file that changes meanwhile is an error of its */
    unsigned long long total = 0;
    for (size_t i = 0; i < b->found.paths.len; i++) {
        uint64_t size = 0;
        fs_stat(&b->root, b->found.paths.v[i], &size, NULL);
        total += size;
    }
    ZSTD_CCtx_setPledgedSrcSize(b->zstd, total);
    for (size_t i = 0; i < b->found.paths.len; i++)
        if (!add_file(b, b->found.paths.v[i], e))
            return false;
    if (!compress(b, NULL, 0, ZSTD_e_end, e))
        return false;
    b->pack.payload_size = b->payload.len;
    crypto_generichash(b->pack.payload_hash, PACK_HASH, (const uint8_t *)b->payload.s, b->payload.len, NULL, 0);
    return true;
}

/* ---- the lines -------------------------------------------------------------------------------------------------- */

static bool take_notes(struct build *b, const char *notes, struct err *e)
{
    struct str text;
    str_init(&text);
    bool ok = true;
    for (const char *line = notes ? notes : ""; ok && *line;) {
        size_t n = strcspn(line, "\n");
        if (n) {
            ok = pack_text_ok(line, n, PACK_NOTES_MAX) && text.len + n + 1 <= PACK_NOTES_MAX;
            if (text.len)
                str_add_c(&text, '\n');
            str_add_n(&text, line, n);
        }
        line += n + (line[n] == '\n');
    }
    b->pack.notes = arena_strndup(&b->arena, text.s, text.len);
    str_release(&text);
    return ok || err_set(e, ERR_REFUSED, "notes are plain text of at most %d bytes", (int)PACK_NOTES_MAX);
}

static bool take_centre(struct build *b, const char *dir, struct err *e)
{
    struct site *site;
    struct faults faults;
    faults_init(&faults);
    bool ok = site_open(&site, dir, &faults, e);
    if (ok) {
        size_t n =
            utf8_cut(site->centre, strlen(site->centre) < PACK_CENTRE_MAX ? strlen(site->centre) : PACK_CENTRE_MAX);
        b->pack.centre =
            pack_text_ok(site->centre, n, PACK_CENTRE_MAX) ? arena_strndup(&b->arena, site->centre, n) : "(no name)";
        site_free(site);
    }
    faults_release(&faults);
    return ok;
}

static void sign(struct pack *p, const struct pack_signing *by, const struct str *text)
{
    struct pack_signature *s = &p->signatures[p->signature_count++];
    memcpy(s->key, by->key, SIGNER_KEY);
    by->sign(by->context, text->s, text->len, s->bytes);
}

bool pack_build(const char *dir, day_t date, const char *notes, const struct pack_signing *by, struct str *out,
                struct faults *left, struct err *e)
{
    struct build b = {.left = left, .pack = {.fd = -1, .date = date}};
    if (!fs_root_open(&b.root, dir, e))
        return false;
    arena_init(&b.arena, false);
    str_init(&b.payload);
    bool ok = take_notes(&b, notes, e) && take_centre(&b, dir, e) && walk(&b, "", 0, e) && pack_files(&b, e);
    if (ok) {
        pack_write_signed(&b.pack, out);
        sign(&b.pack, by, out);
        pack_write_signatures(&b.pack, out);
        if (out->len > PACK_HEAD_MAX)
            ok = err_set(e, ERR_TOO_BIG, "the list of files is longer than a pack can hold");
        str_add_n(out, b.payload.s, b.payload.len);
        ok = ok && (!out->failed || err_set(e, ERR_FAILED, "out of memory"));
    }
    ZSTD_freeCCtx(b.zstd);
    str_release(&b.payload);
    VEC_RELEASE(&b.found.paths);
    arena_release(&b.arena);
    fs_root_close(&b.root);
    return ok;
}

static bool copy_payload(const struct pack *p, struct str *out, struct err *e)
{
    uint8_t piece[PIECE];
    for (uint64_t at = 0; at < p->payload_size;) {
        uint64_t left = p->payload_size - at;
        ssize_t n = pread(p->fd, piece, left < PIECE ? (size_t)left : PIECE, (off_t)(p->payload_at + at));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return err_errno(e, n < 0 ? errno : EIO, "cannot read the pack");
        str_add_n(out, (const char *)piece, (size_t)n);
        at += (uint64_t)n;
    }
    return !out->failed || err_set(e, ERR_FAILED, "out of memory");
}

bool pack_approve(const struct pack *p, const struct pack_signing *by, struct str *out, struct err *e)
{
    struct pack more = *p; /* its texts stay p's */
    for (size_t i = 0; i < p->signature_count; i++)
        if (memcmp(p->signatures[i].key, by->key, SIGNER_KEY) == 0)
            return err_set(e, ERR_REFUSED, "this key has signed the pack already");
    if (p->signature_count == PACK_SIGNATURES_MAX)
        return err_set(e, ERR_REFUSED, "%d people have signed already", (int)PACK_SIGNATURES_MAX);
    struct str text;
    str_init(&text);
    str_add_n(&text, p->signed_text, p->signed_len);
    sign(&more, by, &text);
    str_add_n(out, text.s, text.len);
    str_release(&text);
    pack_write_signatures(&more, out);
    return copy_payload(p, out, e);
}
