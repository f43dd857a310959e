/* What the on-screen keyboards add to xkb's layouts, by language. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DEVICE_KEYBOARD_LAYOUT_INT_H
#define PORCHLIGHT_DEVICE_KEYBOARD_LAYOUT_INT_H

#include "device/keyboard_layout.h"

#include <unicode/uscript.h>

struct keyboard_extras {
    const char *tag;                /* language subtag, or language and region where it matters */
    UScriptCode script;             /* of the layouts that this row belongs to */
    const char *drop;               /* characters of the layout that make room on PLAIN and SHIFT */
    const char *add[KEYBOARD_ROWS]; /* keys for the end of each row: "plain" or "plain|shift", a space between keys */
    const char *more;  /* the first letters of MORE, without spaces; NULL: what levels 3 and 4 have in `script` */
    const char *signs; /* up to four signs of the language for SIGNS, without spaces */
};

/* NULL when the language needs nothing beyond its layout and CLDR's letters. */
const struct keyboard_extras *keyboard_extras_find(const char *tag, UScriptCode script);

#endif
