/* What a zone is made of: zone.c asks it, zone_read.c makes it. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_BASE_ZONE_INT_H
#define PORCHLIGHT_BASE_ZONE_INT_H

#include "base/zone.h"

struct zone_turn {
    int64_t at; /* from this instant on */
    int32_t offset_s;
};

/* A moment of each year, as POSIX writes it in TZ. */
struct zone_rule {
    enum { RULE_JULIAN, RULE_COUNT, RULE_WEEKDAY } kind; /* "J60", "59", "M3.2.0" */
    int month, week, day;
    int32_t time_s; /* after midnight, −167 to 167 hours */
};

/* What holds after the last turn. */
struct zone_tail {
    int32_t usual_s, summer_s;
    bool has_summer;
    struct zone_rule start, end;
};

struct zone {
    char name[ZONE_NAME_MAX];
    int32_t first_s; /* before the first turn */
    struct zone_turn *turns;
    size_t turn_count;
    bool has_tail;
    struct zone_tail tail;
};

#endif
