/* A database as an older kiosk left it: what each step of migrate.c has made is taken away again, newest first.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_TESTS_STORE_OLDER_H
#define PORCHLIGHT_TESTS_STORE_OLDER_H

#include "store/migrate_int.h"

static inline void go_back(struct store *s, int version)
{
    static const char *const undo[] = {
        [2] = "DROP TABLE counted",
        [3] = "DROP TABLE reply; DROP TABLE answer",
        [4] = "DROP TABLE gate",
        [5] = "DROP TABLE audit; DROP TABLE audit_chain",
        [6] = "DROP TABLE handled; DROP TABLE pouch",
        [7] = "ALTER TABLE handled DROP COLUMN answered_mark",
        [8] = "DROP TABLE nudge",
        [9] = "DROP TABLE intake; DROP INDEX request_by_state",
        [10] = "DROP TABLE clock; ALTER TABLE tombstone DROP COLUMN until",
    };
    enum { LAST = sizeof undo / sizeof *undo - 1 };
    assert_int_equal(db_latest_version(), LAST); /* a new step has its row here */
    for (int v = LAST; v > version; v--)
        FINE(db_exec(s->db, undo[v], "cannot go back", e));
    char mark[64];
    snprintf(mark, sizeof mark, "PRAGMA user_version = %d", version);
    FINE(db_exec(s->db, mark, "cannot go back", e));
}

#endif
