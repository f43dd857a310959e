/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hub/drop.h"

#include "base/fs.h"
#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FOR_ALL = 0644 };

/* Whatever the umask is. A link that somebody put there meanwhile is not followed. */
static bool open_to_all(const char *path, struct err *e)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    struct stat st;
    bool ok = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && fchmod(fd, FOR_ALL) == 0;
    if (!ok)
        err_errno(e, errno, "cannot let everyone read '%s'", path);
    if (fd >= 0)
        close(fd);
    return ok;
}

static void path_in(const char *folder, struct str *path)
{
    str_init(path);
    str_add_f(path, "%s/%s", folder, DROP_NAME);
    if (path->failed)
        BUG("out of memory");
}

bool drop_write(const char *folder, const char *words, struct err *e)
{
    struct str path, line;
    path_in(folder, &path);
    str_init(&line);
    str_add_f(&line, "%s\n", words);
    bool ok = !line.failed && fs_write_atomic(path.s, line.s, line.len, FOR_ALL, e) && open_to_all(path.s, e);
    str_release(&line);
    str_release(&path);
    return ok;
}

bool drop_clear(const char *folder, struct err *e)
{
    struct str path;
    path_in(folder, &path);
    bool ok = unlink(path.s) == 0 || errno == ENOENT || err_errno(e, errno, "cannot take '%s' away", path.s);
    str_release(&path);
    return ok;
}
