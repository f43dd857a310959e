/* A disk that fails on demand: a layer over SQLite's own, made the default, so the store under test does not know.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_TESTS_FAULT_VFS_H
#define PORCHLIGHT_TESTS_FAULT_VFS_H

#include <stdbool.h>

struct fault_plan {
    long nth;               /* the nth change of the disk from now on fails; 0: none does */
    bool sticky;            /* and every later one too: the disk stays full */
    bool torn;              /* half of the bytes of a failing write get through */
    const char *until_gone; /* a file: when it is gone there is room and nothing fails; NULL: none */
    int error;              /* SQLITE_FULL, SQLITE_IOERR_FSYNC, … */
};

void fault_vfs_install(void);
void fault_vfs_arm(struct fault_plan plan);
void fault_vfs_disarm(void);
long fault_vfs_changes(void); /* writes, syncs, truncations, new files and deletions since fault_vfs_arm */
bool fault_vfs_struck(void);  /* the planned failure has happened */

#endif
