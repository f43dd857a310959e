/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The door of the desk: who are you, then a PIN (staff) or the passphrase of a key (liaison). */
#include "screens/registry.h"

#include "screens/desk.h"
#include "ui/widgets.h"

#include <string.h>

enum step { STEP_WHO, STEP_PIN, STEP_PASSPHRASE };

struct door_state {
    enum step step;
    size_t key;
    struct keyboard_state keyboard;
};

static bool enter(struct view *v, void *state, const char *arg)
{
    (void)state;
    return v->desk && !*arg;
}

/* Back to the question of who; what was typed is gone. */
static struct command start_again(struct view *v, struct door_state *s)
{
    explicit_bzero(v->desk->secret, sizeof v->desk->secret);
    v->desk->refusal = DESK_FINE;
    *s = (struct door_state){0};
    return command_of(COMMAND_REDRAW);
}

static struct command try_it(const struct door_state *s, const struct desk *d)
{
    if (!*d->secret)
        return command_of(COMMAND_NONE);
    /* -1: the PIN; else which key */
    return (struct command){.kind = COMMAND_UNLOCK, .value = s->step == STEP_PIN ? -1 : (int)s->key};
}

static struct command choose(struct view *v, struct door_state *s, struct ui_id act)
{
    struct desk *d = v->desk;
    if (act.index > d->key_count || (act.index == 0 && !d->pin_set))
        return command_of(COMMAND_NONE);
    s->step = act.index ? STEP_PASSPHRASE : STEP_PIN;
    s->key = act.index ? act.index - 1U : 0;
    d->refusal = DESK_FINE;
    return command_of(COMMAND_REDRAW);
}

static struct command update(struct view *v, void *state, struct ui_id act)
{
    struct door_state *s = state;
    struct desk *d = v->desk;
    switch (act.kind) {
    case UI_OPTION:
        return s->step == STEP_WHO ? choose(v, s, act) : command_of(COMMAND_NONE);
    case UI_BACK:
        return s->step == STEP_WHO ? command_of(COMMAND_END) : start_again(v, s);
    case UI_CONFIRM:
        return s->step == STEP_WHO ? command_of(COMMAND_NONE) : try_it(s, d);
    default:
        break;
    }
    bool key = s->step == STEP_PIN
                   ? act.index < 10 && number_pad_act(act, d->secret, sizeof d->secret)
                   : s->step == STEP_PASSPHRASE && desk_type(v, &s->keyboard, act, d->secret, sizeof d->secret);
    if (key)
        d->refusal = DESK_FINE;
    return command_of(key ? COMMAND_REDRAW : COMMAND_NONE);
}

static const char *refusal_words(struct view *v)
{
    const struct desk *d = v->desk;
    static const char *const words[DESK_REFUSAL_COUNT] = {
        [DESK_WRONG] = N_("That was not right. Please try again."),
        [DESK_NO_PIN] = N_("No PIN has been set yet. The guide for staff says how."),
        [DESK_NO_STORE] = N_("The requests cannot be opened now. Ask who looks after this machine."),
        [DESK_BAD_KEY] = N_("This key cannot be read. Try the copy that you keep in a safe place."),
    };
    if (d->refusal == DESK_WAIT)
        return tr_fill(v, "Too many tries. Please wait {seconds} seconds.", "seconds",
                       arena_printf(v->ui->frame, "%d", d->wait_s), NULL);
    return words[d->refusal] ? tr(v, words[d->refusal]) : NULL;
}

/* One who may come in: a picture or a face, and a name. */
static struct node *comer(struct view *v, struct node *list, size_t i, const char *icon, const char *name)
{
    struct node *n = w_button(v->ui, list, UI_ID(UI_OPTION, i), LOOK_TILE, icon, name);
    n->lay.min_h = ui_mm(v->ui, 30);
    n->lay.max_h = ui_mm(v->ui, 42);
    n->lay.justify = PLACE_START; /* faces in line, however long the names */
    n->lay.gap = ui_mm(v->ui, 6);
    n->lay.pad = ui_mm(v->ui, 6);
    n->first->lay.w = n->first->lay.h = ui_mm(v->ui, 22);
    n->last->lay.grow = 1;
    return n;
}

static void build_who(struct view *v, struct node *content)
{
    struct ui *u = v->ui;
    const struct desk *d = v->desk;
    w_text(u, content, tr(v, "This side is for the people who work here. If you are a visitor, touch Lock."),
           TYPE_BODY);
    struct node *list = w_pager(u, content, AXIS_GRID, ui_portrait(u) ? 1 : 2, MM_GAP, tr(v, "Up"), tr(v, "More"));
    comer(v, list, 0, "icons/office", tr(v, "Staff of the centre"))->disabled = !d->pin_set;
    for (size_t i = 0; i < d->key_count; i++) {
        const struct desk_key *k = &d->keys[i];
        const char *face =
            k->person->photo ? arena_printf(u->frame, "site:%s", k->person->photo) : "icons/meet-liaison";
        struct node *n = comer(v, list, i + 1, face, k->person->name);
        if (*k->source)
            n->label = arena_printf(u->frame, "%s (%s)", k->person->name, k->source);
    }
    if (!d->key_count)
        w_notice(u, content, "icons/information",
                 tr(v, "Liaison officers: put in the stick with your key. It is then shown here."));
}

static void build_secret(struct view *v, struct door_state *s, struct node *content)
{
    struct ui *u = v->ui;
    const struct desk *d = v->desk;
    bool pin = s->step == STEP_PIN;
    const char *label = pin ? tr(v, "PIN") : tr(v, "Passphrase of your key");
    desk_near_keys(v, content);
    if (!pin && s->key < d->key_count)
        w_heading(u, content, d->keys[s->key].person->name, TYPE_HEADING);
    if (ui_portrait(u) || u->size < SIZE_LARGE)
        w_text(u, content, label, TYPE_LABEL)->speech = ""; /* the field says it */
    desk_field(v, content, UI_ID(UI_FIELD, 0), label, d->secret, true, true);
    if (refusal_words(v))
        w_notice(u, content, "icons/warning", refusal_words(v));
    if (!ui_portrait(u))
        w_spring(u, content);
    if (pin)
        number_pad_build(u, content, false, tr(v, "Erase the last number"));
    else
        desk_keyboard(v, content, &s->keyboard);
}

static void build(struct view *v, void *state, struct node *content)
{
    struct door_state *s = state;
    struct ui *u = v->ui;
    if (s->step == STEP_WHO) {
        if (refusal_words(v))
            w_notice(u, content, "icons/warning", refusal_words(v));
        build_who(v, content);
        return;
    }
    build_secret(v, s, content);
    struct node *row = w_grid(u, content, 2, MM_GAP);
    w_button(u, row, UI_ID(UI_BACK, 0), LOOK_QUIET, "icons/back", tr(v, "Back"))->first->mirror = true;
    struct node *open = w_button(u, row, UI_ID(UI_CONFIRM, 0), LOOK_PRIMARY, "icons/enter", tr(v, "Open"));
    open->first->mirror = true;
    open->disabled = !*v->desk->secret;
}

static const char *title(struct view *v, void *state)
{
    const struct door_state *s = state;
    return s->step == STEP_WHO   ? tr(v, "Who are you?")
           : s->step == STEP_PIN ? tr(v, "Staff of the centre")
                                 : tr(v, "Liaison officer");
}

const struct screen screen_desk_unlock = {.id = "unlock",
                                          .icon = "icons/lock",
                                          .access = ACCESS_DOOR,
                                          .state_size = sizeof(struct door_state),
                                          .enter = enter,
                                          .update = update,
                                          .build = build,
                                          .title = title};
