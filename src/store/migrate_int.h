/* The tables and their versions. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_STORE_MIGRATE_INT_H
#define PORCHLIGHT_STORE_MIGRATE_INT_H

#include "store/store_int.h"

enum { STORE_APPLICATION_ID = 0x50636C74 }; /* "Pclt" */

int db_latest_version(void);
/* Brings the tables to the latest version, one transaction a step. */
bool db_migrate(sqlite3 *db, struct err *e);
/* DAMAGED unless the tables are, to the letter, what our steps make for the database's version, and nothing besides: no
 * trigger of someone else's runs when a row changes. REFUSED for a newer version. */
bool db_check_schema(sqlite3 *db, struct err *e);

#endif
