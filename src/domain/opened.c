/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/opened.h"

bool promise_of(const struct answer *a, struct promise *out)
{
    if (!answer_offers_time(a) || a->day == DAY_NONE)
        return false;
    bool hour = a->minute != ANSWER_NO_MINUTE;
    enum day_part part = hour ? slot_part(a->minute) : a->part;
    if (part >= PART_COUNT)
        return false;
    *out = (struct promise){a->day, hour ? a->minute : SLOT_NO_MINUTE, part};
    return true;
}

enum promise_state promise_state(const struct answer *a, const struct reply *r, bool closed)
{
    struct promise p;
    if (!promise_of(a, &p))
        return PROMISE_NONE;
    if (r && r->kind == REPLY_ACCEPT)
        return PROMISE_ACCEPTED;
    return closed || (r && r->kind == REPLY_OTHER_TIME) ? PROMISE_FREED : PROMISE_GIVEN;
}

enum promise_state opened_promise(const struct opened_request *r, struct promise *out)
{
    if (r->answered != OPENED_READ || !promise_of(&r->answer, out))
        return PROMISE_NONE;
    return promise_state(&r->answer, r->replied == OPENED_READ ? &r->reply : NULL, str_eq(r->state, "closed"));
}
