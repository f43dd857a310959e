/* On-screen keyboard layouts from xkb-data by libxkbcommon, with what they lack, and what a touch does to the text.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DEVICE_KEYBOARD_LAYOUT_H
#define PORCHLIGHT_DEVICE_KEYBOARD_LAYOUT_H

#include "base/arena.h"
#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>

enum { KEYBOARD_ROWS = 4, KEYBOARD_KEYS_MAX = 14, KEYBOARD_PAGES_MAX = 4 };

/* What a key types, UTF-8, one to four code points. `label` is what to draw: a combining mark sits on U+25CC; an
 * invisible character has its name in capitals ("ZWNJ") for which a picture can be drawn; otherwise it equals `text`.
 */
struct keyboard_key {
    const char *text;
    const char *label;
};

/* In this order in a layout, each at most once; PLAIN and SIGNS are always there. */
enum keyboard_page_kind {
    KEYBOARD_PLAIN,
    KEYBOARD_SHIFT, /* capitals, or the second letters of the keys; keys stand where they stand on PLAIN */
    KEYBOARD_MORE,  /* letters of the language, and of its neighbours in that script, that the first two lack */
    KEYBOARD_SIGNS, /* ASCII digits in row 0 whatever the language, then signs, then the language's own digits */
    KEYBOARD_PAGE_KIND_COUNT
};

/* Rows from the top; keys from left to right in every language: keyboards are not mirrored, here as on people's phones.
 * A row has at most 12 keys in the layouts that the kiosk ships; function keys (shift, space, backspace) are the
 * caller's. */
struct keyboard_page {
    enum keyboard_page_kind kind;
    struct keyboard_key keys[KEYBOARD_ROWS][KEYBOARD_KEYS_MAX];
    size_t counts[KEYBOARD_ROWS];
};

struct keyboard_layout {
    struct keyboard_page pages[KEYBOARD_PAGES_MAX]; /* empty ones, and a SHIFT that repeats PLAIN, are left out */
    size_t page_count;
};

/* `name` is an xkb layout: "af", "ara", "af(ps)"; `tag` the language (BCP 47). Letters of the language (CLDR's main
 * exemplars) that the layout lacks or hides behind dead keys are added, on PLAIN when they are frequent; when the
 * layout is in another script than the language (the Latin page "us" for Arabic) nothing is added. Signs that are rare
 * in names and messages move to SIGNS; keys that do nothing, invisible controls and private-use characters go. For
 * Swahili ask for "ke": xkb's "tz" writes Swahili in Arabic letters. All memory is in `a`. NOT_FOUND for an unknown
 * layout; FAILED when xkb-data is not installed. Takes some milliseconds: load when a language is chosen, not in every
 * frame. */
bool keyboard_layout_load(struct keyboard_layout *out, const char *name, const char *tag, struct arena *a,
                          struct err *e);

/* What Backspace removes from the end of `text`, in bytes: a cluster for most (an emoji, a letter with its accent), one
 * code point where marks have keys of their own (Arabic, Hebrew, Burmese, Thai, Khmer, Indic …), so that a wrong vowel
 * costs one touch. With the caret inside a text, pass the part before it. 0 for an empty text. Bad UTF-8 goes byte by
 * byte. */
size_t keyboard_backspace(const char *text, size_t len);

/* Types `key` into `text` (NUL-terminated, `cap` bytes with the NUL) at byte *caret and moves the caret after it.
 * False, and nothing changed, when it does not fit. Letter and mark become one code point where Unicode has one (NFC).
 *
 * Burmese, Shan and Mon: U+1031 (and Shan U+1084) is drawn before its consonant and stored after it. It is typed first
 * here, as on phones and as in Windows' "Myanmar (Visual order)". Until its consonant comes it waits behind a
 * zero-width space (U+200B), which shapers draw as the vowel on a dotted circle; then consonant, stacked consonant and
 * medials take their places before it. Someone who types in spoken order (consonant, then vowel) also gets the right
 * text: when anything but a consonant follows, the waiting vowel joins the consonant before it. Medials sort themselves
 * as Unicode wants them. */
bool keyboard_insert(const char *tag, char *text, size_t cap, size_t *caret, const char *key);

/* Call when typing is over (before the text is shown elsewhere or kept): a vowel still waiting joins the consonant
 * before it. Only ever shortens the text. */
void keyboard_finish(const char *tag, char *text);

#endif
