/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/request.h"

#include "json_int.h"

#include <stdio.h>
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
        (unsigned)r->reach >= REACH_COUNT || r->reader_count > REQUEST_READERS_MAX)
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

static json_t *readers_json(const uint8_t (*marks)[REQUEST_READER_MARK], size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        char hex[REQUEST_READER_MARK * 2 + 1];
        for (size_t k = 0; k < REQUEST_READER_MARK; k++)
            snprintf(hex + 2 * k, 3, "%02x", marks[i][k]);
        json_array_append_new(list, json_string(hex));
    }
    return list;
}

void request_to_json(const struct request *r, day_t received, struct str *out)
{
    json_wipe_memory();
    json_t *o = json_object();
    json_object_set_new(o, "version", json_integer(JSON_VERSION));
    json_put_day(o, "received", received);
    if (r->topics)
        json_object_set_new(o, "topics", topics_json(r->topics));
    json_put_text(o, "language", r->language, sizeof r->language);
    json_put_text(o, "dialect", r->dialect, sizeof r->dialect);
    json_put_word(o, "interpreter", interpreter_word(r->interpreter), r->interpreter != INTERPRETER_UNSAID);
    json_put_true(o, "interpreter_not_from_my_community", r->interpreter_not_from_my_community);
    json_put_word(o, "place", meet_place_word(r->place), r->place != PLACE_UNSAID);
    json_put_slots(o, "when", r->slots, r->slot_count);
    json_put_word(o, "reach", reach_word(r->reach), r->reach != REACH_UNSAID);
    json_put_text(o, "phone", r->phone, sizeof r->phone);
    if (r->safe_parts)
        json_object_set_new(o, "safe_to_call", parts_json(r->safe_parts));
    json_put_true(o, "safe_voicemail", r->safe_voicemail);
    json_put_true(o, "safe_text", r->safe_text);
    json_put_text(o, "name", r->name, sizeof r->name);
    json_put_true(o, "assisted", r->assisted);
    if (r->reader_count)
        json_object_set_new(o, "readers", readers_json(r->readers, r->reader_count));
    json_finish(o, out);
}

static bool get_words(const json_t *o, struct request *r, struct err *e)
{
    JSON_GET_BITS(o, "topics", topic_from_word, TOPIC_COUNT, r->topics, e);
    JSON_GET_BITS(o, "safe_to_call", day_part_from_word, PART_COUNT, r->safe_parts, e);
    JSON_GET_WORD(o, "interpreter", interpreter_from_word, INTERPRETER_COUNT, r->interpreter, e);
    JSON_GET_WORD(o, "place", meet_place_from_word, PLACE_COUNT, r->place, e);
    JSON_GET_WORD(o, "reach", reach_from_word, REACH_COUNT, r->reach, e);
    return true;
}

static bool get_phone(const json_t *o, struct request *r, struct err *e)
{
    char typed[REQUEST_PHONE_MAX] = "";
    bool ok = json_get_text(o, "phone", typed, sizeof typed, e);
    if (ok && typed[0] && !request_set_phone(r, typed))
        ok = json_wrong(e, "phone", "a telephone number");
    explicit_bzero(typed, sizeof typed);
    return ok;
}

static bool reader_from_hex(const json_t *text, uint8_t mark[REQUEST_READER_MARK])
{
    static const char digits[] = "0123456789abcdef";
    const char *s = json_string_value(text);
    if (!s || json_string_length(text) != (size_t)REQUEST_READER_MARK * 2)
        return false;
    for (size_t k = 0; k < (size_t)REQUEST_READER_MARK * 2; k++) {
        const char *at = s[k] ? strchr(digits, s[k]) : NULL;
        if (!at)
            return false;
        mark[k / 2] = (uint8_t)(mark[k / 2] << 4 | (at - digits));
    }
    return true;
}

/* Of a longer list than can be sealed to, the first. */
static bool get_readers(const json_t *o, struct request *r, struct err *e)
{
    const json_t *list = json_object_get(o, "readers");
    if (list && !json_is_array(list))
        return json_wrong(e, "readers", "a list");
    for (size_t i = 0; i < json_array_size(list) && r->reader_count < REQUEST_READERS_MAX; i++)
        if (!reader_from_hex(json_array_get(list, i), r->readers[r->reader_count++]))
            return json_wrong(e, "readers", "a list of twelve digits each");
    return true;
}

static bool get_fields(const json_t *o, struct request *r, day_t *received, struct err *e)
{
    if (!json_get_day(json_object_get(o, "received"), received))
        return json_wrong(e, "received", "a day");
    return get_words(o, r, e) && json_get_slots(o, "when", r->slots, &r->slot_count, e) && get_phone(o, r, e) &&
           json_get_text(o, "language", r->language, sizeof r->language, e) &&
           json_get_text(o, "dialect", r->dialect, sizeof r->dialect, e) &&
           json_get_text(o, "name", r->name, sizeof r->name, e) &&
           json_get_true(o, "interpreter_not_from_my_community", &r->interpreter_not_from_my_community, e) &&
           json_get_true(o, "safe_voicemail", &r->safe_voicemail, e) &&
           json_get_true(o, "safe_text", &r->safe_text, e) && json_get_true(o, "assisted", &r->assisted, e) &&
           get_readers(o, r, e);
}

bool request_from_json(const char *json, size_t len, struct request *r, day_t *received, struct err *e)
{
    json_t *o = json_begin(json, len, JSON_VERSION, e);
    struct request parsed = {0};
    day_t day = DAY_NONE;
    bool ok = o && get_fields(o, &parsed, &day, e);
    if (ok) {
        *r = parsed;
        *received = day;
    }
    json_decref(o);
    explicit_bzero(&parsed, sizeof parsed);
    return ok || err_wrap(e, "request");
}

bool request_json_readers(const char *json, size_t len, const uint8_t (*marks)[REQUEST_READER_MARK], size_t count,
                          struct str *out, struct err *e)
{
    json_wipe_memory();
    json_t *o = json_begin(json, len, JSON_VERSION, e);
    if (!o)
        return err_wrap(e, "request");
    json_object_set_new(o, "readers", readers_json(marks, count));
    json_finish(o, out);
    return !out->failed || err_set(e, ERR_FAILED, "out of memory");
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
