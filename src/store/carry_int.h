/* What goes between a kiosk and a liaison's copy of it: whose database this is, how often a request was handled, and
 * the proof that a liaison did it. See store/pouch.h for the whole. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_STORE_CARRY_INT_H
#define PORCHLIGHT_STORE_CARRY_INT_H

#include "store/envelope.h"
#include "store/store_int.h"

enum { CARRY_KIOSK = 32, CARRY_SEED = 32, CARRY_COPY = 4, CARRY_PROOF = 32, CARRY_MARK = 32 };

/* A revision is one more than the highest of that request; nobody handles one request so often. */
enum { CARRY_REVISION_MAX = 1 << 30 };

enum carry_kind { CARRY_COLLECTED, CARRY_ANSWERED, CARRY_CLOSED, CARRY_KIND_COUNT };
#define CARRY_BIT(kind) (1 << (kind))

struct carry_self {
    bool copy;    /* a liaison's */
    bool has_key; /* `kiosk` is known: on a copy from the first pouch on, on a kiosk once it has made one */
    uint8_t kiosk[CARRY_KIOSK];
    uint8_t seed[CARRY_SEED]; /* of a kiosk's own key; wipe */
    uint8_t copy_id[CARRY_COPY];
    int64_t made, seen;
};

/* False, REFUSED, for a database that no program of this version has opened in earnest. */
bool carry_load(struct store *s, struct carry_self *out, struct err *e);

/* False for a kiosk's, and for a database of an older version: no copy is. */
bool carry_is_copy(struct store *s);

/* The kiosk's key is drawn when it is first needed. REFUSED as above. */
bool carry_load_kiosk(struct store *s, struct carry_self *out, struct err *e);

/* A liaison has handled this request just now, within the caller's transaction: the next revision and, on a copy, the
 * proof, which waits to be carried. `sealed` is the answer's sealed bytes, NULL for the other kinds. A database of an
 * older version keeps neither; its migration makes up for it. */
bool carry_note(struct store *s, const uint8_t id[REQUEST_ID_BYTES], enum carry_kind kind,
                const struct vault_key *liaison, const struct str *sealed, struct err *e);

/* What is proven: that this liaison did this to this request of this kiosk. */
struct carry_act {
    enum carry_kind kind;
    uint8_t id[REQUEST_ID_BYTES];
    uint32_t revision;        /* 0 for COLLECTED */
    uint8_t mark[CARRY_MARK]; /* of the answer's sealed bytes as they were given, zeros for the other kinds */
};
/* The request's answer is about to be sealed anew, to other readers: it stays the same answer for every copy. */
bool carry_keep_mark(struct store *s, const uint8_t id[REQUEST_ID_BYTES], struct err *e);
void carry_mark(const void *sealed, size_t len, uint8_t mark[CARRY_MARK]);

/* The keys that a kiosk shares with each of its liaisons: X25519 between the kiosk's key and theirs. In locked memory;
 * carry_checks_free. NULL, with e set, when there is none left. Keys that are no keys match nothing. */
struct carry_checks;
struct carry_checks *carry_checks_new(const uint8_t seed[CARRY_SEED], const uint8_t (*liaisons)[VAULT_PUBLIC_KEY],
                                      size_t count, struct err *e);
void carry_checks_free(struct carry_checks *c); /* accepts NULL */

/* Whether the proof is one of the liaisons'. */
bool carry_proven(const struct carry_checks *c, const uint8_t kiosk[CARRY_KIOSK], const struct carry_act *act,
                  const uint8_t proof[CARRY_PROOF]);

#endif
