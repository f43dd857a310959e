/* Pages and cards. One page in one language is a row of cards; a card is one idea: a picture and at most three
 * short sentences. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DOMAIN_PAGE_H
#define PORCHLIGHT_DOMAIN_PAGE_H

#include "base/clock.h"
#include <stdbool.h>
#include <stddef.h>

enum page_group { PAGE_POLICE, PAGE_HURT, PAGE_TALK, PAGE_MACHINE, PAGE_GROUP_COUNT };
enum translation_state { TRANSLATION_ORIGINAL, TRANSLATION_DRAFT, TRANSLATION_REVIEWED };

enum { PAGE_SLUG_MAX = 40, PAGE_CARDS_MAX = 60 };

/* en.md's head: the same for every language. */
struct page {
    const char *slug;         /* [a-z0-9-]{1,40}, the folder's name */
    const char *icon;         /* name in assets/icons without .svg */
    enum page_group group;    /* head: police | hurt | talk | machine */
    int order;                /* within its group, then by slug */
    const char *const *needs; /* keys in local.yaml, all present and unexpired or the page is not shown */
    size_t need_count;
    const char *const *sources;
    size_t source_count;
    const char *checked_by;
    day_t checked_on;
    int shelf_life_days; /* shown until checked_on + this */
};

struct card {
    const char *title;            /* the ## line */
    const char *icon;             /* "phone" for ![…](icon:phone); NULL when the card has a picture or none */
    const char *media;            /* path below the site for ![…](media:…) ; NULL likewise */
    const char *picture_label;    /* the alternative text; spoken */
    const char *const *sentences; /* facts already inserted; in reading order */
    size_t sentence_count;
    const char *const *resources; /* keys named by [..](resource:key) */
    size_t resource_count;
};

/* One language's text of a page. */
struct page_text {
    const char *tag;
    const char *title;
    enum translation_state state;
    const char *translated_by; /* NULL for the original */
    day_t translated_on;
    bool stale; /* made from an older English body */
    const struct card *cards;
    size_t card_count;
};

/* The head's word for a group: "police", "hurt", "talk", "machine". A value out of range is a BUG(). */
const char *page_group_word(enum page_group g);

/* True for a folder name that can be a page: [a-z0-9-]{1,40}. */
bool page_slug_valid(const char *slug);

#endif
