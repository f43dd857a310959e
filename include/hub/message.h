/* A mail as bytes (RFC 5322, MIME): one line of words, and nothing that tells of the machine or of anybody. Pure.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_HUB_MESSAGE_H
#define PORCHLIGHT_HUB_MESSAGE_H

#include "base/str.h"
#include <stdint.h>

enum { MESSAGE_ID_BYTES = 16 };

struct message {
    const char *from; /* addresses that site.yaml's reader has passed: ASCII, no line ends */
    const char *const *to;
    size_t to_count;
    const char *words;            /* UTF-8, one line of at most 160 bytes: subject and body alike */
    int64_t unix_s;               /* when it is sent; written in UTC, so that no place is told */
    uint8_t id[MESSAGE_ID_BYTES]; /* random; "@" and the sender's domain follow it, never the machine's name */
};

/* CR LF line ends. Words that are not ASCII go as RFC 2047 encoded words and base64, which every server takes. */
void message_write(const struct message *m, struct str *out);

/* What stands after the @ of an address: also what the machine calls itself to the server. */
const char *message_domain(const char *address);

#endif
