/* A text file of the site as clean bytes: what every parser here is given. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_CONTENT_TEXTFILE_INT_H
#define PORCHLIGHT_CONTENT_TEXTFILE_INT_H

#include "base/fs.h"
#include "content/faults.h"

/* Limits in bytes: far above any honest file, low enough that a hostile one costs nothing. */
enum { YAML_MAX = 1024 * 1024, PO_MAX = 1024 * 1024, PAGE_MAX = 256 * 1024 };

/* Reads the file into the arena and cleans it (textfile_clean). False, with a fault, when it cannot be read or is over
 * `max`; a missing file is a fault only when `required`. The result is NUL-terminated. */
bool textfile_read(const struct fs_root *root, const char *path, size_t max, bool required, struct arena *a,
                   char **text, size_t *len, struct faults *faults);

/* In place: a byte-order mark goes, bytes that are not UTF-8 and control characters become '?', each line that has some
 * being a fault; CR LF becomes LF. The length never grows. Returns the new length. */
size_t textfile_clean(char *text, size_t len, const char *path, struct faults *faults);

#endif
