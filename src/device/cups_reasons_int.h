/* What a queue's or an IPP printer's state and its reasons mean for us (RFC 8011, 5.4.11 and 5.4.12). Pure.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DEVICE_CUPS_REASONS_INT_H
#define PORCHLIGHT_DEVICE_CUPS_REASONS_INT_H

#include "device/print_state.h"

#include <stddef.h>

enum { QUEUE_IDLE = 3, QUEUE_PROCESSING = 4, QUEUE_STOPPED = 5 /* printer-state */ };

/* The worst of them. `worst` (may be NULL) is set to the reason that it comes from, one of `reasons`, or NULL. */
enum printer_state cups_state(int printer_state, bool accepting, const char *const *reasons, size_t count,
                              const char **worst);

#endif
