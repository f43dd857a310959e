/* Sticks: which are plugged in, whether they can be written, and taking one out.
 *
 * A stick is a mounted file system below /media, /mnt or /run/media on a disk that hangs on USB or calls itself
 * removable, or anything mounted in USB_FOLDER, where kiosk-config/system/ mounts what is plugged in (nosuid, nodev,
 * noexec, sync). Everything is read from the kernel (/proc/self/mountinfo, /sys); nothing on a stick is opened but by
 * usb_find_keys. `root` goes before every path, "" on a real machine: a test has a folder of its own.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DEVICE_USB_H
#define PORCHLIGHT_DEVICE_USB_H

#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define USB_FOLDER "/media/porchlight"
#define USB_EJECT_FOLDER "/run/porchlight/eject"

enum { USB_STICKS_MAX = 8, USB_KEYS_MAX = 32, USB_PATH = 512, USB_NAME = 32, USB_KEY_NAME = 128, USB_KEY_BYTES = 4096 };

struct usb_stick {
    char name[USB_NAME]; /* the kernel's: "sdb1" */
    char path[USB_PATH]; /* where it is mounted, `root` included */
    char type[16];       /* "vfat", "exfat" … */
    uint64_t size, free; /* bytes; 0 when they cannot be told */
    bool read_only;
};

struct usb_state {
    struct usb_stick sticks[USB_STICKS_MAX]; /* in the order of their mounting */
    size_t count;
    size_t unreadable; /* disks that are plugged in and not mounted: another file system, or a damaged one */
};

/* Some 50 µs. FAILED when the kernel's tables cannot be read. */
bool usb_list(const char *root, struct usb_state *out, struct err *e);

/* Whether anything was plugged in or taken out since the last call; zeroed before the first, which says true. As cheap
 * as usb_list: once a second is enough. */
struct usb_watch {
    uint64_t seen;
};
bool usb_changed(struct usb_watch *w, const char *root);

enum usb_ejected {
    USB_UNMOUNTED, /* it is no longer there: pull it out */
    USB_ASKED,     /* the machine was asked to take it off: pull it out when usb_list no longer has it */
    USB_WRITTEN,   /* we may not take it off; all that was written is on it, and it can be pulled out */
    USB_EJECTED_COUNT
};

/* Makes durable what was written to it, then takes it off if we may. NO_DEVICE when the stick is gone or fails (then
 * something may be missing on it), REFUSED when another program has a file of it open. */
bool usb_eject(const char *root, const struct usb_stick *stick, enum usb_ejected *how, struct err *e);

/* Names of the files in a stick's top folder that may be keys: "*.key" in any case, regular files of 1 to USB_KEY_BYTES
 * bytes with names of whole UTF-8 without control characters; links, pipes and devices are passed over, and of a
 * hostile folder the first 10,000 names are looked at. Sorted. NO_DEVICE when the stick is gone or fails. */
struct usb_key {
    char name[USB_KEY_NAME];
};
bool usb_find_keys(const char *dir, struct usb_key out[USB_KEYS_MAX], size_t *count, struct err *e);

#endif
