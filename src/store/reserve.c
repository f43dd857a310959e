/* A file that holds nothing but room. On a full disk a request could not be taken back: erasing needs a few pages of
 * log before it frees any. Then this file goes, the erasing has its room, and afterwards the file is made again.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "reserve_int.h"

#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

static const char name[] = "porchlight.reserve";

/* For one batch of retention.c, the largest thing that is erased at once: measured in test_purge.c. */
enum { RESERVE_BYTES = 2 << 20 };

void reserve_keep(struct store *s)
{
    struct stat st;
    if (s->lock_fd < 0 || s->dir_fd < 0) /* beside a kiosk it is the kiosk's */
        return;
    int fd = openat(s->dir_fd, name, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
    bool ok = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
    if (ok && (st.st_size != RESERVE_BYTES || st.st_blocks * 512 < RESERVE_BYTES)) {
        errno = posix_fallocate(fd, 0, RESERVE_BYTES);
        ok = errno == 0;
        if (!ok) {
            log_warn("no room is set aside for taking requests back on a full disk: %s", strerror(errno));
            unlinkat(s->dir_fd, name, 0);
        }
    }
    if (fd >= 0)
        close(fd);
}

bool reserve_release(struct store *s)
{
    return s->dir_fd >= 0 && unlinkat(s->dir_fd, name, 0) == 0;
}

unsigned long long reserve_free_mb(const struct store *s)
{
    struct statvfs v;
    if (s->dir_fd < 0 || fstatvfs(s->dir_fd, &v) != 0)
        return ~0ull; /* what cannot be asked is no reason to turn anybody away: the write itself will tell */
    return (unsigned long long)v.f_bavail * v.f_frsize >> 20;
}
