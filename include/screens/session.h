/* One visitor's session: what was chosen and said between the first touch and the wipe.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_SCREENS_SESSION_H
#define PORCHLIGHT_SCREENS_SESSION_H

#include "domain/answer.h"
#include "domain/intake.h"
#include "domain/language.h"
#include "domain/receipt_code.h"
#include "domain/request.h"
#include "ui/theme.h"
#include <stdbool.h>

/* What the vault said to a code, as far as a visitor is told. */
enum lookup {
    LOOKUP_NONE,
    LOOKUP_WRONG,
    LOOKUP_WAIT,
    LOOKUP_NEW,
    LOOKUP_COLLECTED,
    LOOKUP_ANSWERED,
    LOOKUP_CLOSED,
    LOOKUP_FAILED,
    LOOKUP_ERASED,
    LOOKUP_COUNT
};

enum { RATE_USUAL = 100 }; /* percent */

/* The liaison's answer, opened with the visitor's code. */
struct told {
    bool there;           /* `answer` can be shown */
    struct answer answer; /* of a liaison that people.yaml knows */
    uint8_t mark[ANSWER_MARK];
    struct reply reply;  /* what was said to it; REPLY_NONE: nothing yet */
    struct reply wanted; /* what COMMAND_REPLY sends */
    bool not_sent;
};

/* All that one visitor chose or said. Wiped with zeros at the end of the session. */
struct session {
    const struct language *lang;
    const struct language *beside; /* of a member of staff who helps, in the other half of the glass; NULL: alone */
    bool chosen;                   /* a language was touched */
    enum theme theme;
    enum text_size size;
    bool lower;       /* controls in the lower half */
    int volume, rate; /* percent */
    bool no_voice;    /* Listen was asked and nothing could be said */
    struct request request;
    bool reviewing; /* a step was entered from the review and returns there */
    struct receipt_code receipt;
    bool has_receipt;
    bool send_failed;
    int sent;                   /* requests, in this session */
    enum intake_stop not_taken; /* why the last one was not sent; INTAKE_OPEN */
    struct receipt_code entered;
    enum lookup lookup;
    int lookup_wait_s;
    struct told told;
};

#endif
