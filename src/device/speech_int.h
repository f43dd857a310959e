/* The two sources of speech. Both push mono samples to a sink and stop as soon as it returns false.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DEVICE_SPEECH_INT_H
#define PORCHLIGHT_DEVICE_SPEECH_INT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sink {
    bool (*write)(void *user, const int16_t *samples, size_t count, int rate);
    void *user;
};

/* A recording: Ogg Opus, mono or stereo. False when there is nothing to hear in it; a damaged end is left out silently.
 */
bool recording_is_readable(const char *path);
bool recording_play(const char *path, const struct sink *sink);
/* The same of bytes in memory, which are not changed. */
bool recording_play_held(const void *bytes, size_t len, const struct sink *sink);

/* espeak-ng. It is one per process, so all but voice_exists belong to the one worker. */
struct voices;
struct voices *voices_new(void); /* lists what is installed; takes some milliseconds */
void voices_free(struct voices *v);
bool voice_exists(const struct voices *v, const char *name);
bool voice_say(const struct voices *v, const char *name, const char *text, const struct sink *sink);

#endif
