/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "site_copy.h"

#include <ftw.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PATH_BYTES = 4400, BLOCK = 65536 };

static const char source[] = "kiosk-config";
static const char *target;

static void give_up(const char *what, const char *path)
{
    fprintf(stderr, "cannot %s %s\n", what, path);
    abort();
}

static FILE *open_or_stop(const char *path, const char *mode)
{
    FILE *f = fopen(path, mode);
    if (!f)
        give_up("open", path);
    return f;
}

static int copy_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st;
    (void)at;
    char to[PATH_BYTES], block[BLOCK];
    snprintf(to, sizeof to, "%s%s", target, path + strlen(source));
    if (type == FTW_D) {
        if (mkdir(to, 0700) != 0)
            give_up("make", to);
        return 0;
    }
    FILE *in = open_or_stop(path, "rb"), *out = open_or_stop(to, "wb");
    for (size_t n; (n = fread(block, 1, sizeof block, in)) > 0;)
        if (fwrite(block, 1, n, out) != n)
            give_up("write", to);
    fclose(in);
    fclose(out);
    return 0;
}

void site_copy(const char *dir)
{
    target = dir;
    if (nftw(source, copy_one, 16, FTW_PHYS) != 0)
        give_up("copy to", dir);
}

/* The folders above `path`. */
static void make_way(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        mkdir(path, 0700);
        *slash = '/';
    }
}

static FILE *open_below(const char *dir, const char *path, const char *mode)
{
    char full[PATH_BYTES];
    snprintf(full, sizeof full, "%s/%s", dir, path);
    make_way(full);
    return open_or_stop(full, mode);
}

void site_write(const char *dir, const char *path, const char *text)
{
    FILE *f = open_below(dir, path, "wb");
    fputs(text, f);
    fclose(f);
}

void site_add(const char *dir, const char *path, const char *fmt, ...)
{
    FILE *f = open_below(dir, path, "ab");
    va_list ap;
    va_start(ap, fmt);
    vfprintf(f, fmt, ap);
    va_end(ap);
    fclose(f);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st;
    (void)type;
    (void)at;
    return remove(path);
}

void site_remove(const char *dir, const char *path)
{
    char full[PATH_BYTES];
    snprintf(full, sizeof full, "%s/%s", dir, path);
    if (nftw(full, remove_one, 16, FTW_PHYS | FTW_DEPTH) != 0)
        give_up("remove", full);
}
