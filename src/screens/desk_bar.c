/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "screens/desk_bar.h"

#include "screens/screen.h"

#include <stddef.h>

const char *desk_bar_label(enum ui_kind kind)
{
    return kind == UI_HOME ? N_("Start") : kind == UI_LEAVE ? N_("Lock") : NULL;
}

const char *desk_bar_icon(enum ui_kind kind)
{
    return kind == UI_LEAVE ? "icons/lock" : NULL;
}
