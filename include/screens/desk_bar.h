/* The desk's bar below a screen, where it differs from the visitors'. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_SCREENS_DESK_BAR_H
#define PORCHLIGHT_SCREENS_DESK_BAR_H

#include "ui/id.h"

/* Instead of the visitors' msgid and icon for a button of the bar; NULL: the same. */
const char *desk_bar_label(enum ui_kind kind);
const char *desk_bar_icon(enum ui_kind kind);

#endif
