/* The driver of CUPS queues. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DEVICE_PRINT_CUPS_INT_H
#define PORCHLIGHT_DEVICE_PRINT_CUPS_INT_H

#include "domain/printer_settings.h"
#include "print_driver_int.h"

extern const struct print_driver print_cups_driver;

/* `s` stays the caller's and outlives it. */
void *print_cups_new(const struct printer_settings *s);

#endif
