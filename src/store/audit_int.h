/* Records within somebody else's transaction. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_STORE_AUDIT_INT_H
#define PORCHLIGHT_STORE_AUDIT_INT_H

#include "store/audit.h"

/* REFUSED when no kiosk of this version has opened the database yet. */
bool audit_ready(struct store *s, struct err *e);

/* store_audit between db_begin and db_commit: the record stands or falls with the change it tells of. */
bool audit_add(struct store *s, const char *actor, enum audit_action what, const char *subject, struct err *e);

/* The same by whom store_act_as named, about a request: its id in hex. */
bool audit_add_request(struct store *s, enum audit_action what, const char *id, struct err *e);

#endif
