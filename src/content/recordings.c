/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "content/recordings.h"

#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { HASH_BYTES = 8, HASH_HEX = 2 * HASH_BYTES };
static const char ending[] = ".opus", folder[] = "changes";

void recording_path(const char *tag, const char *text, char out[RECORDING_PATH_MAX])
{
    enum { FIRST_ISOLATE = 0x2066, LAST_ISOLATE = 0x2069 };
    crypto_hash_sha256_state state;
    uint8_t hash[crypto_hash_sha256_BYTES];
    char hex[HASH_HEX + 1];
    crypto_hash_sha256_init(&state);
    for (size_t i = 0, n = strlen(text); i < n;) {
        size_t from = i;
        uint32_t cp = utf8_next(text, n, &i);
        if (cp < FIRST_ISOLATE || cp > LAST_ISOLATE)
            crypto_hash_sha256_update(&state, (const uint8_t *)text + from, i - from);
    }
    crypto_hash_sha256_final(&state, hash);
    sodium_bin2hex(hex, sizeof hex, hash, HASH_BYTES);
    snprintf(out, RECORDING_PATH_MAX, "audio/%.*s/%s.opus", LANGUAGE_TAG_MAX - 1, tag, hex);
}

/* ---- made on this kiosk ------------------------------------------------------------------------------------------ */

static bool is_name(const char *name)
{
    return strspn(name, "0123456789abcdef") == HASH_HEX && str_eq(name + HASH_HEX, ending);
}

/* Letters, digits and hyphens, as BCP 47 has them. */
static bool is_tag(const char *tag, size_t n)
{
    bool ok = n > 0 && n < LANGUAGE_TAG_MAX;
    for (size_t i = 0; ok && i < n; i++)
        ok = (tag[i] >= 'a' && tag[i] <= 'z') || (tag[i] >= 'A' && tag[i] <= 'Z') || (tag[i] >= '0' && tag[i] <= '9') ||
             tag[i] == '-';
    return ok;
}

static bool is_path(const char *path)
{
    const char *tag = path + strlen("audio/"), *slash = str_starts(path, "audio/") ? strchr(tag, '/') : NULL;
    return slash && is_tag(tag, (size_t)(slash - tag)) && is_name(slash + 1);
}

/* "changes/audio/…" below the data folder; false when it is no recording's path or too long. */
static bool below_data(const char *path, char out[RECORDING_PATH_MAX + sizeof folder])
{
    int n = snprintf(out, RECORDING_PATH_MAX + sizeof folder, "%s/%s", folder, path);
    return is_path(path) && n > 0 && (size_t)n < RECORDING_PATH_MAX + sizeof folder;
}

bool recording_kept(const char *data, const char *path, char out[RECORDING_KEPT_PATH_MAX])
{
    char below[RECORDING_PATH_MAX + sizeof folder];
    struct fs_root root;
    uint64_t size = 0;
    if (!data || !below_data(path, below) || !fs_root_open(&root, data, NULL))
        return false;
    bool there = fs_stat(&root, below, &size, NULL) && size > 0 && size <= RECORDING_BYTES_MAX;
    fs_root_close(&root);
    int n = snprintf(out, RECORDING_KEPT_PATH_MAX, "%s/%s", data, below);
    return there && n > 0 && n < RECORDING_KEPT_PATH_MAX;
}

/* What a kiosk that lost its power in the middle has left beside. */
static void sweep(const char *dir)
{
    struct arena a;
    struct fs_root root;
    char **names;
    size_t count;
    arena_init(&a, false);
    if (fs_root_open(&root, dir, NULL)) {
        for (size_t i = 0; fs_list(&root, "", &a, &names, &count, NULL) && i < count; i++)
            if (str_ends(names[i], ".new"))
                unlinkat(root.fd, names[i], 0);
        fs_root_close(&root);
    }
    arena_release(&a);
}

bool recording_keep(const char *data, const char *path, const void *bytes, size_t len, struct err *e)
{
    char below[RECORDING_PATH_MAX + sizeof folder];
    struct str at;
    if (!data || !below_data(path, below) || len == 0 || len > RECORDING_BYTES_MAX)
        return err_set(e, ERR_REFUSED, "this is no recording that can be kept");
    str_init(&at);
    str_add_f(&at, "%s/%s", data, below);
    char *slash = at.failed ? NULL : strrchr(at.s, '/');
    if (!slash)
        BUG("out of memory");
    *slash = 0;
    bool ok = fs_make_dirs(at.s, e);
    if (ok)
        sweep(at.s);
    *slash = '/';
    ok = ok && fs_write_atomic(at.s, bytes, len, 0600, e);
    str_release(&at);
    return ok;
}

bool recording_remove(const char *data, const char *path, struct err *e)
{
    char below[RECORDING_PATH_MAX + sizeof folder], dir[RECORDING_PATH_MAX + sizeof folder];
    struct fs_root root;
    if (!data || !below_data(path, below))
        return err_set(e, ERR_REFUSED, "this is no recording");
    if (!fs_root_open(&root, data, e))
        return false;
    snprintf(dir, sizeof dir, "%.*s", (int)(strrchr(below, '/') - below), below);
    bool ok = fs_look(&root, below) == FS_NOTHING;
    int fd = ok ? -1 : openat(root.fd, dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (!ok)
        ok = (fd >= 0 && unlinkat(fd, strrchr(below, '/') + 1, 0) == 0 && fsync(fd) == 0) ||
             err_errno(e, errno, "cannot remove '%s'", below);
    if (fd >= 0)
        close(fd);
    fs_root_close(&root);
    return ok;
}

/* Those of one language, behind the `count` that stand there already. */
static bool list_tag(const struct fs_root *root, const char *tag, struct arena *a, char ***paths, size_t *count,
                     struct err *e)
{
    char **names, **all;
    size_t n, had = *count;
    if (!fs_list(root, arena_printf(a, "%s/audio/%s", folder, tag), a, &names, &n, e))
        return false;
    all = ARENA_ARRAY(a, char *, had + n + 1);
    if (had)
        memcpy(all, *paths, had * sizeof *all);
    for (size_t i = 0; i < n; i++)
        if (is_name(names[i]))
            all[(*count)++] = arena_printf(a, "audio/%s/%s", tag, names[i]);
    *paths = all;
    return true;
}

bool recordings_kept(const char *data, const char *tag, struct arena *a, char ***paths, size_t *count, struct err *e)
{
    struct fs_root root;
    char **tags = NULL;
    size_t n = 0;
    *paths = NULL;
    *count = 0;
    if (!fs_root_open(&root, data, e))
        return false;
    const char *audio = arena_printf(a, "%s/audio", folder);
    bool ok = fs_look(&root, audio) == FS_NOTHING || fs_list(&root, audio, a, &tags, &n, e);
    for (size_t i = 0; ok && i < n; i++)
        if (is_tag(tags[i], strlen(tags[i])) && (!tag || str_eq(tag, tags[i])) &&
            fs_is_dir(&root, arena_printf(a, "%s/%s", audio, tags[i])))
            ok = list_tag(&root, tags[i], a, paths, count, e);
    fs_root_close(&root);
    return ok;
}
