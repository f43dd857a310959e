/* A small sound site in a temporary folder, with files replaced or added, and what check says of it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_TESTS_SCRATCH_SITE_H
#define PORCHLIGHT_TESTS_SCRATCH_SITE_H

#include "content/check.h"

struct scratch_file {
    const char *path; /* NULL ends a list */
    const char *text; /* NULL: the sound site's file is not there */
};

struct scratch_site {
    char dir[64]; /* the site is dir/site, its pictures dir/icons */
    char site[80], icons[80];
};

/* 2026-11-24, on which the sound site has no fault and no warning. */
day_t scratch_today(void);

void scratch_make(struct scratch_site *s, const struct scratch_file *changes);
void scratch_write(const struct scratch_site *s, const char *path, const char *bytes, size_t len);
void scratch_remove(struct scratch_site *s);

/* Makes the site, checks it, and asserts that the faults are exactly these, in order: "path:line: words" of an error,
 * or "path:line: warning: words", where `words` stand somewhere in the message. NULL-ended. */
void assert_faults(const struct scratch_file *changes, const char *const *expected);
void assert_faults_of(const struct scratch_site *s, const char *const *expected);

/* A head that is sound, for pages. */
#define GOOD_HEAD                                                                                                      \
    "---\n"                                                                                                            \
    "title: A page\n"                                                                                                  \
    "icon: phone\n"                                                                                                    \
    "group: police\n"                                                                                                  \
    "order: 1\n"                                                                                                       \
    "core: true\n"                                                                                                     \
    "needs: []\n"                                                                                                      \
    "sources: [\"a source\"]\n"                                                                                        \
    "checked: {on: 2026-11-01, by: \"A Person\"}\n"                                                                    \
    "shelf_life_days: 365\n"                                                                                           \
    "---\n" /* eleven lines: the body begins on line 12 */
#define GOOD_CARD "## Who?\n\n![A phone](icon:phone)\n\nCall us.\n"

#endif
