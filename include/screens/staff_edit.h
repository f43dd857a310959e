/* What staff change of the place: facts, people, hours, languages, pages, telephone numbers, the PIN.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_SCREENS_STAFF_EDIT_H
#define PORCHLIGHT_SCREENS_STAFF_EDIT_H

#include "base/err.h"
#include "screens/staff.h"

/* What became of the last order. */
enum edit_result {
    EDIT_NONE,
    EDIT_KEPT,
    EDIT_NOT_KEPT, /* nothing was changed: `why` */
};

struct staff_edit {
    enum edit_result result;
    char why[ERR_MSG_MAX];
};

#endif
