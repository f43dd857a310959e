/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every visitor screen has in the same place: title and Emergency above, the five buttons below, and the dialogs.
 */
#include "screens/screen.h"

#include "content/dates.h"
#include "screens/desk_bar.h"
#include "ui/widgets.h"

#include <string.h>

static const struct {
    enum ui_kind kind;
    const char *icon, *label;
    bool mirror;
} bar[] = {
    {UI_HOME, "icons/home", N_("Home"), false},       {UI_LANGUAGE, "icons/language", N_("Language"), false},
    {UI_LISTEN, "icons/listen", N_("Listen"), true},  {UI_ACCESS, "icons/access", N_("Text and colour"), false},
    {UI_LEAVE, "icons/leave", N_("Leave now"), true},
};

/* The bar's words and pictures; at the desk some are others. */
static const char *bar_label(const struct view *v, size_t i, bool desk)
{
    const char *other = desk ? desk_bar_label(bar[i].kind) : NULL;
    return tr(v, other ? other : bar[i].label);
}

static const char *bar_icon(size_t i, bool desk)
{
    const char *other = desk ? desk_bar_icon(bar[i].kind) : NULL;
    return other ? other : bar[i].icon;
}

static void build_bar(struct view *v, struct node *root, bool desk)
{
    struct ui *u = v->ui;
    struct node *nav = w_grid(u, root, (int)(sizeof bar / sizeof *bar), 3);
    nav->id = UI_ID(UI_NAV, 0);
    nav->look = LOOK_BAR;
    nav->lay.pad = ui_mm(u, 4);
    nav->lay.pad_block = ui_mm(u, 2.5F);
    for (size_t i = 0; i < sizeof bar / sizeof *bar; i++) {
        struct node *n = node_add(u, nav, ROLE_BUTTON, UI_ID(bar[i].kind, 0));
        bool speaking = bar[i].kind == UI_LISTEN && u->lit >= 0;
        n->target = true;
        n->look = LOOK_BARE;
        n->label = speaking ? tr(v, "Stop") : bar_label(v, i, desk);
        n->lay.min_h = ui_mm(u, 24);
        n->lay.gap = ui_mm(u, 1);
        n->lay.pad_block = ui_mm(u, 1.5F);
        n->lay.justify = ui_portrait(u) ? PLACE_START : PLACE_CENTER; /* pictures in line, however long the words */
        n->lay.axis = ui_portrait(u) ? AXIS_COLUMN : AXIS_ROW;
        struct node *icon = w_icon(u, n, speaking ? "icons/listen-stop" : bar_icon(i, desk), 13);
        icon->mirror = bar[i].mirror;
        icon->lay.w = ui_portrait(u) ? 0 : icon->lay.w;
        struct node *t = w_text(u, n, n->label, TYPE_LABEL);
        t->text.align = ui_portrait(u) ? TEXT_CENTER : TEXT_START;
        t->text.fit = true;
        t->text.fit_lines = 2;
        t->text.bold = true;
    }
}

static void build_header(struct view *v, struct node *root, const char *icon, const char *title, bool desk)
{
    struct ui *u = v->ui;
    struct node *head = w_row(u, root, 4);
    head->id = UI_ID(UI_HEADER, 0);
    head->lay.pad = ui_mm(u, 10);
    head->lay.pad_block = ui_mm(u, ui_portrait(u) ? 5 : 3);
    head->lay.align = PLACE_START; /* however many lines the title has, Emergency stays where it is */
    if (icon) {
        struct node *picture = w_icon(u, head, icon, 16);
        picture->lay.h = ui_mm(u, MM_TARGET);
        picture->lay.pad_block = ui_mm(u, (MM_TARGET - 16) / 2);
    }
    struct node *t = w_heading(u, head, title, TYPE_HEADING);
    t->id = UI_ID(UI_TITLE, 0);
    t->lay.grow = 1;
    t->lay.min_h = ui_mm(u, MM_TARGET);
    t->text.fit = true;
    t->text.fit_lines = ui_portrait(u) ? 2 : 1;
    if (desk || v->beside)
        return;
    struct node *e = w_button(u, head, UI_ID(UI_EMERGENCY, 0), LOOK_DANGER, "icons/emergency", tr(v, "Emergency"));
    e->lay.max_w = u->w * 45 / 100;
}

static void build_idle(struct view *v, struct node *root, int seconds)
{
    struct ui *u = v->ui;
    struct node *box = w_dialog(u, root, tr(v, "Are you still here?"));
    struct node *t = w_heading(u, box, tr(v, "Are you still here?"), TYPE_TITLE);
    t->text.align = TEXT_CENTER;
    w_icon(u, box, "icons/clock", ui_portrait(u) ? 40 : 30)->lay.w = 0;
    struct node *s = w_text(u, box,
                            tr_fill(v, "The screen is cleared in {seconds} seconds. Nothing you chose is kept.",
                                    "seconds", date_number(v->session->lang, seconds, u->frame), NULL),
                            TYPE_BODY);
    s->text.align = TEXT_CENTER;
    s->speech = tr(v, "Touch the screen to stay.");
    w_button(u, box, UI_ID(UI_STAY, 0), LOOK_PRIMARY, "icons/touch", tr(v, "I am still here"));
    w_button(u, box, UI_ID(UI_LEAVE, 1), LOOK_QUIET, "icons/leave", tr(v, "Leave now"));
}

static void build_busy(struct view *v, struct node *root)
{
    struct ui *u = v->ui;
    struct node *box = w_dialog(u, root, tr(v, "One moment"));
    w_icon(u, box, "icons/lock", 40)->lay.w = 0;
    struct node *t = w_heading(u, box, tr(v, "One moment"), TYPE_TITLE);
    t->text.align = TEXT_CENTER;
}

static void build_no_voice(struct view *v, struct node *root)
{
    struct ui *u = v->ui;
    const char *words =
        v->health.sound ? tr(v, "This language has no voice here yet.") : tr(v, "This machine has no sound now.");
    struct node *box = w_dialog(u, root, words);
    w_icon(u, box, "icons/mute", 40)->lay.w = 0;
    w_heading(u, box, words, TYPE_TITLE)->text.align = TEXT_CENTER;
    w_text(u, box, tr(v, "Ask at the desk. Someone can read it to you."), TYPE_BODY)->text.align = TEXT_CENTER;
    w_button(u, box, UI_ID(UI_STAY, 0), LOOK_PRIMARY, "icons/yes", tr(v, "Done"));
}

struct node *screen_build(struct view *v, const struct screen *s, void *state, const char *dialog, int seconds)
{
    struct ui *u = v->ui;
    /* Text and colour, the preview of a slip: visitors' screens that the desk uses too */
    bool desk = s->access != ACCESS_VISITOR || v->at_desk;
    struct node *root = node_add(u, NULL, ROLE_GROUP, UI_ID(UI_SCREEN, 0));
    root->lay.axis = AXIS_STACK;
    root->lay.justify = PLACE_STRETCH;
    root->look = LOOK_GROUND;
    struct node *page = w_column(u, root, 0);
    if (v->site->demonstration && !v->session->beside) { /* two on one glass: staff are there, and the room is short */
        struct node *d = w_notice(u, page, "icons/information",
                                  tr(v, "Demonstration. The names and numbers of this centre are made up."));
        d->speech = "";
    }
    if (v->session->lower && ui_portrait(u)) { /* lying glass is low enough to be reached all over */
        /* the bigger the letters, the less can be spared; measured in tests/screen/test_geometry.c */
        static const int percent[SIZE_COUNT] = {
            [SIZE_SMALL] = 38, [SIZE_MEDIUM] = 32, [SIZE_LARGE] = 22, [SIZE_XLARGE] = 9};
        struct node *high = w_picture(u, page, "scenes/porchlight", NULL, 0, 0);
        high->lay.grow = 0;
        high->lay.h = u->h * percent[u->size] / 100;
        high->lay.pad = u->w * 10 / 100;
    }
    if (!s->no_frame)
        build_header(v, page, s->icon, s->title(v, state), desk);
    struct node *content = w_column(u, page, MM_GAP);
    content->id = UI_ID(UI_CONTENT, 0);
    content->lay.grow = 1;
    content->lay.pad = ui_mm(u, 10);
    content->lay.pad_block = ui_mm(u, 3);
    s->build(v, state, content);
    if (!s->no_frame && !v->beside)
        build_bar(v, page, desk);
    if (dialog && strcmp(dialog, "idle") == 0)
        build_idle(v, root, seconds);
    else if (dialog && strcmp(dialog, "no-voice") == 0)
        build_no_voice(v, root);
    else if (dialog)
        build_busy(v, root);
    return root;
}
