/* Opening, closing and the few ways to talk to SQLite. SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/store_int.h"

#include "base/arena.h"
#include "base/fs.h"
#include "base/log.h"
#include "reserve_int.h"
#include "store/carry_int.h"
#include "store/limits_int.h"
#include "store/migrate_int.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum { BUSY_MS = 2000, CHECKPOINT_BUSY_MS = 200 };

/* ---- talking to SQLite ----------------------------------------------------------------------------------------- */

static bool no_room(int system)
{
    return system == ENOSPC || system == EDQUOT || system == EROFS || system == EFBIG;
}

/* What the system said last of the database's file and of its log. sqlite3_system_errno() alone forgets a write that
 * was cut short inside a COMMIT. */
static bool files_have_no_room(sqlite3 *db)
{
    int system = 0;
    sqlite3_file *log = NULL;
    if (no_room(sqlite3_system_errno(db)))
        return true;
    if (sqlite3_file_control(db, "main", SQLITE_FCNTL_LAST_ERRNO, &system) == SQLITE_OK && no_room(system))
        return true;
    return sqlite3_file_control(db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log) == SQLITE_OK && log && log->pMethods &&
           log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &system) == SQLITE_OK && no_room(system);
}

static enum err_code code_of(sqlite3 *db)
{
    switch (sqlite3_errcode(db)) {
    case SQLITE_FULL:
    case SQLITE_READONLY:
        return ERR_NO_SPACE;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
    case SQLITE_ERROR: /* our statements are fixed and tested: what does not fit them is a file that is not as we left
                          it */
        return ERR_DAMAGED;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
        return files_have_no_room(db) ? ERR_NO_SPACE : ERR_FAILED;
    default:
        return ERR_FAILED;
    }
}

bool db_fail(sqlite3 *db, struct err *e, const char *what)
{
    return err_set(e, code_of(db), "%s: %s", what, sqlite3_errmsg(db));
}

bool db_exec(sqlite3 *db, const char *sql, const char *what, struct err *e)
{
    return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK || db_fail(db, e, what);
}

bool db_prepare(sqlite3 *db, sqlite3_stmt **st, const char *sql, struct err *e)
{
    return sqlite3_prepare_v2(db, sql, -1, st, NULL) == SQLITE_OK || db_fail(db, e, "cannot ask the database");
}

bool db_finish(sqlite3 *db, sqlite3_stmt *st, const char *what, struct err *e)
{
    bool ok = sqlite3_step(st) == SQLITE_DONE || db_fail(db, e, what);
    sqlite3_finalize(st);
    return ok;
}

bool db_begin(struct store *s, struct err *e)
{
    if (s->checkpoint_due)
        db_empty_log(s);
    return db_exec(s->db, "BEGIN IMMEDIATE", "cannot begin", e);
}

bool db_commit(struct store *s, const char *what, struct err *e)
{
    return db_exec(s->db, "COMMIT", what, e);
}

void db_rollback(struct store *s)
{
    if (!sqlite3_get_autocommit(s->db))
        db_exec(s->db, "ROLLBACK", "cannot roll back", NULL);
    db_empty_log(s);
}

void db_empty_log(struct store *s)
{
    sqlite3_busy_timeout(s->db, CHECKPOINT_BUSY_MS);
    s->checkpoint_due = sqlite3_wal_checkpoint_v2(s->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL) != SQLITE_OK;
    sqlite3_busy_timeout(s->db, BUSY_MS);
}

/* ---- connections ----------------------------------------------------------------------------------------------- */

/* A connection that cannot change the file's structure by accident and does not write by itself: the log stays where
 * it is on close until keep_log is taken back. */
static bool connect_to(sqlite3 **out, const char *path, int flags, struct err *e)
{
    sqlite3 *db = NULL;
    if (sqlite3_open_v2(path, &db, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) {
        if (db)
            db_fail(db, e, "cannot open the database");
        else
            err_set(e, ERR_FAILED, "out of memory");
        sqlite3_close(db);
        return false;
    }
    sqlite3_extended_result_codes(db, 0);
    sqlite3_busy_timeout(db, BUSY_MS);
    sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    /* temp_store: nothing of a request is ever put into a temporary file */
    if (!db_exec(db,
                 "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON;"
                 "PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY",
                 "cannot open the database", e)) {
        sqlite3_close(db);
        return false;
    }
    *out = db;
    return true;
}

/* Writes are allowed and the log is taken in on close. */
static void keep_log(sqlite3 *db, bool keep)
{
    sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep, NULL);
}

static bool load_kiosk(struct store *s, struct err *e)
{
    sqlite3_stmt *st = NULL;
    if (!db_prepare(s->db, &st,
                    "SELECT receipt_salt, receipt_passes, receipt_mem_kib, wrong_codes, wrong_at FROM kiosk", e))
        return false;
    int rc = sqlite3_step(st);
    bool ok = rc == SQLITE_ROW || rc == SQLITE_DONE || db_fail(s->db, e, "cannot read the database");
    if (ok) {
        int64_t passes = sqlite3_column_int64(st, 1), mem = sqlite3_column_int64(st, 2);
        int64_t wrong = sqlite3_column_int64(st, 3);
        ok = rc == SQLITE_ROW && sqlite3_column_bytes(st, 0) == RECEIPT_SALT && passes >= 1 &&
             passes <= ARGON_PASSES_MAX && mem >= ARGON_MEM_KIB_MIN && mem <= ARGON_MEM_KIB_MAX && wrong >= 0;
        if (ok) {
            memcpy(s->salt.salt, sqlite3_column_blob(st, 0), RECEIPT_SALT);
            s->salt.passes = (uint32_t)passes;
            s->salt.mem_kib = (uint32_t)mem;
            tries_resume(&s->tries, &tries_codes, s->clock, wrong, sqlite3_column_int64(st, 4));
        } else {
            err_set(e, ERR_DAMAGED, "the database is damaged: its first table makes no sense");
        }
    }
    sqlite3_finalize(st);
    return ok;
}

/* ---- a new database: complete before it gets its name ------------------------------------------------------------ */

static bool insert_kiosk(sqlite3 *db, struct err *e)
{
    uint8_t salt[RECEIPT_SALT];
    sqlite3_stmt *st = NULL;
    randombytes_buf(salt, sizeof salt);
    if (!db_prepare(db, &st,
                    "INSERT INTO kiosk(only, receipt_salt, receipt_passes, receipt_mem_kib) VALUES(1, ?1, ?2, ?3)", e))
        return false;
    sqlite3_bind_blob(st, 1, salt, sizeof salt, SQLITE_TRANSIENT);
    sqlite3_bind_int64(st, 2, vault_limits.receipt_passes);
    sqlite3_bind_int64(st, 3, vault_limits.receipt_mem_kib);
    return db_finish(db, st, "cannot make the database", e);
}

/* Says whose it is before it gets its name: a copy is never taken for a kiosk. */
static bool insert_copy(sqlite3 *db, struct err *e)
{
    uint8_t id[CARRY_COPY];
    sqlite3_stmt *st = NULL;
    randombytes_buf(id, sizeof id);
    id[0] |= 1; /* never all zeros, which are the kiosk's */
    if (!db_prepare(db, &st, "INSERT INTO pouch(only, copy) VALUES(1, ?1)", e))
        return false;
    sqlite3_bind_blob(st, 1, id, sizeof id, SQLITE_TRANSIENT);
    return db_finish(db, st, "cannot make the database", e);
}

static bool fill_new(const char *path, bool copy, struct err *e)
{
    sqlite3 *db = NULL;
    if (!connect_to(&db, path, SQLITE_OPEN_READWRITE, e))
        return false;
    keep_log(db, false);
    char application[64];
    snprintf(application, sizeof application, "PRAGMA application_id = %d", STORE_APPLICATION_ID);
    bool ok = db_exec(db, "PRAGMA journal_mode = WAL", "cannot make the database", e) &&
              db_exec(db, application, "cannot make the database", e) && db_migrate(db, e) && insert_kiosk(db, e) &&
              (!copy || insert_copy(db, e)) &&
              (sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL) == SQLITE_OK ||
               db_fail(db, e, "cannot make the database"));
    return sqlite3_close(db) == SQLITE_OK && ok;
}

static void remove_new(struct arena *a, const char *tmp)
{
    unlink(tmp);
    unlink(arena_printf(a, "%s-wal", tmp));
    unlink(arena_printf(a, "%s-shm", tmp));
    unlink(arena_printf(a, "%s-journal", tmp));
}

static bool sync_path(const char *path, int flags, struct err *e)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | flags);
    bool ok = fd >= 0 && fsync(fd) == 0;
    if (!ok)
        err_errno(e, errno, "cannot make '%s' durable", path);
    if (fd >= 0)
        close(fd);
    return ok;
}

static bool make_new(struct arena *a, const char *dir, const char *path, bool copy, struct err *e)
{
    char *tmp = arena_printf(a, "%s.new", path);
    remove_new(a, tmp); /* left by a crash in the middle of this: it never held a request */
    int fd = open(tmp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return err_errno(e, errno, "cannot make '%s'", tmp);
    close(fd);
    bool ok = fill_new(tmp, copy, e) && sync_path(tmp, 0, e) &&
              (rename(tmp, path) == 0 || err_errno(e, errno, "cannot make '%s'", path)) &&
              sync_path(dir, O_DIRECTORY, e);
    if (!ok)
        remove_new(a, tmp);
    return ok;
}

/* ---- opening --------------------------------------------------------------------------------------------------- */

/* A lock of the open file, so that it goes with the process however that ends; a lock file alone would outlive kill -9
 * and keep the kiosk shut. */
static bool lock_folder(struct arena *a, const char *dir, int *fd, struct err *e)
{
    char *path = arena_printf(a, "%s/porchlight.lock", dir);
    *fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (*fd < 0)
        return err_errno(e, errno, "cannot make '%s'", path);
    if (flock(*fd, LOCK_EX | LOCK_NB) == 0)
        return true;
    return errno == EWOULDBLOCK ? err_set(e, ERR_REFUSED, "another kiosk uses '%s'", dir)
                                : err_errno(e, errno, "cannot lock '%s'", path);
}

/* Checks first, writes later: until db_check has passed nothing in the folder but SQLite's -shm may change. */
static bool open_existing(struct store *s, const char *path, int flags, struct err *e)
{
    bool writes = flags & SQLITE_OPEN_READWRITE;
    if (!connect_to(&s->db, path, flags, e) || !db_check(s->db, false, e))
        return false;
    if (s->lock_fd >= 0 && !db_migrate(s->db, e))
        return false;
    if (!load_kiosk(s, e))
        return false;
    keep_log(s->db, !writes);
    return true;
}

/* A kiosk on a liaison's copy would take requests that no kiosk's code opens; a copy on a kiosk's folder, its place. */
static bool is_whose(struct store *s, bool copy, struct err *e)
{
    struct carry_self self;
    bool ok = carry_load(s, &self, e);
    sodium_memzero(self.seed, sizeof self.seed);
    return ok && (self.copy == copy || err_set(e, ERR_REFUSED,
                                               copy ? "this folder is a kiosk's, not a liaison's copy"
                                                    : "this folder is a liaison's copy, not a kiosk's"));
}

static bool open_in(struct store *s, struct arena *a, const char *dir, bool copy, struct err *e)
{
    char *path = arena_printf(a, "%s/porchlight.db", dir);
    enum db_file found;
    return fs_make_dirs(dir, e) && lock_folder(a, dir, &s->lock_fd, e) && db_inspect(path, &found, e) &&
           (found == DB_PRESENT || make_new(a, dir, path, copy, e)) &&
           open_existing(s, path, SQLITE_OPEN_READWRITE, e) && is_whose(s, copy, e);
}

/* On a medium that cannot be written SQLite cannot make its -shm; with no log there it needs none. */
static bool open_unwritable(struct store *s, struct arena *a, const char *path, struct err *e)
{
    if (access(arena_printf(a, "%s-wal", path), F_OK) == 0)
        return false;
    char *uri = arena_printf(a, "file:%s?immutable=1", path);
    sqlite3_close(s->db);
    s->db = NULL;
    return strpbrk(path, "?#%") == NULL && open_existing(s, uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, e);
}

static bool open_beside(struct store *s, struct arena *a, const char *dir, bool writes, struct err *e)
{
    char *path = arena_printf(a, "%s/porchlight.db", dir);
    enum db_file found;
    if (!db_inspect(path, &found, e))
        return false;
    if (found == DB_ABSENT)
        return err_set(e, ERR_NOT_FOUND, "there is no database in '%s'", dir);
    if (open_existing(s, path, writes ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY, e))
        return true;
    return !writes && access(dir, W_OK) != 0 && open_unwritable(s, a, path, e);
}

static bool finish_open(struct store **out, struct store *s, struct arena *a, const char *dir, bool ok, struct err *e)
{
    arena_release(a);
    if (ok) {
        s->dir_fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        reserve_keep(s);
        *out = s;
        return true;
    }
    store_close(s);
    return err_wrap(e, "cannot open the requests in '%s'", dir);
}

static struct store *store_alloc(const struct clock *clock)
{
    struct store *s = calloc(1, sizeof *s);
    if (!s)
        BUG("out of memory");
    s->clock = clock;
    s->lock_fd = s->dir_fd = -1;
    return s;
}

bool store_open(struct store **out, const char *dir, const struct clock *clock, struct err *e)
{
    struct store *s = store_alloc(clock);
    struct arena a;
    arena_init(&a, false);
    return finish_open(out, s, &a, dir, open_in(s, &a, dir, false, e), e);
}

bool store_open_copy(struct store **out, const char *dir, const struct clock *clock, struct err *e)
{
    struct store *s = store_alloc(clock);
    struct arena a;
    arena_init(&a, false);
    return finish_open(out, s, &a, dir, open_in(s, &a, dir, true, e), e);
}

bool store_open_beside(struct store **out, const char *dir, const struct clock *clock, bool writes, struct err *e)
{
    struct store *s = store_alloc(clock);
    struct arena a;
    arena_init(&a, false);
    return finish_open(out, s, &a, dir, open_beside(s, &a, dir, writes, e), e);
}

void store_close(struct store *s)
{
    if (!s)
        return;
    if (s->db && s->checkpoint_due)
        db_empty_log(s);
    if (s->db && sqlite3_close(s->db) != SQLITE_OK)
        log_warn("the database did not close: %s", sqlite3_errmsg(s->db));
    if (s->lock_fd >= 0)
        close(s->lock_fd);
    if (s->dir_fd >= 0)
        close(s->dir_fd);
    free(s);
}

bool store_check(struct store *s, struct err *e)
{
    return db_check(s->db, true, e);
}

void store_receipt_salt(const struct store *s, struct receipt_salt *out)
{
    *out = s->salt;
}
