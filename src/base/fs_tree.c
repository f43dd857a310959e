/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/fs_tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINK_PATH_MAX = 4096, TREE_DEPTH_MAX = 64 };

bool fs_make_dir(const char *path, unsigned mode, struct err *e)
{
    struct stat st;
    if (mkdir(path, mode) == 0 || (errno == EEXIST && lstat(path, &st) == 0 && S_ISDIR(st.st_mode)))
        return true;
    return err_errno(e, errno, "cannot make folder '%s'", path);
}

static bool remove_at(int folder, const char *name, int depth);

/* Empties and closes an open folder; errno on false. */
static bool empty(int fd, int depth)
{
    DIR *d = fdopendir(fd);
    if (!d) {
        close(fd);
        return false;
    }
    bool ok = true;
    for (struct dirent *entry; ok && (errno = 0, entry = readdir(d));)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            ok = remove_at(dirfd(d), entry->d_name, depth + 1);
    ok = ok && errno == 0;
    int why = errno;
    closedir(d);
    errno = why;
    return ok;
}

static bool remove_at(int folder, const char *name, int depth)
{
    if (unlinkat(folder, name, 0) == 0 || errno == ENOENT)
        return true;
    if (errno != EISDIR && errno != EPERM)
        return false;
    if (depth > TREE_DEPTH_MAX) {
        errno = ELOOP;
        return false;
    }
    int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    return fd >= 0 && empty(fd, depth) && unlinkat(folder, name, AT_REMOVEDIR) == 0;
}

bool fs_remove_tree(const char *path, struct err *e)
{
    return remove_at(AT_FDCWD, path, 0) || err_errno(e, errno, "cannot remove '%s'", path);
}

bool fs_sync_all(const char *path, struct err *e)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = fd >= 0 && syncfs(fd) == 0;
    int why = errno;
    if (fd >= 0)
        close(fd);
    return ok || err_errno(e, why, "cannot make '%s' durable", path);
}

/* fsync of the folder that `path` lies in. */
static bool sync_parent(const char *path, struct err *e)
{
    char dir[LINK_PATH_MAX];
    const char *slash = strrchr(path, '/');
    int n = slash ? snprintf(dir, sizeof dir, "%.*s", slash == path ? 1 : (int)(slash - path), path)
                  : snprintf(dir, sizeof dir, ".");
    int fd = (size_t)n < sizeof dir ? open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    bool ok = fd >= 0 && fsync(fd) == 0;
    int why = errno;
    if (fd >= 0)
        close(fd);
    return ok || err_errno(e, why, "cannot make '%s' durable", path);
}

bool fs_move_dir(const char *from, const char *to, struct err *e)
{
    /* onto an empty folder rename would succeed: here every name is used once */
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) != 0)
        return err_errno(e, errno, "cannot move '%s' to '%s'", from, to);
    return sync_parent(to, e);
}

bool fs_point_link(const char *path, const char *target, struct err *e)
{
    struct stat st;
    if (lstat(path, &st) == 0 && !S_ISLNK(st.st_mode))
        return err_set(e, ERR_FAILED, "'%s' is not a link", path);
    char beside[LINK_PATH_MAX];
    if ((size_t)snprintf(beside, sizeof beside, "%s.new", path) >= sizeof beside)
        return err_set(e, ERR_FAILED, "the path '%.64s…' is too long", path);
    unlink(beside);
    if (symlink(target, beside) != 0)
        return err_errno(e, errno, "cannot make the link '%s'", beside);
    if (rename(beside, path) != 0) {
        err_errno(e, errno, "cannot change the link '%s'", path);
        unlink(beside);
        return false;
    }
    return sync_parent(path, e);
}

bool fs_drop_link(const char *path, struct err *e)
{
    struct stat st;
    if (lstat(path, &st) != 0 || !S_ISLNK(st.st_mode))
        return err_set(e, ERR_NOT_FOUND, "'%s' is not a link", path);
    if (unlink(path) != 0)
        return err_errno(e, errno, "cannot remove the link '%s'", path);
    return sync_parent(path, e);
}
