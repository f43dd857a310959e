/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/log.h"

#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>

static enum log_level limit = LOG_WARN;

void log_set_level(enum log_level level)
{
    limit = level;
}

__attribute__((format(printf, 2, 0))) static void line(enum log_level level, const char *fmt, va_list ap)
{
    static const char *const names[LOG_LEVEL_COUNT] = {
        [LOG_ERROR] = "error", [LOG_WARN] = "warning", [LOG_INFO] = "note", [LOG_DEBUG] = "debug"};
    if (level > limit)
        return;
    char text[1024];
    if (vsnprintf(text, sizeof text, fmt, ap) >= (int)sizeof text)
        text[utf8_cut(text, sizeof text - 1)] = 0;
    /* one write, so that two processes' lines do not mix; control characters could forge a line */
    for (char *c = text; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7F)
            *c = ' ';
    fprintf(stderr, "porchlight: %s: %s\n", names[level], text);
}

#define LOG_BODY(level)                                                                                                \
    va_list ap;                                                                                                        \
    va_start(ap, fmt);                                                                                                 \
    line(level, fmt, ap);                                                                                              \
    va_end(ap)

void log_error(const char *fmt, ...)
{
    LOG_BODY(LOG_ERROR);
}

void log_warn(const char *fmt, ...)
{
    LOG_BODY(LOG_WARN);
}

void log_info(const char *fmt, ...)
{
    LOG_BODY(LOG_INFO);
}

void log_debug(const char *fmt, ...)
{
    LOG_BODY(LOG_DEBUG);
}
