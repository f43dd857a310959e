/* Days in words: what ICU says, what languages.yaml says where ICU has nothing, and one language after the other.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "content/dates.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs four of the above */
#include <cmocka.h>

static const struct language en = {.text = {.tag = "en"}, .icu_locale = "en_US"},
                             es = {.text = {.tag = "es"}, .icu_locale = "es_US"},
                             fa = {.text = {.tag = "fa-AF"}, .icu_locale = "fa_AF", .digits = "۰۱۲۳۴۵۶۷۸۹"},
                             none = {.text = {.tag = "ksw"}, .digits = "၀၁၂၃၄၅၆၇၈၉"},
                             own = {.text = {.tag = "rhg"},
                                    .icu_locale = "rhg",
                                    .weekdays = {"a", "b", "c", "d", "e", "f", "g"},
                                    .months = {[10] = "N"}};

static struct arena arena;

static void day_is(const struct language *lang, day_t day, const char *weekday, const char *day_month)
{
    assert_string_equal(date_weekday(lang, day, &arena), weekday);
    assert_string_equal(date_day_month(lang, day, &arena), day_month);
}

/* ICU's formats of the last language are kept: each must come back as itself. */
static void one_language_after_the_other(void **state)
{
    (void)state;
    day_t tuesday = day_from_ymd((struct ymd){2026, 11, 24}), next = tuesday + 8;
    arena_init(&arena, false);
    for (int i = 0; i < 3; i++) {
        day_is(&en, tuesday, "Tuesday", "November 24");
        day_is(&en, next, "Wednesday", "December 2");
        day_is(&es, tuesday, "martes", "24 de noviembre");
        day_is(&es, next, "miércoles", "2 de diciembre");
        day_is(&none, tuesday, "Tuesday", "၂၄ November");
        day_is(&fa, tuesday, "سه‌شنبه", "نومبر ۲۴");
        day_is(&own, tuesday, "b", "24 N");
    }
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(one_language_after_the_other)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
