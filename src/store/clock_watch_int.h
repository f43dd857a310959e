/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_STORE_CLOCK_WATCH_INT_H
#define PORCHLIGHT_STORE_CLOCK_WATCH_INT_H

#include "store/clock_watch.h"

/* Today, which is believed, is kept as the last such day. What cannot be written is tried again tomorrow. */
void clock_watch_note(struct store *s, const struct clock_watch *w);

#endif
