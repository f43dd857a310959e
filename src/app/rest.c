/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rest_int.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

static void close_devices(struct rest *r)
{
    while (r->fds.len > 1)
        close(r->fds.v[--r->fds.len].fd);
}

static void open_devices(struct rest *r)
{
    DIR *d = opendir(r->dir);
    for (const struct dirent *entry; d && (entry = readdir(d));) {
        if (strncmp(entry->d_name, "event", 5) != 0)
            continue;
        int fd = openat(dirfd(d), entry->d_name, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
        if (fd >= 0)
            VEC_PUSH(&r->fds, ((struct pollfd){.fd = fd, .events = POLLIN}));
    }
    if (d)
        closedir(d);
}

bool rest_open(struct rest *r, const char *dir)
{
    *r = (struct rest){.dir = dir};
    int watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (watch < 0)
        return false;
    VEC_PUSH(&r->fds, ((struct pollfd){.fd = watch, .events = POLLIN}));
    /* a device is made first and readable for us a moment later */
    if (inotify_add_watch(watch, dir, IN_CREATE | IN_ATTRIB | IN_DELETE) >= 0)
        open_devices(r);
    if (r->fds.len > 1)
        return true;
    rest_close(r);
    return false;
}

void rest_close(struct rest *r)
{
    close_devices(r);
    if (r->fds.len)
        close(r->fds.v[0].fd);
    VEC_RELEASE(&r->fds);
}

static void drain(int fd)
{
    char bytes[4096];
    while (read(fd, bytes, sizeof bytes) > 0)
        continue;
    explicit_bzero(bytes, sizeof bytes); /* where somebody touched */
}

void rest_wait(struct rest *r, int ms)
{
    if (poll(r->fds.v, r->fds.len, ms) <= 0)
        return;
    bool changed = r->fds.v[0].revents != 0;
    for (size_t i = 0; i < r->fds.len; i++) {
        if (r->fds.v[i].revents & POLLIN)
            drain(r->fds.v[i].fd);
        changed = changed || r->fds.v[i].revents & (POLLERR | POLLHUP | POLLNVAL); /* it was pulled out */
    }
    if (changed) {
        close_devices(r);
        open_devices(r);
    }
}
