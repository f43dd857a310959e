/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "content/recordings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static void named_after_its_words(void **state)
{
    (void)state;
    char a[RECORDING_PATH_MAX], b[RECORDING_PATH_MAX];
    recording_path("so", "Home", a);
    assert_string_equal(a, "audio/so/3a78695388b38b5c.opus"); /* printf Home | sha256sum */
    recording_path("so", "Home.", b);
    assert_string_not_equal(a, b);
}

static void isolates_are_for_the_eye(void **state)
{
    (void)state;
    char a[RECORDING_PATH_MAX], b[RECORDING_PATH_MAX];
    recording_path("ar", "911 \u0627\u062A\u0635\u0644", a);
    recording_path("ar", "\u2066911\u2069 \u0627\u062A\u0635\u0644", b);
    assert_string_equal(a, b);
}

static void a_long_tag_stays_inside(void **state)
{
    (void)state;
    char a[RECORDING_PATH_MAX];
    recording_path("a-tag-that-is-far-longer-than-any-tag-there-is", "Home", a);
    assert_true(strlen(a) < sizeof a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(named_after_its_words),
                                       cmocka_unit_test(isolates_are_for_the_eye),
                                       cmocka_unit_test(a_long_tag_stays_inside)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
