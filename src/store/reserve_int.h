/* Room set aside for erasing on a full disk. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_STORE_RESERVE_INT_H
#define PORCHLIGHT_STORE_RESERVE_INT_H

#include "store/store_int.h"

void reserve_keep(struct store *s);    /* makes the file that holds room, where there is some; says in the log if not */
bool reserve_release(struct store *s); /* gives its room away: true when there was some to give */
unsigned long long reserve_free_mb(const struct store *s);

#endif
