/* kill -9 at any moment of installing a pack, 200 times: what is shown is the old site or the new one, whole.
 * limit: 120
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "../unit/content/packing.h"

#include "base/fs.h"
#include "base/fs_tree.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>

enum { KILLS = 200, PAGES = 6, MEASURED = 6, LONGEST_US = 15000 };

static char top[512], site[520], data[520], path[520];
static const day_t day = 20000;

static long now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000L + t.tv_nsec / 1000;
}

/* Every file of the nth site holds n. */
static void write_site(int n)
{
    char name[540], text[16];
    FINE(fs_make_dirs(site, e));
    for (int i = 0; i < PAGES; i++) {
        snprintf(name, sizeof name, "%s/file%d", site, i);
        write_file(name, text, (size_t)snprintf(text, sizeof text, "%d", n));
    }
}

static void make_pack(int n)
{
    char notes[16];
    write_site(n);
    snprintf(notes, sizeof notes, "%d", n);
    pack_to_file(site, day, notes, path);
}

static bool install(void)
{
    struct pack p;
    struct faults faults;
    struct err why = {0};
    faults_init(&faults);
    const struct install_options o = {.today = day, .force = true, .faults = &faults};
    bool ok = pack_open(&p, path, &why) && install_pack(&p, data, &o, &why);
    if (!ok)
        fprintf(stderr, "# %s\n", why.msg);
    else
        pack_close(&p);
    faults_release(&faults);
    return ok;
}

/* The number of the site that is shown, in every one of its files and in its pack; -1 when none is. */
static int shown(void)
{
    char dir[INSTALLED_PATH_MAX], name[32];
    struct fs_root root;
    struct arena a;
    struct pack p;
    if (!installed_site(data, dir))
        return -1;
    FINE(installed_pack(data, &p, e));
    int n = (int)strtol(p.notes, NULL, 10);
    arena_init(&a, false);
    FINE(fs_root_open(&root, dir, e));
    for (int i = 0; i < PAGES; i++) {
        char *text;
        snprintf(name, sizeof name, "file%d", i);
        FINE(fs_read(&root, name, 16, &a, &text, NULL, e));
        assert_string_equal(text, p.notes);
    }
    assert_int_equal(p.file_count, PAGES);
    fs_root_close(&root);
    arena_release(&a);
    pack_close(&p);
    return n;
}

/* True when the child had finished before the signal came. */
static bool install_and_kill(long after_us)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        _exit(install() ? 0 : 1);
    struct timespec t = {.tv_sec = after_us / 1000000, .tv_nsec = after_us % 1000000 * 1000};
    nanosleep(&t, NULL);
    int status;
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, &status, 0), child);
    if (WIFEXITED(status))
        assert_int_equal(WEXITSTATUS(status), 0); /* no leftover stops an install */
    return WIFEXITED(status);
}

static void test_kill_while_installing(void **state)
{
    (void)state;
    unsigned seed = 20261124;
    int before = 0, old = 0, new = 0;
    long usual = LONGEST_US;
    for (int n = -MEASURED; n <= 0; n++) { /* the first ones have nothing to remove */
        make_pack(n);
        long from = now_us();
        assert_true(install());
        long took = now_us() - from;
        usual = n > 1 - MEASURED && took < usual ? took : usual;
    }
    assert_int_equal(shown(), before);
    for (int n = 1; n <= KILLS; n++) {
        make_pack(n);
        bool done = install_and_kill((long)(rand_r(&seed) % 1000) * usual / 500);
        int is = shown();
        if (is != n && is != before)
            fail_msg("after kill %d site %d is shown, neither %d nor %d", n, is, before, n);
        assert_true(!done || is == n);
        new += is == n;
        old += is != n;
        before = is;
    }
    print_message("# %d kills left the old site, %d the new; an install takes %ld ms\n", old, new, usual / 1000);
    assert_true(old > 0 && new > 0);
    make_pack(KILLS + 1);
    assert_true(install());
    assert_int_equal(shown(), KILLS + 1);
    FINE(install_back(data, e));
    assert_int_equal(shown(), before);
}

static int make(void **state)
{
    (void)state;
    /* in memory where that is possible: a killed process loses nothing that it has written, to a disk or not, and there
     * nothing waits for a disk that others use */
    const char *tmp = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : getenv("TMPDIR");
    snprintf(top, sizeof top, "%.480s/kill-XXXXXX", tmp ? tmp : "/tmp");
    if (sodium_init() < 0 || !mkdtemp(top))
        return -1;
    snprintf(site, sizeof site, "%s/s", top);
    snprintf(data, sizeof data, "%s/d", top);
    snprintf(path, sizeof path, "%s/p", top);
    return 0;
}

static int drop(void **state)
{
    (void)state;
    return fs_remove_tree(top, NULL) ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_kill_while_installing)};
    return cmocka_run_group_tests(tests, make, drop);
}
