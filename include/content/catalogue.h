/* The pages: found at the start by their folders' names, read when first shown, and shown only as the rules of
 * domain/rules.h allow. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_CONTENT_CATALOGUE_H
#define PORCHLIGHT_CONTENT_CATALOGUE_H

#include "content/site.h"
#include "content/strings.h"
#include "domain/page.h"

struct catalogue;

/* Lists pages/ and reads each en.md's head. `site` is borrowed and must outlive it. Never fails: what is broken is a
 * fault. */
struct catalogue *catalogue_new(const struct site *site, struct faults *faults);
void catalogue_free(struct catalogue *c); /* accepts NULL */

/* All pages whose head could be read, by group, order, slug. Borrowed. */
size_t catalogue_count(const struct catalogue *c);
const struct page *catalogue_page(const struct catalogue *c, size_t i);
const struct page *catalogue_find(const struct catalogue *c, const char *slug); /* NULL when unknown */

/* Why the page is or is not shown in this language today. Reads the translation when first asked. */
enum page_status catalogue_status(struct catalogue *c, const struct page *p, const char *tag, day_t today);

/* The text for PAGE_SHOWN and PAGE_SHOWN_AS_DRAFT; else NULL. Cards `{only: key=value}` whose local fact has
 * another value, is missing or has expired are left out and {{local.key}} is filled in. Borrowed until catalogue_free.
 */
const struct page_text *catalogue_text(struct catalogue *c, const struct page *p, const char *tag, day_t today);

/* The page's text in this language, shown or not and whatever its facts, for staff: NULL when it has none that can be
 * read. Lives as catalogue_text's does. */
const struct page_text *catalogue_translation(struct catalogue *c, const struct page *p, const char *tag, day_t today);

/* A language is offered when its interface strings are complete and the core pages (every page with `core: true` in
 * en.md) exist in it. */
bool catalogue_offers(struct catalogue *c, struct strings *strings, const char *tag);

/* The first 12 hex digits of the SHA-256 of en.md's body (all after the head's closing --- line): a translation's `of`.
 */
bool catalogue_body_hash(struct catalogue *c, const struct page *p, char out[13]);

#endif
