/* How many requests a kiosk takes, so that nobody can fill its disk or bury the requests that are meant. Whoever is
 * turned away is told so in their language and shown to the desk; nobody is counted or told apart for it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DOMAIN_INTAKE_H
#define PORCHLIGHT_DOMAIN_INTAKE_H

#include <stdbool.h>
#include <stddef.h>

/* `requests:` in site.yaml. 0: no such limit, which no site can ask for. */
struct intake_limits {
    int a_session; /* between two wipes of the screen; the screens keep to it */
    int an_hour;
    int a_day;
    int unread;  /* kept at one time that nobody has collected */
    int free_mb; /* of the disk, to be left alone */
};

enum {
    INTAKE_A_SESSION = 3,
    INTAKE_AN_HOUR = 20,
    INTAKE_A_DAY = 60,
    INTAKE_UNREAD = 1000, /* 10 MB at most */
    INTAKE_FREE_MB = 100,
    INTAKE_WARN_DAYS = 14, /* staff are warned so long before anything unread is erased */
};

struct intake_limits intake_limits_default(void);

/* What there is now. */
struct intake_now {
    int this_session, this_hour;
    size_t today, unread;
    unsigned long long free_mb;
    bool lifted; /* staff have lifted all limits but that of the disk */
};

/* Why no request is taken: the first of these that holds, the disk before all. */
enum intake_stop {
    INTAKE_OPEN,
    INTAKE_STOP_DISK,
    INTAKE_STOP_UNREAD,
    INTAKE_STOP_DAY,
    INTAKE_STOP_HOUR,
    INTAKE_STOP_SESSION,
    INTAKE_STOP_COUNT
};

enum intake_stop intake_stop(const struct intake_limits *limits, const struct intake_now *now);

/* For staff: "too little room on the disk" …; "open". */
const char *intake_stop_words(enum intake_stop stop);

#endif
