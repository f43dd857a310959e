/* Arenas: memory with a lifetime (process, session, screen, frame), freed all at once.
 *
 * Nothing in a shorter-lived arena is stored in something longer-lived. Under AddressSanitizer every
 * allocation is its own malloc, so an overrun or a use after reset is seen.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_BASE_ARENA_H
#define PORCHLIGHT_BASE_ARENA_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct arena_block;

struct arena {
    struct arena_block *head; /* newest block first */
    size_t used;              /* bytes handed out since the last reset, for the tests and the bench */
    bool wipe;                /* overwrite with zeros on reset and release: set for a visitor's words */
};

/* An arena with no memory yet; `wipe` as above. Cannot fail. */
void arena_init(struct arena *a, bool wipe);

/* Zeroed memory aligned for any type; lives until reset or release. Out of memory is a BUG(). */
void *arena_alloc(struct arena *a, size_t size);

/* Zeroed array of `count` elements; a product that overflows is a BUG(). */
void *arena_array(struct arena *a, size_t count, size_t size);

/* Copies; `arena_strndup` takes at most `n` bytes. NULL in gives NULL out. */
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t n);

/* A formatted string in the arena. */
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));

/* Gives everything back but keeps one block to use again. */
void arena_reset(struct arena *a);

/* Gives everything back. Accepts NULL and an arena never used. */
void arena_release(struct arena *a);

#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, type, n) ((type *)arena_array((a), (n), sizeof(type)))

#endif
