/* What a person can read aloud in a language: the words that Listen says, in the order of the pages, and behind them
 * the words of the screens. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_CONTENT_READINGS_H
#define PORCHLIGHT_CONTENT_READINGS_H

#include "base/vec.h"
#include "content/catalogue.h"

/* One recording. Neighbours with the same page and card belong together. */
struct reading {
    const char *page;  /* slug; "*": the words of the screens, each a card of its own */
    int card;          /* from 1; 0: the page's title */
    const char *words; /* never "" */
};
#define READINGS_SCREENS "*"

struct readings {
    VEC(struct reading) rows;
};

/* What visitors can hear today. Words with something to fill in ({name}) are left out: they differ each time. Texts are
 * borrowed from the catalogue and the strings. */
void readings_list(struct readings *out, struct catalogue *c, struct strings *strings, const char *tag, day_t today);
/* With what is hidden today besides (a page without its facts, turned off, past its day): such words may come back, and
 * their recordings are not of older words. */
void readings_list_hidden(struct readings *out, struct catalogue *c, struct strings *strings, const char *tag,
                          day_t today);
void readings_release(struct readings *r);

#endif
