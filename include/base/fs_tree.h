/* Whole folders: made beside, made durable, changed over at once, taken away.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_BASE_FS_TREE_H
#define PORCHLIGHT_BASE_FS_TREE_H

#include "base/err.h"

/* mkdir of one folder; that it is there already (a folder, no link) is fine. */
bool fs_make_dir(const char *path, unsigned mode, struct err *e);

/* Removes a file, a link (never what it leads to) or a folder with all that it holds; that there is none is fine. */
bool fs_remove_tree(const char *path, struct err *e);

/* Everything written to the file system that `path` lies on is durable when this returns true. One call for many files:
 * an fsync each costs a disk turn each. */
bool fs_sync_all(const char *path, struct err *e);

/* Moves a folder to a name that is free, and makes the move durable. */
bool fs_move_dir(const char *from, const char *to, struct err *e);

/* Lets the link `path` lead to `target` (relative to the link's folder) from one moment to the next, durably: whoever
 * opens it finds the old or the new, also after a power failure. What stands there must be a link or nothing. */
bool fs_point_link(const char *path, const char *target, struct err *e);

/* Removes the link, durably. */
bool fs_drop_link(const char *path, struct err *e);

#endif
