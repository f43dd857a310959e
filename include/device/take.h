/* From what a microphone heard to a recording that can be played to visitors: silence cut off, loudness evened out,
 * Opus in an Ogg file. Nothing here opens a device or a file. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DEVICE_TAKE_H
#define PORCHLIGHT_DEVICE_TAKE_H

#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Samples are mono at 48 kHz. */
enum take_verdict {
    TAKE_GOOD,
    TAKE_CLIPPED, /* usable, but the microphone was at its end: it will crackle */
    TAKE_NOTHING, /* nobody spoke, or far too quietly */
    TAKE_VERDICT_COUNT
};

/* In place. What is worth keeping is [*from, *from + *count): speech with 0.15 s of air at both ends, faded in and out,
 * brought to a mean of -17 dB below full scale where it speaks (loudness as heard differs by some 2 dB from voice to
 * voice), with no sample over -1 dB, and made louder by at most 20 dB. On TAKE_NOTHING *count is 0. */
enum take_verdict take_prepare(int16_t *samples, size_t *from, size_t *count);

/* Bytes on the heap. */
struct take_file {
    uint8_t *bytes;
    size_t len, cap;
};

/* An Ogg file with one Opus stream of speech at 28 kbit/s; it holds the sound and nothing else. FAILED when the encoder
 * refuses. take_file_release also after false. */
bool take_encode(const int16_t *samples, size_t count, struct take_file *out, struct err *e);
void take_file_release(struct take_file *f); /* wipes; accepts one zeroed */

#endif
