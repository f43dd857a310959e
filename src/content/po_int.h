/* PO files. Ours is the reader, gettext's own library the judge: the library takes 15 µs an entry (it converts each
 * character by iconv) and ends the program when memory is short, so it has no place where a visitor waits; but what it
 * refuses, translators' tools refuse too. SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_CONTENT_PO_INT_H
#define PORCHLIGHT_CONTENT_PO_INT_H

#include "base/arena.h"
#include "content/faults.h"

struct po_entry {
    const char *context; /* msgctxt; NULL */
    const char *id;
    const char *text; /* "" when untranslated; of plural forms the first */
    int line;         /* from 1, of msgctxt or msgid */
    bool fuzzy;
};

struct po_file {
    struct po_entry *entries; /* but the header and obsolete ones, in file order */
    size_t count;
    bool utf8;       /* the header says charset=UTF-8 */
    int header_line; /* of its msgid; 1 when there is none */
};

/* Reads what textfile_clean has seen into the arena. Never fails: lines that make no sense are passed over. A file that
 * is not UTF-8 by its header has no entries. */
void po_read(const char *text, size_t len, struct arena *a, struct po_file *out);

/* Adds every fault that gettext's library finds, and the header's. */
void po_judge(const char *text, size_t len, const struct po_file *file, const char *path, struct faults *faults);

#endif
