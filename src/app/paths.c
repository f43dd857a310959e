/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/paths.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool holds_assets(const char *dir)
{
    char path[PATHS_MAX + 32];
    struct stat st;
    snprintf(path, sizeof path, "%s/assets/icons", dir);
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool paths_share(char out[PATHS_MAX], struct err *e)
{
    const char *given = getenv("PORCHLIGHT_SHARE");
    if (given && strlen(given) < PATHS_MAX && holds_assets(given)) {
        snprintf(out, PATHS_MAX, "%s", given);
        return true;
    }
    char exe[PATHS_MAX];
    ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);
    if (n > 0) {
        exe[n] = 0;
        for (char *slash = strrchr(exe, '/'); slash; slash = strrchr(exe, '/')) {
            *slash = 0;
            if ((size_t)snprintf(out, PATHS_MAX, "%s/share/porchlight", exe) < PATHS_MAX && holds_assets(out))
                return true;
            if ((size_t)snprintf(out, PATHS_MAX, "%s", exe) < PATHS_MAX && *exe && holds_assets(out))
                return true;
        }
    }
    snprintf(out, PATHS_MAX, ".");
    if (holds_assets(out))
        return true;
    return err_set(e, ERR_NOT_FOUND, "cannot find the folder with assets/ and fonts/: set PORCHLIGHT_SHARE to it");
}
