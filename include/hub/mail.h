/* One mail to a server, by libcurl's SMTP. The library and what it stands on take 15 ms to load, a quarter of the time
 * in which the kiosk is to start; so it is loaded when the first mail is sent, and a kiosk that sends none needs none.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_HUB_MAIL_H
#define PORCHLIGHT_HUB_MAIL_H

#include "content/nudge_settings.h"

enum { MAIL_ANSWER_MAX = 200, MAIL_WAIT_S = 60 };

struct mail_result {
    enum nudge_trouble trouble;   /* NUDGE_FINE: the server has taken it */
    char answer[MAIL_ANSWER_MAX]; /* the server's last line, or what the library or the file said; printable ASCII. For
                                     whoever tries the settings out: it is neither logged nor kept */
};

/* Sends `words` and returns when the server has taken it, has not, or wait_s seconds are over; blocks, so it runs in a
 * thread of its own. `stop_fd` (-1: none) becomes readable when it is to be given up at once: NUDGE_UNFINISHED. TLS is
 * checked against the machine's certificates or ca_file; with require_tls nothing but the greeting goes in the clear.
 * Proxies and netrc files are not looked at. The password is read here; our copy of it is
 * wiped. */
bool mail_send(const struct mail_settings *m, const char *words, int64_t unix_s, int wait_s, int stop_fd,
               struct mail_result *out);

#endif
