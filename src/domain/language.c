/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/language.h"

#include <string.h>

const struct language *language_find(const struct language *const *list, size_t count, const char *tag)
{
    if (!tag)
        return NULL;
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i]->text.tag, tag) == 0)
            return list[i];
    size_t primary = strcspn(tag, "-");
    if (primary == 0)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        const char *have = list[i]->text.tag;
        if (strcspn(have, "-") == primary && strncmp(have, tag, primary) == 0)
            return list[i];
    }
    return NULL;
}
