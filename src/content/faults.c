/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "content/faults.h"

#include "base/vec.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void faults_init(struct faults *f)
{
    *f = (struct faults){.len = 0};
    arena_init(&f->arena, false);
}

void faults_release(struct faults *f)
{
    arena_release(&f->arena);
    vec_free(f->v);
    *f = (struct faults){.len = 0};
}

void faults_add(struct faults *f, enum fault_level level, const char *path, int line, const char *fmt, ...)
{
    if (!f || f->len > FAULTS_MAX)
        return;
    struct fault fault = {.level = level, .path = arena_strdup(&f->arena, path), .line = line};
    if (f->len == FAULTS_MAX) {
        fault = (struct fault){.level = FAULT_ERROR, .path = "", .message = "there are more faults than are kept"};
    } else {
        va_list ap;
        va_start(ap, fmt);
        fault.message = arena_vprintf(&f->arena, fmt, ap);
        va_end(ap);
    }
    f->errors += fault.level == FAULT_ERROR;
    vec_grow((void **)&f->v, &f->cap, f->len + 1, sizeof *f->v);
    f->v[f->len++] = fault;
}

static int compare(const void *x, const void *y)
{
    const struct fault *a = x, *b = y;
    int by = strcmp(a->path, b->path);
    if (by == 0)
        by = (a->line > b->line) - (a->line < b->line);
    return by ? by : strcmp(a->message, b->message);
}

void faults_sort(struct faults *f)
{
    if (f->len == 0)
        return;
    qsort(f->v, f->len, sizeof *f->v, compare);
    size_t kept = 1;
    for (size_t i = 1; i < f->len; i++) {
        if (compare(&f->v[i], &f->v[kept - 1]) == 0)
            f->errors -= f->v[i].level == FAULT_ERROR;
        else
            f->v[kept++] = f->v[i];
    }
    f->len = kept;
}
