/* A pouch on a stick: written so that it is whole or not there, read so that the stick cannot change it under us.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/pouch_file_int.h"

#include "base/fs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* A stick that writes at once takes few large pieces much sooner than many small ones. */
enum { PIECE = 256 * 1024, LOOKED_AT_MAX = 10000, BESIDE_NAME = POUCH_NAME + 4, SPARE = 64 * 1024 };

/* What a stick's errors mean to whoever stands beside it. */
static bool stick_fail(struct err *e, int why, const char *doing, const char *name)
{
    switch (why) {
    case EIO:
    case ENODEV:
    case ENXIO:
    case ENOMEDIUM:
    case ESTALE:
        return err_set(e, ERR_NO_DEVICE, "cannot %s '%.200s': the stick was pulled out or fails (%s)", doing, name,
                       strerror(why));
    case ENOENT:
    case ENOTDIR:
        return err_set(e, ERR_NO_DEVICE, "cannot %s '%.200s': it is not there", doing, name);
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return err_set(e, ERR_NO_SPACE, "cannot %s '%.200s': the stick is full", doing, name);
    case EROFS:
        return err_set(e, ERR_NO_SPACE, "cannot %s '%.200s': the stick is read-only", doing, name);
    default:
        return err_errno(e, why, "cannot %s '%.200s'", doing, name);
    }
}

static int open_folder(const char *dir, struct err *e)
{
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        stick_fail(e, errno, "open the folder", dir);
    return fd;
}

static bool go_on(const struct pouch_progress *p, uint64_t done, uint64_t of, struct err *e)
{
    return !p || p->go_on(p->context, done, of) || err_set(e, ERR_REFUSED, "stopped");
}

/* ---- names ------------------------------------------------------------------------------------------------------- */

void pouch_kiosk_text(const uint8_t kiosk[CARRY_KIOSK], char out[POUCH_KIOSK])
{
    sodium_bin2hex(out, POUCH_KIOSK, kiosk, (POUCH_KIOSK - 1) / 2);
}

void pouch_name(const struct pouch_head *h, char out[POUCH_NAME])
{
    char kiosk[POUCH_KIOSK], copy[2 * CARRY_COPY + 1];
    pouch_kiosk_text(h->kiosk, kiosk);
    sodium_bin2hex(copy, sizeof copy, h->copy, sizeof h->copy);
    bool own = h->kind == POUCH_FROM_KIOSK;
    snprintf(out, POUCH_NAME, "pouch-%.8s%s%s.box", kiosk, own ? "" : "-", own ? "" : copy);
}

/* ---- writing ----------------------------------------------------------------------------------------------------- */

struct pouch_writer {
    int dir, fd;
    bool named; /* it has its name: nothing is left to remove */
    char name[POUCH_NAME], beside[BESIDE_NAME];
    enum pouch_kind kind;
    uint64_t place, written, size;
    crypto_generichash_state sum;
    struct str piece, payload;
    const struct pouch_progress *progress;
};

void pouch_write_free(struct pouch_writer *w)
{
    if (!w)
        return;
    if (w->fd >= 0 && !w->named)
        unlinkat(w->dir, w->beside, 0);
    if (w->fd >= 0)
        close(w->fd);
    if (w->dir >= 0)
        close(w->dir); /* and the lock goes with it */
    str_release(&w->piece);
    str_release(&w->payload);
    free(w);
}

static bool flush_piece(struct pouch_writer *w, struct err *e)
{
    const char *at = w->piece.s;
    size_t left = w->piece.len;
    if (w->piece.failed)
        return err_set(e, ERR_FAILED, "out of memory");
    while (left) {
        ssize_t n = write(w->fd, at, left);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return stick_fail(e, n < 0 ? errno : EIO, "write", w->name);
        at += n;
        left -= (size_t)n;
    }
    w->written += w->piece.len;
    str_clear(&w->piece);
    return go_on(w->progress, w->written, w->size > w->written ? w->size : w->written, e);
}

static bool put(struct pouch_writer *w, const void *bytes, size_t len, struct err *e)
{
    str_add_n(&w->piece, bytes, len);
    return w->piece.len < PIECE || flush_piece(w, e);
}

static bool put_summed(struct pouch_writer *w, const void *bytes, size_t len, struct err *e)
{
    crypto_generichash_update(&w->sum, bytes, len);
    return put(w, bytes, len, e);
}

/* The old pouch stays until the new one is whole, so there must be room for both. */
static bool room_for(int dir, uint64_t size, struct err *e)
{
    struct statvfs fs;
    if (fstatvfs(dir, &fs) != 0)
        return stick_fail(e, errno, "look at", "it");
    if (fs.f_flag & ST_RDONLY)
        return stick_fail(e, EROFS, "write to", "it");
    uint64_t free_bytes = (uint64_t)fs.f_bavail * fs.f_frsize, need = size + SPARE;
    return free_bytes >= need || err_set(e, ERR_NO_SPACE, "the stick is full: %llu KiB are free, %llu are needed",
                                         (unsigned long long)free_bytes / 1024, (unsigned long long)need / 1024);
}

static bool open_beside(struct pouch_writer *w, struct err *e)
{
    struct stat there;
    /* the folder's own lock: it works on every file system and ends with us */
    if (flock(w->dir, LOCK_EX | LOCK_NB) != 0)
        return err_set(e, ERR_REFUSED, "another program is writing a pouch there");
    if (fstatat(w->dir, w->name, &there, AT_SYMLINK_NOFOLLOW) == 0 && !S_ISREG(there.st_mode))
        return err_set(e, ERR_FAILED, "something that is not a file is called '%s' there", w->name);
    unlinkat(w->dir, w->beside, 0); /* half of a pouch, left when the stick was pulled out */
    w->fd = openat(w->dir, w->beside, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (w->fd < 0)
        return stick_fail(e, errno, "make", w->name);
    /* on a stick that knows owners: the liaison's computer reads it as somebody else. All in it is sealed */
    (void)!fchmod(w->fd, 0644);
    return true;
}

bool pouch_write_begin(struct pouch_writer **out, const char *dir, const struct pouch_head *h, uint64_t size,
                       const struct pouch_progress *p, struct err *e)
{
    uint8_t head[POUCH_HEAD];
    struct pouch_writer *w = calloc(1, sizeof *w);
    if (!w)
        BUG("out of memory");
    *w = (struct pouch_writer){.fd = -1, .kind = h->kind, .size = size, .progress = p};
    str_init(&w->piece);
    str_init(&w->payload);
    pouch_name(h, w->name);
    snprintf(w->beside, sizeof w->beside, "%s.new", w->name);
    crypto_generichash_init(&w->sum, NULL, 0, POUCH_SUM);
    pouch_put_head(h, head);
    w->dir = open_folder(dir, e);
    if (w->dir >= 0 && room_for(w->dir, size, e) && open_beside(w, e) && put_summed(w, head, sizeof head, e)) {
        *out = w;
        return true;
    }
    pouch_write_free(w);
    return false;
}

bool pouch_write(struct pouch_writer *w, const struct pouch_record *r, struct err *e)
{
    uint8_t head[POUCH_RECORD_HEAD], sum[POUCH_RECORD_SUM];
    if (!pouch_record_ok(r))
        BUG("a pouch's record of type %d that could not be read", (int)r->type);
    str_clear(&w->payload);
    pouch_put_record(r, &w->payload);
    if (w->payload.failed)
        return err_set(e, ERR_FAILED, "out of memory");
    pouch_record_head(r->type, w->payload.len, head);
    pouch_record_sum(w->place++, head, w->payload.s, w->payload.len, sum);
    return put_summed(w, head, sizeof head, e) && put_summed(w, w->payload.s, w->payload.len, e) &&
           put_summed(w, sum, sizeof sum, e);
}

/* What the stick gives back is what was written. Its pages are dropped from memory first, so that the stick is asked:
 * sticks that claim more room than they have are sold, and they lose what is written to them without a word. */
static bool read_back(struct pouch_writer *w, const uint8_t sum[POUCH_SUM], struct err *e)
{
    static const char what[] = "read back";
    crypto_generichash_state h;
    uint8_t got[POUCH_SUM], *piece = malloc(PIECE);
    uint64_t left = w->written - POUCH_SUM - (w->kind == POUCH_FROM_KIOSK ? POUCH_SIGNATURE : 0);
    if (!piece)
        return err_set(e, ERR_FAILED, "out of memory");
    posix_fadvise(w->fd, 0, 0, POSIX_FADV_DONTNEED);
    crypto_generichash_init(&h, NULL, 0, POUCH_SUM);
    bool ok = lseek(w->fd, 0, SEEK_SET) == 0 || stick_fail(e, errno, what, w->name);
    while (ok && left) {
        ssize_t n = read(w->fd, piece, left < PIECE ? left : PIECE);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            ok = stick_fail(e, n < 0 ? errno : EIO, what, w->name);
            break;
        }
        crypto_generichash_update(&h, piece, (size_t)n);
        left -= (uint64_t)n;
    }
    free(piece);
    crypto_generichash_final(&h, got, sizeof got);
    return ok && (memcmp(got, sum, sizeof got) == 0 ||
                  err_set(e, ERR_NO_DEVICE, "the stick does not give back what was written to it: take another one"));
}

/* Not every file system can make a folder durable by itself; the whole one then does. */
static bool sync_folder(struct pouch_writer *w, struct err *e)
{
    if (fsync(w->dir) != 0 && errno != EINVAL && errno != ENOTSUP && errno != ENOSYS)
        return stick_fail(e, errno, "make durable", w->name);
    return syncfs(w->dir) == 0 || stick_fail(e, errno, "make durable", w->name);
}

static bool put_end(struct pouch_writer *w, const uint8_t *seed, uint8_t sum[POUCH_SUM], struct err *e)
{
    uint8_t count[8], signature[POUCH_SIGNATURE], public_key[CARRY_KIOSK], secret[crypto_sign_SECRETKEYBYTES];
    uint8_t signed_bytes[POUCH_SIGNED];
    for (int i = 0; i < 8; i++)
        count[i] = (uint8_t)(w->place >> 8 * i);
    struct pouch_record end = {.type = RECORD_END, .data = {count, sizeof count}};
    if (!pouch_write(w, &end, e))
        return false;
    crypto_generichash_final(&w->sum, sum, POUCH_SUM);
    bool ok = put(w, sum, POUCH_SUM, e);
    if (ok && w->kind == POUCH_FROM_KIOSK) {
        pouch_signed_bytes(sum, signed_bytes);
        crypto_sign_seed_keypair(public_key, secret, seed);
        crypto_sign_detached(signature, NULL, signed_bytes, sizeof signed_bytes, secret);
        sodium_memzero(secret, sizeof secret);
        ok = put(w, signature, sizeof signature, e);
    }
    return ok && flush_piece(w, e);
}

bool pouch_write_end(struct pouch_writer *w, const uint8_t *seed, uint64_t *bytes, struct err *e)
{
    uint8_t sum[POUCH_SUM];
    if (!put_end(w, seed, sum, e))
        return false;
    if (fsync(w->fd) != 0)
        return stick_fail(e, errno, "make durable", w->name);
    if (!read_back(w, sum, e))
        return false;
    if (renameat(w->dir, w->beside, w->dir, w->name) != 0)
        return stick_fail(e, errno, "name", w->name);
    w->named = true;
    *bytes = w->written;
    return sync_folder(w, e);
}

/* ---- reading ----------------------------------------------------------------------------------------------------- */

/* A regular file, never a link, a device or a pipe; -1 with e set. */
static int open_pouch(int dir, const char *name, uint64_t *size, struct err *e)
{
    int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    struct stat st;
    if (fd < 0 && errno == ELOOP)
        err_set(e, ERR_DAMAGED, "'%.40s' is a link, not a pouch", name);
    else if (fd < 0)
        stick_fail(e, errno, "open", name);
    else if (fstat(fd, &st) != 0)
        stick_fail(e, errno, "look at", name);
    else if (!S_ISREG(st.st_mode))
        err_set(e, ERR_DAMAGED, "'%.40s' is not a file", name);
    else {
        *size = (uint64_t)st.st_size;
        return fd;
    }
    if (fd >= 0)
        close(fd);
    return -1;
}

/* A file without a name in `beside`. */
static int nameless_file(const char *beside)
{
    int fd = open(beside, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL))
        return fd;
    char path[4096];
    if ((size_t)snprintf(path, sizeof path, "%s/pouch.XXXXXX", beside) >= sizeof path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    fd = mkostemp(path, O_CLOEXEC);
    if (fd >= 0)
        unlink(path);
    return fd;
}

static bool write_all(int fd, const uint8_t *at, size_t len)
{
    while (len) {
        ssize_t n = write(fd, at, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        at += n;
        len -= (size_t)n;
    }
    return true;
}

static bool fetch_bytes(int from, int to, const char *name, uint64_t size, const struct pouch_progress *p,
                        struct err *e)
{
    uint8_t *piece = malloc(PIECE);
    uint64_t done = 0;
    bool ok = piece || err_set(e, ERR_FAILED, "out of memory");
    while (ok && done < size) {
        ssize_t n = read(from, piece, size - done < PIECE ? size - done : PIECE);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            ok = stick_fail(e, errno, "read", name);
        else if (n == 0)
            ok = err_set(e, ERR_DAMAGED, "'%.40s' became shorter while it was read", name);
        else
            ok = write_all(to, piece, (size_t)n) || err_errno(e, errno, "no room to take in '%.40s'", name);
        done += n > 0 ? (uint64_t)n : 0;
        ok = ok && go_on(p, done, size, e);
    }
    free(piece);
    return ok;
}

bool pouch_fetch(const char *dir, const char *name, const char *beside, uint64_t most, const struct pouch_progress *p,
                 struct pouch_copy *out, struct err *e)
{
    uint64_t size = 0;
    *out = (struct pouch_copy){0};
    int folder = open_folder(dir, e);
    int from = folder >= 0 ? open_pouch(folder, name, &size, e) : -1, to = -1;
    bool ok = from >= 0;
    if (ok && size < POUCH_LEAST)
        ok = err_set(e, ERR_DAMAGED, "'%.40s' is cut short", name);
    else if (ok && size > most)
        ok = err_set(e, ERR_TOO_BIG, "'%.40s' is too large: %llu KiB, at most %llu are looked at", name,
                     (unsigned long long)size / 1024, (unsigned long long)most / 1024);
    if (ok)
        ok = (to = nameless_file(beside)) >= 0 || err_errno(e, errno, "no room to take in '%.40s'", name);
    ok = ok && fetch_bytes(from, to, name, size, p, e);
    if (ok) {
        void *map = mmap(NULL, size, PROT_READ, MAP_PRIVATE, to, 0);
        ok = map != MAP_FAILED || err_errno(e, errno, "no memory to take in '%.40s'", name);
        if (ok)
            *out = (struct pouch_copy){.bytes = map, .size = size, .map = map};
    }
    if (to >= 0)
        close(to);
    if (from >= 0)
        close(from);
    if (folder >= 0)
        close(folder);
    return ok;
}

void pouch_fetch_free(struct pouch_copy *c)
{
    if (c->map)
        munmap(c->map, c->size);
    *c = (struct pouch_copy){0};
}

/* ---- which are there --------------------------------------------------------------------------------------------- */

/* "pouch-" and ".box" around 8 hex digits, or twice 8. The head says the rest. */
static bool looks_like(const char *name)
{
    size_t n = strlen(name);
    return (n == POUCH_NAME - 1 || n == POUCH_NAME - 10) && str_starts(name, "pouch-") && str_ends(name, ".box") &&
           strspn(name + 6, "0123456789abcdef-") == n - 10;
}

/* False when it cannot be read: it is passed over here, and pouch_in says why. */
static bool look(int dir, const char *name, struct pouch_found *out)
{
    uint8_t head[POUCH_HEAD];
    struct pouch_head h;
    uint64_t size;
    int fd = open_pouch(dir, name, &size, NULL);
    ssize_t n = fd >= 0 ? read(fd, head, sizeof head) : -1;
    if (fd >= 0)
        close(fd);
    if (n < 0)
        return false;
    *out = (struct pouch_found){.kind = POUCH_KIND_COUNT, .bytes = size, .made = DAY_NONE};
    memcpy(out->name, name, strlen(name) + 1);
    if (pouch_take_head(head, (size_t)n, &h, NULL)) {
        out->kind = h.kind;
        out->made = h.made;
        pouch_kiosk_text(h.kiosk, out->kiosk);
    }
    return true;
}

static int by_name(const void *x, const void *y)
{
    return strcmp(((const struct pouch_found *)x)->name, ((const struct pouch_found *)y)->name);
}

bool pouch_find(const char *dir, struct pouch_found found[POUCH_FILES_MAX], size_t *count, struct err *e)
{
    *count = 0;
    int fd = open_folder(dir, e), again = fd >= 0 ? dup(fd) : -1;
    DIR *d = again >= 0 ? fdopendir(again) : NULL;
    struct dirent *entry = NULL;
    int most = LOOKED_AT_MAX, why = d ? 0 : errno;
    for (errno = 0; d && most > 0 && *count < POUCH_FILES_MAX && (entry = readdir(d)); errno = 0, most--)
        if (looks_like(entry->d_name) && look(fd, entry->d_name, &found[*count]))
            ++*count;
    if (d && !entry)
        why = errno;
    if (d)
        closedir(d);
    else if (again >= 0)
        close(again);
    if (fd < 0)
        return false;
    close(fd);
    if (*count)
        qsort(found, *count, sizeof *found, by_name);
    return why == 0 || stick_fail(e, why, "list", dir);
}
