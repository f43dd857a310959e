/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Beside a visitor: which language do they read? Then each has half of the glass. */
#include "screens/registry.h"

#include "screens/desk.h"
#include "ui/widgets.h"

static bool enter(struct view *v, void *state, const char *arg)
{
    (void)v;
    (void)state;
    return !*arg;
}

static bool offered(const struct view *v, size_t i)
{
    const struct language *l = v->site->offered[i];
    return l != v->session->lang && catalogue_offers(v->catalogue, v->strings, l->text.tag);
}

static struct command update(struct view *v, void *state, struct ui_id act)
{
    (void)state;
    if (act.kind == UI_BACK)
        return command_of(COMMAND_BACK);
    if (act.kind != UI_TILE || act.index >= v->site->offered_count || !offered(v, act.index))
        return command_of(COMMAND_NONE);
    return (struct command){.kind = COMMAND_ASSIST, .value = act.index};
}

static void build(struct view *v, void *state, struct node *content)
{
    (void)state;
    struct ui *u = v->ui;
    w_text(u, content,
           tr(v, "Which language does the visitor read? The screen is then shown in both. The desk is locked first."),
           TYPE_BODY);
    struct node *grid = w_pager(u, content, AXIS_GRID, ui_portrait(u) ? 2 : 4, MM_GAP, tr(v, "Up"), tr(v, "More"));
    for (size_t i = 0; i < v->site->offered_count; i++) {
        const struct language *l = v->site->offered[i];
        if (!offered(v, i))
            continue;
        struct node *n = w_tile(u, grid, UI_ID(UI_TILE, i), NULL, 0, NULL);
        n->lay.min_h = ui_mm(u, 26);
        n->lay.max_h = ui_mm(u, 44);
        n->label = l->autonym;
        struct node *own = w_text(u, n, l->autonym, TYPE_HEADING);
        own->text.lang = &l->text;
        own->text.align = TEXT_CENTER;
        own->text.fit = true;
        struct node *english = w_text(u, n, l->english, TYPE_LABEL);
        english->text.align = TEXT_CENTER;
        english->text.color = COLOR_QUIET;
    }
    w_back(u, content, tr(v, "Back"));
}

static const char *title(struct view *v, void *state)
{
    (void)state;
    return tr(v, "Together with a visitor");
}

const struct screen screen_staff_assist = {.id = "staff-assist",
                                           .icon = "icons/hands-together",
                                           .access = ACCESS_STAFF,
                                           .enter = enter,
                                           .update = update,
                                           .build = build,
                                           .title = title};
