/* The nth failure of the stick, and of the kiosk's disk: the pouch that was there stays whole, and what is taken in is
 * all or nothing. SPDX-License-Identifier: GPL-3.0-or-later */
#include "../unit/store/pouch_seen.h"

#include "fault_vfs.h"

#include <dlfcn.h>
#include <errno.h>
#include <sqlite3.h>

/* ---- a stick that fails: calls on files of its folder go through here -------------------------------------------- */

static struct {
    long nth, calls; /* the nth call fails; 0: none */
    int error;
    bool struck;
} plan;
static const char *stick;

/* Whether the call fails. */
static bool strikes(int fd)
{
    char link[64], path[600];
    if (!stick)
        return false;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    path[n > 0 ? n : 0] = 0;
    if (strncmp(path, stick, strlen(stick)) != 0 || ++plan.calls < plan.nth || !plan.nth)
        return false;
    plan.struck = true; /* and every later call too: the stick is gone, or full */
    errno = plan.error;
    return true;
}

#define REAL(name) ((__typeof__(&name))(uintptr_t)dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *bytes, size_t len)
{
    if (!strikes(fd))
        return REAL(write)(fd, bytes, len);
    int why = errno;
    if (plan.calls == plan.nth && len > 1)
        return REAL(write)(fd, bytes, len / 2); /* the half that still went in */
    errno = why;
    return -1;
}

ssize_t read(int fd, void *bytes, size_t len)
{
    return strikes(fd) ? -1 : REAL(read)(fd, bytes, len);
}

int fsync(int fd)
{
    return strikes(fd) ? -1 : REAL(fsync)(fd);
}

int syncfs(int fd)
{
    return strikes(fd) ? -1 : REAL(syncfs)(fd);
}

int renameat(int from_dir, const char *from, int to_dir, const char *to)
{
    return strikes(from_dir) ? -1 : REAL(renameat)(from_dir, from, to_dir, to);
}

static void arm(const struct office *o, long nth, int error)
{
    plan.nth = nth;
    plan.calls = 0;
    plan.struck = false;
    plan.error = error;
    stick = o->stick;
}

static void disarm(void)
{
    stick = NULL;
}

/* ---- writing ----------------------------------------------------------------------------------------------------- */

/* The pouch on the stick as somebody new takes it in: how many requests it tells of. */
static size_t told(struct office *o, const char *dir, int n)
{
    struct store *s = NULL;
    struct pouch_report r = {0};
    char name[160];
    snprintf(name, sizeof name, "%s/reader%d", o->dir, n);
    FINE(store_open_copy(&s, below(name), &o->clock, e));
    FINE(pouch_in_all(s, dir, NULL, NULL, &r, e));
    store_close(s);
    remove_tree(below(name));
    return r.fresh;
}

static void fail_each(struct office *o, int error, enum err_code want)
{
    size_t before = told(o, o->stick, 0);
    for (long nth = 1;; nth++) {
        struct pouch_made m;
        struct err why = {0};
        ask(o, "one more");
        arm(o, nth, error);
        bool ok = pouch_out(o->kiosk, o->stick, NULL, &m, &why);
        disarm();
        if (!plan.struck) {
            assert_true(ok);
            assert_true(nth > 5); /* writes, fsync, reading back, renaming, making durable */
            assert_true(told(o, o->stick, 0) == m.requests);
            return;
        }
        assert_false(ok);
        if (why.code != want)
            fail_msg("call %ld: code %d: %s", nth, why.code, why.msg);
        /* the old pouch or, when only its becoming durable failed, the new one: whole in any case */
        assert_true(told(o, o->stick, 0) >= before);
    }
}

static void test_stick_fails(void **state)
{
    (void)state;
    struct office o;
    make_office(&o, "stick");
    ask(&o, "Amina");
    out_to(o.kiosk, o.stick);
    fail_each(&o, EIO, ERR_NO_DEVICE);
    fail_each(&o, ENOSPC, ERR_NO_SPACE);
    fail_each(&o, EROFS, ERR_NO_SPACE);
    struct fs_root root; /* and no halves are left but by the last call, which had its name */
    struct arena a;
    char **names;
    size_t count;
    arena_init(&a, false);
    FINE(fs_root_open(&root, o.stick, e));
    FINE(fs_list(&root, "", &a, &names, &count, e));
    assert_int_equal(count, 1);
    fs_root_close(&root);
    arena_release(&a);
    drop_office(&o);
}

/* The stick says that it has written and has not. */
static void test_pulled_out_while_read(void **state)
{
    (void)state;
    struct office o;
    make_office(&o, "pulled");
    ask(&o, "Amina");
    out_to(o.kiosk, o.stick);
    for (long nth = 1;; nth++) {
        struct pouch_report r = {0};
        struct err why = {0};
        arm(&o, nth, EIO);
        bool ok = pouch_in_all(o.copy[0], o.stick, NULL, NULL, &r, &why);
        disarm();
        if (!plan.struck) {
            assert_true(ok);
            assert_int_equal(r.fresh, 1);
            break;
        }
        assert_false(ok);
        assert_true(why.code == ERR_NO_DEVICE || why.code == ERR_NOT_FOUND); /* its first bytes could not be read */
        assert_int_equal(r.files, 0);
    }
    drop_office(&o);
}

/* ---- taking in --------------------------------------------------------------------------------------------------- */

static void test_kiosk_disk_fails(void **state)
{
    (void)state;
    struct office o;
    make_office(&o, "disk");
    struct asked a[3];
    for (int i = 0; i < 3; i++)
        a[i] = ask(&o, "someone");
    bring(&o, 0);
    for (int i = 0; i < 3; i++)
        answer_on(&o, o.copy[0], 0, a[i].id, i);
    char name[POUCH_NAME];
    memcpy(name, out_to(o.copy[0], o.stick).name, sizeof name);
    struct pouch_trust t = trust_of(&o);
    long nth = 1;
    for (bool ok = false; !ok; nth++) {
        struct pouch_report r = {0};
        struct err why = {0};
        fault_vfs_arm((struct fault_plan){.nth = nth, .sticky = true, .torn = nth % 2, .error = SQLITE_FULL});
        ok = pouch_in(o.kiosk, o.stick, name, &t, NULL, &r, &why);
        bool struck = fault_vfs_struck();
        fault_vfs_disarm();
        if (!ok)
            assert_true(struck && why.msg[0]);
        /* all three or none, also after a restart */
        store_close(o.kiosk);
        FINE(store_open(&o.kiosk, below("disk/kiosk"), &o.clock, e));
        for (int i = 0; i < 3; i++)
            assert_int_equal(heard(&o, &a[i]), ok ? i : -1);
    }
    assert_true(nth > 3);
    FINE(store_check(o.kiosk, e));
    drop_office(&o);
}

int main(void)
{
    fault_vfs_install();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stick_fails),
        cmocka_unit_test(test_pulled_out_while_read),
        cmocka_unit_test(test_kiosk_disk_fails),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
