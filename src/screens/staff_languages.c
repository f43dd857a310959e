/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which languages the first screen offers, and in what order. */
#include "screens/registry.h"

#include "base/str.h"
#include "screens/staff_kit.h"

enum { LANGUAGES_MAX = 200 };

/* Those that are offered, in order, then those that could be. */
static size_t all(const struct view *v, const struct language **out, size_t *offered)
{
    size_t n = 0;
    for (size_t i = 0; i < v->site->offered_count && n < LANGUAGES_MAX; i++)
        out[n++] = v->site->offered[i];
    *offered = n;
    for (size_t i = 0; i < v->site->language_count && n < LANGUAGES_MAX; i++) {
        const struct language *l = v->site->languages[i];
        bool there = false;
        for (size_t k = 0; k < *offered; k++)
            there = there || out[k] == l;
        if (!there && catalogue_offers(v->catalogue, v->strings, l->text.tag))
            out[n++] = l;
    }
    return n;
}

static void row_of(struct view *v, struct node *list, const struct language *l, size_t i, size_t offered)
{
    struct ui *u = v->ui;
    bool on = i < offered;
    struct node *row = w_row(u, staff_card(v, list), MM_GAP);
    struct node *words = w_column(u, row, 0);
    words->lay.grow = 1;
    struct node *name = w_text(u, words, arena_printf(u->frame, "\u2068%s\u2069", l->autonym), TYPE_BODY);
    name->text.bold = true;
    name->text.lang = &l->text;
    name->text.fit = true;
    name->text.align = (l->text.dir == TEXT_RTL) == ui_rtl(u) ? TEXT_START : TEXT_END;
    name->speech = l->english;
    struct node *english = w_text(u, words, l->english, TYPE_LABEL);
    english->text.color = COLOR_QUIET;
    english->text.fit = true;
    english->speech = "";
    struct node *up = w_button(u, row, UI_ID(UI_EDIT, i), LOOK_QUIET, "icons/more-up", NULL);
    up->label = tr_fill(v, "Earlier: {language}", "language", l->english, NULL);
    up->disabled = !on || i == 0;
    struct node *b =
        w_button(u, row, UI_ID(UI_OPTION, i), LOOK_TILE, on ? NULL : "icons/no", /* chosen, it has a tick */
                 on ? tr(v, "Offered") : tr(v, "Off"));
    b->label = arena_printf(u->frame, "%s: %s", l->english, on ? tr(v, "Offered") : tr(v, "Off"));
    b->selected = on;
    b->disabled = on && offered == 1;
    b->lay.w = ui_mm(u, u->size >= SIZE_LARGE ? 96 : 66);
}

static void build(struct view *v, void *state, struct node *content)
{
    (void)state;
    struct ui *u = v->ui;
    const struct language *list[LANGUAGES_MAX];
    size_t offered, n = all(v, list, &offered);
    staff_said(v, content);
    struct node *grid =
        w_pager(u, content, AXIS_GRID, ui_portrait(u) || u->size >= SIZE_LARGE ? 1 : 2, 4, tr(v, "Up"), tr(v, "More"));
    for (size_t i = 0; i < n; i++)
        row_of(v, grid, list[i], i, offered);
    staff_foot(v, content, NULL, NULL);
}

static struct command update(struct view *v, void *state, struct ui_id act)
{
    (void)state;
    const struct language *list[LANGUAGES_MAX];
    size_t offered, n = all(v, list, &offered);
    if (act.kind == UI_BACK)
        return command_of(COMMAND_BACK);
    if (act.kind == UI_CLEAR)
        return staff_do(EDIT_UNDO);
    if ((act.kind != UI_OPTION && act.kind != UI_EDIT) || act.index >= n)
        return command_of(COMMAND_NONE);
    bool on = act.index < offered;
    if (act.kind == UI_EDIT ? !on || act.index == 0 : on && offered == 1)
        return command_of(COMMAND_NONE);
    staff_key(v, list[act.index]->text.tag);
    return staff_do(act.kind == UI_EDIT ? EDIT_LANGUAGE_UP : EDIT_LANGUAGE_TURN);
}

static bool enter(struct view *v, void *state, const char *arg)
{
    (void)state;
    staff_enter(v);
    return !*arg;
}

static const char *title(struct view *v, void *state)
{
    (void)state;
    return tr(v, "Languages");
}

const struct screen screen_staff_languages = {.id = "staff-languages",
                                              .icon = "icons/language",
                                              .access = ACCESS_STAFF,
                                              .enter = enter,
                                              .update = update,
                                              .build = build,
                                              .title = title};
