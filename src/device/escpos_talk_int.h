/* One connection to an ESC/POS printer: questions, answers, and what is on the way. It remembers why it failed, so a
 * caller strings calls together and looks once. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DEVICE_ESCPOS_TALK_INT_H
#define PORCHLIGHT_DEVICE_ESCPOS_TALK_INT_H

#include "escpos_answer_int.h"
#include "print_link_int.h"

enum { ESCPOS_ON_THE_WAY = 2 /* bands sent beyond what is known to be printed: 8 mm */ };

struct escpos_talk {
    struct print_host *host;
    struct print_link link;
    struct escpos_ear ear;
    uint8_t heard[64]; /* read, and not yet listened to */
    size_t heard_at, heard_len;
    bool speaks;              /* answers DLE EOT */
    bool counts;              /* answers GS r: what is printed is known */
    int on_the_way;           /* GS r asked and not answered */
    int paper;                /* the last answer to GS r; -1: none */
    enum printer_state state; /* as last told */
    bool stopped;             /* the host said stop */
    bool failed;
    enum printer_state why; /* failed */
    const char *detail;     /* failed; static text or `text` */
    char text[160];
};

/* Every function below is false once `stopped` or `failed`. */

/* Connects and asks how the printer is. Fails when it is not there, when what it answers is nonsense, and
 * when its answer says that nothing can be printed. */
bool talk_open(struct escpos_talk *t, struct print_host *h, const struct printer_address *a);
/* Asks DLE EOT 1 to 4; a printer that does not speak is left alone. Fails when the answer says that nothing can be
 * printed, and with `must_answer` when none comes. */
bool talk_check(struct escpos_talk *t, bool must_answer);

/* For a caller who knows more: fails so. False. `detail` may be NULL; it stays the caller's. */
bool talk_fail(struct escpos_talk *t, enum printer_state why, const char *detail);

bool talk_send(struct escpos_talk *t, const void *bytes, size_t len);
/* Whether the printer answers GS r within `ms`; what was sent before has then been worked off. With `strangers` it may
 * hold questions of an earlier connection: their answers are waited for too, so that none is taken for one of ours. */
bool talk_probe(struct escpos_talk *t, int ms, bool strangers);
/* Asks GS r, if the printer counts, and waits until at most `may_wait` of its answers are due. A printer that is silent
 * for longer than a moment is asked why. */
bool talk_count(struct escpos_talk *t, int may_wait);
/* Until all that was sent has been worked off, or, with a printer that does not count, has left this machine. */
bool talk_settle(struct escpos_talk *t);
/* Asks the printer to forget what it has not printed yet; true when it says that it has. Clears `stopped` and `failed`
 * unless the line is gone. */
bool talk_clear(struct escpos_talk *t);

#endif
