/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What staff change of the place. */
#include "screens/staff_edit.h"

#include "staff_int.h"

#include <sodium.h>

static void edit_open(struct app *a)
{
    struct staff_edit *s = sodium_malloc(sizeof *s);
    if (!s)
        BUG("out of memory");
    sodium_memzero(s, sizeof *s);
    staff_seen(a)->edit = s;
}

static void edit_close(struct app *a)
{
    sodium_free(staff_seen(a)->edit);
    staff_seen(a)->edit = NULL;
}

const struct staff_work staff_edit_work = {.open = edit_open, .close = edit_close};
