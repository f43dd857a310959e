/* A damaged database is refused and left exactly as it is; what is not noticed at once harms only itself.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "help.h"

#include "store/store_int.h"

#include <errno.h>
#include <sys/mount.h>

static struct clock noon;

struct bytes {
    struct arena a;
    char *p;
    size_t len;
};

static struct bytes slurp(const char *path)
{
    struct bytes b;
    arena_init(&b.a, false);
    FINE(fs_read_path(path, 1 << 28, &b.a, &b.p, &b.len, e));
    return b;
}

static void spill(const char *path, const char *p, size_t len)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, p, len), len);
    close(fd);
}

/* A healthy database of `count` requests in `folder`/name, closed. */
static void make_healthy(const char *name, struct pair *p, int count)
{
    struct store *s = NULL;
    noon = clock_fake(NOON);
    remove_tree(below(name));
    FINE(store_open(&s, below(name), &noon, e));
    for (int i = 0; i < count; i++)
        send_one(s, p, "someone");
    store_close(s);
}

static char db_path[4200];
static const char *db_of(const char *name)
{
    snprintf(db_path, sizeof db_path, "%s/%s/porchlight.db", folder, name);
    return db_path;
}

/* Refused, as a kiosk and beside one, with every byte and the folder's files as before. */
static void check_untouched(const char *name, enum err_code want)
{
    struct store *s = NULL;
    struct bytes before = slurp(db_of(name));
    REFUSES(store_open(&s, below(name), &noon, e), want);
    REFUSES(store_open_beside(&s, below(name), &noon, false, e), want);
    REFUSES(store_open_beside(&s, below(name), &noon, true, e), want);
    assert_null(s);
    struct bytes after = slurp(db_of(name));
    assert_int_equal(before.len, after.len);
    assert_memory_equal(before.p, after.p, before.len);
    arena_release(&before.a);
    arena_release(&after.a);
}

static void test_wrong_files(void **state)
{
    (void)state;
    static const char other[] =
        "SQLite format 3\0but nothing more of one, over more than the hundred bytes of a header "
        "so that only the numbers in it tell";
    struct pair p = make_pair("wrong");
    make_healthy("wrong", &p, 1);
    struct bytes good = slurp(db_of("wrong"));
    spill(db_of("wrong"), "", 0);
    check_untouched("wrong", ERR_DAMAGED); /* empty: a new database is complete before it gets its name */
    spill(db_of("wrong"), other, sizeof other);
    check_untouched("wrong", ERR_DAMAGED);
    spill(db_of("wrong"), good.p, 99);
    check_untouched("wrong", ERR_DAMAGED);
    static const size_t cuts[] = {100, 4095, 4096, 4097, 8192, 20000};
    for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
        spill(db_of("wrong"), good.p, cuts[i]);
        check_untouched("wrong", ERR_DAMAGED);
    }
    spill(db_of("wrong"), good.p, good.len - 4096);
    check_untouched("wrong", ERR_DAMAGED);
    arena_release(&good.a);
    vault_key_free(p.key);
}

static void test_not_a_file(void **state)
{
    (void)state;
    struct pair p = make_pair("notfile");
    struct store *s = NULL;
    struct stat st;
    make_healthy("notfile", &p, 1);
    assert_int_equal(rename(below("notfile/porchlight.db"), below("moved.db")), 0);
    assert_int_equal(mkdir(below("notfile/porchlight.db"), 0700), 0);
    REFUSES(store_open(&s, below("notfile"), &noon, e), ERR_DAMAGED);
    assert_true(stat(below("notfile/porchlight.db"), &st) == 0 && S_ISDIR(st.st_mode));
    assert_int_equal(rmdir(below("notfile/porchlight.db")), 0);
    assert_int_equal(symlink(below("moved.db"), below("notfile/porchlight.db")), 0);
    REFUSES(store_open(&s, below("notfile"), &noon, e), ERR_DAMAGED);
    assert_int_equal(unlink(below("notfile/porchlight.db")), 0);
    assert_int_equal(mkfifo(below("notfile/porchlight.db"), 0600), 0);
    REFUSES(store_open(&s, below("notfile"), &noon, e), ERR_DAMAGED);
    vault_key_free(p.key);
}

/* A log without its database is never replayed into a new one. */
static void test_log_alone(void **state)
{
    (void)state;
    struct pair p = make_pair("log");
    struct store *s = NULL;
    noon = clock_fake(NOON);
    FINE(store_open(&s, below("log"), &noon, e));
    send_one(s, &p, "x");
    struct bytes log = slurp(below("log/porchlight.db-wal"));
    store_close(s);
    assert_true(log.len > 4096);
    assert_int_equal(unlink(below("log/porchlight.db")), 0);
    spill(below("log/porchlight.db-wal"), log.p, log.len);
    s = NULL;
    REFUSES(store_open(&s, below("log"), &noon, e), ERR_DAMAGED);
    struct stat st;
    assert_int_equal(stat(below("log/porchlight.db"), &st), -1);
    struct bytes after = slurp(below("log/porchlight.db-wal"));
    assert_memory_equal(after.p, log.p, log.len);
    arena_release(&log.a);
    arena_release(&after.a);
    vault_key_free(p.key);
}

/* What one flipped byte may do: be noticed at the opening, with nothing written; or be noticed when the one request it
 * is in is read; or have fallen on something that means nothing. Never a crash, never another request lost. */
static void check_flip(const char *name, struct pair *p, size_t requests)
{
    struct store *s = NULL;
    struct err err = {0};
    struct bytes before = slurp(db_of(name));
    if (!store_open(&s, below(name), &noon, &err)) {
        if (err.code != ERR_DAMAGED && err.code != ERR_REFUSED)
            fail_msg("%d: %s", (int)err.code, err.msg);
        struct bytes after = slurp(db_of(name));
        assert_int_equal(before.len, after.len);
        assert_memory_equal(before.p, after.p, before.len);
        arena_release(&after.a);
    } else {
        struct request_row rows[64];
        size_t count, sound = 0;
        bool listed = store_list(s, 0, 64, rows, &count, NULL, &err);
        assert_true(listed || err.code == ERR_DAMAGED);
        for (size_t i = 0; listed && i < count; i++) {
            struct request r;
            day_t day;
            bool ok = store_read(s, rows[i].id, p->key, &r, &day, &err);
            if (ok)
                assert_string_equal(r.name, "someone"); /* never something else than was said */
            sound += ok;
        }
        if (listed)
            assert_in_range(sound, requests - 1, requests);
        store_close(s);
    }
    arena_release(&before.a);
}

static void test_flipped_bytes(void **state)
{
    (void)state;
    enum { REQUESTS = 5 };
    struct pair p = make_pair("flip");
    make_healthy("flip", &p, REQUESTS);
    struct bytes good = slurp(db_of("flip"));
    for (size_t at = 0; at < good.len; at += at < 128 ? 1 : 127) {
        good.p[at] ^= 0x41;
        spill(db_of("flip"), good.p, good.len);
        check_flip("flip", &p, REQUESTS);
        good.p[at] ^= 0x41;
        unlink(below("flip/porchlight.db-wal"));
        unlink(below("flip/porchlight.db-shm"));
    }
    spill(db_of("flip"), good.p, good.len);
    struct store *s = NULL;
    FINE(store_open(&s, below("flip"), &noon, e));
    store_close(s);
    arena_release(&good.a);
    vault_key_free(p.key);
}

/* Damage found while committed work still lies in the log: the log is evidence too and stays. */
static void test_log_of_a_damaged_database(void **state)
{
    (void)state;
    struct pair p = make_pair("evidence");
    struct store *s = NULL;
    noon = clock_fake(NOON);
    FINE(store_open(&s, below("evidence"), &noon, e));
    send_one(s, &p, "x");
    struct bytes db = slurp(below("evidence/porchlight.db")), log = slurp(below("evidence/porchlight.db-wal"));
    store_close(s);
    assert_true(log.len > 4096);
    /* the second page is in the file alone: the log holds later versions of others */
    memset(db.p + 4096, 0xA5, 200);
    spill(below("evidence/porchlight.db"), db.p, db.len);
    spill(below("evidence/porchlight.db-wal"), log.p, log.len);
    check_untouched("evidence", ERR_DAMAGED);
    struct bytes after = slurp(below("evidence/porchlight.db-wal"));
    assert_int_equal(after.len, log.len);
    assert_memory_equal(after.p, log.p, log.len);
    arena_release(&db.a);
    arena_release(&log.a);
    arena_release(&after.a);
    vault_key_free(p.key);
}

static void run_sql(const char *name, const char *sql)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(db_of(name), &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* Sound for SQLite, but not what we left. */
static void test_meddled_with(void **state)
{
    (void)state;
    static const struct {
        const char *sql;
        enum err_code want;
    } rows[] = {
        {"PRAGMA user_version = 99", ERR_REFUSED},
        {"PRAGMA application_id = 1", ERR_DAMAGED},
        {"PRAGMA journal_mode = DELETE", ERR_DAMAGED},
        {"DELETE FROM kiosk", ERR_DAMAGED},
        {"UPDATE kiosk SET receipt_mem_kib = 4294967295", ERR_DAMAGED}, /* would ask for 4 TiB */
        {"UPDATE kiosk SET receipt_passes = 0", ERR_DAMAGED},
        {"UPDATE kiosk SET wrong_codes = -1", ERR_DAMAGED},
        {"CREATE TRIGGER t AFTER INSERT ON request BEGIN DELETE FROM request; END", ERR_DAMAGED},
        {"CREATE VIEW v AS SELECT * FROM request", ERR_DAMAGED},
        {"PRAGMA foreign_keys = OFF; DROP TABLE kiosk", ERR_DAMAGED},
    };
    struct pair p = make_pair("meddle");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        make_healthy("meddle", &p, 2);
        run_sql("meddle", rows[i].sql);
        struct store *s = NULL;
        struct bytes before = slurp(db_of("meddle"));
        REFUSES(store_open(&s, below("meddle"), &noon, e), rows[i].want);
        struct bytes after = slurp(db_of("meddle"));
        assert_int_equal(before.len, after.len);
        assert_memory_equal(before.p, after.p, before.len);
        arena_release(&before.a);
        arena_release(&after.a);
    }
    vault_key_free(p.key);
}

/* What a crash in the middle of making the database leaves is made afresh. */
static void test_half_made(void **state)
{
    (void)state;
    struct store *s = NULL;
    noon = clock_fake(NOON);
    assert_int_equal(mkdir(below("half"), 0700), 0);
    spill(below("half/porchlight.db.new"), "half", 4);
    spill(below("half/porchlight.db.new-wal"), "half", 4);
    FINE(store_open(&s, below("half"), &noon, e));
    store_close(s);
    struct stat st;
    assert_int_equal(stat(below("half/porchlight.db.new"), &st), -1);
}

static void test_folder_that_cannot_be_written(void **state)
{
    (void)state;
    struct pair p = make_pair("readonly");
    struct store *s = NULL;
    if (geteuid() == 0) {
        make_healthy("readonly", &p, 3);
        if (mount(below("readonly"), below("readonly"), NULL, MS_BIND, NULL) != 0) {
            vault_key_free(p.key);
            skip();
        }
        assert_int_equal(mount(NULL, below("readonly"), NULL, MS_BIND | MS_REMOUNT | MS_RDONLY, NULL), 0);
    } else {
        make_healthy("readonly", &p, 3);
        assert_int_equal(chmod(below("readonly/porchlight.lock"), 0400), 0);
        assert_int_equal(chmod(below("readonly"), 0500), 0);
    }
    struct err err = {0};
    bool opened = store_open(&s, below("readonly"), &noon, &err);
    bool beside =
        !opened && store_open_beside(&s, below("readonly"), &noon, false, NULL); /* a copy on a stick is read */
    struct request_row rows[3];
    size_t count = 0;
    bool listed = beside && store_list(s, 0, 3, rows, &count, NULL, NULL);
    store_close(s);
    if (geteuid() == 0)
        umount(below("readonly"));
    else
        chmod(below("readonly"), 0700);
    assert_false(opened);
    assert_true(err.code == (geteuid() == 0 ? ERR_NO_SPACE : ERR_FAILED));
    assert_true(listed);
    assert_int_equal(count, 3);
    vault_key_free(p.key);
}

static void test_no_folder(void **state)
{
    (void)state;
    struct store *s = NULL;
    noon = clock_fake(NOON);
    spill(below("file"), "x", 1);
    REFUSES(store_open(&s, below("file"), &noon, e), ERR_FAILED);
    REFUSES(store_open(&s, below("file/sub"), &noon, e), ERR_FAILED);
    FINE(store_open(&s, below("a/b/c"), &noon, e));
    store_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wrong_files),
        cmocka_unit_test(test_not_a_file),
        cmocka_unit_test(test_log_alone),
        cmocka_unit_test(test_flipped_bytes),
        cmocka_unit_test(test_log_of_a_damaged_database),
        cmocka_unit_test(test_meddled_with),
        cmocka_unit_test(test_half_made),
        cmocka_unit_test(test_folder_that_cannot_be_written),
        cmocka_unit_test(test_no_folder),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
