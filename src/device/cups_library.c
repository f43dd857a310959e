/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cups_library_int.h"

#include "base/log.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <string.h>

static struct cups_library library;
static bool loaded;

static bool find(void *handle, const char *name, void *function)
{
    void *found = dlsym(handle, name);
    memcpy(function, &found, sizeof found); /* ISO C has no cast from an object's pointer to a function's */
    return found != NULL;
}

static void load(void)
{
    void *handle = dlopen("libcups.so.2", RTLD_NOW | RTLD_LOCAL); /* kept until the program ends */
    loaded = handle != NULL;
#define X(f) loaded = loaded && find(handle, #f, &library.f);
    CUPS_LIBRARY(X)
#undef X
    if (!loaded)
        log_error("libcups cannot be loaded: %s", handle ? "it is too old" : dlerror());
}

const struct cups_library *cups_library(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return loaded ? &library : NULL;
}
