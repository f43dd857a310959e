/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the liaison's screens say alike: a request in words, and what became of an order. */
#include "screens/liaison.h"

#include "base/str.h"
#include "content/dates.h"
#include "screens/form_words.h"
#include "ui/widgets.h"

static void join(struct str *s, const char *word)
{
    if (s->len)
        str_add(s, " · ");
    str_add(s, word);
}

static const char *kept(struct view *v, struct str *s)
{
    const char *words = arena_strdup(v->ui->frame, s->s);
    str_release(s);
    return words;
}

const struct language *liaison_language(const struct view *v, const struct request *r)
{
    for (size_t i = 0; i < v->site->offered_count; i++)
        if (str_eq(v->site->offered[i]->text.tag, r->language))
            return v->site->offered[i];
    return NULL;
}

/* By the name that the people of the desk use. What the visitor typed beside it stands in a line of its own. */
static void say_language(struct view *v, const struct request *r, struct str *s)
{
    const struct language *l = r->language[0] ? site_language(v->site, r->language) : NULL;
    if (r->language[0])
        join(s, l ? l->english : r->language);
}

/* How and when it is safe. */
static void say_reach(struct view *v, const struct request *r, struct str *s)
{
    if (r->reach)
        join(s, tr(v, form_reach(r->reach).label));
    if (r->reach != REACH_PHONE)
        return;
    for (int p = 0; p < PART_COUNT; p++)
        if (r->safe_parts >> p & 1)
            join(s, tr(v, form_part((enum day_part)p).label));
    if (!r->safe_parts)
        join(s, tr(v, "When it is safe was not said"));
    join(s, r->safe_voicemail ? tr(v, "You may leave a message") : tr(v, "Leave no message"));
    join(s, r->safe_text ? tr(v, "You may send a text") : tr(v, "Send no text"));
}

const char *liaison_said(struct view *v, const struct request *r, enum form_step step)
{
    struct str s;
    str_init(&s);
    for (int i = 0; step == STEP_TOPIC && i < TOPIC_COUNT; i++)
        if (r->topics >> i & 1)
            join(&s, tr(v, form_topic((enum topic)i).label));
    if (step == STEP_LANGUAGE)
        say_language(v, r, &s);
    if (step == STEP_INTERPRETER && r->interpreter)
        join(&s, tr(v, form_interpreter(r->interpreter).label));
    if (step == STEP_INTERPRETER && r->interpreter_not_from_my_community)
        join(&s, tr(v, "Not someone from my community"));
    if (step == STEP_PLACE && r->place)
        join(&s, tr(v, form_place(r->place).label));
    if (step == STEP_WHEN && r->slot_count)
        join(&s, liaison_slots(v, r->slots, r->slot_count, REQUEST_SLOTS_MAX));
    if (step == STEP_REACH)
        say_reach(v, r, &s);
    if (step == STEP_PHONE && r->phone[0])
        join(&s, arena_printf(v->ui->frame, "\u2066%s\u2069", r->phone));
    if (step == STEP_NAME && r->name[0])
        join(&s, arena_printf(v->ui->frame, "\u2068%s\u2069", r->name));
    return kept(v, &s);
}

const char *liaison_slots(struct view *v, const struct request_slot *slots, size_t count, size_t most)
{
    struct str s;
    str_init(&s);
    for (size_t i = 0; i < count && i < most; i++)
        join(&s, arena_printf(v->ui->frame, "%s %s – %s", view_weekday(v, slots[i].day), view_date(v, slots[i].day),
                              tr(v, form_part(slots[i].part).label)));
    if (count > most)
        join(&s, arena_printf(v->ui->frame, "+%s", date_number(v->session->lang, (int)(count - most), v->ui->frame)));
    return kept(v, &s);
}

const char *liaison_state_word(enum liaison_state s)
{
    static const char *const words[STATE_COUNT] = {
        [STATE_NEW] = N_("New"),
        [STATE_COLLECTED] = N_("Read, not answered"),
        [STATE_ANSWERED] = N_("Answered"),
        [STATE_CLOSED] = N_("Closed"),
    };
    return words[s];
}

void liaison_notice(struct view *v, struct node *parent)
{
    static const char *const words[DONE_COUNT] = {
        [DONE_SENT] = N_("The answer is kept. The visitor sees it with their code."),
        [DONE_CLOSED] = N_("The request is closed."),
        [DONE_SHARED] = N_("Today's liaison officers can read it now."),
        [DONE_KEPT] = N_("Your key is kept on this machine. Nobody can use it without your passphrase."),
        [DONE_TAKEN_AWAY] = N_("Your key is taken away from this machine."),
        [DONE_MADE] = N_("The new key is made."),
        [DONE_TIME_TAKEN] = N_("Not sent: this time was given to somebody else. Please choose another."),
        [DONE_SHORT] = N_("Not made: the passphrase is too short. It needs 8 letters or more."),
        [DONE_NOT_SAME] = N_("Not made: the two passphrases are not the same. Type them again."),
    };
    const struct liaison_desk *d = v->desk->liaison;
    if (d->done == DONE_NOTHING)
        return;
    bool bad = d->done >= DONE_TIME_TAKEN;
    const char *said =
        d->done == DONE_FAILED
            ? tr_fill(v, "Not done: {why}", "why",
                      desk_why(v, d->why, N_("Your key does not allow it, or it is not your key.")), NULL)
            : tr(v, words[d->done]);
    struct node *n = w_notice(v->ui, parent, bad ? "icons/warning" : "icons/yes", said);
    if (d->done == DONE_FAILED)
        n->last->text.fit_lines = 0;
}
