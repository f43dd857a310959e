/* Sticks in a folder that looks like the kernel's: tables of a machine, hostile mount names, keys on a hostile stick.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/usb.h"

#include "base/fs.h"
#include "base/fs_tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char root[256];

static const char *at(const char *path)
{
    static char paths[4][600];
    static unsigned turn;
    char *p = paths[turn++ % 4];
    snprintf(p, sizeof paths[0], "%s%s", root, path);
    return p;
}

static void put(const char *path, const char *text)
{
    char folder[600];
    snprintf(folder, sizeof folder, "%s", at(path));
    *strrchr(folder, '/') = 0;
    assert_true(fs_make_dirs(folder, NULL));
    FILE *f = fopen(at(path), "w");
    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
}

static void link_to(const char *target, const char *path)
{
    char folder[600];
    snprintf(folder, sizeof folder, "%s", at(path));
    *strrchr(folder, '/') = 0;
    assert_true(fs_make_dirs(folder, NULL));
    assert_int_equal(symlink(target, at(path)), 0);
}

/* A disk as /sys shows it. */
static void disk(const char *name, const char *bus, const char *removable, const char *sectors)
{
    char path[300], target[300];
    snprintf(path, sizeof path, "/sys/devices/pci0000:00/%s/block/%s/removable", bus, name);
    put(path, removable);
    snprintf(path, sizeof path, "/sys/devices/pci0000:00/%s/block/%s/size", bus, name);
    put(path, sectors);
    snprintf(target, sizeof target, "../devices/pci0000:00/%s/block/%s", bus, name);
    snprintf(path, sizeof path, "/sys/block/%s", name);
    link_to(target, path);
}

static const char machine[] = "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"
                              "23 22 0:21 / /proc rw,nosuid shared:12 - proc proc rw\n";

static int setup(void **state)
{
    (void)state;
    const char *tmp = getenv("TMPDIR");
    snprintf(root, sizeof root, "%s/usb-XXXXXX", tmp ? tmp : "/tmp");
    if (!mkdtemp(root))
        return -1;
    disk("sda", "ata1", "0\n", "1000000\n");
    put("/proc/self/mountinfo", machine);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    return fs_remove_tree(root, NULL) ? 0 : -1;
}

static struct usb_state list(void)
{
    struct usb_state s;
    struct err e = {0};
    if (!usb_list(root, &s, &e))
        fail_msg("%s", e.msg);
    return s;
}

static void mounts(const char *more)
{
    char all[4096];
    snprintf(all, sizeof all, "%s%s", machine, more);
    put("/proc/self/mountinfo", all);
}

static void test_none(void **state)
{
    (void)state;
    struct usb_state s = list();
    assert_int_equal(s.count, 0);
    assert_int_equal(s.unreadable, 0);
    struct err e = {0};
    assert_false(usb_list("/nowhere", &s, &e));
    assert_string_not_equal(e.msg, "");
}

static void test_found(void **state)
{
    (void)state;
    disk("sdb", "usb1/1-1", "1\n", "60000\n");
    disk("sdc", "usb1/1-2", "0\n", "60000\n"); /* a hard disk in a USB case */
    mounts("40 22 8:17 / /media/porchlight/sdb1 rw,nosuid,nodev,noexec,sync - vfat /dev/sdb1 rw,sync\n"
           "41 22 8:33 / /run/media/staff/My\\040Stick\\134 ro,nosuid shared:3 master:4 - exfat /dev/sdc1 ro\n");
    struct usb_state s = list();
    assert_int_equal(s.count, 2);
    assert_int_equal(s.unreadable, 0);
    assert_string_equal(s.sticks[0].name, "sdb1");
    assert_string_equal(s.sticks[0].path, at("/media/porchlight/sdb1"));
    assert_string_equal(s.sticks[0].type, "vfat");
    assert_false(s.sticks[0].read_only);
    assert_string_equal(s.sticks[1].path, at("/run/media/staff/My Stick\\"));
    assert_true(s.sticks[1].read_only);
    assert_int_equal(s.sticks[0].size, 0); /* no such folder: not told */
    assert_true(fs_make_dirs(at("/media/porchlight/sdb1"), NULL));
    s = list();
    assert_true(s.sticks[0].size > 0 && s.sticks[0].free <= s.sticks[0].size);
}

/* The machine's own disks, folders of a disk, what is no device, what makes no sense. */
static void test_not_sticks(void **state)
{
    (void)state;
    disk("sdb", "usb1/1-1", "1\n", "60000\n");
    mounts("40 22 8:17 / /boot rw - vfat /dev/sdb1 rw\n"            /* started from a stick: not one to write on */
           "41 22 8:1 / /mnt/old rw - ext4 /dev/sda2 rw\n"          /* no stick */
           "42 22 8:17 /deep /media/bound rw - vfat /dev/sdb1 rw\n" /* a part of one */
           "43 22 0:44 / /media/porchlight/net rw - nfs server:/x rw\n"
           "44 22 8:17 / /media/porchlight/../../etc/x rw\n"
           "45 22 8:17 / /media/x rw - vfat /dev/../etc/passwd rw\n"
           "46 22 8:17 / /mediator/x rw - vfat /dev/sdb1 rw\n"
           "nonsense\n\n- - -\n47 22");
    struct usb_state s = list();
    assert_int_equal(s.count, 0);
}

static void test_many(void **state)
{
    (void)state;
    char all[4000] = "";
    for (int i = 0; i < 20; i++) {
        char line[120];
        snprintf(line, sizeof line, "%d 22 8:17 / /media/porchlight/s%d rw - vfat /dev/sd%c1 rw\n", 50 + i, i, 'b' + i);
        strcat(all, line);
    }
    mounts(all);
    assert_int_equal(list().count, USB_STICKS_MAX);
    mounts("40 22 8:17 / /media/porchlight/a rw - vfat /dev/sdb1 rw\n"
           "41 22 8:17 / /media/porchlight/b rw - vfat /dev/sdb1 rw\n"   /* the same stick */
           "42 22 8:33 / /media/porchlight/a rw - vfat /dev/sdc1 rw\n"); /* over the first */
    struct usb_state s = list();
    assert_int_equal(s.count, 1);
    assert_string_equal(s.sticks[0].name, "sdc1");
}

static void test_unreadable(void **state)
{
    (void)state;
    disk("sdb", "usb1/1-1", "1\n", "60000\n");
    disk("sdc", "usb1/1-2", "1\n", "0\n"); /* a reader without a card */
    struct usb_state s = list();
    assert_int_equal(s.count, 0);
    assert_int_equal(s.unreadable, 1);
}

static void test_watch(void **state)
{
    (void)state;
    struct usb_watch w = {0};
    assert_true(usb_changed(&w, root));
    assert_false(usb_changed(&w, root));
    disk("sdb", "usb1/1-1", "1\n", "60000\n");
    assert_true(usb_changed(&w, root));
    mounts("40 22 8:17 / /media/porchlight/sdb1 rw - vfat /dev/sdb1 rw\n");
    assert_true(usb_changed(&w, root));
    assert_false(usb_changed(&w, root));
    put("/proc/self/mountinfo", machine);
    assert_true(usb_changed(&w, root));
}

static void test_eject(void **state)
{
    (void)state;
    struct err e = {0};
    enum usb_ejected how;
    mounts("40 22 8:17 / /media/porchlight/sdb1 rw - vfat /dev/sdb1 rw\n");
    struct usb_stick s = list().sticks[0];
    assert_false(usb_eject(root, &s, &how, &e)); /* its folder is not there: pulled out */
    assert_int_equal(e.code, ERR_NO_DEVICE);
    assert_true(fs_make_dirs(s.path, NULL));
    assert_true(usb_eject(root, &s, &how, &e));
    assert_int_equal(how, USB_WRITTEN); /* nothing is mounted there, and nobody takes wishes */
    assert_true(fs_make_dirs(at(USB_EJECT_FOLDER), NULL));
    assert_true(usb_eject(root, &s, &how, &e));
    assert_int_equal(how, USB_ASKED);
    assert_int_equal(access(at(USB_EJECT_FOLDER "/sdb1"), F_OK), 0);
}

static void test_eject_for_real(void **state)
{
    (void)state;
    struct err e = {0};
    enum usb_ejected how;
    struct usb_stick s = {.name = "sdb1"};
    snprintf(s.path, sizeof s.path, "%s", at("/media/real"));
    assert_true(fs_make_dirs(s.path, NULL));
    if (mount("none", s.path, "tmpfs", MS_NOSUID | MS_NODEV, "size=64k") != 0) {
        print_message("# no mounting here: taking a stick off is tested with a folder alone\n");
        return;
    }
    FILE *open_file = fopen(at("/media/real/x"), "w");
    assert_non_null(open_file);
    bool busy = !usb_eject(root, &s, &how, &e) && e.code == ERR_REFUSED;
    fclose(open_file);
    bool off = usb_eject(root, &s, &how, &e) && how == USB_UNMOUNTED;
    if (!off)
        umount2(s.path, MNT_DETACH);
    assert_true(busy);
    assert_true(off);
}

static void test_keys(void **state)
{
    (void)state;
    struct usb_key keys[USB_KEYS_MAX];
    size_t count;
    struct err e = {0};
    char large[USB_KEY_BYTES + 2];
    memset(large, 'x', sizeof large);
    large[sizeof large - 1] = 0;
    put("/stick/rivera.key", "x");
    put("/stick/OKAFOR.KEY", "x");
    put("/stick/Зоя.key", "x");
    put("/stick/notes.txt", "x");
    put("/stick/.hidden.key", "x");
    put("/stick/.key", "x");
    put("/stick/empty.key", "");
    put("/stick/large.key", large);
    put("/stick/two\nlines.key", "x");
    put("/stick/bad\xFF.key", "x");
    put("/stick/folder.key/x", "x");
    link_to("/etc/passwd", "/stick/link.key");
    assert_int_equal(mkfifo(at("/stick/pipe.key"), 0600), 0);
    assert_true(usb_find_keys(at("/stick"), keys, &count, &e));
    assert_int_equal(count, 3);
    assert_string_equal(keys[0].name, "OKAFOR.KEY");
    assert_string_equal(keys[1].name, "rivera.key");
    assert_string_equal(keys[2].name, "Зоя.key");
    assert_false(usb_find_keys(at("/none"), keys, &count, &e));
    assert_int_equal(e.code, ERR_NO_DEVICE);
    for (int i = 0; i < USB_KEYS_MAX + 10; i++) {
        char name[40];
        snprintf(name, sizeof name, "/many/k%02d.key", i);
        put(name, "x");
    }
    assert_true(usb_find_keys(at("/many"), keys, &count, &e));
    assert_int_equal(count, USB_KEYS_MAX);
}

/* The machine that runs this test: whatever it has, it can be told. */
static void test_this_machine(void **state)
{
    (void)state;
    struct usb_state s;
    struct usb_watch w = {0};
    struct err e = {0};
    if (!usb_list("", &s, &e))
        fail_msg("%s", e.msg);
    assert_true(usb_changed(&w, ""));
}

int main(void)
{
#define IN_FOLDER(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_none),       IN_FOLDER(test_found),
        IN_FOLDER(test_not_sticks), IN_FOLDER(test_many),
        IN_FOLDER(test_unreadable), IN_FOLDER(test_watch),
        IN_FOLDER(test_eject),      IN_FOLDER(test_eject_for_real),
        IN_FOLDER(test_keys),       cmocka_unit_test(test_this_machine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
