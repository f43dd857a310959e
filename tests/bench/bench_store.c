/* The vault against its numbers: a send beside a bare insert of the same size, a page of 100,000 requests, the time a
 * code takes. Sends and bare inserts alternate on one disk in one run, and their medians are compared; the code's
 * Argon2id is done before (on the kiosk it runs on a worker) and has a line of its own.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/envelope.h"
#include "store/store_int.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SENDS = 300, ROWS = 100000, PAGE = 50, LISTINGS = 40, BODY = ENVELOPE_OVERHEAD + 2048 };

static char folder[256];

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void must(bool ok, const struct err *e)
{
    if (!ok)
        BUG("%s", e->msg);
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *v, size_t n)
{
    qsort(v, n, sizeof *v, by_size);
    return v[n / 2];
}

static void line(const char *what, const char *measured, const char *reach, int verdict)
{
    printf("%s\t%s\t%s\t%s\n", what, measured, reach, verdict < 0 ? "" : verdict ? "ok" : "over");
}

/* The least that keeps so many bytes: one table, one blob, the same log and fsync. */
static sqlite3 *bare_open(sqlite3_stmt **insert)
{
    char path[300];
    sqlite3 *db;
    snprintf(path, sizeof path, "%s/bare.db", folder);
    if (sqlite3_open(path, &db) != SQLITE_OK ||
        sqlite3_exec(
            db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t(id INTEGER PRIMARY KEY, b BLOB)",
            NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(db, "INSERT INTO t(b) VALUES(?1)", -1, insert, NULL) != SQLITE_OK)
        BUG("%s", sqlite3_errmsg(db));
    return db;
}

static void bench_send(struct store *s, const uint8_t (*readers)[VAULT_PUBLIC_KEY])
{
    static double ours[SENDS], bare[SENDS];
    static uint8_t body[BODY];
    struct err e = {0};
    sqlite3_stmt *insert;
    sqlite3 *db = bare_open(&insert);
    struct request r = {.topics = 3, .language = "so", .reach = REACH_COME_BACK, .name = "someone"};
    for (int i = 0; i < SENDS; i++) {
        struct receipt_secret secret;
        randombytes_buf(&secret, sizeof secret); /* as Argon2id would give */
        randombytes_buf(body, sizeof body);
        double t0 = now_ms();
        must(store_send_as(s, &r, readers, 2, 90, &secret, &e), &e);
        double t1 = now_ms();
        sqlite3_bind_blob(insert, 1, body, BODY, SQLITE_STATIC);
        if (sqlite3_step(insert) != SQLITE_DONE)
            BUG("%s", sqlite3_errmsg(db));
        sqlite3_reset(insert);
        double t2 = now_ms();
        ours[i] = t1 - t0;
        bare[i] = t2 - t1;
    }
    sqlite3_finalize(insert);
    sqlite3_close(db);
    double a = median(ours, SENDS), b = median(bare, SENDS);
    char measured[80];
    snprintf(measured, sizeof measured, "%.1f x (%.2f / %.2f ms)", a / b, a, b);
    line("a request sealed and durable / a bare insert of that size", measured, "<= 3 x", a / b <= 3);
}

static void bench_code(struct store *s)
{
    struct receipt_salt salt;
    struct receipt_code code;
    struct receipt_secret secret;
    struct err e = {0};
    double t[7];
    store_receipt_salt(s, &salt);
    for (int i = 0; i < 7; i++) {
        double t0 = now_ms();
        must(receipt_new(&salt, &code, &secret, &e), &e);
        t[i] = now_ms() - t0;
    }
    char measured[80];
    double m = median(t, 7);
    snprintf(measured, sizeof measured, "%.0f ms", m);
    line("a receipt code worked out (Argon2id)", measured, "<= 600 ms, small machine", m <= 600);
}

static void fill(struct store *s)
{
    static uint8_t body[BODY];
    struct err e = {0};
    sqlite3_stmt *row, *sealed;
    must(db_begin(s, &e), &e);
    must(db_prepare(s->db, &row, "INSERT INTO request VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)", &e), &e);
    must(db_prepare(s->db, &sealed, "INSERT INTO sealed VALUES(?1, ?2)", &e), &e);
    for (int i = 0; i < ROWS; i++) {
        uint8_t id[16], tag[32], key[32];
        int64_t slot;
        randombytes_buf(id, sizeof id);
        randombytes_buf(tag, sizeof tag);
        randombytes_buf(key, sizeof key);
        randombytes_buf(body, 64);
        memcpy(&slot, id, sizeof slot);
        slot = (int64_t)__builtin_bswap64((uint64_t)slot);
        sqlite3_bind_int64(row, 1, slot);
        sqlite3_bind_blob(row, 2, id, 16, SQLITE_STATIC);
        sqlite3_bind_int(row, 3, 20000 + i / 100);
        sqlite3_bind_int(row, 4, i % REQUEST_STATE_COUNT);
        sqlite3_bind_int(row, 5, 20090 + i / 100);
        sqlite3_bind_blob(row, 6, tag, 32, SQLITE_STATIC);
        sqlite3_bind_blob(row, 7, key, 32, SQLITE_STATIC);
        sqlite3_bind_int64(sealed, 1, slot);
        sqlite3_bind_blob(sealed, 2, body, BODY, SQLITE_STATIC);
        if (sqlite3_step(row) != SQLITE_DONE || sqlite3_step(sealed) != SQLITE_DONE)
            BUG("%s", sqlite3_errmsg(s->db));
        sqlite3_reset(row);
        sqlite3_reset(sealed);
    }
    sqlite3_finalize(row);
    sqlite3_finalize(sealed);
    must(db_commit(s, "fill", &e), &e);
}

static void bench_list(struct store *s, const char *what, size_t offset)
{
    struct request_row rows[PAGE];
    struct err e = {0};
    double t[LISTINGS];
    for (int i = 0; i < LISTINGS; i++) {
        size_t count, total;
        double t0 = now_ms();
        must(store_list(s, offset, PAGE, rows, &count, &total, &e), &e);
        t[i] = now_ms() - t0;
        if (count != PAGE || total != ROWS)
            BUG("%zu of %zu rows", count, total);
    }
    char measured[80];
    double m = median(t, LISTINGS);
    snprintf(measured, sizeof measured, "%.1f ms (worst %.1f)", m, t[LISTINGS - 1]);
    line(what, measured, "<= 20 ms", m <= 20);
}

static void bench_many(const struct clock *clock)
{
    struct store *s = NULL;
    struct err e = {0};
    char dir[300], measured[80];
    snprintf(dir, sizeof dir, "%s/many", folder);
    must(store_open(&s, dir, clock, &e), &e);
    fill(s);
    store_close(s);
    double t0 = now_ms();
    must(store_open(&s, dir, clock, &e), &e);
    double opened = now_ms() - t0;
    snprintf(measured, sizeof measured, "%.0f ms", opened);
    line("opening 100,000 requests, small tables checked", measured, "", -1);
    bench_list(s, "listing a page of 100,000 requests, the first", 0);
    bench_list(s, "listing a page of 100,000 requests, in the middle", ROWS / 2);
    bench_list(s, "listing a page of 100,000 requests, the last", ROWS - PAGE);
    store_close(s);
}

static void bench_open(const char *dir, const struct clock *clock)
{
    struct store *s = NULL;
    struct err e = {0};
    char measured[80];
    double t0 = now_ms();
    must(store_open(&s, dir, clock, &e), &e);
    snprintf(measured, sizeof measured, "%.1f ms", now_ms() - t0);
    line("opening 300 requests, every page checked", measured, "", -1);
    store_close(s);
}

int main(void)
{
    const char *tmp = getenv("TMPDIR");
    struct clock clock = clock_system();
    struct store *s = NULL;
    struct err e = {0};
    char dir[300], clean[300];
    uint8_t readers[2][VAULT_PUBLIC_KEY], secret[32];
    snprintf(folder, sizeof folder, "%s/porchlight-bench-XXXXXX", tmp ? tmp : "/tmp");
    if (!mkdtemp(folder))
        BUG("no folder");
    must(vault_init(&e), &e);
    for (int i = 0; i < 2; i++)
        crypto_box_keypair(readers[i], secret);
    snprintf(dir, sizeof dir, "%s/few", folder);
    must(store_open(&s, dir, &clock, &e), &e);
    bench_send(s, (const uint8_t(*)[VAULT_PUBLIC_KEY])readers);
    bench_code(s);
    store_close(s);
    bench_open(dir, &clock);
    bench_many(&clock);
    snprintf(clean, sizeof clean, "rm -rf '%s'", folder);
    return system(clean) == 0 ? 0 : 1;
}
