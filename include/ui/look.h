/* The looks a node may have. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_UI_LOOK_H
#define PORCHLIGHT_UI_LOOK_H

/* How the box behind a node looks; draw.c knows the colours. */
enum look {
    LOOK_NONE,
    LOOK_GROUND,
    LOOK_CARD,    /* surface, soft edge */
    LOOK_TILE,    /* a big touchable surface */
    LOOK_PRIMARY, /* accent: the way forward */
    LOOK_QUIET,   /* outlined: the way back, secondary */
    LOOK_DANGER,  /* emergency */
    LOOK_BAR,     /* the navigation bar */
    LOOK_BARE,    /* touchable, no box: nav items */
    LOOK_NOTICE,  /* draft and demonstration notices */
    LOOK_FIELD,   /* typed text */
    LOOK_KEY,
    LOOK_SHADE, /* behind a dialog */
    LOOK_QR,    /* always white with black, in every theme */
    LOOK_INK,   /* a bar of solid ink: rules and rulers on paper */
    LOOK_COUNT
};

#endif
