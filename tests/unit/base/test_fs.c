/* fs: what a hostile folder holds, with openat2 and without; writing that cannot be half done.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/fs.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char top[256]; /* a folder made for each test: top/site is the root, top/secret.txt lies outside it */
static struct arena arena;
static struct fs_root root;

static const char *below(const char *rel)
{
    return arena_printf(&arena, "%s/%s", top, rel);
}

static void put(const char *rel, const char *text)
{
    struct err e;
    if (!fs_write_atomic(below(rel), text, strlen(text), 0600, &e))
        fail_msg("%s", e.msg);
}

static int set_up(void **state)
{
    (void)state;
    const char *tmp = getenv("TMPDIR");
    snprintf(top, sizeof top, "%s/fs-XXXXXX", tmp ? tmp : "/tmp");
    arena_init(&arena, false);
    if (!mkdtemp(top) || !fs_make_dirs(below("site/pages/911"), NULL))
        return -1;
    put("secret.txt", "secret");
    put("site/a.txt", "inside");
    put("site/pages/911/en.md", "# Call 911\n");
    put("site/.hidden", "h");
    return fs_root_open(&root, below("site"), NULL) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    fs_root_close(&root);
    pid_t child = fork();
    if (child == 0) {
        execlp("rm", "rm", "-rf", top, (char *)NULL);
        _exit(127);
    }
    waitpid(child, NULL, 0);
    arena_release(&arena);
    return 0;
}

static bool reads(const char *rel, enum err_code *code)
{
    char *text = NULL;
    size_t len = 0;
    struct err e = {0};
    bool ok = fs_read(&root, rel, 1000, &arena, &text, &len, &e);
    if (ok)
        assert_int_equal(strlen(text), len);
    else
        assert_true(e.msg[0] && e.code != ERR_NONE);
    if (code)
        *code = e.code;
    return ok;
}

static void test_read(void **state)
{
    (void)state;
    char *text;
    size_t len;
    assert_true(fs_read(&root, "pages/911/en.md", 1000, &arena, &text, &len, NULL));
    assert_string_equal(text, "# Call 911\n");
    assert_int_equal(len, 11);
    put("site/empty", "");
    assert_true(fs_read(&root, "empty", 0, &arena, &text, &len, NULL));
    assert_int_equal(len, 0);
    assert_string_equal(text, "");
    assert_true(fs_read(&root, "empty", 0, &arena, &text, NULL, NULL));
    enum err_code code;
    assert_false(reads("nothing.txt", &code));
    assert_int_equal(code, ERR_NOT_FOUND);
    assert_false(reads("a.txt/b", &code));
    assert_int_equal(code, ERR_NOT_FOUND);
    assert_false(reads("", NULL));
    assert_false(reads("pages", NULL));
}

static void test_limit(void **state)
{
    (void)state;
    char *text;
    size_t len;
    struct err e;
    assert_true(fs_read(&root, "a.txt", 6, &arena, &text, &len, &e));
    assert_false(fs_read(&root, "a.txt", 5, &arena, &text, &len, &e));
    assert_int_equal(e.code, ERR_TOO_BIG);
    /* a sparse file says it is enormous and costs nothing */
    int fd = open(below("site/huge"), O_WRONLY | O_CREAT, 0600);
    assert_int_equal(ftruncate(fd, (off_t)1 << 40), 0);
    close(fd);
    assert_false(fs_read(&root, "huge", 50 << 20, &arena, &text, &len, &e));
    assert_int_equal(e.code, ERR_TOO_BIG);
    assert_false(fs_read_path(below("site/huge"), 50 << 20, &arena, &text, &len, &e));
    assert_int_equal(e.code, ERR_TOO_BIG);
}

/* Nothing outside the root can be read, by any road. */
static void leaves(void)
{
    static const char *const out[] = {
        "../secret.txt",
        "pages/../../secret.txt",
        "/etc/passwd",
        "link-out",
        "folder-out/secret.txt",
        "absolute",
        "//etc/passwd",
        "..",
        "pages/link-up/../secret.txt",
        "chain",
        "loop",
        "proc",
        "pages/911/../../../secret.txt",
    };
    for (size_t i = 0; i < sizeof out / sizeof *out; i++) {
        struct err e = {0};
        char *text;
        size_t n;
        uint64_t size;
        if (fs_read(&root, out[i], 1000, &arena, &text, &n, &e))
            fail_msg("%s was read", out[i]);
        assert_true(e.code == ERR_FAILED || e.code == ERR_NOT_FOUND);
        assert_false(fs_stat(&root, out[i], &size, NULL));
    }
    char **names, *text;
    size_t n;
    struct err e;
    assert_false(fs_list(&root, "..", &arena, &names, &n, &e));
    assert_non_null(strstr(e.msg, "leads out of its folder"));
    assert_false(fs_list(&root, "folder-out", &arena, &names, &n, &e));
    assert_non_null(strstr(e.msg, "leads out of its folder"));
    assert_false(fs_is_dir(&root, ".."));
    assert_false(fs_is_dir(&root, "folder-out"));
    assert_false(fs_read(&root, "link-out", 1000, &arena, &text, &n, &e));
    assert_non_null(strstr(e.msg, "leads out of its folder"));
}

static void make_links(void)
{
    static const struct {
        const char *to, *at;
    } links[] = {
        {"../secret.txt", "link-out"}, {"..", "folder-out"}, {"/etc/passwd", "absolute"}, {"../..", "pages/link-up"},
        {"link-out", "chain"},         {"loop", "loop"},     {"/proc/self/cwd", "proc"},  {"pages/911", "link-inside"},
    };
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        assert_int_equal(symlink(links[i].to, below(arena_printf(&arena, "site/%s", links[i].at))), 0);
}

static void test_links_out(void **state)
{
    (void)state;
    make_links();
    leaves();
    assert_true(reads("link-inside/en.md", NULL));
    assert_true(reads("pages/../a.txt", NULL));
}

/* From here on the process has no openat2: the call gives `error`, as an old kernel's or a sandbox's does. */
static bool take_openat2_away(unsigned error)
{
    struct sock_filter steps[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat2, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {.len = sizeof steps / sizeof *steps, .filter = steps};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0 &&
           syscall(SYS_openat2, -1, "", NULL, 0) == -1 && errno == (int)error;
}

/* Every step here must hold in the child; its exit status is the number of the first that did not. */
static int without_openat2(unsigned error)
{
    char **names, *text;
    size_t n;
    struct err e;
    if (!take_openat2_away(error))
        return 1;
    if (!fs_read(&root, "a.txt", 1000, &arena, &text, &n, NULL) || strcmp(text, "inside") != 0)
        return 2;
    if (!fs_read(&root, "pages/911/en.md", 1000, &arena, &text, &n, NULL))
        return 3;
    if (!fs_list(&root, "", &arena, &names, &n, &e) || n < 2)
        return 4;
    if (!fs_list(&root, "pages/911", &arena, &names, &n, &e) || n != 1)
        return 5;
    if (!fs_is_dir(&root, "pages") || fs_is_dir(&root, "a.txt"))
        return 6;
    uint64_t size = 0;
    if (!fs_stat(&root, "a.txt", &size, NULL) || size != 6)
        return 7;
    if (fs_read(&root, "link-inside/en.md", 1000, &arena, &text, &n, &e) || !strstr(e.msg, "leads out"))
        return 8;
    if (fs_read(&root, "nothing", 1000, &arena, &text, &n, &e) || e.code != ERR_NOT_FOUND)
        return 9;
    char longer[400];
    memset(longer, 'x', sizeof longer);
    longer[sizeof longer - 1] = 0;
    if (fs_read(&root, longer, 1000, &arena, &text, &n, &e))
        return 10;
    leaves();
    return 0;
}

static void test_without_openat2(void **state)
{
    (void)state;
    make_links();
    for (int i = 0; i < 2; i++) {
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            setrlimit(RLIMIT_CORE, &(struct rlimit){0});
            _exit(without_openat2(i ? EPERM : ENOSYS));
        }
        int status = -1;
        waitpid(child, &status, 0);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 0);
    }
}

/* What is not a regular file is refused at once: a FIFO would wait for ever, a device could do anything. */
static void test_not_regular(void **state)
{
    (void)state;
    assert_int_equal(mkfifo(below("site/fifo"), 0600), 0);
    struct err e;
    char *text;
    size_t len;
    assert_false(fs_read(&root, "fifo", 1000, &arena, &text, &len, &e));
    assert_non_null(strstr(e.msg, "not a regular file"));
    assert_false(fs_read_path(below("site/fifo"), 1000, &arena, &text, &len, &e));
    assert_false(fs_read_path("/dev/zero", 1000, &arena, &text, &len, &e));
    assert_false(fs_read_path(below("site"), 1000, &arena, &text, &len, &e));
    assert_false(fs_stat(&root, "fifo", NULL, NULL));
    assert_false(fs_is_dir(&root, "fifo"));
}

static void test_stat(void **state)
{
    (void)state;
    uint64_t size;
    int64_t before, after;
    assert_true(fs_stat(&root, "a.txt", &size, &before));
    assert_int_equal(size, 6);
    assert_true(fs_stat(&root, "a.txt", NULL, NULL));
    struct timespec times[2] = {{.tv_sec = 1000000000, .tv_nsec = 5}, {.tv_sec = 1000000000, .tv_nsec = 5}};
    assert_int_equal(utimensat(AT_FDCWD, below("site/a.txt"), times, 0), 0);
    assert_true(fs_stat(&root, "a.txt", NULL, &after));
    assert_true(after == 1000000000000000005);
    assert_true(after != before);
    /* a year that nanoseconds cannot hold is no overflow */
    times[0].tv_sec = times[1].tv_sec = 15000000000;
    if (utimensat(AT_FDCWD, below("site/a.txt"), times, 0) == 0)
        assert_true(fs_stat(&root, "a.txt", NULL, &after));
}

static void count_name(void *context, const char *name)
{
    unsigned *seen = context;
    static const char *const names[] = {"a.txt", "in.txt", "b.txt"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0) {
            assert_false(*seen & 1U << i);
            *seen |= 1U << i;
            return;
        }
    fail_msg("'%s' is no file of this folder", name);
}

/* Folders, hidden files, a pipe, links out and links to nothing are not among them. */
static void test_each_file(void **state)
{
    (void)state;
    unsigned seen = 0;
    put("site/b.txt", "");
    assert_int_equal(mkfifo(below("site/fifo"), 0600), 0);
    assert_int_equal(symlink("a.txt", below("site/in.txt")), 0);
    assert_int_equal(symlink("../secret.txt", below("site/out.txt")), 0);
    assert_int_equal(symlink("nothing", below("site/broken.txt")), 0);
    assert_true(fs_each_file(&root, "", count_name, &seen));
    assert_int_equal(seen, 7);
    assert_false(fs_each_file(&root, "a.txt", count_name, &seen));
    assert_false(fs_each_file(&root, "nowhere", count_name, &seen));
    assert_false(fs_each_file(&root, "..", count_name, &seen));
}

static void test_list(void **state)
{
    (void)state;
    put("site/b", "");
    put("site/B", "");
    put("site/\xD8\xB1", "");
    char **names;
    size_t n;
    assert_true(fs_list(&root, "", &arena, &names, &n, NULL));
    assert_int_equal(n, 5);
    static const char *const want[] = {"B", "a.txt", "b", "pages", "\xD8\xB1"};
    for (size_t i = 0; i < n; i++)
        assert_string_equal(names[i], want[i]);
    assert_true(fs_make_dirs(below("site/none"), NULL));
    assert_true(fs_list(&root, "none", &arena, &names, &n, NULL));
    assert_int_equal(n, 0);
    struct err e;
    assert_false(fs_list(&root, "nowhere", &arena, &names, &n, &e));
    assert_int_equal(e.code, ERR_NOT_FOUND);
    assert_false(fs_list(&root, "a.txt", &arena, &names, &n, &e));
}

static void test_roots(void **state)
{
    (void)state;
    struct fs_root r;
    struct err e;
    assert_false(fs_root_open(&r, below("nowhere"), &e));
    assert_int_equal(e.code, ERR_NOT_FOUND);
    fs_root_close(&r);
    assert_false(fs_root_open(&r, below("secret.txt"), &e));
    fs_root_close(&r);
    fs_root_close(&r);
    fs_root_close(NULL);
    fs_root_close(&(struct fs_root){0});
    assert_int_equal(fcntl(0, F_GETFD), 0); /* a zeroed root's 0 is not a file it owns */
}

static void test_make_dirs(void **state)
{
    (void)state;
    struct err e;
    struct stat st;
    assert_true(fs_make_dirs(below("x/y/z"), &e));
    assert_true(fs_make_dirs(below("x/y/z"), &e));
    assert_true(fs_make_dirs(below("x//y/./w/"), &e));
    assert_int_equal(stat(below("x/y"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
    assert_int_equal(stat(below("x/y/w"), &st), 0);
    assert_false(fs_make_dirs(below("secret.txt/x"), &e));
    assert_false(fs_make_dirs(below("secret.txt"), &e));
    assert_false(fs_make_dirs("", &e));
    assert_true(fs_make_dirs("/", &e));
}

static int count_in_top(void)
{
    struct fs_root r;
    char **names;
    size_t n;
    assert_true(fs_root_open(&r, top, NULL));
    assert_true(fs_list(&r, "", &arena, &names, &n, NULL));
    fs_root_close(&r);
    return (int)n;
}

static void test_write(void **state)
{
    (void)state;
    int before = count_in_top();
    struct err e;
    struct stat st;
    char *text;
    size_t len;
    assert_true(fs_write_atomic(below("new"),
                                "12\0"
                                "4",
                                4, 0640, &e));
    assert_true(fs_read_path(below("new"), 100, &arena, &text, &len, &e));
    assert_memory_equal(text,
                        "12\0"
                        "4",
                        5);
    assert_int_equal(len, 4);
    assert_int_equal(stat(below("new"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0640);
    assert_true(fs_write_atomic(below("new"), "", 0, 0600, &e));
    assert_int_equal(stat(below("new"), &st), 0);
    assert_int_equal(st.st_size, 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(count_in_top(), before + 1);
}

/* What a killed process left beside is no hindrance, and a link planted there is not written through. */
static void test_write_leftovers(void **state)
{
    (void)state;
    char *beside = arena_printf(&arena, "%s.%ld.new", below("new"), (long)getpid());
    struct err e;
    char *text;
    size_t len;
    assert_int_equal(symlink(below("secret.txt"), beside), 0);
    assert_true(fs_write_atomic(below("new"), "fresh", 5, 0600, &e));
    assert_true(fs_read_path(below("secret.txt"), 100, &arena, &text, &len, &e));
    assert_string_equal(text, "secret");
    assert_true(fs_read_path(below("new"), 100, &arena, &text, &len, &e));
    assert_string_equal(text, "fresh");
    /* over a link the link goes, not what it points to */
    assert_int_equal(symlink("secret.txt", below("linked")), 0);
    assert_true(fs_write_atomic(below("linked"), "mine", 4, 0600, &e));
    assert_true(fs_read_path(below("secret.txt"), 100, &arena, &text, &len, &e));
    assert_string_equal(text, "secret");
}

static void test_write_fails(void **state)
{
    (void)state;
    struct err e;
    int before = count_in_top();
    assert_false(fs_write_atomic(below("nowhere/new"), "x", 1, 0600, &e));
    assert_int_equal(e.code, ERR_NOT_FOUND);
    assert_false(fs_write_atomic(below("site"), "x", 1, 0600, &e)); /* a folder stands there */
    assert_false(fs_write_atomic("", "x", 1, 0600, &e));
    struct stat pipe;
    assert_int_equal(mkfifo(below("pipe"), 0600), 0);
    assert_false(fs_write_atomic(below("pipe"), "x", 1, 0600, &e));
    assert_true(lstat(below("pipe"), &pipe) == 0 && S_ISFIFO(pipe.st_mode)); /* as /dev/null must stay a device */
    assert_int_equal(unlink(below("pipe")), 0);
    /* a full disk, by a limit on the size of files: the old bytes stand, nothing is left beside */
    put("kept", "old");
    pid_t child = fork();
    if (child == 0) {
        static char lots[100000];
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &(struct rlimit){.rlim_cur = 4096, .rlim_max = 4096});
        _exit(fs_write_atomic(below("kept"), lots, sizeof lots, 0600, &e) ? 1 : 0);
    }
    int status = -1;
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
    char *text;
    size_t len;
    assert_true(fs_read_path(below("kept"), 100, &arena, &text, &len, &e));
    assert_string_equal(text, "old");
    assert_int_equal(count_in_top(), before + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_limit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_links_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_without_openat2, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_not_regular, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_stat, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_each_file, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_list, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_roots, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_make_dirs, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_write, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_write_leftovers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_write_fails, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
