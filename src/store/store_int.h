/* What the files of src/store share. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_STORE_STORE_INT_H
#define PORCHLIGHT_STORE_STORE_INT_H

#include "domain/intake.h"
#include "store/store.h"

#include <sqlite3.h>

/* 2026-01-01, before this program was written: a clock that shows an earlier day is wrong (a dead battery), and what
 * was received under it has a last day that means nothing. */
enum { FIRST_TRUE_DAY = 20454 };

struct tries {
    unsigned count;   /* wrong codes not yet forgiven, as of since_ms */
    int64_t since_ms; /* of the clock's mono_ms: the last wrong code; may be negative after a restart */
};

struct gate_tries { /* the wrong tries at a door (gate.h), and what was last written of them */
    struct tries tries;
    int64_t kept, kept_at;
};

struct store {
    sqlite3 *db;
    const struct clock *clock;
    int lock_fd;         /* -1 beside a running kiosk */
    bool checkpoint_due; /* erased bytes may still lie in the write-ahead log */
    struct receipt_salt salt;
    struct tries tries;
    struct gate_tries gates[2]; /* by enum gate_door */
    struct intake_limits limits;
    double hour_level; /* sends of the last hour, as of hour_ms of mono_ms: see intake.c */
    int64_t hour_ms;
    int dir_fd;     /* the data folder; -1: it cannot be opened */
    char actor[64]; /* who works with it, for the audit; "" until store_act_as */
};

/* ---- db.c ------------------------------------------------------------------------------------------------------ */

/* Sets e from the connection's last error: NO_SPACE, DAMAGED or FAILED. Returns false. */
bool db_fail(sqlite3 *db, struct err *e, const char *what);

/* Runs statements without results. */
bool db_exec(sqlite3 *db, const char *sql, const char *what, struct err *e);

/* One statement; the caller finalizes it. */
bool db_prepare(sqlite3 *db, sqlite3_stmt **st, const char *sql, struct err *e);

/* Steps a statement that gives no row and finalizes it. */
bool db_finish(sqlite3 *db, sqlite3_stmt *st, const char *what, struct err *e);

/* BEGIN IMMEDIATE … COMMIT; on any failure call db_rollback. After a failed commit its pages may lie in the log with
 * their commit mark: db_rollback makes sure that they do not come back at the next start. */
bool db_begin(struct store *s, struct err *e);
bool db_commit(struct store *s, const char *what, struct err *e);
void db_rollback(struct store *s);

/* Empties the log so that no frame keeps erased bytes; when a reader is in the way it is tried again later. */
void db_empty_log(struct store *s);

/* ---- requests.c ------------------------------------------------------------------------------------------------ */

/* A row's key, the first eight bytes of its id: see migrate.c. */
int64_t request_slot_of(const uint8_t id[REQUEST_ID_BYTES]);
bool request_id_parse(const char *text, uint8_t id[REQUEST_ID_BYTES], struct err *e); /* NOT_FOUND */

/* store_find_as that gives the id as well. */
bool request_find(struct store *s, const struct receipt_secret *secret, uint8_t id[REQUEST_ID_BYTES],
                  struct request_row *row, int *wait_s, struct err *e);

/* Rows by a statement with the limit as ?1 and the offset as ?2. */
bool request_rows(struct store *s, const char *sql, size_t offset, size_t limit, struct request_row *rows,
                  size_t *count, struct err *e);

/* Within a transaction: the request goes with its answer and reply; with `mark` its id stays as a tombstone. */
bool request_erase(struct store *s, const uint8_t id[REQUEST_ID_BYTES], bool mark, struct err *e);

/* The last day of a request that is collected today: kept for as long again, since in a new row the two days lie one
 * retention apart, and never shorter than it was. Once retention.c has put right the last day of one that a wrong clock
 * received, the two days say nothing any more, and it stays. */
day_t request_collected_until(day_t received, day_t expires, day_t today);

/* nudges.c, in the transaction that keeps a request: one more that no nudge told of. */
bool nudge_note_request(struct store *s, struct err *e);

/* ---- check.c --------------------------------------------------------------------------------------------------- */

enum db_file { DB_ABSENT, DB_PRESENT };

/* Looks at the file without SQLite and without changing a byte. DAMAGED for what no Porchlight ever left there. */
bool db_inspect(const char *path, enum db_file *found, struct err *e);

/* The tables' structure, in bounded time; `whole` reads every page. DAMAGED. */
bool db_check(sqlite3 *db, bool whole, struct err *e);

/* ---- tries.c: how long after wrong codes ------------------------------------------------------------------------ */

/* `free` tries cost nothing, the next `first_s` seconds, each further one twice as long up to `max_s`; one is forgiven
 * for every `forgive_s` without another. */
struct tries_rule {
    unsigned free;
    int first_s, max_s, forgive_s;
};
extern const struct tries_rule tries_codes; /* a visitor's */

/* `elapsed_s` since the last of `count` wrong codes: seconds still to wait. */
int tries_wait_s(const struct tries_rule *r, unsigned count, int64_t elapsed_s);
unsigned tries_after_forgiving(const struct tries_rule *r, unsigned count, int64_t elapsed_s);

/* After a start, from what was kept. */
void tries_resume(struct tries *t, const struct tries_rule *r, const struct clock *clock, int64_t count,
                  int64_t wrong_at_unix_s);
void tries_add(struct tries *t, const struct tries_rule *r, const struct clock *clock); /* one more, now */

/* A visitor's codes. */
void tries_wrong(struct store *s); /* counts and keeps it; what cannot be written is still counted in memory */
void tries_right(struct store *s);

#endif
