/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The request: one question a screen, each may be passed over, and all of it is seen again before it is sent. */
#include "screens/registry.h"

#include "base/str.h"
#include "domain/availability.h"
#include "screens/form_words.h"
#include "screens/request_int.h"
#include "ui/keyboard.h"
#include "ui/widgets.h"

#include <stdio.h>
#include <string.h>

/* The next question that has a sense; REACH_PHONE alone asks for a number. */
static enum form_step after(const struct request *r, enum form_step s)
{
    s = (enum form_step)(s + 1);
    return s == STEP_PHONE && r->reach != REACH_PHONE ? STEP_NAME : s;
}

static bool enter(struct view *v, void *state, const char *arg)
{
    struct request_state *s = state;
    s->step = *arg ? form_step_from_word(arg) : STEP_TOPIC;
    if (s->step >= STEP_COUNT)
        return false;
    struct request *r = &v->session->request;
    if (!r->language[0]) /* what the screen speaks is the likely wish; never asked twice */
        memcpy(r->language, v->session->lang->text.tag,
               strnlen(v->session->lang->text.tag, sizeof r->language - 1) + 1);
    if (s->step == STEP_REVIEW)
        v->session->reviewing = false;
    return true;
}

static bool answered(const struct request *r, enum form_step s)
{
    switch (s) {
    case STEP_TOPIC:
        return r->topics != 0;
    case STEP_LANGUAGE:
        return r->language[0] != 0;
    case STEP_INTERPRETER:
        return r->interpreter != INTERPRETER_UNSAID;
    case STEP_PLACE:
        return r->place != PLACE_UNSAID;
    case STEP_WHEN:
        return r->slot_count > 0;
    case STEP_REACH:
        return r->reach != REACH_UNSAID;
    case STEP_PHONE:
        return r->phone[0] != 0;
    case STEP_NAME:
        return r->name[0] != 0;
    default:
        return true;
    }
}

bool request_choose_slot(const struct view *v, struct ui_id act, struct request_slot slots[REQUEST_SLOTS_MAX],
                         size_t *count)
{
    const struct request_slot touched = {v->today + 1 + act.index / PART_COUNT,
                                         (enum day_part)(act.index % PART_COUNT)};
    if (!(request_offered(v, touched.day) >> touched.part & 1))
        return false;
    for (size_t i = 0; i < *count; i++)
        if (slots[i].day == touched.day && slots[i].part == touched.part) {
            slots[i] = slots[--*count];
            return true;
        }
    if (*count < REQUEST_SLOTS_MAX)
        slots[(*count)++] = touched;
    return true;
}

/* One choice of several; touching it again takes it back. */
static int choose(int now, int wanted)
{
    return now == wanted ? 0 : wanted;
}

static struct command option(struct view *v, struct request_state *s, struct ui_id act)
{
    struct request *r = &v->session->request;
    unsigned i = act.index;
    switch (s->step) {
    case STEP_TOPIC:
        if (i < TOPIC_COUNT)
            r->topics ^= 1U << i;
        break;
    case STEP_LANGUAGE:
        if (i < v->site->offered_count)
            memcpy(r->language, v->site->offered[i]->text.tag,
                   strnlen(v->site->offered[i]->text.tag, sizeof r->language - 1) + 1);
        break;
    case STEP_INTERPRETER:
        if (i == INTERPRETER_COUNT)
            r->interpreter_not_from_my_community = !r->interpreter_not_from_my_community;
        else if (i < INTERPRETER_COUNT)
            r->interpreter = (enum interpreter)choose((int)r->interpreter, (int)i);
        break;
    case STEP_PLACE:
        if (i < PLACE_COUNT)
            r->place = (enum meet_place)choose((int)r->place, (int)i);
        break;
    case STEP_REACH:
        if (i < REACH_COUNT)
            r->reach = (enum reach)choose((int)r->reach, (int)i);
        break;
    case STEP_PHONE:
        if (i < PART_COUNT)
            r->safe_parts ^= 1U << i;
        else if (i == PART_COUNT)
            r->safe_voicemail = !r->safe_voicemail;
        else
            r->safe_text = !r->safe_text;
        break;
    default:
        return command_of(COMMAND_NONE);
    }
    return command_of(COMMAND_REDRAW);
}

static struct command onward(struct view *v, struct request_state *s)
{
    struct request *r = &v->session->request;
    s->wrong_number = false;
    if (s->step == STEP_PHONE && r->phone[0]) {
        char typed[REQUEST_PHONE_MAX];
        memcpy(typed, r->phone, sizeof typed);
        s->wrong_number = !request_set_phone(r, typed);
        if (s->wrong_number) /* what was typed stays, to be corrected */
            memcpy(r->phone, typed, sizeof typed);
        explicit_bzero(typed, sizeof typed);
        if (s->wrong_number)
            return command_of(COMMAND_REDRAW);
    }
    bool number_due = s->step == STEP_REACH && r->reach == REACH_PHONE && !r->phone[0];
    enum form_step to = v->session->reviewing && !number_due ? STEP_REVIEW : after(r, s->step);
    return command_go(COMMAND_GO, "request/%s", form_step_word(to));
}

static struct command keys(struct view *v, struct request_state *s, struct ui_id act)
{
    struct request *r = &v->session->request;
    if (s->step == STEP_PHONE && number_pad_act(act, r->phone, sizeof r->phone))
        return command_of(COMMAND_REDRAW);
    bool name = s->step == STEP_NAME;
    if (!name && !(s->step == STEP_LANGUAGE && s->typing))
        return command_of(COMMAND_NONE);
    const struct keyboard_layout *k = request_keyboard(v, &s->keyboard);
    char *text = name ? r->name : r->dialect;
    size_t size = name ? sizeof r->name : sizeof r->dialect;
    if (k && keyboard_act(k, v->session->lang->text.tag, &s->keyboard, request_keyboards(v), act, text, size))
        return command_of(COMMAND_REDRAW);
    return command_of(COMMAND_NONE);
}

static bool is_key(struct ui_id act)
{
    return act.kind == UI_KEY || act.kind == UI_KEY_SHIFT || act.kind == UI_KEY_LAYOUT || act.kind == UI_KEY_SPACE ||
           act.kind == UI_KEY_BACKSPACE;
}

static struct command update(struct view *v, void *state, struct ui_id act)
{
    struct request_state *s = state;
    if (!is_key(act)) { /* typing is over: a Burmese vowel that still waits for its consonant finds its place */
        keyboard_finish(v->session->lang->text.tag, v->session->request.name);
        keyboard_finish(v->session->lang->text.tag, v->session->request.dialect);
    }
    switch (act.kind) {
    case UI_OPTION:
        return option(v, s, act);
    case UI_SLOT:
        return command_of(request_choose_slot(v, act, v->session->request.slots, &v->session->request.slot_count)
                              ? COMMAND_REDRAW
                              : COMMAND_NONE);
    case UI_FIELD:
        s->typing = !s->typing;
        return command_of(COMMAND_REDRAW);
    case UI_EDIT:
        v->session->reviewing = true;
        return act.index < STEP_REVIEW ? command_go(COMMAND_GO, "request/%s", form_step_word((enum form_step)act.index))
                                       : command_of(COMMAND_NONE);
    case UI_TAKE:
        return command_go(COMMAND_GO, "resources");
    case UI_NEXT:
        if (s->typing) {
            s->typing = false;
            return command_of(COMMAND_REDRAW);
        }
        return onward(v, s);
    case UI_SEND:
        return v->health.vault && request_valid(&v->session->request, NULL) ? command_go(COMMAND_SEND, "receipt")
                                                                            : command_of(COMMAND_NONE);
    case UI_BACK:
        if (s->typing) {
            s->typing = false;
            return command_of(COMMAND_REDRAW);
        }
        return command_of(COMMAND_BACK);
    default:
        return keys(v, s, act);
    }
}

/* No vault, no promise: what can be done instead. */
static void build_closed(struct view *v, struct node *content)
{
    struct ui *u = v->ui;
    struct node *list = w_pager(u, content, AXIS_COLUMN, 0, 7, tr(v, "Up"), tr(v, "More"));
    list->lay.justify = PLACE_CENTER;
    w_picture(u, list, "icons/slip", NULL, 40, 90);
    w_heading(u, list, tr(v, "This machine cannot take requests now."), TYPE_TITLE);
    w_text(u, list, tr(v, "Ask at the desk for the paper form. You can leave it with the staff."), TYPE_BODY);
    w_button(u, list, UI_ID(UI_TAKE, 0), LOOK_PRIMARY, "icons/hotline", tr(v, "Phone numbers and help"));
    w_button(u, list, UI_ID(UI_HOME, 1), LOOK_QUIET, "icons/home", tr(v, "Home"));
}

/* Said before anything is answered; who has begun may go on, and is told at the end. */
static bool closed(const struct view *v, const struct request_state *s)
{
    return !v->health.vault || (v->health.stop != INTAKE_OPEN && s->step == STEP_TOPIC && !v->session->request.topics);
}

static void bottom(struct view *v, struct node *content, const struct request_state *s)
{
    struct ui *u = v->ui;
    struct node *row = w_row(u, content, MM_GAP);
    w_button(u, row, UI_ID(UI_BACK, 0), LOOK_QUIET, "icons/back", tr(v, "Back"))->first->mirror = true;
    w_dots(u, row, STEP_COUNT, (int)s->step);
    if (s->step == STEP_REVIEW) {
        struct node *send = w_button(u, row, UI_ID(UI_SEND, 0), LOOK_PRIMARY, "icons/send", tr(v, "Send"));
        send->first->mirror = true;
        send->disabled = !request_valid(&v->session->request, NULL);
    } else if (s->typing || answered(&v->session->request, s->step)) {
        w_button(u, row, UI_ID(UI_NEXT, 0), LOOK_PRIMARY, "icons/next", s->typing ? tr(v, "Done") : tr(v, "Next"))
            ->first->mirror = true;
    } else {
        w_button(u, row, UI_ID(UI_NEXT, 0), LOOK_QUIET, "icons/skip", tr(v, "Skip"))->first->mirror = true;
    }
}

static void build(struct view *v, void *state, struct node *content)
{
    struct request_state *s = state;
    if (closed(v, s)) {
        build_closed(v, content);
        return;
    }
    request_build_step(v, s, content);
    bottom(v, content, s);
}

static const char *title(struct view *v, void *state)
{
    const struct request_state *s = state;
    return !closed(v, s) ? tr(v, form_question(s->step).label) : tr(v, "Ask for a meeting");
}

static bool ahead(struct view *v, void *state, size_t i, char route[ROUTE_MAX], const struct language **lang)
{
    (void)lang;
    const struct request_state *s = state;
    if (i > 0 || s->step == STEP_REVIEW)
        return false;
    snprintf(route, ROUTE_MAX, "request/%s", form_step_word(after(&v->session->request, s->step)));
    return true;
}

const struct screen screen_request = {.id = "request",
                                      .ahead = ahead,
                                      .state_size = sizeof(struct request_state),
                                      .icon = "icons/in-person",
                                      .enter = enter,
                                      .update = update,
                                      .build = build,
                                      .title = title};
