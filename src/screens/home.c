/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Home: picture tiles in three groups. Pages come from the catalogue; the rest are the kiosk's own. */
#include "screens/registry.h"

#include "ui/widgets.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

/* What stands together on one page of the list: more is split into rows. */
enum { ROWS_TOGETHER = 3, COLUMNS_BESIDE_MAX = 6, AHEAD_TILES = 12 };

struct tile {
    const char *icon, *label, *route;
    enum page_group group;
};

static const struct {
    enum page_group group;
    const char *title;
} groups[] = {
    {PAGE_POLICE, N_("Police and you")},
    {PAGE_HURT, N_("If someone hurts you")},
    {PAGE_TALK, N_("Talk to a person")},
};

/* The kiosk's own tiles; pages of the same group stand before them. */
static const struct tile own[] = {
    {"icons/in-person", N_("Ask for a meeting"), "request", PAGE_TALK},
    {"icons/hotline", N_("Phone numbers and help"), "resources", PAGE_TALK},
    {"icons/speak-card", N_("I speak …"), "speak-card", PAGE_TALK},
};

struct tiles {
    struct tile *v;
    size_t len;
};

static void collect_pages(struct view *v, enum page_group group, struct tiles *out)
{
    for (size_t i = 0; i < catalogue_count(v->catalogue); i++) {
        const struct page *p = catalogue_page(v->catalogue, i);
        const struct page_text *t =
            p->group == group ? catalogue_text(v->catalogue, p, v->session->lang->text.tag, v->today) : NULL;
        if (!t)
            continue;
        /* the people come before the page about them */
        bool people = strcmp(p->slug, "liaison") == 0 && v->site->person_count > 0;
        out->v[out->len++] = (struct tile){.icon = arena_printf(v->ui->frame, "icons/%s", p->icon),
                                           .label = t->title,
                                           .route = people ? "meet" : arena_printf(v->ui->frame, "page/%s", p->slug),
                                           .group = group};
    }
}

/* All tiles in the order shown, in the frame's memory; the index in this list is the tile's id. */
static struct tiles collect(struct view *v)
{
    enum { OWN = sizeof own / sizeof *own };
    struct tiles out = {.v = ARENA_ARRAY(v->ui->frame, struct tile, catalogue_count(v->catalogue) + OWN)};
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
        collect_pages(v, groups[g].group, &out);
        for (size_t i = 0; i < OWN; i++)
            if (own[i].group == groups[g].group) {
                out.v[out.len] = own[i];
                out.v[out.len++].label = tr(v, own[i].label);
            }
    }
    return out;
}

static bool enter(struct view *v, void *state, const char *arg)
{
    (void)v;
    (void)state;
    return !*arg;
}

static struct command update(struct view *v, void *state, struct ui_id act)
{
    (void)state;
    if (act.kind == UI_MY_REQUEST)
        return command_go(COMMAND_GO, "my-request");
    if (act.kind == UI_ABOUT)
        return command_go(COMMAND_GO, "about");
    if (act.kind == UI_TILE) {
        struct tiles tiles = collect(v);
        if (act.index < tiles.len)
            return command_go(COMMAND_GO, "%s", tiles.v[act.index].route);
    }
    return command_of(COMMAND_NONE);
}

/* Two rows of tiles. */
static int columns_beside(const struct tiles *tiles, enum page_group group)
{
    int count = 0;
    for (size_t i = 0; i < tiles->len; i++)
        count += tiles->v[i].group == group;
    return (count + 1) / 2;
}

/* Lying glass with ordinary letters: the groups stand side by side, as wide as they have tiles, while there is room. */
static bool stands_beside(const struct view *v, const struct tiles *tiles)
{
    int columns = 0;
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++)
        columns += columns_beside(tiles, groups[g].group);
    return !ui_portrait(v->ui) && v->ui->size <= SIZE_MEDIUM && !v->session->lower && columns <= COLUMNS_BESIDE_MAX;
}

static void tile_of(struct ui *u, struct node *grid, const struct tile *tile, size_t i)
{
    struct node *t = w_tile(u, grid, UI_ID(UI_TILE, i), tile->icon, ui_portrait(u) ? 40 : 34, tile->label);
    t->lay.min_h = ui_mm(u, ui_portrait(u) ? 52 : 44);
    if (ui_portrait(u))
        return;
    w_tile_gives_way(u, t, 20); /* low glass */
}

static void group_of(struct view *v, struct node *list, const struct tiles *tiles, size_t g, bool beside)
{
    struct ui *u = v->ui;
    struct node *group = NULL, *grid = NULL;
    int columns = beside ? columns_beside(tiles, groups[g].group) : ui_portrait(u) || u->size == SIZE_XLARGE ? 2 : 3;
    /* a page of the list may not hold all rows, nor low glass two of them: the further ones are parts of their own */
    int together = beside ? INT_MAX : columns * (ui_portrait(u) ? ROWS_TOGETHER : 1), in_grid = 0;
    for (size_t i = 0; i < tiles->len; i++) {
        if (tiles->v[i].group != groups[g].group)
            continue;
        if (!group) {
            group = w_column(u, list, 3);
            group->id = UI_ID(UI_GROUP, g);
            group->lay.grow = beside ? columns : 1;
            w_heading(u, group, tr(v, groups[g].title), TYPE_BODY);
            grid = w_grid(u, group, columns, MM_GAP);
            grid->lay.grow = 1;
        } else if (in_grid == together) {
            grid = w_grid(u, list, columns, MM_GAP);
            together = columns;
            in_grid = 0;
        }
        in_grid++;
        tile_of(u, grid, &tiles->v[i], i);
    }
}

static void build(struct view *v, void *state, struct node *content)
{
    (void)state;
    struct ui *u = v->ui;
    struct tiles tiles = collect(v);
    bool beside = stands_beside(v, &tiles);
    struct node *list;
    if (beside) {
        list = w_row(u, content, 8);
        list->lay.grow = 1;
        list->lay.align = PLACE_STRETCH;
    } else {
        list = w_pager(u, content, AXIS_COLUMN, 0, 5, tr(v, "Up"), tr(v, "More"));
        list->lay.justify = PLACE_CENTER;
    }
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++)
        group_of(v, list, &tiles, g, beside);
    struct node *row = w_grid(u, content, 2, MM_GAP);
    w_button(u, row, UI_ID(UI_MY_REQUEST, 0), LOOK_QUIET, "icons/my-request", tr(v, "My request"));
    w_button(u, row, UI_ID(UI_ABOUT, 0), LOOK_QUIET, "icons/kiosk", tr(v, "About this machine"));
}

static const char *title(struct view *v, void *state)
{
    (void)state;
    return tr(v, "Welcome");
}

static bool ahead(struct view *v, void *state, size_t i, char route[ROUTE_MAX], const struct language **lang)
{
    (void)state;
    (void)lang;
    struct tiles tiles = collect(v);
    size_t n = tiles.len < AHEAD_TILES ? tiles.len : AHEAD_TILES;
    if (i >= n + 2)
        return false;
    snprintf(route, ROUTE_MAX, "%s", i < n ? tiles.v[i].route : i == n ? "my-request" : "about");
    return true;
}

const struct screen screen_home = {.id = "home",
                                   .ahead = ahead,
                                   .icon = "scenes/porchlight",
                                   .enter = enter,
                                   .update = update,
                                   .build = build,
                                   .title = title};
