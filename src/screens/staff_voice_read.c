/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A volunteer reads aloud, staff beside them: the words large and in the volunteer's language, one thing to do at a
 * time, in both languages. First what the voice is for, and a touch to agree. */
#include "screens/registry.h"

#include "base/str.h"
#include "content/dates.h"
#include "content/readings.h"
#include "screens/staff_kit.h"
#include "screens/staff_voice.h"
#include "screens/voice_words.h"

#include <stdlib.h>
#include <string.h>

enum { BAR = 20 /* pieces of the level's bar */ };

struct read_state {
    bool sure; /* of removing */
};

static struct staff_voice *voice(const struct view *v)
{
    return v->desk->staff->voice;
}

static const struct voice_words *here(const struct view *v)
{
    const struct staff_voice *s = voice(v);
    return s->at < s->count ? &s->words[s->at] : NULL;
}

/* The volunteer's language. */
static const struct language *theirs(const struct view *v)
{
    return site_language(v->site, voice(v)->tag);
}

/* ---- words in both languages ------------------------------------------------------------------------------------- */

static struct node *their_text(struct view *v, struct node *parent, const char *s, enum type_step step)
{
    struct node *t = w_text(v->ui, parent, s, step);
    t->text.lang = &theirs(v)->text;
    t->text.align = TEXT_CENTER;
    t->text.fit = true;
    return t;
}

/* Staff read along below, while the letters leave room for it. */
static void staff_text(struct view *v, struct node *parent, const char *msgid)
{
    struct ui *u = v->ui;
    if (theirs(v) == v->session->lang || u->size >= SIZE_LARGE)
        return;
    struct node *t = w_text(u, parent, tr(v, msgid), TYPE_LABEL);
    t->text.align = TEXT_CENTER;
    t->text.fit = true;
    t->speech = "";
}

static struct node *act(struct view *v, struct node *parent, struct ui_id id, enum look look, const char *icon,
                        enum voice_phrase phrase)
{
    struct ui *u = v->ui;
    const char *msgid = voice_phrase(phrase), *words = tr_in(v, theirs(v), msgid);
    struct node *n = w_button(u, parent, id, look, icon, NULL);
    n->label = words;
    n->text.lang = &theirs(v)->text; /* of what is said */
    struct node *column = w_column(u, n, 1);
    their_text(v, column, words, TYPE_BODY)->text.bold = true;
    staff_text(v, column, msgid);
    return n;
}

/* The one thing to do now. */
static struct node *great(struct view *v, struct node *parent, struct ui_id id, const char *icon,
                          enum voice_phrase phrase)
{
    struct ui *u = v->ui;
    struct node *n = act(v, parent, id, LOOK_PRIMARY, icon, phrase);
    n->lay.min_h = ui_mm(u, ui_portrait(u) ? 46 : 36);
    n->lay.gap = ui_mm(u, 6);
    n->first->lay.w = n->first->lay.h = ui_mm(u, ui_portrait(u) ? 30 : 24);
    n->last->first->text.step = TYPE_HEADING;
    return n;
}

/* ---- consent ----------------------------------------------------------------------------------------------------- */

static void promise(struct view *v, struct node *list, int i, const char *icon, enum voice_phrase phrase)
{
    struct ui *u = v->ui;
    struct node *row = w_row(u, list, 6);
    row->look = LOOK_CARD;
    row->lay.pad = ui_mm(u, 6);
    row->lay.pad_block = ui_mm(u, 4);
    w_icon(u, row, icon, u->size == SIZE_XLARGE ? 18 : 26);
    struct node *column = w_column(u, row, 1);
    column->lay.grow = 1;
    const char *msgid = voice_phrase(phrase);
    their_text(v, column, tr_in(v, theirs(v), msgid), u->size >= SIZE_LARGE ? TYPE_BODY : TYPE_TITLE)->id =
        UI_ID(UI_SENTENCE, i);
    staff_text(v, column, msgid);
}

static void build_consent(struct view *v, struct node *content)
{
    struct ui *u = v->ui;
    struct node *list = w_pager(u, content, AXIS_COLUMN, 0, MM_GAP, tr(v, "Up"), tr(v, "More"));
    list->lay.justify = PLACE_CENTER;
    promise(v, list, 0, "icons/listen", PHRASE_WILL_PLAY);
    promise(v, list, 1, "icons/privacy", PHRASE_NO_NAME);
    promise(v, list, 2, "icons/erase", PHRASE_REMOVE);
    struct node *row = w_grid(u, content, 2, MM_GAP);
    w_button(u, row, UI_ID(UI_BACK, 0), LOOK_QUIET, "icons/back", tr(v, "Back"))->first->mirror = true;
    act(v, row, UI_ID(UI_CONFIRM, 0), LOOK_PRIMARY, "icons/yes", PHRASE_AGREE);
}

/* ---- the words --------------------------------------------------------------------------------------------------- */

/* The k-th text of a card that has `count` of them, in the order of content/readings.h; NULL when it has not so many.
 */
static const char *text_of(const struct card *c, size_t k, size_t count)
{
    const char *heads[2];
    size_t n = 0;
    if (c->title && *c->title)
        heads[n++] = c->title;
    if (c->picture_label && *c->picture_label)
        heads[n++] = c->picture_label;
    if (n + c->sentence_count != count)
        return NULL;
    return k < n ? heads[k] : c->sentences[k - n];
}

static const char *screens_word(const struct view *v, int n)
{
    const char *id;
    for (size_t i = 0; (id = strings_at(v->strings, i)); i++)
        if (!strchr(id, '{') && --n == 0)
            return tr(v, id);
    return NULL;
}

/* The same words in the language that staff read; NULL when they are not there, or it is the volunteer's. */
static const char *meaning(const struct view *v)
{
    const struct staff_voice *s = voice(v);
    const struct voice_words *w = here(v);
    if (theirs(v) == v->session->lang)
        return NULL;
    if (str_eq(w->page, READINGS_SCREENS))
        return screens_word(v, w->card);
    const struct page *p = catalogue_find(v->catalogue, w->page);
    const struct page_text *t = p ? catalogue_text(v->catalogue, p, v->session->lang->text.tag, v->today) : NULL;
    if (!t || w->card == 0 || (size_t)w->card > t->card_count)
        return t && w->card == 0 ? t->title : NULL;
    size_t first = s->at, end = first;
    while (first > 0 && s->words[first - 1].card == w->card && str_eq(s->words[first - 1].page, w->page))
        first--;
    while (end < s->count && s->words[end].card == w->card && str_eq(s->words[end].page, w->page))
        end++;
    return text_of(&t->cards[w->card - 1], s->at - first, end - first);
}

static void build_words(struct view *v, struct node *parent)
{
    struct ui *u = v->ui;
    struct node *card = w_column(u, parent, 0);
    card->look = voice(v)->phase == VOICE_HEARING ? LOOK_NOTICE : LOOK_CARD; /* read now */
    card->lay.grow = 1;
    card->lay.justify = PLACE_CENTER;
    card->lay.pad = ui_mm(u, 8);
    card->lay.pad_block = ui_mm(u, 5);
    struct node *t = their_text(v, card, here(v)->words, u->size == SIZE_XLARGE ? TYPE_TITLE : TYPE_HUGE);
    t->text.fit_lines = ui_portrait(u) ? 7 : 5;
    t->id = UI_ID(UI_SENTENCE, 0);
    t->text.bold = here(v)->card == 0;
    const char *staff = u->size < SIZE_LARGE ? meaning(v) : NULL;
    if (!staff)
        return;
    card->lay.gap = ui_mm(u, 8);
    struct node *m = w_text(u, card, staff, TYPE_LABEL);
    m->text.color = COLOR_QUIET;
    m->text.align = TEXT_CENTER;
    m->text.fit = true;
    m->speech = "";
}

/* Of the page's texts: which one, and how many there are. */
static size_t place(const struct staff_voice *s, size_t *of)
{
    size_t first = s->at, end = first;
    while (first > 0 && str_eq(s->words[first - 1].page, s->page))
        first--;
    while (end < s->count && str_eq(s->words[end].page, s->page))
        end++;
    *of = end - first;
    return s->at - first + 1;
}

/* Whose voice it has now, and where in the page we are. */
static void build_status(struct view *v, struct node *parent)
{
    static const char *const from[VOICE_FROM_COUNT] = {[FROM_NOBODY] = N_("No voice"),
                                                       [FROM_MACHINE] = N_("The machine's voice"),
                                                       [FROM_SITE] = N_("A recording"),
                                                       [FROM_HERE] = N_("A recording that was made here")};
    static const char *const icons[VOICE_FROM_COUNT] = {"icons/mute", "icons/listen", "icons/yes", "icons/yes"};
    struct ui *u = v->ui;
    size_t of, at = place(voice(v), &of);
    struct node *row = w_row(u, parent, 3);
    w_icon(u, row, icons[here(v)->from], 9);
    struct node *t = w_text(u, row, tr(v, from[here(v)->from]), TYPE_LABEL);
    t->lay.grow = 1;
    t->text.fit = true;
    w_text(u, row, arena_printf(u->frame, "\u2066%zu / %zu\u2069", at, of), TYPE_LABEL)->text.bold = true;
}

/* ---- what was said to the last touch ----------------------------------------------------------------------------- */

static void their_notice(struct view *v, struct node *parent, const char *icon, enum voice_phrase phrase)
{
    struct ui *u = v->ui;
    struct node *n = w_notice(u, parent, icon, tr_in(v, theirs(v), voice_phrase(phrase)));
    n->lay.min_h = ui_mm(u, 16);
    n->last->text.lang = &theirs(v)->text;
    n->last->text.step = TYPE_BODY;
    n->last->text.fit_lines = 0;
    n->last->text.align = (theirs(v)->text.dir == TEXT_RTL) == ui_rtl(u) ? TEXT_START : TEXT_END;
}

static void build_said(struct view *v, struct node *parent)
{
    struct ui *u = v->ui;
    const struct staff_voice *s = voice(v);
    const char *words = NULL;
    switch (s->said) {
    case SAID_KEPT:
        their_notice(v, parent, "icons/yes", PHRASE_KEPT);
        break;
    case SAID_NOT_HEARD:
        their_notice(v, parent, "icons/warning", PHRASE_NOT_HEARD);
        break;
    case SAID_TOO_LOUD:
        their_notice(v, parent, "icons/warning", PHRASE_TOO_LOUD);
        break;
    case SAID_REMOVED:
        w_notice(u, parent, "icons/yes", tr(v, "The recording is removed."));
        break;
    case SAID_NO_MICROPHONE:
        words = tr(v, "No microphone. Plug one in and touch Record again.");
        break;
    case SAID_PULLED_OUT:
        words = s->phase == VOICE_TAKEN ? tr(v, "The microphone was pulled out. What was heard before is here.")
                                        : tr(v, "The microphone was pulled out. Nothing was heard.");
        break;
    case SAID_NOT_DONE:
        words = tr_fill(v, "Not done, nothing has changed: {why}", "why", desk_why(v, s->why, NULL), NULL);
        break;
    case SAID_NOTHING:
    case VOICE_SAID_COUNT:
        break;
    }
    if (words)
        w_notice(u, parent, "icons/warning", words)->last->text.fit_lines = 0;
}

/* ---- what can be done -------------------------------------------------------------------------------------------- */

static bool is_last(const struct staff_voice *s)
{
    size_t of, at = place(s, &of);
    return at == of;
}

/* Back to the list, and to the neighbours. */
static void build_turning(struct view *v, struct node *parent)
{
    struct ui *u = v->ui;
    size_t of, at = place(voice(v), &of);
    struct node *row = w_row(u, parent, MM_GAP);
    struct node *back = w_button(u, row, UI_ID(UI_BACK, 0), LOOK_QUIET, "icons/papers", tr(v, "Back"));
    back->lay.grow = 1;
    struct node *before = w_button(u, row, UI_ID(UI_PREVIOUS, 0), LOOK_QUIET, "icons/back", NULL);
    before->label = tr(v, "The words before");
    before->first->mirror = true;
    before->disabled = at <= 1;
    struct node *after = w_button(u, row, UI_ID(UI_NEXT, 0), LOOK_QUIET, "icons/next", NULL);
    after->label = tr(v, "The words after");
    after->first->mirror = true;
    after->disabled = at >= of;
}

static void build_ready(struct view *v, struct node *parent)
{
    struct ui *u = v->ui;
    const struct staff_voice *s = voice(v);
    bool kept = s->said == SAID_KEPT;
    enum voice_from from = here(v)->from;
    if (kept) {
        struct node *next = great(v, parent, UI_ID(UI_NEXT, 1), is_last(s) ? "icons/yes" : "icons/next",
                                  is_last(s) ? PHRASE_DONE : PHRASE_NEXT);
        next->first->mirror = !is_last(s);
    } else {
        great(v, parent, UI_ID(UI_RECORD, 0), "icons/microphone", PHRASE_RECORD);
    }
    struct node *row = from == FROM_NOBODY ? NULL : w_grid(u, parent, from == FROM_HERE ? 2 : 1, MM_GAP);
    if (row)
        act(v, row, UI_ID(UI_HEAR, 0), LOOK_TILE, "icons/listen", PHRASE_LISTEN);
    if (row && kept)
        act(v, row, UI_ID(UI_RECORD, 0), LOOK_TILE, "icons/repeat", PHRASE_AGAIN);
    else if (row && from == FROM_HERE)
        w_button(u, row, UI_ID(UI_CLEAR, 0), LOOK_TILE, "icons/erase", tr(v, "Remove it"));
    build_turning(v, parent);
}

static void build_counting(struct view *v, struct node *parent)
{
    struct ui *u = v->ui;
    int n = voice(v)->count_down;
    struct node *box = w_column(u, parent, 3);
    box->look = LOOK_CARD;
    box->lay.justify = PLACE_CENTER;
    box->lay.pad = box->lay.pad_block = ui_mm(u, 5);
    box->lay.min_h = ui_mm(u, ui_portrait(u) ? 60 : 44);
    their_text(v, box, date_number(theirs(v), n, u->frame), TYPE_HUGE)->text.bold = true;
    w_dots(u, box, VOICE_COUNT_S, VOICE_COUNT_S - n)->lay.grow = 0;
    their_text(v, box, tr_in(v, theirs(v), voice_phrase(PHRASE_GET_READY)), TYPE_HEADING);
    staff_text(v, box, voice_phrase(PHRASE_GET_READY));
    act(v, parent, UI_ID(UI_CANCEL, 0), LOOK_QUIET, "icons/close", PHRASE_STOP);
}

/* The level, and how long there is. */
static void build_bar(struct view *v, struct node *parent)
{
    struct ui *u = v->ui;
    const struct staff_voice *s = voice(v);
    struct node *row = w_row(u, parent, 4);
    w_icon(u, row, "icons/volume", 11);
    struct node *bar = w_row(u, row, 1);
    bar->lay.grow = 1;
    bar->lay.align = PLACE_STRETCH;
    bar->lay.h = ui_mm(u, 12);
    for (int i = 0; i < BAR; i++) {
        struct node *piece = w_spring(u, bar);
        piece->look = i * 100 < s->level * BAR ? LOOK_PRIMARY : LOOK_KEY;
    }
    w_icon(u, row, "icons/clock", 11);
    struct node *left =
        w_text(u, row, arena_printf(u->frame, "\u2066%d:%02d\u2069", s->left_s / 60, s->left_s % 60), TYPE_BODY);
    left->text.bold = true;
    left->lay.min_w = ui_mm(u, 22);
}

static void build_hearing(struct view *v, struct node *parent)
{
    struct ui *u = v->ui;
    struct node *box = w_column(u, parent, 3);
    their_text(v, box, tr_in(v, theirs(v), voice_phrase(PHRASE_SPEAK)), TYPE_HEADING)->text.bold = true;
    staff_text(v, box, voice_phrase(PHRASE_SPEAK));
    build_bar(v, parent);
    great(v, parent, UI_ID(UI_CANCEL, 0), "icons/microphone-stop", PHRASE_STOP);
}

static void build_taken(struct view *v, struct node *parent)
{
    struct ui *u = v->ui;
    struct node *hear = act(v, parent, UI_ID(UI_HEAR, 0), LOOK_TILE, "icons/listen", PHRASE_LISTEN);
    hear->lay.min_h = ui_mm(u, ui_portrait(u) ? 32 : 26);
    bool again = voice(v)->said == SAID_TOO_LOUD; /* then that is the better way on */
    if (again)
        great(v, parent, UI_ID(UI_RECORD, 0), "icons/repeat", PHRASE_AGAIN);
    else
        great(v, parent, UI_ID(UI_CONFIRM, 0), "icons/kept-it", PHRASE_KEEP);
    struct node *row = w_grid(u, parent, 2, MM_GAP);
    if (again)
        act(v, row, UI_ID(UI_CONFIRM, 0), LOOK_TILE, "icons/kept-it", PHRASE_KEEP);
    else
        act(v, row, UI_ID(UI_RECORD, 0), LOOK_TILE, "icons/repeat", PHRASE_AGAIN);
    act(v, row, UI_ID(UI_CLEAR, 0), LOOK_TILE, "icons/erase", PHRASE_THROW_AWAY);
}

static void build_acts(struct view *v, struct node *parent)
{
    build_said(v, parent);
    switch (voice(v)->phase) {
    case VOICE_COUNTING:
        build_counting(v, parent);
        break;
    case VOICE_HEARING:
        build_hearing(v, parent);
        break;
    case VOICE_TAKEN:
        build_taken(v, parent);
        break;
    case VOICE_READY:
    case VOICE_MAKING: /* "one moment" stands over it */
    case VOICE_PHASE_COUNT:
        build_ready(v, parent);
        break;
    }
}

static void build_sure(struct view *v, struct node *content)
{
    w_heading(v->ui, content, tr(v, "Remove this recording for ever?"), TYPE_HEADING);
    build_words(v, content);
    staff_foot(v, content, "icons/erase", tr(v, "Yes, remove it"));
}

static void build(struct view *v, void *state, struct node *content)
{
    const struct read_state *st = state;
    struct ui *u = v->ui;
    if (!here(v)) {
        w_text(u, content, tr(v, "There is nothing to read here today."), TYPE_BODY);
        w_spring(u, content);
        staff_foot(v, content, NULL, NULL);
    } else if (!voice(v)->agreed) {
        build_consent(v, content);
    } else if (st->sure) {
        build_sure(v, content);
    } else if (ui_portrait(u)) {
        build_status(v, content);
        build_words(v, content);
        build_acts(v, content);
    } else {
        struct node *row = w_row(u, content, 10);
        row->lay.grow = 1;
        row->lay.align = PLACE_STRETCH;
        struct node *words = w_column(u, row, 3), *acts = w_column(u, row, MM_GAP);
        words->lay.grow = 1;
        acts->lay.w = u->w * 42 / 100;
        acts->lay.justify = PLACE_CENTER;
        build_status(v, words);
        build_words(v, words);
        build_acts(v, acts);
    }
}

/* ---- touches ----------------------------------------------------------------------------------------------------- */

static struct command turn(struct view *v, int by)
{
    const struct staff_voice *s = voice(v);
    size_t of, at = place(s, &of);
    if ((by < 0 && at <= 1) || (by > 0 && at >= of))
        return by > 0 ? command_of(COMMAND_BACK) : command_of(COMMAND_NONE);
    return command_go(COMMAND_REPLACE, "staff-voice-read/%s/%s/%zu", s->tag, s->page, by > 0 ? at + 1 : at - 1);
}

static struct command back(struct view *v, struct read_state *st)
{
    if (st->sure) {
        st->sure = false;
        return command_of(COMMAND_REDRAW);
    }
    /* in the middle of it there is no way back on the screen, but there is a key for it: it stops first */
    switch (voice(v)->phase) {
    case VOICE_COUNTING:
    case VOICE_HEARING:
        return staff_order(STAFF_VOICE, VOICE_STOP);
    default:
        return command_of(COMMAND_BACK);
    }
}

static struct command confirm(struct view *v, struct read_state *st)
{
    if (!voice(v)->agreed) {
        voice(v)->agreed = true;
        return command_of(COMMAND_REDRAW);
    }
    if (st->sure) {
        st->sure = false;
        return staff_order(STAFF_VOICE, VOICE_REMOVE);
    }
    return staff_order(STAFF_VOICE, VOICE_KEEP);
}

static struct command clear(struct view *v, struct read_state *st)
{
    if (voice(v)->phase == VOICE_TAKEN)
        return staff_order(STAFF_VOICE, VOICE_THROW_AWAY);
    st->sure = here(v)->from == FROM_HERE;
    return command_of(COMMAND_REDRAW);
}

static struct command update(struct view *v, void *state, struct ui_id act)
{
    struct read_state *st = state;
    if (act.kind == UI_BACK || !here(v))
        return act.kind == UI_BACK ? back(v, st) : command_of(COMMAND_NONE);
    switch (act.kind) {
    case UI_CONFIRM:
        return confirm(v, st);
    case UI_RECORD:
        return staff_order(STAFF_VOICE, VOICE_RECORD);
    case UI_CANCEL:
        return staff_order(STAFF_VOICE, VOICE_STOP);
    case UI_HEAR:
        return staff_order(STAFF_VOICE, VOICE_HEAR);
    case UI_CLEAR:
        return clear(v, st);
    case UI_NEXT:
        return turn(v, 1);
    case UI_PREVIOUS:
        return turn(v, -1);
    default:
        return command_of(COMMAND_NONE);
    }
}

static bool enter(struct view *v, void *state, const char *arg)
{
    (void)state;
    char tag[LANGUAGE_TAG_MAX] = "";
    size_t n = strcspn(arg, "/");
    if (n >= sizeof tag || !arg[n])
        return false;
    memcpy(tag, arg, n);
    const struct language *l = site_language(v->site, tag);
    const char *place_in_page = strchr(arg + n + 1, '/');
    return l && str_eq(l->text.tag, tag) && place_in_page && strtoul(place_in_page + 1, NULL, 10) > 0;
}

static const char *title(struct view *v, void *state)
{
    (void)state;
    return tr(v, "Record a voice");
}

const struct screen screen_staff_voice_read = {.id = "staff-voice-read",
                                               .icon = "icons/microphone",
                                               .access = ACCESS_STAFF,
                                               .state_size = sizeof(struct read_state),
                                               .enter = enter,
                                               .update = update,
                                               .build = build,
                                               .title = title};
