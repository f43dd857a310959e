/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/fingers_int.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static enum finger_act finger(struct fingers *f, Uint32 type, SDL_FingerID id, int on_glass)
{
    return fingers_take(f, &(SDL_TouchFingerEvent){.type = type, .fingerId = id}, on_glass);
}

static void one_finger(void **state)
{
    (void)state;
    struct fingers f = {0};
    assert_int_equal(finger(&f, SDL_FINGERDOWN, 7, 1), FINGER_PRESSED);
    assert_int_equal(finger(&f, SDL_FINGERUP, 7, 0), FINGER_RELEASED);
    assert_int_equal(finger(&f, SDL_FINGERUP, 7, 0), FINGER_IGNORED);
    assert_int_equal(finger(&f, SDL_FINGERDOWN, 8, 1), FINGER_PRESSED);
}

static void leaning_hand(void **state)
{
    (void)state;
    struct fingers f = {0};
    assert_int_equal(finger(&f, SDL_FINGERDOWN, 1, 1), FINGER_PRESSED);
    assert_int_equal(finger(&f, SDL_FINGERDOWN, 2, 2), FINGER_IGNORED);
    assert_int_equal(finger(&f, SDL_FINGERUP, 2, 1), FINGER_IGNORED);
    assert_int_equal(finger(&f, SDL_FINGERUP, 1, 0), FINGER_RELEASED);
}

/* The lifting of finger 1 was lost with its device. */
static void lost_finger(void **state)
{
    (void)state;
    struct fingers f = {0};
    assert_int_equal(finger(&f, SDL_FINGERDOWN, 1, 1), FINGER_PRESSED);
    assert_int_equal(finger(&f, SDL_FINGERDOWN, 2, 1), FINGER_PRESSED);
    assert_int_equal(finger(&f, SDL_FINGERUP, 2, 0), FINGER_RELEASED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_finger),
        cmocka_unit_test(leaning_hand),
        cmocka_unit_test(lost_finger),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
