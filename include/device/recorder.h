/* The microphone: one take of at most a minute, in memory alone. It is open from recorder_open to recorder_stop and at
 * no other time; nothing is written anywhere. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DEVICE_RECORDER_H
#define PORCHLIGHT_DEVICE_RECORDER_H

#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { RECORDER_RATE = 48000 /* Hz, mono, signed 16 bits */, RECORDER_MAX_S = 60 };

struct recorder;

/* Opens the microphone, a USB one before the board's own input, without keeping what it hears, so that whether there is
 * one is known before anybody speaks.
 * NO_DEVICE when there is none or it does not open. Takes some tenths of a second. */
bool recorder_open(struct recorder **out, struct err *e);

/* From now on what it hears is kept. */
void recorder_begin(struct recorder *r);

struct recorder_now {
    int level; /* the loudest since the last look: 0 is silence (60 dB below full scale), 100 is full scale */
    int ms;    /* heard so far */
    bool full; /* the time is over: nothing more is kept */
    bool gone; /* the microphone was pulled out, or has said nothing for two seconds; what was heard is kept */
};
struct recorder_now recorder_look(struct recorder *r);

/* Closes the microphone. The samples are the caller's to change and live until recorder_free; *count may be 0. */
int16_t *recorder_stop(struct recorder *r, size_t *count);

/* Closes the microphone if it is open, and wipes what it heard. Accepts NULL. */
void recorder_free(struct recorder *r);

#endif
