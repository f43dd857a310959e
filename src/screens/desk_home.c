/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where staff and liaisons begin: a tile for each thing they do. */
#include "screens/registry.h"

#include "screens/desk.h"
#include "ui/widgets.h"

const char *desk_home(const struct desk *d)
{
    return d->role == DESK_STAFF ? "staff" : d->role == DESK_LIAISON ? "liaison" : "unlock";
}

const struct language *desk_language(const struct view *v, size_t i)
{
    for (size_t k = 0; k < v->site->language_count; k++)
        if (strings_complete(v->strings, v->site->languages[k]->text.tag, STRINGS_DESK) &&
            strings_complete(v->strings, v->site->languages[k]->text.tag, STRINGS_VISITOR) && i-- == 0)
            return v->site->languages[k];
    return NULL;
}

void desk_tiles(struct view *v, struct node *content, const struct desk_tile *tiles, size_t count)
{
    struct ui *u = v->ui;
    struct node *grid = w_pager(u, content, AXIS_GRID, ui_portrait(u) ? 2 : 4, MM_GAP, tr(v, "Up"), tr(v, "More"));
    for (size_t i = 0; i < count; i++) {
        struct node *n = w_tile(u, grid, UI_ID(UI_TILE, i), tiles[i].icon, 24, tr(v, tiles[i].label));
        n->lay.max_h = ui_mm(u, 60);
        w_tile_gives_way(u, n, 12);
    }
}

struct command desk_tile_go(const struct desk_tile *tiles, size_t count, struct ui_id act)
{
    return act.kind == UI_TILE && act.index < count ? command_go(COMMAND_GO, "%s", tiles[act.index].route)
                                                    : command_of(COMMAND_NONE);
}
