/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "memory.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WINDOW = 1 << 20, FORMS = 3, NEEDLE_MAX = MEMORY_NEEDLE_MAX, MAPPING_MAX = 1 << 30, MASK = MEMORY_MASK };

static int memory = -1;
static unsigned char window[WINDOW];

/* As bytes, UTF-16 and UTF-32 hold it: 1, 2 and 4 bytes a letter. */
static size_t letter_width(int form)
{
    return (size_t)1 << form;
}

static bool stands_at(const struct memory_needle *n, const unsigned char *p, size_t width)
{
    for (size_t i = 0; i < n->len; i++) {
        if (p[i * width] != (n->masked[i] ^ MASK))
            return false;
        for (size_t k = 1; k < width; k++)
            if (p[i * width + k])
                return false;
    }
    return true;
}

static size_t count_in_window(const struct memory_needle *n, size_t got, const char *where, bool tell)
{
    size_t found = 0;
    for (int form = 0; form < FORMS; form++) {
        size_t width = letter_width(form), need = n->len * width;
        for (size_t i = 0; i + need <= got; i++)
            if (window[i] == (n->masked[0] ^ MASK) && stands_at(n, window + i, width)) {
                found++;
                if (tell)
                    fprintf(stderr, "# %zu bytes a letter in %s\n", width, where);
            }
    }
    return found;
}

/* How often it stands in memory that can be written, this file's window left out. */
size_t memory_count(const struct memory_needle *n, bool tell)
{
    FILE *maps = fopen("/proc/self/maps", "re");
    if (!maps)
        abort();
    size_t found = 0;
    char line[512];
    while (fgets(line, sizeof line, maps)) {
        unsigned long from, to, inode;
        char may[5];
        if (sscanf(line, "%lx-%lx %4s %*s %*s %lu", &from, &to, may, &inode) != 4)
            abort();
        line[strcspn(line, "\n")] = 0;
        /* a sanitizer reserves terabytes that nobody has written to */
        if (may[0] != 'r' || (may[1] != 'w' && inode) || to - from > MAPPING_MAX)
            continue;
        for (unsigned long at = from; at < to; at += WINDOW - NEEDLE_MAX * 4) {
            if (at + WINDOW > (uintptr_t)window && at < (uintptr_t)window + WINDOW)
                continue;
            size_t size = to - at < WINDOW ? to - at : WINDOW;
            ssize_t got = pread(memory, window, size, (off_t)at);
            if (got > 0)
                found += count_in_window(n, (size_t)got, line, tell);
        }
    }
    fclose(maps);
    explicit_bzero(window, sizeof window);
    return found;
}

struct memory_needle memory_needle(const char *s)
{
    struct memory_needle n = {.len = strlen(s)};
    for (size_t i = 0; i < n.len; i++)
        n.masked[i] = (unsigned char)s[i] ^ MASK;
    return n;
}

struct memory_needle memory_needle_bytes(const void *bytes, size_t len)
{
    struct memory_needle n = {.len = len};
    for (size_t i = 0; i < len; i++)
        n.masked[i] = ((const unsigned char *)bytes)[i] ^ MASK;
    return n;
}

void memory_open(void)
{
    memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
}
