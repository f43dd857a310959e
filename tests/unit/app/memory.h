/* Looks for words and bytes in every page that this program can write. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_TESTS_APP_MEMORY_H
#define PORCHLIGHT_TESTS_APP_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

enum { MEMORY_NEEDLE_MAX = 64, MEMORY_MASK = 0x5A };

/* What is looked for, kept masked: the test's own memory must not hold it. */
struct memory_needle {
    unsigned char masked[MEMORY_NEEDLE_MAX];
    size_t len;
};

struct memory_needle memory_needle(const char *s);
struct memory_needle memory_needle_bytes(const void *bytes, size_t len);

/* Call first: vault_init makes the program unreadable to all who open its memory later. */
void memory_open(void);

/* How often it stands in memory that can be written or was, as bytes, UTF-16 and UTF-32; `tell` prints where. */
size_t memory_count(const struct memory_needle *n, bool tell);

#endif
