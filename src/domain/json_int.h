/* What request and answer share of JSON: writing and reading fields whose bytes may be anyone's.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PORCHLIGHT_DOMAIN_JSON_INT_H
#define PORCHLIGHT_DOMAIN_JSON_INT_H

#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "domain/form.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* jansson's memory is wiped before it goes back, from now on. Safe to repeat and safe with objects made before. */
void json_wipe_memory(void);

/* ---- writing: what is empty is left out -------------------------------------------------------------------------- */

/* `s` is at most `cap` bytes with its NUL; control characters become spaces and bad bytes U+FFFD. */
void json_put_text(json_t *o, const char *key, const char *s, size_t cap);
void json_put_word(json_t *o, const char *key, const char *word, bool said);
void json_put_true(json_t *o, const char *key, bool value);
void json_put_day(json_t *o, const char *key, day_t day);
void json_put_slots(json_t *o, const char *key, const struct request_slot *slots, size_t count);

/* Appends the object in one line and frees it; without memory `out` has failed. */
void json_finish(json_t *o, struct str *out);

/* ---- reading: false and `e` for a wrong type; what is absent leaves the field as it is -----------------------------
 */

/* One object with the version this program knows, or NULL. The caller frees it. The message never quotes the text. */
json_t *json_begin(const char *json, size_t len, int version, struct err *e);

/* `'key' is not want`. Returns false. */
bool json_wrong(struct err *e, const char *key, const char *want);

/* Cut at a code point to fit `cap` with its NUL; control characters become spaces. */
bool json_get_text(const json_t *o, const char *key, char *out, size_t cap, struct err *e);
bool json_get_true(const json_t *o, const char *key, bool *out, struct err *e);
bool json_get_day(const json_t *j, day_t *out); /* of the value itself; NULL is no day */

/* Into `slots` of REQUEST_SLOTS_MAX. */
bool json_get_slots(const json_t *o, const char *key, struct request_slot *slots, size_t *count, struct err *e);

/* The value of a stable word; `count` is none of them. Functions from form.h differ in type only. For use in a function
 * that returns bool. */
#define JSON_GET_WORD(o, key, from_word, count, field, e)                                                              \
    do {                                                                                                               \
        const json_t *word_ = json_object_get((o), (key));                                                             \
        if (word_ && (!json_is_string(word_) || from_word(json_string_value(word_)) == (count)))                       \
            return json_wrong((e), (key), "a word this version knows");                                                \
        if (word_)                                                                                                     \
            (field) = from_word(json_string_value(word_));                                                             \
    } while (0)

#define JSON_GET_BITS(o, key, from_word, count, bits, e)                                                               \
    do {                                                                                                               \
        const json_t *list_ = json_object_get((o), (key));                                                             \
        if (list_ && !json_is_array(list_))                                                                            \
            return json_wrong((e), (key), "a list");                                                                   \
        for (size_t i_ = 0; i_ < json_array_size(list_); i_++) {                                                       \
            const char *word_ = json_string_value(json_array_get(list_, i_));                                          \
            if (!word_ || from_word(word_) == (count))                                                                 \
                return json_wrong((e), (key), "a list of words this version knows");                                   \
            (bits) |= 1u << from_word(word_);                                                                          \
        }                                                                                                              \
    } while (0)

#endif
