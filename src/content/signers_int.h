/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_CONTENT_SIGNERS_INT_H
#define PORCHLIGHT_CONTENT_SIGNERS_INT_H

#include "content/signers.h"
#include "schema_int.h"

/* `packs:` into a struct signers. */
extern const struct schema signers_schema;

#endif
