/* Feeds files to a fuzz target as an ordinary test: every file of the corpus once, under the sanitizers.
 *
 * usage: fuzz_x FILE-OR-FOLDER…  A crash ends the program before it prints the plan, so it counts as failed.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/arena.h"
#include "base/fs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { INPUT_MAX = 64 * 1024 * 1024 };

static int count;

static bool replay(const char *name, const char *bytes, size_t len)
{
    /* a copy exactly as long as the input, so that reading one byte past it is seen */
    uint8_t *copy = malloc(len ? len : 1);
    if (!copy)
        return false;
    memcpy(copy, bytes, len);
    LLVMFuzzerTestOneInput(copy, len);
    free(copy);
    printf("ok %d - %s\n", ++count, name);
    fflush(stdout);
    return true;
}

static bool replay_path(const char *path)
{
    struct arena a;
    struct err e = {0};
    struct fs_root root;
    char *bytes, **names = NULL;
    size_t len, files = 0;
    bool ok = true;
    arena_init(&a, false);
    if (!fs_root_open(&root, path, NULL)) {
        ok = fs_read_path(path, INPUT_MAX, &a, &bytes, &len, &e) && replay(path, bytes, len);
    } else {
        ok = fs_list(&root, "", &a, &names, &files, &e);
        for (size_t i = 0; ok && i < files; i++)
            ok = fs_read(&root, names[i], INPUT_MAX, &a, &bytes, &len, &e) && replay(names[i], bytes, len);
        fs_root_close(&root);
    }
    if (!ok)
        printf("not ok %d - %s: %s\n", ++count, path, e.msg);
    arena_release(&a);
    return ok;
}

int main(int argc, char **argv)
{
    bool ok = true;
    for (int i = 1; i < argc; i++)
        ok = replay_path(argv[i]) && ok;
    if (count == 0) {
        printf("not ok 1 - no input to replay\n");
        return 1;
    }
    printf("1..%d\n", count);
    return ok ? 0 : 1;
}
