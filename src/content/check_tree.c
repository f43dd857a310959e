/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check_int.h"

enum { DEPTH_MAX = 8, FILES_MAX = 200000 };

struct tree {
    struct check *check;
    size_t files;
};

static void look_at(struct tree *t, const char *path)
{
    struct check *c = t->check;
    char *text;
    size_t len;
    struct err e = {0};
    if (fs_stat(&c->site->root, path, NULL, NULL))
        return;
    /* neither file nor folder: reading says why */
    if (!fs_read(&c->site->root, path, 0, &c->arena, &text, &len, &e) && e.code != ERR_TOO_BIG)
        faults_add(c->faults, FAULT_ERROR, path, 0, "%s", e.msg);
}

static void walk(struct tree *t, const char *folder, int depth)
{
    struct check *c = t->check;
    struct arena names_arena;
    arena_init(&names_arena, false);
    char **names;
    size_t count;
    struct err e = {0};
    if (!fs_list(&c->site->root, folder, &names_arena, &names, &count, &e)) {
        faults_add(c->faults, FAULT_ERROR, *folder ? folder : ".", 0, "%s", e.msg);
        count = 0;
    }
    for (size_t i = 0; i < count && t->files < FILES_MAX; i++, t->files++) {
        const char *path = *folder ? arena_printf(&names_arena, "%s/%s", folder, names[i]) : names[i];
        if (!fs_is_dir(&c->site->root, path))
            look_at(t, path);
        else if (depth == DEPTH_MAX)
            faults_add(c->faults, FAULT_ERROR, path, 0, "folders are nested too deep, or a link leads back up");
        else
            walk(t, path, depth + 1);
    }
    arena_release(&names_arena);
}

void check_tree(struct check *c)
{
    struct tree t = {.check = c};
    walk(&t, "", 0);
    if (t.files >= FILES_MAX)
        faults_add(c->faults, FAULT_ERROR, ".", 0, "more than %d files: the rest is not looked at", (int)FILES_MAX);
}
