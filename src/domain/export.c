/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/export.h"

#include "domain/calendar.h"

#include <stdio.h>
#include <string.h>

enum export_format export_format_from_word(const char *w)
{
    static const char *const words[] = {"ics", "csv", "json"};
    _Static_assert(sizeof words / sizeof *words == EXPORT_FORMAT_COUNT, "a word for each format");
    unsigned i = 0;
    while (i < EXPORT_FORMAT_COUNT && !str_eq(words[i], w))
        i++;
    return (enum export_format)i;
}

/* ---- CSV --------------------------------------------------------------------------------------------------------- */

static const char csv_head[] = "id,received,expires,state,topics,language,dialect,interpreter,not_from_my_community,"
                               "place,when,reach,phone,safe_to_call,voicemail,text,name,assisted,answer,answer_day,"
                               "answer_time,answer_place,answer_officer,answer_resource,reply,reply_when,promise\r\n";

/* What table programs take for the beginning of a formula, the full-width signs of East Asian keyboards included. */
static bool formula(const char *s)
{
    static const char *const wide[] = {"\uFF1D", "\uFF0B", "\uFF0D", "\uFF20", "\u2212"};
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (str_starts(s, wide[i]))
            return true;
    return *s && strchr("=+-@\t\r\n", *s);
}

/* A cell and the comma after it. A program that takes another sign than the comma for the end of a cell, as it does
 * where the comma stands in numbers, cuts a line without heeding these quotes: what would then begin a cell is no
 * formula either. */
static void cell(struct str *out, const char *s)
{
    static const char ends[] = ",;\t|\r\n\"";
    bool quote = formula(s) || strpbrk(s, ends) || *s == ' ', begins = true;
    if (quote)
        str_add_c(out, '"');
    for (const char *c = s; *c; c++) {
        if (begins && formula(c) && (c == s || !strchr("\t\r\n", *c)))
            str_add_c(out, '\'');
        begins = strchr(ends, *c) || (begins && *c == ' ');
        if (*c == '"')
            str_add_c(out, '"');
        str_add_c(out, *c);
    }
    str_add(out, quote ? "\"," : ",");
}

static void cell_day(struct str *out, day_t day)
{
    char text[11] = "";
    if (day != DAY_NONE)
        day_format(day, text);
    cell(out, text);
}

static void cell_yes(struct str *out, bool yes)
{
    cell(out, yes ? "yes" : "");
}

/* Words of bits, with spaces between. */
#define CELL_BITS(out, bits, count, word, type)                                                                        \
    do {                                                                                                               \
        struct str b_;                                                                                                 \
        str_init(&b_);                                                                                                 \
        for (unsigned i_ = 0; i_ < (count); i_++)                                                                      \
            if ((bits) >> i_ & 1)                                                                                      \
                str_add_f(&b_, "%s%s", b_.len ? " " : "", word((type)i_));                                             \
        cell((out), b_.s);                                                                                             \
        str_release(&b_);                                                                                              \
    } while (0)

static void cell_slots(struct str *out, const struct request_slot *slots, size_t count)
{
    struct str b;
    str_init(&b);
    for (size_t i = 0; i < count; i++) {
        char day[11];
        day_format(slots[i].day, day);
        str_add_f(&b, "%s%s %s", i ? "; " : "", day, day_part_word(slots[i].part));
    }
    cell(out, b.s);
    str_release(&b);
}

static const char *promise_word(const struct opened_request *r)
{
    static const char *const words[] = {[PROMISE_NONE] = "",
                                        [PROMISE_GIVEN] = "given",
                                        [PROMISE_ACCEPTED] = "accepted",
                                        [PROMISE_FREED] = "given back"};
    struct promise p;
    return words[opened_promise(r, &p)];
}

static void csv_answer(struct str *out, const struct opened_request *r)
{
    static const char *const unread[] = {
        [OPENED_NOT_THERE] = "", [OPENED_READ] = "", [OPENED_FOREIGN] = "not readable", [OPENED_DAMAGED] = "damaged"};
    struct answer none = answer_empty();
    const struct answer *a = r->answered == OPENED_READ ? &r->answer : &none;
    char time[24] = "";
    if (a->minute != ANSWER_NO_MINUTE)
        snprintf(time, sizeof time, "%02d:%02d", a->minute / 60, a->minute % 60);
    else if (a->part < PART_COUNT)
        snprintf(time, sizeof time, "%s", day_part_word(a->part));
    if (r->answered == OPENED_READ)
        CELL_BITS(out, a->phrases, ANSWER_PHRASE_COUNT, answer_phrase_word, enum answer_phrase);
    else
        cell(out, unread[r->answered]);
    cell_day(out, a->day);
    cell(out, time);
    cell(out, a->place);
    cell(out, a->officer);
    cell(out, a->resource);
    cell(out, r->replied == OPENED_READ ? reply_word(r->reply.kind) : unread[r->replied]);
    cell_slots(out, r->reply.slots, r->replied == OPENED_READ ? r->reply.slot_count : 0);
    cell(out, promise_word(r));
}

static void csv_add(struct str *out, const struct opened_request *o)
{
    const struct request *r = &o->request;
    cell(out, o->id);
    cell_day(out, o->received);
    cell_day(out, o->expires);
    cell(out, o->state);
    CELL_BITS(out, r->topics, TOPIC_COUNT, topic_word, enum topic);
    cell(out, r->language);
    cell(out, r->dialect);
    cell(out, r->interpreter ? interpreter_word(r->interpreter) : "");
    cell_yes(out, r->interpreter_not_from_my_community);
    cell(out, r->place ? meet_place_word(r->place) : "");
    cell_slots(out, r->slots, r->slot_count);
    cell(out, r->reach ? reach_word(r->reach) : "");
    cell(out, r->phone);
    CELL_BITS(out, r->safe_parts, PART_COUNT, day_part_word, enum day_part);
    cell_yes(out, r->safe_voicemail);
    cell_yes(out, r->safe_text);
    cell(out, r->name);
    cell_yes(out, r->assisted);
    csv_answer(out, o);
    out->len--; /* the last comma */
    str_add(out, "\r\n");
}

/* ---- JSON -------------------------------------------------------------------------------------------------------- */

static void json_part(struct str *out, const char *name, enum opened_part part)
{
    if (part == OPENED_FOREIGN || part == OPENED_DAMAGED) /* there is one, and this key cannot read it */
        str_add_f(out, ",\"%s\":null", name);
    else if (part == OPENED_READ)
        str_add_f(out, ",\"%s\":", name);
}

/* Ids, days and words are ours and plain; what a person wrote is quoted by jansson. */
static void json_add(struct str *out, const struct opened_request *o)
{
    char received[11], expires[11];
    day_format(o->received, received);
    day_format(o->expires, expires);
    str_add_f(out, "{\"id\":\"%s\",\"received\":\"%s\",\"expires\":\"%s\",\"state\":\"%s\",\"request\":", o->id,
              received, expires, o->state);
    request_to_json(&o->request, o->received, out);
    json_part(out, "answer", o->answered);
    if (o->answered == OPENED_READ) {
        answer_to_json(&o->answer, out);
        str_add_f(out, ",\"answer_by\":\"%s\"", o->answer_by);
    }
    json_part(out, "reply", o->replied);
    if (o->replied == OPENED_READ)
        reply_to_json(&o->reply, out);
    if (*promise_word(o))
        str_add_f(out, ",\"promise\":\"%s\"", promise_word(o));
    str_add(out, "}");
}

/* ---- iCalendar --------------------------------------------------------------------------------------------------- */

static void add_place(struct str *out, const struct export_settings *s, const char *place)
{
    bool centre = str_eq(place, ANSWER_PLACE_CENTRE);
    str_add(out, centre && s->centre ? s->centre : place);
    for (size_t i = 0; i < s->place_count && !centre; i++)
        if (str_eq(s->places[i].name, place) && s->places[i].address)
            str_add_f(out, ", %s", s->places[i].address);
}

static bool event_time(const struct export_settings *s, const struct promise *p, struct calendar_event *ev)
{
    ev->whole_day = p->minute == SLOT_NO_MINUTE ? p->day : DAY_NONE;
    if (ev->whole_day != DAY_NONE)
        return true;
    if (zone_instant(s->zone, p->day, p->minute, &ev->start_s) == ZONE_NEVER)
        return false;
    ev->end_s = ev->start_s + (int64_t)s->meeting_min * 60;
    return true;
}

static void ics_add(struct export *x, const struct opened_request *o)
{
    static const enum calendar_status states[] = {[PROMISE_GIVEN] = CALENDAR_TENTATIVE,
                                                  [PROMISE_ACCEPTED] = CALENDAR_CONFIRMED,
                                                  [PROMISE_FREED] = CALENDAR_CANCELLED};
    const struct export_settings *s = &x->settings;
    const struct answer *a = &o->answer;
    struct promise p;
    struct calendar_event ev = {.stamp_s = s->now_s};
    struct str summary, place, uid;
    enum promise_state state = opened_promise(o, &p);
    if (state == PROMISE_NONE || (s->officer && !str_eq(s->officer, a->officer)) || !event_time(s, &p, &ev))
        return;
    bool phone = answer_has(a, ANSWER_PHONE) || answer_has(a, ANSWER_WILL_CALL);
    str_init(&summary);
    str_init(&place);
    str_init(&uid);
    str_add(&summary, phone ? CALENDAR_PHONE_CALL : CALENDAR_MEETING);
    if (p.minute == SLOT_NO_MINUTE)
        str_add_f(&summary, " (%s)", day_part_word(p.part));
    if (s->names && o->request.name[0])
        str_add_f(&summary, ": %s", o->request.name);
    if (!phone)
        add_place(&place, s, a->place);
    str_add_f(&uid, "%s@porchlight.invalid", o->id); /* the id is random: it says nothing */
    ev.uid = uid.s;
    ev.summary = summary.s;
    ev.location = place.len ? place.s : NULL;
    ev.status = states[state];
    calendar_add(&x->out, &ev);
    x->out.failed = x->out.failed || summary.failed || place.failed || uid.failed;
    x->count++;
    str_release(&summary);
    str_release(&place);
    str_release(&uid);
}

/* ---- the file ---------------------------------------------------------------------------------------------------- */

void export_begin(struct export *x, const struct export_settings *settings)
{
    *x = (struct export){.settings = *settings};
    str_init(&x->out);
    if (settings->format == EXPORT_ICS)
        calendar_begin(&x->out);
    else
        str_add(&x->out, settings->format == EXPORT_CSV ? csv_head : "[");
}

void export_add(struct export *x, const struct opened_request *r)
{
    if (x->settings.format == EXPORT_ICS) {
        ics_add(x, r);
        return;
    }
    if (x->settings.format == EXPORT_CSV) {
        csv_add(&x->out, r);
    } else {
        str_add(&x->out, x->count ? ",\n" : "\n");
        json_add(&x->out, r);
    }
    x->count++;
}

bool export_end(struct export *x)
{
    if (x->settings.format == EXPORT_ICS)
        calendar_end(&x->out);
    else if (x->settings.format == EXPORT_JSON)
        str_add(&x->out, "\n]\n");
    return !x->out.failed;
}

void export_release(struct export *x)
{
    str_release(&x->out);
}
