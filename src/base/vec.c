/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/vec.h"

#include "base/err.h"

#include <stdlib.h>

void vec_grow(void **v, size_t *cap, size_t need, size_t size)
{
    if (need <= *cap)
        return;
    size_t want = *cap ? *cap * 2 : 8, bytes;
    if (want < need)
        want = need;
    if (__builtin_mul_overflow(want, size, &bytes))
        BUG("an array of %zu × %zu bytes", want, size);
    void *p = realloc(*v, bytes);
    if (!p)
        BUG("out of memory for %zu bytes", bytes);
    *v = p;
    *cap = want;
}

void vec_free(void *v)
{
    free(v);
}
