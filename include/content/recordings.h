/* Which recording says which words, and those that were made on this kiosk. A recording is named after its text, so a
 * changed sentence never plays an old voice. Those made here are kept in the kiosk's data folder, beside the other
 * changes by staff, so that neither a pack nor the way back touches them; they go before the site's own.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_CONTENT_RECORDINGS_H
#define PORCHLIGHT_CONTENT_RECORDINGS_H

#include "base/fs.h"
#include "domain/language.h"

enum {
    RECORDING_PATH_MAX = sizeof "audio//0123456789abcdef.opus" + LANGUAGE_TAG_MAX,
    RECORDING_BYTES_MAX = 1 << 20, /* of one made here: a minute is a quarter of it, and nothing bigger is played */
    RECORDING_KEPT_PATH_MAX = 4096 + RECORDING_PATH_MAX
};

/* audio/<tag>/<first 16 hex digits of the SHA-256 of the text>.opus, below the site. Isolates (U+2066…U+2069) are left
 * out of the hash: they are for the eye. */
void recording_path(const char *tag, const char *text, char out[RECORDING_PATH_MAX]);

/* ---- made on this kiosk: DATA/changes/<path as above> ------------------------------------------------------------ */

/* The file, when there is one that may be played: regular, not led out of the folder, not too big. `data` may be NULL:
 * then there is none. */
bool recording_kept(const char *data, const char *path, char out[RECORDING_KEPT_PATH_MAX]);

/* Keeps one in place of what was there; durable when true, and as before when false. REFUSED when it is empty or too
 * big. */
bool recording_keep(const char *data, const char *path, const void *bytes, size_t len, struct err *e);

/* Removes it, durably; that there is none is fine. REFUSED for anything but a recording's path. */
bool recording_remove(const char *data, const char *path, struct err *e);

/* The paths of all that were made here in a language (`tag` NULL: in all), sorted; in the arena. No folder: none. */
bool recordings_kept(const char *data, const char *tag, struct arena *a, char ***paths, size_t *count, struct err *e);

#endif
