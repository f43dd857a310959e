/* How often: the only thing the kiosk remembers about its use. No order, no times, no visits. A tally is kept in memory
 * until the day is over; then what was counted five times or more is written under that day, and all smaller numbers
 * under the month alone. So the disk does not tell in which language the one visitor of a quiet day spoke, and never
 * beside which request. What a liaison does is counted when it is done, in the same commit, and by month alone.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_STORE_COUNTERS_H
#define PORCHLIGHT_STORE_COUNTERS_H

#include "store/store.h"

enum counted {
    COUNTED_LANGUAGE,   /* a language was chosen; no subject */
    COUNTED_PAGE,       /* a page was opened; subject: its slug */
    COUNTED_HELPED,     /* "did this help": yes; subject: the page's slug */
    COUNTED_NOT_HELPED, /* … not really */
    COUNTED_REQUEST,    /* a request was kept; neither subject nor language */
    COUNTED_ANSWERED,   /* a request was answered for the first time; by month alone, neither subject nor language */
    COUNTED_WAITED,     /* … after how many days: "0-1", "2-3", "4-7", "8-14", "15-30" or "31+"; by month alone */
    COUNTED_COUNT
};

enum { TALLY_MAX = 256, TALLY_SUBJECT = 48, TALLY_TAG = 16 };

struct tally_cell {
    enum counted what;
    day_t day; /* of a month: its first */
    int count;
    char subject[TALLY_SUBJECT], tag[TALLY_TAG];
};

struct tally {
    struct tally_cell cells[TALLY_MAX]; /* all of one day */
    size_t used;
};

/* One more, today. `subject` and `tag` may be ""; words too long for a cell are cut. A full tally, or one of another
 * day, counts no further: losing a number is better than writing out of turn. */
void tally_add(struct tally *t, day_t today, enum counted what, const char *subject, const char *tag);

/* There is a count of another day than `today`. */
bool tally_due(const struct tally *t, day_t today);

/* Adds the tally to the sums on the disk, in one transaction, and empties it. On false the tally is as it was. */
bool store_count(struct store *s, struct tally *t, struct err *e);

enum { COUNT_HIDDEN = -1, COUNT_LEAST = 5 /* a smaller number could be one person: facts.md, DESIGN section 6 */ };

/* A sum; `count` is COUNT_HIDDEN below COUNT_LEAST: a small number never leaves this module. */
typedef void count_seen(void *to, const struct tally_cell *sum);

/* Of COUNTED_WAITED all of a month is hidden when one of its sums is: the small one is not what is left of the answers.
 *
 * Calls `seen` for each sum from `from` to `to` (days, both included; DAY_NONE: no end), in the order of day, kind,
 * subject, language: the days that were busy enough to be told apart, or with `months` all that was counted in each
 * month that begins in that time. A database of before there were counts has none. */
bool store_counts(struct store *s, day_t from, day_t to, bool months, count_seen *seen, void *context, struct err *e);

/* The word of a kind in files and on the command line: "language", "page", "helped", "not-helped", "request",
 * "answered", "waited". */
const char *counted_word(enum counted what);

#endif
