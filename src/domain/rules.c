/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/rules.h"

#include <string.h>

const char *const immigration_words[IMMIGRATION_WORD_COUNT] = {
    "no_ask_law", "no_ask_policy", "no_rule", "jail_287g", "task_force_287g", "state_mandate",
};

static const enum immigration_variant word_variants[IMMIGRATION_WORD_COUNT] = {
    IMMIGRATION_NO_ASK_LAW, IMMIGRATION_NO_ASK_POLICY, IMMIGRATION_NO_RULE,
    IMMIGRATION_JAIL_287G,  IMMIGRATION_STREET,        IMMIGRATION_STREET,
};

enum immigration_variant immigration_from_word(const char *w)
{
    for (size_t i = 0; w && i < IMMIGRATION_WORD_COUNT; i++)
        if (strcmp(immigration_words[i], w) == 0)
            return word_variants[i];
    return IMMIGRATION_COUNT;
}

static bool attested(const struct local_fact *fact)
{
    return fact && fact->value && *fact->value && fact->by && *fact->by && fact->expires != DAY_NONE;
}

bool local_fact_good(const struct local_fact *fact, day_t today)
{
    return attested(fact) && today <= fact->expires;
}

const struct local_fact *local_fact_find(const struct local_fact *facts, size_t count, const char *key)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(facts[i].key, key) == 0)
            return &facts[i];
    return NULL;
}

enum page_status page_facts_status(const struct page *page, const struct local_fact *facts, size_t count, day_t today)
{
    bool expired = false;
    for (size_t i = 0; i < page->need_count; i++) {
        const struct local_fact *fact = local_fact_find(facts, count, page->needs[i]);
        if (!attested(fact))
            return PAGE_FACT_MISSING;
        expired = expired || !local_fact_good(fact, today);
    }
    if (expired)
        return PAGE_FACT_EXPIRED;
    /* nobody's date is no promise */
    if (page->checked_on == DAY_NONE || (int64_t)today > (int64_t)page->checked_on + page->shelf_life_days)
        return PAGE_PAST_SHELF_LIFE;
    return PAGE_SHOWN;
}

enum page_status translation_status(const struct page_text *text, enum publish_policy policy)
{
    if (!text)
        return PAGE_NOT_TRANSLATED;
    if (text->state == TRANSLATION_ORIGINAL || (text->state == TRANSLATION_REVIEWED && !text->stale))
        return PAGE_SHOWN;
    return policy == PUBLISH_DRAFT ? PAGE_SHOWN_AS_DRAFT : PAGE_NOT_REVIEWED;
}
