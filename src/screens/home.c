/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Home: picture tiles in three groups. Pages come from the catalogue; the rest are the kiosk's own. */
#include "screens/registry.h"

#include "ui/widgets.h"

#include <stdio.h>
#include <string.h>

enum { TILES_MAX = 48 };

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

/* All tiles in the order shown; the index in this list is the tile's id. */
static size_t collect(struct view *v, struct tile *out)
{
    size_t n = 0;
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
        for (size_t i = 0; i < catalogue_count(v->catalogue) && n < TILES_MAX; i++) {
            const struct page *p = catalogue_page(v->catalogue, i);
            if (p->group != groups[g].group || !view_page_shown(v, p->slug))
                continue;
            const struct page_text *t = catalogue_text(v->catalogue, p, v->session->lang->text.tag, v->today);
            /* the people come before the page about them */
            bool people = strcmp(p->slug, "liaison") == 0 && v->site->person_count > 0;
            const char *route = people ? "meet" : arena_printf(v->ui->frame, "page/%s", p->slug);
            out[n++] = (struct tile){.icon = arena_printf(v->ui->frame, "icons/%s", p->icon),
                                     .label = t->title,
                                     .route = route,
                                     .group = p->group};
        }
        for (size_t i = 0; i < sizeof own / sizeof *own && n < TILES_MAX; i++)
            if (own[i].group == groups[g].group) {
                out[n] = own[i];
                out[n++].label = tr(v, own[i].label);
            }
    }
    return n;
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
        struct tile tiles[TILES_MAX];
        size_t n = collect(v, tiles);
        if (act.index < n)
            return command_go(COMMAND_GO, "%s", tiles[act.index].route);
    }
    return command_of(COMMAND_NONE);
}

/* Two rows of tiles. */
static int columns_beside(const struct tile *tiles, size_t n, enum page_group group)
{
    int count = 0;
    for (size_t i = 0; i < n; i++)
        count += tiles[i].group == group;
    return (count + 1) / 2;
}

static void tile_of(struct ui *u, struct node *grid, const struct tile *tile, size_t i)
{
    struct node *t = w_tile(u, grid, UI_ID(UI_TILE, i), tile->icon, ui_portrait(u) ? 40 : 34, tile->label);
    t->lay.min_h = ui_mm(u, ui_portrait(u) ? 52 : 44);
    if (ui_portrait(u))
        return;
    struct node *picture = t->first; /* low glass and long words: the pictures give way */
    picture->lay.grow = 1;
    picture->lay.min_h = ui_mm(u, 20);
    picture->lay.max_h = picture->lay.h;
    picture->lay.h = 0;
}

static void build(struct view *v, void *state, struct node *content)
{
    (void)state;
    struct ui *u = v->ui;
    struct tile tiles[TILES_MAX];
    size_t n = collect(v, tiles);
    /* lying glass with ordinary letters: the groups stand side by side, as wide as they have tiles */
    bool beside = !ui_portrait(u) && u->size <= SIZE_MEDIUM && !v->session->lower;
    struct node *list;
    if (beside) {
        list = w_row(u, content, 8);
        list->lay.grow = 1;
        list->lay.align = PLACE_STRETCH;
    } else {
        list = w_pager(u, content, AXIS_COLUMN, 0, 5, tr(v, "Up"), tr(v, "More"));
        list->lay.justify = PLACE_CENTER;
    }
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
        struct node *group = NULL, *grid = NULL;
        int in_row = 0;
        int columns = beside                                     ? columns_beside(tiles, n, groups[g].group)
                      : ui_portrait(u) || u->size == SIZE_XLARGE ? 2
                                                                 : 3;
        for (size_t i = 0; i < n; i++) {
            if (tiles[i].group != groups[g].group)
                continue;
            if (!group) {
                group = w_column(u, list, 3);
                group->id = UI_ID(UI_GROUP, g);
                group->lay.grow = beside ? columns : 1;
                w_heading(u, group, tr(v, groups[g].title), TYPE_BODY);
                grid = w_grid(u, group, columns, MM_GAP);
                grid->lay.grow = 1;
            }
            /* on low glass a page may not hold two rows: each is a part of its own */
            if (!ui_portrait(u) && !beside && in_row == columns) {
                grid = w_grid(u, list, columns, MM_GAP);
                in_row = 0;
            }
            in_row++;
            tile_of(u, grid, &tiles[i], i);
        }
    }
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
    struct tile tiles[TILES_MAX];
    size_t n = collect(v, tiles);
    if (i >= n + 2)
        return false;
    snprintf(route, ROUTE_MAX, "%s", i < n ? tiles[i].route : i == n ? "my-request" : "about");
    return true;
}

const struct screen screen_home = {.id = "home",
                                   .ahead = ahead,
                                   .icon = "scenes/porchlight",
                                   .enter = enter,
                                   .update = update,
                                   .build = build,
                                   .title = title};
