/* Whole folders: removed without following links, changed over by a link. SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/fs_tree.h"

#include "base/fs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char top[512];

static const char *below(const char *name)
{
    static char paths[4][600];
    static unsigned turn;
    char *p = paths[turn++ % 4];
    snprintf(p, sizeof paths[0], "%s/%s", top, name);
    return p;
}

static void put(const char *name)
{
    assert_true(fs_write_atomic(below(name), name, strlen(name), 0600, NULL));
}

static bool there(const char *name)
{
    struct stat st;
    return lstat(below(name), &st) == 0;
}

static void test_remove(void **state)
{
    (void)state;
    assert_true(fs_make_dirs(below("a/b/c"), NULL));
    assert_true(fs_make_dirs(below("kept"), NULL));
    put("a/b/c/file");
    put("kept/file");
    assert_int_equal(symlink("../../kept", below("a/b/link")), 0);
    assert_int_equal(symlink("kept", below("link")), 0);
    assert_true(fs_remove_tree(below("a"), NULL));
    assert_true(fs_remove_tree(below("link"), NULL));
    assert_true(fs_remove_tree(below("none"), NULL));
    assert_false(there("a"));
    assert_false(there("link"));
    assert_true(there("kept/file"));
}

static void test_make_and_move(void **state)
{
    (void)state;
    struct err e = {0};
    assert_true(fs_make_dir(below("d"), 0755, &e));
    assert_true(fs_make_dir(below("d"), 0755, &e));
    assert_int_equal(symlink("d", below("l")), 0);
    assert_false(fs_make_dir(below("l"), 0755, &e)); /* a link is no folder of ours */
    assert_true(fs_make_dir(below("taken"), 0755, &e));
    assert_false(fs_move_dir(below("d"), below("taken"), &e)); /* an empty folder is taken too */
    assert_true(fs_move_dir(below("d"), below("moved"), &e));
    assert_true(there("moved") && !there("d"));
    assert_true(fs_sync_all(below("moved"), &e));
    assert_false(fs_sync_all(below("d"), &e));
    assert_int_equal(e.code, ERR_NOT_FOUND);
}

static void test_link(void **state)
{
    (void)state;
    char target[64];
    struct err e = {0};
    assert_true(fs_point_link(below("current"), "one", &e));
    assert_int_equal(symlink("left by a kill", below("current.new")), 0);
    assert_true(fs_point_link(below("current"), "two", &e));
    assert_int_equal(readlink(below("current"), target, sizeof target), 3);
    assert_memory_equal(target, "two", 3);
    assert_false(there("current.new"));
    put("file");
    assert_false(fs_point_link(below("file"), "two", &e));
    assert_false(fs_drop_link(below("file"), &e));
    assert_true(fs_drop_link(below("current"), &e));
    assert_false(fs_drop_link(below("current"), &e));
}

static void test_look(void **state)
{
    (void)state;
    struct fs_root r;
    assert_true(fs_root_open(&r, top, NULL));
    put("plain");
    assert_true(fs_make_dirs(below("folder"), NULL));
    assert_int_equal(symlink("plain", below("to-plain")), 0);
    assert_int_equal(symlink("folder", below("to-folder")), 0);
    assert_int_equal(mkfifo(below("fifo"), 0600), 0);
    assert_int_equal(fs_look(&r, "plain"), FS_FILE);
    assert_int_equal(fs_look(&r, "folder"), FS_FOLDER);
    assert_int_equal(fs_look(&r, "to-plain"), FS_LINK);
    assert_int_equal(fs_look(&r, "to-folder"), FS_LINK);
    assert_int_equal(fs_look(&r, "fifo"), FS_SPECIAL);
    assert_int_equal(fs_look(&r, "none"), FS_NOTHING);
    assert_int_equal(fs_look(&r, "../../.."), FS_NOTHING);
    fs_root_close(&r);
}

static int make(void **state)
{
    (void)state;
    const char *tmp = getenv("TMPDIR");
    snprintf(top, sizeof top, "%.480s/tree-XXXXXX", tmp ? tmp : "/tmp");
    return mkdtemp(top) ? 0 : -1;
}

static int drop(void **state)
{
    (void)state;
    return fs_remove_tree(top, NULL) ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_remove), cmocka_unit_test(test_make_and_move),
                                       cmocka_unit_test(test_link), cmocka_unit_test(test_look)};
    return cmocka_run_group_tests(tests, make, drop);
}
