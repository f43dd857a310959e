/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An answer from set phrases: which, when, where, which other place of help; then as the visitor will see and hear it.
 */
#include "screens/registry.h"

#include "base/str.h"
#include "liaison_answer_int.h"

#include <stdio.h>
#include <string.h>

static bool enter(struct view *v, void *state, const char *arg)
{
    (void)state;
    v->desk->liaison->draft = answer_empty();
    return !*arg;
}

bool liaison_answer_can_choose(const struct liaison_desk *d, enum answer_phrase p)
{
    return p != ANSWER_WILL_CALL || d->item.request.phone[0];
}

/* Of the phrases that offer a time, one; of the others any. */
static struct command choose_phrase(struct liaison_desk *d, unsigned p)
{
    if (p >= ANSWER_PHRASE_COUNT || !liaison_answer_can_choose(d, (enum answer_phrase)p))
        return command_of(COMMAND_NONE);
    struct answer one = {.phrases = 1u << p};
    uint32_t timed = 0;
    for (unsigned i = 0; i < ANSWER_PHRASE_COUNT; i++)
        if (answer_offers_time(&(struct answer){.phrases = 1u << i}))
            timed |= 1u << i;
    bool had = answer_has(&d->draft, (enum answer_phrase)p);
    if (!had && answer_offers_time(&one))
        d->draft.phrases &= ~timed;
    d->draft.phrases ^= 1u << p;
    if (!answer_offers_time(&d->draft)) {
        d->draft.day = DAY_NONE;
        d->draft.minute = ANSWER_NO_MINUTE;
    }
    if (!liaison_answer_has_place(&d->draft))
        d->draft.place[0] = 0;
    if (!answer_has(&d->draft, ANSWER_RESOURCE))
        d->draft.resource[0] = 0;
    return command_of(COMMAND_REDRAW);
}

bool liaison_answer_has_place(const struct answer *a)
{
    return answer_has(a, ANSWER_MEET) || answer_has(a, ANSWER_CANNOT_THEN);
}

bool liaison_answer_asks(const struct liaison_desk *d)
{
    return !d->times.looking && d->times.unread > d->times.unread_accepted;
}

static struct command accept_unread(struct liaison_desk *d)
{
    d->times.unread_accepted = d->times.unread;
    return command_of(COMMAND_REDRAW);
}

static void set_place(struct answer *a, const char *where)
{
    snprintf(a->place, sizeof a->place, "%s", where);
}

/* With the time comes the place where the plan has the liaison then; who asked for a call is called. */
static struct command choose_time(struct liaison_desk *d, unsigned i)
{
    struct answer *a = &d->draft;
    if (i >= d->times.count || liaison_answer_asks(d))
        return command_of(COMMAND_NONE);
    a->day = d->times.free[i].day;
    a->minute = d->times.free[i].minute;
    const char *where = d->times.free[i].where;
    bool call = answer_has(a, ANSWER_CANNOT_THEN) && d->item.request.place == PLACE_PHONE;
    if (liaison_answer_has_place(a))
        set_place(a, call ? "" : where && strlen(where) < sizeof a->place ? where : ANSWER_PLACE_CENTRE);
    return command_of(COMMAND_REDRAW);
}

static struct command choose_place(struct view *v, unsigned i)
{
    struct answer *a = &v->desk->liaison->draft;
    if (i == 0)
        set_place(a, ANSWER_PLACE_CENTRE);
    else if (i <= v->site->place_count && strlen(v->site->places[i - 1].name) < sizeof a->place)
        set_place(a, v->site->places[i - 1].name);
    else if (i == v->site->place_count + 1 && !answer_has(a, ANSWER_MEET))
        set_place(a, "");
    return command_of(COMMAND_REDRAW);
}

/* The resources that can be named: those that a visitor would be shown. */
const struct resource *liaison_answer_resource(const struct view *v, unsigned i)
{
    const struct resource *r = i < v->site->resource_count ? &v->site->resources[i] : NULL;
    return r && (r->expires == DAY_NONE || v->today <= r->expires) && strlen(r->key) < ANSWER_KEY_MAX ? r : NULL;
}

static bool wanted(const struct answer *a, enum answering step)
{
    switch (step) {
    case ANSWERING_WHEN:
        return answer_offers_time(a);
    case ANSWERING_WHERE:
        return liaison_answer_has_place(a);
    case ANSWERING_WHICH:
        return answer_has(a, ANSWER_RESOURCE);
    default:
        return true;
    }
}

bool liaison_answer_done(const struct answer *a, enum answering step)
{
    switch (step) {
    case ANSWERING_WHAT:
        return a->phrases != 0;
    case ANSWERING_WHEN:
        return a->day != DAY_NONE;
    case ANSWERING_WHERE:
        return a->place[0] || !answer_has(a, ANSWER_MEET);
    case ANSWERING_WHICH:
        return a->resource[0] != 0;
    default:
        return answer_valid(a, NULL);
    }
}

static struct command step_by(struct view *v, struct answer_view *s, int by)
{
    const struct answer *a = &v->desk->liaison->draft;
    bool asks = s->step == ANSWERING_WHEN && liaison_answer_asks(v->desk->liaison);
    if (by > 0 && (asks || !liaison_answer_done(a, s->step)))
        return command_of(COMMAND_NONE);
    int step = (int)s->step + by;
    while (step > ANSWERING_WHAT && step < ANSWERING_LOOK && !wanted(a, (enum answering)step))
        step += by;
    if (step < ANSWERING_WHAT)
        return command_of(COMMAND_BACK);
    s->step = step > ANSWERING_LOOK ? ANSWERING_LOOK : (enum answering)step;
    return command_of(COMMAND_REDRAW);
}

static struct command update(struct view *v, void *state, struct ui_id act)
{
    struct answer_view *s = state;
    struct liaison_desk *d = v->desk->liaison;
    if (d->item.opening != OPENING_OPEN && act.kind != UI_BACK)
        return command_of(COMMAND_NONE);
    switch (act.kind) {
    case UI_BACK:
        return step_by(v, s, -1);
    case UI_NEXT:
        return s->step == ANSWERING_LOOK ? command_of(COMMAND_NONE) : step_by(v, s, 1);
    case UI_OPTION:
        return s->step == ANSWERING_WHAT ? choose_phrase(d, act.index) : command_of(COMMAND_NONE);
    case UI_SLOT:
        return s->step == ANSWERING_WHEN ? choose_time(d, act.index) : command_of(COMMAND_NONE);
    case UI_CONFIRM:
        return s->step == ANSWERING_WHEN ? accept_unread(d) : command_of(COMMAND_NONE);
    case UI_TILE:
        return s->step == ANSWERING_WHERE ? choose_place(v, act.index) : command_of(COMMAND_NONE);
    case UI_RESOURCE:
        if (s->step != ANSWERING_WHICH || !liaison_answer_resource(v, act.index))
            return command_of(COMMAND_NONE);
        snprintf(d->draft.resource, sizeof d->draft.resource, "%s", liaison_answer_resource(v, act.index)->key);
        return command_of(COMMAND_REDRAW);
    case UI_SEND:
        if (s->step != ANSWERING_LOOK || !answer_valid(&d->draft, NULL))
            return command_of(COMMAND_NONE);
        s->step = answer_offers_time(&d->draft) ? ANSWERING_WHEN : ANSWERING_WHAT; /* where it goes on if it fails */
        return liaison_order(LIAISON_SEND);
    default:
        return command_of(COMMAND_NONE);
    }
}

static const char *title(struct view *v, void *state)
{
    static const char *const titles[ANSWERING_COUNT] = {
        [ANSWERING_WHAT] = N_("What do you answer?"),
        [ANSWERING_WHEN] = N_("When?"),
        [ANSWERING_WHERE] = N_("Where?"),
        [ANSWERING_WHICH] = N_("Who can help better?"),
        [ANSWERING_LOOK] = N_("So the visitor will see it"),
    };
    return tr(v, titles[((const struct answer_view *)state)->step]);
}

const struct screen screen_liaison_answer = {.id = "liaison-answer",
                                             .icon = "icons/answer",
                                             .access = ACCESS_LIAISON,
                                             .state_size = sizeof(struct answer_view),
                                             .enter = enter,
                                             .update = update,
                                             .build = liaison_answer_build,
                                             .title = title};
