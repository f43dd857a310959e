/* The limits, for sending. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_STORE_INTAKE_INT_H
#define PORCHLIGHT_STORE_INTAKE_INT_H

#include "store/store_int.h"

/* REFUSED when a limit is met. */
bool intake_check(struct store *s, struct err *e);
void intake_count(struct store *s); /* one was kept */

#endif
