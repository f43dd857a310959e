/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "content/dates.h"

#include "base/str.h"

#include <stdio.h>
#include <string.h>
#include <unicode/udat.h>
#include <unicode/udatpg.h>
#include <unicode/ustring.h>

static const char *const english_days[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                           "Friday", "Saturday", "Sunday"};
static const char *const english_months[] = {"January", "February", "March",     "April",   "May",      "June",
                                             "July",    "August",   "September", "October", "November", "December"};

enum { WORDS_MAX = 128 };

/* What ICU opened last for days of the week and for days of the month. Opening takes half a millisecond, and a screen
 * of days asks fourteen times. */
struct format {
    char locale[64]; /* "": none yet */
    UDateFormat *icu;
};

/* By an ICU pattern, or by the locale's best pattern for a skeleton; NULL when ICU cannot. */
static UDateFormat *format_open(const char *locale, const char *skeleton, const char *pattern)
{
    UErrorCode u = U_ZERO_ERROR;
    UChar wanted[WORDS_MAX], best[WORDS_MAX];
    int32_t n;
    if (pattern) {
        u_uastrcpy(best, pattern);
        n = u_strlen(best);
    } else {
        UDateTimePatternGenerator *g = udatpg_open(locale, &u);
        u_uastrcpy(wanted, skeleton);
        n = U_SUCCESS(u) ? udatpg_getBestPattern(g, wanted, -1, best, WORDS_MAX, &u) : 0;
        udatpg_close(g);
    }
    UDateFormat *f = udat_open(UDAT_PATTERN, UDAT_PATTERN, locale, u"UTC", -1, best, n, &u);
    if (U_SUCCESS(u))
        return f;
    udat_close(f);
    return NULL;
}

/* NULL when ICU cannot. */
static const char *by_icu(struct format *last, const struct language *lang, day_t day, const char *skeleton,
                          const char *pattern, struct arena *a)
{
    char locale[sizeof last->locale], utf8[WORDS_MAX * 3];
    snprintf(locale, sizeof locale, "%s@calendar=gregorian", lang->icu_locale);
    if (strcmp(last->locale, locale) != 0) {
        udat_close(last->icu);
        last->icu = format_open(locale, skeleton, pattern);
        memcpy(last->locale, locale, sizeof locale);
    }
    UErrorCode u = last->icu ? U_ZERO_ERROR : U_MISSING_RESOURCE_ERROR;
    UChar out[WORDS_MAX];
    if (U_SUCCESS(u))
        udat_format(last->icu, (UDate)day * 86400000.0 + 43200000.0, out, WORDS_MAX, NULL, &u);
    if (U_SUCCESS(u))
        u_strToUTF8(utf8, sizeof utf8, NULL, out, -1, &u);
    return U_SUCCESS(u) ? arena_strdup(a, utf8) : NULL;
}

const char *date_number(const struct language *lang, int n, struct arena *a)
{
    char ascii[16];
    snprintf(ascii, sizeof ascii, "%d", n);
    if (!lang->digits)
        return arena_strdup(a, ascii);
    struct str s;
    str_init(&s);
    size_t len = strlen(lang->digits);
    for (const char *c = ascii; *c; c++) {
        if (*c < '0' || *c > '9') {
            str_add_c(&s, *c);
            continue;
        }
        size_t at = 0;
        uint32_t cp = 0;
        for (int k = 0; k <= *c - '0'; k++)
            cp = utf8_next(lang->digits, len, &at);
        str_add_cp(&s, cp);
    }
    const char *out = arena_strdup(a, s.s);
    str_release(&s);
    return out;
}

const char *date_weekday(const struct language *lang, day_t day, struct arena *a)
{
    int w = day_weekday(day);
    if (lang->weekdays[w])
        return lang->weekdays[w];
    static struct format last;
    const char *s = lang->icu_locale ? by_icu(&last, lang, day, NULL, "EEEE", a) : NULL;
    return s ? s : english_days[w];
}

const char *date_day_month(const struct language *lang, day_t day, struct arena *a)
{
    static struct format last;
    struct ymd d = day_to_ymd(day);
    if (!lang->months[d.month - 1] && lang->icu_locale) {
        const char *s = by_icu(&last, lang, day, "MMMMd", NULL, a);
        if (s)
            return s;
    }
    const char *month = lang->months[d.month - 1] ? lang->months[d.month - 1] : english_months[d.month - 1];
    return arena_printf(a, "%s %s", date_number(lang, d.day, a), month);
}
