/* The receipt: three pictures of 64 and six digits. Pure: the random bytes are handed in.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DOMAIN_RECEIPT_CODE_H
#define PORCHLIGHT_DOMAIN_RECEIPT_CODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    RECEIPT_PICTURES = 3,
    RECEIPT_DIGITS = 6,
    RECEIPT_PICTURE_COUNT = 64,
    RECEIPT_RANDOM_BYTES = 8,
    RECEIPT_TEXT_MAX = 80
};

struct receipt_code {
    uint8_t picture[RECEIPT_PICTURES]; /* 0–63, all different */
    uint8_t digit[RECEIPT_DIGITS];     /* 0–9 */
};

/* A code from uniformly random bytes: three different pictures, six digits (64·63·62·10^6 codes, about 37.9 bits). */
struct receipt_code receipt_code_from_random(const uint8_t bytes[RECEIPT_RANDOM_BYTES]);

/* False for the few bytes (one in 74 million) that would make some codes likelier than others: draw again. */
bool receipt_random_fair(const uint8_t bytes[RECEIPT_RANDOM_BYTES]);

/* The picture's stable name = its file in assets/receipt/<name>.svg; never renumbered, codes on paper depend on it. */
const char *receipt_picture_name(unsigned index);

/* "tree-boat-sun-123456": what Argon2id is run over and what a staff member can type. */
void receipt_code_format(const struct receipt_code *c, char out[RECEIPT_TEXT_MAX]);
/* Also with spaces for dashes, capitals and grouped digits; false leaves *out alone. */
bool receipt_code_parse(const char *s, struct receipt_code *out);
bool receipt_code_valid(const struct receipt_code *c);

#endif
