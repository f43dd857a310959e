/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/usb.h"

#include "base/arena.h"
#include "base/fs.h"
#include "base/str.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { TABLE_MAX = 4 * 1024 * 1024, LOOKED_AT_MAX = 10000, FIELDS = 11 };

/* ---- the kernel's tables ----------------------------------------------------------------------------------------- */

/* Files of /proc and /sys have no size: read until their end. Appended. */
static bool read_table(const char *root, const char *path, struct str *out, struct err *e)
{
    char whole[USB_PATH], chunk[4096];
    if ((size_t)snprintf(whole, sizeof whole, "%s%s", root, path) >= sizeof whole)
        return err_set(e, ERR_FAILED, "a path is too long");
    int fd = open(whole, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return err_errno(e, errno, "cannot read '%s'", whole);
    ssize_t n;
    while ((n = read(fd, chunk, sizeof chunk)) > 0 && out->len < TABLE_MAX)
        str_add_n(out, chunk, (size_t)n);
    int why = errno;
    close(fd);
    if (n < 0)
        return err_errno(e, why, "cannot read '%s'", whole);
    return !out->failed || err_set(e, ERR_FAILED, "out of memory");
}

/* The number in a small file of /sys; 0 when there is none. */
static uint64_t read_number(const char *root, const char *block, const char *file)
{
    char path[USB_PATH];
    struct str text;
    str_init(&text);
    snprintf(path, sizeof path, "/sys/block/%s/%s", block, file);
    uint64_t v = read_table(root, path, &text, NULL) ? strtoull(text.s, NULL, 10) : 0;
    str_release(&text);
    return v;
}

static bool name_sound(const char *name)
{
    size_t n = strlen(name);
    return n > 0 && n < USB_NAME &&
           strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_!") == n;
}

/* The whole disk of a partition: "sdb" of "sdb1", "mmcblk0" of "mmcblk0p1"; /sys has a folder of each disk. */
static bool disk_of(const char *root, const char *name, char disk[USB_NAME])
{
    char path[USB_PATH];
    snprintf(disk, USB_NAME, "%s", name);
    for (size_t n = strlen(disk); n > 0; disk[--n] = 0) {
        snprintf(path, sizeof path, "%s/sys/block/%s", root, disk);
        if (access(path, F_OK) == 0)
            return true;
    }
    return false;
}

/* Its place in the tree of devices goes through a USB port, or it says so itself. */
static bool on_usb(const char *root, const char *disk)
{
    char path[USB_PATH], leads[1024];
    snprintf(path, sizeof path, "%s/sys/block/%s", root, disk);
    ssize_t n = readlink(path, leads, sizeof leads - 1);
    leads[n > 0 ? n : 0] = 0;
    return strstr(leads, "/usb") || read_number(root, disk, "removable") == 1;
}

/* ---- one mount --------------------------------------------------------------------------------------------------- */

/* The kernel writes space, tab, newline and backslash as \ooo. */
static void unescape(char *s)
{
    char *to = s;
    for (const char *at = s; *at; to++) {
        if (at[0] == '\\' && at[1] >= '0' && at[1] <= '3' && at[2] >= '0' && at[2] <= '7' && at[3] >= '0' &&
            at[3] <= '7') {
            *to = (char)((at[1] - '0') * 64 + (at[2] - '0') * 8 + at[3] - '0');
            at += 4;
        } else {
            *to = *at++;
        }
    }
    *to = 0;
}

static bool has_option(const char *options, const char *word)
{
    size_t n = strlen(word);
    for (const char *at = options; at; at = strchr(at, ',')) {
        at += *at == ',';
        if (strncmp(at, word, n) == 0 && (at[n] == 0 || at[n] == ','))
            return true;
    }
    return false;
}

static bool below(const char *path, const char *folder)
{
    size_t n = strlen(folder);
    return strncmp(path, folder, n) == 0 && path[n] == '/' && path[n + 1];
}

struct mounted {
    char *folder, *root, *options, *type, *source, *super;
};

/* "36 35 8:17 / /media/x rw,nosuid shared:1 - vfat /dev/sdb1 rw": six fields, tags up to a dash, three more
 * (proc_pid_mountinfo(5)). Cut in place. */
static bool parse_mount(char *line, struct mounted *m)
{
    char *rest = line, *field[FIELDS];
    int n = 0;
    while (n < 6 && (field[n] = strsep(&rest, " ")))
        n++;
    if (n < 6)
        return false;
    char *tag;
    while ((tag = strsep(&rest, " ")) && strcmp(tag, "-") != 0)
        ;
    while (tag && n < 9 && (field[n] = strsep(&rest, " ")))
        n++;
    if (n < 9)
        return false;
    *m = (struct mounted){.root = field[3],
                          .folder = field[4],
                          .options = field[5],
                          .type = field[6],
                          .source = field[7],
                          .super = field[8]};
    unescape(m->folder);
    unescape(m->source);
    return true;
}

static bool is_stick(const char *root, const struct mounted *m, struct usb_stick *out)
{
    char disk[USB_NAME];
    if (strncmp(m->source, "/dev/", 5) != 0 || strcmp(m->root, "/") != 0)
        return false;
    const char *name = strrchr(m->source, '/') + 1;
    bool ours = below(m->folder, USB_FOLDER), usual = below(m->folder, "/media") || below(m->folder, "/mnt") ||
                                                      below(m->folder, "/run/media") || strcmp(m->folder, "/mnt") == 0;
    if (!name_sound(name) || !(ours || (usual && disk_of(root, name, disk) && on_usb(root, disk))))
        return false;
    *out = (struct usb_stick){.read_only = has_option(m->options, "ro") || has_option(m->super, "ro")};
    snprintf(out->name, sizeof out->name, "%s", name);
    snprintf(out->type, sizeof out->type, "%s", m->type);
    return (size_t)snprintf(out->path, sizeof out->path, "%s%s", root, m->folder) < sizeof out->path;
}

static void measure(struct usb_stick *s)
{
    struct statvfs fs;
    if (statvfs(s->path, &fs) != 0)
        return;
    s->size = (uint64_t)fs.f_blocks * fs.f_frsize;
    s->free = (uint64_t)fs.f_bavail * fs.f_frsize;
    s->read_only = s->read_only || (fs.f_flag & ST_RDONLY);
}

/* Mounted over another it hides it; mounted twice it is still one stick. */
static void add_stick(struct usb_state *out, const struct usb_stick *s)
{
    for (size_t i = 0; i < out->count; i++) {
        if (strcmp(out->sticks[i].path, s->path) == 0) {
            out->sticks[i] = *s;
            return;
        }
        if (strcmp(out->sticks[i].name, s->name) == 0)
            return;
    }
    if (out->count < USB_STICKS_MAX)
        out->sticks[out->count++] = *s;
}

/* ---- all of them ------------------------------------------------------------------------------------------------- */

/* Some file system of the disk is mounted somewhere: the kiosk's own disk may hang on USB too. */
static bool in_use(const char *table, const char *disk)
{
    char source[USB_NAME + 8];
    snprintf(source, sizeof source, " /dev/%s", disk);
    return strstr(table, source) != NULL;
}

static size_t count_unreadable(const char *root, const char *table)
{
    struct fs_root sys;
    struct arena a;
    char path[USB_PATH], **names;
    size_t count, found = 0;
    snprintf(path, sizeof path, "%s/sys/block", root);
    if (!fs_root_open(&sys, path, NULL))
        return 0;
    arena_init(&a, false);
    if (fs_list(&sys, "", &a, &names, &count, NULL))
        for (size_t i = 0; i < count; i++) /* a card reader without a card has no size */
            found += name_sound(names[i]) && on_usb(root, names[i]) && read_number(root, names[i], "size") > 0 &&
                     !in_use(table, names[i]) && strncmp(names[i], "loop", 4) != 0 && strncmp(names[i], "sr", 2) != 0;
    arena_release(&a);
    fs_root_close(&sys);
    return found;
}

bool usb_list(const char *root, struct usb_state *out, struct err *e)
{
    struct str table;
    *out = (struct usb_state){0};
    str_init(&table);
    bool ok = read_table(root, "/proc/self/mountinfo", &table, e);
    if (ok) {
        out->unreadable = count_unreadable(root, table.s);
        char *rest = table.s;
        for (char *line; (line = strsep(&rest, "\n"));) {
            struct mounted m;
            struct usb_stick s;
            if (parse_mount(line, &m) && is_stick(root, &m, &s))
                add_stick(out, &s);
        }
        for (size_t i = 0; i < out->count; i++)
            measure(&out->sticks[i]);
    }
    str_release(&table);
    return ok;
}

/* FNV-1a, 64 bits. */
static uint64_t mix(uint64_t h, const char *s, size_t len)
{
    for (size_t i = 0; i < len; i++)
        h = (h ^ (uint8_t)s[i]) * 0x100000001B3u;
    return h;
}

bool usb_changed(struct usb_watch *w, const char *root)
{
    struct str table;
    str_init(&table);
    uint64_t h = 0xCBF29CE484222325u;
    if (read_table(root, "/proc/self/mountinfo", &table, NULL))
        h = mix(h, table.s, table.len);
    const size_t unreadable = count_unreadable(root, table.s);
    h = mix(h, (const char *)&unreadable, sizeof unreadable);
    str_release(&table);
    bool changed = w->seen != h;
    w->seen = h;
    return changed;
}

/* ---- taking one out ---------------------------------------------------------------------------------------------- */

static bool stick_fail(struct err *e, int why, const char *name)
{
    return err_set(e, ERR_NO_DEVICE, "the stick '%s' was pulled out or fails: %s", name, strerror(why));
}

/* A wish in a folder that the machine's own service watches; false where there is none. */
static bool ask_machine(const char *root, const char *name)
{
    char path[USB_PATH];
    if ((size_t)snprintf(path, sizeof path, "%s%s/%s", root, USB_EJECT_FOLDER, name) >= sizeof path)
        return false;
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

bool usb_eject(const char *root, const struct usb_stick *stick, enum usb_ejected *how, struct err *e)
{
    int fd = open(stick->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return stick_fail(e, errno, stick->name);
    int why = syncfs(fd) == 0 ? 0 : errno;
    close(fd);
    if (why && why != EROFS)
        return stick_fail(e, why, stick->name);
    *how = USB_WRITTEN;
    if (below(stick->path + strlen(root), USB_FOLDER) && ask_machine(root, stick->name))
        *how = USB_ASKED;
    else if (umount2(stick->path, UMOUNT_NOFOLLOW) == 0)
        *how = USB_UNMOUNTED;
    else if (errno == EBUSY)
        return err_set(e, ERR_REFUSED, "another program has a file of the stick '%s' open", stick->name);
    return true;
}

/* ---- keys -------------------------------------------------------------------------------------------------------- */

static bool may_be_key(int dir, const char *name)
{
    size_t n = strlen(name);
    struct stat st;
    if (n < 5 || n >= USB_KEY_NAME || strcasecmp(name + n - 4, ".key") != 0 || name[0] == '.' ||
        !utf8_valid(name, n, NULL))
        return false;
    for (size_t i = 0; i < n;) {
        uint32_t c = utf8_next(name, n, &i);
        if (c < 0x20 || (c >= 0x7F && c < 0xA0))
            return false;
    }
    return fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode) && st.st_size > 0 &&
           st.st_size <= USB_KEY_BYTES;
}

static int by_name(const void *x, const void *y)
{
    return strcmp(((const struct usb_key *)x)->name, ((const struct usb_key *)y)->name);
}

bool usb_find_keys(const char *dir, struct usb_key out[USB_KEYS_MAX], size_t *count, struct err *e)
{
    *count = 0;
    DIR *d = opendir(dir);
    if (!d)
        return stick_fail(e, errno, dir);
    struct dirent *entry = NULL;
    int most = LOOKED_AT_MAX;
    for (errno = 0; most > 0 && *count < USB_KEYS_MAX && (entry = readdir(d)); errno = 0, most--)
        if (may_be_key(dirfd(d), entry->d_name))
            memcpy(out[(*count)++].name, entry->d_name, strlen(entry->d_name) + 1);
    int why = most > 0 && *count < USB_KEYS_MAX ? errno : 0;
    closedir(d);
    if (*count)
        qsort(out, *count, sizeof *out, by_name);
    return why == 0 || stick_fail(e, why, dir);
}
