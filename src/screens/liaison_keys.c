/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A liaison's key: kept here or not, a new one in place of a lost one, and old requests for new colleagues. */
#include "screens/registry.h"

#include "content/dates.h"
#include "device/qr.h"
#include "screens/liaison.h"
#include "ui/widgets.h"

#include <string.h>

enum step { STEP_KEYS, STEP_TAKE_AWAY, STEP_SHARE, STEP_TYPE };
enum { CHOICE_KEEP, CHOICE_TAKE_AWAY, CHOICE_NEW, CHOICE_SHARE };
enum { NEW_HERE, NEW_STICK };

struct keys_view {
    enum step step;
    unsigned field; /* which of the two is typed */
    struct keyboard_state keyboard;
};

static bool enter(struct view *v, void *state, const char *arg)
{
    (void)v;
    (void)state;
    return !*arg;
}

/* Back to what can be done; what was typed is gone. */
static void start_again(struct view *v, struct keys_view *s)
{
    explicit_bzero(v->desk->liaison->keys.secret, sizeof v->desk->liaison->keys.secret);
    *s = (struct keys_view){0};
}

static struct command choose(struct view *v, struct keys_view *s, unsigned i)
{
    struct liaison_desk *d = v->desk->liaison;
    if (i == CHOICE_KEEP)
        return d->keys.kept ? command_of(COMMAND_NONE) : liaison_order(LIAISON_KEEP_KEY);
    static const enum step steps[] = {
        [CHOICE_TAKE_AWAY] = STEP_TAKE_AWAY, [CHOICE_NEW] = STEP_TYPE, [CHOICE_SHARE] = STEP_SHARE};
    if (i > CHOICE_SHARE || (i == CHOICE_TAKE_AWAY && !d->keys.kept) || d->keys.sharing)
        return command_of(COMMAND_NONE);
    d->done = DONE_NOTHING;
    d->keys.made[0] = 0;
    s->step = steps[i];
    return command_of(COMMAND_REDRAW);
}

/* Where the new key is to lie. */
static struct command make(struct view *v, struct keys_view *s, unsigned where)
{
    const struct liaison_keys *k = &v->desk->liaison->keys;
    if (s->step != STEP_TYPE || !*k->secret[0] || !*k->secret[1] || (where == NEW_STICK && !k->stick))
        return command_of(COMMAND_NONE);
    *s = (struct keys_view){0};
    return liaison_order(where == NEW_STICK ? LIAISON_NEW_KEY_STICK : LIAISON_NEW_KEY_HERE);
}

static struct command update(struct view *v, void *state, struct ui_id act)
{
    struct keys_view *s = state;
    struct liaison_keys *k = &v->desk->liaison->keys;
    enum step step = s->step;
    switch (act.kind) {
    case UI_BACK:
    case UI_CANCEL:
        start_again(v, s);
        return command_of(step == STEP_KEYS ? COMMAND_BACK : COMMAND_REDRAW);
    case UI_OPTION:
        return step == STEP_KEYS ? choose(v, s, act.index) : command_of(COMMAND_NONE);
    case UI_CONFIRM:
        start_again(v, s);
        return step == STEP_TAKE_AWAY ? liaison_order(LIAISON_TAKE_KEY_AWAY)
               : step == STEP_SHARE   ? liaison_order(LIAISON_SHARE_ALL)
                                      : command_of(COMMAND_NONE);
    case UI_FIELD:
        s->field = act.index & 1;
        return command_of(COMMAND_REDRAW);
    case UI_KEPT:
        return make(v, s, act.index);
    default:
        break;
    }
    bool key = step == STEP_TYPE && desk_type(v, &s->keyboard, act, k->secret[s->field], sizeof k->secret[0]);
    return command_of(key ? COMMAND_REDRAW : COMMAND_NONE);
}

/* 43 characters without a space: they may go on in a new line after every fourth. */
static const char *in_groups(struct ui *u, const char *text)
{
    enum { GROUP = 4 };
    char *out = arena_array(u->frame, strlen(text) * 2 + 1, 1), *p = out;
    for (size_t i = 0; text[i]; i++) {
        if (i && i % GROUP == 0)
            p = mempcpy(p, "\u200B", sizeof "\u200B" - 1);
        *p++ = text[i];
    }
    return arena_printf(u->frame, "\u2066%s\u2069", out);
}

static void public_half(struct view *v, struct node *list, const char *text)
{
    struct ui *u = v->ui;
    struct node *card = w_column(u, list, 2);
    card->look = LOOK_CARD;
    card->lay.pad = ui_mm(u, 5);
    card->lay.pad_block = ui_mm(u, 3);
    w_text(u, card, tr(v, "The public half of your key, for people.yaml"), TYPE_LABEL)->text.color = COLOR_QUIET;
    w_text(u, card, in_groups(u, text), TYPE_BODY)->text.bold = true;
}

static void made(struct view *v, struct node *list, const char *text)
{
    struct ui *u = v->ui;
    public_half(v, list, text);
    const struct qr *qr = v->qr(v->services, arena_printf(u->frame, "public_key: %s", text));
    if (qr)
        w_qr(u, list, UI_ID(UI_QR, 0), qr, qr->size, ui_mm(u, 80), tr(v, "The public half of your key, as a code"));
    w_text(u, list,
           tr(v, "Who looks after this machine writes it under your name in people.yaml. From then on new requests are "
                 "sealed to the new key. While the old key still opens, let the new one read the old requests."),
           TYPE_BODY);
}

static struct node *choice(struct view *v, struct node *list, unsigned i, const char *icon, const char *label)
{
    struct node *n = w_button(v->ui, list, UI_ID(UI_OPTION, i), LOOK_TILE, icon, label);
    n->disabled = v->desk->liaison->keys.sharing;
    n->lay.justify = PLACE_START;
    n->last->lay.grow = 1;
    n->last->text.fit = false;
    return n;
}

static void build_keys(struct view *v, struct node *content)
{
    struct ui *u = v->ui;
    const struct liaison_keys *k = &v->desk->liaison->keys;
    liaison_notice(v, content);
    if (k->sharing)
        w_notice(u, content, "icons/clock",
                 tr_fill(v, "One after the other is sealed anew: {done} of {all}", "done",
                         date_number(v->session->lang, (int)k->shared, u->frame), "all",
                         date_number(v->session->lang, (int)k->to_share, u->frame), NULL));
    struct node *list = w_pager(u, content, AXIS_COLUMN, 0, 4, tr(v, "Up"), tr(v, "More"));
    if (k->made[0]) {
        made(v, list, k->made);
    } else {
        public_half(v, list, k->public_text);
        w_text(u, list,
               k->kept ? tr(v, "Your key is kept on this machine, locked with your passphrase.")
                       : tr(v, "Your key is on your stick alone."),
               TYPE_BODY);
    }
    if (k->kept)
        choice(v, list, CHOICE_TAKE_AWAY, "icons/erase", tr(v, "Take my key away from this machine"));
    else
        choice(v, list, CHOICE_KEEP, "icons/kiosk", tr(v, "Keep my key on this machine"));
    choice(v, list, CHOICE_NEW, "icons/lock", tr(v, "Make a new key"));
    choice(v, list, CHOICE_SHARE, "icons/who-reads", tr(v, "Let all liaison officers of today read what I can read"));
}

static void build_confirm(struct view *v, const struct keys_view *s, struct node *content)
{
    struct ui *u = v->ui;
    bool away = s->step == STEP_TAKE_AWAY;
    struct node *list = w_column(u, content, 8);
    list->lay.grow = 1;
    list->lay.justify = PLACE_CENTER;
    w_icon(u, list, away ? "icons/erase" : "icons/who-reads", 40)->lay.w = 0;
    w_heading(u, list,
              away ? tr(v, "Take it away? Make sure that you have it on a stick: without the key nobody can open your "
                           "requests.")
                   : tr(v, "All requests that your key opens are sealed anew to the liaison officers of today. Who is "
                           "one of them no more can then not open them here."),
              TYPE_BODY)
        ->text.align = TEXT_CENTER;
    struct node *row = w_grid(u, list, 2, MM_GAP);
    w_button(u, row, UI_ID(UI_CANCEL, 0), LOOK_QUIET, "icons/no", tr(v, "No"));
    w_button(u, row, UI_ID(UI_CONFIRM, 0), LOOK_PRIMARY, "icons/yes", tr(v, "Yes"));
}

static void build_type(struct view *v, struct keys_view *s, struct node *content)
{
    struct ui *u = v->ui;
    const struct liaison_keys *k = &v->desk->liaison->keys;
    bool low = !ui_portrait(u);
    desk_near_keys(v, content);
    if (!low)
        w_text(u, content, tr(v, "Several words that nobody guesses. Keep them apart from the key."), TYPE_BODY);
    struct node *fields = w_grid(u, content, low ? 2 : 1, 4);
    const char *labels[] = {tr(v, "A passphrase for the new key"), tr(v, "The same once more")};
    for (unsigned i = 0; i < 2; i++) {
        struct node *one = w_column(u, fields, 1);
        if (!low || u->size < SIZE_LARGE)
            w_text(u, one, labels[i], TYPE_LABEL)->speech = ""; /* the field says it */
        struct node *field = desk_field(v, one, UI_ID(UI_FIELD, i), labels[i], k->secret[i], s->field == i, true);
        if (one->first != field && !*k->secret[i])
            field->first->text.s = ""; /* its name is above it */
    }
    if (low)
        w_spring(u, content);
    desk_keyboard(v, content, &s->keyboard);
    bool ready = *k->secret[0] && *k->secret[1];
    struct node *row = w_grid(u, content, k->stick ? 3 : 2, 4);
    w_button(u, row, UI_ID(UI_BACK, 0), LOOK_QUIET, "icons/back", tr(v, "Back"))->first->mirror = true;
    w_button(u, row, UI_ID(UI_KEPT, NEW_HERE), LOOK_PRIMARY, "icons/kiosk", tr(v, "Keep it here"))->disabled = !ready;
    if (k->stick)
        w_button(u, row, UI_ID(UI_KEPT, NEW_STICK), LOOK_PRIMARY, "icons/kept-it", tr(v, "On my stick"))->disabled =
            !ready;
}

static void build(struct view *v, void *state, struct node *content)
{
    struct keys_view *s = state;
    if (s->step == STEP_TYPE) {
        build_type(v, s, content);
        return;
    }
    if (s->step == STEP_KEYS)
        build_keys(v, content);
    else
        build_confirm(v, s, content);
    w_back(v->ui, content, tr(v, "Back"));
}

static const char *title(struct view *v, void *state)
{
    const struct keys_view *s = state;
    return s->step == STEP_TYPE ? tr(v, "Make a new key") : tr(v, "My key");
}

const struct screen screen_liaison_keys = {.id = "liaison-keys",
                                           .icon = "icons/lock",
                                           .access = ACCESS_LIAISON,
                                           .state_size = sizeof(struct keys_view),
                                           .enter = enter,
                                           .update = update,
                                           .build = build,
                                           .title = title};
