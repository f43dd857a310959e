/* Judging words. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_CONTENT_WORDS_INT_H
#define PORCHLIGHT_CONTENT_WORDS_INT_H

#include <stdbool.h>
#include <stddef.h>

/* Words of a sentence, and their syllables by a rule of thumb good to about one in ten (English only). */
void count_words(const char *sentence, size_t *words, size_t *syllables);
/* Flesch-Kincaid grade (Kincaid et al. 1975): 0.39 words a sentence + 11.8 syllables a word − 15.59. */
double reading_grade(size_t sentences, size_t words, size_t syllables);

/* True when the text holds what is a telephone number by its look: seven digits or more, grouped; dates are none. */
bool has_phone_number(const char *text);

/* True when Burmese text is in the Zawgyi encoding by its look: it uses Unicode's letters for other shapes and in
 * another order, and is unreadable in every Unicode font. */
bool looks_zawgyi(const char *text);

#endif
