/* Large sites made of the demonstration: its eight languages under other tags, its six pages under other names.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_TESTS_BENCH_MADE_SITE_H
#define PORCHLIGHT_TESTS_BENCH_MADE_SITE_H

#include "base/vec.h"
#include <stddef.h>

/* Copies kiosk-config to `dir`, a new folder, and offers the first `languages` of languages.yaml (at least the
 * demonstration's eight). A language without words of its own has those of one in its script, or in the Latin one.
 * There are `pages` pages, at least six; all have every language. What is the same stands once on the disk, under many
 * names; every en.md is a file of its own. Ends the bench when it cannot. */
void made_site(const char *dir, size_t languages, size_t pages);

/* Every place of a site that a visitor can come to, by its route; some are not there in every language. */
struct routes {
    VEC(char *) list;
};
void routes_of(const char *site, struct routes *out);
void routes_release(struct routes *r);

#endif
