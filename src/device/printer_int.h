/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DEVICE_PRINTER_INT_H
#define PORCHLIGHT_DEVICE_PRINTER_INT_H

#include "device/printer.h"
#include "print_driver_int.h"

/* printer_new with other times, for tests. */
bool printer_new_timed(struct printer **out, const struct printer_settings *s, const struct print_times *times,
                       void (*changed)(void *context), void *context, struct err *e);

#endif
