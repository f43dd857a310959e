/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which words a person has read aloud: by language, by page, by card; and recordings whose words are no more. */
#include "screens/registry.h"

#include "base/str.h"
#include "content/dates.h"
#include "content/readings.h"
#include "screens/staff_kit.h"
#include "screens/staff_voice.h"

#include <stdio.h>
#include <string.h>

/* A touch of an older recording chooses it; removing wants a second touch. */
struct voice_state {
    bool chosen, sure;
};

static struct staff_voice *voice(const struct view *v)
{
    return v->desk->staff->voice;
}

static const char *number(const struct view *v, int n)
{
    return date_number(v->session->lang, n, v->ui->frame);
}

static const char *isolated(const struct view *v, const char *s)
{
    return arena_printf(v->ui->frame, "\u2068%s\u2069", s);
}

static const char *icon_of(bool spoken, bool machine)
{
    return spoken ? "icons/yes" : machine ? "icons/listen" : "icons/mute";
}

static const char *cards_words(const struct view *v, int spoken, int all, bool machine)
{
    const char *of = tr_fill(v, "Read by a person: {number} of {total}.", "number", number(v, spoken), "total",
                             number(v, all), NULL);
    if (spoken == all)
        return of;
    return arena_printf(v->ui->frame, "%s %s", of,
                        machine ? tr(v, "The rest: the machine's voice.") : tr(v, "The rest: no voice."));
}

/* ---- languages --------------------------------------------------------------------------------------------------- */

static void build_languages(struct view *v, struct node *content)
{
    struct ui *u = v->ui;
    if (u->size < SIZE_XLARGE)
        w_text(u, content, tr(v, "A voice people know is better than a machine's. Who will read aloud?"), TYPE_LABEL);
    struct node *list = w_pager(u, content, AXIS_COLUMN, 0, MM_GAP, tr(v, "Up"), tr(v, "More"));
    for (size_t i = 0; i < v->site->offered_count && i < VOICE_LANGUAGES; i++) {
        const struct language *l = v->site->offered[i];
        const struct voice_cards *c = &voice(v)->languages[i];
        staff_line(v, list, UI_ID(UI_OPTION, i), icon_of(c->all && c->spoken == c->all, c->machine),
                   arena_printf(u->frame, "\u2068%s\u2069 · \u2068%s\u2069", l->autonym, l->english),
                   cards_words(v, c->spoken, c->all, c->machine));
    }
    staff_foot(v, content, NULL, NULL);
}

/* ---- the pages of one -------------------------------------------------------------------------------------------- */

/* The rows of one page, or of one card of it, from `i` on. */
struct part {
    size_t first, end;
    int cards, spoken, texts;
    bool machine;
};

static struct part page_at(const struct staff_voice *s, size_t i)
{
    struct part p = {.first = i, .end = i};
    while (p.end < s->count && str_eq(s->words[p.end].page, s->words[i].page)) {
        int card = s->words[p.end].card;
        bool spoken = true;
        for (; p.end < s->count && str_eq(s->words[p.end].page, s->words[i].page) && s->words[p.end].card == card;
             p.end++, p.texts++) {
            spoken = spoken && s->words[p.end].from >= FROM_SITE;
            p.machine = p.machine || s->words[p.end].from == FROM_MACHINE;
        }
        if (card == 0)
            continue;
        p.cards++;
        p.spoken += spoken;
    }
    return p;
}

/* The i-th page that has something to read; false past the last. */
static bool nth_page(const struct staff_voice *s, size_t n, struct part *out)
{
    size_t i = 0;
    for (; i < s->count; i = out->end) {
        *out = page_at(s, i);
        if (n-- == 0)
            return true;
    }
    return false;
}

/* Staff find it in the language that they read. */
static const char *page_title(const struct view *v, const char *slug)
{
    const struct page *p = catalogue_find(v->catalogue, slug);
    if (str_eq(slug, READINGS_SCREENS))
        return tr(v, "Words on the buttons");
    const struct page_text *t = p ? catalogue_translation(v->catalogue, p, v->session->lang->text.tag, v->today) : NULL;
    if (p && !t)
        t = catalogue_translation(v->catalogue, p, "en", v->today);
    return t ? t->title : slug;
}

static void build_pages(struct view *v, struct node *content)
{
    struct ui *u = v->ui;
    const struct staff_voice *s = voice(v);
    struct part p = {0};
    struct node *list = w_pager(u, content, AXIS_COLUMN, 0, MM_GAP, tr(v, "Up"), tr(v, "More"));
    for (size_t i = 0; nth_page(s, i, &p); i++)
        staff_line(v, list, UI_ID(UI_OPTION, i), icon_of(p.spoken == p.cards, p.machine),
                   page_title(v, s->words[p.first].page), cards_words(v, p.spoken, p.cards, p.machine));
    if (s->older)
        staff_line(v, list, UI_ID(UI_MY_REQUEST, 0), "icons/days-kept", tr(v, "Recordings of older words"),
                   tr_fill(v, "They do not play any more: {number}", "number", number(v, (int)s->older), NULL));
    staff_foot(v, content, NULL, NULL);
}

/* ---- the cards of one -------------------------------------------------------------------------------------------- */

/* The n-th card of the page that is shown, its title as card 0: the place of its first text in the page, from 1, and
 * how it stands. False past the last. */
static bool nth_card(const struct staff_voice *s, size_t n, size_t *place, struct part *out)
{
    size_t first = 0, i;
    while (first < s->count && !str_eq(s->words[first].page, s->page))
        first++;
    for (i = first; i < s->count && str_eq(s->words[i].page, s->page); i = out->end) {
        *out = (struct part){.first = i, .end = i};
        for (; out->end < s->count && str_eq(s->words[out->end].page, s->page) &&
               s->words[out->end].card == s->words[i].card;
             out->end++) {
            out->texts++;
            out->spoken += s->words[out->end].from >= FROM_SITE;
            out->machine = out->machine || s->words[out->end].from == FROM_MACHINE;
        }
        *place = i - first + 1;
        if (n-- == 0)
            return true;
    }
    return false;
}

static void build_cards(struct view *v, const struct language *l, struct node *content)
{
    struct ui *u = v->ui;
    const struct staff_voice *s = voice(v);
    struct part c = {0};
    size_t place = 0;
    struct node *list = w_pager(u, content, AXIS_COLUMN, 0, MM_GAP, tr(v, "Up"), tr(v, "More"));
    for (size_t i = 0; nth_card(s, i, &place, &c); i++) {
        struct node *n =
            staff_line(v, list, UI_ID(UI_OPTION, i), icon_of(c.spoken == c.texts, c.machine), s->words[c.first].words,
                       tr_fill(v, "Read by a person: {number} of {total}.", "number", number(v, c.spoken), "total",
                               number(v, c.texts), NULL));
        struct node *words = n->last->first;
        words->text.lang = &l->text;
        words->text.align = (l->text.dir == TEXT_RTL) == ui_rtl(u) ? TEXT_START : TEXT_END;
    }
    if (!list->first)
        w_text(u, list, tr(v, "There is nothing to read here today."), TYPE_BODY);
    staff_foot(v, content, NULL, NULL);
}

/* ---- recordings of older words ----------------------------------------------------------------------------------- */

static void build_older(struct view *v, const struct voice_state *st, struct node *content)
{
    struct ui *u = v->ui;
    const struct staff_voice *s = voice(v);
    if (st->sure) {
        w_heading(u, content, tr(v, "Remove this recording for ever?"), TYPE_HEADING);
        w_spring(u, content);
        staff_foot(v, content, "icons/erase", tr(v, "Yes, remove it"));
        return;
    }
    if (s->said == SAID_REMOVED)
        w_notice(u, content, "icons/yes", tr(v, "The recording is removed."));
    else if (s->said == SAID_NOT_DONE)
        w_notice(u, content, "icons/warning",
                 tr_fill(v, "Not done, nothing has changed: {why}", "why", desk_why(v, s->why, NULL), NULL))
            ->last->text.fit_lines = 0;
    w_text(u, content, tr(v, "The words of these recordings have changed. Visitors do not hear them any more."),
           TYPE_LABEL);
    struct node *list = w_pager(u, content, AXIS_COLUMN, 0, MM_GAP, tr(v, "Up"), tr(v, "More"));
    for (size_t i = 0; i < s->older; i++)
        staff_line(v, list, UI_ID(UI_OPTION, i), "icons/days-kept",
                   tr_fill(v, "Recording {number}", "number", number(v, (int)i + 1), NULL), NULL)
            ->selected = st->chosen && s->older_at == i;
    if (!s->older)
        w_text(u, list, tr(v, "There is none."), TYPE_BODY);
    if (st->chosen && s->older_at < s->older) {
        struct node *row = w_grid(u, content, 2, MM_GAP);
        w_button(u, row, UI_ID(UI_HEAR, 0), LOOK_TILE, "icons/listen", tr(v, "Listen"));
        w_button(u, row, UI_ID(UI_CLEAR, 0), LOOK_TILE, "icons/erase", tr(v, "Remove it"));
    }
    staff_foot(v, content, NULL, NULL);
}

static struct command update_older(struct view *v, struct voice_state *st, struct ui_id act)
{
    struct staff_voice *s = voice(v);
    bool there = st->chosen && s->older_at < s->older;
    switch (act.kind) {
    case UI_BACK:
        if (!st->sure)
            return command_of(COMMAND_BACK);
        st->sure = false;
        return command_of(COMMAND_REDRAW);
    case UI_OPTION:
        st->chosen = act.index < s->older;
        s->older_at = act.index;
        s->said = SAID_NOTHING;
        return command_of(COMMAND_REDRAW);
    case UI_HEAR:
        return there ? staff_order(STAFF_VOICE, VOICE_HEAR_OLDER) : command_of(COMMAND_NONE);
    case UI_CLEAR:
        st->sure = there;
        return command_of(COMMAND_REDRAW);
    case UI_CONFIRM:
        if (!st->sure)
            return command_of(COMMAND_NONE);
        st->sure = st->chosen = false;
        return staff_order(STAFF_VOICE, VOICE_REMOVE_OLDER);
    default:
        return command_of(COMMAND_NONE);
    }
}

/* ---- the screen -------------------------------------------------------------------------------------------------- */

static void build(struct view *v, void *state, struct node *content)
{
    const struct staff_voice *s = voice(v);
    const struct language *l = *s->tag ? site_language(v->site, s->tag) : NULL;
    if (!l)
        build_languages(v, content);
    else if (!*s->page)
        build_pages(v, content);
    else if (str_eq(s->page, VOICE_OLDER))
        build_older(v, state, content);
    else
        build_cards(v, l, content);
}

/* To the first text of it that no person has read. */
static struct command read_from(const struct staff_voice *s, const char *page, const struct part *p, size_t place)
{
    size_t i = p->first;
    while (i < p->end && s->words[i].from >= FROM_SITE)
        i++;
    place += i < p->end ? i - p->first : 0;
    return command_go(COMMAND_GO, "staff-voice-read/%s/%s/%zu", s->tag, page, place);
}

static struct command choose(struct view *v, size_t i)
{
    const struct staff_voice *s = voice(v);
    struct part p = {0};
    size_t place = 0;
    if (!*s->tag)
        return i < v->site->offered_count ? command_go(COMMAND_GO, "staff-voice/%s", v->site->offered[i]->text.tag)
                                          : command_of(COMMAND_NONE);
    if (!*s->page && nth_page(s, i, &p)) {
        const char *page = s->words[p.first].page;
        if (str_eq(page, READINGS_SCREENS)) /* some hundred: one after the other, no list */
            return read_from(s, page, &p, 1);
        return command_go(COMMAND_GO, "staff-voice/%s/%s", s->tag, page);
    }
    if (*s->page && nth_card(s, i, &place, &p))
        return read_from(s, s->page, &p, place);
    return command_of(COMMAND_NONE);
}

static struct command update(struct view *v, void *state, struct ui_id act)
{
    const struct staff_voice *s = voice(v);
    if (str_eq(s->page, VOICE_OLDER))
        return update_older(v, state, act);
    switch (act.kind) {
    case UI_BACK:
        return command_of(COMMAND_BACK);
    case UI_MY_REQUEST:
        return command_go(COMMAND_GO, "staff-voice/%s/" VOICE_OLDER, s->tag);
    case UI_OPTION:
        return choose(v, act.index);
    default:
        return command_of(COMMAND_NONE);
    }
}

static bool enter(struct view *v, void *state, const char *arg)
{
    char tag[LANGUAGE_TAG_MAX] = "";
    (void)state;
    size_t n = strcspn(arg, "/");
    if (!*arg)
        return true;
    if (n >= sizeof tag)
        return false;
    memcpy(tag, arg, n);
    const struct language *l = site_language(v->site, tag);
    const char *page = arg[n] ? arg + n + 1 : NULL;
    return l && str_eq(l->text.tag, tag) && (!page || str_eq(page, VOICE_OLDER) || catalogue_find(v->catalogue, page));
}

static const char *title(struct view *v, void *state)
{
    (void)state;
    const struct staff_voice *s = voice(v);
    const struct language *l = *s->tag ? site_language(v->site, s->tag) : NULL;
    if (!l)
        return tr(v, "Record a voice");
    if (!*s->page)
        return isolated(v, l->autonym);
    return str_eq(s->page, VOICE_OLDER) ? tr(v, "Recordings of older words") : page_title(v, s->page);
}

const struct screen screen_staff_voice = {.id = "staff-voice",
                                          .icon = "icons/microphone",
                                          .access = ACCESS_STAFF,
                                          .state_size = sizeof(struct voice_state),
                                          .enter = enter,
                                          .update = update,
                                          .build = build,
                                          .title = title};
