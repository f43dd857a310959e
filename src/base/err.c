/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/err.h"

#include "base/str.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One line of whole characters, whatever a file's name or a cut has put into it: the message goes to the log. */
static void tidy(struct err *e)
{
    size_t n = utf8_cut(e->msg, strlen(e->msg));
    e->msg[n] = 0;
    for (char *c = e->msg; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7F)
            *c = ' ';
}

bool err_set(struct err *e, enum err_code code, const char *fmt, ...)
{
    if (!e)
        return false;
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(e->msg, sizeof e->msg, fmt, ap);
    va_end(ap);
    tidy(e);
    e->code = code;
    return false;
}

bool err_wrap(struct err *e, const char *fmt, ...)
{
    if (!e)
        return false;
    char inner[ERR_MSG_MAX];
    memcpy(inner, e->msg, sizeof inner);
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(e->msg, sizeof e->msg, fmt, ap);
    va_end(ap);
    if (n >= 0 && (size_t)n < sizeof e->msg - 1)
        snprintf(e->msg + n, sizeof e->msg - (size_t)n, ": %s", inner);
    tidy(e);
    return false;
}

bool err_errno(struct err *e, int errno_value, const char *fmt, ...)
{
    if (!e)
        return false;
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(e->msg, sizeof e->msg, fmt, ap);
    va_end(ap);
    if (n >= 0 && (size_t)n < sizeof e->msg - 1)
        snprintf(e->msg + n, sizeof e->msg - (size_t)n, ": %s", strerror(errno_value));
    tidy(e);
    switch (errno_value) {
    case ENOENT:
    case ENOTDIR:
        e->code = ERR_NOT_FOUND;
        break;
    case ENOSPC:
    case EROFS:
    case EDQUOT:
        e->code = ERR_NO_SPACE;
        break;
    default:
        e->code = ERR_FAILED;
    }
    return false;
}

void bug_at(const char *file, int line, const char *fmt, ...)
{
    fprintf(stderr, "bug: %s:%d: ", file, line);
    va_list ap;
    va_start(ap, fmt);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fputc('\n', stderr);
    abort();
}
