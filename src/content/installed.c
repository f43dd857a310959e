/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "content/installed.h"

#include "base/fs.h"
#include "base/fs_tree.h"
#include "base/log.h"
#include "content/check.h"
#include "pack_int.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum { VERSION_MAX = 7 /* six digits and NUL */, HISTORY_MAX = 64 * 1024, HISTORY_LINE = 10 + 1 + 43 + 1 };

#define LINK_PREFIX "versions/"

/* data/site while it is changed: one process at a time. */
struct place {
    char dir[INSTALLED_PATH_MAX - 64]; /* room for every name below it */
    int lock;
};

#define BELOW(place, buffer, ...) below((place)->dir, buffer, __VA_ARGS__)

static const char *below(const char *dir, char out[INSTALLED_PATH_MAX], const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
static const char *below(const char *dir, char out[INSTALLED_PATH_MAX], const char *fmt, ...)
{
    int n = snprintf(out, INSTALLED_PATH_MAX, "%s/", dir);
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(out + n, INSTALLED_PATH_MAX - (size_t)n, fmt, ap);
    va_end(ap);
    return out;
}

static bool name_place(struct place *p, const char *data, struct err *e)
{
    p->lock = -1;
    return (size_t)snprintf(p->dir, sizeof p->dir, "%s/site", data) < sizeof p->dir ||
           err_set(e, ERR_FAILED, "the data folder's path is too long");
}

/* ---- what is shown ---------------------------------------------------------------------------------------------- */

static bool is_version(const char *name)
{
    return strlen(name) == VERSION_MAX - 1 && strspn(name, "0123456789") == VERSION_MAX - 1;
}

/* Where `current` leads; "" when there is no such link. */
static void read_current(const struct place *p, char version[VERSION_MAX])
{
    char path[INSTALLED_PATH_MAX], target[sizeof LINK_PREFIX + VERSION_MAX];
    ssize_t n = readlink(BELOW(p, path, "current"), target, sizeof target - 1);
    size_t prefix = strlen(LINK_PREFIX);
    version[0] = 0;
    if (n < 0)
        return;
    target[n] = 0;
    if (str_starts(target, LINK_PREFIX) && is_version(target + prefix))
        memcpy(version, target + prefix, VERSION_MAX);
}

bool installed_site(const char *data, char out[INSTALLED_PATH_MAX])
{
    struct place p;
    char version[VERSION_MAX];
    if (!data || !name_place(&p, data, NULL))
        return false;
    read_current(&p, version);
    if (!*version)
        return false;
    BELOW(&p, out, "versions/%s/site", version);
    return access(out, R_OK | X_OK) == 0;
}

static bool read_pack(const struct place *p, const char *version, struct pack *out, struct err *e)
{
    char path[INSTALLED_PATH_MAX], *bytes;
    size_t len;
    struct arena a;
    arena_init(&a, false);
    bool ok = fs_read_path(BELOW(p, path, "versions/%s/pack", version), PACK_HEAD_MAX, &a, &bytes, &len, e) &&
              pack_parse(out, bytes, len, e);
    arena_release(&a);
    return ok;
}

bool installed_pack(const char *data, struct pack *out, struct err *e)
{
    struct place p;
    char version[VERSION_MAX];
    if (!name_place(&p, data, e))
        return false;
    read_current(&p, version);
    return *version ? read_pack(&p, version, out, e) : err_set(e, ERR_NOT_FOUND, "no pack is installed");
}

/* The version that was shown before this one: "" for the folder of --site. */
static bool read_before(const struct place *p, const char *version, char before[VERSION_MAX], struct err *e)
{
    char path[INSTALLED_PATH_MAX], *bytes;
    size_t len;
    struct arena a;
    arena_init(&a, false);
    bool ok = fs_read_path(BELOW(p, path, "versions/%s/before", version), VERSION_MAX - 1, &a, &bytes, &len, e);
    if (ok && len && !is_version(bytes))
        ok = err_set(e, ERR_DAMAGED, "'%s' is no version", path);
    if (ok)
        memcpy(before, bytes, len + 1);
    arena_release(&a);
    return ok;
}

/* ---- the packs that came ---------------------------------------------------------------------------------------- */

static void history_line(const struct pack *p, char out[HISTORY_LINE + 1])
{
    char hash[PACK_HASH_TEXT], day[11];
    pack_base64(p->hash, hash);
    day_format(p->date, day);
    snprintf(out, HISTORY_LINE + 1, "%s %s\n", day, hash);
}

static bool read_history(const struct place *p, struct arena *a, char **text, size_t *len, struct err *e)
{
    char path[INSTALLED_PATH_MAX];
    struct err why = {0};
    *text = arena_strdup(a, "");
    *len = 0;
    if (fs_read_path(BELOW(p, path, "history"), HISTORY_MAX, a, text, len, &why)) {
        if (*len % HISTORY_LINE == 0)
            return true;
        return err_set(e, ERR_DAMAGED, "'%s' is damaged", path);
    }
    return why.code == ERR_NOT_FOUND || err_set(e, why.code, "%s", why.msg);
}

static bool refuse_old(const struct place *place, const struct pack *p, struct err *e)
{
    struct arena a;
    char *text, line[HISTORY_LINE + 1];
    size_t len;
    arena_init(&a, false);
    bool ok = read_history(place, &a, &text, &len, e);
    history_line(p, line);
    const char *newest = ok && len ? text + len - HISTORY_LINE : NULL;
    if (newest && memcmp(line, newest, 10) < 0)
        ok = err_set(e, ERR_REFUSED,
                     "this pack is of %.10s, and one of %.10s has come before: an older pack is not "
                     "installed. To undo the last one, roll back",
                     line, newest);
    if (newest && ok && memcmp(line, newest, HISTORY_LINE) != 0 && memmem(text, len, line, HISTORY_LINE))
        ok = err_set(e, ERR_REFUSED,
                     "this pack came before, and another of the same day has replaced it. To undo the "
                     "last one, roll back");
    arena_release(&a);
    return ok;
}

/* The line goes to the end; those of earlier days are not needed any more. */
static bool note_history(const struct place *place, const struct pack *p, struct err *e)
{
    struct arena a;
    struct str out;
    char *text, line[HISTORY_LINE + 1], path[INSTALLED_PATH_MAX];
    size_t len;
    arena_init(&a, false);
    str_init(&out);
    bool ok = read_history(place, &a, &text, &len, e);
    history_line(p, line);
    size_t from = len > HISTORY_MAX / 2 ? len - HISTORY_MAX / 2 / HISTORY_LINE * HISTORY_LINE : 0;
    for (size_t i = from; ok && i < len; i += HISTORY_LINE)
        if (memcmp(text + i, line, 10) == 0 && memcmp(text + i, line, HISTORY_LINE) != 0)
            str_add_n(&out, text + i, HISTORY_LINE);
    str_add(&out, line);
    ok = ok && fs_write_atomic(BELOW(place, path, "history"), out.s, out.len, 0644, e);
    str_release(&out);
    arena_release(&a);
    return ok;
}

/* ---- changing it ------------------------------------------------------------------------------------------------ */

static bool open_place(struct place *p, const char *data, struct err *e)
{
    char path[INSTALLED_PATH_MAX];
    if (!name_place(p, data, e) || !fs_make_dirs(data, e) || !fs_make_dir(p->dir, 0755, e) ||
        !fs_make_dir(BELOW(p, path, "versions"), 0755, e))
        return false;
    p->lock = open(BELOW(p, path, "lock"), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (p->lock < 0)
        return err_errno(e, errno, "cannot write '%s'", path);
    if (flock(p->lock, LOCK_EX | LOCK_NB) == 0)
        return true;
    close(p->lock);
    p->lock = -1;
    return err_set(e, ERR_REFUSED, "another install is at work in '%s'", p->dir);
}

static void close_place(struct place *p)
{
    if (p->lock >= 0)
        close(p->lock);
}

/* The number after the greatest there is. */
static bool next_version(const struct place *p, char out[VERSION_MAX], struct err *e)
{
    struct fs_root root;
    if (!fs_root_open(&root, p->dir, e))
        return false;
    struct arena a;
    char **names;
    size_t count;
    unsigned next = 1;
    arena_init(&a, false);
    bool ok = fs_list(&root, "versions", &a, &names, &count, e);
    for (size_t i = 0; ok && i < count; i++)
        if (is_version(names[i])) {
            unsigned n = 0;
            for (const char *c = names[i]; *c; c++)
                n = n * 10 + (unsigned)(*c - '0');
            next = n >= next ? n + 1 : next;
        }
    if (ok && next > 999999)
        ok = err_set(e, ERR_FAILED, "there have been a million versions in '%s'", p->dir);
    if (ok)
        snprintf(out, VERSION_MAX, "%06u", next % 1000000);
    arena_release(&a);
    fs_root_close(&root);
    return ok;
}

static bool write_small(const struct place *p, const char *name, const char *bytes, size_t len, struct err *e)
{
    char path[INSTALLED_PATH_MAX];
    int fd = open(BELOW(p, path, "incoming/%s", name), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    bool ok = fd >= 0;
    for (size_t done = 0; ok && done < len;) {
        ssize_t n = write(fd, bytes + done, len - done);
        ok = n >= 0 || errno == EINTR;
        done += n > 0 ? (size_t)n : 0;
    }
    int why = errno;
    ok = (fd < 0 || close(fd) == 0) && ok;
    return ok || err_errno(e, why, "cannot write '%s'", path);
}

static bool unpack_beside(const struct place *place, const struct pack *p, const char *before, struct err *e)
{
    char path[INSTALLED_PATH_MAX];
    if (!fs_remove_tree(BELOW(place, path, "incoming"), e) || !fs_make_dir(path, 0755, e) ||
        !fs_make_dir(BELOW(place, path, "incoming/site"), 0755, e) || !pack_unpack(p, path, e))
        return false;
    struct str lines;
    str_init(&lines);
    str_add_n(&lines, p->signed_text, p->signed_len);
    pack_write_signatures(p, &lines);
    bool ok = !lines.failed && write_small(place, "pack", lines.s, lines.len, e) &&
              write_small(place, "before", before, strlen(before), e);
    str_release(&lines);
    return ok;
}

static bool check_beside(const struct place *place, const struct install_options *o, struct err *e)
{
    char path[INSTALLED_PATH_MAX];
    if (!check_site(BELOW(place, path, "incoming/site"), o->icons, o->today, o->faults, e))
        return false;
    if (o->faults->errors == 0 || o->force)
        return true;
    return err_set(e, ERR_REFUSED, "the pack's site has %zu fault%s: nothing was changed", o->faults->errors,
                   o->faults->errors == 1 ? "" : "s");
}

/* Removes the versions that no rolling back leads to. Failing at it harms nothing: the next install tries again. */
static void prune(const struct place *p, const char *current)
{
    char kept[INSTALLED_KEPT + 1][VERSION_MAX] = {0}, path[INSTALLED_PATH_MAX];
    size_t kept_count = 0, count;
    memcpy(kept[kept_count++], current, VERSION_MAX);
    while (kept_count <= INSTALLED_KEPT && read_before(p, kept[kept_count - 1], kept[kept_count], NULL) &&
           *kept[kept_count])
        kept_count++;
    struct fs_root root;
    if (!fs_root_open(&root, p->dir, NULL))
        return;
    struct arena a;
    char **names;
    arena_init(&a, false);
    if (!fs_list(&root, "versions", &a, &names, &count, NULL))
        count = 0;
    for (size_t i = 0; i < count; i++) {
        bool keep = false;
        for (size_t k = 0; k < kept_count; k++)
            keep = keep || strcmp(kept[k], names[i]) == 0;
        struct err e = {0};
        if (!keep && !fs_remove_tree(BELOW(p, path, "versions/%s", names[i]), &e))
            log_warn("%s", e.msg);
    }
    arena_release(&a);
    fs_root_close(&root);
}

/* From here on the site is whole: what is shown changes in the one moment when the link does. */
static bool change_over(const struct place *place, const struct pack *p, struct err *e)
{
    char version[VERSION_MAX], from[INSTALLED_PATH_MAX], to[INSTALLED_PATH_MAX], target[32];
    if (!next_version(place, version, e) || !fs_sync_all(BELOW(place, from, "incoming"), e) ||
        !fs_move_dir(from, BELOW(place, to, "versions/%s", version), e) || !note_history(place, p, e))
        return false;
    snprintf(target, sizeof target, LINK_PREFIX "%s", version);
    if (!fs_point_link(BELOW(place, to, "current"), target, e))
        return false;
    prune(place, version);
    return true;
}

static bool shown_already(const struct place *place, const char *current, const struct pack *p)
{
    struct pack shown;
    if (!*current || !read_pack(place, current, &shown, NULL))
        return false;
    bool same = memcmp(shown.hash, p->hash, PACK_HASH) == 0;
    pack_close(&shown);
    return same;
}

bool install_pack(const struct pack *p, const char *data, const struct install_options *o, struct err *e)
{
    struct place place;
    char current[VERSION_MAX], path[INSTALLED_PATH_MAX];
    /* the two machines' days may differ by the time zone */
    if (p->date - o->today > 1 && !o->force)
        return err_set(e, ERR_REFUSED,
                       "the pack's day is still to come: the clock of this machine, or of the one it "
                       "was made on, is wrong");
    if (!open_place(&place, data, e))
        return false;
    read_current(&place, current);
    bool ok = shown_already(&place, current, p);
    if (!ok) {
        ok = refuse_old(&place, p, e) && unpack_beside(&place, p, current, e) && check_beside(&place, o, e) &&
             change_over(&place, p, e);
        fs_remove_tree(BELOW(&place, path, "incoming"), NULL);
    }
    close_place(&place);
    return ok;
}

bool install_back(const char *data, struct err *e)
{
    struct place p;
    char current[VERSION_MAX], before[VERSION_MAX] = "", path[INSTALLED_PATH_MAX], target[32];
    if (!open_place(&p, data, e))
        return false;
    read_current(&p, current);
    bool ok = *current ? read_before(&p, current, before, e)
                       : err_set(e, ERR_REFUSED, "no pack is installed: there is nothing to go back to");
    if (ok && *before && access(BELOW(&p, path, "versions/%s/site", before), X_OK) != 0)
        ok = err_set(e, ERR_REFUSED, "the version before is not kept any more");
    snprintf(target, sizeof target, LINK_PREFIX "%s", ok ? before : "");
    if (ok)
        ok = *before ? fs_point_link(BELOW(&p, path, "current"), target, e)
                     : fs_drop_link(BELOW(&p, path, "current"), e);
    close_place(&p);
    return ok;
}
