/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The requests, who waits the longest first: as much of each as is needed to choose. */
#include "screens/registry.h"

#include "content/dates.h"
#include "screens/answer_words.h"
#include "screens/form_words.h"
#include "screens/liaison.h"
#include "ui/widgets.h"

static const char *const filters[FILTER_COUNT] = {
    [FILTER_NEW] = N_("New"),
    [FILTER_WAITING] = N_("Waiting for me"),
    [FILTER_ANSWERED] = N_("Answered"),
    [FILTER_ALL] = N_("All"),
};

enum { BEFORE, NEXT, TOPICS_SHOWN = 3 };

static bool enter(struct view *v, void *state, const char *arg)
{
    (void)v;
    (void)state;
    return !*arg;
}

static struct command update(struct view *v, void *state, struct ui_id act)
{
    struct liaison_list *l = &v->desk->liaison->list;
    (void)state;
    switch (act.kind) {
    case UI_BACK:
        return command_of(COMMAND_BACK);
    case UI_GROUP:
        l->filter = act.index < FILTER_COUNT ? (enum liaison_filter)act.index : FILTER_NEW;
        l->page = 0;
        return liaison_order(LIAISON_PAGE);
    case UI_TURN:
        if (act.index == NEXT ? !l->more : !l->page)
            return command_of(COMMAND_NONE);
        l->page = act.index == NEXT ? l->page + 1 : l->page - 1;
        return liaison_order(LIAISON_PAGE);
    case UI_REQUEST:
        return act.index < l->count && l->items[act.index].opening == OPENING_OPEN
                   ? liaison_order(LIAISON_OPEN + act.index)
                   : command_of(COMMAND_NONE);
    default:
        return command_of(COMMAND_NONE);
    }
}

static void line(struct view *v, struct node *words, const char *icon, const char *text)
{
    if (!*text)
        return;
    struct node *row = w_row(v->ui, words, 2);
    w_icon(v->ui, row, icon, 7);
    w_text(v->ui, row, text, TYPE_LABEL)->lay.grow = 1;
}

/* "New · kept 90 more days", or what the visitor has said to the answer and who gave it. */
static const char *state_line(struct view *v, const struct liaison_item *it)
{
    int left = it->expires - v->today;
    const char *days = tr_fill(v, "kept for {days} more days", "days",
                               date_number(v->session->lang, left > 0 ? left : 0, v->ui->frame), NULL);
    const char *state = tr(v, liaison_state_word(it->state));
    if (it->answered && it->by)
        state = arena_printf(v->ui->frame, "%s (\u2068%s\u2069)", state, it->by->name);
    return arena_printf(v->ui->frame, "%s · %s", state, days);
}

static const char *reply_words(enum reply_kind k)
{
    return k == REPLY_ACCEPT ? N_("They said yes") : N_("They ask for another time");
}

static void topic_pictures(struct view *v, struct node *row, const struct request *r)
{
    struct node *pictures = w_column(v->ui, row, 1);
    int shown = 0;
    for (int i = 0; i < TOPIC_COUNT && shown < TOPICS_SHOWN; i++)
        if (r->topics >> i & 1) {
            w_icon(v->ui, pictures, form_topic((enum topic)i).icon, shown ? 9 : 14)->lay.w = ui_mm(v->ui, 14);
            shown++;
        }
    if (!shown)
        w_icon(v->ui, pictures, "icons/question", 14);
}

/* The first of them, and how many more there are; the request itself has them all. */
static const char *topics_of(struct view *v, const struct request *r)
{
    struct request few = {.topics = r->topics};
    /* on low glass the biggest letters leave room for one: measured in tests/screen/test_desk_geometry.c */
    int left = 0, shown = 0, most = v->ui->size == SIZE_XLARGE && !ui_portrait(v->ui) ? 1 : TOPICS_SHOWN;
    for (int i = 0; i < TOPIC_COUNT; i++)
        if (r->topics >> i & 1 && ++shown > most) {
            few.topics &= ~(1u << i);
            left++;
        }
    const char *words = liaison_said(v, &few, STEP_TOPIC);
    if (!*words)
        return tr(v, "What it is about was not said");
    return left ? arena_printf(v->ui->frame, "%s · +%s", words, date_number(v->session->lang, left, v->ui->frame))
                : words;
}

static void open_row(struct view *v, struct node *list, const struct liaison_item *it, size_t i)
{
    struct ui *u = v->ui;
    struct node *n = node_add(u, list, ROLE_BUTTON, UI_ID(UI_REQUEST, i));
    n->look = LOOK_TILE;
    n->target = true;
    n->lay.axis = AXIS_ROW;
    n->lay.align = PLACE_CENTER;
    n->lay.gap = n->lay.pad = ui_mm(u, 5);
    n->lay.pad_block = ui_mm(u, 2.5F);
    n->lay.min_h = ui_mm(u, MM_TARGET);
    topic_pictures(v, n, &it->request);
    struct node *words = w_column(u, n, 1);
    words->lay.grow = 1;
    const char *topics = topics_of(v, &it->request);
    w_text(u, words, topics, TYPE_BODY)->text.bold = true;
    line(v, words, "icons/language", liaison_said(v, &it->request, STEP_LANGUAGE));
    line(v, words, "icons/speak-card", it->request.dialect);
    if (it->request.dialect[0])
        words->last->last->is_private = true;
    line(v, words, "icons/interpreter", liaison_said(v, &it->request, STEP_INTERPRETER));
    line(v, words, "icons/calendar", liaison_slots(v, it->request.slots, it->request.slot_count, 2));
    line(v, words, "icons/message", liaison_said(v, &it->request, STEP_REACH));
    if (it->reply.kind != REPLY_NONE)
        line(v, words, answer_reply(it->reply.kind).icon, tr(v, reply_words(it->reply.kind)));
    line(v, words, "icons/days-kept", state_line(v, it));
    /* what was typed is never said aloud in a lobby */
    n->label =
        arena_printf(u->frame, "%s. %s", *topics ? topics : tr(v, "What it is about was not said"), state_line(v, it));
}

/* Not to be opened: it is said why, and for how long it is kept. */
static void shut_row(struct view *v, struct node *list, const struct liaison_item *it)
{
    struct ui *u = v->ui;
    struct node *row = w_row(u, list, 5);
    row->look = LOOK_CARD;
    row->lay.pad = ui_mm(u, 5);
    row->lay.pad_block = ui_mm(u, 2.5F);
    bool others = it->opening == OPENING_NOT_MINE;
    w_icon(u, row, others ? "icons/lock" : "icons/warning", 14);
    struct node *words = w_column(u, row, 1);
    words->lay.grow = 1;
    w_text(u, words,
           others ? tr(v, "Sealed to other liaison officers: your key does not open it.")
                  : tr(v, "This request is damaged and cannot be opened."),
           TYPE_BODY);
    line(v, words, "icons/days-kept", state_line(v, it));
}

static void turn(struct view *v, struct node *list, unsigned which)
{
    w_button(v->ui, list, UI_ID(UI_TURN, which), LOOK_QUIET, which == NEXT ? "icons/more-down" : "icons/more-up",
             which == NEXT ? tr(v, "The next ones") : tr(v, "The ones before"));
}

static void build_rows(struct view *v, struct node *content)
{
    struct ui *u = v->ui;
    const struct liaison_list *l = &v->desk->liaison->list;
    struct node *list = w_pager(u, content, AXIS_COLUMN, 0, 4, tr(v, "Up"), tr(v, "More"));
    if (l->page)
        turn(v, list, BEFORE);
    for (size_t i = 0; i < l->count; i++)
        if (l->items[i].opening == OPENING_OPEN)
            open_row(v, list, &l->items[i], i);
        else
            shut_row(v, list, &l->items[i]);
    if (l->more)
        turn(v, list, NEXT);
    if (!l->count)
        w_text(u, list,
               l->failed ? tr(v, "The requests cannot be read now. Ask who looks after this machine.")
                         : tr(v, "There is nothing here."),
               TYPE_HEADING);
}

static void build(struct view *v, void *state, struct node *content)
{
    struct ui *u = v->ui;
    (void)state;
    bool two = u->size >= SIZE_LARGE && ui_portrait(u);
    struct node *tabs = w_grid(u, content, two ? 2 : FILTER_COUNT, 4);
    for (unsigned i = 0; i < FILTER_COUNT; i++)
        w_button(u, tabs, UI_ID(UI_GROUP, i), LOOK_TILE, NULL, tr(v, filters[i]))->selected =
            v->desk->liaison->list.filter == (enum liaison_filter)i;
    build_rows(v, content);
    w_back(u, content, tr(v, "Back"));
}

static const char *title(struct view *v, void *state)
{
    (void)state;
    return tr(v, "Requests");
}

const struct screen screen_liaison_list = {.id = "liaison-requests",
                                           .icon = "icons/my-request",
                                           .access = ACCESS_LIAISON,
                                           .enter = enter,
                                           .update = update,
                                           .build = build,
                                           .title = title};
