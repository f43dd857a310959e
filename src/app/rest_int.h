/* Sleeping until somebody touches, on the bare screen. SDL's KMSDRM driver has no way to wait: it looks 900 times a
 * second (2 % of a core), where a quiet lobby needs none. So the input devices are opened a second time, and what they
 * say is only a sign to ask SDL. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_APP_REST_INT_H
#define PORCHLIGHT_APP_REST_INT_H

#include "base/vec.h"
#include <poll.h>
#include <stdbool.h>

struct rest {
    const char *dir;        /* borrowed */
    VEC(struct pollfd) fds; /* the watch on the folder first, then its devices */
};

/* Watches the event* files of `dir` ("/dev/input"), and those that come later. False when none can be opened. */
bool rest_open(struct rest *r, const char *dir);
void rest_close(struct rest *r); /* accepts one zeroed */

/* Until something happens there, a signal comes or ms have passed. What happened since the last call counts too. */
void rest_wait(struct rest *r, int ms);

#endif
