/* Interface strings: strings/<tag>.po read with gettext's own library; a language is read when first asked for.
 * The msgid is the English sentence, so a missing translation shows English. SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef PORCHLIGHT_CONTENT_STRINGS_H
#define PORCHLIGHT_CONTENT_STRINGS_H

#include "base/fs.h"
#include "content/faults.h"
#include <stdbool.h>
#include <stddef.h>

struct strings;

/* What visitors read, and what staff and liaisons read besides (strings/desk): a language may have the first without
 * the second. */
enum strings_list { STRINGS_VISITOR, STRINGS_DESK, STRINGS_LIST_COUNT };

/* `root` is borrowed and must outlive it. */
struct strings *strings_new(const struct fs_root *root);
void strings_free(struct strings *s); /* accepts NULL */

/* The translation of msgid into tag, or msgid itself; the visitors' list is asked first. Fuzzy entries count as drafts
 * and are used. Borrowed; lives as long as `s`. `context` is the msgctxt or NULL. */
const char *strings_get(struct strings *s, const char *tag, const char *context, const char *msgid);

/* Whether every msgid of the list's en.po is translated in tag; fuzzy ones count. The kiosk offers only such languages.
 */
bool strings_complete(struct strings *s, const char *tag, enum strings_list list);

/* The i-th sentence of en.po, or NULL past the last. */
const char *strings_at(struct strings *s, size_t i);

/* Adds the faults of a list's <tag>.po: syntax, bad UTF-8, missing msgids, {placeholders} that differ from the msgid's.
 */
void strings_check(struct strings *s, const char *tag, enum strings_list list, struct faults *faults);

#endif
