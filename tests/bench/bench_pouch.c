/* 10,000 requests to a stick and into a liaison's copy, beside copying as many bytes durably.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "kit.h"

#include "base/fs.h"
#include "store/pouch.h"
#include "store/pouch_int.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum { ROWS = 10000, BODY = ENVELOPE_OVERHEAD + 2048, TODAY = 20600 };

static char folder[KIT_PATH_MAX];

static void must(bool ok, const struct err *e)
{
    if (!ok)
        BUG("%s", e->msg);
}

/* Rows as they are, of bytes that nothing here opens. */
static void fill(struct store *s)
{
    uint8_t body[BODY];
    sqlite3_stmt *row, *sealed;
    struct err e = {0};
    randombytes_buf(body, sizeof body);
    body[0] = ENVELOPE_VERSION;
    must(db_begin(s, &e), &e);
    must(db_prepare(s->db, &row, "INSERT INTO request VALUES(?1, ?2, ?3, 0, ?4, ?5, ?5)", &e), &e);
    must(db_prepare(s->db, &sealed, "INSERT INTO sealed VALUES(?1, ?2)", &e), &e);
    for (int i = 0; i < ROWS; i++) {
        uint8_t id[REQUEST_ID_BYTES], tag[RECEIPT_TAG];
        randombytes_buf(id, sizeof id);
        randombytes_buf(tag, sizeof tag);
        randombytes_buf(body + 1, 64);
        sqlite3_bind_int64(row, 1, request_slot_of(id));
        sqlite3_bind_blob(row, 2, id, sizeof id, SQLITE_STATIC);
        sqlite3_bind_int(row, 3, TODAY);
        sqlite3_bind_int(row, 4, TODAY + 90);
        sqlite3_bind_blob(row, 5, tag, sizeof tag, SQLITE_STATIC);
        sqlite3_bind_int64(sealed, 1, request_slot_of(id));
        sqlite3_bind_blob(sealed, 2, body, sizeof body, SQLITE_STATIC);
        if (sqlite3_step(row) != SQLITE_DONE || sqlite3_step(sealed) != SQLITE_DONE)
            BUG("%s", sqlite3_errmsg(s->db));
        sqlite3_reset(row);
        sqlite3_reset(sealed);
    }
    sqlite3_finalize(row);
    sqlite3_finalize(sealed);
    must(db_commit(s, "cannot fill", &e), &e);
}

static double copy_bytes(const char *name)
{
    char from[KIT_PATH_MAX + 64], to[KIT_PATH_MAX + 64], *bytes;
    struct arena a;
    struct err e = {0};
    size_t len;
    arena_init(&a, false);
    snprintf(from, sizeof from, "%s/%s", folder, name);
    snprintf(to, sizeof to, "%s/beside", folder);
    double t0 = kit_wall_ms();
    must(fs_read_path(from, 1 << 28, &a, &bytes, &len, &e), &e);
    must(fs_write_atomic(to, bytes, len, 0600, &e), &e);
    double t = kit_wall_ms() - t0;
    arena_release(&a);
    return t;
}

static double take_in(struct store *copy, size_t fresh)
{
    struct pouch_report r = {0};
    struct err e = {0};
    double t0 = kit_wall_ms();
    must(pouch_in_all(copy, folder, NULL, NULL, &r, &e), &e);
    if (r.fresh != fresh || r.fresh + r.known != ROWS)
        BUG("%zu new, %zu known", r.fresh, r.known);
    return kit_wall_ms() - t0;
}

int main(void)
{
    struct clock clock = clock_fake((int64_t)TODAY * 86400 + 43200);
    struct store *kiosk = NULL, *copy = NULL;
    struct pouch_made m;
    struct err e = {0};
    char path[KIT_PATH_MAX + 16];
    kit_folder_make(folder);
    must(vault_init(&e), &e);
    snprintf(path, sizeof path, "%s/kiosk", folder);
    must(store_open(&kiosk, path, &clock, &e), &e);
    snprintf(path, sizeof path, "%s/copy", folder);
    must(store_open_copy(&copy, path, &clock, &e), &e);
    fill(kiosk);
    double t0 = kit_wall_ms();
    must(pouch_out(kiosk, folder, NULL, &m, &e), &e);
    double out = kit_wall_ms() - t0, bare = copy_bytes(m.name);
    kit_row("pouch of 10,000 requests: out", "", KIT_COMPARES, "%.0f ms, %.0f MB (a durable copy of as much: %.0f ms)",
            out, (double)m.bytes / 1e6, bare);
    double first = take_in(copy, ROWS);
    kit_row("… in, all of them new", "", KIT_COMPARES, "%.0f ms", first);
    kit_row("… in, none of them new", "", KIT_COMPARES, "%.0f ms", take_in(copy, 0));
    store_close(kiosk);
    store_close(copy);
    kit_folder_remove(folder);
    return 0;
}
