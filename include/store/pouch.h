/* The pouch: sealed requests to a liaison's own computer and their answers back, on any stick or folder.
 *
 * Two databases of the same tables: the kiosk's and a liaison's copy. Each writes all it has to tell, each time:
 *   kiosk → copy   `pouch-KKKKKKKK.box`: the requests with state, answers and replies, what was erased, the audit head
 *   copy → kiosk   `pouch-KKKKKKKK-CCCCCCCC.box`: what the liaison has collected, answered and closed
 * (KKKKKKKK begins the kiosk's key, CCCCCCCC is the copy's, drawn at random: no pouch takes the place of another's.)
 * Taking in is a merge that gives the same in any order and any number of times:
 *   erased           wins over everything and stays; only the kiosk says so
 *   answers          the higher revision; of two of the same revision the one whose hash is higher, everywhere
 *   closed           its highest revision; the request is closed when that is above the answer's
 *   collected        once is for ever
 *   reply            the kiosk's newest, and only to the answer that is there
 *   last day         the later one; what is past it is not taken in
 *
 * Who is believed. A kiosk's pouch is signed with a key (Ed25519) that the kiosk draws for itself; a copy keeps the key
 * of its first pouch and takes no other's: compare the 16 digits with those the kiosk shows. A copy's acts are proven
 * one by one by a MAC under what that kiosk's key and the liaison's share (X25519): the kiosk tries those of
 * people.yaml, so a stick's finder can neither forge one nor tell whose it is. A thief with a stick can keep it, damage
 * it or bring an old one: nothing is lost, erased, closed or answered by that. Who has the kiosk's disk has its key and
 * can sign in its name; that key opens nothing. A pouch tells what the kiosk's disk tells in the clear (store.h), less
 * the salt, without which no code can be tried against it; and, of a kiosk, how many pouches it has made.
 *
 * The file is refused whole when one bit of it is wrong. It is written beside, made durable, read back from the stick
 * and compared, then renamed; on FAT and exFAT, where a rename is two writes, a stick pulled out in that moment may
 * hold two names or none. What a pouch told is still where it came from: make it again. A stick is slow: a screen
 * calls these on a thread with a store of its own (store_open_beside, then store_act_as).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_STORE_POUCH_H
#define PORCHLIGHT_STORE_POUCH_H

#include "store/store.h"

enum { POUCH_NAME = 28, POUCH_KIOSK = 17, POUCH_FILES_MAX = 64 };

enum pouch_kind { POUCH_FROM_KIOSK, POUCH_FROM_COPY, POUCH_KIND_COUNT };

/* Whether it is a liaison's copy (store_open_copy in store.h makes one). Reading and answering are as on the kiosk. */
bool store_is_copy(struct store *s);

/* The kiosk's key, as both sides show it: 16 hex digits; "" where none is known yet. */
bool pouch_kiosk(struct store *s, char out[POUCH_KIOSK], struct err *e);

/* A liaison opens a request: store_mark_collected and, on a copy, the proof that goes back with the next pouch. */
bool store_collect(struct store *s, const char *id, const struct vault_key *liaison, struct err *e);

/* Called now and then with the bytes done and to do; false stops: REFUSED, and all is as it was. */
struct pouch_progress {
    bool (*go_on)(void *context, uint64_t done, uint64_t of);
    void *context;
};

struct pouch_made {
    enum pouch_kind kind;
    char name[POUCH_NAME]; /* of the file */
    char kiosk[POUCH_KIOSK];
    uint64_t bytes;
    size_t requests; /* in a kiosk's pouch */
    size_t acts;     /* in a copy's: collected, answered, closed */
    size_t left_out; /* damaged rows, which the doctor should see */
};

/* Writes this database's pouch into the folder `dir`, in place of its last one there. When it returns true the stick
 * may be pulled out. NO_SPACE: full or read-only, NO_DEVICE: not there, pulled out or failing, REFUSED: another
 * program is writing there, a copy that has not taken in a pouch yet, or a database of an older version. */
bool pouch_out(struct store *s, const char *dir, const struct pouch_progress *p, struct pouch_made *out, struct err *e);

/* A pouch as its first bytes say; not believed yet. POUCH_KIND_COUNT, with no kiosk and DAY_NONE: they are damaged. */
struct pouch_found {
    enum pouch_kind kind;
    char name[POUCH_NAME], kiosk[POUCH_KIOSK];
    uint64_t bytes;
    day_t made;
};

/* The pouches in a folder, at most POUCH_FILES_MAX, sorted by name; other files, links, devices and half-written
 * pouches are passed over. Errors as pouch_out. */
bool pouch_find(const char *dir, struct pouch_found found[POUCH_FILES_MAX], size_t *count, struct err *e);

/* What came of pouches taken in. Numbers of requests, unless said. */
struct pouch_report {
    size_t files;                                /* taken in whole */
    size_t refused;                              /* not taken in: damaged, or another's */
    bool older;                                  /* one was older than the newest that was taken in before */
    size_t fresh;                                /* new here */
    size_t erased;                               /* taken back or expired at the kiosk, erased here now */
    size_t collected, answered, closed, replied; /* changed here by the pouch */
    size_t known;                                /* acts or requests that changed nothing */
    size_t outdone;  /* acts that a later one stands above, or answers of this copy that one has replaced */
    size_t gone;     /* acts on requests that were taken back or have expired */
    size_t unknown;  /* acts on requests that were never here */
    size_t unproven; /* acts that no liaison of people.yaml has proven: not carried out */
    size_t waiting;  /* on a copy: acts that the kiosk does not have yet */
    char kiosk[POUCH_KIOSK];
    char audit[32]; /* the head of the kiosk's audit as of the pouch; "" none */
};

/* Whose acts a kiosk believes; a copy needs none. */
struct pouch_trust {
    const uint8_t (*liaisons)[VAULT_PUBLIC_KEY]; /* those of people.yaml */
    size_t liaison_count;
    int retention_days; /* an answered or closed request is kept so long from today */
};

/* Takes in one file, in one transaction that is durable when it returns true; on false all is as it was. `out` is added
 * to. DAMAGED: changed or cut short; REFUSED: of another kiosk, of a newer version, or this side's own; NO_DEVICE as
 * above; TOO_BIG. */
bool pouch_in(struct store *s, const char *dir, const char *name, const struct pouch_trust *trust,
              const struct pouch_progress *p, struct pouch_report *out, struct err *e);

/* Takes in every pouch in the folder that is for this database. False when one was refused or there is none
 * (NOT_FOUND): e says why of the first; the others were taken in, as `out` says. */
bool pouch_in_all(struct store *s, const char *dir, const struct pouch_trust *trust, const struct pouch_progress *p,
                  struct pouch_report *out, struct err *e);

#endif
