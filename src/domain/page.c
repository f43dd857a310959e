/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/page.h"

#include "base/err.h"

#include <string.h>

static const char *const group_words[] = {
    [PAGE_POLICE] = "police",
    [PAGE_HURT] = "hurt",
    [PAGE_TALK] = "talk",
    [PAGE_MACHINE] = "machine",
};
_Static_assert(sizeof group_words / sizeof *group_words == PAGE_GROUP_COUNT, "one word a group");

const char *page_group_word(enum page_group g)
{
    if ((unsigned)g >= PAGE_GROUP_COUNT)
        BUG("page group %d", (int)g);
    return group_words[g];
}

bool page_slug_valid(const char *slug)
{
    size_t n = strspn(slug, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return n > 0 && n <= PAGE_SLUG_MAX && slug[n] == 0;
}
