/* Is this file ours, and whole? Asked before anything may write to it. SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/migrate_int.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* SQLite file format, section 1.3: the first 100 bytes. */
enum { HEADER = 100, WRITE_VERSION_AT = 18, READ_VERSION_AT = 19, APPLICATION_ID_AT = 68, WAL_VERSION = 2 };

/* Up to so many pages (16 MiB, thousands of requests) every page is read at start, in some ten milliseconds; a larger
 * database has its small tables read, and the whole at `store_check`, in idle hours and by the doctor. */
enum { WHOLE_CHECK_PAGES = 4096 };

static bool journal_left(const char *path)
{
    char log[4096];
    struct stat st;
    return (size_t)snprintf(log, sizeof log, "%s-wal", path) < sizeof log && lstat(log, &st) == 0 && st.st_size > 0;
}

static uint32_t big_endian(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static bool header_ours(const uint8_t h[HEADER])
{
    return memcmp(h, "SQLite format 3", 16) == 0 && h[WRITE_VERSION_AT] == WAL_VERSION &&
           h[READ_VERSION_AT] == WAL_VERSION && big_endian(h + APPLICATION_ID_AT) == STORE_APPLICATION_ID;
}

bool db_inspect(const char *path, enum db_file *found, struct err *e)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0 && errno == ENOENT) {
        /* a log without its database would be replayed into the new one */
        if (journal_left(path))
            return err_set(e, ERR_DAMAGED, "'%s' is gone but its log is there", path);
        *found = DB_ABSENT;
        return true;
    }
    if (fd < 0 && errno == ELOOP)
        return err_set(e, ERR_DAMAGED, "'%s' is a link, not a database", path);
    if (fd < 0)
        return err_errno(e, errno, "cannot open '%s'", path);
    struct stat st;
    uint8_t header[HEADER];
    bool ok = true;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        ok = err_set(e, ERR_DAMAGED, "'%s' is not a file", path);
    else if (pread(fd, header, sizeof header, 0) != HEADER)
        /* an empty file too: a new database is complete before it gets its name, so we never leave one */
        ok = err_set(e, ERR_DAMAGED, "'%s' is cut short", path);
    else if (!header_ours(header))
        ok = err_set(e, ERR_DAMAGED, "'%s' is not a Porchlight database", path);
    close(fd);
    if (ok)
        *found = DB_PRESENT;
    return ok;
}

/* The statement's only result as a number. */
static bool number(sqlite3 *db, const char *sql, int64_t *out, struct err *e)
{
    sqlite3_stmt *st = NULL;
    if (!db_prepare(db, &st, sql, e))
        return false;
    bool ok = sqlite3_step(st) == SQLITE_ROW || db_fail(db, e, "cannot check the database");
    if (ok)
        *out = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return ok;
}

/* Runs one of SQLite's checks; the first line it gives is "ok" or the fault. */
static bool run_check(sqlite3 *db, const char *sql, struct err *e)
{
    sqlite3_stmt *st = NULL;
    if (!db_prepare(db, &st, sql, e))
        return false;
    bool ok = sqlite3_step(st) == SQLITE_ROW || db_fail(db, e, "cannot check the database");
    if (ok) {
        const char *line = (const char *)sqlite3_column_text(st, 0);
        ok = line && strcmp(line, "ok") == 0;
        if (!ok)
            err_set(e, ERR_DAMAGED, "the database is damaged: %s", line ? line : "out of memory");
    }
    sqlite3_finalize(st);
    return ok;
}

bool db_check(sqlite3 *db, bool whole, struct err *e)
{
    int64_t pages;
    if (!db_check_schema(db, e) || !number(db, "PRAGMA page_count", &pages, e))
        return false;
    if (whole || pages <= WHOLE_CHECK_PAGES)
        return run_check(db, "PRAGMA integrity_check(1)", e);
    return run_check(db, "PRAGMA quick_check(kiosk)", e) && run_check(db, "PRAGMA quick_check(request)", e) &&
           run_check(db, "PRAGMA quick_check(tombstone)", e);
}
