/* A line to an ESC/POS printer: USB, serial or TCP, never blocking for longer than it is told.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DEVICE_PRINT_LINK_INT_H
#define PORCHLIGHT_DEVICE_PRINT_LINK_INT_H

#include "domain/printer_settings.h"
#include "print_driver_int.h"

#include <stdint.h>

struct print_link {
    int fd; /* -1: closed */
    enum printer_link kind;
};

enum link_end {
    LINK_OK,
    LINK_TIME, /* nothing came, or nothing more was taken, in time */
    LINK_STOP, /* the host says stop */
    LINK_GONE  /* the line has dropped */
};

/* NO_DEVICE when it is not there or does not take the connection within times.connect. A host's name is looked up by
 * the system's resolver, which takes its own time. */
bool link_open(struct print_link *l, const struct printer_address *a, struct print_host *h, struct err *e);

/* All of it; LINK_TIME when not a byte was taken for `ms`. */
enum link_end link_write(struct print_link *l, struct print_host *h, const void *bytes, size_t len, int ms);
/* As much as is taken this moment; for what is sent when there is no time to wait. */
void link_blurt(struct print_link *l, const void *bytes, size_t len);
/* What is there, at most `max` bytes, once there is any. */
enum link_end link_read(struct print_link *l, struct print_host *h, uint8_t *bytes, size_t max, int ms, size_t *len);
/* Until everything written has left this machine. */
enum link_end link_drain(struct print_link *l, struct print_host *h, int ms);

void link_close(struct print_link *l);
/* Closes, and what has not left this machine yet never does. */
void link_abort(struct print_link *l);

#endif
