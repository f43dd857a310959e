/* A language as visitors meet it: one row of languages.yaml. Pure data. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DOMAIN_LANGUAGE_H
#define PORCHLIGHT_DOMAIN_LANGUAGE_H

#include "base/clock.h"
#include "text/lang.h"
#include <stdbool.h>
#include <stddef.h>

enum { LANGUAGE_TAG_MAX = 24, LANGUAGE_KEYBOARDS_MAX = 3 };

struct language {
    struct text_lang text;  /* tag, script, direction, line breaks */
    const char *autonym;    /* its own name in its own script */
    const char *english;    /* for staff */
    const char *icu_locale; /* NULL where ICU has no data or wrong data: months and weekdays below are used */
    const char *digits; /* ten code points 0–9 in UTF-8, or NULL for ASCII; never used for phone numbers or codes */
    const char *months[12];  /* NULL where icu_locale knows them */
    const char *weekdays[7]; /* Monday first; NULL likewise */
    int first_weekday;       /* 0 Monday … 6 Sunday */
    const char
        *keyboards[LANGUAGE_KEYBOARDS_MAX]; /* xkb "layout" or "layout(variant)", native first; NULL-ended if fewer */
    const char *voice;                      /* espeak-ng voice or NULL: recordings only */
    bool autonym_checked;                   /* a native reader has confirmed the autonym */
};

/* Exact tag first, then the same primary subtag ("es-419" finds "es", "en" finds "en-US"). Borrowed, or NULL. */
const struct language *language_find(const struct language *const *list, size_t count, const char *tag);

#endif
