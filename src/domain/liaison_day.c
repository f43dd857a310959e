/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/liaison_day.h"

#include <stdlib.h>
#include <string.h>

void liaison_day_init(struct liaison_day *l, day_t day)
{
    *l = (struct liaison_day){.day = day};
}

/* Minutes after midnight at which it stands in the list. */
static int place_in_day(const struct liaison_meeting *e)
{
    static const int begins[] = {[PART_MORNING] = 0, [PART_MIDDAY] = 12 * 60, [PART_EVENING] = 17 * 60};
    _Static_assert(sizeof begins / sizeof *begins == PART_COUNT, "a beginning for each part");
    return e->minute == SLOT_NO_MINUTE ? begins[e->part] * 2 : e->minute * 2 + 1;
}

/* Not realloc: the old memory is wiped. */
static void grow(struct liaison_day *l)
{
    size_t cap = l->cap ? l->cap * 2 : 8;
    struct liaison_meeting *v = calloc(cap, sizeof *v);
    if (!v)
        BUG("out of memory");
    if (l->count)
        memcpy(v, l->v, l->count * sizeof *v);
    if (l->v)
        explicit_bzero(l->v, l->cap * sizeof *v);
    free(l->v);
    l->v = v;
    l->cap = cap;
}

static void fill(struct liaison_meeting *e, const struct opened_request *r, const struct promise *p)
{
    const struct request *q = &r->request;
    const struct answer *a = &r->answer;
    *e = (struct liaison_meeting){.minute = p->minute,
                                  .part = p->part,
                                  .by_phone = answer_has(a, ANSWER_PHONE) || answer_has(a, ANSWER_WILL_CALL),
                                  .accepted = r->replied == OPENED_READ && r->reply.kind == REPLY_ACCEPT,
                                  .interpreter = q->interpreter,
                                  .interpreter_not_from_my_community = q->interpreter_not_from_my_community,
                                  .interpreter_arranged = answer_has(a, ANSWER_INTERPRETER),
                                  .reach = q->reach,
                                  .safe_parts = q->safe_parts,
                                  .safe_voicemail = q->safe_voicemail,
                                  .safe_text = q->safe_text};
    memcpy(e->language, q->language, sizeof e->language);
    memcpy(e->dialect, q->dialect, sizeof e->dialect);
    memcpy(e->phone, q->phone, sizeof e->phone);
    memcpy(e->place, a->place, sizeof e->place);
    memcpy(e->name, q->name, sizeof e->name);
    memcpy(e->id, r->id, sizeof e->id);
    memcpy(e->short_id, r->id, OPENED_SHORT_ID);
}

void liaison_day_add(struct liaison_day *l, const struct opened_request *r, const char *officer)
{
    struct promise p;
    struct liaison_meeting new;
    enum promise_state state = opened_promise(r, &p);
    if ((state != PROMISE_GIVEN && state != PROMISE_ACCEPTED) || p.day != l->day || !str_eq(r->answer.officer, officer))
        return;
    fill(&new, r, &p);
    if (l->count == l->cap)
        grow(l);
    size_t at = l->count;
    while (at > 0 && place_in_day(&new) < place_in_day(&l->v[at - 1]))
        at--;
    memmove(l->v + at + 1, l->v + at, (l->count - at) * sizeof *l->v);
    l->v[at] = new;
    l->count++;
    explicit_bzero(&new, sizeof new);
}

bool liaison_day_doubled(const struct liaison_day *l, size_t i)
{
    int minute = l->v[i].minute; /* in order of time: the same hour stands beside it */
    return minute != SLOT_NO_MINUTE &&
           ((i > 0 && l->v[i - 1].minute == minute) || (i + 1 < l->count && l->v[i + 1].minute == minute));
}

void liaison_day_release(struct liaison_day *l)
{
    if (l->v)
        explicit_bzero(l->v, l->cap * sizeof *l->v);
    free(l->v);
    *l = (struct liaison_day){.day = l->day};
}
