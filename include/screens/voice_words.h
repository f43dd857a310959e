/* What a volunteer who reads aloud is told, in their own language. These stand among the visitors' sentences because
 * every language that is offered has those. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_SCREENS_VOICE_WORDS_H
#define PORCHLIGHT_SCREENS_VOICE_WORDS_H

enum voice_phrase {
    PHRASE_WILL_PLAY,
    PHRASE_NO_NAME,
    PHRASE_REMOVE,
    PHRASE_AGREE,
    PHRASE_RECORD,
    PHRASE_GET_READY,
    PHRASE_SPEAK,
    PHRASE_STOP,
    PHRASE_LISTEN,
    PHRASE_KEEP,
    PHRASE_AGAIN,
    PHRASE_THROW_AWAY,
    PHRASE_KEPT,
    PHRASE_NOT_HEARD,
    PHRASE_TOO_LOUD,
    PHRASE_NEXT,
    PHRASE_DONE,
    VOICE_PHRASE_COUNT
};

/* A msgid, for tr_in. */
const char *voice_phrase(enum voice_phrase p);

#endif
