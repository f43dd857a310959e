/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audit_int.h"

#include "base/str.h"
#include "store/store_int.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum { HASH = 32, SHORT_ID = 8, HEAD_GROUPS = 5, REFUSALS_AMONG = 500, MINUTES = 24 * 60 };
_Static_assert(sizeof((struct store *)NULL)->actor == AUDIT_ACTOR, "one actor");
_Static_assert(AUDIT_HEAD == HEAD_GROUPS * 5, "groups of four, a space between, NUL");

/* Before anything else of a record that is hashed, so that the bytes can mean nothing else. */
static const char domain[] = "porchlight audit record 1";

static const struct {
    const char *word;
    bool timed; /* audit.h: no visitor can stand beside it */
} actions[AUDIT_ACTION_END] = {
    [AUDIT_UNLOCKED] = {"unlocked", false},
    [AUDIT_UNLOCK_REFUSED] = {"unlock-refused", false},
    [AUDIT_PIN_CHANGED] = {"pin-changed", true},
    [AUDIT_FACT_SIGNED] = {"fact-signed", true},
    [AUDIT_HOURS_CHANGED] = {"hours-changed", true},
    [AUDIT_DAY_OFF] = {"day-off", true},
    [AUDIT_DAY_ON] = {"day-on", true},
    [AUDIT_PERSON_CHANGED] = {"person-changed", true},
    [AUDIT_LANGUAGE_ON] = {"language-on", true},
    [AUDIT_LANGUAGE_OFF] = {"language-off", true},
    [AUDIT_PAGE_ON] = {"page-on", true},
    [AUDIT_PAGE_OFF] = {"page-off", true},
    [AUDIT_RESOURCE_CHANGED] = {"resource-changed", true},
    [AUDIT_SETTING_CHANGED] = {"setting-changed", true},
    [AUDIT_PACK_INSTALLED] = {"pack-installed", true},
    [AUDIT_PACK_ROLLED_BACK] = {"pack-rolled-back", true},
    [AUDIT_RECORDING_KEPT] = {"recording-kept", true},
    [AUDIT_RECORDING_REMOVED] = {"recording-removed", true},
    [AUDIT_TEST_PRINT] = {"test-print", true},
    [AUDIT_TEST_SOUND] = {"test-sound", true},
    [AUDIT_POUCH_OUT] = {"pouch-out", true},
    [AUDIT_POUCH_IN] = {"pouch-in", true},
    [AUDIT_KEY_ADDED] = {"key-added", true},
    [AUDIT_KEY_REPLACED] = {"key-replaced", true},
    [AUDIT_KEY_REMOVED] = {"key-removed", true},
    [AUDIT_REQUEST_COLLECTED] = {"request-collected", false},
    [AUDIT_REQUEST_ANSWERED] = {"request-answered", false},
    [AUDIT_REQUEST_CLOSED] = {"request-closed", false},
    [AUDIT_REQUESTS_PRINTED] = {"requests-printed", false},
    [AUDIT_REQUESTS_EXPORTED] = {"requests-exported", false},
    [AUDIT_PURGED] = {"purged", false},
    [AUDIT_EXPIRED] = {"expired", false},
    [AUDIT_LIMITS_OVERRIDDEN] = {"limits-overridden", false},
    [AUDIT_NOT_DONE] = {"not-done", false},
    [AUDIT_REQUEST_SHARED] = {"request-shared", false},
    [AUDIT_FACT_WITHDRAWN] = {"fact-withdrawn", true},
    [AUDIT_CHANGE_TAKEN_BACK] = {"change-taken-back", true},
    [AUDIT_DATE_CONFIRMED] = {"date-confirmed", false},
};

static bool known(int64_t what)
{
    return what > 0 && what < AUDIT_ACTION_END;
}

const char *audit_word(enum audit_action what)
{
    return known(what) && actions[what].word ? actions[what].word : "unknown";
}

/* ---- what may stand in a record ---------------------------------------------------------------------------------- */

static bool only(const char *text, size_t n, const char *besides)
{
    for (size_t i = 0; i < n; i++) {
        char c = text[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!plain && (c == 0 || !strchr(besides, c)))
            return false;
    }
    return true;
}

static bool actor_ok(const char *actor)
{
    static const char liaison[] = "liaison:";
    size_t n = strlen(actor), prefix = sizeof liaison - 1;
    if (str_eq(actor, "staff") || str_eq(actor, "kiosk") || str_eq(actor, "liaison"))
        return true;
    return n < AUDIT_ACTOR && n > prefix && str_starts(actor, liaison) && only(actor + prefix, n - prefix, "._-");
}

static bool subject_ok(const char *subject)
{
    size_t n = strlen(subject);
    return n < AUDIT_SUBJECT && only(subject, n, " ._:/+-,#");
}

/* ---- the chain --------------------------------------------------------------------------------------------------- */

struct end {
    int64_t number;
    uint8_t hash[HASH];
};

struct chain {
    struct end begin, head; /* of the record before the first one kept, and of the last */
};

static bool has_table(struct store *s)
{
    return sqlite3_table_column_metadata(s->db, "main", "audit", "hash", NULL, NULL, NULL, NULL, NULL) == SQLITE_OK;
}

bool audit_ready(struct store *s, struct err *e)
{
    return has_table(s) ||
           err_set(e, ERR_REFUSED, "this database is of an older version: start the kiosk once, then try again");
}

static bool read_hash(sqlite3_stmt *st, int column, uint8_t out[HASH])
{
    bool ok = sqlite3_column_bytes(st, column) == HASH;
    if (ok)
        memcpy(out, sqlite3_column_blob(st, column), HASH);
    return ok;
}

static bool read_chain(struct store *s, struct chain *c, struct err *e)
{
    sqlite3_stmt *st = NULL;
    if (!db_prepare(s->db, &st, "SELECT begin_number, begin_hash, head_number, head_hash FROM audit_chain", e))
        return false;
    int rc = sqlite3_step(st);
    bool ok = rc == SQLITE_ROW || rc == SQLITE_DONE || db_fail(s->db, e, "cannot read the audit records");
    if (ok && (rc == SQLITE_DONE || !read_hash(st, 1, c->begin.hash) || !read_hash(st, 3, c->head.hash)))
        ok = err_set(e, ERR_DAMAGED, "the ends of the audit records are gone");
    if (ok) {
        c->begin.number = sqlite3_column_int64(st, 0);
        c->head.number = sqlite3_column_int64(st, 2);
        /* as large as no kiosk ever gets, and sums stay in range */
        if (c->begin.number < 0 || c->head.number < c->begin.number || c->head.number > INT64_MAX / 2)
            ok = err_set(e, ERR_DAMAGED, "the ends of the audit records make no sense");
    }
    sqlite3_finalize(st);
    return ok;
}

static void hash_number(crypto_generichash_state *h, int64_t n)
{
    uint8_t bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (uint8_t)((uint64_t)n >> (56 - 8 * i));
    crypto_generichash_update(h, bytes, sizeof bytes);
}

static void hash_text(crypto_generichash_state *h, const char *text)
{
    hash_number(h, (int64_t)strlen(text)); /* so that no end of one text can pass for the beginning of the next */
    crypto_generichash_update(h, (const uint8_t *)text, strlen(text));
}

static void hash_record(const uint8_t before[HASH], const struct audit_record *r, int64_t what, uint8_t out[HASH])
{
    crypto_generichash_state h;
    crypto_generichash_init(&h, NULL, 0, HASH);
    crypto_generichash_update(&h, (const uint8_t *)domain, sizeof domain);
    crypto_generichash_update(&h, before, HASH);
    hash_number(&h, r->number);
    hash_number(&h, r->day);
    hash_number(&h, r->minute);
    hash_number(&h, what);
    hash_text(&h, r->actor);
    hash_text(&h, r->subject);
    crypto_generichash_final(&h, out, HASH);
}

static void format_head(const uint8_t hash[HASH], char out[AUDIT_HEAD])
{
    unsigned group[HEAD_GROUPS];
    for (int i = 0; i < HEAD_GROUPS; i++)
        group[i] = ((unsigned)hash[2 * i] << 8 | hash[2 * i + 1]) % 10000u;
    snprintf(out, AUDIT_HEAD, "%04u %04u %04u %04u %04u", group[0], group[1], group[2], group[3], group[4]);
}

/* ---- writing ----------------------------------------------------------------------------------------------------- */

static bool insert(struct store *s, const struct audit_record *r, const uint8_t hash[HASH], struct err *e)
{
    sqlite3_stmt *st = NULL;
    if (!db_prepare(s->db, &st,
                    "INSERT INTO audit(number, day, minute, what, actor, subject, hash)"
                    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                    e))
        return false;
    sqlite3_bind_int64(st, 1, r->number);
    sqlite3_bind_int64(st, 2, r->day);
    sqlite3_bind_int64(st, 3, r->minute);
    sqlite3_bind_int64(st, 4, r->what);
    sqlite3_bind_text(st, 5, r->actor, -1, SQLITE_STATIC);
    sqlite3_bind_text(st, 6, r->subject, -1, SQLITE_STATIC);
    sqlite3_bind_blob(st, 7, hash, HASH, SQLITE_STATIC);
    return db_finish(s->db, st, "cannot keep the audit record", e);
}

/* A statement with a number as ?1 and a hash as ?2. */
static bool set_end(struct store *s, const char *sql, const struct end *end, struct err *e)
{
    sqlite3_stmt *st = NULL;
    if (!db_prepare(s->db, &st, sql, e))
        return false;
    sqlite3_bind_int64(st, 1, end->number);
    sqlite3_bind_blob(st, 2, end->hash, HASH, SQLITE_STATIC);
    return db_finish(s->db, st, "cannot keep the audit record", e);
}

/* The oldest record goes when there are too many; the chain then begins behind it. */
static bool drop_oldest(struct store *s, const struct chain *c, struct err *e)
{
    struct end oldest = {.number = c->begin.number + 1};
    sqlite3_stmt *st = NULL;
    if (c->head.number - c->begin.number < AUDIT_KEPT)
        return true;
    if (!db_prepare(s->db, &st, "SELECT hash FROM audit WHERE number = ?1", e))
        return false;
    sqlite3_bind_int64(st, 1, oldest.number);
    int rc = sqlite3_step(st);
    bool ok = rc == SQLITE_ROW || rc == SQLITE_DONE || db_fail(s->db, e, "cannot read the audit records");
    if (ok && (rc == SQLITE_DONE || !read_hash(st, 0, oldest.hash)))
        ok = err_set(e, ERR_DAMAGED, "audit record %lld is gone", (long long)oldest.number);
    sqlite3_finalize(st);
    return ok && set_end(s, "DELETE FROM audit WHERE number = ?1 AND ?2 IS NOT NULL", &oldest, e) &&
           set_end(s, "UPDATE audit_chain SET begin_number = ?1, begin_hash = ?2", &oldest, e);
}

/* Whoever stands there and guesses all day doesn't push out what staff did. */
static bool refused_enough(struct store *s, const struct chain *c, day_t today, bool *enough, struct err *e)
{
    sqlite3_stmt *st = NULL;
    if (!db_prepare(s->db, &st, "SELECT count(*) FROM audit WHERE number > ?1 AND day = ?2 AND what = ?3", e))
        return false;
    sqlite3_bind_int64(st, 1, c->head.number - REFUSALS_AMONG);
    sqlite3_bind_int64(st, 2, today);
    sqlite3_bind_int64(st, 3, AUDIT_UNLOCK_REFUSED);
    bool ok = sqlite3_step(st) == SQLITE_ROW || db_fail(s->db, e, "cannot read the audit records");
    *enough = ok && sqlite3_column_int64(st, 0) >= AUDIT_REFUSALS;
    sqlite3_finalize(st);
    return ok;
}

static bool acceptable(struct store *s, const char *actor, enum audit_action what, const char *subject, struct err *e)
{
    if (!known(what))
        BUG("audit action %d", (int)what);
    if (!actor_ok(actor))
        return err_set(e, ERR_REFUSED, "an audit record cannot have this actor");
    if (!subject_ok(subject))
        return err_set(e, ERR_REFUSED, "an audit record cannot have this subject");
    return audit_ready(s, e);
}

bool audit_add(struct store *s, const char *actor, enum audit_action what, const char *subject, struct err *e)
{
    struct chain c;
    bool enough = false;
    struct audit_record r = {.day = clock_today(s->clock),
                             .minute = actions[what].timed ? clock_minute_of_day(s->clock) : AUDIT_NO_MINUTE,
                             .what = what};
    if (!acceptable(s, actor, what, subject, e) || !read_chain(s, &c, e) ||
        (what == AUDIT_UNLOCK_REFUSED && !refused_enough(s, &c, r.day, &enough, e)))
        return false;
    if (enough)
        return true;
    snprintf(r.actor, sizeof r.actor, "%s", actor);
    snprintf(r.subject, sizeof r.subject, "%s", subject);
    r.number = c.head.number + 1;
    struct end head = {.number = r.number};
    hash_record(c.head.hash, &r, what, head.hash);
    return drop_oldest(s, &c, e) && insert(s, &r, head.hash, e) &&
           set_end(s, "UPDATE audit_chain SET head_number = ?1, head_hash = ?2", &head, e);
}

bool audit_add_request(struct store *s, enum audit_action what, const char *id, struct err *e)
{
    char subject[SHORT_ID + 1];
    snprintf(subject, sizeof subject, "%.*s", SHORT_ID, id);
    return audit_add(s, s->actor[0] ? s->actor : "liaison", what, subject, e);
}

bool store_audit(struct store *s, const char *actor, enum audit_action what, const char *subject, struct err *e)
{
    if (!acceptable(s, actor, what, subject, e) || !db_begin(s, e))
        return false;
    bool ok = audit_add(s, actor, what, subject, e) && db_commit(s, "cannot keep the audit record", e);
    if (!ok)
        db_rollback(s);
    return ok;
}

bool store_act_as(struct store *s, const char *actor, struct err *e)
{
    if (!actor_ok(actor))
        return err_set(e, ERR_REFUSED, "an audit record cannot have this actor");
    snprintf(s->actor, sizeof s->actor, "%s", actor);
    return true;
}

/* ---- reading ----------------------------------------------------------------------------------------------------- */

#define COLUMNS "number, day, minute, what, actor, subject, hash"

/* False for a row that audit_add cannot have written. */
static bool record_from(sqlite3_stmt *st, struct audit_record *r, int64_t *what, uint8_t hash[HASH])
{
    int64_t day = sqlite3_column_int64(st, 1), minute = sqlite3_column_int64(st, 2);
    const char *actor = (const char *)sqlite3_column_text(st, 4), *subject = (const char *)sqlite3_column_text(st, 5);
    *what = sqlite3_column_int64(st, 3);
    *r = (struct audit_record){.number = sqlite3_column_int64(st, 0),
                               .day = (day_t)day,
                               .minute = (int)minute,
                               .what = known(*what) ? (enum audit_action) * what : AUDIT_ACTION_END};
    if (!actor || !subject || strlen(actor) != (size_t)sqlite3_column_bytes(st, 4) ||
        strlen(subject) != (size_t)sqlite3_column_bytes(st, 5) || !actor_ok(actor) || !subject_ok(subject) ||
        day != r->day || minute < AUDIT_NO_MINUTE || minute >= MINUTES)
        return false;
    snprintf(r->actor, sizeof r->actor, "%s", actor);
    snprintf(r->subject, sizeof r->subject, "%s", subject);
    return read_hash(st, 6, hash);
}

bool store_audit_list(struct store *s, size_t offset, size_t limit, struct audit_record *out, size_t *count,
                      size_t *total, struct err *e)
{
    struct chain c;
    sqlite3_stmt *st = NULL;
    *count = 0;
    if (total)
        *total = 0;
    if (!has_table(s))
        return true;
    if (!read_chain(s, &c, e))
        return false;
    size_t kept = (size_t)(c.head.number - c.begin.number);
    if (total)
        *total = kept;
    if (offset >= kept)
        return true;
    if (!db_prepare(s->db, &st, "SELECT " COLUMNS " FROM audit WHERE number <= ?1 ORDER BY number DESC LIMIT ?2", e))
        return false;
    sqlite3_bind_int64(st, 1, c.head.number - (int64_t)offset);
    sqlite3_bind_int64(st, 2, limit > kept ? (int64_t)kept : (int64_t)limit);
    int rc;
    bool ok = true;
    while (ok && (rc = sqlite3_step(st)) == SQLITE_ROW) {
        int64_t what;
        uint8_t hash[HASH];
        ok = record_from(st, &out[*count], &what, hash) ||
             err_set(e, ERR_DAMAGED, "audit record %lld makes no sense", (long long)sqlite3_column_int64(st, 0));
        *count += ok;
    }
    if (ok && rc != SQLITE_DONE)
        ok = db_fail(s->db, e, "cannot read the audit records");
    sqlite3_finalize(st);
    return ok;
}

/* Whether this row is the record that comes after `last`, which it then becomes. */
static bool fits_behind(sqlite3_stmt *st, struct end *last)
{
    struct audit_record r;
    int64_t what;
    uint8_t stated[HASH], hash[HASH];
    if (!record_from(st, &r, &what, stated) || r.number != last->number + 1)
        return false;
    hash_record(last->hash, &r, what, hash);
    if (memcmp(hash, stated, HASH) != 0)
        return false;
    last->number = r.number;
    memcpy(last->hash, hash, HASH);
    return true;
}

/* Calls `seen` with each record that fits and its hash, oldest first, until it is false; *broken is the first number
 * that does not fit, 0 when all do. */
static bool walk(struct store *s, const struct chain *c,
                 bool (*seen)(void *context, int64_t number, const uint8_t *hash), void *context, int64_t *broken,
                 struct err *e)
{
    sqlite3_stmt *st = NULL;
    if (!db_prepare(s->db, &st, "SELECT " COLUMNS " FROM audit ORDER BY number", e))
        return false;
    struct end last = c->begin;
    int rc = SQLITE_DONE;
    bool fits = true, more = true;
    while (fits && more && (rc = sqlite3_step(st)) == SQLITE_ROW) {
        fits = fits_behind(st, &last);
        more = fits && (!seen || seen(context, last.number, last.hash));
    }
    bool ok = rc == SQLITE_ROW || rc == SQLITE_DONE || db_fail(s->db, e, "cannot read the audit records");
    if (ok && fits && more)
        fits = last.number == c->head.number && memcmp(last.hash, c->head.hash, HASH) == 0;
    *broken = fits ? 0 : last.number + 1;
    sqlite3_finalize(st);
    return ok;
}

bool store_audit_verify(struct store *s, struct audit_report *out, struct err *e)
{
    struct chain c;
    *out = (struct audit_report){.first = 1};
    if (!has_table(s))
        return true;
    /* one look at the database: a kiosk may be writing */
    if (!db_exec(s->db, "BEGIN", "cannot read the audit records", e))
        return false;
    struct err own = {0};
    e = e ? e : &own;
    bool ends = read_chain(s, &c, e), ok = ends && walk(s, &c, NULL, NULL, &out->broken, e);
    db_exec(s->db, "ROLLBACK", "cannot end reading", NULL);
    if (!ends && e->code == ERR_DAMAGED)
        out->broken = out->first;
    if (!ok)
        return false;
    out->first = c.begin.number + 1;
    out->last = c.head.number;
    format_head(c.head.hash, out->head);
    /* the rule drops the oldest only when there are as many as are kept */
    if (!out->broken && c.begin.number > 0 && c.head.number - c.begin.number != AUDIT_KEPT)
        out->broken = out->first;
    return !out->broken ||
           err_set(e, ERR_DAMAGED, "the audit records do not fit from number %lld on", (long long)out->broken);
}

bool store_audit_head(struct store *s, char head[AUDIT_HEAD], struct err *e)
{
    struct chain c;
    head[0] = 0;
    if (!has_table(s))
        return true;
    if (!read_chain(s, &c, e))
        return false;
    format_head(c.head.hash, head);
    return true;
}

struct wanted {
    char head[AUDIT_HEAD];
    int64_t number;
};

static bool not_this(void *context, int64_t number, const uint8_t *hash)
{
    struct wanted *w = context;
    char head[AUDIT_HEAD];
    format_head(hash, head);
    if (strcmp(head, w->head) != 0)
        return true;
    w->number = number;
    return false;
}

bool store_audit_knows(struct store *s, const char *head, int64_t *number, struct err *e)
{
    struct chain c;
    struct wanted w = {.number = 0};
    int64_t broken = 0;
    size_t n = 0;
    for (const char *p = head; *p && n < AUDIT_HEAD - 1; p++)
        if (*p >= '0' && *p <= '9') {
            w.head[n++] = *p;
            if (n % 5 == 4 && n < AUDIT_HEAD - 1)
                w.head[n++] = ' ';
        }
    if (!has_table(s))
        return err_set(e, ERR_NOT_FOUND, "there are no audit records yet");
    if (!read_chain(s, &c, e) || !walk(s, &c, not_this, &w, &broken, e))
        return false;
    *number = w.number;
    return w.number || err_set(e, ERR_NOT_FOUND, "no audit record that is kept had this head");
}
