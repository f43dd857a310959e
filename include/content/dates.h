/* Days in words, in a visitor's language: ICU where it has true data, languages.yaml where not. Always the Gregorian
 * calendar, because appointments are kept by it. For one thread: what ICU opened last is kept.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_CONTENT_DATES_H
#define PORCHLIGHT_CONTENT_DATES_H

#include "base/arena.h"
#include "domain/language.h"

/* "Tuesday". Where neither ICU nor languages.yaml has names: the English one. */
const char *date_weekday(const struct language *lang, day_t day, struct arena *a);

/* "24 November", in the language's digits and order. */
const char *date_day_month(const struct language *lang, day_t day, struct arena *a);

/* A number in the language's digits; never for telephone numbers or codes. */
const char *date_number(const struct language *lang, int n, struct arena *a);

#endif
