/* A time zone's file or text from anyone: refused, or asked about any time without harm, both ways.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/str.h"
#include "base/zone.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void ask(const struct zone *z)
{
    static const int64_t times[] = {INT64_MIN,  -62167219200, -5000000000,  0,        1772963999,
                                    1793518200, 4102444800,   253402300799, INT64_MAX};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        day_t day;
        int minute;
        int64_t back;
        int32_t off = zone_offset_s(z, times[i]);
        if (off < -26 * 3600 || off > 26 * 3600)
            BUG("a clock %d s from UTC", (int)off);
        if (!zone_civil(z, times[i], &day, &minute))
            continue;
        if (minute < 0 || minute >= 1440)
            BUG("minute %d of a day", minute);
        zone_instant(z, day, minute, &back);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct zone *z = NULL;
    struct str text;
    if (zone_from_file(&z, "fuzz", (const char *)data, size, NULL)) {
        ask(z);
        zone_free(z);
    }
    str_init(&text);
    str_add_n(&text, (const char *)data, size);
    if (zone_from_text(&z, text.s, NULL)) {
        ask(z);
        zone_free(z);
    }
    str_release(&text);
    return 0;
}
