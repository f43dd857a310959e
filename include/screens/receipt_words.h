/* A receipt's code in words: for the screen, the slip and a telephone. Nothing in it speaks of police.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_SCREENS_RECEIPT_WORDS_H
#define PORCHLIGHT_SCREENS_RECEIPT_WORDS_H

#include "domain/receipt_code.h"
#include "screens/screen.h"

/* All in the frame's memory, which is wiped. */

/* "123 456", isolated: in a right-to-left line it would become "456 123". */
const char *receipt_digits(struct view *v, const struct receipt_code *c);

/* With a pause after each digit, so that it is not read as a number. */
const char *receipt_digits_said(struct view *v, const struct receipt_code *c);

/* What a telephone keeps: the centre's name, the three words, the digits, a line each. */
const char *receipt_payload(struct view *v, const struct receipt_code *c);

#endif
