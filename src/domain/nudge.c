/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/nudge.h"

#include "base/str.h"

#include <stdio.h>
#include <string.h>

enum { DAY_MIN = 1440, DAY_S = 86400, YEAR_S = 366 * DAY_S, COUNT_SHOWN_MAX = 9999 };

const char *nudge_trouble_words(enum nudge_trouble t)
{
    static const char *const words[NUDGE_TROUBLE_COUNT] = {
        [NUDGE_FINE] = "no trouble",
        [NUDGE_UNFINISHED] = "it was stopped in the middle",
        [NUDGE_NO_HOST] = "the mail server's name is not found: is there a network, is the name right?",
        [NUDGE_NO_CONNECT] = "the mail server cannot be reached: is there a network, is the port right?",
        [NUDGE_NO_TLS] = "no safe connection: the server offers no encryption, or its certificate is not trusted",
        [NUDGE_NO_LOGIN] = "the mail server refuses the user or the password",
        [NUDGE_REFUSED] = "the mail server refuses the message",
        [NUDGE_SLOW] = "the mail server does not answer in time",
        [NUDGE_BROKEN_OFF] = "the mail server broke off, or what it said made no sense",
        [NUDGE_NO_PASSWORD] = "the file with the password cannot be used",
        [NUDGE_NO_LIBRARY] = "this machine has no libcurl: install the package libcurl3-gnutls",
        [NUDGE_NO_FILE] = "the file cannot be written",
    };
    return (unsigned)t < NUDGE_TROUBLE_COUNT ? words[t] : "unknown trouble";
}

int nudge_retry_s(int failures, uint32_t random)
{
    int wait = NUDGE_RETRY_FIRST_S;
    for (int i = 1; i < failures && wait < NUDGE_RETRY_MAX_S; i++)
        wait *= 2;
    if (wait > NUDGE_RETRY_MAX_S)
        wait = NUDGE_RETRY_MAX_S;
    return wait - (int)(random % ((uint32_t)wait / 4 + 1));
}

/* ---- moments -------------------------------------------------------------------------------------------------------
 */

static int64_t minutes_of(day_t day, int minute)
{
    return (int64_t)day * DAY_MIN + minute;
}

/* The last moment that has come; r has one. */
static int64_t latest(const struct nudge_rules *r, const struct nudge_now *now)
{
    for (int i = r->moment_count - 1; i >= 0; i--)
        if (r->moments[i] <= now->minute)
            return minutes_of(now->day, r->moments[i]);
    return minutes_of(now->day, r->moments[r->moment_count - 1]) - DAY_MIN;
}

bool nudge_moment_passed(const struct nudge_rules *r, const struct nudge_state *s, const struct nudge_now *now)
{
    if (r->moment_count == 0)
        return false;
    /* looked at on a day that has not come yet: the clock was wrong then */
    bool ahead = s->moment > minutes_of(now->day, now->minute) + DAY_MIN;
    return ahead || latest(r, now) > s->moment;
}

/* A nudge so long ago; a time yet to come was written under a wrong clock and is long ago. */
static bool told_within(const struct nudge_state *s, const struct nudge_now *now, int64_t seconds)
{
    return s->told_at > 0 && s->told_at <= now->unix_s && now->unix_s - s->told_at < seconds;
}

void nudge_look(const struct nudge_rules *r, struct nudge_state *s, const struct nudge_now *now, int unread,
                bool clears)
{
    /* half a day less: the moment a week later is a few seconds short of a week, or an hour when the clocks change */
    int64_t remind_s = (int64_t)r->remind_days * DAY_S - DAY_S / 2;
    s->moment = latest(r, now);
    if (unread == 0) {
        s->owed = clears && s->told > 0 ? NUDGE_OWES_CLEARING : NUDGE_OWES_NOTHING;
        s->untold = s->owed_untold = 0; /* what nobody was told of was collected too */
    } else if (told_within(s, now, (int64_t)r->hours_apart * 3600)) {
        s->owed = s->owed > unread ? unread : s->owed > 0 ? s->owed : NUDGE_OWES_NOTHING;
    } else if (s->untold > 0 || s->owed > 0 || !told_within(s, now, remind_s)) {
        s->owed = unread;
        s->owed_untold = s->untold;
    } else {
        s->owed = NUDGE_OWES_NOTHING;
    }
}

/* ---- tries ---------------------------------------------------------------------------------------------------------
 */

/* Seconds of back-off left. More than the longest there is means that the clock was set back. */
static int64_t backing_off_s(const struct nudge_state *s, const struct nudge_now *now)
{
    int64_t left = s->retry_at - now->unix_s;
    return left < 0 || left > NUDGE_RETRY_MAX_S ? 0 : left;
}

/* Minutes of quiet left; 0: it is none. */
static int quiet_min(const struct nudge_rules *r, const struct nudge_now *now)
{
    int length = (r->quiet_to - r->quiet_from + DAY_MIN) % DAY_MIN;
    int into = (now->minute - r->quiet_from + DAY_MIN) % DAY_MIN;
    return into < length ? length - into : 0;
}

bool nudge_may_try(const struct nudge_rules *r, const struct nudge_state *s, const struct nudge_now *now)
{
    return r->moment_count > 0 && s->owed != NUDGE_OWES_NOTHING && backing_off_s(s, now) == 0 && quiet_min(r, now) == 0;
}

int nudge_count(const struct nudge_state *s, int unread)
{
    if (s->owed == NUDGE_OWES_CLEARING)
        return unread == 0 ? NUDGE_OWES_CLEARING : NUDGE_OWES_NOTHING;
    return s->owed < unread ? s->owed : unread;
}

void nudge_begin(struct nudge_state *s, const struct nudge_now *now, uint32_t random)
{
    s->failures = s->failures < INT32_MAX ? s->failures + 1 : s->failures;
    s->tried_at = now->unix_s;
    s->retry_at = now->unix_s + nudge_retry_s(s->failures, random);
    s->last_trouble = NUDGE_UNFINISHED;
}

void nudge_drop(struct nudge_state *s)
{
    s->owed = NUDGE_OWES_NOTHING;
    s->owed_untold = 0;
}

void nudge_succeeded(struct nudge_state *s, const struct nudge_now *now, int count)
{
    if (count > 0) {
        s->told_at = now->unix_s;
        s->untold = s->untold > s->owed_untold ? s->untold - s->owed_untold : 0;
    }
    s->told = count > 0 ? count : 0;
    s->failures = 0;
    s->retry_at = 0;
    s->last_trouble = NUDGE_FINE;
    nudge_drop(s);
}

void nudge_failed(struct nudge_state *s, enum nudge_trouble why)
{
    s->last_trouble = why;
}

int nudge_wait_s(const struct nudge_rules *r, const struct nudge_state *s, const struct nudge_now *now)
{
    if (r->moment_count == 0)
        return YEAR_S;
    int into_minute = (int)(((now->unix_s % 60) + 60) % 60), next = r->moments[0] + DAY_MIN;
    for (int i = r->moment_count - 1; i >= 0; i--)
        if (r->moments[i] > now->minute)
            next = r->moments[i];
    int64_t wait = (int64_t)(next - now->minute) * 60 - into_minute;
    if (s->owed != NUDGE_OWES_NOTHING) {
        int64_t again = backing_off_s(s, now), quiet = (int64_t)quiet_min(r, now) * 60 - into_minute;
        again = again > quiet ? again : quiet;
        wait = again < wait ? again : wait;
    }
    return wait < 1 ? 1 : (int)wait;
}

/* ---- words ---------------------------------------------------------------------------------------------------------
 */

void nudge_words(int count, const char *centre, char out[NUDGE_WORDS_MAX])
{
    char name[NUDGE_WORDS_MAX - 24];
    size_t n = utf8_cut(centre, strnlen(centre, sizeof name - 1));
    memcpy(name, centre, n);
    name[n] = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)name[i];
        if (c < 0x20 || c == 0x7F)
            name[i] = ' ';
        /* U+0080–U+009F, and the separators U+2028 and U+2029, are line ends to some */
        if (c == 0xC2 && (unsigned char)name[i + 1] >= 0x80 && (unsigned char)name[i + 1] <= 0x9F)
            name[i] = name[i + 1] = ' ';
        if (c == 0xE2 && (unsigned char)name[i + 1] == 0x80 &&
            ((unsigned char)name[i + 2] == 0xA8 || (unsigned char)name[i + 2] == 0xA9))
            name[i] = name[i + 1] = name[i + 2] = ' ';
    }
    if (count > 0)
        snprintf(out, NUDGE_WORDS_MAX, "%d new at %s", count > COUNT_SHOWN_MAX ? COUNT_SHOWN_MAX : count, name);
    else
        snprintf(out, NUDGE_WORDS_MAX, "test from %s", name);
}
