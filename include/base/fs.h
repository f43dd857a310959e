/* Files. Everything that reads a site or a stick goes through fs_root, which refuses to leave its folder.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_BASE_FS_H
#define PORCHLIGHT_BASE_FS_H

#include "base/arena.h"
#include "base/err.h"
#include <stddef.h>
#include <stdint.h>

/* A folder opened once; paths below it are relative, and a symlink or ".." that leaves it is refused
 * (openat2 with RESOLVE_BENEATH, Linux 5.6; where the call is missing, every component is opened with
 * O_NOFOLLOW, so that links inside are refused too). */
struct fs_root {
    int fd;
    char *path; /* as given, for messages; owned */
};

bool fs_root_open(struct fs_root *r, const char *path, struct err *e);
void fs_root_close(struct fs_root *r); /* accepts one never opened ({.fd = -1} or zeroed after close) */

/* Reads a regular file of at most `max` bytes into the arena, NUL added after *len bytes.
 * NOT_FOUND, TOO_BIG, or FAILED (not a regular file, leaves the root, cannot be read). */
bool fs_read(const struct fs_root *r, const char *rel, size_t max, struct arena *a, char **out, size_t *len,
             struct err *e);

/* Size in bytes and last change in nanoseconds (to compare, not to count with) of a regular file under the root; false
 * when it is not one. */
bool fs_stat(const struct fs_root *r, const char *rel, uint64_t *size, int64_t *mtime_ns);

/* What a path is, its last component not followed: a link is a link. */
enum fs_kind { FS_NOTHING, FS_FILE, FS_FOLDER, FS_LINK, FS_SPECIAL };
enum fs_kind fs_look(const struct fs_root *r, const char *rel);

/* The most names one folder may hold: a site of 1,000 pages in 30 languages has 1,000; a hostile stick has no end. */
enum { FS_LIST_MAX = 100000 };

/* The names in a folder (not `.` or `..`, nor names that begin with a dot), sorted by byte; "" is the root itself.
 * TOO_BIG over FS_LIST_MAX. */
bool fs_list(const struct fs_root *r, const char *rel, struct arena *a, char ***names, size_t *count, struct err *e);

/* Calls `found` for each regular file in a folder, in no order; a link counts when it leads to one under the root. One
 * pass of a thousand folders costs what some thousand fs_stat cost. At most FS_LIST_MAX names are looked at. False when
 * the folder cannot be read. */
bool fs_each_file(const struct fs_root *r, const char *rel, void (*found)(void *context, const char *name),
                  void *context);

/* True when the folder exists under the root. */
bool fs_is_dir(const struct fs_root *r, const char *rel);

/* Reads a whole file outside any root (a key, a script). */
bool fs_read_path(const char *path, size_t max, struct arena *a, char **out, size_t *len, struct err *e);

/* Writes beside, fsyncs, renames over, fsyncs the folder: after true the new bytes survive power loss;
 * after false the old file stands (or, when only the folder's own fsync failed, the new one). `mode` as for open(2).
 * A device, pipe, socket or folder is never replaced: FAILED. */
bool fs_write_atomic(const char *path, const void *bytes, size_t len, unsigned mode, struct err *e);

/* mkdir -p with mode 0700 for what is new. */
bool fs_make_dirs(const char *path, struct err *e);

#endif
