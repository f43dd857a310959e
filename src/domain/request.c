/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/request.h"

#include <jansson.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

enum { PAD_BLOCK = 2048, PAD_MARK = 0x80, PHONE_DIGITS_MIN = 3, PHONE_DIGITS_MAX = 15, JSON_VERSION = 1 };

/* ---- checks ---------------------------------------------------------------------------------------------------- */

/* Ends inside its array and is well-formed. */
static bool text_sound(const char *s, size_t cap)
{
    size_t n = strnlen(s, cap);
    return n < cap && utf8_valid(s, n, NULL);
}

static bool in_bounds(const struct request *r)
{
    if (r->topics >> TOPIC_COUNT || r->safe_parts >> PART_COUNT || r->slot_count > REQUEST_SLOTS_MAX ||
        (unsigned)r->interpreter >= INTERPRETER_COUNT || (unsigned)r->place >= PLACE_COUNT ||
        (unsigned)r->reach >= REACH_COUNT)
        return false;
    for (size_t i = 0; i < r->slot_count; i++)
        if ((unsigned)r->slots[i].part >= PART_COUNT)
            return false;
    return text_sound(r->language, sizeof r->language) && text_sound(r->dialect, sizeof r->dialect) &&
           text_sound(r->phone, sizeof r->phone) && text_sound(r->name, sizeof r->name);
}

bool request_valid(const struct request *r, struct err *e)
{
    if (!in_bounds(r))
        return err_set(e, ERR_FAILED, "the request is out of bounds");
    bool says_something = r->topics || r->language[0] || r->dialect[0] || r->interpreter || r->place || r->slot_count ||
                          r->reach || r->phone[0] || r->name[0];
    return says_something || err_set(e, ERR_REFUSED, "nothing was chosen: no topic, language, place, time or contact");
}

/* Digits and a leading + of `typed`, with NUL; how many digits. More than PHONE_DIGITS_MAX are counted, not kept. */
static size_t keep_digits(const char *typed, char kept[REQUEST_PHONE_MAX])
{
    size_t n = 0, digits = 0, len = strlen(typed);
    for (size_t i = 0; i < len;) {
        uint32_t cp = utf8_next(typed, len, &i);
        if ((cp == '+' || cp == 0xFF0B) && n == 0)
            kept[n++] = '+';
        /* the keyboard of the visitor's language types its own digits: ٣, ३, ၃ */
        int value = u_charDigitValue((UChar32)cp);
        if (value >= 0 && ++digits <= PHONE_DIGITS_MAX)
            kept[n++] = (char)('0' + value);
    }
    kept[n] = 0;
    return digits;
}

bool request_set_phone(struct request *r, const char *typed)
{
    char kept[REQUEST_PHONE_MAX] = "";
    size_t digits = keep_digits(typed, kept);
    bool good = digits >= PHONE_DIGITS_MIN && digits <= PHONE_DIGITS_MAX;
    if (good)
        memcpy(r->phone, kept, strlen(kept) + 1);
    explicit_bzero(kept, sizeof kept);
    return good;
}

/* ---- JSON ------------------------------------------------------------------------------------------------------ */

/* jansson's copies of a visitor's words are wiped before their memory goes back. */
static void wiping_free(void *p)
{
    if (p)
        explicit_bzero(p, malloc_usable_size(p));
    free(p);
}

/* Safe to repeat and safe with objects made before: both allocators are malloc's. */
static void wipe_json_memory(void)
{
    json_set_alloc_funcs(malloc, wiping_free);
}

static int append(const char *buffer, size_t size, void *out)
{
    str_add_n(out, buffer, size);
    return 0;
}

/* Text as a JSON string; control characters become spaces and bad bytes U+FFFD, so that it can always be stored. */
static json_t *clean_text(const char *s, size_t cap)
{
    struct str b;
    str_init(&b);
    size_t n = strnlen(s, cap);
    for (size_t i = 0; i < n;) {
        uint32_t cp = utf8_next(s, n, &i);
        str_add_cp(&b, cp < 0x20 || (cp >= 0x7F && cp < 0xA0) ? ' ' : cp);
    }
    json_t *j = b.failed ? NULL : json_stringn(b.s, b.len);
    str_release(&b);
    return j;
}

static void put_text(json_t *o, const char *key, const char *s, size_t cap)
{
    if (s[0])
        json_object_set_new(o, key, clean_text(s, cap));
}

static void put_word(json_t *o, const char *key, const char *word, bool said)
{
    if (said)
        json_object_set_new(o, key, json_string(word));
}

static void put_true(json_t *o, const char *key, bool value)
{
    if (value)
        json_object_set_new(o, key, json_true());
}

static void put_day(json_t *o, const char *key, day_t day)
{
    char text[11];
    day_format(day, text);
    json_object_set_new(o, key, json_string(text));
}

static json_t *topics_json(uint32_t topics)
{
    json_t *list = json_array();
    for (unsigned t = 0; t < TOPIC_COUNT; t++)
        if (topics & 1u << t)
            json_array_append_new(list, json_string(topic_word(t)));
    return list;
}

static json_t *parts_json(uint32_t parts)
{
    json_t *list = json_array();
    for (unsigned p = 0; p < PART_COUNT; p++)
        if (parts & 1u << p)
            json_array_append_new(list, json_string(day_part_word(p)));
    return list;
}

static json_t *slots_json(const struct request *r)
{
    json_t *list = json_array();
    for (size_t i = 0; i < r->slot_count; i++) {
        json_t *slot = json_object();
        put_day(slot, "day", r->slots[i].day);
        json_object_set_new(slot, "part", json_string(day_part_word(r->slots[i].part)));
        json_array_append_new(list, slot);
    }
    return list;
}

void request_to_json(const struct request *r, day_t received, struct str *out)
{
    wipe_json_memory();
    json_t *o = json_object();
    json_object_set_new(o, "version", json_integer(JSON_VERSION));
    put_day(o, "received", received);
    if (r->topics)
        json_object_set_new(o, "topics", topics_json(r->topics));
    put_text(o, "language", r->language, sizeof r->language);
    put_text(o, "dialect", r->dialect, sizeof r->dialect);
    put_word(o, "interpreter", interpreter_word(r->interpreter), r->interpreter != INTERPRETER_UNSAID);
    put_true(o, "interpreter_not_from_my_community", r->interpreter_not_from_my_community);
    put_word(o, "place", meet_place_word(r->place), r->place != PLACE_UNSAID);
    if (r->slot_count)
        json_object_set_new(o, "when", slots_json(r));
    put_word(o, "reach", reach_word(r->reach), r->reach != REACH_UNSAID);
    put_text(o, "phone", r->phone, sizeof r->phone);
    if (r->safe_parts)
        json_object_set_new(o, "safe_to_call", parts_json(r->safe_parts));
    put_true(o, "safe_voicemail", r->safe_voicemail);
    put_true(o, "safe_text", r->safe_text);
    put_text(o, "name", r->name, sizeof r->name);
    put_true(o, "assisted", r->assisted);
    if (json_dump_callback(o, append, out, JSON_COMPACT) != 0)
        out->failed = true;
    json_decref(o);
}

static bool wrong(struct err *e, const char *key, const char *want)
{
    return err_set(e, ERR_FAILED, "request: '%s' is not %s", key, want);
}

static bool get_text(const json_t *o, const char *key, char *out, size_t cap, struct err *e)
{
    const json_t *j = json_object_get(o, key);
    if (!j)
        return true;
    if (!json_is_string(j))
        return wrong(e, key, "text");
    const char *s = json_string_value(j);
    size_t n = json_string_length(j), used = 0;
    for (size_t i = 0, from = 0; i < n; from = i) {
        uint32_t cp = utf8_next(s, n, &i);
        if (used + (i - from) >= cap)
            break;
        bool control = cp < 0x20 || (cp >= 0x7F && cp < 0xA0); /* a hostile payload must not reach a terminal */
        if (control)
            out[used++] = ' ';
        else
            memcpy(out + used, s + from, i - from), used += i - from;
    }
    out[used] = 0;
    return true;
}

static bool get_true(const json_t *o, const char *key, bool *out, struct err *e)
{
    const json_t *j = json_object_get(o, key);
    if (j && !json_is_boolean(j))
        return wrong(e, key, "true or false");
    *out = json_is_true(j);
    return true;
}

/* The index of a stable word; `count` is none of them. Functions from form.h differ in type only. */
#define GET_WORD(o, key, from_word, count, field, e)                                                                   \
    do {                                                                                                               \
        const json_t *word_ = json_object_get((o), (key));                                                             \
        if (word_ && (!json_is_string(word_) || from_word(json_string_value(word_)) == (count)))                       \
            return wrong((e), (key), "a word this version knows");                                                     \
        if (word_)                                                                                                     \
            (field) = from_word(json_string_value(word_));                                                             \
    } while (0)

#define GET_BITS(o, key, from_word, count, bits, e)                                                                    \
    do {                                                                                                               \
        const json_t *list_ = json_object_get((o), (key));                                                             \
        if (list_ && !json_is_array(list_))                                                                            \
            return wrong((e), (key), "a list");                                                                        \
        for (size_t i_ = 0; i_ < json_array_size(list_); i_++) {                                                       \
            const char *word_ = json_string_value(json_array_get(list_, i_));                                          \
            if (!word_ || from_word(word_) == (count))                                                                 \
                return wrong((e), (key), "a list of words this version knows");                                        \
            (bits) |= 1u << from_word(word_);                                                                          \
        }                                                                                                              \
    } while (0)

static bool get_words(const json_t *o, struct request *r, struct err *e)
{
    GET_BITS(o, "topics", topic_from_word, TOPIC_COUNT, r->topics, e);
    GET_BITS(o, "safe_to_call", day_part_from_word, PART_COUNT, r->safe_parts, e);
    GET_WORD(o, "interpreter", interpreter_from_word, INTERPRETER_COUNT, r->interpreter, e);
    GET_WORD(o, "place", meet_place_from_word, PLACE_COUNT, r->place, e);
    GET_WORD(o, "reach", reach_from_word, REACH_COUNT, r->reach, e);
    return true;
}

static bool get_day(const json_t *j, day_t *out)
{
    return json_is_string(j) && json_string_length(j) == 10 && day_parse(json_string_value(j), out);
}

static bool get_slots(const json_t *o, struct request *r, struct err *e)
{
    const json_t *list = json_object_get(o, "when");
    if (list && (!json_is_array(list) || json_array_size(list) > REQUEST_SLOTS_MAX))
        return wrong(e, "when", "a list of at most 21 times");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *slot = json_array_get(list, i);
        struct request_slot *to = &r->slots[i];
        if (!get_day(json_object_get(slot, "day"), &to->day))
            return wrong(e, "when", "a list of days");
        const char *part = json_string_value(json_object_get(slot, "part"));
        to->part = part ? day_part_from_word(part) : PART_COUNT;
        if (to->part == PART_COUNT)
            return wrong(e, "when", "a list of parts of day");
        r->slot_count = i + 1;
    }
    return true;
}

static bool get_phone(const json_t *o, struct request *r, struct err *e)
{
    char typed[REQUEST_PHONE_MAX] = "";
    bool ok = get_text(o, "phone", typed, sizeof typed, e);
    if (ok && typed[0] && !request_set_phone(r, typed))
        ok = wrong(e, "phone", "a telephone number");
    explicit_bzero(typed, sizeof typed);
    return ok;
}

static bool get_fields(const json_t *o, struct request *r, day_t *received, struct err *e)
{
    if (!json_is_object(o))
        return err_set(e, ERR_FAILED, "request: not a JSON object");
    const json_t *version = json_object_get(o, "version");
    if (!json_is_integer(version) || json_integer_value(version) != JSON_VERSION)
        return wrong(e, "version", "one this program knows");
    if (!get_day(json_object_get(o, "received"), received))
        return wrong(e, "received", "a day");
    return get_words(o, r, e) && get_slots(o, r, e) && get_phone(o, r, e) &&
           get_text(o, "language", r->language, sizeof r->language, e) &&
           get_text(o, "dialect", r->dialect, sizeof r->dialect, e) &&
           get_text(o, "name", r->name, sizeof r->name, e) &&
           get_true(o, "interpreter_not_from_my_community", &r->interpreter_not_from_my_community, e) &&
           get_true(o, "safe_voicemail", &r->safe_voicemail, e) && get_true(o, "safe_text", &r->safe_text, e) &&
           get_true(o, "assisted", &r->assisted, e);
}

bool request_from_json(const char *json, size_t len, struct request *r, day_t *received, struct err *e)
{
    wipe_json_memory();
    json_error_t fault;
    json_t *o = json_loadb(json, len, JSON_REJECT_DUPLICATES, &fault);
    struct request parsed = {0};
    day_t day = DAY_NONE;
    /* jansson's message may quote the text, which is personal: only the place is passed on */
    bool ok =
        o ? get_fields(o, &parsed, &day, e) : err_set(e, ERR_FAILED, "request: not JSON at byte %d", fault.position);
    if (ok) {
        *r = parsed;
        *received = day;
    }
    json_decref(o);
    explicit_bzero(&parsed, sizeof parsed);
    explicit_bzero(&fault, sizeof fault);
    return ok;
}

/* ---- padding --------------------------------------------------------------------------------------------------- */

void request_pad(struct str *json)
{
    static const char zeros[PAD_BLOCK];
    str_add_c(json, (char)PAD_MARK);
    str_add_n(json, zeros, (PAD_BLOCK - json->len % PAD_BLOCK) % PAD_BLOCK);
}

bool request_unpad(const char *padded, size_t len, size_t *json_len)
{
    if (len == 0 || len % PAD_BLOCK != 0)
        return false;
    size_t n = len;
    while (n > len - PAD_BLOCK && padded[n - 1] == 0)
        n--;
    if (n == len - PAD_BLOCK || (unsigned char)padded[n - 1] != PAD_MARK)
        return false;
    *json_len = n - 1;
    return true;
}
