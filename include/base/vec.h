/* Growing arrays as macros over `struct { T *v; size_t len, cap; }`. Out of memory is a BUG().
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_BASE_VEC_H
#define PORCHLIGHT_BASE_VEC_H

#include <stddef.h>

/* Declares the fields: `struct { VEC(int) ids; }`. Zero-initialised is empty. The owner calls VEC_RELEASE. */
#define VEC(type)                                                                                                      \
    struct {                                                                                                           \
        type *v;                                                                                                       \
        size_t len, cap;                                                                                               \
    }

#define VEC_PUSH(vec, value)                                                                                           \
    do {                                                                                                               \
        if ((vec)->len == (vec)->cap)                                                                                  \
            vec_grow((void **)&(vec)->v, &(vec)->cap, (vec)->len + 1, sizeof *(vec)->v);                               \
        (vec)->v[(vec)->len++] = (value);                                                                              \
    } while (0)

#define VEC_RELEASE(vec)                                                                                               \
    do {                                                                                                               \
        vec_free((vec)->v);                                                                                            \
        (vec)->v = NULL;                                                                                               \
        (vec)->len = (vec)->cap = 0;                                                                                   \
    } while (0)

/* The two functions behind the macros. */
void vec_grow(void **v, size_t *cap, size_t need, size_t size);
void vec_free(void *v);

#endif
