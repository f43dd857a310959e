/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/intake.h"

static const char *const words[INTAKE_STOP_COUNT] = {
    [INTAKE_OPEN] = "open",
    [INTAKE_STOP_DISK] = "too little room on the disk",
    [INTAKE_STOP_UNREAD] = "too many that nobody has collected",
    [INTAKE_STOP_DAY] = "as many as are taken in a day",
    [INTAKE_STOP_HOUR] = "as many as are taken in an hour",
    [INTAKE_STOP_SESSION] = "as many as one visitor sends",
};

struct intake_limits intake_limits_default(void)
{
    return (struct intake_limits){.a_session = INTAKE_A_SESSION,
                                  .an_hour = INTAKE_AN_HOUR,
                                  .a_day = INTAKE_A_DAY,
                                  .unread = INTAKE_UNREAD,
                                  .free_mb = INTAKE_FREE_MB};
}

static bool over(int limit, size_t now)
{
    return limit > 0 && now >= (size_t)limit;
}

enum intake_stop intake_stop(const struct intake_limits *limits, const struct intake_now *now)
{
    if (limits->free_mb > 0 && now->free_mb < (unsigned long long)limits->free_mb)
        return INTAKE_STOP_DISK; /* nobody can lift what is not there */
    if (now->lifted)
        return INTAKE_OPEN;
    if (over(limits->unread, now->unread))
        return INTAKE_STOP_UNREAD;
    if (over(limits->a_day, now->today))
        return INTAKE_STOP_DAY;
    if (over(limits->an_hour, (size_t)now->this_hour))
        return INTAKE_STOP_HOUR;
    return over(limits->a_session, (size_t)now->this_session) ? INTAKE_STOP_SESSION : INTAKE_OPEN;
}

const char *intake_stop_words(enum intake_stop stop)
{
    return words[stop];
}
