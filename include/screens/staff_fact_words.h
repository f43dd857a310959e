/* Local facts in plain words, for whoever signs them. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_SCREENS_STAFF_FACT_WORDS_H
#define PORCHLIGHT_SCREENS_STAFF_FACT_WORDS_H

#include <stddef.h>

enum fact_kind { FACT_SENTENCE, FACT_CHOICE, FACT_PHONE, FACT_URL };

struct fact_choice {
    const char *value, *words; /* a msgid */
};

struct fact_words {
    const char *key;
    const char *title, *explain; /* msgids */
    enum fact_kind kind;
    int days; /* how long a signature may be believed: facts.md, "Suggested shelf life" */
    const struct fact_choice *choices;
    size_t choice_count;
};

/* The facts that the program knows by name; NULL past the last. */
const struct fact_words *fact_words_at(size_t i);
/* Any other is a sentence; `title` NULL: its key. */
const struct fact_words *fact_words_of(const char *key);

#endif
