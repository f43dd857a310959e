/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is counted of a visit: sums by day and language, kept apart from the session and from each other. */
#include "app_int.h"

#include "base/log.h"

#include <stdio.h>
#include <string.h>

void count_one(struct app *a, enum counted what, const char *subject)
{
    if (!a->store)
        return;
    if (tally_due(&a->tally, clock_today(&a->options.clock)))
        count_write(a);
    tally_add(&a->tally, clock_today(&a->options.clock), what, subject,
              what == COUNTED_REQUEST ? "" : a->session.lang->text.tag);
}

/* The slug of "page/<slug>…"; "" for other routes. */
static void slug_of(const char *route, char out[TALLY_SUBJECT])
{
    static const char begin[] = "page/";
    const char *slug = strncmp(route, begin, sizeof begin - 1) == 0 ? route + sizeof begin - 1 : "";
    snprintf(out, TALLY_SUBJECT, "%.*s", (int)strcspn(slug, "/"), slug);
}

void count_page(struct app *a, const char *from_route)
{
    char here[TALLY_SUBJECT], there[TALLY_SUBJECT];
    slug_of(stack_top(a)->route, here);
    slug_of(from_route, there);
    if (here[0] && strcmp(here, there) != 0)
        count_one(a, COUNTED_PAGE, here);
}

void count_write(struct app *a)
{
    struct err e;
    if (a->store && !store_count(a->store, &a->tally, &e))
        log_error("the counts were not written: %s", e.msg);
}
