/* Trying what makes paper and sound. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_SCREENS_STAFF_DEVICES_H
#define PORCHLIGHT_SCREENS_STAFF_DEVICES_H

#include "base/err.h"
#include "screens/staff.h"

enum { DEVICES_LANGUAGES = 64 };

/* STAFF_DEVICES' orders. */
enum devices_order {
    DEVICES_PRINT, /* the test page */
    DEVICES_SOUND, /* a sentence in the offered language `language`, as loud as `volume` */
    DEVICES_ORDER_COUNT
};

/* What says the sentence. */
enum voice_source { VOICE_NONE, VOICE_RECORDING, VOICE_MACHINE, VOICE_SOURCE_COUNT };

struct staff_devices {
    enum voice_source voices[DEVICES_LANGUAGES]; /* of the offered languages */
    int language, volume;                        /* percent */
    bool failed;                                 /* `why`: it was not tried */
    enum err_code why;
};

#endif
