/* A folder of its own for each test program. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_TESTS_STORE_FOLDER_H
#define PORCHLIGHT_TESTS_STORE_FOLDER_H

#include "store/vault.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[4096]; /* of this test program; data folders lie below */

static inline const char *below(const char *name)
{
    static char paths[4][4200]; /* a few may be in use in one expression */
    static unsigned turn;
    char *p = paths[turn++ % 4];
    snprintf(p, sizeof paths[0], "%s/%s", folder, name);
    return p;
}

static inline void remove_tree(const char *path)
{
    DIR *d = opendir(path);
    if (d) {
        for (struct dirent *entry; (entry = readdir(d));) {
            if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
                continue;
            char child[4600];
            snprintf(child, sizeof child, "%s/%s", path, entry->d_name);
            remove_tree(child);
        }
        closedir(d);
        rmdir(path);
    } else {
        unlink(path);
    }
}

static inline int make_folder(void **state)
{
    (void)state;
    const char *tmp = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/porchlight-test-XXXXXX", tmp ? tmp : "/tmp");
    return mkdtemp(folder) && vault_init(NULL) ? 0 : -1;
}

static inline int drop_folder(void **state)
{
    (void)state;
    remove_tree(folder);
    return 0;
}

#endif
