/* What is sealed of a request: what it is bound to, and who opens it. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_STORE_SEALED_INT_H
#define PORCHLIGHT_STORE_SEALED_INT_H

#include "store/envelope.h"
#include "store/store_int.h"

/* What a request's sealed things of this kind are bound to. NOT_FOUND for no such request, DAMAGED for a row that makes
 * no sense. */
bool sealed_binding(struct store *s, const char *id, enum envelope_kind kind, struct envelope_binding *b,
                    struct err *e);

/* The same out of a statement of the caller's, with the request's slot as ?1 and its id as ?2, whose first columns are
 * received, receipt_tag and receipt_key. The row stays for what else it has: *st is the caller's to finalize, also on
 * false. */
bool sealed_row(struct store *s, const char *sql, const char *id, struct envelope_binding *b, sqlite3_stmt **st,
                struct err *e);

/* Who opens it: at most as many as an envelope has places, and none twice. */
struct readers {
    uint8_t keys[VAULT_READERS_MAX][VAULT_PUBLIC_KEY];
    size_t count;
};

/* One that is there already, or one too many, is passed over. */
void readers_add(struct readers *r, const uint8_t key[VAULT_PUBLIC_KEY]);

#endif
