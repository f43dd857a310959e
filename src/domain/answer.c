/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/answer.h"

#include "json_int.h"

#include <stdio.h>
#include <string.h>

enum { JSON_VERSION = 1, DAY_MINUTES = 24 * 60, NOON = 12 * 60, EVENING = 17 * 60 };

/* What a phrase needs; the words are stored and typed, so a word once given is never changed. */
enum need { NO, MAY, MUST };
static const struct phrase {
    const char *word;
    enum need time, place, resource;
} phrases[] = {
    [ANSWER_MEET] = {"meet", MUST, MUST, NO},
    [ANSWER_PHONE] = {"meet-by-phone", MUST, NO, NO},
    [ANSWER_CANNOT_THEN] = {"cannot-then-but", MUST, MAY, NO},
    [ANSWER_WILL_CALL] = {"will-call", MUST, NO, NO},
    [ANSWER_INTERPRETER] = {"interpreter-arranged", NO, NO, NO},
    [ANSWER_DESK] = {"come-to-desk", NO, NO, NO},
    [ANSWER_OTHER_WAY] = {"need-other-way", NO, NO, NO},
    [ANSWER_RESOURCE] = {"see-resource", NO, NO, MUST},
    [ANSWER_THANKS] = {"thanks", NO, NO, NO},
};
_Static_assert(sizeof phrases / sizeof *phrases == ANSWER_PHRASE_COUNT, "a row for each phrase");

static const char *const reply_words[] = {
    [REPLY_NONE] = "none", [REPLY_ACCEPT] = "accept", [REPLY_OTHER_TIME] = "other-time"};
_Static_assert(sizeof reply_words / sizeof *reply_words == REPLY_COUNT, "a word for each reply");

struct answer answer_empty(void)
{
    return (struct answer){.day = DAY_NONE, .minute = ANSWER_NO_MINUTE, .part = PART_COUNT};
}

/* ---- words ------------------------------------------------------------------------------------------------------- */

const char *answer_phrase_word(enum answer_phrase p)
{
    if ((unsigned)p >= ANSWER_PHRASE_COUNT)
        BUG("no word for phrase %d", (int)p);
    return phrases[p].word;
}

enum answer_phrase answer_phrase_from_word(const char *w)
{
    unsigned i = 0;
    while (i < ANSWER_PHRASE_COUNT && !str_eq(phrases[i].word, w))
        i++;
    return (enum answer_phrase)i;
}

const char *reply_word(enum reply_kind k)
{
    if ((unsigned)k >= REPLY_COUNT)
        BUG("no word for reply %d", (int)k);
    return reply_words[k];
}

enum reply_kind reply_from_word(const char *w)
{
    unsigned i = 0;
    while (i < REPLY_COUNT && !str_eq(reply_words[i], w))
        i++;
    return (enum reply_kind)i;
}

/* ---- checks ------------------------------------------------------------------------------------------------------ */

bool answer_offers_time(const struct answer *a)
{
    for (unsigned p = 0; p < ANSWER_PHRASE_COUNT; p++)
        if (answer_has(a, (enum answer_phrase)p) && phrases[p].time == MUST)
            return true;
    return false;
}

enum day_part answer_part(const struct answer *a)
{
    if (a->minute == ANSWER_NO_MINUTE)
        return a->part;
    return a->minute < NOON ? PART_MORNING : a->minute < EVENING ? PART_MIDDAY : PART_EVENING;
}

static bool text_sound(const char *s, size_t cap)
{
    size_t n = strnlen(s, cap);
    bool sound = n < cap && utf8_valid(s, n, NULL);
    for (size_t i = 0; sound && i < n;) {
        uint32_t cp = utf8_next(s, n, &i);
        /* no control characters, and no marks that would turn the lines beside it about */
        sound = cp >= 0x20 && !(cp >= 0x7F && cp < 0xA0) && !(cp >= 0x202A && cp <= 0x202E) &&
                !(cp >= 0x2066 && cp <= 0x2069) && cp != 0x2028 && cp != 0x2029;
    }
    return sound;
}

/* As the keys of people.yaml and resources.yaml. */
static bool key_sound(const char *s)
{
    size_t n = strnlen(s, ANSWER_KEY_MAX);
    return n < ANSWER_KEY_MAX && strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_-") == n;
}

/* A day that four digits can write. */
static bool day_sound(day_t day)
{
    return day == DAY_NONE || (day >= 0 && day_to_ymd(day).year <= 9999);
}

static bool in_bounds(const struct answer *a)
{
    return !(a->phrases >> ANSWER_PHRASE_COUNT) && a->minute >= ANSWER_NO_MINUTE && a->minute < DAY_MINUTES &&
           (unsigned)a->part <= PART_COUNT && day_sound(a->day) && text_sound(a->place, sizeof a->place) &&
           key_sound(a->officer) && key_sound(a->resource);
}

/* `what` is there as the phrases want it. */
static bool slot_fits(enum need need, bool there, const char *what, struct err *e)
{
    if (need == MUST && !there)
        return err_set(e, ERR_REFUSED, "the answer needs %s", what);
    return need != NO || !there || err_set(e, ERR_REFUSED, "no phrase of the answer speaks of %s", what);
}

bool answer_valid(const struct answer *a, struct err *e)
{
    if (!in_bounds(a))
        return err_set(e, ERR_FAILED, "the answer is out of bounds");
    if (!a->phrases)
        return err_set(e, ERR_REFUSED, "the answer has no phrase");
    enum need time = NO, place = NO, resource = NO;
    int times = 0;
    for (unsigned p = 0; p < ANSWER_PHRASE_COUNT; p++) {
        if (!answer_has(a, (enum answer_phrase)p))
            continue;
        times += phrases[p].time == MUST;
        time = phrases[p].time > time ? phrases[p].time : time;
        place = phrases[p].place > place ? phrases[p].place : place;
        resource = phrases[p].resource > resource ? phrases[p].resource : resource;
    }
    if (times > 1)
        return err_set(e, ERR_REFUSED,
                       "the answer offers two times: one of meet, meet-by-phone, cannot-then-but and "
                       "will-call is enough");
    bool hour = a->minute != ANSWER_NO_MINUTE, part = a->part != PART_COUNT;
    if (hour && part)
        return err_set(e, ERR_REFUSED, "a time and a part of the day: one of them is enough");
    return slot_fits(time, a->day != DAY_NONE, "a day", e) &&
           slot_fits(time, hour || part, "a time or a part of the day", e) &&
           slot_fits(place, a->place[0] != 0, "a place", e) &&
           slot_fits(resource, a->resource[0] != 0, "a resource", e);
}

bool reply_valid(const struct reply *r, struct err *e)
{
    if ((unsigned)r->kind >= REPLY_COUNT || r->slot_count > REQUEST_SLOTS_MAX)
        return err_set(e, ERR_FAILED, "the reply is out of bounds");
    for (size_t i = 0; i < r->slot_count; i++)
        if ((unsigned)r->slots[i].part >= PART_COUNT || r->slots[i].day == DAY_NONE || !day_sound(r->slots[i].day))
            return err_set(e, ERR_FAILED, "the reply is out of bounds");
    if (r->kind == REPLY_NONE)
        return err_set(e, ERR_REFUSED, "the reply says nothing");
    return r->kind == REPLY_OTHER_TIME || !r->slot_count ||
           err_set(e, ERR_REFUSED, "a reply that accepts has no other times");
}

/* ---- JSON -------------------------------------------------------------------------------------------------------- */

bool answer_parse_minute(const char *text, int *minute)
{
    static const char shape[] = "00:00";
    for (size_t i = 0; i < sizeof shape; i++) /* up to and with the NUL */
        if (shape[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != shape[i])
            return false;
    int hour = (text[0] - '0') * 10 + text[1] - '0', rest = (text[3] - '0') * 10 + text[4] - '0';
    if (hour > 23 || rest > 59)
        return false;
    *minute = hour * 60 + rest;
    return true;
}

void answer_to_json(const struct answer *a, struct str *out)
{
    json_wipe_memory();
    json_t *o = json_object(), *list = json_array();
    json_object_set_new(o, "version", json_integer(JSON_VERSION));
    for (unsigned p = 0; p < ANSWER_PHRASE_COUNT; p++)
        if (answer_has(a, (enum answer_phrase)p))
            json_array_append_new(list, json_string(phrases[p].word));
    json_object_set_new(o, "phrases", list);
    if (a->day != DAY_NONE)
        json_put_day(o, "day", a->day);
    if (a->minute != ANSWER_NO_MINUTE) {
        char text[16];
        snprintf(text, sizeof text, "%02d:%02d", a->minute / 60, a->minute % 60);
        json_put_word(o, "time", text, true);
    }
    if (a->part != PART_COUNT)
        json_put_word(o, "part", day_part_word(a->part), true);
    json_put_text(o, "place", a->place, sizeof a->place);
    json_put_text(o, "officer", a->officer, sizeof a->officer);
    json_put_text(o, "resource", a->resource, sizeof a->resource);
    json_finish(o, out);
}

static bool get_time(const json_t *o, struct answer *a, struct err *e)
{
    const json_t *day = json_object_get(o, "day"), *time = json_object_get(o, "time");
    if (day && !json_get_day(day, &a->day))
        return json_wrong(e, "day", "a day");
    if (time && (json_string_length(time) != 5 || !answer_parse_minute(json_string_value(time), &a->minute)))
        return json_wrong(e, "time", "a time");
    JSON_GET_WORD(o, "part", day_part_from_word, PART_COUNT, a->part, e);
    return true;
}

static bool get_answer(const json_t *o, struct answer *a, struct err *e)
{
    JSON_GET_BITS(o, "phrases", answer_phrase_from_word, ANSWER_PHRASE_COUNT, a->phrases, e);
    return get_time(o, a, e) && json_get_text(o, "place", a->place, sizeof a->place, e) &&
           json_get_text(o, "officer", a->officer, sizeof a->officer, e) &&
           json_get_text(o, "resource", a->resource, sizeof a->resource, e) && answer_valid(a, e);
}

bool answer_from_json(const char *json, size_t len, struct answer *out, struct err *e)
{
    json_t *o = json_begin(json, len, JSON_VERSION, e);
    struct answer parsed = answer_empty();
    bool ok = o && get_answer(o, &parsed, e);
    if (ok)
        *out = parsed;
    json_decref(o);
    explicit_bzero(&parsed, sizeof parsed);
    return ok || err_wrap(e, "answer");
}

void reply_to_json(const struct reply *r, struct str *out)
{
    json_wipe_memory();
    json_t *o = json_object();
    json_object_set_new(o, "version", json_integer(JSON_VERSION));
    json_put_word(o, "reply", reply_word(r->kind), true);
    json_put_slots(o, "when", r->slots, r->slot_count);
    json_finish(o, out);
}

static bool get_reply(const json_t *o, struct reply *r, struct err *e)
{
    JSON_GET_WORD(o, "reply", reply_from_word, REPLY_COUNT, r->kind, e);
    return json_get_slots(o, "when", r->slots, &r->slot_count, e) && reply_valid(r, e);
}

bool reply_from_json(const char *json, size_t len, struct reply *out, struct err *e)
{
    json_t *o = json_begin(json, len, JSON_VERSION, e);
    struct reply parsed = {0};
    bool ok = o && get_reply(o, &parsed, e);
    if (ok)
        *out = parsed;
    json_decref(o);
    explicit_bzero(&parsed, sizeof parsed);
    return ok || err_wrap(e, "reply");
}
