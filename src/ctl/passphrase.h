/* Asking for a passphrase. It is never a word of the command line nor a value in the environment: both can be read by
 * others on the machine. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_CTL_PASSPHRASE_H
#define PORCHLIGHT_CTL_PASSPHRASE_H

#include "ctl/ctl.h"
#include <stdbool.h>

/* The option's row, so that help and parser agree. */
#define PASSPHRASE_OPTION                                                                                              \
    {                                                                                                                  \
        "--passphrase-fd", "N", "read the passphrase's line from this open file, not the terminal"                     \
    }

/* One line from file descriptor `fd_text`, or from the number in PORCHLIGHT_PASSPHRASE_FD, or else from the terminal
 * without echo, asked `twice` when a new one is chosen. NULL after a complaint. Given back with passphrase_free. */
char *passphrase_read(const char *fd_text, bool twice);
void passphrase_free(char *passphrase); /* wipes; accepts NULL */

#endif
