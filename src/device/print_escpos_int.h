/* The driver of ESC/POS printers. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DEVICE_PRINT_ESCPOS_INT_H
#define PORCHLIGHT_DEVICE_PRINT_ESCPOS_INT_H

#include "domain/printer_settings.h"
#include "print_driver_int.h"

extern const struct print_driver print_escpos_driver;

/* `s` stays the caller's and outlives it; its address must be sound. */
void *print_escpos_new(const struct printer_settings *s);

#endif
