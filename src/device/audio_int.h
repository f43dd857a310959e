/* The sound device: a short queue of samples that a worker fills and SDL's audio thread empties.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DEVICE_AUDIO_INT_H
#define PORCHLIGHT_DEVICE_AUDIO_INT_H

#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    AUDIO_RATE = 48000,        /* Hz, mono, signed 16 bits: what Opus decodes to */
    AUDIO_BLOCK = 480,         /* samples: 10 ms */
    AUDIO_QUEUE_BLOCKS = 25,   /* a quarter of a second ahead: how late a change of rate is heard */
    AUDIO_DEVICE_SAMPLES = 512 /* 11 ms; two or three of these are on their way when sound is stopped */
};

struct audio;

/* NO_DEVICE when SDL finds nothing to play on. The device itself is opened by audio_open. */
bool audio_new(struct audio **out, struct err *e);
void audio_free(struct audio *a); /* accepts NULL; the worker must have ended */

/* A run of sound. Starting one, or cancelling, ends the run before it at once; its writer sees false. Returns its
 * number. */
unsigned audio_start(struct audio *a);
void audio_cancel(struct audio *a);

/* For the worker. audio_write waits for room; false when the run is over. audio_end says that nothing more comes. */
bool audio_open(struct audio *a, struct err *e); /* true too when it is open already */
void audio_close(struct audio *a);
bool audio_write(struct audio *a, unsigned run, int piece, const int16_t *samples, size_t count);
bool audio_is_over(struct audio *a, unsigned run);
void audio_end(struct audio *a, unsigned run);

void audio_pause(struct audio *a, bool paused);
void audio_set_volume(struct audio *a, int percent);
int audio_current(struct audio *a); /* the piece that sounds or is about to; -1 when silent */

#endif
