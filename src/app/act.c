/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A touched target becomes a command, and the command is carried out. What every screen has in common is answered here,
 * before the screen is asked. */
#include "app_int.h"

#include "base/log.h"

#include <stdio.h>
#include <string.h>

void act_found(struct app *a, bool ok, const struct request_row *row, int wait_s, const struct err *e)
{
    static const enum lookup told[REQUEST_STATE_COUNT] = {[REQUEST_NEW] = LOOKUP_NEW,
                                                          [REQUEST_COLLECTED] = LOOKUP_COLLECTED,
                                                          [REQUEST_ANSWERED] = LOOKUP_ANSWERED,
                                                          [REQUEST_CLOSED] = LOOKUP_CLOSED};
    a->session.lookup_wait_s = wait_s;
    if (ok) {
        a->session.lookup = told[row->state];
    } else if (e->code == ERR_NOT_FOUND) {
        a->session.lookup = LOOKUP_WRONG;
    } else if (e->code == ERR_REFUSED) {
        a->session.lookup = LOOKUP_WAIT;
    } else {
        log_error("a code could not be looked up: %s", e->msg);
        a->session.lookup = LOOKUP_FAILED;
    }
}

static void change_language(struct app *a)
{
    a->ui.lang = &a->session.lang->text;
    count_one(a, COUNTED_LANGUAGE, "");
    /* chosen on the way somewhere: go on there in the new language */
    if (a->way.depth > 1 && stack_top(a)->screen == screen_find("welcome"))
        stack_back(a);
    else
        stack_home(a);
    say_words(a, tr(&a->view, "Welcome"));
}

static void go(struct app *a, const struct command *c)
{
    char from[ROUTES_MAX];
    snprintf(from, sizeof from, "%s", stack_top(a)->route);
    if (str_eq(c->route, "request")) /* whether one would be taken is asked before anybody answers a question */
        app_refresh_health(a);
    if (stack_go(a, c->route, c->kind == COMMAND_REPLACE))
        count_page(a, from);
    else
        log_warn("there is no screen '%s'", c->route);
}

/* What a visitor asks of the vault. */
static void to_vault(struct app *a, const struct command *c)
{
    static const enum job_kind kinds[COMMAND_COUNT] = {[COMMAND_SEND] = JOB_SEND,
                                                       [COMMAND_FIND] = JOB_FIND,
                                                       [COMMAND_WITHDRAW] = JOB_WITHDRAW,
                                                       [COMMAND_REPLY] = JOB_REPLY};
    int wait = c->kind == COMMAND_FIND && a->store ? store_wait_s(a->store) : 0;
    struct err e = {.code = ERR_REFUSED};
    if (wait > 0)
        act_found(a, false, NULL, wait, &e);
    else
        job_start(a, kinds[c->kind], c->kind == COMMAND_SEND ? c->route : "");
}

static void change_sound(struct app *a)
{
    if (!a->speech)
        return;
    speech_set_volume(a->speech, a->session.volume);
    speech_set_rate(a->speech, a->session.rate);
}

static void go_home(struct app *a)
{
    a->session.has_receipt = false;
    explicit_bzero(&a->session.receipt, sizeof a->session.receipt);
    explicit_bzero(&a->session.entered, sizeof a->session.entered);
    explicit_bzero(&a->session.told, sizeof a->session.told);
    stack_home(a);
}

static void carry_out(struct app *a, const struct command *c)
{
    switch (c->kind) {
    case COMMAND_NONE:
    case COMMAND_REDRAW:
    case COMMAND_COUNT:
        break;
    case COMMAND_GO:
    case COMMAND_REPLACE:
        go(a, c);
        break;
    case COMMAND_BACK:
        stack_back(a);
        break;
    case COMMAND_HOME:
        go_home(a);
        break;
    case COMMAND_LANGUAGE:
        change_language(a);
        break;
    case COMMAND_SEND:
    case COMMAND_FIND:
    case COMMAND_WITHDRAW:
    case COMMAND_REPLY:
        to_vault(a, c);
        break;
    case COMMAND_PRINT:
        if (liaison_printing(a, c->route))
            printing_start(a, c->route);
        break;
    case COMMAND_PRINT_CANCEL:
        printing_cancel(a);
        break;
    case COMMAND_SOUND:
        change_sound(a);
        break;
    case COMMAND_UNLOCK:
        desk_unlock(a, c->value);
        break;
    case COMMAND_ASSIST:
        duo_begin(a, a->site->offered[c->value]);
        break;
    case COMMAND_STAFF:
        staff_carry_out(a, c->value);
        break;
    case COMMAND_LIAISON:
        liaison_carry_out(a, c->value);
        break;
    case COMMAND_END:
        app_end_session(a);
        break;
    case COMMAND_HELPED:
        count_one(a, c->value == 1 ? COUNTED_HELPED : COUNTED_NOT_HELPED, c->route);
        break;
    }
    if (c->kind != COMMAND_NONE) {
        a->dirty = true;
        ahead_restart(a);
    }
}

static void listen(struct app *a, bool was_speaking)
{
    a->dirty = true;
    if (!was_speaking)
        say_screen(a);
}

/* The frame's own buttons. False: the screen's. */
static bool common(struct app *a, struct ui_id id, bool was_speaking)
{
    struct place_shown *top = stack_top(a);
    switch (id.kind) {
    case UI_HOME:
        if (top->screen->access != ACCESS_DOOR)
            carry_out(a, &(struct command){.kind = COMMAND_HOME});
        return true;
    case UI_LANGUAGE:
        if (top->screen->access != ACCESS_VISITOR)
            desk_next_language(a);
        else
            carry_out(a, &(struct command){.kind = COMMAND_GO, .route = "welcome"});
        return true;
    case UI_LISTEN:
        listen(a, was_speaking);
        return true;
    case UI_ACCESS:
        if (strcmp(top->screen->id, "access") != 0)
            carry_out(a, &(struct command){.kind = COMMAND_GO, .route = "access"});
        return true;
    case UI_EMERGENCY:
        if (strcmp(top->screen->id, "emergency") != 0)
            carry_out(a, &(struct command){.kind = COMMAND_GO, .route = "emergency"});
        return true;
    case UI_LEAVE:
        carry_out(a, &(struct command){.kind = COMMAND_END});
        return true;
    case UI_STAY: /* any touch has already counted as an answer */
        a->session.no_voice = false;
        a->dirty = true;
        return true;
    case UI_MORE:
    case UI_LESS:
        top->page_at += id.kind == UI_MORE ? 1 : -1;
        a->dirty = true;
        return true;
    default:
        return false;
    }
}

void act_on(struct app *a, struct ui_id id)
{
    bool was_speaking = a->ui.lit >= 0 || (a->speech && speech_current(a->speech) >= 0);
    say_stop(a);
    a->dirty = true;
    if (common(a, id, was_speaking))
        return;
    struct command c = duo_update(a, id);
    carry_out(a, &c);
}
