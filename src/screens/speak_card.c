/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "I speak …": a card to hold up to anyone, in English and in one's own language. */
#include "screens/registry.h"

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
    if (act.kind == UI_PRINT)
        return command_go(COMMAND_GO, "print/speak-card");
    return command_of(act.kind == UI_BACK ? COMMAND_BACK : COMMAND_NONE);
}

static void line(struct view *v, struct node *card, const char *s, const struct language *l, enum type_step step)
{
    struct node *t = w_heading(v->ui, card, s, step);
    t->text.lang = &l->text;
    t->text.align = TEXT_CENTER;
}

static void build(struct view *v, void *state, struct node *content)
{
    (void)state;
    struct ui *u = v->ui;
    const struct language *mine = v->session->lang, *en = site_language(v->site, "en");
    if (!en)
        en = mine;
    struct node *list = w_pager(u, content, AXIS_COLUMN, 0, 6, tr(v, "Up"), tr(v, "More"));
    list->lay.justify = PLACE_CENTER;
    w_text(u, list, tr(v, "Show this to anyone. Take a photo of it to keep it."), TYPE_BODY)->text.align = TEXT_CENTER;
    struct node *card = w_column(u, list, 6);
    card->look = LOOK_CARD;
    card->lay.pad = ui_mm(u, 12);
    card->lay.pad_block = ui_mm(u, 12);
    struct node *picture = w_icon(u, card, "icons/interpreter", ui_portrait(u) ? 70 : 46);
    picture->lay.w = 0;
    if (!ui_portrait(u)) { /* the words need the height */
        card->lay.grow = picture->lay.grow = 1;
        card->lay.justify = PLACE_CENTER;
        picture->lay.max_h = picture->lay.h;
        picture->lay.h = 0;
        picture->lay.min_h = ui_mm(u, 12);
        card->lay.gap = ui_mm(u, 4);
        card->lay.pad_block = ui_mm(u, 5);
    }
    line(v, card, arena_printf(u->frame, "I speak %s.", mine->english), en, TYPE_HUGE);
    line(v, card, "Please get me an interpreter.", en, TYPE_TITLE);
    if (mine != en) {
        line(v, card, tr_fill(v, "I speak {language}.", "language", mine->autonym, NULL), mine, TYPE_TITLE);
        line(v, card, tr(v, "Please get me an interpreter."), mine, TYPE_HEADING);
    }
    struct node *row = w_grid(u, content, 2, MM_GAP);
    w_button(u, row, UI_ID(UI_BACK, 0), LOOK_QUIET, "icons/back", tr(v, "Back"))->first->mirror = true;
    w_button(u, row, UI_ID(UI_PRINT, 0), LOOK_PRIMARY, "icons/print", tr(v, "Print it"));
}

static const char *title(struct view *v, void *state)
{
    (void)state;
    return tr(v, "I speak …");
}

const struct screen screen_speak_card = {.id = "speak-card",
                                         .bilingual = true,
                                         .icon = "icons/speak-card",
                                         .enter = enter,
                                         .update = update,
                                         .build = build,
                                         .title = title};
