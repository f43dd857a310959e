/* What the parts of the check share. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_CONTENT_CHECK_INT_H
#define PORCHLIGHT_CONTENT_CHECK_INT_H

#include "content/check.h"
#include "page_int.h"
#include "yaml_int.h"

/* Sentences of at most 14 words and grade 5 are easily heard; SOON_DAYS is our judgement */
enum { WORDS_MAX = 14, GRADE_MAX = 5, SOON_DAYS = 30 };

struct check {
    struct site *site;
    struct faults *faults;
    day_t today;
    struct fs_root icons;
    bool has_icons;
    struct arena arena;
    /* the settings once more, for their lines */
    const struct yaml_node *site_file, *facts, *resources, *people;
    const char *data;                                          /* NULL: no kiosk's */
    const struct yaml_node *changed_facts, *changed_resources; /* what staff have changed of them; NULL: nothing */
};

/* All pages, every language, against the site and against en.md. */
void check_pages(struct check *c);

/* Complains when `icon` is no picture of the program's. */
void check_icon(struct check *c, const char *icon, const char *path, int line);
/* Complains when there is no such file below the site; or when it is no picture that the kiosk can show. */
void check_file(struct check *c, const char *file, const char *path, int line);
void check_photo(struct check *c, const char *file, const char *path, int line);

/* Links that leave the folder, devices and pipes, anywhere in the site. */
void check_tree(struct check *c);

#endif
