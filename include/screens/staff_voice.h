/* A voice for the words: a volunteer reads them aloud, staff beside them; it is heard, kept, done again or thrown away.
 * The microphone is open from "get ready" until "stop" on the screen staff-voice-read and at no other time. What is not
 * kept is in memory alone and is wiped when the screen is left. Nobody's name is kept anywhere.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_SCREENS_STAFF_VOICE_H
#define PORCHLIGHT_SCREENS_STAFF_VOICE_H

#include "base/err.h"
#include "domain/page.h"
#include "screens/staff.h"

enum { VOICE_LANGUAGES = 64, VOICE_OLDER_MAX = 200, VOICE_COUNT_S = 3 };
#define VOICE_OLDER "~" /* in a route, instead of a page: recordings of older words */

/* STAFF_VOICE's orders, about words[at] but for the last two, which are about older_at. */
enum voice_order {
    VOICE_RECORD, /* only after `agreed`; what was heard before and not kept is gone */
    VOICE_STOP,
    VOICE_HEAR, /* what was just recorded; else what visitors hear */
    VOICE_KEEP,
    VOICE_THROW_AWAY,
    VOICE_REMOVE,
    VOICE_HEAR_OLDER, /* the one with the number older_at */
    VOICE_REMOVE_OLDER,
    VOICE_ORDER_COUNT
};

/* Whose voice visitors hear. */
enum voice_from { FROM_NOBODY, FROM_MACHINE, FROM_SITE, FROM_HERE, VOICE_FROM_COUNT };

/* One recording's worth of words: content/readings.h. */
struct voice_words {
    const char *page;
    int card;
    const char *words;
    enum voice_from from;
};

/* How many cards of the pages are read by a person, every word of them. */
struct voice_cards {
    int all, spoken;
    bool machine; /* a machine can say the others */
};

enum voice_phase { VOICE_READY, VOICE_COUNTING, VOICE_HEARING, VOICE_MAKING, VOICE_TAKEN, VOICE_PHASE_COUNT };

/* What there is to say about the order before. */
enum voice_said {
    SAID_NOTHING,
    SAID_KEPT,
    SAID_REMOVED,
    SAID_NOT_HEARD,
    SAID_TOO_LOUD,
    SAID_NO_MICROPHONE,
    SAID_PULLED_OUT, /* in the middle; what was heard until then is there in VOICE_TAKEN */
    SAID_NOT_DONE,   /* `why`; nothing has changed */
    VOICE_SAID_COUNT
};

struct staff_voice {
    /* where we are: by the route that is shown, staff-voice/<tag>/<page> or staff-voice-read/<tag>/<page>/<n-th> */
    char tag[LANGUAGE_TAG_MAX];   /* "": the list of languages */
    char page[PAGE_SLUG_MAX + 1]; /* "": the list of pages */
    size_t at;                    /* of `words`; `count`: there is nothing to read */
    size_t older_at;
    bool agreed; /* who reads now has agreed to it; forgotten when another language is chosen */

    struct voice_cards languages[VOICE_LANGUAGES]; /* of the offered ones; filled for their list */
    const struct voice_words *words;               /* all of the language */
    size_t count;
    size_t older; /* recordings whose words are no more */

    enum voice_phase phase;
    enum voice_said said;
    enum err_code why;
    int count_down;    /* 3, 2, 1 */
    int level, left_s; /* 0–100; seconds until the time is over */
};

#endif
