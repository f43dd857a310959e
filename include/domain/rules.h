/* The rules that decide what may be shown, in one place. Pure. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DOMAIN_RULES_H
#define PORCHLIGHT_DOMAIN_RULES_H

#include "base/clock.h"
#include "domain/page.h"
#include <stdbool.h>

enum publish_policy { PUBLISH_REVIEWED, PUBLISH_DRAFT };

/* A fact signed by a named person; empty or expired facts hide the pages that need them. */
struct local_fact {
    const char *key, *value, *by;
    day_t on, expires;
};

/* Why a page is or is not shown in a language; only SHOWN and SHOWN_AS_DRAFT reach a visitor. */
enum page_status {
    PAGE_SHOWN,
    PAGE_SHOWN_AS_DRAFT, /* with the translated notice */
    PAGE_NOT_TRANSLATED,
    PAGE_NOT_REVIEWED, /* a draft, or stale, under publish: reviewed */
    PAGE_FACT_MISSING,
    PAGE_FACT_EXPIRED,
    PAGE_PAST_SHELF_LIFE,
    PAGE_TURNED_OFF, /* by staff */
    PAGE_BROKEN,     /* faults; see porchlightctl check */
    PAGE_STATUS_COUNT
};

/* The five variants of the immigration question (facts.md A1), the only values local.immigration may have. */
enum immigration_variant {
    IMMIGRATION_NO_ASK_LAW,
    IMMIGRATION_NO_ASK_POLICY,
    IMMIGRATION_NO_RULE,
    IMMIGRATION_JAIL_287G,
    IMMIGRATION_STREET, /* task_force_287g or state_mandate */
    IMMIGRATION_COUNT
};
enum immigration_variant immigration_from_word(const char *w); /* IMMIGRATION_COUNT when unknown */

/* `fact` may be NULL: missing. A fact is good through the day it expires. */
bool local_fact_good(const struct local_fact *fact, day_t today);

/* The words that local.immigration may have; the last two are both IMMIGRATION_STREET. */
enum { IMMIGRATION_WORD_COUNT = 6 };
extern const char *const immigration_words[IMMIGRATION_WORD_COUNT];

/* Whether the page may be shown today in any language at all: PAGE_SHOWN, PAGE_FACT_MISSING, PAGE_FACT_EXPIRED or
 * PAGE_PAST_SHELF_LIFE. A page is good through the day checked_on + shelf_life_days. */
enum page_status page_facts_status(const struct page *page, const struct local_fact *facts, size_t count, day_t today);
const struct local_fact *local_fact_find(const struct local_fact *facts, size_t count, const char *key);

/* The status of a translation by itself: `text` NULL is PAGE_NOT_TRANSLATED. A stale translation counts as a draft. */
enum page_status translation_status(const struct page_text *text, enum publish_policy policy);

#endif
