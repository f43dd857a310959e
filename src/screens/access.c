/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text and colour: size, contrast, "bring it lower", volume and speed. Each choice is seen at once. */
#include "screens/registry.h"

#include "ui/widgets.h"

static bool enter(struct view *v, void *state, const char *arg)
{
    (void)v;
    (void)state;
    return !*arg;
}

static const struct {
    const char *label;
    const char *icon;
} sizes[SIZE_COUNT] = {[SIZE_SMALL] = {N_("Small"), "icons/text-small"},
                       [SIZE_MEDIUM] = {N_("Medium"), "icons/text-small"},
                       [SIZE_LARGE] = {N_("Large"), "icons/text-large"},
                       [SIZE_XLARGE] = {N_("Largest"), "icons/text-large"}};

static const char *const themes[THEME_COUNT] = {[THEME_DEFAULT] = N_("Warm"),
                                                [THEME_WHITE] = N_("Black on white"),
                                                [THEME_BLACK] = N_("White on black"),
                                                [THEME_LOW] = N_("Soft")};

enum { VOLUME_STEP = 10, RATE_STEP = 25, RATE_MIN = 50, RATE_MAX = 200 };

static int within(int n, int low, int high)
{
    return n < low ? low : n > high ? high : n;
}

static struct command update(struct view *v, void *state, struct ui_id act)
{
    (void)state;
    struct session *s = v->session;
    switch (act.kind) {
    case UI_TEXT_SIZE:
        s->size = (enum text_size)within(act.index, 0, SIZE_COUNT - 1);
        return command_of(COMMAND_REDRAW);
    case UI_CONTRAST:
        s->theme = (enum theme)within(act.index, 0, THEME_COUNT - 1);
        return command_of(COMMAND_REDRAW);
    case UI_LOWER:
        s->lower = !s->lower;
        return command_of(COMMAND_REDRAW);
    case UI_VOLUME:
        s->volume = within(s->volume + (act.index ? VOLUME_STEP : -VOLUME_STEP), 0, 100);
        return command_of(COMMAND_SOUND);
    case UI_RATE:
        s->rate = within(s->rate + (act.index ? RATE_STEP : -RATE_STEP), RATE_MIN, RATE_MAX);
        return command_of(COMMAND_SOUND);
    case UI_RESET:
        s->size = SIZE_MEDIUM;
        s->theme = THEME_DEFAULT;
        s->lower = false;
        s->volume = v->site->volume_percent;
        s->rate = RATE_USUAL;
        return command_of(COMMAND_SOUND);
    case UI_BACK:
        return command_of(COMMAND_BACK);
    default:
        return command_of(COMMAND_NONE);
    }
}

static struct node *section(struct view *v, struct node *list, const char *head)
{
    struct node *n = w_column(v->ui, list, 2);
    w_heading(v->ui, n, head, TYPE_BODY);
    return n;
}

static void pair(struct view *v, struct node *list, const char *head, enum ui_kind kind, const char *down,
                 const char *up, int value)
{
    struct ui *u = v->ui;
    struct node *s = section(v, list, head);
    struct node *row = w_row(u, s, MM_GAP);
    struct node *less = w_button(u, row, UI_ID(kind, 0), LOOK_TILE, "icons/more-down", NULL);
    less->label = down;
    struct node *t = w_text(u, row, arena_printf(u->frame, "%d %%", value), TYPE_HEADING);
    t->lay.grow = 1;
    t->text.align = TEXT_CENTER;
    struct node *more = w_button(u, row, UI_ID(kind, 1), LOOK_TILE, "icons/more-up", NULL);
    more->label = up;
}

static void build(struct view *v, void *state, struct node *content)
{
    (void)state;
    struct ui *u = v->ui;
    const struct session *s = v->session;
    struct node *list = w_pager(u, content, AXIS_COLUMN, 0, 6, tr(v, "Up"), tr(v, "More"));
    struct node *grid =
        w_grid(u, section(v, list, tr(v, "Letters")), u->size >= SIZE_LARGE && ui_portrait(u) ? 2 : 4, 4);
    for (int i = 0; i < SIZE_COUNT; i++)
        w_tile(u, grid, UI_ID(UI_TEXT_SIZE, i), sizes[i].icon, 10 + 3 * (float)i, tr(v, sizes[i].label))->selected =
            s->size == (enum text_size)i;
    grid = w_grid(u, section(v, list, tr(v, "Colours")), u->size >= SIZE_LARGE && ui_portrait(u) ? 2 : 4, 4);
    for (int i = 0; i < THEME_COUNT; i++)
        w_tile(u, grid, UI_ID(UI_CONTRAST, i), "icons/contrast", 16, tr(v, themes[i]))->selected =
            s->theme == (enum theme)i;
    if (ui_portrait(u)) {
        struct node *lower =
            w_button(u, list, UI_ID(UI_LOWER, 0), LOOK_TILE, "icons/bring-lower", tr(v, "Bring the buttons lower"));
        lower->selected = s->lower;
        lower->lay.min_h = ui_mm(u, 26);
    }
    if (v->health.sound) {
        struct node *two = w_grid(u, list, u->size >= SIZE_LARGE && ui_portrait(u) ? 1 : 2, MM_GAP);
        pair(v, two, tr(v, "Loudness"), UI_VOLUME, tr(v, "Quieter"), tr(v, "Louder"), s->volume);
        pair(v, two, tr(v, "Speed of the voice"), UI_RATE, tr(v, "Slower"), tr(v, "Faster"), s->rate);
    }
    struct node *row = w_grid(u, content, 2, MM_GAP);
    w_button(u, row, UI_ID(UI_RESET, 0), LOOK_QUIET, "icons/repeat", tr(v, "As it was"));
    w_button(u, row, UI_ID(UI_BACK, 0), LOOK_PRIMARY, "icons/yes", tr(v, "Done"));
}

static const char *title(struct view *v, void *state)
{
    (void)state;
    return tr(v, "Text and colour");
}

const struct screen screen_access = {
    .id = "access", .icon = "icons/access", .enter = enter, .update = update, .build = build, .title = title};
