/* Who changed what on this kiosk: one record a change by staff, a liaison or the kiosk itself; never a visitor's act.
 *
 * What is told of the time. A change of what the kiosk says or is (a fact, hours, a pack, a key) carries day and
 * minute. Whatever a visitor may stand beside carries the day alone: unlocking (staff unlock to help with a request),
 * refused unlocking, limits lifted, and all that is done to requests. Records stand in the order in which they came, so
 * one without a minute lies between the minutes of its neighbours. A request is named by the first digits of its random
 * id.
 *
 * The chain. Each record holds BLAKE2b-256 over the hash of the one before and its own fields; the first one over a
 * random value of this kiosk; where the chain begins and ends is kept beside it. So a record that was changed, taken
 * out, put in or moved is found, at the end too. What it does NOT prove: who has the disk can write a whole new chain.
 * Against that there is the head, twenty digits of the last hash: written down, or sent away with a pouch or a
 * message, it is looked for later with store_audit_knows, and a chain that was made anew has it no more.
 *
 * Bounds: the newest AUDIT_KEPT records are kept, and of refused unlocking at most AUDIT_REFUSALS a day.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_STORE_AUDIT_H
#define PORCHLIGHT_STORE_AUDIT_H

#include "store/store.h"

/* As they stand in the database: never renumbered, new ones at the end. Words and times: the table in audit.c. */
enum audit_action {
    AUDIT_UNLOCKED = 1,   /* a PIN or passphrase was right; subject: "staff" or "liaison" */
    AUDIT_UNLOCK_REFUSED, /* it was wrong; actor: kiosk */
    AUDIT_PIN_CHANGED,
    AUDIT_FACT_SIGNED,    /* subject: the fact's key */
    AUDIT_HOURS_CHANGED,  /* subject: the person's key, or "centre" */
    AUDIT_DAY_OFF,        /* … and the day: "rivera 2026-12-24" */
    AUDIT_DAY_ON,         /* a day off taken back */
    AUDIT_PERSON_CHANGED, /* subject: the person's key */
    AUDIT_LANGUAGE_ON,    /* subject: the tag */
    AUDIT_LANGUAGE_OFF,
    AUDIT_PAGE_ON, /* subject: the slug */
    AUDIT_PAGE_OFF,
    AUDIT_RESOURCE_CHANGED, /* subject: its key */
    AUDIT_SETTING_CHANGED,  /* subject: its name in site.yaml */
    AUDIT_PACK_INSTALLED,   /* subject: the fingerprint */
    AUDIT_PACK_ROLLED_BACK,
    AUDIT_RECORDING_KEPT, /* subject: language and sentence or page */
    AUDIT_RECORDING_REMOVED,
    AUDIT_TEST_PRINT,
    AUDIT_TEST_SOUND,
    AUDIT_POUCH_OUT, /* subject: how many requests, or a name of the pouch */
    AUDIT_POUCH_IN,
    AUDIT_KEY_ADDED, /* subject: the person's key */
    AUDIT_KEY_REPLACED,
    AUDIT_KEY_REMOVED,
    AUDIT_REQUEST_COLLECTED, /* subject of these three: the first eight digits of the id */
    AUDIT_REQUEST_ANSWERED,
    AUDIT_REQUEST_CLOSED,
    AUDIT_REQUESTS_PRINTED,  /* the day's list; subject: how many */
    AUDIT_REQUESTS_EXPORTED, /* subject: the format, and how many */
    AUDIT_PURGED,            /* subject: how many, and which */
    AUDIT_EXPIRED,           /* erased by rule; actor: kiosk; subject: how many */
    AUDIT_LIMITS_OVERRIDDEN, /* subject: the last day */
    AUDIT_NOT_DONE,          /* what the record before tells of failed after all; subject: its word */
    AUDIT_REQUEST_SHARED,    /* sealed anew, to today's liaisons; subject as of the three above */
    AUDIT_FACT_WITHDRAWN,    /* true no more; subject: the fact's key */
    AUDIT_CHANGE_TAKEN_BACK, /* a change by staff: as in the pack, or as before; subject: what, or the file */
    AUDIT_DATE_CONFIRMED,    /* that the clock is right, though it jumped; subject: the day */
    AUDIT_ACTION_END
};

enum {
    AUDIT_ACTOR = 64,
    AUDIT_SUBJECT = 65, /* with NUL */
    AUDIT_HEAD = 25,    /* "4711 0815 0042 1234 0007" and NUL */
    AUDIT_KEPT = 100000,
    AUDIT_REFUSALS = 120, /* more than the waits of store/gate.h let through */
    AUDIT_NO_MINUTE = -1,
};

/* Adds a record: durable when it is true, and nothing is kept when it is false. `actor` is "staff", "kiosk", "liaison"
 * or "liaison:" and the person's key; `subject` may be "": letters, digits, spaces and ._:/+-,# alone, never a word
 * that a visitor gave. REFUSED for any other, and when no kiosk of this version has opened the database yet; else as
 * store_send. A change outside the database (a file, a pack) is recorded before it is made, and AUDIT_NOT_DONE after it
 * when it fails: then none is made without a record. */
bool store_audit(struct store *s, const char *actor, enum audit_action what, const char *subject, struct err *e);

/* Who works with this store from now on: the actor of the records that store_mark_collected, store_answer, store_finish
 * and store_purge write within their own transactions. Until told, "liaison". REFUSED as above. */
bool store_act_as(struct store *s, const char *actor, struct err *e);

struct audit_record {
    int64_t number; /* 1 for the kiosk's first */
    day_t day;
    int minute; /* of the day, or AUDIT_NO_MINUTE */
    enum audit_action what;
    char actor[AUDIT_ACTOR], subject[AUDIT_SUBJECT];
};

/* Newest first, by page; *total may be NULL. A database of an older version has none. */
bool store_audit_list(struct store *s, size_t offset, size_t limit, struct audit_record *out, size_t *count,
                      size_t *total, struct err *e);

struct audit_report {
    int64_t first, last; /* numbers of the records kept; last < first: none yet */
    int64_t broken;      /* the number of the first record that does not fit (1: the ends are lost); 0: all do */
    char head[AUDIT_HEAD];
};

/* Reads every record. DAMAGED, with the first that does not fit in out->broken, when the chain is not whole. */
bool store_audit_verify(struct store *s, struct audit_report *out, struct err *e);

/* The digits to write down, without a check: quick. "" for a database of an older version. */
bool store_audit_head(struct store *s, char head[AUDIT_HEAD], struct err *e);

/* Which record had this head (spaces may be missing): NOT_FOUND when none of those kept has. */
bool store_audit_knows(struct store *s, const char *head, int64_t *number, struct err *e);

/* "fact-signed"; "unknown" for what a newer version may have written. */
const char *audit_word(enum audit_action what);

#endif
