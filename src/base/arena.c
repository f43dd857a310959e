/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/arena.h"

#include "base/err.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_SINGLE 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_SINGLE 1
#endif
#endif
#ifndef ARENA_SINGLE
#define ARENA_SINGLE 0
#endif

struct arena_block {
    struct arena_block *next;
    size_t cap, used;
    max_align_t data[];
};

enum { BLOCK_SIZE = 64 * 1024 };

static struct arena_block *block_new(size_t cap)
{
    struct arena_block *b = malloc(sizeof *b + cap);
    if (!b)
        BUG("out of memory for %zu bytes", cap);
    *b = (struct arena_block){.cap = cap};
    return b;
}

static void block_wipe(struct arena_block *b)
{
    /* explicit_bzero is not removed by the compiler though the block is freed next */
    explicit_bzero(b->data, b->used);
}

void arena_init(struct arena *a, bool wipe)
{
    *a = (struct arena){.wipe = wipe};
}

void *arena_alloc(struct arena *a, size_t size)
{
    size_t align = sizeof(max_align_t);
    if (size > SIZE_MAX / 2)
        BUG("an allocation of %zu bytes", size);
    size_t need = (size + align - 1) / align * align;
    if (need == 0)
        need = align;
    struct arena_block *b = a->head;
    if (!b || b->cap - b->used < need || ARENA_SINGLE) {
        /* under a sanitizer a block is exactly as long as what was asked, so one byte over is seen */
        size_t cap = ARENA_SINGLE ? (size ? size : 1) : need > BLOCK_SIZE ? need : BLOCK_SIZE;
        b = block_new(cap);
        b->next = a->head;
        a->head = b;
    }
    void *p = (char *)b->data + b->used;
    b->used += ARENA_SINGLE ? b->cap : need;
    a->used += need;
    return memset(p, 0, size);
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
    size_t total;
    if (__builtin_mul_overflow(count, size, &total))
        BUG("an array of %zu × %zu bytes", count, size);
    return arena_alloc(a, total);
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
    if (!s)
        return NULL;
    size_t len = strnlen(s, n);
    char *copy = arena_alloc(a, len + 1);
    memcpy(copy, s, len);
    return copy;
}

char *arena_strdup(struct arena *a, const char *s)
{
    return s ? arena_strndup(a, s, strlen(s)) : NULL;
}

char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    if (n < 0)
        BUG("a format that cannot be printed: %s", fmt);
    char *s = arena_alloc(a, (size_t)n + 1);
    vsnprintf(s, (size_t)n + 1, fmt, again);
    va_end(again);
    return s;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    char *s = arena_vprintf(a, fmt, ap);
    va_end(ap);
    return s;
}

void arena_reset(struct arena *a)
{
    struct arena_block *keep = NULL;
    for (struct arena_block *b = a->head, *next; b; b = next) {
        next = b->next;
        if (a->wipe)
            block_wipe(b);
        if (!keep && b->cap == BLOCK_SIZE && !ARENA_SINGLE) {
            b->used = 0;
            b->next = NULL;
            keep = b;
        } else {
            free(b);
        }
    }
    a->head = keep;
    a->used = 0;
}

void arena_release(struct arena *a)
{
    if (!a)
        return;
    for (struct arena_block *b = a->head, *next; b; b = next) {
        next = b->next;
        if (a->wipe)
            block_wipe(b);
        free(b);
    }
    a->head = NULL;
    a->used = 0;
}
