/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Emergency: what to do first, what to say, what will be heard. Four steps, no page to turn. */
#include "screens/registry.h"

#include "base/str.h"
#include "ui/widgets.h"

static bool enter(struct view *v, void *state, const char *arg)
{
    (void)v;
    (void)state;
    return !*arg;
}

static struct command update(struct view *v, void *state, struct ui_id act)
{
    (void)v;
    (void)state;
    if (act.kind == UI_BACK)
        return command_of(COMMAND_BACK);
    if (act.kind == UI_RESOURCE)
        return command_go(COMMAND_GO, "resource/emergency");
    return command_of(COMMAND_NONE);
}

static void step(struct view *v, struct node *grid, int i, const char *icon, const char *head, const char *words)
{
    struct ui *u = v->ui;
    struct node *n = w_row(u, grid, 5);
    n->look = LOOK_CARD;
    n->lay.pad = ui_mm(u, u->size == SIZE_XLARGE ? 4 : 6); /* big words need the room */
    n->lay.pad_block = ui_mm(u, u->size == SIZE_XLARGE ? 2 : 4);
    w_icon(u, n, icon, u->size == SIZE_XLARGE ? 22 : ui_portrait(u) ? 34 : 28);
    struct node *text = w_column(u, n, 2);
    text->lay.grow = 1;
    text->lay.justify = PLACE_CENTER;
    struct node *h = w_heading(u, text, head, TYPE_BODY);
    h->id = UI_ID(UI_HEADING, i);
    w_text(u, text, words, TYPE_BODY)->id = UI_ID(UI_SENTENCE, i);
}

static struct node *steps(struct view *v, struct node *content, int columns)
{
    struct node *list = w_pager(v->ui, content, AXIS_GRID, columns, 4, tr(v, "Up"), tr(v, "More"));
    list->lay.justify = PLACE_CENTER;
    return list;
}

static void build(struct view *v, void *state, struct node *content)
{
    (void)state;
    struct ui *u = v->ui;
    const char *mine = v->session->lang->english;
    /* big letters may need the whole height for it: then it is the first part of the list */
    bool among = u->size >= SIZE_LARGE;
    struct node *list = among ? steps(v, content, 1) : NULL;
    struct node *call = w_row(u, among ? list : content, 8);
    call->look = LOOK_DANGER;
    call->lay.max_h = ui_mm(u, 60);
    call->lay.pad = ui_mm(u, 8);
    call->lay.pad_block = ui_mm(u, 5);
    w_icon(u, call, "icons/call-911", ui_portrait(u) ? 40 : 28)->tone = TONE_ON_DANGER;
    struct node *words = w_column(u, call, 2);
    words->lay.grow = 1;
    w_heading(u, words, tr(v, "In danger now? Call 911."), TYPE_TITLE);
    w_text(u, words, tr(v, "This machine cannot call. Ask anyone here for a phone."), TYPE_BODY);
    if (!among)
        list = steps(v, content, ui_portrait(u) ? 1 : 2);
    step(v, list, 1, "icons/place-pin", tr(v, "Say where you are first."),
         tr(v, "Street, number, town. A mobile phone may not show your exact place."));
    step(v, list, 2, "icons/speak-card", tr_fill(v, "Say: “{language}”", "language", mine, NULL),
         tr(v, "Say the name of your language in English. An interpreter can join the call."));
    step(v, list, 3, "icons/stay-on-line", tr(v, "Stay on the line."),
         tr(v, "You may hear English and clicks. Do not hang up."));
    const struct local_fact *text = site_fact(v->site, "text_to_911");
    if (local_fact_good(text, v->today) && str_eq(text->value, "yes"))
        step(v, list, 4, "icons/text-911", tr(v, "You cannot speak? Text 911."),
             tr(v, "Write where you are. Write in English if you can."));
    else
        step(v, list, 4, "icons/report-crime", tr(v, "Then say what happened."),
             tr(v, "Say who is hurt. Help may be on its way while you talk."));
    struct node *row = w_grid(u, content, 2, MM_GAP);
    w_button(u, row, UI_ID(UI_BACK, 0), LOOK_QUIET, "icons/back", tr(v, "Back"))->first->mirror = true;
    if (site_resource(v->site, "emergency"))
        w_button(u, row, UI_ID(UI_RESOURCE, 0), LOOK_QUIET, "icons/qr", tr(v, "Show the code"))->last->text.fit_lines =
            1;
}

static const char *title(struct view *v, void *state)
{
    (void)state;
    return tr(v, "Emergency");
}

const struct screen screen_emergency = {
    .id = "emergency", .icon = "icons/emergency", .enter = enter, .update = update, .build = build, .title = title};
