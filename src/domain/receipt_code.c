/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/receipt_code.h"

#include "base/err.h"

#include <string.h>
#include <strings.h>

static const char *const names[] = {
    "tree",       "boat",     "sun",    "moon",     "star",     "house",  "key",    "fish",      "bird",     "cat",
    "horse",      "cow",      "goat",   "chicken",  "elephant", "rabbit", "turtle", "butterfly", "bee",      "flower",
    "leaf",       "apple",    "banana", "grapes",   "lemon",    "bread",  "egg",    "carrot",    "corn",     "onion",
    "watermelon", "pot",      "cup",    "spoon",    "kettle",   "lamp",   "candle", "chair",     "table",    "bed",
    "clock",      "bell",     "drum",   "guitar",   "ball",     "kite",   "book",   "pencil",    "scissors", "button",
    "shoe",       "hat",      "shirt",  "umbrella", "basket",   "bucket", "ladder", "bicycle",   "bus",      "train",
    "aeroplane",  "mountain", "cloud",  "camel",
};
_Static_assert(sizeof names / sizeof *names == RECEIPT_PICTURE_COUNT, "64 pictures");

enum { DIGIT_VALUES = 1000000 };
/* 64 · 63 · 62 ordered picks of different pictures × 10^6: 249,984,000,000 codes, 37.9 bits */
#define CODE_COUNT                                                                                                     \
    ((uint64_t)RECEIPT_PICTURE_COUNT * (RECEIPT_PICTURE_COUNT - 1) * (RECEIPT_PICTURE_COUNT - 2) * DIGIT_VALUES)

static uint64_t little_endian(const uint8_t bytes[RECEIPT_RANDOM_BYTES])
{
    uint64_t v = 0;
    for (int i = RECEIPT_RANDOM_BYTES - 1; i >= 0; i--)
        v = v << 8 | bytes[i];
    return v;
}

bool receipt_random_fair(const uint8_t bytes[RECEIPT_RANDOM_BYTES])
{
    return little_endian(bytes) < UINT64_MAX / CODE_COUNT * CODE_COUNT;
}

struct receipt_code receipt_code_from_random(const uint8_t bytes[RECEIPT_RANDOM_BYTES])
{
    struct receipt_code c = {0};
    uint64_t v = little_endian(bytes) % CODE_COUNT;
    for (int i = 0; i < RECEIPT_DIGITS; i++, v /= 10)
        c.digit[i] = (uint8_t)(v % 10);
    /* drawing from a shrinking pile, so that the pictures differ and every order is equally likely */
    uint8_t pile[RECEIPT_PICTURE_COUNT];
    for (unsigned i = 0; i < RECEIPT_PICTURE_COUNT; i++)
        pile[i] = (uint8_t)i;
    for (unsigned i = 0; i < RECEIPT_PICTURES; i++) {
        unsigned left = RECEIPT_PICTURE_COUNT - i, at = (unsigned)(v % left);
        v /= left;
        c.picture[i] = pile[at];
        pile[at] = pile[left - 1];
    }
    return c;
}

const char *receipt_picture_name(unsigned index)
{
    if (index >= RECEIPT_PICTURE_COUNT)
        BUG("no picture %u", index);
    return names[index];
}

bool receipt_code_valid(const struct receipt_code *c)
{
    for (int i = 0; i < RECEIPT_PICTURES; i++) {
        if (c->picture[i] >= RECEIPT_PICTURE_COUNT)
            return false;
        for (int j = 0; j < i; j++)
            if (c->picture[i] == c->picture[j])
                return false;
    }
    for (int i = 0; i < RECEIPT_DIGITS; i++)
        if (c->digit[i] > 9)
            return false;
    return true;
}

void receipt_code_format(const struct receipt_code *c, char out[RECEIPT_TEXT_MAX])
{
    char *p = out;
    for (int i = 0; i < RECEIPT_PICTURES; i++) {
        p = stpcpy(p, receipt_picture_name(c->picture[i]));
        *p++ = '-';
    }
    for (int i = 0; i < RECEIPT_DIGITS; i++)
        *p++ = (char)('0' + c->digit[i] % 10);
    *p = 0;
}

static const char *skip_separators(const char *s)
{
    return s + strspn(s, " -\t");
}

bool receipt_code_parse(const char *s, struct receipt_code *out)
{
    struct receipt_code c = {0};
    for (int i = 0; i < RECEIPT_PICTURES; i++) {
        s = skip_separators(s);
        size_t n = strcspn(s, " -\t"), at = 0;
        while (at < RECEIPT_PICTURE_COUNT && (strlen(names[at]) != n || strncasecmp(names[at], s, n) != 0))
            at++;
        if (at == RECEIPT_PICTURE_COUNT)
            return false;
        c.picture[i] = (uint8_t)at;
        s += n;
    }
    for (int i = 0; i < RECEIPT_DIGITS; i++, s++) {
        s = skip_separators(s);
        if (*s < '0' || *s > '9')
            return false;
        c.digit[i] = (uint8_t)(*s - '0');
    }
    if (*skip_separators(s) || !receipt_code_valid(&c))
        return false;
    *out = c;
    return true;
}
