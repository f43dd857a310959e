/* Speech: recordings where they exist (Ogg Opus), espeak-ng where not. A worker thread makes the sound; nothing here
 * blocks the screen. One struct speech at a time: espeak-ng is one per process.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DEVICE_SPEECH_H
#define PORCHLIGHT_DEVICE_SPEECH_H

#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>

struct speech;

/* A recording that lies in no file. */
struct speech_held {
    const void *bytes; /* NULL: none */
    size_t len;
};

/* One thing to say: the first of `held`, `recording`, `other` (paths, or NULL) that can be played; when none can,
 * `text` is spoken by `voice` (an espeak-ng voice), and with neither the piece is skipped. All is copied, and the
 * copies wiped. Text is only text: markup, phoneme brackets and control characters mean nothing. */
struct speech_piece {
    const char *text;
    const char *voice;
    const char *recording, *other;
    struct speech_held held;
};

/* NO_DEVICE when there is no sound card: the caller goes on without sound and says so to staff. Opens no device and
 * loads no voice yet: that happens on the worker when something is first said. Call it after the first frame. */
bool speech_new(struct speech **out, struct err *e);
void speech_free(struct speech *s); /* accepts NULL; stops at once */

/* Stops what is said and says these in turn, with 0.2 s between them; ends a pause. No pieces is speech_stop. */
void speech_say(struct speech *s, const struct speech_piece *pieces, size_t count);
void speech_pause(struct speech *s, bool paused);
void speech_stop(struct speech *s); /* silent within 50 ms; ends a pause */

/* 0–100, as heard: half is half as loud (10 dB less); heard at once. 50–200 percent of 120 words a minute (facts.md
 * C25), of the recorded speed for a recording; pitch unchanged; heard within 0.3 s. Out of range is taken as the
 * nearest. */
void speech_set_volume(struct speech *s, int percent);
void speech_set_rate(struct speech *s, int percent);

/* The piece that sounds or is about to, from 0; -1 when all is said or stopped. Cheap; asked every frame. */
int speech_current(const struct speech *s);

/* True when something could be heard for this piece: a readable recording or an installed voice. */
bool speech_can_say(const struct speech *s, const struct speech_piece *piece);
/* True when a recording of it can be read. */
bool speech_has_recording(const struct speech_piece *piece);

#endif
