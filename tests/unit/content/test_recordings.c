/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of recordings, and those that are made on the kiosk: kept whole or not at all, however hostile the folder is.
 */
#include "content/recordings.h"

#include "base/fs_tree.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void named_after_its_words(void **state)
{
    (void)state;
    char a[RECORDING_PATH_MAX], b[RECORDING_PATH_MAX];
    recording_path("so", "Home", a);
    assert_string_equal(a, "audio/so/3a78695388b38b5c.opus"); /* printf Home | sha256sum */
    recording_path("so", "Home.", b);
    assert_string_not_equal(a, b);
}

static void isolates_are_for_the_eye(void **state)
{
    (void)state;
    char a[RECORDING_PATH_MAX], b[RECORDING_PATH_MAX];
    recording_path("ar", "911 \u0627\u062A\u0635\u0644", a);
    recording_path("ar", "\u2066911\u2069 \u0627\u062A\u0635\u0644", b);
    assert_string_equal(a, b);
}

static void a_long_tag_stays_inside(void **state)
{
    (void)state;
    char a[RECORDING_PATH_MAX];
    recording_path("a-tag-that-is-far-longer-than-any-tag-there-is", "Home", a);
    assert_true(strlen(a) < sizeof a);
}

/* ---- made on this kiosk ------------------------------------------------------------------------------------------ */

enum { LONG = 200000, KILLS = 30, MOST_KILLS = 600, LONGEST_US = 4000 };

static char data[] = "/tmp/porchlight-kept-XXXXXX";
static const char first[] = "audio/so/3a78695388b38b5c.opus", second[] = "audio/my/0123456789abcdef.opus";
static char sound[LONG];

static const char *at(const char *rel)
{
    static char path[4096];
    snprintf(path, sizeof path, "%s/changes/%s", data, rel);
    return path;
}

static size_t kept(const char *tag, char ***paths, struct arena *a)
{
    size_t n;
    struct err e = {0};
    arena_init(a, false);
    assert_true(recordings_kept(data, tag, a, paths, &n, &e));
    return n;
}

static size_t count(const char *tag)
{
    struct arena a;
    char **paths;
    size_t n = kept(tag, &paths, &a);
    arena_release(&a);
    return n;
}

static int make_folder(void **state)
{
    (void)state;
    memcpy(sound, "OggS", 4);
    return mkdtemp(data) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    return fs_remove_tree(data, NULL) ? 0 : -1;
}

static void kept_listed_and_removed(void **state)
{
    (void)state;
    struct err e = {0};
    struct arena a;
    char out[RECORDING_KEPT_PATH_MAX], **paths;
    struct stat st;
    assert_int_equal(count(NULL), 0);
    assert_false(recording_kept(data, first, out));
    assert_false(recording_kept(NULL, first, out));
    assert_true(recording_remove(data, first, &e));
    assert_true(recording_keep(data, first, sound, 100, &e));
    assert_true(recording_keep(data, second, sound, 100, &e));
    assert_true(recording_keep(data, first, sound, 200, &e)); /* done again */
    assert_true(recording_kept(data, first, out));
    assert_int_equal(stat(out, &st), 0);
    assert_int_equal(st.st_size, 200);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(kept(NULL, &paths, &a), 2);
    assert_string_equal(paths[0], second);
    assert_string_equal(paths[1], first);
    arena_release(&a);
    assert_int_equal(count("so"), 1);
    assert_true(recording_remove(data, first, &e));
    assert_false(recording_kept(data, first, out));
    assert_true(recording_remove(data, second, &e));
    assert_int_equal(count(NULL), 0);
}

static void only_recordings_are_touched(void **state)
{
    (void)state;
    static const char *const paths[] = {"site.yaml",
                                        "audio/so/../../porchlight.db",
                                        "audio/../0123456789abcdef.opus",
                                        "audio/so/0123456789abcdef.opus/x",
                                        "audio//0123456789abcdef.opus",
                                        "audio/so/0123456789ABCDEF.opus",
                                        "/etc/passwd",
                                        ""};
    char out[RECORDING_KEPT_PATH_MAX];
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct err e = {0};
        assert_false(recording_keep(data, paths[i], sound, 10, &e));
        assert_int_equal(e.code, ERR_REFUSED);
        assert_false(recording_remove(data, paths[i], &e));
        assert_false(recording_kept(data, paths[i], out));
    }
    struct err e = {0};
    assert_false(recording_keep(data, first, sound, 0, &e));
    assert_false(recording_keep(data, first, sound, RECORDING_BYTES_MAX + 1, &e));
}

/* What somebody may have put there is not played and not told. */
static void a_hostile_folder(void **state)
{
    (void)state;
    struct err e = {0};
    char out[RECORDING_KEPT_PATH_MAX];
    assert_true(fs_make_dirs(at("audio/so/"), &e) && fs_make_dirs(at("audio/a b"), &e));
    assert_int_equal(symlink("/etc/passwd", at(first)), 0);
    assert_false(recording_kept(data, first, out));
    assert_int_equal(mkfifo(at("audio/so/0000000000000000.opus"), 0600), 0);
    assert_false(recording_kept(data, "audio/so/0000000000000000.opus", out));
    assert_true(fs_make_dirs(at("audio/so/1111111111111111.opus"), &e));
    assert_false(recording_kept(data, "audio/so/1111111111111111.opus", out));
    FILE *f = fopen(at("audio/so/2222222222222222.opus"), "we");
    assert_non_null(f);
    assert_int_equal(ftruncate(fileno(f), RECORDING_BYTES_MAX + 1), 0);
    fclose(f);
    assert_false(recording_kept(data, "audio/so/2222222222222222.opus", out));
    assert_false(recording_keep(data, "audio/so/1111111111111111.opus", sound, 10, &e)); /* a folder is in the way */
    assert_true(recording_keep(data, first, sound, 10, &e));                             /* in place of the link */
    assert_true(recording_kept(data, first, out));
    assert_true(fs_remove_tree(at(""), &e));
}

/* A disk without room: an error, and the old one stays. */
static void a_full_disk_is_told(void **state)
{
    (void)state;
    struct err e = {0};
    struct stat st;
    assert_true(recording_keep(data, first, sound, 1000, &e));
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &(struct rlimit){4096, 4096});
        _exit(recording_keep(data, first, sound, LONG, &e) ? 1 : *e.msg ? 0 : 2);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    assert_int_equal(stat(at(first), &st), 0);
    assert_int_equal(st.st_size, 1000);
    assert_true(recording_remove(data, first, &e));
}

/* kill -9 at any moment: the old one, the new one or none, never a part of one. */
static void a_kill_leaves_a_whole_one(void **state)
{
    (void)state;
    struct err e = {0};
    int moved = 0;
    off_t before = 0;
    for (int i = 0; i < KILLS || (!moved && i < MOST_KILLS); i++) {
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0)
            for (size_t n = 1;; n = n % 50 + 1)
                if (!recording_keep(data, first, sound, n * 4000, &e))
                    _exit(1);
        nanosleep(&(struct timespec){0, (500 + (long)i * LONGEST_US / KILLS) * 1000}, NULL);
        int status;
        assert_int_equal(kill(child, SIGKILL), 0);
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFSIGNALED(status)); /* it had not failed by itself */
        struct stat st = {0};
        assert_true(stat(at(first), &st) == 0 || before == 0);
        assert_int_equal(st.st_size % 4000, 0);
        moved += st.st_size != before;
        before = st.st_size;
    }
    assert_true(moved > 0);
    assert_int_equal(count(NULL), 1); /* what lies half written beside is none */
    assert_true(recording_keep(data, first, sound, 10, &e));
    struct fs_root root;
    struct arena a;
    char **names;
    size_t n = 0;
    arena_init(&a, false);
    assert_true(fs_root_open(&root, at("audio/so"), &e) && fs_list(&root, "", &a, &names, &n, &e));
    assert_int_equal(n, 1); /* and it was swept away */
    fs_root_close(&root);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(named_after_its_words),       cmocka_unit_test(isolates_are_for_the_eye),
        cmocka_unit_test(a_long_tag_stays_inside),     cmocka_unit_test(kept_listed_and_removed),
        cmocka_unit_test(only_recordings_are_touched), cmocka_unit_test(a_hostile_folder),
        cmocka_unit_test(a_full_disk_is_told),         cmocka_unit_test(a_kill_leaves_a_whole_one),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
