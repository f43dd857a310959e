/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cups_reasons_int.h"

#include <stdbool.h>
#include <string.h>

struct reason {
    const char *name;
    enum printer_state
        error; /* alone or with -error; CUPS's own backends say no more than -warning while a job waits */
    enum printer_state warning; /* with -warning while none does: it prints, but not for long */
};

/* What is not here, such as toner that runs low, stops nothing that we print. */
static const struct reason known[] = {
    {"media-empty", PRINTER_PAPER_OUT, PRINTER_PAPER_LOW},
    {"media-needed", PRINTER_PAPER_OUT, PRINTER_PAPER_LOW},
    {"input-tray-missing", PRINTER_PAPER_OUT, PRINTER_READY},
    {"media-low", PRINTER_PAPER_LOW, PRINTER_PAPER_LOW},
    {"cover-open", PRINTER_COVER_OPEN, PRINTER_READY},
    {"door-open", PRINTER_COVER_OPEN, PRINTER_READY},
    {"interlock-open", PRINTER_COVER_OPEN, PRINTER_READY},
    {"paused", PRINTER_STOPPED, PRINTER_STOPPED},
    {"moving-to-paused", PRINTER_STOPPED, PRINTER_STOPPED},
    {"hold-new-jobs", PRINTER_STOPPED, PRINTER_STOPPED},
    {"deactivated", PRINTER_STOPPED, PRINTER_STOPPED},
    {"media-jam", PRINTER_OFFLINE, PRINTER_READY},
    {"toner-empty", PRINTER_OFFLINE, PRINTER_READY},
    {"marker-supply-empty", PRINTER_OFFLINE, PRINTER_READY},
    {"marker-waste-full", PRINTER_OFFLINE, PRINTER_READY},
    {"fuser-over-temp", PRINTER_OFFLINE, PRINTER_READY},
    {"output-area-full", PRINTER_OFFLINE, PRINTER_READY},
    {"output-tray-missing", PRINTER_OFFLINE, PRINTER_READY},
    {"spool-area-full", PRINTER_OFFLINE, PRINTER_READY},
    {"shutdown", PRINTER_NOT_THERE, PRINTER_NOT_THERE},
    {"offline", PRINTER_NOT_THERE, PRINTER_NOT_THERE},
    {"timed-out", PRINTER_NOT_THERE, PRINTER_NOT_THERE},
    {"cups-missing-filter", PRINTER_OFFLINE, PRINTER_OFFLINE},
    {"cups-insecure-filter", PRINTER_OFFLINE, PRINTER_OFFLINE},
};

static bool ends(const char *s, size_t len, const char *suffix, size_t *stem)
{
    size_t n = strlen(suffix);
    if (len <= n || memcmp(s + len - n, suffix, n) != 0)
        return false;
    *stem = len - n;
    return true;
}

static enum printer_state state_of(const char *reason, bool processing)
{
    size_t len = strlen(reason);
    bool report = ends(reason, len, "-report", &len), warning = !report && ends(reason, len, "-warning", &len);
    if (!report && !warning)
        ends(reason, len, "-error", &len);
    for (size_t i = 0; !report && i < sizeof known / sizeof *known; i++)
        if (strlen(known[i].name) == len && memcmp(known[i].name, reason, len) == 0)
            return warning && !processing ? known[i].warning : known[i].error;
    return PRINTER_READY;
}

/* Of two that stop it the one that staff can see at the printer comes first. */
static int weight(enum printer_state s)
{
    static const int weights[PRINTER_STATE_COUNT] = {
        [PRINTER_BUSY] = 1,    [PRINTER_PAPER_LOW] = 2, [PRINTER_NOT_THERE] = 3, [PRINTER_OFFLINE] = 4,
        [PRINTER_STOPPED] = 5, [PRINTER_CUTTER] = 6,    [PRINTER_PAPER_OUT] = 7, [PRINTER_COVER_OPEN] = 8,
    };
    return weights[s];
}

enum printer_state cups_state(int printer_state, bool accepting, const char *const *reasons, size_t count,
                              const char **worst)
{
    enum printer_state s = printer_state == QUEUE_PROCESSING ? PRINTER_BUSY : PRINTER_READY;
    const char *from = NULL;
    if (!accepting || printer_state == QUEUE_STOPPED)
        s = PRINTER_STOPPED;
    for (size_t i = 0; i < count; i++) {
        enum printer_state one = state_of(reasons[i], printer_state == QUEUE_PROCESSING);
        if (weight(one) > weight(s)) {
            s = one;
            from = reasons[i];
        }
    }
    if (worst)
        *worst = from;
    return s;
}
