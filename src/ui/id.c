/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/id.h"

#include "base/str.h"

#include <stdlib.h>
#include <string.h>

static const char *const names[] = {
#define X(suffix, name) [UI_##suffix] = name,
    UI_IDS(X)
#undef X
};
_Static_assert(sizeof names / sizeof *names == UI_KIND_COUNT, "a name for every id");

const char *ui_kind_name(enum ui_kind kind)
{
    return names[kind];
}

bool ui_id_parse(const char *s, struct ui_id *out)
{
    size_t n = strcspn(s, ".");
    unsigned long index = 0;
    if (s[n] == '.') {
        char *end;
        index = strtoul(s + n + 1, &end, 10);
        if (s[n + 1] < '0' || s[n + 1] > '9' || *end || index > UINT16_MAX)
            return false;
    }
    for (int k = 1; k < UI_KIND_COUNT; k++)
        if (strlen(names[k]) == n && memcmp(names[k], s, n) == 0) {
            *out = UI_ID(k, index);
            return true;
        }
    return false;
}
