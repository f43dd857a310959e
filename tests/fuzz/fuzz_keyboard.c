/* Any keys at any place in any text: the text stays within its buffer, well-formed when it was, and Backspace always
 * ends.
 *
 * Input: a byte for the language, then keys; each is a length byte (its low bits; the high bit moves the caret back)
 * and that many bytes. SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/err.h"
#include "base/str.h"
#include "device/keyboard_layout.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FIELD = 61, KEY_MAX = 16 };

static void back_to_a_letter(const char *text, size_t *caret)
{
    while (*caret > 0 && ((unsigned char)text[*caret] & 0xC0) == 0x80)
        (*caret)--;
}

static void erase_all(char *text)
{
    size_t len = strlen(text);
    while (len > 0) {
        size_t cut = keyboard_backspace(text, len);
        if (cut == 0 || cut > len)
            BUG("Backspace took %zu of %zu bytes", cut, len);
        bool good = utf8_valid(text, len, NULL);
        len -= cut;
        if (good && !utf8_valid(text, len, NULL))
            BUG("Backspace cut a letter in two");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const tags[] = {"my", "en", "ar", "shn", "fa-AF", "vi", "ko", ""};
    if (size == 0)
        return 0;
    const char *tag = tags[data[0] % (sizeof tags / sizeof *tags)];
    char *text = calloc(1, FIELD); /* on the heap, so that one byte too many is seen */
    if (!text)
        return 0;
    size_t caret = 0;
    for (size_t i = 1; i < size;) {
        char key[KEY_MAX] = "";
        size_t n = data[i] % KEY_MAX, left = size - i - 1;
        bool back = data[i] & 0x80;
        n = n < left ? n : left;
        memcpy(key, data + i + 1, n);
        i += 1 + n;
        if (back && caret > 0) {
            caret--;
            back_to_a_letter(text, &caret);
        }
        bool good = utf8_valid(text, strlen(text), NULL) && utf8_valid(key, strlen(key), NULL);
        keyboard_insert(tag, text, FIELD, &caret, key);
        if (strlen(text) >= FIELD || caret > strlen(text) || (good && !utf8_valid(text, strlen(text), NULL)))
            BUG("the text is spoiled");
    }
    keyboard_finish(tag, text);
    erase_all(text);
    free(text);
    return 0;
}
