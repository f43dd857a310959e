/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A liaison's key on the kiosk: kept, taken away, a new one; and old requests sealed anew to the liaisons of today. */
#include "liaison_int.h"

#include "base/fs.h"
#include "base/log.h"
#include "store/audit.h"
#include "store/lists.h"
#include "store/share.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEY_BYTES_MAX = 4096, NAMES_MAX = 100, PASSPHRASE_MIN = 8 };

struct key_job {
    pthread_t thread;
    bool running, started;
    atomic_bool done;
    char name[120], path[KEY_PATH_MAX], secret[DESK_SECRET_MAX];
    uint8_t public_key[VAULT_PUBLIC_KEY];
    bool ok;
    struct err err;
};

/* ---- files of keys ----------------------------------------------------------------------------------------------- */

static void keys_folder(const struct app *a, char out[KEY_PATH_MAX])
{
    snprintf(out, KEY_PATH_MAX, "%s/keys", a->options.data);
}

static bool is_mine(const struct app *a, const char *path)
{
    char name[120];
    uint8_t key[VAULT_PUBLIC_KEY];
    return vault_key_peek(path, name, key, NULL) && memcmp(key, vault_key_public(a->behind.desk->key), sizeof key) == 0;
}

/* Calls `found` with each file of the kiosk that holds this liaison's key; how many there are. */
static size_t each_kept(struct app *a, bool (*found)(const char *path, struct err *e), struct err *e, bool *ok)
{
    char folder[KEY_PATH_MAX], **names;
    size_t count, mine = 0;
    struct fs_root root;
    struct arena arena;
    keys_folder(a, folder);
    if (!fs_root_open(&root, folder, NULL))
        return 0;
    arena_init(&arena, false);
    if (fs_list(&root, "", &arena, &names, &count, NULL))
        for (size_t i = 0; i < count; i++) {
            const char *path = arena_printf(&arena, "%s/%s", folder, names[i]);
            if (!str_ends(names[i], ".key") || !is_mine(a, path))
                continue;
            mine++;
            if (found && !found(path, e))
                *ok = false;
        }
    arena_release(&arena);
    fs_root_close(&root);
    return mine;
}

static bool remove_file(const char *path, struct err *e)
{
    return unlink(path) == 0 || err_errno(e, errno, "cannot remove the key");
}

/* "DATA/keys/rivera.key", or with a number where that name is taken. False when a hundred are. */
static bool free_path(const struct app *a, const char *folder, char out[KEY_PATH_MAX])
{
    struct stat st;
    for (int i = 1; i <= NAMES_MAX; i++) {
        char number[16] = "";
        if (i > 1)
            snprintf(number, sizeof number, "-%d", i);
        if (snprintf(out, KEY_PATH_MAX, "%s/%s%s.key", folder, a->behind.desk->seen.person->key, number) >=
            KEY_PATH_MAX)
            return false;
        if (lstat(out, &st) != 0 && errno == ENOENT)
            return true;
    }
    return false;
}

void liaison_keys_look(struct app *a)
{
    liaison_of(a)->seen.keys.stick = sticks_writable(a) != NULL;
    liaison_of(a)->seen.keys.kept = each_kept(a, NULL, NULL, NULL) > 0;
}

bool liaison_record(struct app *a, enum audit_action what, const char *subject, struct err *e)
{
    char actor[AUDIT_ACTOR];
    snprintf(actor, sizeof actor, "liaison:%s", a->behind.desk->seen.person->key);
    return store_audit(a->store, actor, what, subject, e);
}

static bool record(struct app *a, enum audit_action what, struct err *e)
{
    return liaison_record(a, what, a->behind.desk->seen.person->key, e);
}

void liaison_not_done(struct app *a, enum audit_action what)
{
    struct err e = {0};
    if (!store_audit(a->store, "kiosk", AUDIT_NOT_DONE, audit_word(what), &e))
        log_warn("the audit does not tell that '%s' failed: %s", audit_word(what), e.msg);
}

/* ---- kept and taken away ----------------------------------------------------------------------------------------- */

static bool copy_key(struct app *a, const char *from, const char *to, struct err *e)
{
    struct arena arena;
    char *text;
    size_t len;
    arena_init(&arena, true);
    bool ok = is_mine(a, from)
                  ? fs_read_path(from, KEY_BYTES_MAX, &arena, &text, &len, e) && fs_write_atomic(to, text, len, 0600, e)
                  : err_set(e, ERR_NOT_FOUND, "the key is not on the stick any more");
    arena_release(&arena);
    return ok;
}

static void keep(struct app *a)
{
    char folder[KEY_PATH_MAX], path[KEY_PATH_MAX];
    struct err e = {0};
    keys_folder(a, folder);
    bool ok = fs_make_dirs(folder, &e) &&
              (free_path(a, folder, path) || err_set(&e, ERR_FAILED, "there are too many keys")) &&
              record(a, AUDIT_KEY_ADDED, &e);
    if (ok && !copy_key(a, a->behind.desk->key_path, path, &e)) {
        liaison_not_done(a, AUDIT_KEY_ADDED);
        ok = false;
    }
    liaison_done(a, ok ? DONE_KEPT : DONE_FAILED, &e);
    liaison_keys_look(a);
}

static void take_away(struct app *a)
{
    char folder[KEY_PATH_MAX];
    struct err e = {0};
    bool ok = record(a, AUDIT_KEY_REMOVED, &e);
    if (ok) {
        each_kept(a, remove_file, &e, &ok);
        keys_folder(a, folder);
        int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (fd < 0 || fsync(fd) != 0)
            log_warn("cannot make sure that a key stays removed: %s", strerror(errno));
        if (fd >= 0)
            close(fd);
        if (!ok)
            liaison_not_done(a, AUDIT_KEY_REMOVED);
    }
    liaison_done(a, ok ? DONE_TAKEN_AWAY : DONE_FAILED, &e);
    liaison_keys_look(a);
}

/* ---- a new one --------------------------------------------------------------------------------------------------- */

static void *make(void *arg)
{
    struct key_job *j = arg;
    j->ok = vault_key_new(j->name, j->secret, j->path, j->public_key, &j->err);
    sodium_memzero(j->secret, sizeof j->secret);
    atomic_store(&j->done, true);
    return NULL;
}

/* What was typed is wiped whatever comes of it. */
static bool take_secret(struct app *a, struct key_job *j)
{
    struct liaison_keys *k = &liaison_of(a)->seen.keys;
    bool same = strcmp(k->secret[0], k->secret[1]) == 0, enough = strlen(k->secret[0]) >= PASSPHRASE_MIN;
    if (same && enough)
        memcpy(j->secret, k->secret[0], sizeof j->secret);
    sodium_memzero(k->secret, sizeof k->secret);
    if (!same || !enough)
        liaison_done(a, same ? DONE_SHORT : DONE_NOT_SAME, NULL);
    return same && enough;
}

static void new_key(struct app *a, const char *folder)
{
    struct app_liaison *l = liaison_of(a);
    struct err e = {0};
    if (!l->job) {
        l->job = sodium_malloc(sizeof *l->job);
        if (!l->job)
            BUG("out of memory");
        memset(l->job, 0, sizeof *l->job);
    }
    struct key_job *j = l->job;
    if (j->running || !take_secret(a, j))
        return;
    snprintf(j->name, sizeof j->name, "%.*s",
             (int)utf8_cut(a->behind.desk->seen.person->name, strnlen(a->behind.desk->seen.person->name, 119)),
             a->behind.desk->seen.person->name);
    if (!(free_path(a, folder, j->path) || err_set(&e, ERR_FAILED, "there are too many keys")) ||
        !record(a, AUDIT_KEY_REPLACED, &e)) {
        sodium_memzero(j->secret, sizeof j->secret);
        liaison_done(a, DONE_FAILED, &e);
        return;
    }
    j->running = true;
    j->err = (struct err){0};
    atomic_store(&j->done, false);
    if (!a->options.at_once && pthread_create(&j->thread, NULL, make, j) == 0) {
        j->started = true;
        return;
    }
    make(j);
    liaison_job_poll(a);
}

void liaison_job_poll(struct app *a)
{
    struct app_liaison *l = liaison_of(a);
    struct key_job *j = l->job;
    if (!j || !j->running || !atomic_load(&j->done))
        return;
    if (j->started)
        pthread_join(j->thread, NULL);
    j->running = j->started = false;
    if (j->ok)
        vault_public_format(j->public_key, l->seen.keys.made);
    else
        liaison_not_done(a, AUDIT_KEY_REPLACED);
    liaison_done(a, j->ok ? DONE_MADE : DONE_FAILED, &j->err);
    a->dirty = true;
}

bool liaison_job_busy(const struct app *a)
{
    const struct key_job *j = liaison_of(a)->job;
    return j && j->running;
}

void liaison_job_end(struct app *a)
{
    struct key_job *j = liaison_of(a)->job;
    if (j && j->started)
        pthread_join(j->thread, NULL);
    sodium_free(j);
    liaison_of(a)->job = NULL;
}

/* ---- old requests for today's liaisons --------------------------------------------------------------------------- */

static void begin_sharing(struct app *a)
{
    struct app_liaison *l = liaison_of(a);
    struct request_row none;
    struct err e = {0};
    size_t count;
    l->share_at = 0;
    l->seen.keys.shared = 0;
    l->seen.keys.sharing = store_list(a->store, 0, 0, &none, &count, &l->seen.keys.to_share, &e);
    if (!l->seen.keys.sharing)
        liaison_done(a, DONE_FAILED, &e);
    while (a->options.at_once && liaison_share_step(a))
        continue;
}

/* False when it must end. One that is another's, damaged or gone meanwhile is passed over. */
static bool share_one(struct app *a, const char *id)
{
    uint8_t others[VAULT_READERS_MAX][VAULT_PUBLIC_KEY];
    struct err e = {0};
    size_t n = liaison_colleagues(a, others);
    if (store_share(a->store, id, a->behind.desk->key, (const uint8_t(*)[VAULT_PUBLIC_KEY])others, n, NULL, &e) ||
        e.code == ERR_REFUSED || e.code == ERR_NOT_FOUND)
        return true;
    if (e.code == ERR_DAMAGED) {
        log_error("%s", e.msg);
        return true;
    }
    liaison_done(a, DONE_FAILED, &e);
    return false;
}

bool liaison_share_step(struct app *a)
{
    struct app_liaison *l = liaison_of(a);
    struct request_row row;
    size_t count = 0;
    struct err e = {0};
    if (!l->seen.keys.sharing)
        return false;
    a->dirty = true;
    bool read = store_list(a->store, l->share_at, 1, &row, &count, NULL, &e);
    if (!read)
        liaison_done(a, DONE_FAILED, &e);
    l->seen.keys.sharing = read && count && share_one(a, row.id);
    if (l->seen.keys.sharing) {
        l->share_at++;
        l->seen.keys.shared++;
    } else if (read && !count) {
        liaison_done(a, DONE_SHARED, NULL);
    }
    return l->seen.keys.sharing;
}

/* ---- orders ------------------------------------------------------------------------------------------------------ */

void liaison_keys_order(struct app *a, enum liaison_order order)
{
    char folder[KEY_PATH_MAX];
    struct err e = {0};
    switch (order) {
    case LIAISON_SHARE_ALL:
        begin_sharing(a);
        break;
    case LIAISON_KEEP_KEY:
        keep(a);
        break;
    case LIAISON_TAKE_KEY_AWAY:
        take_away(a);
        break;
    case LIAISON_NEW_KEY_HERE:
        keys_folder(a, folder);
        if (fs_make_dirs(folder, &e))
            new_key(a, folder);
        else
            liaison_done(a, DONE_FAILED, &e);
        break;
    case LIAISON_NEW_KEY_STICK:
        if (sticks_writable(a))
            new_key(a, sticks_writable(a)->path);
        break;
    default:
        break;
    }
}

void liaison_sticks_changed(struct app *a)
{
    liaison_keys_look(a);
    a->dirty = true;
}
