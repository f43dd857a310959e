/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "content/faults.h"

#include "base/str.h"
#include "base/vec.h"

#include <stdarg.h>
#include <stdint.h>
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

enum { MESSAGE_MAX = 1000 };

/* On one line and safe to print: names of files may hold anything, and a terminal obeys control characters. What is no
 * letter becomes \xHH; at most `max` bytes of the text are kept. */
static const char *printable(struct arena *a, const char *s, size_t max)
{
    size_t n = strlen(s), shown = n <= max ? n : utf8_cut(s, max);
    struct str out;
    str_init(&out);
    for (size_t i = 0, from = 0; i < shown; from = i) {
        uint32_t cp = utf8_next(s, shown, &i);
        bool bad = cp == 0xFFFD && i - from == 1;
        if (bad || cp < 0x20 || (cp >= 0x7F && cp < 0xA0))
            for (size_t k = from; k < i; k++)
                str_add_f(&out, "\\x%02x", (unsigned char)s[k]);
        else
            str_add_n(&out, s + from, i - from);
    }
    if (shown < n)
        str_add(&out, " …");
    const char *copy = arena_strdup(a, out.s);
    str_release(&out);
    return copy;
}

void faults_add(struct faults *f, enum fault_level level, const char *path, int line, const char *fmt, ...)
{
    if (!f || f->len > FAULTS_MAX)
        return;
    struct fault fault = {.level = level, .path = printable(&f->arena, path, SIZE_MAX), .line = line};
    if (f->len == FAULTS_MAX) {
        fault = (struct fault){.level = FAULT_ERROR, .path = ".", .message = "there are more faults than are kept"};
    } else {
        va_list ap;
        va_start(ap, fmt);
        fault.message = printable(&f->arena, arena_vprintf(&f->arena, fmt, ap), MESSAGE_MAX);
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
