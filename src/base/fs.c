/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/fs.h"

#include "base/str.h"
#include "base/vec.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

bool fs_root_open(struct fs_root *r, const char *path, struct err *e)
{
    *r = (struct fs_root){.fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC)};
    if (r->fd < 0)
        return err_errno(e, errno, "cannot open folder '%s'", path);
    r->path = strdup(path);
    if (!r->path)
        BUG("out of memory");
    return true;
}

void fs_root_close(struct fs_root *r)
{
    if (!r)
        return;
    if (r->path)
        close(r->fd);
    free(r->path);
    *r = (struct fs_root){.fd = -1};
}

/* For kernels and sandboxes without openat2: one component at a time, no links, no "..". */
static int open_by_steps(int root, const char *rel, int flags)
{
    if (*rel == '/') {
        errno = EXDEV;
        return -1;
    }
    int dir = fcntl(root, F_DUPFD_CLOEXEC, 0);
    char part[256];
    while (dir >= 0) {
        rel += strspn(rel, "/");
        size_t n = strcspn(rel, "/");
        bool last = rel[n] == 0;
        if (n == 0 || n >= sizeof part) {
            close(dir);
            errno = ENOENT;
            return -1;
        }
        memcpy(part, rel, n);
        part[n] = 0;
        int next = -1;
        if (strcmp(part, "..") == 0)
            errno = EXDEV;
        else
            next = openat(dir, part, (last ? flags : O_PATH | O_DIRECTORY) | O_NOFOLLOW | O_CLOEXEC);
        int why = errno;
        struct stat st;
        /* a link where a folder should be is "not a folder" to O_PATH; say what it is */
        if (next < 0 && why == ENOTDIR && fstatat(dir, part, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(st.st_mode))
            why = ELOOP;
        close(dir);
        errno = why;
        if (last)
            return next;
        dir = next;
        rel += n;
    }
    return -1;
}

static int open_beneath(const struct fs_root *r, const char *rel, int flags)
{
    if (!*rel)
        rel = ".";
    struct open_how how = {.flags = (unsigned)flags | O_CLOEXEC, .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS};
    long fd = -1;
    /* EAGAIN: something was renamed while the kernel looked for "..", which is rare and passes */
    for (int tries = 0; tries < 8; tries++) {
        fd = syscall(SYS_openat2, r->fd, rel, &how, sizeof how);
        if (fd >= 0 || errno != EAGAIN)
            break;
    }
    if (fd < 0 && (errno == ENOSYS || errno == EPERM))
        return open_by_steps(r->fd, rel, flags);
    return (int)fd;
}

/* Why open_beneath failed: a path that leaves its root is told apart. */
static bool cannot_open(struct err *e, int errno_value, const char *what, const char *rel)
{
    if (errno_value == EXDEV || errno_value == ELOOP)
        return err_set(e, ERR_FAILED, "'%s' leads out of its folder", rel);
    return err_errno(e, errno_value, "cannot open %s'%s'", what, rel);
}

/* Reads an open file whole; closes fd in every case. */
static bool read_fd(int fd, const char *name, size_t max, struct arena *a, char **out, size_t *len, struct err *e)
{
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        close(fd);
        return err_set(e, ERR_FAILED, "'%s' is not a regular file", name);
    }
    if ((uint64_t)st.st_size > max) {
        close(fd);
        return err_set(e, ERR_TOO_BIG, "'%s' is %lld bytes; at most %zu are read", name, (long long)st.st_size, max);
    }
    size_t cap = (size_t)st.st_size, got = 0;
    char *buf = arena_alloc(a, cap + 1);
    while (got < cap) {
        ssize_t n = read(fd, buf + got, cap - got);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            err_errno(e, errno, "cannot read '%s'", name);
            close(fd);
            return false;
        }
        if (n == 0)
            break;
        got += (size_t)n;
    }
    close(fd);
    buf[got] = 0;
    *out = buf;
    if (len)
        *len = got;
    return true;
}

bool fs_read(const struct fs_root *r, const char *rel, size_t max, struct arena *a, char **out, size_t *len,
             struct err *e)
{
    int fd = open_beneath(r, rel, O_RDONLY | O_NONBLOCK); /* NONBLOCK: a FIFO must not stop us */
    if (fd < 0)
        return cannot_open(e, errno, "", rel);
    return read_fd(fd, rel, max, a, out, len, e);
}

bool fs_stat(const struct fs_root *r, const char *rel, uint64_t *size, int64_t *mtime_ns)
{
    int fd = open_beneath(r, rel, O_PATH);
    struct stat st;
    bool ok = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
    if (fd >= 0)
        close(fd);
    if (ok && size)
        *size = (uint64_t)st.st_size;
    /* a file system can hold years that nanoseconds cannot; what is wanted is only whether it changed */
    if (ok && mtime_ns)
        *mtime_ns = (int64_t)((uint64_t)st.st_mtim.tv_sec * 1000000000U + (uint64_t)st.st_mtim.tv_nsec);
    return ok;
}

enum fs_kind fs_look(const struct fs_root *r, const char *rel)
{
    int fd = open_beneath(r, rel, O_PATH | O_NOFOLLOW);
    struct stat st;
    bool ok = fd >= 0 && fstat(fd, &st) == 0;
    if (fd >= 0)
        close(fd);
    if (!ok)
        return FS_NOTHING;
    return S_ISREG(st.st_mode) ? FS_FILE : S_ISDIR(st.st_mode) ? FS_FOLDER : S_ISLNK(st.st_mode) ? FS_LINK : FS_SPECIAL;
}

bool fs_is_dir(const struct fs_root *r, const char *rel)
{
    int fd = open_beneath(r, rel, O_PATH | O_DIRECTORY);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

static int by_bytes(const void *x, const void *y)
{
    return strcmp(*(char *const *)x, *(char *const *)y);
}

struct names {
    char **v;
    size_t len, cap;
};

/* On false errno is EFBIG for too many, or what readdir said. */
static bool read_names(DIR *d, struct arena *a, struct names *found)
{
    struct dirent *entry;
    while (errno = 0, (entry = readdir(d))) {
        if (entry->d_name[0] == '.')
            continue;
        if (found->len == FS_LIST_MAX) {
            errno = EFBIG;
            return false;
        }
        VEC_PUSH(found, arena_strdup(a, entry->d_name));
    }
    return errno == 0;
}

bool fs_list(const struct fs_root *r, const char *rel, struct arena *a, char ***names, size_t *count, struct err *e)
{
    int fd = open_beneath(r, rel, O_RDONLY | O_DIRECTORY);
    if (fd < 0)
        return cannot_open(e, errno, "folder ", rel);
    DIR *d = fdopendir(fd);
    if (!d) {
        err_errno(e, errno, "cannot list folder '%s'", rel);
        close(fd);
        return false;
    }
    struct names found = {0};
    bool ok = read_names(d, a, &found);
    int why = errno;
    closedir(d);
    if (!ok) {
        VEC_RELEASE(&found);
        if (why == EFBIG)
            return err_set(e, ERR_TOO_BIG, "folder '%s' holds more than %d files", rel, FS_LIST_MAX);
        return err_errno(e, why, "cannot list folder '%s'", rel);
    }
    if (found.len)
        qsort(found.v, found.len, sizeof *found.v, by_bytes);
    *names = ARENA_ARRAY(a, char *, found.len + 1);
    if (found.len)
        memcpy(*names, found.v, found.len * sizeof *found.v);
    *count = found.len;
    VEC_RELEASE(&found);
    return true;
}

static bool is_file(const struct fs_root *r, const char *rel, const struct dirent *entry)
{
    if (entry->d_type != DT_LNK && entry->d_type != DT_UNKNOWN)
        return entry->d_type == DT_REG;
    char path[4096];
    int n = snprintf(path, sizeof path, "%s%s%s", rel, *rel ? "/" : "", entry->d_name);
    return n > 0 && (size_t)n < sizeof path && fs_stat(r, path, NULL, NULL);
}

bool fs_each_file(const struct fs_root *r, const char *rel, void (*found)(void *context, const char *name),
                  void *context)
{
    int fd = open_beneath(r, rel, O_RDONLY | O_DIRECTORY);
    DIR *d = fd >= 0 ? fdopendir(fd) : NULL;
    if (!d) {
        if (fd >= 0)
            close(fd);
        return false;
    }
    struct dirent *entry = NULL;
    int most = FS_LIST_MAX;
    for (errno = 0; most-- > 0 && (entry = readdir(d)); errno = 0)
        if (entry->d_name[0] != '.' && is_file(r, rel, entry))
            found(context, entry->d_name);
    bool ok = errno == 0;
    closedir(d);
    return ok;
}

bool fs_read_path(const char *path, size_t max, struct arena *a, char **out, size_t *len, struct err *e)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return err_errno(e, errno, "cannot open '%s'", path);
    return read_fd(fd, path, max, a, out, len, e);
}

static bool write_all(int fd, const void *bytes, size_t len)
{
    const char *p = bytes;
    while (len) {
        ssize_t n = write(fd, p, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        p += n;
        len -= (size_t)n;
    }
    return fsync(fd) == 0;
}

/* The folder that holds `path`, open for fsync; -1 with errno. */
static int open_parent(const char *path)
{
    char *dir = strdup(path);
    if (!dir)
        BUG("out of memory");
    char *slash = strrchr(dir, '/');
    if (slash)
        slash[slash == dir] = 0;
    int fd = open(slash ? dir : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(dir);
    return fd;
}

/* Writes the file beside and moves it into place; errno on false, and nothing is left behind. */
static bool replace(const char *path, const char *beside, const void *bytes, size_t len, unsigned mode)
{
    unlink(beside); /* left by a process of the same number that was killed here */
    int fd = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
    if (fd < 0)
        return false;
    bool ok = write_all(fd, bytes, len) && rename(beside, path) == 0;
    int why = errno;
    close(fd);
    if (!ok)
        unlink(beside);
    errno = why;
    return ok;
}

bool fs_write_atomic(const char *path, const void *bytes, size_t len, unsigned mode, struct err *e)
{
    /* opened first: when the folder is not there, the old file is not touched */
    int folder = open_parent(path);
    if (folder < 0)
        return err_errno(e, errno, "cannot write '%s'", path);
    struct stat there;
    /* root may rename over a device: /dev/null would be gone for the whole machine */
    if (lstat(path, &there) == 0 && !S_ISREG(there.st_mode) && !S_ISLNK(there.st_mode)) {
        close(folder);
        return err_set(e, ERR_FAILED, "cannot write '%s': something that is not a file stands there", path);
    }
    struct str beside;
    str_init(&beside);
    str_add_f(&beside, "%s.%ld.new", path, (long)getpid());
    if (beside.failed)
        BUG("out of memory");
    bool ok = replace(path, beside.s, bytes, len, mode);
    if (!ok)
        err_errno(e, errno, "cannot write '%s'", path);
    else if (fsync(folder) != 0)
        ok = err_errno(e, errno, "cannot make '%s' durable", path);
    close(folder);
    str_release(&beside);
    return ok;
}

bool fs_make_dirs(const char *path, struct err *e)
{
    char *p = strdup(path);
    if (!p)
        BUG("out of memory");
    bool ok = *p != 0;
    if (!ok)
        err_set(e, ERR_NOT_FOUND, "a folder without a name");
    for (char *c = p + 1; ok; c++) {
        if (*c != '/' && *c != 0)
            continue;
        char was = *c;
        *c = 0;
        struct stat st;
        if (mkdir(p, 0700) != 0 && !(errno == EEXIST && stat(p, &st) == 0 && S_ISDIR(st.st_mode)))
            ok = err_errno(e, errno, "cannot make folder '%s'", p);
        *c = was;
        if (was == 0)
            break;
    }
    free(p);
    return ok;
}
