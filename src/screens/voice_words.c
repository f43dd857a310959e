/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "screens/voice_words.h"

#include "screens/screen.h"

static const char *const phrases[VOICE_PHRASE_COUNT] = {
    [PHRASE_WILL_PLAY] = N_("Your voice will play to visitors of this centre."),
    [PHRASE_NO_NAME] = N_("Your name is not kept."),
    [PHRASE_REMOVE] = N_("You can ask staff to remove it."),
    [PHRASE_AGREE] = N_("I agree"),
    [PHRASE_RECORD] = N_("Record"),
    [PHRASE_GET_READY] = N_("Get ready"),
    [PHRASE_SPEAK] = N_("Speak now"),
    [PHRASE_STOP] = N_("Stop"),
    [PHRASE_LISTEN] = N_("Listen"),
    [PHRASE_KEEP] = N_("Keep this recording"),
    [PHRASE_AGAIN] = N_("Record again"),
    [PHRASE_THROW_AWAY] = N_("Throw it away"),
    [PHRASE_KEPT] = N_("It is kept. Thank you."),
    [PHRASE_NOT_HEARD] = N_("Nothing was heard. Come closer and speak louder."),
    [PHRASE_TOO_LOUD] = N_("That was too loud. Move back a little."),
    [PHRASE_NEXT] = N_("Next"),
    [PHRASE_DONE] = N_("Done"),
};

const char *voice_phrase(enum voice_phrase p)
{
    return phrases[p];
}
