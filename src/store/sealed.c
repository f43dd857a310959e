/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sealed_int.h"

#include <string.h>

bool sealed_row(struct store *s, const char *sql, const char *id, struct envelope_binding *b, sqlite3_stmt **st,
                struct err *e)
{
    *st = NULL;
    if (!request_id_parse(id, b->id, e) || !db_prepare(s->db, st, sql, e))
        return false;
    sqlite3_bind_int64(*st, 1, request_slot_of(b->id));
    sqlite3_bind_blob(*st, 2, b->id, sizeof b->id, SQLITE_STATIC);
    int rc = sqlite3_step(*st);
    if (rc != SQLITE_ROW)
        return rc == SQLITE_DONE ? err_set(e, ERR_NOT_FOUND, "there is no request %s", id)
                                 : db_fail(s->db, e, "cannot read the request");
    if (sqlite3_column_bytes(*st, 1) != RECEIPT_TAG || sqlite3_column_bytes(*st, 2) != sizeof b->receipt_key)
        return err_set(e, ERR_DAMAGED, "a row of the database makes no sense");
    b->received = sqlite3_column_int(*st, 0);
    memcpy(b->receipt_tag, sqlite3_column_blob(*st, 1), RECEIPT_TAG);
    memcpy(b->receipt_key, sqlite3_column_blob(*st, 2), sizeof b->receipt_key);
    return true;
}

bool sealed_binding(struct store *s, const char *id, enum envelope_kind kind, struct envelope_binding *b, struct err *e)
{
    sqlite3_stmt *st;
    b->kind = kind;
    bool ok = sealed_row(s, "SELECT received, receipt_tag, receipt_key FROM request WHERE slot = ?1 AND id = ?2", id, b,
                         &st, e);
    sqlite3_finalize(st);
    return ok;
}

void readers_add(struct readers *r, const uint8_t key[VAULT_PUBLIC_KEY])
{
    for (size_t i = 0; i < r->count; i++)
        if (memcmp(r->keys[i], key, VAULT_PUBLIC_KEY) == 0)
            return;
    if (r->count < VAULT_READERS_MAX)
        memcpy(r->keys[r->count++], key, VAULT_PUBLIC_KEY);
}
