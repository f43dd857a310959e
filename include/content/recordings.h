/* Which recording says which words. A recording is named after its text, so a changed sentence never plays an old
 * voice. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_CONTENT_RECORDINGS_H
#define PORCHLIGHT_CONTENT_RECORDINGS_H

#include "domain/language.h"

enum { RECORDING_PATH_MAX = sizeof "audio//0123456789abcdef.opus" + LANGUAGE_TAG_MAX };

/* audio/<tag>/<first 16 hex digits of the SHA-256 of the text>.opus, below the site. Isolates (U+2066…U+2069) are left
 * out of the hash: they are for the eye. */
void recording_path(const char *tag, const char *text, char out[RECORDING_PATH_MAX]);

#endif
