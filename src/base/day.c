/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/day.h"

#include <stdio.h>

static bool leap(int y)
{
    return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static int month_days(int y, int m)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return m == 2 && leap(y) ? 29 : days[m - 1];
}

day_t day_from_ymd(struct ymd d)
{
    if (d.month < 1 || d.month > 12 || d.day < 1 || d.year < 0 || d.year > 9999 || d.day > month_days(d.year, d.month))
        return DAY_NONE;
    /* years are counted from March, so that the leap day is the last of its year */
    int y = d.month <= 2 ? d.year - 1 : d.year;
    int era = (y >= 0 ? y : y - 399) / 400;
    int yoe = y - era * 400;
    int doy = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
    int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

struct ymd day_to_ymd(day_t day)
{
    int64_t z = (int64_t)day + 719468;
    int era = (int)((z >= 0 ? z : z - 146096) / 146097);
    int doe = (int)(z - (int64_t)era * 146097);
    int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int mp = (5 * doy + 2) / 153;
    int month = mp < 10 ? mp + 3 : mp - 9;
    return (struct ymd){.year = yoe + era * 400 + (month <= 2), .month = month, .day = doy - (153 * mp + 2) / 5 + 1};
}

int day_weekday(day_t d)
{
    int w = (int)(((int64_t)d + 3) % 7); /* 1970-01-01 was a Thursday */
    return w < 0 ? w + 7 : w;
}

bool day_parse(const char *s, day_t *out)
{
    static const char shape[] = "0000-00-00";
    for (int i = 0; i < 11; i++)
        if (shape[i] == '0' ? s[i] < '0' || s[i] > '9' : s[i] != shape[i])
            return false;
    struct ymd d = {.year = (s[0] - '0') * 1000 + (s[1] - '0') * 100 + (s[2] - '0') * 10 + s[3] - '0',
                    .month = (s[5] - '0') * 10 + s[6] - '0',
                    .day = (s[8] - '0') * 10 + s[9] - '0'};
    day_t day = day_from_ymd(d);
    if (day == DAY_NONE)
        return false;
    *out = day;
    return true;
}

void day_format(day_t d, char out[11])
{
    struct ymd y = day_to_ymd(d);
    snprintf(out, 11, "%04d-%02d-%02d", y.year % 10000, y.month % 100, y.day % 100);
}
