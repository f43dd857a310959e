/* SPDX-License-Identifier: GPL-3.0-or-later */
/* My request: three pictures, six digits; then what became of it: the answer, what to say to it, and taking it back. */
#include "screens/registry.h"

#include "content/dates.h"
#include "my_answer_int.h"
#include "request_int.h"
#include "screens/form_words.h"
#include "ui/keyboard.h"
#include "ui/widgets.h"

#include <string.h>

struct find_state {
    uint8_t picture[RECEIPT_PICTURES];
    int pictures;
    char digits[RECEIPT_DIGITS + 1];
    bool asked;      /* the code was handed to the vault */
    bool confirming; /* "really take it back?" */
    bool other_time; /* the question of when is asked */
    struct request_slot slots[REQUEST_SLOTS_MAX];
    size_t slot_count;
};

static bool enter(struct view *v, void *state, const char *arg)
{
    (void)state;
    v->session->lookup = LOOKUP_NONE;
    explicit_bzero(&v->session->told, sizeof v->session->told);
    return !*arg;
}

static bool found(const struct session *s)
{
    return s->lookup >= LOOKUP_NEW && s->lookup <= LOOKUP_CLOSED;
}

static struct command look_up(struct view *v, struct find_state *s)
{
    struct receipt_code *c = &v->session->entered;
    memcpy(c->picture, s->picture, sizeof s->picture);
    for (int i = 0; i < RECEIPT_DIGITS; i++)
        c->digit[i] = (uint8_t)(s->digits[i] - '0');
    s->asked = true;
    return command_of(COMMAND_FIND);
}

/* Whether there is an answer that can be shown: also of a request that is finished. */
static bool told(const struct session *s)
{
    return found(s) && s->told.there;
}

static struct command reply(struct view *v, enum reply_kind kind, const struct find_state *s)
{
    struct reply *r = &v->session->told.wanted;
    if (v->session->lookup != LOOKUP_ANSWERED || !told(v->session))
        return command_of(COMMAND_NONE);
    *r = (struct reply){.kind = kind};
    if (kind == REPLY_OTHER_TIME) {
        memcpy(r->slots, s->slots, sizeof r->slots);
        r->slot_count = s->slot_count;
    }
    return command_of(COMMAND_REPLY);
}

/* What is said to the answer. */
static struct command answering(struct view *v, struct find_state *s, struct ui_id act)
{
    switch (act.kind) {
    case UI_ACCEPT:
        return reply(v, REPLY_ACCEPT, s);
    case UI_OTHER_TIME:
        s->other_time = v->session->lookup == LOOKUP_ANSWERED;
        return command_of(COMMAND_REDRAW);
    case UI_SLOT:
        return command_of(s->other_time && request_choose_slot(v, act, s->slots, &s->slot_count) ? COMMAND_REDRAW
                                                                                                 : COMMAND_NONE);
    case UI_SEND:
        if (!s->other_time)
            return command_of(COMMAND_NONE);
        s->other_time = false;
        return reply(v, REPLY_OTHER_TIME, s);
    case UI_RESOURCE:
        return told(v->session) && v->session->told.answer.resource[0]
                   ? command_go(COMMAND_GO, "resource/%s", v->session->told.answer.resource)
                   : command_of(COMMAND_NONE);
    case UI_PRINT:
        return command_go(COMMAND_GO, "print/answer"); /* which is not there without an answer */
    default:
        return command_of(COMMAND_NONE);
    }
}

static bool taken(const struct find_state *s, unsigned picture)
{
    for (int i = 0; i < s->pictures; i++)
        if (s->picture[i] == picture)
            return true;
    return false;
}

static struct command update(struct view *v, void *state, struct ui_id act)
{
    struct find_state *s = state;
    switch (act.kind) {
    case UI_RECEIPT_PICTURE:
        if (s->pictures < RECEIPT_PICTURES && act.index < RECEIPT_PICTURE_COUNT && !taken(s, act.index))
            s->picture[s->pictures++] = (uint8_t)act.index;
        return command_of(COMMAND_REDRAW);
    case UI_CLEAR:
        explicit_bzero(s, sizeof *s);
        v->session->lookup = LOOKUP_NONE;
        return command_of(COMMAND_REDRAW);
    case UI_TAKE:
        return command_go(COMMAND_GO, "resources");
    case UI_WITHDRAW:
        s->confirming = true;
        return command_of(COMMAND_REDRAW);
    case UI_CANCEL:
        s->confirming = false;
        return command_of(COMMAND_REDRAW);
    case UI_CONFIRM:
        s->confirming = false;
        return command_of(found(v->session) ? COMMAND_WITHDRAW : COMMAND_NONE);
    case UI_BACK:
        if (!s->other_time)
            return command_of(COMMAND_BACK);
        s->other_time = false;
        return command_of(COMMAND_REDRAW);
    case UI_ACCEPT:
    case UI_OTHER_TIME:
    case UI_SLOT:
    case UI_SEND:
    case UI_RESOURCE:
    case UI_PRINT:
        return answering(v, s, act);
    default:
        break;
    }
    if (s->pictures == RECEIPT_PICTURES && !s->asked && act.kind != UI_NONE) {
        if (act.kind == UI_KEY && act.index > 9)
            return command_of(COMMAND_NONE);
        if (number_pad_act(act, s->digits, sizeof s->digits))
            return strlen(s->digits) == RECEIPT_DIGITS ? look_up(v, s) : command_of(COMMAND_REDRAW);
    }
    return command_of(COMMAND_NONE);
}

/* What has been entered so far: three frames, and six places for digits. */
static void progress(struct view *v, const struct find_state *s, struct node *content)
{
    struct ui *u = v->ui;
    struct node *row = w_row(u, content, 4);
    row->lay.justify = PLACE_CENTER;
    row->speech = "";
    for (int i = 0; i < RECEIPT_PICTURES; i++) {
        struct node *n = w_column(u, row, 0);
        n->look = LOOK_FIELD;
        n->lay.pad = n->lay.pad_block = ui_mm(u, 2);
        n->lay.w = n->lay.h = ui_mm(u, 24);
        if (i < s->pictures)
            w_icon(u, n, arena_printf(u->frame, "receipt/%s", receipt_picture_name(s->picture[i])), 20)->lay.w = 0;
    }
    int n = (int)strlen(s->digits);
    /* put together in the frame's memory, which is wiped */
    char *shown = arena_printf(u->frame, "%s%.*s", s->digits, RECEIPT_DIGITS - n, "------");
    struct node *d = w_heading(u, row, arena_printf(u->frame, "\u2066%.3s %s\u2069", shown, shown + 3), TYPE_TITLE);
    d->is_private = true;
    d->lay.w = ui_mm(u, 84);
    d->text.align = TEXT_CENTER;
}

static void pictures(struct view *v, const struct find_state *s, struct node *content)
{
    struct ui *u = v->ui;
    w_text(u, content, tr(v, "Touch your three pictures in their order."), TYPE_BODY);
    struct node *grid = w_pager(u, content, AXIS_GRID, ui_portrait(u) ? 8 : 16, 3, tr(v, "Up"), tr(v, "More"));
    for (unsigned i = 0; i < RECEIPT_PICTURE_COUNT; i++) {
        struct node *n = node_add(u, grid, ROLE_BUTTON, UI_ID(UI_RECEIPT_PICTURE, i));
        n->look = LOOK_TILE;
        n->target = true;
        n->label = tr(v, form_picture(i));
        n->lay.pad = n->lay.pad_block = ui_mm(u, 2);
        n->lay.justify = PLACE_CENTER;
        n->lay.max_h = ui_mm(u, 34);
        n->selected = false;
        n->disabled = taken(s, i);
        w_icon(u, n, arena_printf(u->frame, "receipt/%s", receipt_picture_name(i)), 21)->lay.w = 0;
    }
}

static const char *const answers[LOOKUP_COUNT] = {
    [LOOKUP_WRONG] = N_("No request has this code. Look at the pictures and numbers again."),
    [LOOKUP_NEW] = N_("Your request is here. The liaison officer has not read it yet."),
    [LOOKUP_COLLECTED] = N_("The liaison officer has read your request. The answer is not here yet."),
    [LOOKUP_ANSWERED] = N_("There is an answer. Ask at the desk."),
    [LOOKUP_CLOSED] = N_("This request is finished."),
    [LOOKUP_FAILED] = N_("This machine cannot look now. Please ask at the desk."),
    [LOOKUP_ERASED] = N_("Your request is erased. Nothing of it is left on this machine."),
};

static void picture_and_words(struct view *v, struct node *list)
{
    struct ui *u = v->ui;
    const struct session *session = v->session;
    bool bad = session->lookup == LOOKUP_WRONG || session->lookup == LOOKUP_WAIT || session->lookup == LOOKUP_FAILED;
    w_icon(u, list,
           bad                                ? "icons/question"
           : session->lookup == LOOKUP_ERASED ? "icons/erase"
                                              : "icons/answer",
           60)
        ->lay.w = 0;
    const char *words = session->lookup == LOOKUP_WAIT
                            ? tr_fill(v, "Too many tries. Please wait {seconds} seconds.", "seconds",
                                      date_number(session->lang, session->lookup_wait_s, u->frame), NULL)
                            : tr(v, answers[session->lookup]);
    struct node *t = w_heading(u, list, words, TYPE_HEADING);
    t->text.align = TEXT_CENTER;
    if (session->lookup == LOOKUP_NEW && view_nobody_collects(v, list))
        w_button(u, list, UI_ID(UI_TAKE, 0), LOOK_PRIMARY, "icons/hotline", tr(v, "Phone numbers and help"));
    if (bad)
        w_button(u, list, UI_ID(UI_CLEAR, 0), LOOK_PRIMARY, "icons/repeat", tr(v, "Try again"));
}

/* Beside Back, so that the list is the answer's; not where the words are too big for half a row. */
static bool withdraw_below(const struct view *v)
{
    return v->ui->size < SIZE_XLARGE;
}

static void result(struct view *v, const struct find_state *s, struct node *content)
{
    struct ui *u = v->ui;
    const struct session *session = v->session;
    bool answered = told(session);
    struct node *list = w_pager(u, content, AXIS_COLUMN, 0, answered ? 6 : 8, tr(v, "Up"), tr(v, "More"));
    list->lay.justify = PLACE_CENTER;
    if (!answered)
        picture_and_words(v, list);
    else if (session->lookup == LOOKUP_CLOSED)
        w_notice(u, list, "icons/information", tr(v, answers[LOOKUP_CLOSED]));
    if (answered && !s->confirming)
        my_answer_build(v, list);
    if (answered && !s->confirming && session->lookup == LOOKUP_ANSWERED)
        my_answer_buttons(v, list);
    if (found(session) && !(answered && withdraw_below(v)) && !s->confirming)
        w_button(u, list, UI_ID(UI_WITHDRAW, 0), LOOK_QUIET, "icons/erase", tr(v, "Take my request back"));
    if (s->confirming) {
        w_heading(u, list, tr(v, "Erase it now? It cannot be brought back."), TYPE_BODY)->text.align = TEXT_CENTER;
        struct node *row = w_grid(u, list, 2, MM_GAP);
        w_button(u, row, UI_ID(UI_CANCEL, 0), LOOK_QUIET, "icons/no", tr(v, "Keep it"));
        w_button(u, row, UI_ID(UI_CONFIRM, 0), LOOK_PRIMARY, "icons/erase", tr(v, "Erase it"));
    }
}

static void build(struct view *v, void *state, struct node *content)
{
    struct find_state *s = state;
    struct ui *u = v->ui;
    if (!v->health.vault && v->session->lookup == LOOKUP_NONE)
        v->session->lookup = LOOKUP_FAILED;
    if (s->other_time) {
        request_build_when(v, content, s->slots, s->slot_count);
    } else if (v->session->lookup != LOOKUP_NONE) {
        result(v, s, content);
    } else {
        progress(v, s, content);
        if (s->pictures < RECEIPT_PICTURES) {
            pictures(v, s, content);
        } else {
            w_text(u, content, tr(v, "Now the six numbers."), TYPE_BODY);
            number_pad_build(u, content, false, tr(v, "Erase the last number"));
            w_spring(u, content);
        }
    }
    struct node *row = w_grid(u, content, 2, MM_GAP);
    w_button(u, row, UI_ID(UI_BACK, 0), LOOK_QUIET, "icons/back", tr(v, "Back"))->first->mirror = true;
    if (v->session->lookup == LOOKUP_NONE && s->pictures)
        w_button(u, row, UI_ID(UI_CLEAR, 0), LOOK_QUIET, "icons/repeat", tr(v, "Start again"));
    else if (told(v->session) && withdraw_below(v) && !s->confirming && !s->other_time)
        w_button(u, row, UI_ID(UI_WITHDRAW, 0), LOOK_QUIET, "icons/erase", tr(v, "Take my request back"));
    if (s->other_time)
        w_button(u, row, UI_ID(UI_SEND, 0), LOOK_PRIMARY, "icons/send", tr(v, "Send"))->first->mirror = true;
}

static const char *title(struct view *v, void *state)
{
    const struct find_state *s = state;
    return tr(v, s->other_time ? form_question(STEP_WHEN).label : "My request");
}

const struct screen screen_my_request = {.id = "my-request",
                                         .state_size = sizeof(struct find_state),
                                         .icon = "icons/my-request",
                                         .enter = enter,
                                         .update = update,
                                         .build = build,
                                         .title = title};
