/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault_vfs.h"

#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

struct fault_file {
    sqlite3_file base;
    sqlite3_file *real; /* lies behind this struct in SQLite's memory */
};

static sqlite3_vfs *real_vfs;
static sqlite3_vfs layer;
static struct fault_plan plan;
static long changes;
static bool struck;

static sqlite3_file *real_of(sqlite3_file *f)
{
    return ((struct fault_file *)f)->real;
}

/* One change of the disk: does this one fail? */
static bool fails(void)
{
    changes++;
    bool now = plan.nth && (changes == plan.nth || (plan.sticky && changes > plan.nth)) &&
               (!plan.until_gone || access(plan.until_gone, F_OK) == 0);
    struck = struck || now;
    return now;
}

static int file_close(sqlite3_file *f)
{
    return real_of(f)->pMethods->xClose(real_of(f));
}

static int file_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at)
{
    return real_of(f)->pMethods->xRead(real_of(f), to, n, at);
}

static int file_write(sqlite3_file *f, const void *from, int n, sqlite3_int64 at)
{
    if (!fails())
        return real_of(f)->pMethods->xWrite(real_of(f), from, n, at);
    if (plan.torn)
        real_of(f)->pMethods->xWrite(real_of(f), from, n / 2, at);
    return plan.error;
}

static int file_truncate(sqlite3_file *f, sqlite3_int64 size)
{
    return fails() ? plan.error : real_of(f)->pMethods->xTruncate(real_of(f), size);
}

/* No power is lost here, so a sync that succeeds has nothing to do; waiting for the disk would take most of the time.
 */
static int file_sync(sqlite3_file *f, int flags)
{
    (void)f;
    (void)flags;
    return fails() ? plan.error : SQLITE_OK;
}

static int file_size(sqlite3_file *f, sqlite3_int64 *size)
{
    return real_of(f)->pMethods->xFileSize(real_of(f), size);
}

static int file_lock(sqlite3_file *f, int how)
{
    return real_of(f)->pMethods->xLock(real_of(f), how);
}

static int file_unlock(sqlite3_file *f, int how)
{
    return real_of(f)->pMethods->xUnlock(real_of(f), how);
}

static int file_check_lock(sqlite3_file *f, int *out)
{
    return real_of(f)->pMethods->xCheckReservedLock(real_of(f), out);
}

static int file_control(sqlite3_file *f, int op, void *arg)
{
    return real_of(f)->pMethods->xFileControl(real_of(f), op, arg);
}

static int file_sector(sqlite3_file *f)
{
    return real_of(f)->pMethods->xSectorSize(real_of(f));
}

static int file_character(sqlite3_file *f)
{
    return real_of(f)->pMethods->xDeviceCharacteristics(real_of(f));
}

static int file_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **out)
{
    return real_of(f)->pMethods->xShmMap(real_of(f), page, size, extend, out);
}

static int file_shm_lock(sqlite3_file *f, int at, int n, int flags)
{
    return real_of(f)->pMethods->xShmLock(real_of(f), at, n, flags);
}

static void file_shm_barrier(sqlite3_file *f)
{
    real_of(f)->pMethods->xShmBarrier(real_of(f));
}

static int file_shm_unmap(sqlite3_file *f, int erase)
{
    return real_of(f)->pMethods->xShmUnmap(real_of(f), erase);
}

/* Version 2: with shared memory, which the write-ahead log needs, and without memory mapping, which would go past us.
 */
static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_check_lock,
    .xFileControl = file_control,
    .xSectorSize = file_sector,
    .xDeviceCharacteristics = file_character,
    .xShmMap = file_shm_map,
    .xShmLock = file_shm_lock,
    .xShmBarrier = file_shm_barrier,
    .xShmUnmap = file_shm_unmap,
};

static int vfs_open(sqlite3_vfs *v, const char *name, sqlite3_file *f, int flags, int *out)
{
    (void)v;
    struct fault_file *file = (struct fault_file *)f;
    file->base.pMethods = NULL;
    file->real = (sqlite3_file *)&file[1];
    int there = 0;
    if (name && (flags & SQLITE_OPEN_CREATE))
        real_vfs->xAccess(real_vfs, name, SQLITE_ACCESS_EXISTS, &there);
    if (name && (flags & SQLITE_OPEN_CREATE) && !there && fails())
        return SQLITE_CANTOPEN;
    int rc = real_vfs->xOpen(real_vfs, name, file->real, flags, out);
    if (file->real->pMethods)
        file->base.pMethods = &methods;
    return rc;
}

static int vfs_delete(sqlite3_vfs *v, const char *name, int sync)
{
    (void)v;
    return fails() ? SQLITE_IOERR_DELETE : real_vfs->xDelete(real_vfs, name, sync);
}

void fault_vfs_install(void)
{
    real_vfs = sqlite3_vfs_find(NULL);
    layer = *real_vfs;
    layer.zName = "fault";
    layer.szOsFile = (int)sizeof(struct fault_file) + real_vfs->szOsFile;
    layer.xOpen = vfs_open;
    layer.xDelete = vfs_delete;
    sqlite3_vfs_register(&layer, 1);
}

void fault_vfs_arm(struct fault_plan p)
{
    plan = p;
    changes = 0;
    struck = false;
}

void fault_vfs_disarm(void)
{
    plan = (struct fault_plan){0};
}

long fault_vfs_changes(void)
{
    return changes;
}

bool fault_vfs_struck(void)
{
    return struck;
}
