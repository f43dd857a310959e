/* When liaisons are told that something waits for them, and with what words. Pure.
 *
 * A message that came the moment a request is sent would point at the person who stands at the kiosk: whoever sees the
 * mail, or only that a mail went out, and looks into the lobby, knows who asked. So a nudge belongs to a fixed moment
 * of the day, whatever happened when. At each moment it is looked once at how many requests nobody has read; what is
 * told later, because a server was away, is still the number of that moment. It is told of a request once, then a
 * reminder comes every remind_days until all is collected. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DOMAIN_NUDGE_H
#define PORCHLIGHT_DOMAIN_NUDGE_H

#include "base/clock.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Two ways to tell; each keeps its own state, so that a dead mail server does not hold up the file. */
enum nudge_channel { NUDGE_MAIL, NUDGE_FILE, NUDGE_CHANNEL_COUNT };

enum { NUDGE_MOMENTS_MAX = 4, NUDGE_WORDS_MAX = 160 };

struct nudge_rules {
    int moments[NUDGE_MOMENTS_MAX]; /* minutes after local midnight, ascending */
    int moment_count;               /* 0: never */
    int hours_apart;                /* at least, between two nudges */
    int remind_days;
    int quiet_from, quiet_to; /* minutes; nothing is tried from … until; may pass midnight; equal: no quiet hours */
};

/* How the last try ended. Kept in the database by number: never changed, never used again. */
enum nudge_trouble {
    NUDGE_FINE = 0,
    NUDGE_UNFINISHED = 1,  /* stopped in the middle: the kiosk ended or changed its site */
    NUDGE_NO_HOST = 2,     /* the server's name has no address: most often no network */
    NUDGE_NO_CONNECT = 3,  /* nobody answers there */
    NUDGE_NO_TLS = 4,      /* no encryption offered, or the certificate is not to be trusted */
    NUDGE_NO_LOGIN = 5,    /* name or password refused */
    NUDGE_REFUSED = 6,     /* the server does not take this message */
    NUDGE_SLOW = 7,        /* no answer in time */
    NUDGE_BROKEN_OFF = 8,  /* the line was dropped, or the answer made no sense */
    NUDGE_NO_PASSWORD = 9, /* the password's file cannot be used */
    NUDGE_NO_LIBRARY = 10, /* the machine has no libcurl */
    NUDGE_NO_FILE = 11,    /* the file cannot be written */
    NUDGE_TROUBLE_COUNT
};
const char *nudge_trouble_words(enum nudge_trouble t); /* for staff: what it is and what to look at */

/* What is owed beside a number of requests. */
enum { NUDGE_OWES_NOTHING = 0, NUDGE_OWES_CLEARING = -1 /* all is collected: a file that says otherwise goes */ };

/* All zero is one that never told anything. Times are seconds since 1970. */
struct nudge_state {
    int64_t untold;                  /* requests kept of which no nudge told */
    int64_t moment;                  /* that was looked at last: local day × 1440 + minute; 0: none */
    int owed;                        /* requests to tell of, or NUDGE_OWES_… */
    int64_t owed_untold;             /* so many of `untold` does it tell of */
    int told;                        /* the number last told; 0: none stands */
    int64_t told_at;                 /* 0: never */
    int failures;                    /* tries since the last that went well */
    int64_t tried_at, retry_at;      /* the last try; nothing is tried before retry_at */
    enum nudge_trouble last_trouble; /* of the last try */
};

struct nudge_now {
    day_t day;  /* local */
    int minute; /* local, of the day */
    int64_t unix_s;
};

/* After the nth failure in a row: 5, 10, 20 … minutes up to 6 hours, less up to a quarter by `random`, so that kiosks
 * that lost a server together don't come back together. Seconds. */
enum { NUDGE_RETRY_FIRST_S = 300, NUDGE_RETRY_MAX_S = 6 * 3600 };
int nudge_retry_s(int failures, uint32_t random);

/* A moment has come that was not looked at yet; then nudge_look, with the number of requests nobody has read. One that
 * passed while the machine was off counts when it is on again: nobody can have come in between. `clears`: the channel
 * shows what was told until it is taken away (a file). */
bool nudge_moment_passed(const struct nudge_rules *r, const struct nudge_state *s, const struct nudge_now *now);
void nudge_look(const struct nudge_rules *r, struct nudge_state *s, const struct nudge_now *now, int unread,
                bool clears);

/* Something is owed, no back-off runs and it is no quiet hour. Then nudge_count says what to tell, given what is unread
 * by now: a number, NUDGE_OWES_CLEARING, or NUDGE_OWES_NOTHING when it was collected meanwhile. */
bool nudge_may_try(const struct nudge_rules *r, const struct nudge_state *s, const struct nudge_now *now);
int nudge_count(const struct nudge_state *s, int unread);

/* Before a try: counted as failed until nudge_succeeded, so that a crash, a power cut or a restart in the middle waits
 * as long as a failure would. */
void nudge_begin(struct nudge_state *s, const struct nudge_now *now, uint32_t random);
void nudge_succeeded(struct nudge_state *s, const struct nudge_now *now, int count);
void nudge_failed(struct nudge_state *s, enum nudge_trouble why);
void nudge_drop(struct nudge_state *s); /* what was owed is collected */

/* Seconds until something of the above may be true; at least 1. A year when there is no moment. */
int nudge_wait_s(const struct nudge_rules *r, const struct nudge_state *s, const struct nudge_now *now);

/* "3 new at Riverside Welcome Centre", for count > 0, else "test from …": all that a nudge ever says. One line: control
 * characters of the name become spaces, and a long one is cut. */
void nudge_words(int count, const char *centre, char out[NUDGE_WORDS_MAX]);

#endif
