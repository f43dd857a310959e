/* Which finger counts: the first on the glass, until it is lifted. Others are ignored, so that a leaning hand does not
 * touch for a visitor. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_APP_FINGERS_INT_H
#define PORCHLIGHT_APP_FINGERS_INT_H

#include <SDL.h>
#include <stdbool.h>

/* Zeroed is no finger. */
struct fingers {
    SDL_FingerID id;
    bool down;
};

enum finger_act { FINGER_IGNORED, FINGER_PRESSED, FINGER_RELEASED };

/* `on_glass` is how many the device feels now: when a lifting was never told (a cable that slipped, a device that was
 * woken), the next finger that is alone counts again, and the glass is not dead until a restart. */
enum finger_act fingers_take(struct fingers *f, const SDL_TouchFingerEvent *ev, int on_glass);

#endif
