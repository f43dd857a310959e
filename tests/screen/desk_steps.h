/* The desk's screens at the steps that a finger leads to: a value that is typed, a day that was touched, a question
 * before something is done, what is said after it. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_TESTS_SCREEN_DESK_STEPS_H
#define PORCHLIGHT_TESTS_SCREEN_DESK_STEPS_H

#include "stage.h"

/* NULL past the last. Each wants its own of the desk's people to be there. */
const struct scene *desk_step(size_t i);

#endif
