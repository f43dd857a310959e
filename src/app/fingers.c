/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fingers_int.h"

enum finger_act fingers_take(struct fingers *f, const SDL_TouchFingerEvent *ev, int on_glass)
{
    if (ev->type == SDL_FINGERDOWN && (!f->down || on_glass < 2)) {
        *f = (struct fingers){.id = ev->fingerId, .down = true};
        return FINGER_PRESSED;
    }
    if (ev->type == SDL_FINGERUP && f->down && f->id == ev->fingerId) {
        f->down = false;
        return FINGER_RELEASED;
    }
    return FINGER_IGNORED;
}
