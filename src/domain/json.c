/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json_int.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

/* jansson's copies of a visitor's words are wiped before their memory goes back. */
static void wiping_free(void *p)
{
    if (p)
        explicit_bzero(p, malloc_usable_size(p));
    free(p);
}

void json_wipe_memory(void)
{
    json_set_alloc_funcs(malloc, wiping_free);
}

/* ---- writing --------------------------------------------------------------------------------------------------- */

static int append(const char *buffer, size_t size, void *out)
{
    str_add_n(out, buffer, size);
    return 0;
}

void json_finish(json_t *o, struct str *out)
{
    if (json_dump_callback(o, append, out, JSON_COMPACT) != 0)
        out->failed = true;
    json_decref(o);
}

/* So that it can always be stored. */
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

void json_put_text(json_t *o, const char *key, const char *s, size_t cap)
{
    if (s[0])
        json_object_set_new(o, key, clean_text(s, cap));
}

void json_put_word(json_t *o, const char *key, const char *word, bool said)
{
    if (said)
        json_object_set_new(o, key, json_string(word));
}

void json_put_true(json_t *o, const char *key, bool value)
{
    if (value)
        json_object_set_new(o, key, json_true());
}

void json_put_day(json_t *o, const char *key, day_t day)
{
    char text[11];
    day_format(day, text);
    json_object_set_new(o, key, json_string(text));
}

void json_put_slots(json_t *o, const char *key, const struct request_slot *slots, size_t count)
{
    if (!count)
        return;
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *slot = json_object();
        json_put_day(slot, "day", slots[i].day);
        json_object_set_new(slot, "part", json_string(day_part_word(slots[i].part)));
        json_array_append_new(list, slot);
    }
    json_object_set_new(o, key, list);
}

/* ---- reading --------------------------------------------------------------------------------------------------- */

bool json_wrong(struct err *e, const char *key, const char *want)
{
    return err_set(e, ERR_FAILED, "'%s' is not %s", key, want);
}

json_t *json_begin(const char *json, size_t len, int version, struct err *e)
{
    json_wipe_memory();
    json_error_t fault;
    json_t *o = json_loadb(json, len, JSON_REJECT_DUPLICATES, &fault);
    const json_t *said = json_object_get(o, "version");
    bool ok = false;
    /* jansson's message may quote the text, which is personal: only the place is passed on */
    if (!o)
        err_set(e, ERR_FAILED, "not JSON at byte %d", fault.position);
    else if (!json_is_object(o))
        err_set(e, ERR_FAILED, "not a JSON object");
    else if (!json_is_integer(said) || json_integer_value(said) != version)
        json_wrong(e, "version", "one this program knows");
    else
        ok = true;
    explicit_bzero(&fault, sizeof fault);
    if (ok)
        return o;
    json_decref(o);
    return NULL;
}

bool json_get_text(const json_t *o, const char *key, char *out, size_t cap, struct err *e)
{
    const json_t *j = json_object_get(o, key);
    if (!j)
        return true;
    if (!json_is_string(j))
        return json_wrong(e, key, "text");
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

bool json_get_true(const json_t *o, const char *key, bool *out, struct err *e)
{
    const json_t *j = json_object_get(o, key);
    if (j && !json_is_boolean(j))
        return json_wrong(e, key, "true or false");
    *out = json_is_true(j);
    return true;
}

bool json_get_day(const json_t *j, day_t *out)
{
    return json_is_string(j) && json_string_length(j) == 10 && day_parse(json_string_value(j), out);
}

bool json_get_slots(const json_t *o, const char *key, struct request_slot *slots, size_t *count, struct err *e)
{
    const json_t *list = json_object_get(o, key);
    if (list && (!json_is_array(list) || json_array_size(list) > REQUEST_SLOTS_MAX))
        return json_wrong(e, key, "a list of at most 21 times");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *slot = json_array_get(list, i);
        if (!json_get_day(json_object_get(slot, "day"), &slots[i].day))
            return json_wrong(e, key, "a list of days");
        const char *part = json_string_value(json_object_get(slot, "part"));
        slots[i].part = part ? day_part_from_word(part) : PART_COUNT;
        if (slots[i].part == PART_COUNT)
            return json_wrong(e, key, "a list of parts of day");
        *count = i + 1;
    }
    return true;
}
